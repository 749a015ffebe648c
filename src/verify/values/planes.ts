import { MergedValues, ValuesFile } from '../../common/values/values-file';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { CHART_NAMES, ChartName } from '../../contract/union/values-contract';
import { contractOf, ToldOfValues } from './value-set';

export interface OwnedFile extends ToldOfValues {
  readonly file: ValuesFile;
  readonly chart: ChartName;
  /** It has no authentication settings, for example a base file with sizes and images. */
  readonly silent: boolean;
}

/** The collected values of one plane. */
interface Plane {
  readonly files: OwnedFile[];
  name?: string;
  /** Whether one of its files alone is complete. */
  whole: boolean;
}

/** The key that identifies a plane: the host of a control plane, the cluster of a data plane. */
const NAMES: Readonly<Record<ChartName, readonly string[]>> = {
  controlplane: ['global.UNION_HOST', 'ingress.host'],
  dataplane: ['clusterName', 'global.CLUSTER_NAME'],
};

/**
 * Which files belong together. Helm merges the files of one release, but two data planes are no overrides of
 * each other:
 *
 * - a file that has all that a plane needs starts a plane where the one before has all, too, and goes by
 *   another name;
 * - a data plane's file that names another cluster starts one, too;
 * - every other file is merged over the plane before it; where there is none yet, it is the base of all.
 */
export function planesOf(files: readonly OwnedFile[]): OwnedFile[][] {
  const said = [...new Set(files.flatMap(({ plane }) => plane ?? []))];
  const rest = files.filter(({ plane }) => plane === undefined);
  return [
    ...said.map((plane) => files.filter((file) => file.plane === plane)),
    ...CHART_NAMES.flatMap((chart) =>
      byRelease(rest.filter((file) => file.chart === chart)).flatMap(planesOfChart)),
  ];
}

/** Files for different releases belong to different planes; a file without a release belongs to each. */
function byRelease(files: readonly OwnedFile[]): (readonly OwnedFile[])[] {
  const releases = [...new Set(files.flatMap(({ release }) => release ?? []))];
  return releases.length < 2 ? [files]
    : releases.map((wanted) => files.filter(({ release = wanted }) => release === wanted));
}

function planesOfChart(files: readonly OwnedFile[]): OwnedFile[][] {
  const base: OwnedFile[] = [];
  const planes: Plane[] = [];
  for (const file of files) {
    const [name, whole, last] = [nameOf(file), isWhole(file), planes.at(-1)];
    const ofName = name === undefined ? undefined
      : planes.find((plane) => plane.name === name && mayBeOneRelease(plane, file));
    const namesCluster = file.chart === 'dataplane' && name !== undefined;
    const starts = last === undefined
      ? whole || namesCluster
      : (whole && last.whole) || (namesCluster && last.name !== undefined);
    if (ofName === undefined && starts) {
      planes.push({ files: [...base, file], name, whole });
    } else if (last === undefined) {
      base.push(file);
    } else if (ofName === undefined && file.silent) {
      planes.forEach((plane) => plane.files.push(file));
    } else {
      const plane = ofName ?? last;
      plane.files.push(file);
      plane.whole ||= whole;
      plane.name ??= name;
    }
  }
  return planes.length === 0 && base.length > 0 ? [base] : planes.map((plane) => plane.files);
}

/** One cluster may have two releases: a file with another namespace is no override. */
function mayBeOneRelease({ files }: Plane, { namespace }: OwnedFile): boolean {
  return namespace === undefined || files.every((file) => (file.namespace ?? namespace) === namespace);
}

/** A chart's own values refer to a name, and have none. */
function nameOf({ file, chart }: OwnedFile): string | undefined {
  const merged = new MergedValues([file]);
  return NAMES[chart]
    .map((path) => merged.get(path))
    .find((value): value is string => typeof value === 'string' && value !== '' && !/\{\{/.test(value));
}

/** Whether a file alone sets every required key of its chart. */
function isWhole({ file, chart, release = ChartVersion._current }: OwnedFile): boolean {
  const merged = new MergedValues([file]);
  return contractOf(release, chart).keys.every(({ path, required }) =>
    required?.severity !== 'error' || [path, ...required.unless ?? []].some((key) => merged.isSet(key)));
}
