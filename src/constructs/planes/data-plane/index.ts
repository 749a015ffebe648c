export { DataPlane } from './data-plane';
export type { DataPlaneProps } from './data-plane';
export { DataPlaneAuth } from './data-plane-auth';
export type { DataPlaneAuthProps } from './data-plane-auth';
