/**
 * A route object that the control plane chart renders with `global.INGRESS_PROVIDER` envoy or both. It has no
 * guard of its own.
 */
export interface GatewayRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  /** Whether anonymous callers must be kept out: the chart names such a route "protected". */
  readonly guarded: boolean;
  readonly rules: readonly GatewayRouteRule[];
}

export interface GatewayRouteRule {
  /** `service:port`; absent where the rule redirects. */
  readonly backend?: string;
  /** Paths with everything below them, or gRPC services. */
  readonly trees?: readonly string[];
  /** Paths or gRPC methods as they are. */
  readonly exact?: readonly string[];
}

/**
 * The Gateway beside these routes. Which of the listeners there are hangs on the values.
 *
 * Source: controlplane charts 2026.6.0 to 2026.8.3, `templates/common/_gateway.yaml` and
 * `_clienttrafficpolicy.yaml`.
 */
export const CHART_GATEWAY = {
  name: 'controlplane',
  listeners: ['https', 'https-serverless', 'https-intracluster', 'https-local'],
  /** Room for large cookies. */
  bufferLimit: '2Mi',
} as const;
