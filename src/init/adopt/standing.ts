import { chartOf } from '../../common/values/head';
import { ValuesFile } from '../../common/values/values-file';
import type { ManifestText } from '../../common/yaml/input';
import { readYaml } from '../../common/yaml/yaml-reader';
import { MANAGED_BY } from '../../contract/own-annotations';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { CHART_NAMES } from '../../contract/union/values-contract';
import { HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { LABELS } from '../../contract/upstream/kubernetes';
import type { AuthClient } from '../../verify/credentials/auth-client';
import type { Flyteadmin } from '../../verify/credentials/flyteadmin';
import { planeOf } from '../../verify/credentials/plane';
import { asObject, asObjects, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import { Model } from '../../verify/model/model';
import { ParsedInput, parseManifests } from '../../verify/parse';
import { contractOf, RELEASE_UNNAMED, ValueSet } from '../../verify/values/value-set';
import { areValues } from '../../verify/values/values-reader';
import { Places } from './finds';

/** The existing deployment, as far as the input shows it. */
export class Standing {
  public readonly model: Model;
  public readonly valueSets: readonly ValueSet[];
  public readonly places: Places;

  public constructor(
    public readonly input: ParsedInput,
    /** Existing shell scripts and environment files. */
    public readonly scripts: readonly ManifestText[],
    /** The release for values without one. */
    public readonly release: ChartVersion,
    /** The reason for that release, if nothing shows it. */
    public readonly guess?: string,
  ) {
    this.model = new Model(
      input.objects, input.valueSets.map((set) => (namesRelease(set) ? set : set.readAs(release))),
    );
    this.valueSets = this.model.valueSets;
    this.places = new Places(input.texts, this.valueSets);
  }

  /** The values of the control plane, if they are in the input. */
  public get controlPlane(): ValueSet | undefined {
    return this.valueSets.find(({ chart }) => chart === 'controlplane');
  }

  /** The version of Union's charts that a chart around them depends on. */
  public get dependency(): { readonly version: string; readonly place: string } | undefined {
    const charts = this.input.texts.filter(({ name }) => /(^|[\\/])Chart\.ya?ml$/.test(name));
    return charts.flatMap(dependenciesOf)[0];
  }

  public get dataPlanes(): readonly ValueSet[] {
    return this.valueSets.filter(({ chart }) => chart === 'dataplane');
  }

  public get flyteadmin(): Flyteadmin | undefined {
    return this.model.flyteadmins[0];
  }

  public get controlPlaneNamespace(): string | undefined {
    return this.flyteadmin?.namespace ?? this.controlPlane?.namespace;
  }

  /** The services' clients of a plane that have a client ID. */
  public clients(plane: 'control' | 'data'): readonly AuthClient[] {
    return this.model.clients.filter(({ config, disabled }) =>
      !disabled && planeOf(config.container.workload) === plane);
  }

  /** Whether this library created some of the objects. */
  public get hasOurObjects(): boolean {
    return this.model.objects.some(isOurs);
  }

  /** Whether this library created the delivery of secrets. */
  public get hasOurDelivery(): boolean {
    return this.model.externalSecrets.some(({ object }) => isOurs(object));
  }

  /**
   * Whether planes run without the charts: the input has flyteadmin's Deployment, and Helm did not create it.
   */
  public get isPlain(): boolean {
    const flyteadmin = this.model.workloads.find(({ name }) => name === 'flyteadmin')?.object;
    return this.controlPlane === undefined && flyteadmin !== undefined && !isHelms(flyteadmin);
  }
}

/** The charts of Union's that a Chart.yaml names with an exact version. */
function dependenciesOf({ name: file, text }: ManifestText) {
  const { dependencies } = asObject(readYaml(text).documents[0]?.value);
  return asObjects(dependencies).flatMap(({ name: chart, version }) =>
    (CHART_NAMES.some((name) => name === chart) && /^\d+\.\d+\.\d+$/.test(asText(version) ?? '')
      ? [{ version: asText(version)!, place: `${file}, dependency ${asText(chart)}` }] : []));
}

/** Whether this library created it. */
export function isOurs({ labels }: KubeObject): boolean {
  return labels[LABELS.managedBy] === MANAGED_BY;
}

/** Whether a chart rendered it. */
export function isHelms({ labels, annotations }: KubeObject): boolean {
  return labels[LABELS.managedBy] === 'Helm' || 'helm.sh/chart' in labels
    || HELM_OWNERSHIP.releaseName in annotations;
}

/**
 * Reads the existing deployment.
 *
 * @param said the version of the charts, if given
 */
export function readStanding(
  texts: readonly ManifestText[], scripts: readonly ManifestText[], said?: string,
): Standing {
  const named = texts.filter(areValuesByName);
  // Objects that install charts have their values, in Helm's order.
  const installing = named.length === texts.length ? undefined : parseManifests(texts).installing;
  const declared = named.filter(({ name }) => installing?.has(name) !== true);
  const input = parseManifests(texts.filter((text) => !declared.includes(text)), declared);
  const known = said === undefined ? undefined : ChartVersion._find(said);
  if (known !== undefined) {
    return new Standing(input, scripts, known);
  }
  const unnamed = input.valueSets.filter((set) => !namesRelease(set));
  if (unnamed.length === 0) {
    return new Standing(input, scripts, input.valueSets[0]?.release ?? ChartVersion._current);
  }
  const release = fittingRelease(unnamed);
  return new Standing(
    input, scripts, release, `no version of the charts was found; the keys match ${release}`,
  );
}

/**
 * Base files with sizes and images contain no authentication settings; names and keys show their chart. All
 * values are listed together, in Helm's order.
 */
function areValuesByName(text: ManifestText): boolean {
  if (/^\s*["']?(apiVersion|\$schema)["']?\s*:/m.test(text.text)) {
    return false;
  }
  if (areValues(text) || !/values[^/]*$/i.test(text.name)) {
    return areValues(text);
  }
  try {
    return isOfChart(ValuesFile.read(text));
  } catch {
    return false;
  }
}

/** Whether its keys show its chart. */
function isOfChart(file: ValuesFile): boolean {
  const contracts =
    (['controlplane', 'dataplane'] as const).map((chart) => contractOf(ChartVersion._current, chart));
  return chartOf(file, contracts).chart !== undefined;
}

/** Notes that nothing shows the release of a set. */
function namesRelease({ note }: ValueSet): boolean {
  return note !== RELEASE_UNNAMED;
}

/** The newest release that reads most of the keys, and ignores fewest. */
function fittingRelease(sets: readonly ValueSet[]): ChartVersion {
  const scored = ChartVersion._all.map((release) =>
    ({ release, score: sets.reduce((sum, set) => sum + scoreOf(release, set), 0) }));
  const best = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).pop()!.release;
}

/** An ignored key says more than one that is read: all releases read most keys. */
function scoreOf(release: ChartVersion, set: ValueSet): number {
  const { keys, dead } = contractOf(release, set.chart);
  const count = (paths: readonly { path: string }[]) =>
    paths.filter(({ path }) => set.merged.isSet(path)).length;
  return count(keys) - 3 * count(dead);
}
