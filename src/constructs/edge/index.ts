export type { AuthGate } from './auth-gate';
export { ControlPlaneEdge, ControlPlaneEdgeProps, EdgeTls } from './control-plane-edge';
export * from './edge-controller';
export * from './envoy-gateway/envoy-gateway-guard';
export { Route } from './route';
