export * from './contract/chart-release';
export * from './identity';
