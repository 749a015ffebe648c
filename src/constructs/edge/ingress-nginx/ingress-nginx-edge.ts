import { Construct, IConstruct } from 'constructs';
import { noPlaceholder, objectName } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { demand, optional, Shape, struct, text } from '../../../common/props/prop-types';
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
import { AUTH_GATE, AuthGate } from '../auth-gate';
import { EDGE_PODS, EdgeContext, EdgeKind } from '../edge-kind';
import { RouteKind } from '../route-guard';
import { PathMatch, TableGroup } from '../route-table';
import {
  CLEARED_HEADERS, IngressAnnotationSets, emitNginxGate, guardIngress, ingressNginxAnnotations,
  transportAnnotations,
} from './ingress-nginx-annotations';

/** Settings of the ingress-nginx edge. */
export interface IngressNginxEdgeProps {
  /**
   * The IngressClass of your controller: `controlplane`.
   *
   * @default 'controlplane', the class of the controller that Union's control plane chart brings
   */
  readonly ingressClassName?: string;

  /**
   * Further annotations of every Ingress. Those of other controllers (`cert-manager.io/cluster-issuer`), and
   * of ingress-nginx those that tune sizes, timeouts and limits. They win over the ones this edge sets
   * itself.
   *
   * Annotations that decide who gets in (`auth-*`, `satisfy`, snippets, `server-alias`, `rewrite-target` …)
   * are refused.
   *
   * @default - none
   */
  readonly annotations?: { readonly [name: string]: string };

  /**
   * The auth gate that the controller asks.
   *
   * @default - two pods of an unprivileged nginx
   */
  readonly gate?: AuthGate;

  /**
   * The pods of the controller, which NetworkPolicies of a `ControlPlane` let in.
   *
   * @default - what its Helm chart labels `ingress-nginx`, in the namespace `ingress-nginx` or that of the
   *   control plane
   */
  readonly pods?: NetworkPeer[];
}

const INGRESS_NGINX_PROPS: Shape<IngressNginxEdgeProps> = {
  ingressClassName: optional(
    text(
      (value) => (value.trim() === '' ? 'must not be empty; name an IngressClass, or leave '
        + 'it out' : undefined),
      noPlaceholder, objectName,
    ),
  ),
  annotations: optional(tuningAnnotations),
  gate: optional(struct(AUTH_GATE)),
  pods: EDGE_PODS,
};

/** Annotations that decide who gets in are the edge's own. */
function tuningAnnotations(problems: Problems, prop: string, value: unknown): boolean {
  if (!ANNOTATIONS(problems, prop, value)) {
    return false;
  }
  for (const [name, content] of Object.entries(value as Record<string, string>)) {
    if (name.startsWith(NGINX_ANNOTATION_PREFIX) && !TUNING_ANNOTATIONS.includes(name)) {
      problems.add(
        `${prop}[${name}]`, content, 'may change who gets in; the edge sets the guard itself, leave it out',
      );
    }
    problems.check(`${prop}[${name}]`, content, () => shapeOf(name, content));
  }
  return true;
}

function shapeOf(name: string, content: string): string | undefined {
  if (name === 'kubernetes.io/ingress.class') {
    return 'conflicts with the class that the Ingress names: Kubernetes refuses both; give ingressClassName';
  }
  if (SIZE_ANNOTATIONS.includes(name) && !/^\d+[bkmg]?$/i.test(content)) {
    return 'is not an nginx size; write one such as 10m, or 0 for no limit';
  }
  return NUMBER_ANNOTATIONS.includes(name) && !/^\d+$/.test(content)
    ? 'is not a whole number, which is all that the controller takes; write timeouts in seconds, without '
      + 'a unit'
    : undefined;
}

/** One Ingress a route group, under the names that Union's chart gives them, and the gate that they ask. */
export class IngressNginxEdge extends EdgeKind {
  public readonly known = INGRESS_NGINX;
  public override readonly gate?: AuthGate;
  public override readonly comesWithChart: boolean;

  public constructor(private readonly props: IngressNginxEdgeProps) {
    super();
    demand('EdgeController.ingressNginx', props, INGRESS_NGINX_PROPS);
    this.gate = props.gate;
    this.comesWithChart = [undefined, CHART_INGRESS_CLASS].includes(props.ingressClassName);
  }

  public pods(): readonly NetworkPeer[] {
    const { namespace, podLabels } = CONTROLLER_PODS;
    return this.props.pods ?? [{ namespace, podLabels }, { podLabels }];
  }

  public controllerSettings(): YamlFile {
    return YamlFile._document({ controller: { config: { ...CONTROLLER_CONFIG, ...CLEARED_HEADERS } } }, [
      'Values of the chart ingress-nginx, and below the key ingress-nginx of Union\'s control plane chart.',
      'The same entries go into the controller\'s ConfigMap where it was installed without Helm.',
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
    // One Ingress with regular expressions turns every location of its host into one: all of ours are written
    // as such.
    ...(identity._mend(DEVIATIONS.anchoredPaths, true, useRegex) ? { [NGINX.useRegex]: 'true' } : {}),
    // nginx matches the decoded, normalized path and passes the raw one on: an open route's backend gets what
    // was matched.
    ...(identity._mend(DEVIATIONS.matchedPath, guard === RouteGuard.OPEN, false)
      ? { [NGINX.rewriteTarget]: '/$1' }
      : {}),
    ...transportAnnotations(identity, group),
  };
}

/** Anchored at both ends: a plain `/me` would answer `/members` too. */
function anchoredPaths({ routes, guard }: TableGroup): unknown[] {
  const expression = guard === RouteGuard.OPEN ? captured : anchored;
  // Not Exact or Prefix: the controller's webhook refuses their paths if they hold a dot, as gRPC paths do.
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
 * An open route, with the path in a group for `rewrite-target`. What is no plain path (a backslash, a percent
 * sign that was encoded twice, a semicolon) is left to the catch-all, which is guarded.
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
