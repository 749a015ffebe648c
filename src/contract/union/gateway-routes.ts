/**
 * A route object that the control plane chart renders with `global.INGRESS_PROVIDER` envoy or both. It has no
 * guard.
 */
export interface GatewayRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  /** Whether anonymous callers must be rejected: the chart calls such a route "protected". */
  readonly guarded: boolean;
  readonly rules: readonly GatewayRouteRule[];
}

export interface GatewayRouteRule {
  /** `service:port`; absent if the rule redirects. */
  readonly backend?: string;
  /** Paths with everything below them, or gRPC services. */
  readonly trees?: readonly string[];
  /** Exact paths or gRPC methods. */
  readonly exact?: readonly string[];
}

/**
 * The Gateway of these routes. Its listeners depend on the values.
 *
 * Source: controlplane charts 2026.6.0 to 2026.8.3, `templates/common/_gateway.yaml` and
 * `_clienttrafficpolicy.yaml`.
 */
export const CHART_GATEWAY = {
  name: 'controlplane',
  listeners: ['https', 'https-serverless', 'https-intracluster', 'https-local'],
  /** Room for large cookies. */
  bufferLimit: '2Mi',
  clientPolicy: 'controlplane-client-policy',
  /** Where a rule without a backend redirects (`_httproute-protected.yaml`). */
  redirect: '/console',
} as const;

/**
 * The values for it and its routes.
 *
 * Source: controlplane charts 2026.4.6 to 2026.8.3, `templates/common/_gateway.yaml`, `_httproute-*.yaml`,
 * `_grpcroute-*.yaml`, and `flyte.name` of `_ingress-protected.yaml`.
 */
export const GATEWAY_VALUES = {
  /** Replaces `controlplane` in all names. */
  nameOverride: 'nameOverride',
  className: 'envoyGateway.gatewayClassName',
  host: 'global.UNION_HOST',
  /** An additional host of the open routes, if enabled. */
  isServerless: 'flyte.common.ingress.isServerless',
  serverlessHost: 'flyte.common.ingress.serverlessVanityHost',
  /** The host for gRPC calls of data planes and services within the network. */
  intraClusterHost: 'global.CONTROLPLANE_INTRA_CLUSTER_HOST',
  envoyHost: 'global.ENVOY_INGRESS_FQDN',
  /** The certificate Secret of a listener, and its namespace. */
  certificate: 'global.TLS_SECRET_NAME',
  certificateNamespace: 'global.TLS_SECRET_NAMESPACE',
  /** The same for the two internal listeners, if different; since 2026.7.0. */
  internalCertificate: 'global.INTERNAL_TLS_SECRET_NAME',
} as const;

/**
 * The Service through which the control plane calls itself: Envoy's, or with Ingresses that of ingress-nginx.
 * The gRPC routes accept requests for it.
 *
 * Source: controlplane charts 2026.7.0 to 2026.8.3, `controlPlaneLibrary.ingressFqdn` of
 * `templates/_helpers.tpl`.
 */
export const LOCAL_HOST = {
  envoy: 'envoy-controlplane.envoy-gateway.svc.cluster.local',
  nginx: (namespace: string): string => `controlplane-nginx-controller.${namespace}.svc.cluster.local`,
} as const;

/**
 * The routes that the control plane chart renders: `nginx`, `envoy` or `both`. With another value it renders
 * none. Releases without Gateway routes ignore it.
 *
 * Source: controlplane charts 2026.4.0 to 2026.8.3, `templates/flyte-core-app.yaml`.
 */
export const INGRESS_PROVIDER = 'global.INGRESS_PROVIDER';

/** A value with which the chart renders neither Ingresses nor a Gateway. */
export const NO_PROVIDER = 'none';

/** Whether the chart installs the controller of its Ingresses, as a subchart. */
export const CHART_CONTROLLER = 'ingress-nginx.enabled';

/**
 * The URLs at which services call others through the edge. The chart sets its own controller there, by
 * default in some releases, otherwise in Union's values files.
 *
 * Source: controlplane charts 2026.3.0 to 2026.8.3, `values.yaml`, `values.aws.selfhosted-intracluster.yaml`.
 */
export const TENANT_URLS: readonly string[] = [
  'configMap.connection.rootTenantURLPattern',
  'flyte.configmap.adminServer.connection.rootTenantURLPattern',
];

/** The routes that a control plane chart can render. */
interface Renderable {
  readonly gatewayRoutes: readonly GatewayRoute[];
}

/** Whether a release renders Ingresses with this provider in the values. */
export function rendersIngresses({ gatewayRoutes }: Renderable, provider: unknown): boolean {
  const isUnsaid = provider === undefined || provider === null || provider === '';
  return gatewayRoutes.length === 0 || isUnsaid || provider === 'nginx' || provider === 'both';
}

/** Whether a release renders a Gateway with routes with this provider in the values. */
export function rendersGateway({ gatewayRoutes }: Renderable, provider: unknown): boolean {
  return gatewayRoutes.length > 0 && (provider === 'envoy' || provider === 'both');
}
