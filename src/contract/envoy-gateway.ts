/** Envoy Gateway's extensions of the Gateway API (gateway.envoyproxy.io/v1alpha1). */
export const ENVOY_GATEWAY_API_VERSION = 'gateway.envoyproxy.io/v1alpha1';

/** The GatewayClass of Envoy Gateway's own installation guide. */
export const ENVOY_GATEWAY_CLASS = 'eg';

/**
 * With this response header an HTTP auth service has Envoy drop headers of the client's request.
 *
 * Source: envoy `api/envoy/service/auth/v3/external_auth.proto`, `OkHttpResponse.headers_to_remove`.
 */
export const HEADERS_TO_REMOVE_HEADER = 'x-envoy-auth-headers-to-remove';

/**
 * The guarded routes that the control plane chart renders with `INGRESS_PROVIDER: envoy`, without a guard.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/common/_httproute-protected.yaml`, `_grpcroute-protected.yaml`.
 */
export const CHART_PROTECTED_HTTP_ROUTE = 'controlplane-protected';
export const CHART_PROTECTED_GRPC_ROUTE = 'controlplane-grpc-protected';
