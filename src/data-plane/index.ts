export * from './data-plane-auth';
export * from './data-plane';
