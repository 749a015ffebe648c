import { groupsByKey, oncePerName } from '../../common/data/collections';
import { isNamespaced } from '../../contract/upstream/kubernetes';
import { POD_SPECS } from '../../contract/upstream/pod-template';
import { Home, isMadeUp } from '../kube/home';
import { KubeObject } from '../kube/kube-object';
import { Workload } from '../kube/workload';
import type { ObjectSource } from '../read/object-source';
import type { ValueSet } from '../values/value-set';
import {
  clusterSaidBy, Registration, registrationIn, registrationOfValues, syncedFolders,
} from './cluster-names';
import { PathTree } from './path-tree';

/** What a caller says of where the objects of a text live. */
export type ToldHome = (file: string) => Partial<Home>;

/** Objects and values, each with where it lives as far as the input tells. */
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
 * 2. the name under which the one data plane in it, or in the folder around it, registers;
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

/**
 * What goes into one cluster, and comes from one release, as a whole. `helm template --output-dir` makes a
 * folder of each chart.
 */
export function unitOf({ file, unit }: ObjectSource): string {
  return unit ?? /^(.+?)\/(?:charts\/.+?\/)?templates\//.exec(file)?.[1] ?? file;
}

/**
 * Of values within an object, the object. What it installs elsewhere says nothing of the file that it stands
 * in.
 */
function unitOfValues({ destination, files: [{ name, holder }] }: ValueSet): string {
  return holder === undefined
    ? name
    : `${name}${destination === undefined ? '/' : ' '}${[holder.document, ...holder.path].join('.')}`;
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
    const [only, ...others] = byUnit.get(unitOf(object.source)) ?? [];
    const namespace = told(object.source.file).namespace ?? (others.length === 0 ? only : undefined);
    // One that is there already is another one, so this one goes elsewhere.
    return namespace === undefined || taken.has(keyOf(object, namespace))
      ? object
      : object.settledIn({ namespace });
  });
}

class Clusters {
  private readonly tree = new PathTree();
  /** By the cluster's own name for objects that say one. */
  private readonly own = new Map<KubeObject, string>();
  private readonly destinations: { readonly folder: string; readonly cluster: string }[] = [];
  private readonly clusterOf = oncePerName((unit) => this.tree.nameOf(unit) ?? this.destinationOf(unit));
  /** What the configuration of a data plane in a unit says. */
  private readonly configured = new Map<string, Registration>();
  /** The control planes that know a cluster by a name. */
  private readonly hosts = new Map<string, Set<string>>();
  /** Which control plane the data planes of a unit, or of the folder around it, call. */
  private readonly called = new PathTree();
  /** The names of the data planes that go to a destination. */
  private readonly namesAt = new Map<string, Set<string>>();
  /** What the caller calls a cluster that the input calls otherwise; nothing where one name became two. */
  private readonly renamed = new Map<string, string | undefined>();

  public constructor(
    private readonly objects: readonly KubeObject[],
    private readonly valueSets: readonly ValueSet[],
    private readonly told: ToldHome,
  ) {
    this.readRegistrations();
    this.readOtherNames();
    this.readNames();
    this.readNamesOfPlanes();
    this.readNamesOfInstalls();
    this.separate();
    this.readDestinations();
  }

  /** Whether there is more than one, or the caller names any. */
  public get areSeveral(): boolean {
    const files = new Set([
      ...this.objects.map(({ source }) => source.file),
      ...this.valueSets.flatMap((set) => set.files.map(({ name }) => name)),
    ]);
    if ([...files].some((file) => this.told(file).cluster !== undefined)) {
      return true;
    }
    // Argo CD has names of its own for clusters that the data planes have named already.
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
          this.told(source.file).cluster ?? this.own.get(object) ?? this.clusterOf(unitOf(source));
        return cluster === undefined ? object : object.settledIn({ cluster });
      }),
      valueSets: this.settledSets(),
    };
  }

  /** Planes that their clusters tell apart need no made-up namespaces for it. */
  private settledSets(): readonly ValueSet[] {
    const clusterOf = (set: ValueSet) =>
      this.nameOfPlane(set) ?? this.nameOfDestination(set.destination) ?? this.clusterOf(unitOfValues(set));
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

  private readRegistrations(): void {
    // One unit alone is one cluster, whatever its data planes are called.
    const units =
      new Set([...this.objects.map(({ source }) => unitOf(source)), ...this.valueSets.map(unitOfValues)]);
    for (const object of units.size < 2 ? [] : this.objects.filter(({ kind }) => kind === 'ConfigMap')) {
      const unit = unitOf(object.source);
      const known = this.configured.get(unit);
      const found = known?.host === undefined ? registrationIn(object) : undefined;
      if (found !== undefined) {
        this.configured.set(unit, { ...found, ...(known && { cluster: known.cluster }) });
      }
    }
    const ofValues = this.valueSets.map((set) => [unitOfValues(set), registrationOfValues(set)] as const);
    for (const [unit, registration] of [...this.configured, ...ofValues]) {
      const { cluster, host } = registration ?? {};
      if (cluster !== undefined && host !== undefined) {
        this.called.name(unit, host);
        this.hosts.set(cluster, (this.hosts.get(cluster) ?? new Set()).add(host));
      }
    }
  }

  /** Two control planes may each know a cluster by the same name. */
  private registered({ cluster, host }: Partial<Registration> = {}): string | undefined {
    const isOne = cluster === undefined || (this.hosts.get(cluster)?.size ?? 0) < 2;
    return isOne ? cluster : host && `${cluster} of ${host}`;
  }

  /** What we deliver for a data plane says the name by which it registers. */
  private saidBy(object: KubeObject): string | undefined {
    const cluster = clusterSaidBy(object);
    return cluster && this.registered({ cluster, host: this.called.nameOf(unitOf(object.source)) });
  }

  /** A caller who calls a cluster otherwise than the input means all that the input puts into it. */
  private readOtherNames(): void {
    const note = (said: string | undefined, told: string | undefined): void => {
      if (said !== undefined && told !== undefined && said !== told) {
        this.renamed.set(said, this.renamed.has(said) && this.renamed.get(said) !== told ? undefined : told);
      }
    };
    this.objects.forEach((object) => note(this.saidBy(object), this.told(object.source.file).cluster));
    this.valueSets.forEach((set) => note(this.registered(registrationOfValues(set)), this.toldOf(set)));
  }

  private renamedTo(cluster: string | undefined): string | undefined {
    return cluster === undefined ? undefined : this.renamed.get(cluster) ?? cluster;
  }

  private toldOf(set: ValueSet): string | undefined {
    return set.files.map(({ name }) => this.told(name).cluster).find((cluster) => cluster !== undefined);
  }

  private nameOfPlane(set: ValueSet): string | undefined {
    return this.toldOf(set) ?? this.renamedTo(set.cluster ?? this.registered(registrationOfValues(set)));
  }

  /** What objects say, and what callers say of values. */
  private readNames(): void {
    for (const object of this.objects) {
      const unit = unitOf(object.source);
      this.tree.add(unit);
      const cluster = this.told(object.source.file).cluster ?? this.renamedTo(this.saidBy(object));
      if (cluster !== undefined) {
        this.own.set(object, cluster);
        this.tree.name(unit, cluster);
      }
    }
  }

  private readNamesOfPlanes(): void {
    for (const set of this.valueSets) {
      this.tree.add(unitOfValues(set));
      const cluster = this.nameOfPlane(set);
      if (cluster !== undefined) {
        this.tree.name(unitOfValues(set), cluster);
        const { destination = '' } = set;
        this.namesAt.set(destination, (this.namesAt.get(destination) ?? new Set()).add(cluster));
      }
    }
    for (const [unit, registration] of this.configured) {
      const cluster = this.tree.isNamed(unit) ? undefined : this.renamedTo(this.registered(registration));
      if (cluster !== undefined) {
        this.tree.name(unit, cluster);
      }
    }
  }

  /** The name by which the data plane there registers; nothing where several of them do. */
  private nameOfDestination(destination = ''): string | undefined {
    const [name = destination, ...others] = this.namesAt.get(destination) ?? [];
    return others.length === 0 && destination !== '' ? name : undefined;
  }

  /** A tool that installs a chart elsewhere says into which cluster, and into which namespace there. */
  private readNamesOfInstalls(): void {
    const namespaces = groupsByKey(this.valueSets, ({ namespace = '' }) => namespace);
    const clusters = new Map([...namespaces].flatMap(([namespace, sets]) => {
      const [only, ...others] = new Set(sets.map((set) =>
        this.nameOfPlane(set) ?? this.nameOfDestination(set.destination)));
      const isInstalled = sets.some(({ destination }) => destination !== undefined);
      return isInstalled && namespace !== '' && others.length === 0 && only !== undefined
        ? [[namespace, only] as const]
        : [];
    }));
    const unnamed = clusters.size === 0
      ? []
      : this.objects.filter(({ source }) => !this.tree.isNamed(unitOf(source)));
    for (const [unit, objects] of groupsByKey(unnamed, ({ source }) => unitOf(source))) {
      const [only, ...others] =
        new Set(objects.flatMap(({ namespace = '' }) => clusters.get(namespace) ?? []));
      if (only !== undefined && others.length === 0) {
        this.tree.name(unit, only);
      }
    }
  }

  /** Gives units of their own cluster to what cannot be in one. */
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

  /** Two files may have the same workload and tell it something else. */
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

  private readDestinations(): void {
    for (const { folder, cluster: destination } of this.objects.flatMap(syncedFolders)) {
      const cluster = this.nameOfDestination(destination);
      if (cluster !== undefined) {
        this.destinations.push({ folder, cluster });
      }
    }
  }

  /** Input and repository need not be read from the same folder. */
  private destinationOf(unit: string): string | undefined {
    const nodes = this.tree.around(unit);
    const isIt = (folder: string) =>
      nodes.some((node) => node === folder || node.endsWith(`/${folder}`) || folder.endsWith(`/${node}`));
    const found = new Set(
      this.destinations.filter(({ folder }) => isIt(folder)).map(({ cluster }) => cluster),
    );
    return found.size === 1 ? [...found][0] : undefined;
  }
}

/** Who has which object first. */
class Holders {
  private readonly first = new Map<string, KubeObject>();

  /** An object of the same name and namespace in another unit, which came before. */
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

/** Whether it is a workload, and no patch of one. */
export function isWholeWorkload(object: KubeObject): boolean {
  const containers = Workload.of(object)?.containers ?? [];
  return containers.length > 0 && containers.every(({ image }) => image !== '');
}

/** Of a cluster's objects, a uid tells; of manifests, what they say. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  const [one, other] = [a, b].map((object) => object.textAt('metadata', 'uid'));
  return one !== undefined && other !== undefined
    ? one === other
    : JSON.stringify(a.raw) === JSON.stringify(b.raw);
}
