export type { AuthGateOptions } from './auth-gate';
export { ControlPlaneEdge, ControlPlaneEdgeProps, EdgeTls } from './control-plane-edge';
export * from './edge';
export type { EnvoyGatewayEdgeProps, GatewayReference } from './envoy-gateway/envoy-gateway-edge';
export * from './envoy-gateway/envoy-gateway-guard';
export { ExtraRoute } from './extra-route';
export type { IngressNginxEdgeProps } from './ingress-nginx/ingress-nginx-edge';
export type { TraefikEdgeProps } from './traefik/traefik-edge';
