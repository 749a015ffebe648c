import { isObject, JsonObject } from '../../common/data/json';
import { INGRESS_PROVIDER, rendersIngresses } from '../../contract/union/gateway-routes';
import { ReleaseRouteGroup, RouteGroup, RouteGuard, RouteProtocol } from '../../contract/union/routes';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { asTextMap, asTexts } from '../kube/json-access';
import { becauseOf, ChartObject, Origin } from './chart-object';
import type { ValueSet } from './value-set';

/** The Ingresses of a control plane chart: each group of routes with its set of annotations. */
export function ingressObjects(set: ValueSet): ChartObject[] {
  const { release: { _contract: { controlPlane } }, effective: values } = set;
  const { ingress, routes, guardsFollowUseAuth } = controlPlane;
  const shown = (name: string) => set.get(`${ingress}.${name}`);
  // For a null, Helm drops the chart's own value, and the Ingress remains.
  const isTakenAway = (name: string) => shown(name) === null;
  if (!rendersIngresses(controlPlane, values.at(INGRESS_PROVIDER)) || (set.partial && !shown('host'))) {
    return [];
  }
  const isUnguarded =
    guardsFollowUseAuth === true
    && values.at('flyte.configmap.adminServer.server.security.useAuth') === false;
  return routes.groups.flatMap((group) => {
    const name = annotationSetOf(group, values.at(`${ingress}.enableProtectedConsoleIngress`) === true);
    const hasNone = name === undefined || isUnguarded || isTakenAway(name);
    const guard = hasNone ? {} : values.at(`${ingress}.${name}`);
    // The guard of a group is unknown if neither the user nor the release sets it, or if the user may set it
    // in values outside the input.
    const isKnown = !set.partial || name === undefined || asTextMap(shown(name))[NGINX.authUrl] !== undefined;
    return isObject(guard) && isKnown
      ? [ingressObject(set, group, { name, annotations: guard })]
      : [];
  });
}

/**
 * The values that hold the guard of a group.
 *
 * Source: controlplane chart, `templates/common/_ingress-*.yaml` and `_usage-ingress.yaml`; rendered at
 * 2026.3.0 and 2026.8.3.
 */
function annotationSetOf(
  { name, guard, protocol }: ReleaseRouteGroup, consoleApart: boolean,
): string | undefined {
  if (guard === RouteGuard.OPEN) {
    return undefined;
  }
  if (name === RouteGroup.CONSOLE) {
    return 'protectedConsoleIngressAnnotations';
  }
  if (protocol === RouteProtocol.GRPC) {
    return 'protectedIngressAnnotationsGrpc';
  }
  return consoleApart ? 'protectedIngressAnnotationsWithoutSignin' : 'protectedIngressAnnotations';
}

/** Annotations of a group besides its guard, in the order of the templates. */
function commonSetsOf({ guard, protocol, streaming }: ReleaseRouteGroup, isGrpcApart: boolean): string[] {
  const isApart = protocol === RouteProtocol.GRPC && (guard === RouteGuard.OPEN || isGrpcApart);
  return [
    'annotations',
    streaming ? 'annotationsStreaming' : 'annotationsUnary',
    ...(isApart ? ['separateGrpcIngressAnnotations'] : []),
  ];
}

interface AnnotationSet {
  /** Absent if a group has none. */
  readonly name: string | undefined;
  readonly annotations: JsonObject;
}

function ingressObject(set: ValueSet, group: ReleaseRouteGroup, guard: AnnotationSet): ChartObject {
  const { release: { _contract: { controlPlane: { ingress } } }, effective: values } = set;
  const hosts = [values.textAt(`${ingress}.host`), ...asTexts(values.at(`${ingress}.extraHosts`))];
  const paths = group.routes.map(({ path, pathType, service: name, port }) =>
    ({ path, pathType, backend: { service: { name, port: { name: port } } } }));
  const sets = [
    ...commonSetsOf(group, values.at(`${ingress}.separateGrpcIngress`) !== false).map((name) =>
      ({ name, annotations: values.objectAt(`${ingress}.${name}`) })),
    guard,
  ];
  const annotations = {
    ...(group.useRegex ? { [NGINX.useRegex]: 'true' } : {}),
    ...sets.reduce<JsonObject>((all, each) => ({ ...all, ...each.annotations }), {}),
  };
  const object = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: group.name, namespace: set.namespace, annotations },
    spec: {
      ingressClassName: values.textAt(`${ingress}.className`),
      tls: values.at(`${ingress}.tls`),
      rules: hosts.map((host) => ({ host, http: { paths } })),
    },
  };
  return new ChartObject(object, set, [
    becauseOf(guard.name === undefined ? ingress : `${ingress}.${guard.name}`),
    ...Object.keys(annotations).map((name) => annotationOrigin(name, ingress, sets)),
    { path: ['spec', 'tls'], values: [ingress, 'tls'] },
    { path: ['metadata', 'annotations'], values: [ingress, guard.name ?? 'annotations'] },
    ...hosts.map((_, i): Origin => ({
      path: ['spec', 'rules', i, 'host'],
      values: i === 0 ? [ingress, 'host'] : [ingress, 'extraHosts', i - 1],
    })),
  ]);
}

/** The last set with the annotation wins. */
function annotationOrigin(name: string, ingress: string, sets: readonly AnnotationSet[]): Origin {
  const set = [...sets].reverse().find((each) => name in each.annotations)?.name ?? 'annotations';
  return { path: ['metadata', 'annotations', name], values: [ingress, set, name] };
}
