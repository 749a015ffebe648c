export * from './contract/chart-release';
export * from './contract/route-group-name';
export * from './identity';
export * from './ingress';
