import { Construct } from 'constructs';
import { isObject, JsonObject } from '../../common/data/json';
import { Check, filledIn, matching, noCredentials } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { instanceOf, list, optional, shaped, struct, text } from '../../common/props/prop-types';
import { isWithin } from '../../contract/union/release-contract';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { folderOfChart } from '../output/output-folder';
import { TextFile } from '../output/text-file';
import { HelmValues, IChartPlane } from '../values/helm-values';

/** Where one of Union's Helm charts comes from. */
export interface HelmChartSource {
  /**
   * The chart repository (`https://`) or OCI registry (`oci://`), without the chart's name:
   * `https://charts.example.com/union`.
   */
  readonly repository: string;

  /**
   * Name of the chart: the one that the values are for, and no other.
   *
   * @default - `controlplane` or `dataplane`, as the values say
   */
  readonly chart?: string;

  /** Version of the chart. An exact one, of the chart release that the values are for. */
  readonly version: string;
}

/** Where the synthesized manifests lie: the Secrets' delivery, the stores. */
export interface GitManifestSource {
  /** URL of the Git repository: `https://git.example.com/acme/platform.git`. */
  readonly repository: string;

  /**
   * Directory in it with the manifests.
   *
   * @default - the folder of the plane's Chart, below `folder`
   */
  readonly path?: string;

  /**
   * Where the output folder of the app is, from the root of the repository: `rendered`. Or where else your
   * pipeline makes a folder for each Chart. In the place of `path`.
   *
   * @default "dist"
   */
  readonly folder?: string;

  /**
   * Branch, tag or commit, such as `main`.
   *
   * @default "HEAD"
   */
  readonly revision?: string;
}

const EXACT_VERSION = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)([-+][\w.+-]+)?$/;

export const HELM_CHART_SOURCE = struct<HelmChartSource>({
  repository: text(filledIn, noCredentials, matching(
    /^(https|oci):\/\/[^/]+/, 'is not a chart repository; start it with https:// or oci://',
  ), withoutChart),
  chart: optional(text(filledIn)),
  version: text(filledIn, matching(
    EXACT_VERSION, 'is not an exact version; name the one that the values were made for, such as 2026.8.3',
  )),
}, '{ repository: "https://charts.example.com/union", version: "2026.8.3" }');

/** Argo CD and Flux put the name and version of a chart after its repository. */
function withoutChart(repository: string): string | undefined {
  if (/\/index\.yaml$/.test(repository)) {
    return 'is the index of a repository; cut off /index.yaml';
  }
  if (!repository.startsWith('oci://')) {
    return undefined;
  }
  if (/\/[^/]*[:@][^/]*$/.test(repository.slice('oci://'.length))) {
    return 'names a tag or digest; cut it off, and give the version of the chart';
  }
  return /\/(controlplane|dataplane)\/?$/.test(repository)
    ? 'ends with the name of the chart, which is put after it once more; cut it off'
    : undefined;
}

/** As `git clone` takes it: a URL, or `user@host:path`. */
const gitRepository: Check = (value) => {
  if (/^https?:.*\/(tree|blob)\//.test(value)) {
    return 'is a page about the repository; write the URL for git clone, and branch and directory in props '
      + 'of their own';
  }
  return /^([a-z][a-z0-9+.-]*:\/\/|codecommit::|([^\s/@:]+@)?[\w.-]{2,}:(?!\/\/))\S+$/i.test(value)
    ? undefined
    : 'is not a Git repository URL; write it as git clone takes it, https://… or git@host:path';
};

function withinRepository(path: string): string | undefined {
  if (path.includes('\\')) {
    return 'has backslashes, which Git keeps as letters of a name; write "/"';
  }
  if (path.startsWith('$')) {
    return 'starts with a variable of Argo CD, which is put before it; write it from the root of the '
      + 'repository';
  }
  if (path.startsWith('/')) {
    return 'is absolute; write it relative to the repository';
  }
  return path.split('/').includes('..') ? 'leaves the repository; write it without ".."' : undefined;
}

/** Argo CD and Flux sync a directory, and find nothing where one file is named. */
export const DIRECTORY_IN_REPOSITORY = text(filledIn, withinRepository, (path) =>
  (/\.(ya?ml|json)$/.test(path) ? 'is a file; name the directory with the manifests' : undefined));

export const GIT_MANIFEST_SOURCE = struct<GitManifestSource>({
  repository: text(filledIn, noCredentials, gitRepository),
  path: optional(DIRECTORY_IN_REPOSITORY),
  folder: optional(DIRECTORY_IN_REPOSITORY),
  revision: optional(text(filledIn)),
}, '{ repository: "https://git.example.com/acme/platform.git" }');

/** Told by what it hands out, as planes come after what carries them. */
export const CHART_PLANE = shaped(
  (value) => Construct.isConstruct(value) && (value as Partial<IChartPlane>).helmValues instanceof HelmValues,
  'must be a plane beside Union\'s chart; pass a ControlPlaneAuth or DataPlaneAuth',
);

/** The directory of a plane's manifests. */
export function directoryOf({ path, folder = 'dist' }: GitManifestSource, plane: IChartPlane): string {
  return path ?? `${folder.replace(/\/+$/, '')}/${folderOfChart(plane)}`;
}

/** What a carrier is given: a chart, and the plane that it is for. */
interface Carried {
  readonly chart: HelmChartSource;
  readonly plane: IChartPlane;
  readonly manifests?: GitManifestSource;
}

/**
 * Checks that chart and version are those that the values were made for.
 *
 * @internal
 */
export function _checkCarried(
  problems: Problems, { chart: { chart, version }, plane, manifests }: Carried,
): void {
  const { helmValues: values } = plane;
  const { _chart, _release } = values;
  if ('_chartValues' in plane && plane._chartValues === undefined) {
    problems.add(
      'plane',
      plane.node.path,
      'is in plain YAML, and no chart installs it; have its manifests synced instead',
    );
  }
  if (chart !== undefined && chart !== _chart) {
    problems.add(
      'chart.chart', chart, `is another chart than that of the values; leave it out, or write ${_chart}`,
    );
  }
  if (EXACT_VERSION.test(version) && !isWithin(version.replace(/^v/, ''), _release._contract.versions)) {
    problems.add(
      'chart.version',
      version,
      `is not a version of chart release ${_release}, which the values are for; name one, or give the plane `
        + 'another chartVersion',
      howToAssume(version),
    );
  }
  if (manifests?.path !== undefined && manifests.folder !== undefined) {
    problems.add('manifests.folder', manifests.folder, 'has no effect where path is given; remove one');
  }
  checkNoNulls(problems, 'helmValues', values._object);
}

/** How a version that no one knows is taken all the same. */
function howToAssume(version: string): string | undefined {
  const bare = version.replace(/^v/, '');
  return isWithin(bare, { from: ChartVersion._current._contract.versions.before, before: '9999.0.0' })
    ? `ChartVersion.assume('${bare}', ${ChartVersion._current._member}), as it is newer than all known ones`
    : undefined;
}

/**
 * kubectl and Argo CD drop nulls from what an object holds, and the chart's default comes back.
 */
function checkNoNulls(problems: Problems, prop: string, value: unknown): void {
  if (value === null) {
    problems.add(
      prop,
      value,
      'does not reach the chart: kubectl and Argo CD drop nulls on the way; give the empty value that the '
        + 'chart reads as none, such as ""',
    );
  } else if (Array.isArray(value)) {
    value.forEach((entry, i) => checkNoNulls(problems, `${prop}[${i}]`, entry));
  } else if (isObject(value)) {
    Object.entries(value).forEach(([key, entry]) => checkNoNulls(problems, `${prop}.${key}`, entry));
  }
}

/** @internal */
export function _isOci({ repository }: HelmChartSource): boolean {
  return repository.startsWith('oci://');
}

/**
 * The chart as a source of Argo CD, which takes OCI registries without their scheme.
 *
 * @internal
 */
export function _chartSource(
  chart: HelmChartSource, values: HelmValues,
): { repoURL: string; chart: string; targetRevision: string } {
  return {
    repoURL: _isOci(chart) ? chart.repository.slice('oci://'.length) : chart.repository,
    chart: values._chart,
    targetRevision: chart.version,
  };
}

/** Values files of a Git repository, which Argo CD gives to Helm. */
export interface GitValueFiles {
  /** URL of the Git repository. */
  readonly repository: string;

  /**
   * Branch, tag or commit.
   *
   * @default "HEAD"
   */
  readonly revision?: string;

  /**
   * The text with the values of the plane, such as `helmValues` merged over your own: `writeTo` must
   * have been called before.
   *
   * @default - `helmValues` of the plane; where nothing is written, and `before` names files, the values are
   * in the Application
   */
  readonly text?: TextFile;

  /**
   * The file that contains them, from the root of the repository, where it is another than that of `text`
   * below `folder`.
   *
   * @default - that which `text` is written to
   */
  readonly file?: string;

  /**
   * Where the output folder of the app is, from the root of the repository.
   *
   * @default "dist"
   */
  readonly folder?: string;

  /**
   * Files that Helm gets before those values, in this order, such as the sizes of a cluster. A later one
   * wins, and the values of the plane over all of them.
   *
   * @default - none
   */
  readonly before?: string[];
}

export const FILE_IN_REPOSITORY = text(filledIn, withinRepository, (path) =>
  (path.endsWith('/') ? 'is a directory; name the file' : undefined));

export const GIT_VALUE_FILES = struct<GitValueFiles>({
  repository: text(filledIn, noCredentials, gitRepository),
  revision: optional(text(filledIn)),
  file: optional(FILE_IN_REPOSITORY),
  text: optional(instanceOf(TextFile)),
  folder: optional(text(filledIn, withinRepository)),
  before: optional(list(FILE_IN_REPOSITORY)),
});

/** What one plane takes from the repository. */
export type PlaneFiles = Pick<GitValueFiles, 'file' | 'text' | 'folder' | 'before'>;

/** The file with the values of a plane, if one does; and those before. */
function withFile(
  { helmValues }: IChartPlane, { file, text: source, folder = 'dist', before = [] }: PlaneFiles,
) {
  const { _path: path } = source ?? helmValues;
  const written = path === undefined ? undefined : `${folder.replace(/\/+$/, '')}/${path}`;
  return { file: file ?? written, before };
}

/** @internal */
export function _checkValueFiles(problems: Problems, plane: IChartPlane, files: PlaneFiles): void {
  const { file, before } = withFile(plane, files);
  if (files.text !== undefined && files.file !== undefined) {
    problems.add('valueFiles.file', files.file, 'is said by text as well; remove one of the two');
  }
  if (files.text !== undefined && files.text._path === undefined) {
    problems.addUnshown('valueFiles.text', 'is not written by this app; call writeTo(app, …) of it before');
    return;
  }
  if (file === undefined && before.length === 0) {
    problems.addUnshown('valueFiles', `has no values: nothing writes those of ${plane.node.path}; call `
      + 'helmValues.writeTo(app, …) before, or name the file that holds them as file');
  }
  before.forEach((path, i) => problems.check(`valueFiles.before[${i}]`, path, () =>
    (path === file ? 'has the values of the plane, and comes last; remove it here' : undefined)));
  problems.eachOnce(before, (i) => `valueFiles.before[${i}]`, 'is named twice');
}

/** The file of a plane's values. */
export function fileOfValues(plane: IChartPlane, files: PlaneFiles): string | undefined {
  return withFile(plane, files).file;
}

/** By what the chart's source names the repository of values files. */
const REF = 'values';

/**
 * Where Helm gets the values of a plane from.
 *
 * @internal
 */
export function _helmValuesOf(
  plane: IChartPlane, files: PlaneFiles | undefined,
): { valueFiles?: string[]; valuesObject?: JsonObject } {
  const { file, before } = files ? withFile(plane, files) : { file: undefined, before: [] };
  const paths = [...before, ...file === undefined ? [] : [file]];
  return {
    ...(paths.length > 0 ? { valueFiles: paths.map((path) => `$${REF}/${path}`) } : {}),
    ...(file === undefined ? { valuesObject: plane.helmValues.toObject() } : {}),
  };
}

/**
 * The sources of an Application beside its chart: manifests, and the repository of values files; one where
 * that is the same.
 *
 * @internal
 */
export function _gitSourcesOf(
  manifests: GitManifestSource | undefined, files: GitValueFiles | undefined, path: string | undefined,
): JsonObject[] {
  const values = files && { repoURL: files.repository, targetRevision: files.revision ?? 'HEAD', ref: REF };
  if (manifests === undefined) {
    return values ? [values] : [];
  }
  const rendered = {
    repoURL: manifests.repository,
    path,
    targetRevision: manifests.revision ?? 'HEAD',
  };
  if (values === undefined) {
    return [rendered];
  }
  const isSame = values.repoURL === rendered.repoURL && values.targetRevision === rendered.targetRevision;
  return isSame ? [{ ...rendered, ref: REF }] : [values, rendered];
}
