export { IChartPlane } from './helm-values';
export { HelmValues } from './helm-values';
