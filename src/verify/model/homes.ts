import { groupsByKey, oncePerName, onlyOf } from '../../common/data/collections';
import { POD_SPECS, isNamespaced } from '../../contract/upstream/kubernetes';
import { isMadeUp } from '../kube/home';
import { KubeObject } from '../kube/kube-object';
import { Workload } from '../kube/workload';
import type { ValueSet } from '../values/value-set';
import { SyncedFolder, syncedFolders } from './cluster-names';
import { PathTree, placeOf, unitOf, unitOfValues } from './path-tree';
import { Registrations, ToldHome } from './registrations';

/** Objects and values with their homes, as far as the input shows. */
export interface Settled {
  readonly objects: readonly KubeObject[];
  readonly valueSets: readonly ValueSet[];
}

/**
 * Finds out where everything lives.
 *
 * The namespace of an object without one is that of its release: the one in which all workloads of its file
 * lie.
 *
 * Clusters are told apart where the input shows several. What goes into one cluster as a whole is a file, the
 * output folder of a Helm chart, or a chart of a construct tree. Its cluster is, in this order,
 *
 * 1. what the caller says, or an object's own annotation or label;
 * 2. the name under which the one data plane in it, or in the folder around it, registers; of several in one
 * file, each in a namespace of its own;
 * 3. one of its own, where another file has the same workload, or the same object with another `uid`: one
 * cluster cannot hold both;
 * 4. the destination of the Argo CD Application that syncs its folder, of an ApplicationSet too.
 *
 * What names none itself goes where the chart goes that is installed into its namespace, before the folder is
 * asked.
 */
export function settle(
  objects: readonly KubeObject[], valueSets: readonly ValueSet[], told: ToldHome = () => ({}),
): Settled {
  const named = objects.length === 0 ? objects : withNamespaces(objects, told);
  const clusters = new Clusters(named, valueSets, told);
  return clusters.areSeveral ? clusters.settled() : { objects: named, valueSets };
}

function withNamespaces(objects: readonly KubeObject[], told: ToldHome): readonly KubeObject[] {
  const bare = objects.filter((object) => object.namespace === undefined && isNamespaced(object.kind));
  if (bare.length === 0) {
    return objects;
  }
  const byUnit = new Map<string, Set<string>>();
  const taken = new Set<string>();
  const keyOf = ({ kind, name, source }: KubeObject, namespace: string) =>
    JSON.stringify([unitOf(source), kind, namespace, name]);
  for (const object of objects) {
    const { kind, namespace, source } = object;
    if (namespace !== undefined) {
      taken.add(keyOf(object, namespace));
      if (POD_SPECS.has(kind)) {
        byUnit.set(unitOf(source), (byUnit.get(unitOf(source)) ?? new Set()).add(namespace));
      }
    }
  }
  const isBare = new Set(bare);
  return objects.map((object) => {
    if (!isBare.has(object)) {
      return object;
    }
    const namespace = told(object.source.file).namespace ?? onlyOf(byUnit.get(unitOf(object.source)) ?? []);
    // An object that already exists is another one, so this one is in another cluster.
    return namespace === undefined || taken.has(keyOf(object, namespace))
      ? object
      : object.settledIn({ namespace });
  });
}

class Clusters {
  private readonly registrations: Registrations;
  /** Names of units, and the folders around them. */
  private readonly tree = new PathTree();
  /** By the cluster's own name, for objects with one. */
  private readonly own: ReadonlyMap<KubeObject, string>;
  /** The names of the data planes at a destination. */
  private readonly namesAt: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly destinations: readonly SyncedFolder[];
  /** The clusters of objects that have one, by namespace of a unit. */
  private readonly ownAt: ReadonlyMap<string, readonly KubeObject[]>;
  private readonly clusterOf = oncePerName((unit) => this.tree.nameOf(unit) ?? this.destinationOf(unit));

  public constructor(
    private readonly objects: readonly KubeObject[],
    private readonly valueSets: readonly ValueSet[],
    private readonly told: ToldHome,
  ) {
    this.registrations = new Registrations(objects, valueSets, told);
    // The first rule that gives a unit a name applies.
    this.own = this.nameByObjects();
    this.namesAt = this.nameByValues();
    this.nameByConfigs();
    this.nameByInstalls();
    this.separate();
    this.destinations = this.namedDestinations();
    this.ownAt = groupsByKey([...this.own.keys()], placeOf);
  }

  /** Whether there are several, or the caller names one. */
  public get areSeveral(): boolean {
    const files = new Set([
      ...this.objects.map(({ source }) => source.file),
      ...this.valueSets.flatMap((set) => set.files.map(({ name }) => name)),
    ]);
    if ([...files].some((file) => this.told(file).cluster !== undefined)) {
      return true;
    }
    // Argo CD has its own names for clusters that already have one from data planes.
    const names = new Set([...this.own.values(), ...this.tree.names()]);
    const destinations = new Set([
      ...this.destinations.map(({ cluster }) => cluster),
      ...this.valueSets.flatMap(({ destination }) => destination ?? []),
    ]);
    return Math.max(names.size, destinations.size) > 1;
  }

  public settled(): Settled {
    return {
      objects: this.objects.map((object) => {
        const { source } = object;
        const cluster =
          this.told(source.file).cluster ?? this.own.get(object) ?? this.clusterOf(unitOf(source))
          ?? this.clusterBeside(object);
        return cluster === undefined ? object : object.settledIn({ cluster });
      }),
      valueSets: this.settledSets(),
    };
  }

  /** The cluster that all objects with one share in a namespace, in a unit of several clusters. */
  private clusterBeside(object: KubeObject): string | undefined {
    const beside = object.namespace === undefined ? [] : this.ownAt.get(placeOf(object)) ?? [];
    return onlyOf(beside.map((each) => this.own.get(each)));
  }

  /** Planes in different clusters need no made-up namespaces. */
  private settledSets(): readonly ValueSet[] {
    const clusterOf = (set: ValueSet) => this.registrations.ofValues(set)
      ?? this.nameOfDestination(set.destination) ?? this.clusterOf(unitOfValues(set));
    const settled = this.valueSets.map((set) => {
      const cluster = clusterOf(set);
      return cluster === undefined ? set : set.settledIn({ cluster });
    });
    const planes = groupsByKey(settled, ({ chart, cluster }) => `${chart} ${cluster}`);
    return settled.map((set) => {
      const isAlone = set.cluster !== undefined && planes.get(`${set.chart} ${set.cluster}`)?.length === 1;
      return isAlone && isMadeUp(set.namespace) ? set.settledIn({ namespace: undefined }) : set;
    });
  }

  private nameByObjects(): Map<KubeObject, string> {
    const own = new Map<KubeObject, string>();
    for (const object of this.objects) {
      const unit = unitOf(object.source);
      this.tree.add(unit);
      const cluster = this.registrations.ofObject(object);
      if (cluster !== undefined) {
        own.set(object, cluster);
        this.tree.name(unit, cluster);
      }
    }
    return own;
  }

  private nameByValues(): Map<string, Set<string>> {
    const namesAt = new Map<string, Set<string>>();
    for (const set of this.valueSets) {
      this.tree.add(unitOfValues(set));
      const cluster = this.registrations.ofValues(set) ?? this.nameWhereRendered(set);
      if (cluster !== undefined) {
        this.tree.name(unitOfValues(set), cluster);
        const { destination = '' } = set;
        namesAt.set(destination, (namesAt.get(destination) ?? new Set()).add(cluster));
      }
    }
    return namesAt;
  }

  private nameByConfigs(): void {
    for (const [unit, registration] of this.registrations.configured) {
      const cluster = this.tree.isNamed(unit) ? undefined : this.registrations.nameOf(registration);
      if (cluster !== undefined) {
        this.tree.name(unit, cluster);
      }
    }
  }

  /** Values without the name of a data plane get it from their rendering. */
  private nameWhereRendered({ chart, namespace, destination }: ValueSet): string | undefined {
    if (destination === undefined || chart !== 'dataplane' || namespace === undefined) {
      return undefined;
    }
    const units = new Set(this.objects.filter(({ kind, namespace: own = namespace }) =>
      kind === 'Deployment' && own === namespace).map(({ source }) => unitOf(source)));
    return onlyOf([...this.registrations.configured].flatMap(([unit, registration]) =>
      (units.has(unit) ? this.registrations.nameOf(registration) ?? [] : [])));
  }

  /** The registered name of the data plane at a destination; undefined if there are several. */
  private nameOfDestination(destination = ''): string | undefined {
    return destination === '' ? undefined : onlyOf(this.namesAt.get(destination) ?? [destination]);
  }

  /** An object that installs a chart elsewhere shows its cluster and namespace. */
  private nameByInstalls(): void {
    const namespaces = groupsByKey(this.valueSets, ({ namespace = '' }) => namespace);
    const clusters = new Map([...namespaces].flatMap(([namespace, sets]) => {
      const cluster = onlyOf(sets.map((set) =>
        this.registrations.ofValues(set) ?? this.nameOfDestination(set.destination)));
      const isInstalled = sets.some(({ destination }) => destination !== undefined);
      return isInstalled && namespace !== '' && cluster !== undefined ? [[namespace, cluster] as const] : [];
    }));
    const unnamed = clusters.size === 0
      ? []
      : this.objects.filter(({ source }) => !this.tree.isNamed(unitOf(source)));
    for (const [unit, objects] of groupsByKey(unnamed, ({ source }) => unitOf(source))) {
      const cluster = onlyOf(objects.flatMap(({ namespace = '' }) => clusters.get(namespace) ?? []));
      if (cluster !== undefined) {
        this.tree.name(unit, cluster);
      }
    }
  }

  /** Gives separate clusters to units that cannot be in one. */
  private separate(): void {
    if (this.tree.size < 2) {
      return;
    }
    const planes = new Holders();
    const twins = new Set<string>();
    for (const object of this.objects.filter((each) => each.live || isWholeWorkload(each))) {
      const other = planes.otherThan(object, String(object.live));
      if (other !== undefined && isSame(object, other)) {
        twins.add(pairOf(object, other));
      } else if (other !== undefined) {
        this.tree.separate(unitOf(other.source), unitOf(object.source));
      }
    }
    this.separateTwins(twins);
    const units = new Map<string, string>();
    for (const set of this.valueSets) {
      const plane = JSON.stringify([set.chart, set.namespace]);
      const other = units.get(plane);
      units.set(plane, unitOfValues(set));
      if (other !== undefined && set.destination === undefined) {
        this.tree.separate(other, unitOfValues(set));
      }
    }
  }

  /** Two files can have the same workload with different settings. */
  private separateTwins(twins: ReadonlySet<string>): void {
    if (twins.size === 0) {
      return;
    }
    const all = new Holders();
    for (const object of this.objects.filter(({ live }) => !live)) {
      const other = all.otherThan(object);
      if (other !== undefined && twins.has(pairOf(object, other)) && !isSame(object, other)) {
        this.tree.separate(unitOf(other.source), unitOf(object.source));
      }
    }
  }

  private namedDestinations(): SyncedFolder[] {
    return this.objects.flatMap(syncedFolders).flatMap(({ folder, cluster: destination }) => {
      const cluster = this.nameOfDestination(destination);
      return cluster === undefined ? [] : [{ folder, cluster }];
    });
  }

  /** Input and repository can have different root folders. */
  private destinationOf(unit: string): string | undefined {
    const nodes = this.tree.around(unit);
    const isIt = (folder: string) =>
      nodes.some((node) => node === folder || node.endsWith(`/${folder}`) || folder.endsWith(`/${node}`));
    return onlyOf(this.destinations.filter(({ folder }) => isIt(folder)).map(({ cluster }) => cluster));
  }
}

/** The first owner of each object. */
class Holders {
  private readonly first = new Map<string, KubeObject>();

  /** An earlier object with the same name and namespace in another unit. */
  public otherThan(object: KubeObject, kind = ''): KubeObject | undefined {
    const key = JSON.stringify([kind, object.group, object.kind, object.namespace, object.name]);
    const known = this.first.get(key);
    if (known === undefined) {
      this.first.set(key, object);
    }
    return known === undefined || unitOf(known.source) === unitOf(object.source) ? undefined : known;
  }
}

function pairOf(a: KubeObject, b: KubeObject): string {
  return JSON.stringify([unitOf(b.source), unitOf(a.source)]);
}

/** Whether it is a workload, not a patch of one. */
export function isWholeWorkload(object: KubeObject): boolean {
  const containers = Workload.of(object)?.containers ?? [];
  return containers.length > 0 && containers.every(({ image }) => image !== '');
}

/** Objects of a cluster are compared by uid, those of manifests by content. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  const [one, other] = [a, b].map((object) => object.textAt('metadata', 'uid'));
  return one !== undefined && other !== undefined
    ? one === other
    : JSON.stringify(a.raw) === JSON.stringify(b.raw);
}
