import { isObject, JsonObject } from './json';

/** Where the pod spec stands in each kind of workload. */
const POD_SPEC_PATHS: Readonly<Record<string, string>> = {
  Pod: '/spec',
  Deployment: '/spec/template/spec',
  StatefulSet: '/spec/template/spec',
  DaemonSet: '/spec/template/spec',
  ReplicaSet: '/spec/template/spec',
  Job: '/spec/template/spec',
  CronJob: '/spec/jobTemplate/spec/template/spec',
};

/** JSON pointer to the pod spec of a kind; nothing where the kind has no pods. */
export function podSpecPath(kind: string): string | undefined {
  return POD_SPEC_PATHS[kind];
}

/** The object under a JSON pointer. */
export function objectAt(root: unknown, pointer: string): JsonObject | undefined {
  const found = pointer.split('/').slice(1).reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(found) ? found : undefined;
}
