export { ControlPlane } from './control-plane';
export type { ControlPlaneProps } from './control-plane-props';
export { ControlPlaneAuth } from './control-plane-auth';
export type { ControlPlaneAuthProps } from './control-plane-auth-props';
export { ControlPlaneNetworkPolicy, ControlPlaneNetworkPolicyProps } from './control-plane-network-policy';
export type { EntraDirectory } from './entra-directory';
export { Database, DatabaseTls } from './database';
export { OwnService } from './services';
