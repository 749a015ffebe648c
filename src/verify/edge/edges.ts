import type { KubeObject } from '../kube/kube-object';
import { Backends } from './backends';
import type { EdgeReader } from './edge-reader';
import { GatewayApiReader } from './gateway-api-reader';
import { IngressNginxReader } from './ingress-nginx-reader';
import { OtherIngressReader } from './other-ingress-reader';
import type { EdgeInput, EdgeRoute } from './route';
import { TraefikReader } from './traefik-reader';

/** Every edge that is read. An Ingress is served by the first that claims it; the last claims all. */
const EDGES: readonly EdgeReader[] = [new TraefikReader(), new IngressNginxReader(), new GatewayApiReader(), new OtherIngressReader()];

/** Every path of every edge. */
export function edgeRoutes(input: EdgeInput): EdgeRoute[] {
  const claims = EDGES.map((edge) => edge.ingressClaim(input));
  const served = new Map<EdgeReader, KubeObject[]>(EDGES.map((edge) => [edge, []]));
  for (const ingress of input.ofKind('networking.k8s.io', 'Ingress')) {
    served.get(EDGES[claims.findIndex((claim) => claim(ingress))])?.push(ingress);
  }
  const leading = new Backends(input);
  return EDGES.flatMap((edge) => edge.routes(input, served.get(edge) ?? [])).map((route) => {
    const backends = leading.of(route.backends, route.object);
    return backends === route.backends ? route : { ...route, backends, named: route.backends };
  });
}
