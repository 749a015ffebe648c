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
