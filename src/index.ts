export * from './contract/chart-release';
