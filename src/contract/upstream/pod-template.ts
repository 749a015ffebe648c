import { JsonObject, isObject } from '../../common/data/json';

const TEMPLATE = ['spec', 'template', 'spec'];

/** Where a kind has its pods. */
interface PodSpecPlace {
  readonly group: string;
  readonly path: readonly string[];
}

/** The API group of each kind that runs pods, and where the pod spec lies in it. */
export const POD_SPECS: ReadonlyMap<string, PodSpecPlace> = new Map([
  ['Pod', { group: '', path: ['spec'] }],
  ['Deployment', { group: 'apps', path: TEMPLATE }],
  ['StatefulSet', { group: 'apps', path: TEMPLATE }],
  ['DaemonSet', { group: 'apps', path: TEMPLATE }],
  ['ReplicaSet', { group: 'apps', path: TEMPLATE }],
  ['Job', { group: 'batch', path: TEMPLATE }],
  ['CronJob', { group: 'batch', path: ['spec', 'jobTemplate', ...TEMPLATE] }],
]);

/** JSON pointer to the pod spec of a kind; nothing where the kind has no pods. */
export function podSpecPath(kind: string): string | undefined {
  const spec = POD_SPECS.get(kind);
  return spec && `/${spec.path.join('/')}`;
}

/** The object under a JSON pointer. */
export function objectAt(root: unknown, pointer: string): JsonObject | undefined {
  const found = pointer.split('/').slice(1)
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(found) ? found : undefined;
}
