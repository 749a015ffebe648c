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

/** Envoy Gateway's extensions of the Gateway API. */
export const ENVOY_GATEWAY_GROUP = 'gateway.envoyproxy.io';
export const ENVOY_GATEWAY_API_VERSION = `${ENVOY_GATEWAY_GROUP}/v1alpha1`;

/** Its policies that target routes and Gateways with `targetRefs`. Source: its `api/v1alpha1`. */
export const ENVOY_GATEWAY_POLICIES = [
  'SecurityPolicy', 'ClientTrafficPolicy', 'BackendTrafficPolicy', 'EnvoyExtensionPolicy',
] as const;

/** The GatewayClass in Envoy Gateway's installation guide. */
export const ENVOY_GATEWAY_CLASS = 'eg';

/**
 * With this response header an HTTP auth service makes Envoy remove headers of the client's request.
 *
 * Source: envoy `api/envoy/service/auth/v3/external_auth.proto`, `OkHttpResponse.headers_to_remove`.
 */
export const HEADERS_TO_REMOVE_HEADER = 'x-envoy-auth-headers-to-remove';

/**
 * The ALPN protocols of listeners. Explicit, because otherwise, if two listeners share a certificate, Envoy
 * Gateway sets the condition `OverlappingTLSConfig` and offers only HTTP/1.1.
 *
 * Source: envoyproxy/gateway 1.9.0, tried; the control plane chart sets the same
 * (`templates/common/_clienttrafficpolicy.yaml`).
 */
export const ALPN_PROTOCOLS = ['h2', 'http/1.1'] as const;

/**
 * The status for callers when the auth service does not answer: 503, which gRPC clients read as UNAVAILABLE.
 * Envoy's default is 403, PERMISSION_DENIED, which clients do not retry.
 */
export const STATUS_ON_AUTH_ERROR = 503;

/**
 * The pods that it runs for a Gateway: in its own namespace, or in that of the Gateway, depending on its
 * configuration.
 *
 * Source: envoyproxy/gateway, `internal/infrastructure/kubernetes/proxy/resource.go` (EnvoyAppLabel) and
 * `internal/gatewayapi/helpers.go` (GatewayOwnerLabels).
 */
export const ENVOY_GATEWAY_NAMESPACE = 'envoy-gateway-system';

/**
 * The namespace of Envoy that Union's chart expects. Source: controlplane 2026.8.3,
 * `controlPlaneLibrary.ingressFqdn`.
 */
export const CHART_ENVOY_NAMESPACE = 'envoy-gateway';

export function envoyPodLabels(
  gateway: { readonly name: string; readonly namespace: string },
): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'envoy',
    'app.kubernetes.io/component': 'proxy',
    [`${ENVOY_GATEWAY_GROUP}/owning-gateway-name`]: gateway.name,
    [`${ENVOY_GATEWAY_GROUP}/owning-gateway-namespace`]: gateway.namespace,
  };
}

/** The oldest supported version, whose CRDs are in Union's control plane chart (its README, 2026.8.3). */
export const OLDEST_ENVOY_GATEWAY = '1.6';

/**
 * Later fields, with the first version that has them. The API server drops a field that is not in the CRD, or
 * refuses the object.
 *
 * Source: the CRDs of envoyproxy/gateway 1.6.4, 1.7.0 and 1.8.0.
 */
export const ENVOY_GATEWAY_FIELDS = {
  /** `weight` of `extAuth.http.backendRefs`. */
  weight: '1.7',
  /** `removeOnMatch` of `headers.earlyRequestHeaders`: removal by prefix. */
  removeOnMatch: '1.7',
  /** `statusOnError` of `extAuth`. */
  statusOnError: '1.8',
} as const;

/**
 * The first version in which Lua must be enabled (`extensionApis.enableLua`). If it is disabled, routes with
 * a Lua policy answer 500.
 *
 * Source: envoyproxy/gateway 1.6.4 and 1.8.0, `internal/gatewayapi/runner/runner.go`; 1.9.0,
 * `api/v1alpha1/envoygateway_helpers.go` (LuaDisabled) and `internal/gatewayapi/envoyextensionpolicy.go`.
 */
export const LUA_OFF_SINCE = '1.9';
