import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/** Constructs that depend on each other in a circle: `cdk8s` words the error. */
export class DependencyCycle extends Error {}

/**
 * The objects of one construct that depend on all objects of another: one vertex between them, where cdk8s
 * makes an edge for each pair.
 */
class Group {
  public constructor(public readonly members: readonly ApiObject[]) {}
}

type Vertex = IConstruct | Group;

interface Dependency {
  readonly source: IConstruct;
  readonly target: IConstruct;
}

/**
 * The order in which cdk8s writes charts and their objects, worked out once for the whole tree.
 *
 * cdk8s works it out again for each chart, and walks a shared dependency as often as it is reached. The order
 * is the same: charts before those that depend on them, and within a chart objects before those that depend
 * on them, otherwise as they were made.
 *
 * Source: `resolveDependencies`, `chartToKube` (lib/app.js) and `DependencyGraph` (lib/dependency.js) of
 * cdk8s 2.70.
 */
export class SynthesisOrder {
  /** Sorted by their dependencies. */
  public readonly charts: readonly Chart[];
  /** Whether a chart depends on another one: then cdk8s numbers the files. */
  public readonly hasDependentCharts: boolean;

  private readonly edges = new Map<IConstruct, Set<Vertex>>();
  private readonly objects = new Map<IConstruct, ApiObject[]>();

  /**
   * @param constructs the whole tree, parents before their children
   * @throws DependencyCycle
   */
  public constructor(private readonly constructs: readonly IConstruct[]) {
    for (const source of constructs) {
      source.node.dependencies.forEach((target) => this.connect(source, target));
    }
    const nested = this.connectNestedCharts();
    const dependent = this.connectCharts();
    this.connectObjects();
    this.hasDependentCharts = nested || dependent;
    this.charts = this.sort(constructs, Chart.isChart);
  }

  /** The objects of a chart, without those of charts below it, sorted by their dependencies. */
  public objectsOf(chart: Chart): readonly ApiObject[] {
    return this.sort(chart.node.findAll(), (each): each is ApiObject =>
      ApiObject.isApiObject(each) && each.chart === chart);
  }

  private connect(source: IConstruct, target: Vertex): void {
    const targets = this.edges.get(source);
    if (targets === undefined) {
      this.edges.set(source, new Set([target]));
    } else {
      targets.add(target);
    }
  }

  private connectNestedCharts(): boolean {
    let found = false;
    for (const parent of this.constructs.filter(Chart.isChart)) {
      for (const child of parent.node.children.filter(Chart.isChart)) {
        this.connect(parent, child);
        found = true;
      }
    }
    return found;
  }

  private connectCharts(): boolean {
    let found = false;
    for (const { source, target } of this.dependencies()) {
      const [sourceChart, targetChart] = [Chart.of(source), Chart.of(target)];
      if (sourceChart !== targetChart) {
        this.connect(sourceChart, targetChart);
        found = true;
      }
    }
    return found;
  }

  private connectObjects(): void {
    for (const { source, target } of this.dependencies()) {
      const [sources, targets] = [this.ownObjects(source), this.ownObjects(target)];
      // Where one construct lies in the other, an object may stand on both sides.
      const overlap = source.node.scopes.includes(target) || target.node.scopes.includes(source);
      const group = new Group(targets);
      for (const each of sources) {
        if (overlap) {
          targets.filter((other) => other !== each).forEach((other) => this.connect(each, other));
        } else {
          this.connect(each, group);
        }
      }
    }
  }

  /** The dependencies so far, by the order of the tree. */
  private dependencies(): Dependency[] {
    return this.edges.size === 0 ? [] : this.constructs.flatMap((source) =>
      [...this.edges.get(source) ?? []].filter((target) => !(target instanceof Group))
        .map((target) => ({ source, target: target as IConstruct })));
  }

  /** The objects of a construct's own chart that lie in it. */
  private ownObjects(construct: IConstruct): ApiObject[] {
    let found = this.objects.get(construct);
    if (found === undefined) {
      const chart = Chart.of(construct);
      found = construct.node.findAll()
        .filter((each): each is ApiObject => ApiObject.isApiObject(each) && each.chart === chart);
      this.objects.set(construct, found);
    }
    return found;
  }

  /**
   * The wanted ones; what a construct depends on before the construct itself. What lies outside does not
   * count.
   */
  private sort<T extends IConstruct>(
    constructs: readonly IConstruct[], isWanted: (each: IConstruct) => each is T,
  ): readonly T[] {
    if (!constructs.some((construct) => this.edges.has(construct))) {
      return byPath(constructs.filter(isWanted));
    }
    const inside = byPath(constructs);
    const scope = new Set(inside);
    const sorted: IConstruct[] = [];
    const [open, done] = [new Set<Vertex>(), new Set<Vertex>()];
    const visit = (vertex: Vertex) => {
      if (done.has(vertex)) {
        return;
      }
      if (open.has(vertex)) {
        throw new DependencyCycle();
      }
      open.add(vertex);
      for (const target of vertex instanceof Group ? vertex.members : this.edges.get(vertex) ?? []) {
        if (target instanceof Group || scope.has(target)) {
          visit(target);
        }
      }
      open.delete(vertex);
      done.add(vertex);
      if (!(vertex instanceof Group)) {
        sorted.push(vertex);
      }
    };
    const dependedOn = this.targetsIn(inside);
    inside.filter((construct) => !dependedOn.has(construct)).forEach(visit);
    if (sorted.length < inside.length) {
      throw new DependencyCycle();
    }
    return sorted.filter(isWanted);
  }

  private targetsIn(constructs: readonly IConstruct[]): Set<Vertex> {
    const targets = new Set<Vertex>();
    for (const construct of constructs) {
      for (const target of this.edges.get(construct) ?? []) {
        if (!targets.has(target)) {
          targets.add(target);
          if (target instanceof Group) {
            target.members.forEach((member) => targets.add(member));
          }
        }
      }
    }
    return targets;
  }
}

/**
 * The order of cdk8s without dependencies: that of an object's keys, where a chart called `7` goes before one
 * called `a`.
 */
function byPath<T extends IConstruct>(constructs: readonly T[]): readonly T[] {
  const numbered = constructs.filter(isNumbered);
  if (numbered.length === 0) {
    return constructs;
  }
  return [
    ...numbered.sort((one, other) => Number(one.node.id) - Number(other.node.id)),
    ...constructs.filter((construct) => !isNumbered(construct)),
  ];
}

/**
 * Whether its path is what JavaScript takes for the index of a list. The paths of what lies deeper contain a
 * slash.
 */
function isNumbered({ node }: IConstruct): boolean {
  return node.scope?.node.scope === undefined && /^(0|[1-9]\d*)$/.test(node.id)
    && Number(node.id) < 2 ** 32 - 1;
}
