/** Gateway API (gateway.networking.k8s.io/v1; standard channel since 1.1, where GRPCRoute became v1). */
export const GATEWAY_API_GROUP = 'gateway.networking.k8s.io';
export const GATEWAY_API_VERSION = `${GATEWAY_API_GROUP}/v1`;

/** Limits of one HTTPRoute or GRPCRoute (validation rules of the CRDs). */
export const ROUTE_LIMITS = {
  rules: 16,
  matchesOfRule: 64,
  /** For all rules; the CRD requires fewer than 128. */
  matchesOfRoute: 127,
} as const;

/** The maximum of listeners to which a route attaches by name (`parentRefs`). A Gateway has at most 64. */
export const MAX_PARENTS = 32;

/**
 * Kinds of parents that make a route part of a service mesh, between pods, not of a gateway.
 *
 * Sources: Gateway API 1.1 (GAMMA), Istio 1.24, Linkerd 2.17, Kuma 2.9.
 */
export const MESH_PARENTS: readonly string[] = [
  'Service', 'ServiceEntry', 'Server', 'EgressNetwork', 'MeshService',
];

/** `spec.controllerName` of the GatewayClasses of Envoy Gateway, and of Traefik. */
export const ENVOY_GATEWAY_CONTROLLER = 'gateway.envoyproxy.io/gatewayclass-controller';
export const TRAEFIK_GATEWAY_CONTROLLER = 'traefik.io/gateway-controller';

/**
 * The controllers of GatewayClasses by their default names or prefixes. With such a name, the controller is
 * known even if the class is not in the input.
 *
 * Source: the documentation of each implementation (Gateway API, "Implementations").
 */
export const CLASS_CONTROLLERS: readonly (readonly [name: RegExp, controller: string])[] = [
  [/^traefik$/, TRAEFIK_GATEWAY_CONTROLLER],
  [/^istio$/, 'istio.io/gateway-controller'],
  [/^cilium$/, 'io.cilium/gateway-controller'],
  [/^nginx$/, 'gateway.nginx.org/nginx-gateway-controller'],
  [/^kong$/, 'konghq.com/kic-gateway-controller'],
  [/^contour$/, 'projectcontour.io/gateway-controller'],
  [/^kgateway$/, 'kgateway.dev/kgateway'],
  [/^gke-l7-/, 'networking.gke.io/gateway'],
  [/^azure-alb-/, 'alb.networking.azure.io/alb-controller'],
  [/^amazon-vpc-lattice$/, 'application-networking.k8s.aws/gateway-api-controller'],
];

/**
 * Kinds that route requests to Services, by API group, with their product. The library reads only those of
 * the supported edges.
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
