import { GatewayRoute } from './gateway-routes';

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
