export type { ApiKeyOverride } from './api-key-override';
export * from './control-plane-auth';
export * from './control-plane';
