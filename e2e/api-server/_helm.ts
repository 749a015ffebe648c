import { join } from 'node:path';
import { kubeBinaries } from '../../test/_tools/kube-binaries';
import { pathOf } from '../_support/tool';
import { helm3 } from '../tools/helm-3';

/** Charts that render Secrets as Union's do. */
export const CHARTS = join(__dirname, 'charts');
/** The namespace of each chart. */
export const NAMESPACES = { controlplane: 'union-cp', dataplane: 'union' };

/** Each Helm with the flags for an upgrade of Secrets that External Secrets writes: Helm 4 otherwise stops with "conflicts with externalsecrets…". */
export const HELMS: readonly (readonly [name: string, binary: () => string, flags: readonly string[]])[] = [
  ['helm 3', () => pathOf(helm3), []],
  ['helm 4', () => kubeBinaries().helm, ['--server-side=false']],
];
