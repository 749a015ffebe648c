export * from './text-file';
export * from './yaml-file';
