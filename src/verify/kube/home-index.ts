// Tests: test/verify/kube/home.test.ts
import { oncePer } from '../../common/data/collections';
import { Home, homeKey, sameHome } from './home';

/** Things with one name that are in one home, as far as is known. */
interface Bucket<T> {
  readonly home: Home;
  readonly values: T[];
}

interface Entry<T> {
  readonly all: T[];
  readonly byHome: Map<string, Bucket<T>>;
  /** Things with an unknown namespace. */
  readonly anywhere: Bucket<T>[];
}

/** Things by name, found near an object without a search in all namespaces. */
export class HomeIndex<T> {
  private readonly byName = new Map<string, Entry<T>>();
  /** Whether the input distinguishes clusters. */
  private hasClusters = false;

  public add(name: string, { cluster, namespace }: Home, value: T): void {
    const home = { cluster, namespace };
    let entry = this.byName.get(name);
    if (entry === undefined) {
      entry = { all: [], byHome: new Map(), anywhere: [] };
      this.byName.set(name, entry);
    }
    entry.all.push(value);
    this.hasClusters ||= cluster !== undefined;
    const key = homeKey(home);
    const known = entry.byHome.get(key);
    if (known !== undefined) {
      known.values.push(value);
      return;
    }
    const bucket = { home, values: [value] };
    entry.byHome.set(key, bucket);
    if (namespace === undefined) {
      entry.anywhere.push(bucket);
    }
  }

  /** Everything with a name that may be in the home of `near`; certain matches first. */
  public near(name: string, near: Home): readonly T[] {
    const entry = this.byName.get(name);
    if (entry === undefined) {
      return [];
    }
    if (near.namespace === undefined && near.cluster === undefined) {
      return entry.all;
    }
    const own = entry.byHome.get(homeKey(near));
    const others = this.candidates(entry, near)
      .filter((bucket) => bucket !== own && sameHome(bucket.home, near));
    const { values = [] } = own ?? {};
    return others.length === 0 ? values : [...values, ...others.flatMap((bucket) => bucket.values)];
  }

  /** Everything with a name, in any home. */
  public named(name: string): readonly T[] {
    return this.byName.get(name)?.all ?? [];
  }

  private candidates({ byHome, anywhere }: Entry<T>, { cluster, namespace }: Home): readonly Bucket<T>[] {
    if (namespace === undefined || (this.hasClusters && cluster === undefined)) {
      return [...byHome.values()];
    }
    const unclustered =
      cluster !== undefined ? byHome.get(homeKey({ cluster: undefined, namespace })) : undefined;
    return unclustered === undefined ? anywhere : [unclustered, ...anywhere];
  }
}

/** The things of a list that may be in the home of an object, in order, in one pass. */
export function nearby<T>(items: readonly T[], homeOf: (item: T) => Home): (home: Home) => readonly T[] {
  const index = new HomeIndex<number>();
  items.forEach((item, position) => index.add('', homeOf(item), position));
  return (home) => {
    const found = index.near('', home);
    return (found.length < 2 ? found : [...found].sort((a, b) => a - b)).map((position) => items[position]);
  };
}

/** The things of a list that may be in a cluster. */
export function byCluster<T>(
  items: readonly T[], homeOf: (item: T) => Pick<Home, 'cluster'>,
): (cluster: string | undefined) => readonly T[] {
  const inOne = ({ cluster }: Pick<Home, 'cluster'>): Home => ({ cluster, namespace: '' });
  const find = nearby(items, (item) => inOne(homeOf(item)));
  return (cluster) => find(inOne({ cluster }));
}

const asTheyAre = oncePer((items: readonly Home[]) => nearby(items, (item) => item));

/** The same for things with a home. */
export function nearIn<T extends Home>(items: readonly T[], home: Home): readonly T[] {
  return asTheyAre(items)(home) as readonly T[];
}
