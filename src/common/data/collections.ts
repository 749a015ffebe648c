/** Each once, in the order in which they first occur. */
export function unique<T>(items: Iterable<T>): T[] {
  return [...new Set(items)];
}

/** The item that all are; undefined if they differ, or there are none. */
export function onlyOf<T>(items: Iterable<T>): T | undefined {
  const [only, ...others] = new Set(items);
  return others.length === 0 ? only : undefined;
}

/** Groups items by key, in the order of each key's first item. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return [...groupsByKey(items, keyOf).values()];
}

/** The groups of `grouped` by key; items without a key are omitted. */
export function groupsByKey<T, K>(items: readonly T[], keyOf: (item: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = key === undefined ? undefined : groups.get(key);
    if (group !== undefined) {
      group.push(item);
    } else if (key !== undefined) {
      groups.set(key, [item]);
    }
  }
  return groups;
}

/** Memoizes a function by object. */
export function oncePer<K extends object, V>(make: (key: K) => V): (key: K) => V {
  return remembering(new WeakMap<K, V>(), make);
}

/** Memoizes a function by name; for few names. */
export function oncePerName<V>(make: (name: string) => V): (name: string) => V {
  return remembering(new Map<string, V>(), make);
}

/** Memoizes a function by name for the parts of one object. */
export function onceByName(): <V>(name: string, make: () => V) => V {
  const known = new Map<string, unknown>();
  return <V>(name: string, make: () => V) => recalled(known as Map<string, V>, name, make);
}

interface Memory<K, V> {
  has(key: K): boolean;
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function remembering<K, V>(known: Memory<K, V>, make: (key: K) => V): (key: K) => V {
  return (key) => recalled(known, key, make);
}

function recalled<K, V>(known: Memory<K, V>, key: K, make: (key: K) => V): V {
  const value = known.get(key);
  if (value !== undefined || known.has(key)) {
    return value as V;
  }
  const made = make(key);
  known.set(key, made);
  return made;
}

/** All results of a function that returns one, several or none. */
export function allOf<T extends object>(found: T | Iterable<T> | false | undefined): readonly T[] {
  if (found === undefined || found === false) {
    return [];
  }
  return Symbol.iterator in found ? [...found] : [found];
}
