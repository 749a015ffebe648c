import { groupsByKey } from '../../common/data/collections';
import type { Home } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { ValueSet } from '../values/value-set';
import { clusterSaidBy, Registration, registrationIn, registrationOfValues } from './cluster-names';
import { PathTree, placeOf, unitOf, unitOfValues } from './path-tree';

/** What a caller says of where the objects of a text live. */
export type ToldHome = (file: string) => Partial<Home>;

/** What the data planes of the input call their clusters, and what the caller calls them. */
export class Registrations {
  /** What the configuration of a data plane says, by its unit. */
  public readonly configured: ReadonlyMap<string, Registration>;
  /** The same of each namespace of a unit in which several data planes are. */
  private readonly apart: ReadonlyMap<string, Registration>;
  /** The control planes that know a cluster by a name. */
  private readonly hosts = new Map<string, Set<string>>();
  /** Which control plane the data planes of a unit, or of the folder around it, call. */
  private readonly called = new PathTree();
  /** What the caller calls a cluster that the input calls otherwise; nothing where one name became two. */
  private readonly renamed: ReadonlyMap<string, string | undefined>;

  public constructor(
    objects: readonly KubeObject[], valueSets: readonly ValueSet[], private readonly told: ToldHome,
  ) {
    // One unit alone is one cluster, whatever its data planes are called.
    const units = new Set([...objects.map(({ source }) => unitOf(source)), ...valueSets.map(unitOfValues)]);
    const registered = units.size < 2 ? [] : registeredIn(objects);
    this.configured = new Map(registered.map(({ unit, planes }) => [unit, firstOf([...planes.values()])]));
    this.apart = new Map(registered.flatMap(({ planes }) =>
      (new Set([...planes.values()].map(({ cluster }) => cluster)).size > 1 ? [...planes] : [])));
    const ofValues = valueSets.map((set) => [unitOfValues(set), registrationOfValues(set)] as const);
    for (const [unit, registration] of [...this.configured, ...ofValues]) {
      const { cluster, host } = registration ?? {};
      if (cluster !== undefined && host !== undefined) {
        this.called.name(unit, host);
        this.hosts.set(cluster, (this.hosts.get(cluster) ?? new Set()).add(host));
      }
    }
    this.renamed = this.otherNames(objects, valueSets);
  }

  /** What the caller calls the cluster of a data plane, else the input. */
  public nameOf(registration: Partial<Registration> | undefined): string | undefined {
    return this.renamedTo(this.nameInInput(registration));
  }

  /** What the caller says of an object, else what we write on what we deliver for a data plane. */
  public ofObject(object: KubeObject): string | undefined {
    return this.told(object.source.file).cluster ?? this.nameOf(this.saidBy(object));
  }

  public ofValues(set: ValueSet): string | undefined {
    const said = set.cluster === undefined
      ? this.nameOf(registrationOfValues(set))
      : this.renamedTo(set.cluster);
    return this.toldOf(set) ?? said;
  }

  private saidBy(object: KubeObject): Partial<Registration> {
    const cluster = clusterSaidBy(object);
    if (cluster === undefined) {
      return (this.apart.size > 0 && this.apart.get(placeOf(object))) || {};
    }
    return { cluster, host: this.called.nameOf(unitOf(object.source)) };
  }

  private toldOf(set: ValueSet): string | undefined {
    return set.files.map(({ name }) => this.told(name).cluster).find((cluster) => cluster !== undefined);
  }

  private renamedTo(cluster: string | undefined): string | undefined {
    return cluster === undefined ? undefined : this.renamed.get(cluster) ?? cluster;
  }

  /** Two control planes may each know a cluster by the same name. */
  private nameInInput({ cluster, host }: Partial<Registration> = {}): string | undefined {
    const isOne = cluster === undefined || (this.hosts.get(cluster)?.size ?? 0) < 2;
    return isOne ? cluster : host && `${cluster} of ${host}`;
  }

  /** A caller who calls a cluster otherwise than the input means all that the input puts into it. */
  private otherNames(
    objects: readonly KubeObject[], valueSets: readonly ValueSet[],
  ): ReadonlyMap<string, string | undefined> {
    const renamed = new Map<string, string | undefined>();
    const note = (said: string | undefined, told: string | undefined): void => {
      if (said !== undefined && told !== undefined && said !== told) {
        renamed.set(said, renamed.has(said) && renamed.get(said) !== told ? undefined : told);
      }
    };
    objects.forEach((object) =>
      note(this.nameInInput(this.saidBy(object)), this.told(object.source.file).cluster));
    valueSets.forEach((set) => note(this.nameInInput(registrationOfValues(set)), this.toldOf(set)));
    return renamed;
  }
}

/** What each unit says in which namespace. */
function registeredIn(objects: readonly KubeObject[]) {
  const configMaps = objects.filter(({ kind }) => kind === 'ConfigMap');
  return [...groupsByKey(configMaps, ({ source }) => unitOf(source))].flatMap(([unit, ofUnit]) => {
    const planes = new Map<string, Registration>();
    for (const object of ofUnit) {
      const place = placeOf(object);
      const known = planes.get(place);
      const found = known?.host === undefined ? registrationIn(object) : undefined;
      if (found !== undefined) {
        planes.set(place, firstOf(known === undefined ? [found] : [known, found]));
      }
    }
    return planes.size === 0 ? [] : [{ unit, planes }];
  });
}

/** The first cluster, with the first host. */
function firstOf(registrations: readonly Registration[]): Registration {
  const [{ cluster }] = registrations;
  return { cluster, host: registrations.find(({ host }) => host !== undefined)?.host };
}
