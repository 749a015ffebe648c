/** Things by name, found near an object in the sense of `sameNamespace`, without walking through all namespaces. */
export class NamespacedIndex<T> {
  private readonly byName = new Map<string, { readonly all: T[]; readonly byNamespace: Map<string, T[]>; readonly anywhere: T[] }>();

  /** @param namespace absent where the thing may live in any namespace */
  public add(name: string, namespace: string | undefined, value: T): void {
    let entry = this.byName.get(name);
    if (entry === undefined) {
      entry = { all: [], byNamespace: new Map(), anywhere: [] };
      this.byName.set(name, entry);
    }
    entry.all.push(value);
    if (namespace === undefined) {
      entry.anywhere.push(value);
    } else {
      const local = entry.byNamespace.get(namespace);
      if (local === undefined) {
        entry.byNamespace.set(namespace, [value]);
      } else {
        local.push(value);
      }
    }
  }

  /** Everything of a name that may live in the namespace of `near`; those that surely do come first. */
  public near(name: string, near: { readonly namespace?: string }): readonly T[] {
    const entry = this.byName.get(name);
    if (entry === undefined) {
      return [];
    }
    if (near.namespace === undefined) {
      return entry.all;
    }
    const local = entry.byNamespace.get(near.namespace) ?? [];
    return entry.anywhere.length === 0 ? local : [...local, ...entry.anywhere];
  }
}
