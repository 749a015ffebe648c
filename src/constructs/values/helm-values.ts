// Tests: test/constructs/values/schema.test.ts, test/constructs/output/texts.test.ts
import { IConstruct } from 'constructs';
import { copyOf, JsonObject, mergeValues, valueAt } from '../../common/data/json';
import {
  clientsText, LAYOUT_COMMENT, NAMESPACE_COMMENT, TRUSTED_CLIENTS_ANNOTATION,
} from '../../contract/own-annotations';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { SECRETS } from '../../contract/union/secrets';
import { ChartName, schemaName, ValuesContract } from '../../contract/union/values-contract';
import { _plainFiles, OutputFile } from '../output/output-folder';
import { YamlFile } from '../output/text-file';
import { schemaOf } from './schema';

/** The Helm release of the values. */
interface HelmTarget {
  readonly releaseName: string;
  readonly namespace: string;
  /** The cluster name of the plane. */
  readonly clusterName?: string;
  /** Names of the emitted Secrets that the chart also renders, for the Helm release to adopt. */
  readonly takesOver?: readonly string[];
}

/** The content of a chart's values. */
interface ChartValues {
  readonly contract: ValuesContract;
  readonly release: ChartVersion;
  readonly target: HelmTarget;
  readonly heading: string[];
  /** Clients that the plane trusts besides those in its values. */
  readonly trustedClients?: readonly string[];
  readonly values: JsonObject;
  readonly extraValues?: JsonObject;
}

/** The chart and plane of the values. */
type About = Required<Pick<ChartValues, 'contract' | 'release' | 'target' | 'trustedClients'>>;

/**
 * Override values for one of Union's Helm charts.
 *
 * Pass `toObject()` as `values` to cdk8s' `Helm`, or the file of `writeTo()` to `helm upgrade --values`.
 * `writeTo()` also writes a JSON Schema, to which the first line of the file refers, so that editors mark
 * errors.
 */
export class HelmValues extends YamlFile {
  /** @internal */
  public static _forChart(
    { contract, release, target, heading, trustedClients = [], values, extraValues = {} }: ChartValues,
  ): HelmValues {
    // Information that `verify` cannot read from the values.
    const told = [
      ...(release._assumed ? [`${LAYOUT_COMMENT}: ${release._assumed}`] : []),
      `${NAMESPACE_COMMENT}: ${target.namespace}`,
      ...(trustedClients.length > 0 ? [`${TRUSTED_CLIENTS_ANNOTATION}: ${clientsText(trustedClients)}`] : []),
    ];
    const made = mergeValues(values, extraValues);
    return new HelmValues(made, [...heading, ...told], { contract, release, target, trustedClients });
  }

  /**
   * The chart release of the values.
   *
   * @internal
   */
  public readonly _release: ChartVersion;
  /**
   * The Helm release of the values.
   *
   * @internal
   */
  public readonly _target: HelmTarget;
  /**
   * Clients that the plane trusts besides those in its values.
   *
   * @internal
   */
  public readonly _trustedClients: readonly string[];

  private readonly contract: ValuesContract;

  private constructor(values: JsonObject, heading: string[], about: About) {
    super(values, heading);
    this._release = about.release;
    this._target = about.target;
    this._trustedClients = about.trustedClients;
    this.contract = about.contract;
  }

  /** Name of the schema file that `writeTo()` writes beside the values. */
  public get schemaFileName(): string {
    return schemaName(this.contract, this._release);
  }

  /**
   * Name of the chart.
   *
   * @internal
   */
  public get _chart(): ChartName {
    return this.contract.chart;
  }

  /**
   * Names of the delivered Secrets in the chart's namespace.
   *
   * @internal
   */
  public get _deliveredSecrets(): string[] {
    const { flyteadmin, scheduler, unionServices, relyingParty, dataPlane } = SECRETS;
    const secrets = this.contract.chart === 'dataplane'
      ? [dataPlane]
      : [flyteadmin, scheduler, unionServices, relyingParty];
    return secrets.map(({ name }) => name);
  }

  /**
   * Those of them for which the chart renders a placeholder.
   *
   * @internal
   */
  public get _secretsWithValues(): string[] {
    const values = this._object;
    if (this.contract.chart === 'dataplane') {
      const { enable, create } = (valueAt(values, 'secrets.admin') ?? {}) as JsonObject;
      return enable === false || create === false ? [] : [SECRETS.dataPlane.name];
    }
    const { enabled, clientSecret } =
      (valueAt(values, 'flyte.secrets.adminOauthClientCredentials') ?? {}) as JsonObject;
    return enabled === false || clientSecret === '' ? [] : [SECRETS.scheduler.name];
  }

  /** A JSON Schema (draft 7) of the authentication settings of the chart release; a copy. */
  public schema(): Record<string, unknown> {
    return copyOf(schemaOf(this.contract, this._release));
  }

  /** @internal */
  protected override _with(document: JsonObject, heading: string[]): HelmValues {
    const { contract, _release: release, _target: target, _trustedClients: trustedClients } = this;
    return new HelmValues(document, heading, { contract, release, target, trustedClients });
  }

  /** @internal */
  public override _files(path: string): OutputFile[] {
    const schema = `${JSON.stringify(this.schema(), null, 2)}\n`;
    return _plainFiles({
      [`${path.replace(/[^/\\]*$/, '')}${this.schemaFileName}`]: schema,
      [path]: `# yaml-language-server: $schema=${this.schemaFileName}\n${this._text}`,
    });
  }
}

/** A plane whose services run from one of Union's charts: `ControlPlaneAuth` or `DataPlaneAuth`. */
export interface IChartPlane extends IConstruct {
  /** Namespace of the plane. */
  readonly namespace: string;

  /** Override values for the chart of the plane. */
  readonly helmValues: HelmValues;
}
