export type { AuthGateOptions } from './auth-gate';
export { ControlPlaneEdge, ControlPlaneEdgeProps, EdgeTls } from './control-plane-edge';
export * from './edge';
export * from './envoy-gateway/envoy-gateway-guard';
export { ExtraRoute } from './extra-route';
