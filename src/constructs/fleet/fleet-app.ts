import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { anything, demand, flag, list, number, optional, Shape, text } from '../../common/props/prop-types';
import { environment } from '../../common/system/environment';
import { manifestYaml } from './manifest-yaml';
import { DependencyCycle, SynthesisOrder } from './synthesis-order';

const OUTPUT_TYPES = Object.keys(YamlOutputType).filter((name) => isNaN(Number(name)))
  .map((name) => `YamlOutputType.${name}`).join(', ');

const PROPS: Shape<AppProps> = {
  outdir: optional(text()),
  outputFileExtension: optional(text()),
  yamlOutputType: optional(
    number((value) =>
      (value in YamlOutputType ? undefined : `is not a YamlOutputType; use one of ${OUTPUT_TYPES}`)),
  ),
  recordConstructMetadata: optional(flag),
  resolvers: optional(list(anything)),
};

/**
 * An `App` whose synthesis costs in proportion to what it writes: for hundreds of data planes, a `Chart`
 * each.
 *
 * It takes the place of cdk8s's `App`: the same props, the same files, and in them the same documents in the
 * same order. Validations and dependencies are worked out once for the whole app, where cdk8s does so once
 * more for each chart, and another emitter writes the YAML, so that texts differ in quotes and line breaks,
 * and no reader of YAML sees a difference.
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
   * @throws Error when validations have messages, or constructs depend on each other in a circle, as cdk8s
   * words it; nothing is written then.
   */
  public synth(): void {
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
    const order = this.checkedOrder();
    return order === undefined
      ? super.synthYaml()
      : manifestYaml(order.charts.flatMap((chart) => documentsOf(chart, order)));
  }

  private checkedOrder(): SynthesisOrder | undefined {
    const messages = this.node.findAll()
      .flatMap(({ node }) => node.validate().map((message) => `[${node.path}] ${message}`));
    if (messages.length > 0) {
      throw new Error(`Validation failed with the following errors:\n  ${messages.join('\n  ')}`);
    }
    // Validations may take constructs out.
    return this.order(this.node.findAll());
  }

  /** Nothing where constructs depend on each other in a circle: cdk8s names them best. */
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

  /** What each file holds, one after the other, so that a fleet is never in memory as a whole. */
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
              documents: [object.toJson()],
            };
          });
          break;
      }
    }
  }
}

/** A chart of the user's may render itself. */
function documentsOf(chart: Chart, order: SynthesisOrder): unknown[] {
  return chart.toJson === Chart.prototype.toJson
    ? order.objectsOf(chart).map((object): unknown => object.toJson())
    : Object.values(chart.toJson());
}

function fileOfResource(document: unknown): { file: string; documents: unknown[] } {
  const { kind, metadata } = document as ApiObject;
  return { file: fileName(kind, metadata.name), documents: [document] };
}

function fileName(kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
