export * from './chart-releases';
export * from './helm-values';
