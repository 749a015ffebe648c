export { MergeOptions } from './merge-over';
export * from './text-file';
export * from './yaml-file';
