export * from './helm-values';
