export { ChartRelease } from './contract/chart-release';
export * from './clients';
export * from './control-plane';
export * from './data-plane';
export * from './files';
export * from './helm';
export { ImageProps } from './planes/images';
export * from './identity';
export * from './secrets';
