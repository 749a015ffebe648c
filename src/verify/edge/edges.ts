// Tests: test/verify/edge/ingress.test.ts
import type { KubeObject } from '../kube/kube-object';
import { Backends } from './backends';
import { EdgeReader } from './edge-reader';
import { GatewayApiReader } from './gateway-api/gateway-api-reader';
import { ingressRoutes } from './ingress';
import { IngressNginxReader } from './ingress-nginx/ingress-nginx-reader';
import { EdgeInput, EdgeRoute, opaque, RawRoute, RefusedRoute } from './route';
import { isUnevaluated } from './template';
import { TraefikReader } from './traefik/traefik-reader';
import { unknownGuard } from './unread-parts';

/** Ingresses of an unknown controller: guards and protocols are unknown. */
class OtherIngressReader extends EdgeReader {
  public readonly name = 'other';
  public override readonly showsProtocol = false;

  public override ingressClaim(): (ingress: KubeObject) => boolean {
    return () => true;
  }

  public override routes(_input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[] {
    return ingressRoutes(ingresses, {
      edge: this,
      matchOf: (pathType) => (pathType === 'Exact' ? 'exact' : 'tree'),
      guardOf: unknownGuard,
    });
  }
}

/** All supported edges. The first that claims an Ingress serves it; the last claims all. */
const EDGES: readonly EdgeReader[] = [
  new TraefikReader(), new IngressNginxReader(), new GatewayApiReader(), new OtherIngressReader(),
];

/** All paths of all edges. */
export function edgeRoutes(input: EdgeInput): EdgeRoute[] {
  const claims = EDGES.map((edge) => edge.ingressClaim(input));
  const served = new Map<EdgeReader, KubeObject[]>(EDGES.map((edge) => [edge, []]));
  for (const ingress of input.ofKind('networking.k8s.io', 'Ingress')) {
    served.get(EDGES[claims.findIndex((claim) => claim(ingress))])?.push(ingress);
  }
  const leading = backendsOf(input);
  return EDGES.flatMap((edge) => edge.routes(input, served.get(edge) ?? []))
    .map(withReadGuard)
    .map((route) => {
      const backends = leading.of(route.backends, route.object);
      return backends === route.backends ? route : { named: route.backends, ...route, backends };
    });
}

export function rawRoutes(input: EdgeInput): RawRoute[] {
  const leading = backendsOf(input);
  return EDGES.flatMap((edge) => edge.rawRoutes(input))
    .map((route) => ({ ...route, backends: leading.of(route.backends, route.object) }));
}

export function refusedRoutes(input: EdgeInput): RefusedRoute[] {
  return EDGES.flatMap((edge) => edge.refusedRoutes(input));
}

function backendsOf(input: EdgeInput): Backends {
  return new Backends(input, EDGES.flatMap(({ leadingKinds }) => leadingKinds));
}

/** A guard whose URL is a template may call anything. */
function withReadGuard(route: EdgeRoute): EdgeRoute {
  const { guard } = route;
  if (guard.kind !== 'subrequest' || !isUnevaluated(guard.url)) {
    return route;
  }
  const { kind, name } = guard.field.object as KubeObject;
  const reason = `what the guard of ${kind} ${name} asks is a template (${guard.url}), which is not read`;
  return { ...route, guard: opaque(guard.field, reason) };
}
