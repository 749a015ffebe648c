export { ControlPlane } from './control-plane';
export type { ControlPlaneProps } from './services';
export { ControlPlaneAuth } from './control-plane-auth';
export type { ControlPlaneAuthProps } from './control-plane-auth-props';
export { ControlPlaneNetworkPolicy, ControlPlaneNetworkPolicyProps } from './control-plane-network-policy';
export type { EntraDirectory } from './control-plane-auth-props';
export { Database, DatabaseTls } from './database';
export { OwnService } from './services';
