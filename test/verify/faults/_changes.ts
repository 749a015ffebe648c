import { parse, stringify } from 'yaml';
import type { Json } from './_planes';

/** How a fault is put into what people have. */

/** A path of keys with dots between them, or with bars where a key has dots itself; `undefined` takes the value out. */
export type Changes = Readonly<Record<string, Json>>;

export type Put<Input> = Changes | ((input: Input) => void);

/** Objects by kind and name. */
export interface Objects {
  get(kind: string, name: string, namespace?: string): Json;
  remove(kind: string, name: string, namespace?: string): void;
}

/** Puts values at their paths; the way there is made where it is missing. */
export function change(target: Json, changes: Put<Json>): void {
  if (typeof changes === 'function') {
    changes(target);
    return;
  }
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(path.includes('|') ? '|' : '.');
    const last = steps.pop()!;
    const at = steps.reduce((json: Json, step) => (json[step] ??= {}), target);
    if (value === undefined) {
      if (!(last in at)) {
        throw new Error(`There is no ${path} to take out`);
      }
      delete at[last];
    } else {
      at[last] = value;
    }
  }
}

/** Changes an object. */
export const set = (kind: string, name: string, changes: Put<Json>, namespace?: string) => (objects: Objects) =>
  change(objects.get(kind, name, namespace), changes);

export const without = (kind: string, name: string, namespace?: string) => (objects: Objects) => objects.remove(kind, name, namespace);

/** Changes a config file in a ConfigMap. */
export const config = (name: string, changes: Put<Json>, file = 'config.yaml', namespace?: string) => (objects: Objects) => {
  const { data } = objects.get('ConfigMap', name, namespace);
  const values: Json = parse(data[file]);
  change(values, changes);
  data[file] = stringify(values);
};

/** Changes flyteadmin's own config file. */
export const admin = (changes: Put<Json>) => config('flyte-admin-base-config', changes, 'server.yaml');

/** Changes the entry of an ExternalSecret that fills a key. */
export const entry = (name: string, key: string, changes: Changes, namespace?: string) => (objects: Objects) =>
  change(objects.get('ExternalSecret', name, namespace).spec.data.find((each: Json) => each.secretKey === key), changes);

export const pod = (objects: Objects, name: string): Json => objects.get('Deployment', name).spec.template.spec;

export const like = (value: Json): Json => JSON.parse(JSON.stringify(value));
