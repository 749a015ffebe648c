export { MergeOptions } from './merge-over';
export { OutputFile, _plainFiles } from './output-folder';
export * from './text-file';
export { Texts } from './texts';
export * from './yaml-file';
