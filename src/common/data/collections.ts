/** Each once, in the order in which they first occur. */
export function unique<T>(items: Iterable<T>): T[] {
  return [...new Set(items)];
}

/** Items with the same key together, in the order in which the keys first occur. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return [...groupsByKey(items, keyOf).values()];
}

/** The groups of `grouped`, to look one up by its key; items without a key belong to none. */
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

/** The same function, which works out its answer once for each object that it is asked about. */
export function oncePer<K extends object, V>(make: (key: K) => V): (key: K) => V {
  return remembering(new WeakMap<K, V>(), make);
}

/** The same for names, of which there are few. */
export function oncePerName<V>(make: (name: string) => V): (name: string) => V {
  return remembering(new Map<string, V>(), make);
}

/** For the parts of one object: what each name stands for, worked out when it is first asked for. */
export function onceByName(): <V>(name: string, make: () => V) => V {
  const known = new Map<string, unknown>();
  return <V>(name: string, make: () => V) => remembering(known as Map<string, V>, make)(name);
}

interface Memory<K, V> {
  has(key: K): boolean;
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function remembering<K, V>(known: Memory<K, V>, make: (key: K) => V): (key: K) => V {
  return (key) => {
    const value = known.get(key);
    if (value !== undefined || known.has(key)) {
      return value as V;
    }
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

/** What a question finds that may find one thing, several, or nothing. */
export function allOf<T extends object>(found: T | Iterable<T> | false | undefined): readonly T[] {
  if (found === undefined || found === false) {
    return [];
  }
  return Symbol.iterator in found ? [...found] : [found];
}
