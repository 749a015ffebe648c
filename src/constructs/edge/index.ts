export type { AuthGate } from './auth-gate';
export { ChartEdge, IControlPlaneEdge } from './chart-edge';
export { ControlPlaneEdge, ControlPlaneEdgeProps, EdgeTls, PlaneEdge } from './control-plane-edge';
export * from './edge-controller';
export * from './envoy-gateway/envoy-gateway-guard';
export { IngressNginxGuard, IngressNginxGuardProps } from './ingress-nginx/ingress-nginx-guard';
export { Route, ServedRoute } from './route';
export { IRouteGuard, RouteKind } from './route-guard';
export { MiddlewareReference, TraefikGuard, TraefikGuardProps } from './traefik/traefik-guard';
