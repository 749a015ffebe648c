import { isDeepStrictEqual } from 'node:util';
import { isBlank, isObject, JsonObject, valueAt } from '../../../src/common/data/json';
import { ValuesContract } from '../../../src/contract/union/values-contract';

/**
 * What a migration makes of plain data, as its contract says it. It knows of no text.
 *
 * @param byHand paths that are left to a person because of how they are written
 */
export function migratedData(values: JsonObject, { dead, keys }: ValuesContract, byHand: ReadonlySet<string>): JsonObject {
  const data = JSON.parse(JSON.stringify(values)) as JsonObject;
  for (const { path, replacedBy } of dead) {
    const value = valueAt(data, path);
    const [blank, told] = [true, false].map((is) => replacedBy.filter((target) => isBlank(valueAt(data, target)) === is));
    const isStuck = value === undefined || replacedBy.length === 0 || byHand.has(path)
      || told.some((target) => !isDeepStrictEqual(valueAt(data, target), value)) || blank.some((target) => isBlocked(data, target));
    if (!isStuck) {
      blank.forEach((target) => drop(data, target));
      drop(data, path);
      blank.forEach((target) => put(data, target, value));
    }
  }
  for (const { path } of keys.filter((key) => key.path.endsWith('.apiKeyOverrides') && key.type === 'objects' && !byHand.has(key.path))) {
    const map = valueAt(data, path);
    if (isObject(map) && Object.keys(map).length > 0 && Object.values(map).every(isObject)) {
      put(data, path, Object.entries(map).map(([key, value]) => ({ key, ...value as JsonObject })));
    }
  }
  for (const { path, required, meaning } of keys) {
    const isOpen = required?.severity === 'error' && [path, ...required.unless ?? []].every((key) => isBlank(valueAt(data, key)));
    const same = keys.map((key) => (meaning && key.meaning === meaning ? valueAt(data, key.path) : undefined)).find((value) => typeof value === 'string' && value !== '' && !/\{\{|<.*>/.test(value));
    if (isOpen && same !== undefined && !isBlocked(data, path) && !byHand.has(path)) {
      drop(data, path);
      put(data, path, same);
    }
  }
  for (const { path, chartList } of keys) {
    const list = valueAt(data, path);
    if (chartList && Array.isArray(list) && !byHand.has(path)) {
      // Items that spell out what the chart would compute.
      const host = valueAt(data, 'global.UNION_HOST');
      const told = typeof host === 'string' && host !== '' ? host : 'union.example.com';
      const has = (entry: unknown) => list.some((item) => isDeepStrictEqual(item, entry)
        || item === String(entry).replace('{{ .Release.Namespace }}', 'union').replace('{{ .Values.global.UNION_HOST }}', told));
      put(data, path, [...list, ...chartList.entries.filter((entry) => !has(entry))]);
    }
  }
  return data;
}

function isBlocked(data: JsonObject, path: string): boolean {
  const keys = path.split('.');
  return keys.slice(0, -1).some((_, i) => {
    const value = valueAt(data, keys.slice(0, i + 1).join('.'));
    return !isBlank(value) && !isObject(value);
  });
}

function put(data: JsonObject, path: string, value: unknown): void {
  const keys = path.split('.');
  const holder = keys.slice(0, -1).reduce((map, key) => {
    const inner = isObject(map[key]) ? map[key] : {};
    map[key] = inner;
    return inner;
  }, data);
  holder[keys[keys.length - 1]] = value;
}

/** Removes a key, and the maps that are empty without it. */
function drop(data: JsonObject, path: string): void {
  const keys = path.split('.');
  const holder = keys.length === 1 ? data : valueAt(data, keys.slice(0, -1).join('.'));
  if (!isObject(holder) || !(keys[keys.length - 1] in holder)) {
    return;
  }
  delete holder[keys[keys.length - 1]];
  if (keys.length > 1 && Object.keys(holder).length === 0) {
    drop(data, keys.slice(0, -1).join('.'));
  }
}
