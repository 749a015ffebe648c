// Tests: test/verify/rules/config-files.test.ts
import { groupsByKey, oncePerName } from '../../common/data/collections';
import { aboveOf, isObject, nameOf, parentOf } from '../../common/data/json';
import { isKeySlip, isNear } from '../../common/props/suggestion';
import type { ConfigKey } from '../../contract/union/releases/config-keys';

/** A path that no reader uses, and the intended one. */
export interface Stray<Entry> {
  readonly entry: Entry;
  readonly right: string;
  readonly isMap: boolean;
}

/** The keys that have a reader, for finding the intended key of one that has none. */
export class KeyTree {
  private readonly byMap: ReadonlyMap<string, readonly ConfigKey[]>;
  private readonly meantBy = oncePerName((path: string) => this.candidates(path));
  /** The known map at a path, as the reader spells it. */
  private readonly mapAt = oncePerName((path: string) => this.in(parentOf(path)).find((key) =>
    this.byMap.has(key.path) && this.isSame(key.path, path))?.path);

  /** @param isSame whether two names are one to the reader */
  public constructor(
    private readonly keys: readonly ConfigKey[],
    private readonly isSame: (one: string, other: string) => boolean,
  ) {
    this.byMap = groupsByKey(keys, ({ path }) => parentOf(path));
  }

  public in(map: string): readonly ConfigKey[] {
    return this.byMap.get(map) ?? [];
  }

  /** What of a map, and of the maps in it that are known, is meant to be something else. */
  public* strays<Entry extends { readonly path: string; readonly value: unknown }>(
    entriesIn: (map: string) => readonly Entry[], isFree: (path: string) => boolean, map = '',
  ): Iterable<Stray<Entry>> {
    const entries = entriesIn(map);
    for (const entry of entries) {
      const meant = this.meantBy(entry.path)
        .find((key) => isFree(key.path) && this.isHeldBy(entry.value, key));
      if (meant !== undefined) {
        yield { entry, right: meant.path, isMap: meant.isMap };
      }
    }
    for (const known of new Set(entries.map(({ path, value }) => isObject(value) && this.mapAt(path)))) {
      if (known) {
        yield* this.strays(entriesIn, isFree, known);
      }
    }
  }

  /**
   * Candidates: similar names in the same map first, then the same name elsewhere, the shortest path first.
   */
  private candidates(path: string): readonly ConfigKey[] {
    const [map, name] = [parentOf(path), nameOf(path)];
    if (this.in(map).some((key) => this.isSame(key.path, path))) {
      return [];
    }
    const moved = this.keys.filter((key) => parentOf(key.path) !== map
      && this.isSame(nameOf(key.path), name) && this.isMoved(key, path))
      .sort((a, b) => a.path.length - b.path.length);
    const isNearly = ({ path: known, isMap }: ConfigKey) =>
      isKeySlip(name, nameOf(known)) || (isMap && isNear(name, nameOf(known)));
    return [...this.in(map).filter(isNearly), ...moved];
  }

  /** In a map above or below, or without its beginning; single settings only by unique names. */
  private isMoved({ path, isMap }: ConfigKey, stray: string): boolean {
    const [right, own] = [parentOf(path), parentOf(stray)];
    const isBelow = right !== '' && parentOf(right) === own;
    // A separate section, such as flyteadmin's `domains`, does not lack the beginning of a path.
    const isEnd = own !== '' && path.endsWith(`.${stray}`);
    const isAround = isBelow || ['', ...aboveOf(own)].includes(right) || isEnd
      || (isMap && right !== '' && own !== '' && parentOf(parentOf(right)) === own);
    const alike = this.keys.filter((key) => this.isSame(nameOf(key.path), nameOf(path)));
    const isTelling = nameOf(path).length >= 7 && alike.length === 1;
    return isAround && (isMap || isTelling || (isBelow && nameOf(right) === nameOf(own)));
  }

  /** The intended map is one that contains such keys. */
  private isHeldBy(value: unknown, { path, isMap }: ConfigKey): boolean {
    const within = this.in(path).map((key) => nameOf(key.path));
    return isMap && within.length > 0
      ? value === null || (isObject(value)
        && Object.keys(value).some((key) => within.some((name) => this.isSame(name, key))))
      : isMap === isObject(value);
  }
}
