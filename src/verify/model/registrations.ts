// Tests: test/verify/model/homes.test.ts
import { groupsByKey } from '../../common/data/collections';
import type { Home } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { ValueSet } from '../values/value-set';
import { clusterSaidBy, Registration, registrationIn, registrationOfValues } from './cluster-names';
import { PathTree, placeOf, unitOf, unitOfValues } from './path-tree';

/** The homes of a text's objects, given by the caller. */
export type ToldHome = (file: string) => Partial<Home>;

/** The cluster names of data planes in the input, and those of the caller. */
export class Registrations {
  /** The registration in the configuration of a data plane, by its unit. */
  public readonly configured: ReadonlyMap<string, Registration>;
  /** The same by namespace, in units with several data planes. */
  private readonly apart: ReadonlyMap<string, Registration>;
  /** The control planes with a cluster of that name. */
  private readonly hosts = new Map<string, Set<string>>();
  /** The control plane that the data planes of a unit, or of the folder around it, call. */
  private readonly called = new PathTree();
  /** The caller's name for a cluster with another name in the input; undefined if one name became two. */
  private readonly renamed: ReadonlyMap<string, string | undefined>;

  public constructor(
    objects: readonly KubeObject[], valueSets: readonly ValueSet[], private readonly told: ToldHome,
  ) {
    // A single unit is one cluster, whatever its data planes' names.
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

  /** The caller's name for the cluster of a data plane, otherwise that in the input. */
  public nameOf(registration: Partial<Registration> | undefined): string | undefined {
    return this.renamedTo(this.nameInInput(registration));
  }

  /** The cluster of an object by the caller, otherwise by our annotation on delivered objects. */
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

  /** Two control planes can each have a cluster with the same name. */
  private nameInInput({ cluster, host }: Partial<Registration> = {}): string | undefined {
    const isOne = cluster === undefined || (this.hosts.get(cluster)?.size ?? 0) < 2;
    return isOne ? cluster : host && `${cluster} of ${host}`;
  }

  /** The caller's other name for a cluster applies to everything that the input puts into it. */
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

/** The registrations of each unit by namespace. */
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
