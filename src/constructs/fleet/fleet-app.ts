import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { notEmpty } from '../../common/props/checks';
import { demand, flag, list, optional, shaped, Shape, text } from '../../common/props/prop-types';
import { environment } from '../../common/system/environment';
import { manifestYaml } from './manifest-yaml';
import { jsonToWrite, renderingOnce } from './renderings';

/** Constructs depend on each other in a circle; `cdk8s` reports the error. */
export class DependencyCycle extends Error {}

/**
 * All objects of one construct that another depends on: one vertex instead of an edge for each pair, as cdk8s
 * has it.
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
 * The order in which cdk8s writes charts and their objects, computed once for the whole tree.
 *
 * cdk8s computes it again for each chart, and visits a shared dependency each time it is reached. The order
 * is the same: dependencies first, among charts and within a chart, otherwise the order of creation.
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

  /** The objects of a chart in order of dependencies, without those of nested charts. */
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
      // If one construct contains the other, an object can be on both sides.
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

  /** The dependencies so far, in the order of the tree. */
  private dependencies(): Dependency[] {
    return this.edges.size === 0 ? [] : this.constructs.flatMap((source) =>
      [...this.edges.get(source) ?? []].filter((target) => !(target instanceof Group))
        .map((target) => ({ source, target: target as IConstruct })));
  }

  /** The objects in a construct that belong to its own chart. */
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

  /** Sorts the given constructs so that dependencies come first. Dependencies outside of them are ignored. */
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
 * The order of cdk8s without dependencies: that of object keys, where a chart called `7` comes before one
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

/** Whether JavaScript treats its path as an array index. Paths of nested constructs contain a slash. */
function isNumbered({ node }: IConstruct): boolean {
  return node.scope?.node.scope === undefined && /^(0|[1-9]\d*)$/.test(node.id)
    && Number(node.id) < 2 ** 32 - 1;
}

const OUTPUT_TYPES = Object.keys(YamlOutputType).filter((name) => isNaN(Number(name)))
  .map((name) => `YamlOutputType.${name}`).join(', ');

const PROPS: Shape<AppProps> = {
  outdir: optional(text(notEmpty('leave it out for "dist"'))),
  outputFileExtension: optional(text()),
  yamlOutputType: optional((problems, prop, value) => {
    const isMember = typeof value === 'number' && value in YamlOutputType;
    if (!isMember) {
      problems.add(prop, value, `is not a YamlOutputType; use one of ${OUTPUT_TYPES}`);
    }
    return isMember;
  }),
  recordConstructMetadata: optional(flag),
  resolvers: optional(list(shaped(
    (value) => 'resolve' in value, 'must be a resolver of cdk8s, such as new LazyResolver()',
  ))),
};

/**
 * An `App` for hundreds of data planes, each with its `Chart`: the time of its synthesis grows linearly with
 * the output.
 *
 * It replaces cdk8s's `App`: the same props, the same files, and the same documents in the same order.
 * Validations and dependencies are computed once for the whole app; cdk8s computes them again for each chart.
 * Another emitter writes the YAML, so quotes and line breaks differ; the parsed documents do not.
 *
 * @example
 * import { FleetApp } from 'cdk8s-union-auth';
 *
 * const app = new FleetApp();
 */
export class FleetApp extends App {
  private readonly recordsMetadata: boolean;

  /** @throws InvalidPropsError */
  public constructor(props: AppProps = {}) {
    demand('FleetApp', props, PROPS);
    super(props);
    this.recordsMetadata = props.recordConstructMetadata
      ?? environment('CDK8S_RECORD_CONSTRUCT_METADATA') === 'true';
  }

  /**
   * Writes all manifests to `outdir`.
   *
   * @throws Error when a validation fails, or constructs depend on each other in a circle, with the message
   * of cdk8s; nothing is written then.
   */
  public synth(): void {
    renderingOnce(() => this.write());
  }

  private write(): void {
    const order = this.checkedOrder();
    if (order === undefined) {
      super.synth();
      return;
    }
    mkdirSync(this.outdir, { recursive: true });
    for (const { file, documents } of this.files(order)) {
      writeFileSync(join(this.outdir, `${file}${this.outputFileExtension}`), manifestYaml(documents));
    }
    if (this.recordsMetadata) {
      const objects = order.charts.flatMap((chart) => order.objectsOf(chart));
      const resources = Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }]));
      writeFileSync(join(this.outdir, 'construct-metadata.json'), JSON.stringify({
        version: '1.0.0',
        resources,
      }));
    }
  }

  /**
   * All manifests as one YAML text.
   *
   * @throws Error as `synth` does.
   */
  public synthYaml(): string {
    return renderingOnce(() => {
      const order = this.checkedOrder();
      return order === undefined
        ? super.synthYaml()
        : manifestYaml(order.charts.flatMap((chart) => documentsOf(chart, order)));
    });
  }

  private checkedOrder(): SynthesisOrder | undefined {
    // From the leaves up, so that the app's `AuthVerification` sees what validations below it change.
    const messages = this.node.findAll().reverse()
      .map(({ node }) => node.validate().map((message) => `[${node.path}] ${message}`))
      .reverse().flat();
    if (messages.length > 0) {
      throw new Error(`Validation failed with the following errors:\n  ${messages.join('\n  ')}`);
    }
    // Validations may remove constructs.
    return this.order(this.node.findAll());
  }

  /** Undefined if constructs depend on each other in a circle: the error of cdk8s names them. */
  private order(constructs: readonly IConstruct[]): SynthesisOrder | undefined {
    try {
      return new SynthesisOrder(constructs);
    } catch (error) {
      if (error instanceof DependencyCycle) {
        return undefined;
      }
      throw error;
    }
  }

  /** The content of each file, one after the other, so that memory never holds a whole fleet. */
  private *files(order: SynthesisOrder): Generator<{ file: string; documents: unknown[] }> {
    if (this.yamlOutputType === YamlOutputType.FILE_PER_APP) {
      if (order.charts.length > 0) {
        yield { file: 'app', documents: order.charts.flatMap((chart) => documentsOf(chart, order)) };
      }
      return;
    }
    for (const [index, chart] of order.charts.entries()) {
      const label = Names.toDnsLabel(chart);
      const chartName = order.hasDependentCharts ? `${String(index).padStart(4, '0')}-${label}` : label;
      switch (this.yamlOutputType) {
        case YamlOutputType.FILE_PER_CHART:
          yield { file: chartName, documents: documentsOf(chart, order) };
          break;
        case YamlOutputType.FILE_PER_RESOURCE:
          yield* documentsOf(chart, order).filter((document) => document !== undefined).map(fileOfResource);
          break;
        case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
          mkdirSync(join(this.outdir, chartName), { recursive: true });
          yield* order.objectsOf(chart).map((object) => {
            return {
              file: join(chartName, fileName(object.kind, object.metadata.name)),
              documents: [jsonToWrite(object)],
            };
          });
          break;
      }
    }
  }
}

/** A user's chart may override `toJson`. */
function documentsOf(chart: Chart, order: SynthesisOrder): unknown[] {
  return chart.toJson === Chart.prototype.toJson
    ? order.objectsOf(chart).map(jsonToWrite)
    : Object.values(chart.toJson());
}

function fileOfResource(document: unknown): { file: string; documents: unknown[] } {
  const { kind, metadata } = document as ApiObject;
  return { file: fileName(kind, metadata.name), documents: [document] };
}

function fileName(kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
