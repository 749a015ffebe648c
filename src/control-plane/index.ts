export * from './control-plane-auth';
export * from './control-plane';
