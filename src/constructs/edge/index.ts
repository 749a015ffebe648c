export type { AuthGate } from './auth-gate';
export { ChartEdge, IControlPlaneEdge } from './edge-controller';
export { ControlPlaneEdge, ControlPlaneEdgeProps, EdgeTls, PlaneEdge } from './control-plane-edge';
export { EdgeController } from './edge-controller';
export * from './envoy-gateway/envoy-gateway-guard';
export { IngressNginxGuard } from './ingress-nginx/ingress-nginx-guard';
export { Route } from './route-table';
export { IRouteGuard, RouteGuardProps, RouteKind } from './route-guard';
export { TraefikGuard } from './traefik/traefik-guard';
