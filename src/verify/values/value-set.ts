import { valueAt } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { MergedValues, ValuesFile } from '../../common/values/values-file';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { ChartName, ValuesContract } from '../../contract/union/values-contract';
import type { Home } from '../kube/home';
import { asText } from '../kube/json-access';
import { Field, FieldOwner } from '../read/field';
import type { ObjectSource } from '../read/object-source';
import { EffectiveValues } from './effective-values';

/** Facts about values from the caller, the values or their installer; absent if unknown. */
export interface ToldOfValues {
  readonly chart?: ChartName;
  readonly release?: ChartVersion;
  /** How the intended version differs from that release: a phrase without a full stop. */
  readonly note?: string;
  /** Namespace of the Helm release. */
  readonly namespace?: string;
  /** Name of the Helm release. */
  readonly releaseName?: string;
  /** The target cluster, as the installer names it. */
  readonly destination?: string;
  /** Where the installer names the release and its namespace. */
  readonly installedAt?: Field;
  /** Clients that a control plane trusts besides those in its values. */
  readonly trustedClients?: readonly string[];
  /** Values with the same one belong to one plane, regardless of their content. */
  readonly plane?: string;
  /** Whether Helm gets more values outside the input: missing keys are then unknown. */
  readonly partial?: boolean;
}

/** The note of values whose release no one names. */
export const RELEASE_UNNAMED = 'nothing names the release, so the current one is assumed';

/** The owner of values. */
export interface ValuesOwner extends ToldOfValues {
  readonly chart: ChartName;
  readonly release: ChartVersion;
  /** The target cluster; absent if unknown, or if the input has only one. */
  readonly cluster?: string;
}

/** A plane's values: files in Helm's order, and the keys of its chart release. */
export class ValueSet implements Home {
  public readonly release: ChartVersion;
  public readonly cluster: string | undefined;
  public readonly namespace: string | undefined;
  public readonly trustedClients: readonly string[] | undefined;
  public readonly note: string | undefined;
  public readonly partial: boolean;
  public readonly contract: ValuesContract;
  public readonly merged: MergedValues;
  /** Its server and the clients of its services are both off. */
  public readonly isAuthless: boolean;
  /** Whether flyteadmin requires no authentication: then it needs no issuer and no client IDs. */
  public readonly isOpen: boolean;
  private readonly byFile: ReadonlyMap<ValuesFile, ValuesDocument>;
  private known?: EffectiveValues;

  /** @param files one at least */
  public constructor(private readonly owner: ValuesOwner, files: readonly ValuesFile[]) {
    const { chart, release, cluster, namespace, trustedClients, note, partial = false } = owner;
    this.cluster = cluster;
    this.release = release;
    this.namespace = namespace;
    this.trustedClients = trustedClients;
    this.note = note;
    this.partial = partial;
    this.contract = contractOf(release, chart);
    this.merged = new MergedValues(files);
    this.isAuthless = AUTH_SWITCHES[chart].every((path) => this.get(path) === false);
    this.isOpen = this.get(USE_AUTH) === false;
    this.byFile = new Map(files.map((file) => [file, new ValuesDocument(file, chart, this)]));
  }

  /** The same values, for a release with a known namespace. */
  public settledIn(home: Partial<Home> & Pick<ValuesOwner, 'destination' | 'releaseName'>): ValueSet {
    return new ValueSet({ ...this.owner, ...home }, this.files);
  }

  /** The same values, for another release of the chart. */
  public readAs(release: ChartVersion): ValueSet {
    return new ValueSet({ ...this.owner, release, note: undefined }, this.files);
  }

  /** What the chart makes of them. */
  public get effective(): EffectiveValues {
    return this.known ??= new EffectiveValues(this);
  }

  public get chart(): ChartName {
    return this.contract.chart;
  }

  public get files(): readonly ValuesFile[] {
    return this.merged.files;
  }

  /** The name of the Helm release. */
  public get releaseName(): string | undefined {
    return this.owner.releaseName;
  }

  /** The target cluster, as the installer names it. */
  public get destination(): string | undefined {
    return this.owner.destination;
  }

  public get installedAt(): Field | undefined {
    return this.owner.installedAt;
  }

  /** Unique in an input. */
  public get id(): string {
    const [{ name, holder }] = this.files;
    return holder === undefined ? name : `${name} ${[holder.document, ...holder.path].join('.')}`;
  }

  /** The files as named in findings. */
  public get documents(): readonly ValuesDocument[] {
    return [...this.byFile.values()];
  }

  public get(path: string): unknown {
    return this.merged.get(path);
  }

  /** In the last file with the key; an absent key is at its nearest ancestor. */
  public field(path: string | readonly PathStep[]): Field {
    const steps = typeof path === 'string' ? path.split('.') : path;
    return this.fieldIn(this.merged.fileOf(steps), steps);
  }

  public fieldIn(file: ValuesFile, steps: readonly PathStep[]): Field {
    return this.byFile.get(file)!.field(...steps);
  }

  /** `file:line` of a place, for messages about another place. */
  public placeText(path: string): string {
    const steps = path.split('.');
    const file = this.merged.fileOf(steps);
    return `${file.name}:${file.lineOf(steps)}`;
  }

  /** Such as `controlplane 2026.8`. */
  public toString(): string {
    return `${this.chart} ${this.release}`;
  }
}

const USE_AUTH = 'flyte.configmap.adminServer.server.security.useAuth';

/** If all of these are off, authentication is off on purpose. */
const AUTH_SWITCHES: Readonly<Record<ChartName, readonly string[]>> = {
  controlplane: [USE_AUTH, 'configMap.union.auth.enable'],
  dataplane: ['config.union.auth.enable'],
};

export function contractOf(
  { _contract: { controlPlane, dataPlane } }: ChartVersion, chart: ChartName,
): ValuesContract {
  return chart === 'controlplane' ? controlPlane.values : dataPlane.values;
}

const WHOLE: Pick<ObjectSource, 'document' | 'path'> = { document: 0, path: [] };

/** A values file in findings: the chart is its object, a values path its field. */
class ValuesDocument implements FieldOwner {
  /** The version of `Chart.yaml` in Helm 3. */
  public readonly apiVersion = 'v2';
  public readonly kind = 'Values';
  public readonly annotations: Readonly<Record<string, string>> = {};
  public readonly source: ObjectSource;
  public readonly cluster: string | undefined;
  public readonly namespace: string | undefined;
  public readonly partial: boolean;

  public constructor(
    private readonly file: ValuesFile,
    public readonly name: ChartName,
    { cluster, namespace, partial }: Home & { readonly partial: boolean },
  ) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.partial = partial;
    const { duplicates, holder: { document, path } = WHOLE } = file;
    this.source = { file: file.name, document, path, ...(duplicates.length > 0 ? { duplicates } : {}) };
  }

  public at(...path: readonly PathStep[]): unknown {
    return valueAt(this.file.values, path);
  }

  public textAt(...path: readonly PathStep[]): string | undefined {
    return asText(this.at(...path));
  }

  public field(...path: readonly PathStep[]): Field {
    return new Field(this, path);
  }

  /** Follows anchors and merge keys, which the text alone does not. */
  public lineOf({ path }: Field): number {
    return this.file.lineOf(path);
  }
}
