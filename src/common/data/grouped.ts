/** Items with the same key together, in the order in which the keys first occur. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return [...groupsByKey(items, keyOf).values()];
}

/** The same groups, the largest first. */
export function groupedBySize<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return grouped(items, keyOf).sort((a, b) => b.length - a.length);
}

/** The text that occurs most often; of several the first. */
export function mostFrequent(texts: readonly string[]): string | undefined {
  return groupedBySize(texts, (text) => text)[0]?.[0];
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
