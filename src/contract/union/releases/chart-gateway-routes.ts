import { GatewayRoute } from '../gateway-routes';
import { ChartVersion } from './chart-version';

/** The Gateway API routes of every known chart release, each name once. */
export const CHART_GATEWAY_ROUTES: readonly GatewayRoute[] = [
  ...new Map(
    ChartVersion._all.flatMap(({ _contract }) => _contract.controlPlane.gatewayRoutes)
      .map((route) => [`${route.kind} ${route.name}`, route]),
  ).values(),
];

/**
 * Names of the routes of a kind that must be guarded. A policy for a route that one release lacks does no
 * harm there.
 */
export function guardedRouteNames(kind: GatewayRoute['kind']): string[] {
  return CHART_GATEWAY_ROUTES.filter((route) => route.kind === kind && route.guarded).map(({ name }) => name);
}
