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
  clientPolicy: 'controlplane-client-policy',
  /** Where a rule without a backend leads to (`_httproute-protected.yaml`). */
  redirect: '/console',
} as const;

/**
 * What the values say of it and of its routes.
 *
 * Source: controlplane charts 2026.4.6 to 2026.8.3, `templates/common/_gateway.yaml`, `_httproute-*.yaml`,
 * `_grpcroute-*.yaml`, and `flyte.name` of `_ingress-protected.yaml`.
 */
export const GATEWAY_VALUES = {
  /** Stands in all names in the place of `controlplane`. */
  nameOverride: 'nameOverride',
  className: 'envoyGateway.gatewayClassName',
  host: 'global.UNION_HOST',
  /** A further host of the open routes, where the switch is on. */
  isServerless: 'flyte.common.ingress.isServerless',
  serverlessHost: 'flyte.common.ingress.serverlessVanityHost',
  /** How data planes and services call gRPC within the network. */
  intraClusterHost: 'global.CONTROLPLANE_INTRA_CLUSTER_HOST',
  envoyHost: 'global.ENVOY_INGRESS_FQDN',
  /** The Secret with the certificate of a listener, and where it is. */
  certificate: 'global.TLS_SECRET_NAME',
  certificateNamespace: 'global.TLS_SECRET_NAMESPACE',
  /** The same of the two listeners within the network, where it is another; since 2026.7.0. */
  internalCertificate: 'global.INTERNAL_TLS_SECRET_NAME',
} as const;

/**
 * The Service by which the control plane calls itself: Envoy's, or beside Ingresses that of ingress-nginx.
 * The gRPC routes take requests for it.
 *
 * Source: controlplane charts 2026.7.0 to 2026.8.3, `controlPlaneLibrary.ingressFqdn` of
 * `templates/_helpers.tpl`.
 */
export const LOCAL_HOST = {
  envoy: 'envoy-controlplane.envoy-gateway.svc.cluster.local',
  nginx: (namespace: string): string => `controlplane-nginx-controller.${namespace}.svc.cluster.local`,
} as const;

/**
 * Which routes the control plane chart renders: `nginx`, `envoy` or `both`. Of another word it renders none,
 * and a release without routes of a Gateway does not read it.
 *
 * Source: controlplane charts 2026.4.0 to 2026.8.3, `templates/flyte-core-app.yaml`.
 */
export const INGRESS_PROVIDER = 'global.INGRESS_PROVIDER';

/** A word of which the chart renders neither Ingresses nor a Gateway. */
export const NO_PROVIDER = 'none';

/** Whether the chart brings the controller of its Ingresses, by a subchart. */
export const CHART_CONTROLLER = 'ingress-nginx.enabled';

/**
 * Where services call others through the edge. The chart names its own controller there, in some releases by
 * default and in others by the values that Union ships beside it.
 *
 * Source: controlplane charts 2026.3.0 to 2026.8.3, `values.yaml`, `values.aws.selfhosted-intracluster.yaml`.
 */
export const TENANT_URLS: readonly string[] = [
  'configMap.connection.rootTenantURLPattern',
  'flyte.configmap.adminServer.connection.rootTenantURLPattern',
];

/** What the release of a control plane chart may render. */
interface Renderable {
  readonly gatewayRoutes: readonly GatewayRoute[];
}

/** Whether a release renders Ingresses where the values name this provider. */
export function rendersIngresses({ gatewayRoutes }: Renderable, provider: unknown): boolean {
  const isUnsaid = provider === undefined || provider === null || provider === '';
  return gatewayRoutes.length === 0 || isUnsaid || provider === 'nginx' || provider === 'both';
}

/** Whether a release renders a Gateway with its routes where the values name this provider. */
export function rendersGateway({ gatewayRoutes }: Renderable, provider: unknown): boolean {
  return gatewayRoutes.length > 0 && (provider === 'envoy' || provider === 'both');
}
