export { AuthGateOptions } from './auth-gate';
export { ControlPlaneEdge, ControlPlaneEdgeProps, EdgeTls } from './control-plane-edge';
export { Edge } from './edge';
export { EnvoyGatewayEdgeProps, GatewayReference } from './envoy-gateway-edge';
export { EnvoyGatewayGuard, EnvoyGatewayGuardProps } from './envoy-gateway-guard';
export { ExtraRoute, ExtraRouteMatch } from './extra-route';
export { IngressNginxEdgeProps } from './ingress-nginx-edge';
export { TraefikEdgeProps } from './traefik-edge';
