import { Construct, IConstruct } from 'constructs';
import { noPlaceholder, notEmpty, objectName } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { demand, optional, Shape, text } from '../../../common/props/prop-types';
import { slipOf } from '../../../common/props/suggestion';
import { INGRESS_NGINX } from '../../../contract/edges/known-edges';
import { RouteGroup, RouteGuard } from '../../../contract/union/routes';
import {
  CHART_INGRESS_CLASS,
  CONTROLLER_CONFIG,
  CONTROLLER_PODS,
  NGINX,
  NGINX_ANNOTATION_PREFIX,
  NUMBER_ANNOTATIONS,
  SIZE_ANNOTATIONS,
  TUNING_ANNOTATIONS,
} from '../../../contract/upstream/ingress-nginx';
import { UnionIdentity } from '../../identity';
import { DEVIATIONS } from '../../identity/deviations';
import { ANNOTATIONS, emit } from '../../objects/api-objects';
import { YamlFile } from '../../output/text-file';
import { NetworkPeer } from '../../pods/network-policy';
import { EDGE_PROPS, EdgeContext, EdgeKind, EdgeProps } from '../edge-kind';
import { RouteKind } from '../route-guard';
import { PathMatch, TableGroup } from '../route-table';
import {
  CLEARED_HEADERS, IngressAnnotationSets, emitNginxGate, guardIngress, ingressNginxAnnotations,
  transportAnnotations,
} from './ingress-nginx-annotations';

/** Settings of the ingress-nginx edge. */
export interface IngressNginxEdgeProps extends EdgeProps {
  /**
   * The IngressClass of your controller: `controlplane`.
   *
   * @default 'controlplane', the class of the controller that Union's control plane chart brings
   */
  readonly ingressClassName?: string;

  /**
   * Additional annotations of every Ingress. Those of other controllers (`cert-manager.io/cluster-issuer`),
   * and those of ingress-nginx for sizes, timeouts and limits. They override the values that this edge sets.
   *
   * Annotations that decide who has access (`auth-*`, `satisfy`, snippets, `server-alias`, `rewrite-target`
   * …) are refused.
   *
   * @default - none
   */
  readonly annotations?: { readonly [name: string]: string };
}

const INGRESS_NGINX_PROPS: Shape<IngressNginxEdgeProps> = {
  ...EDGE_PROPS,
  ingressClassName: optional(
    text(notEmpty('give an IngressClass, or leave it out'), noPlaceholder, objectName),
  ),
  annotations: optional(tuningAnnotations),
};

/** The edge itself sets the annotations that decide who has access. */
function tuningAnnotations(problems: Problems, prop: string, value: unknown): boolean {
  if (!ANNOTATIONS(problems, prop, value)) {
    return false;
  }
  for (const [name, content] of Object.entries(value as Record<string, string>)) {
    if (name.startsWith(NGINX_ANNOTATION_PREFIX) && !TUNING_ANNOTATIONS.includes(name)) {
      const meant = slipOf(name, TUNING_ANNOTATIONS);
      problems.add(`${prop}[${name}]`, content, meant === undefined
        ? 'may change who has access; leave it out, as the edge sets the guard itself'
        : `is unknown to ingress-nginx; did you mean ${meant}?`);
    }
    problems.check(`${prop}[${name}]`, content, () => shapeOf(name, content));
  }
  return true;
}

function shapeOf(name: string, content: string): string | undefined {
  if (name === 'kubernetes.io/ingress.class') {
    return 'conflicts with ingressClassName, and Kubernetes refuses both together; set only ingressClassName';
  }
  if (SIZE_ANNOTATIONS.includes(name) && !/^\d+[bkmg]?$/i.test(content)) {
    return 'is not an nginx size; write a size such as 10m, or 0 for no limit';
  }
  return NUMBER_ANNOTATIONS.includes(name) && !/^\d+$/.test(content)
    ? 'must be a whole number; write timeouts in seconds, without '
      + 'a unit'
    : undefined;
}

/** Emits one Ingress for each route group, with the names of Union's chart, and the gate. */
export class IngressNginxEdge extends EdgeKind<IngressNginxEdgeProps> {
  public readonly known = INGRESS_NGINX;
  public override readonly comesWithChart: boolean;

  public constructor(props: IngressNginxEdgeProps) {
    super(props);
    demand('EdgeController.ingressNginx', props, INGRESS_NGINX_PROPS);
    this.comesWithChart = [undefined, CHART_INGRESS_CLASS].includes(props.ingressClassName);
  }

  protected override usualPods(): readonly NetworkPeer[] {
    const { namespace, podLabels } = CONTROLLER_PODS;
    return [{ namespace, podLabels }, { podLabels }];
  }

  public controllerSettings(): YamlFile {
    return YamlFile._document({ controller: { config: { ...CONTROLLER_CONFIG, ...CLEARED_HEADERS } } }, [
      'Values of the chart ingress-nginx, and below the key ingress-nginx of Union\'s control plane chart.',
      'Without Helm, put the same entries into the controller\'s ConfigMap.',
    ]);
  }

  public guardRoute(
    _scope: Construct, context: EdgeContext, route: IConstruct, kind: RouteKind,
  ): void {
    guardIngress(context, route, kind);
  }

  public attach(scope: Construct, context: EdgeContext): void {
    const { identity, namespace, scheduling } = context;
    emitNginxGate(scope, identity, namespace, { scheduling, ...this.gate });
  }

  public serve(scope: Construct, context: EdgeContext): void {
    const { identity } = context;
    const sets = ingressNginxAnnotations(identity, context.namespace);
    for (const group of context.groups) {
      const paths = identity._mend(DEVIATIONS.anchoredPaths, anchoredPaths(group), chartPaths(group));
      if (paths.length === 0) {
        continue;
      }
      const annotations = {
        ...annotationsOf(identity, group),
        ...guardOf(group, sets),
        ...this.props.annotations,
      };
      emit(scope, {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: group.name, namespace: context.namespace, annotations },
        spec: {
          ingressClassName: this.props.ingressClassName ?? CHART_INGRESS_CLASS,
          rules: context.hosts.map((host) => ({ host, http: { paths } })),
          tls: tlsOf(context),
        },
      });
    }
  }
}

function guardOf({ name, guard }: TableGroup, sets: IngressAnnotationSets): Record<string, string> {
  if (name === RouteGroup.CONSOLE) {
    return sets.console;
  }
  return { [RouteGuard.OPEN]: {}, [RouteGuard.SIGN_IN]: sets.http, [RouteGuard.UNAUTHORIZED]: sets.grpc }[
    guard
  ];
}

function annotationsOf(identity: UnionIdentity, group: TableGroup): Record<string, string> {
  const { protocol, guard, useRegex } = group;
  return {
    [NGINX.backendProtocol]: protocol,
    // One Ingress with regular expressions makes all locations of its host regular expressions, so all of
    // ours are.
    ...(identity._mend(DEVIATIONS.anchoredPaths, true, useRegex) ? { [NGINX.useRegex]: 'true' } : {}),
    // nginx matches the decoded, normalized path but forwards the raw one: the backend of an open route gets
    // the path that was matched.
    ...(identity._mend(DEVIATIONS.matchedPath, guard === RouteGuard.OPEN, false)
      ? { [NGINX.rewriteTarget]: '/$1' }
      : {}),
    ...transportAnnotations(identity, group),
  };
}

/** Anchored at both ends: a plain `/me` would match `/members` too. */
function anchoredPaths({ routes, guard }: TableGroup): unknown[] {
  const expression = guard === RouteGuard.OPEN ? captured : anchored;
  // Not Exact or Prefix: the controller's webhook refuses such paths with a dot, and gRPC paths have one.
  return routes.map(({ match, service, port }) => ({
    path: expression(match),
    pathType: 'ImplementationSpecific',
    backend: { service: { name: service, port: { number: port } } },
  }));
}

function anchored({ kind, path }: PathMatch): string {
  if (path === '/') {
    return path;
  }
  return path.replace(/\./g, '\\.') + { exact: '$', tree: '(/|$)', segment: '[^/]*$' }[kind];
}

/**
 * An open route, with the path in a group for `rewrite-target`. Other paths (with a backslash, a
 * double-encoded percent sign, a semicolon) go to the catch-all, which is guarded.
 */
function captured({ kind, path }: PathMatch): string {
  const below = { exact: '', tree: '(/[^\\x25\\x3b\\x5c]*|)', segment: '[^/\\x25\\x3b\\x5c]*' }[kind];
  return `/(${path.slice(1).replace(/\./g, '\\.')}${below})$`;
}

function chartPaths({ chartRoutes, extraRoutes }: TableGroup): unknown[] {
  return [
    ...chartRoutes.map(({ path, pathType, service, port }) => ({
      path,
      pathType,
      backend: { service: { name: service, port: { name: port } } },
    })),
    ...extraRoutes.map(({ path, exact, service, port }) => ({
      path,
      pathType: exact ? 'Exact' : 'Prefix',
      backend: { service: { name: service, port: { number: port } } },
    })),
  ];
}

function tlsOf({ hostSets }: EdgeContext): unknown[] | undefined {
  const tls = hostSets
    .filter(({ secretName }) => secretName)
    .map(({ hosts, secretName }) => ({ hosts, secretName }));
  return tls.length > 0 ? tls : undefined;
}
