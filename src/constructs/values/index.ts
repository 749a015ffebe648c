export * from './chart-plane';
export * from './helm-values';
