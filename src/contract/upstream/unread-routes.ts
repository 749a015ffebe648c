import { GATEWAY_API_GROUP } from './gateway-api';

/**
 * Kinds that lead requests to Services, each by its API group, with what it belongs to. No one here reads
 * them, but for those of an edge that we know.
 *
 * Sources: the custom resource definitions of each, at their current releases.
 */
export const UNREAD_ROUTES: readonly (readonly [group: string, kind: string, of: string])[] = [
  ['networking.istio.io', 'VirtualService', 'Istio'],
  ['projectcontour.io', 'HTTPProxy', 'Contour'],
  ['getambassador.io', 'Mapping', 'Emissary'],
  ['gateway.solo.io', 'VirtualService', 'Gloo'],
  ['apisix.apache.org', 'ApisixRoute', 'APISIX'],
  ['k8s.nginx.org', 'VirtualServer', 'F5 NGINX'],
  ['k8s.nginx.org', 'VirtualServerRoute', 'F5 NGINX'],
  ['route.openshift.io', 'Route', 'OpenShift'],
  ['traefik.io', 'IngressRouteTCP', 'Traefik for TCP'],
  ['traefik.containo.us', 'IngressRouteTCP', 'Traefik for TCP'],
  [GATEWAY_API_GROUP, 'TLSRoute', 'the Gateway API'],
  [GATEWAY_API_GROUP, 'TCPRoute', 'the Gateway API'],
  ['voyager.appscode.com', 'Ingress', 'Voyager'],
];
