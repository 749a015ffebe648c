import { isObject, JsonObject } from '../../common/data/json';
import { RouteGroupName } from '../../contract/union/route-group-name';
import { RouteGroup, RouteGuard, RouteProtocol } from '../../contract/union/routes';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import { asTextMap, asTexts } from '../kube/json-access';
import { ChartObject, Origin } from './chart-object';
import type { EffectiveValues } from './effective-values';
import type { ValueSet } from './value-set';

/** The Ingresses of a control plane chart: each group of routes behind its set of annotations. */
export function ingressObjects(set: ValueSet, values: EffectiveValues): ChartObject[] {
  const { ingress, routes, guardsFollowUseAuth } = set.release._contract.controlPlane;
  if (values.at('global.INGRESS_PROVIDER') === 'envoy') {
    return [];
  }
  const isUnguarded = guardsFollowUseAuth === true && values.at('flyte.configmap.adminServer.server.security.useAuth') === false;
  return routes.groups.flatMap((group) => {
    const name = annotationSetOf(group);
    const annotations = name === undefined || isUnguarded ? {} : values.at(`${ingress}.${name}`);
    // Where neither the user nor the release says what guards a group, nobody knows.
    return isObject(annotations) ? [ingressObject(set, values, group, ingress, name, annotations)] : [];
  });
}

/**
 * The values that hold the guard of a group.
 *
 * Source: controlplane chart, `templates/common/_ingress-*.yaml` and `_usage-ingress.yaml`; rendered at 2026.3.0 and 2026.8.3.
 */
function annotationSetOf({ name, guard, protocol }: RouteGroup): string | undefined {
  if (guard === RouteGuard.OPEN) {
    return undefined;
  }
  if (name === RouteGroupName.CONSOLE) {
    return 'protectedConsoleIngressAnnotations';
  }
  return protocol === RouteProtocol.GRPC ? 'protectedIngressAnnotationsGrpc' : 'protectedIngressAnnotations';
}

function ingressObject(
  set: ValueSet, values: EffectiveValues, group: RouteGroup, ingress: string, annotationSet: string | undefined, guard: JsonObject,
): ChartObject {
  const own = values.textAt(`${ingress}.host`);
  const extra = asTexts(values.at(`${ingress}.extraHosts`));
  const paths = group.routes.map(({ path, pathType, service: name, port }) =>
    ({ path, pathType, backend: { service: { name, port: { name: port } } } }));
  const hosts = [own, ...extra];
  const common = values.objectAt(`${ingress}.annotations`);
  const annotations = {
    ...asTextMap(common),
    ...(group.protocol === RouteProtocol.GRPC ? { [NGINX.backendProtocol]: 'GRPC' } : {}),
    ...(group.useRegex ? { [NGINX.useRegex]: 'true' } : {}),
    ...asTextMap(guard),
  };
  const guardPath = annotationSet === undefined ? [ingress] : [ingress, annotationSet];
  const at = (name: string): Origin => ({
    path: ['metadata', 'annotations', name],
    values: [...(name in guard ? guardPath : [ingress, 'annotations']), name],
  });
  return new ChartObject({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: group.name, namespace: set.namespace, annotations },
    spec: {
      ingressClassName: values.textAt(`${ingress}.className`),
      rules: hosts.map((host) => ({ host, http: { paths } })),
    },
  }, set, values, [
    { path: [], values: guardPath, alike: false },
    ...Object.keys(annotations).map(at),
    { path: ['metadata', 'annotations'], values: [ingress, annotationSet ?? 'annotations'] },
    ...hosts.map((_, i): Origin => ({ path: ['spec', 'rules', i, 'host'], values: i === 0 ? [ingress, 'host'] : [ingress, 'extraHosts', i - 1] })),
  ]);
}
