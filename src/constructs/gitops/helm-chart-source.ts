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

/** The source of one of Union's Helm charts. */
export interface HelmChartSource {
  /**
   * The chart repository (`https://`) or OCI registry (`oci://`), without the chart's name:
   * `https://charts.example.com/union`.
   */
  readonly repository: string;

  /** Exact version of the chart, of the chart release of the values. */
  readonly version: string;
}

/** The repository of the synthesized manifests: delivery of Secrets, stores. */
export interface GitManifestSource {
  /** URL of the Git repository: `https://git.example.com/acme/platform.git`. */
  readonly repository: string;

  /**
   * Directory of the manifests in the repository.
   *
   * @default - the folder of the plane's Chart, below `folder`
   */
  readonly path?: string;

  /**
   * Path of the app's output folder, from the root of the repository: `rendered`. Or another folder in which
   * your pipeline creates one for each Chart. Excludes `path`.
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
  version: text(matching(
    EXACT_VERSION, 'is not an exact version; give the one that the values were made for, such as 2026.8.3',
  )),
}, '{ repository: "https://charts.example.com/union", version: "2026.8.3" }');

/** Argo CD and Flux append the name and version of a chart to its repository. */
function withoutChart(repository: string): string | undefined {
  if (/\/index\.yaml$/.test(repository)) {
    return 'is the index of a repository; remove /index.yaml';
  }
  if (!repository.startsWith('oci://')) {
    return undefined;
  }
  if (/\/[^/]*[:@][^/]*$/.test(repository.slice('oci://'.length))) {
    return 'contains a tag or digest; remove it, and give the version of the chart';
  }
  return /\/(controlplane|dataplane)\/?$/.test(repository)
    ? 'ends with the name of the chart, which is appended again; remove it'
    : undefined;
}

/** As `git clone` accepts it: a URL, or `user@host:path`. */
const gitRepository: Check = (value) => {
  if (/^https?:.*\/(tree|blob)\//.test(value)) {
    return 'is a web page of the repository; write the URL for git clone, and give branch and directory in '
      + 'props of their own';
  }
  return /^([a-z][a-z0-9+.-]*:\/\/|codecommit::|([^\s/@:]+@)?[\w.-]{2,}:(?!\/\/))\S+$/i.test(value)
    ? undefined
    : 'is not a Git repository URL; write it as for git clone, https://… or git@host:path';
};

function withinRepository(path: string): string | undefined {
  if (path.includes('\\')) {
    return 'contains backslashes, which Git treats as part of a name; write "/"';
  }
  if (path.startsWith('$')) {
    return 'starts with a variable of Argo CD, which is added automatically; write it from the root of the '
      + 'repository';
  }
  if (path.startsWith('/')) {
    return 'is absolute; write it relative to the repository';
  }
  return path.split('/').includes('..') ? 'is outside of the repository; write it without ".."' : undefined;
}

/** Argo CD and Flux sync a directory, and find nothing at the path of a file. */
export const DIRECTORY_IN_REPOSITORY = text(filledIn, withinRepository, (path) =>
  (/\.(ya?ml|json)$/.test(path) ? 'is a file; give the directory with the manifests' : undefined));

export const GIT_MANIFEST_SOURCE = struct<GitManifestSource>({
  repository: text(filledIn, noCredentials, gitRepository),
  path: optional(DIRECTORY_IN_REPOSITORY),
  folder: optional(DIRECTORY_IN_REPOSITORY),
  revision: optional(text(filledIn)),
}, '{ repository: "https://git.example.com/acme/platform.git" }');

/** Checks the shape, not the class: planes are in a later layer than this one. */
export const CHART_PLANE = shaped(
  (value) => Construct.isConstruct(value) && (value as Partial<IChartPlane>).helmValues instanceof HelmValues,
  'must be a plane beside Union\'s chart; pass a ControlPlaneAuth or DataPlaneAuth',
);

export function directoryOf({ path, folder = 'dist' }: GitManifestSource, plane: IChartPlane): string {
  return path ?? `${folder.replace(/\/+$/, '')}/${folderOfChart(plane)}`;
}

interface Carried {
  readonly chart: HelmChartSource;
  readonly plane: IChartPlane;
  readonly manifests?: GitManifestSource;
}

export function checkCarried(
  problems: Problems, { chart: { version }, plane, manifests }: Carried,
): void {
  const { helmValues: values } = plane;
  const { _release } = values;
  if ('_chartValues' in plane && plane._chartValues === undefined) {
    problems.add(
      'plane',
      plane.node.path,
      'is in plain YAML, which no chart installs; sync its manifests instead',
    );
  }
  if (EXACT_VERSION.test(version) && !isWithin(version.replace(/^v/, ''), _release._contract.versions)) {
    problems.add(
      'chart.version',
      version,
      `is not a version of chart release ${_release} of the values; give one, or give the plane `
        + 'another chartVersion',
      howToAssume(version),
    );
  }
  if (manifests?.path !== undefined && manifests.folder !== undefined) {
    problems.add('manifests.folder', manifests.folder, 'has no effect together with path; remove one');
  }
  checkNoNulls(problems, 'helmValues', values._object);
}

/** How to accept a version that the library does not know. */
function howToAssume(version: string): string | undefined {
  const bare = version.replace(/^v/, '');
  return isWithin(bare, { from: ChartVersion._current._contract.versions.before, before: '9999.0.0' })
    ? `ChartVersion.assume('${bare}', ${ChartVersion._current._member}), as it is newer than all known ones`
    : undefined;
}

/** kubectl and Argo CD drop nulls from an object, and the chart's default applies again. */
function checkNoNulls(problems: Problems, prop: string, value: unknown): void {
  if (value === null) {
    problems.add(
      prop,
      value,
      'does not reach the chart, as kubectl and Argo CD drop nulls; give the empty value that the '
        + 'chart treats as none, such as ""',
    );
  } else if (Array.isArray(value)) {
    value.forEach((entry, i) => checkNoNulls(problems, `${prop}[${i}]`, entry));
  } else if (isObject(value)) {
    Object.entries(value).forEach(([key, entry]) => checkNoNulls(problems, `${prop}.${key}`, entry));
  }
}

export function isOci({ repository }: HelmChartSource): boolean {
  return repository.startsWith('oci://');
}

/** The chart as a source of Argo CD, which expects OCI registries without their scheme. */
export function chartSource(
  chart: HelmChartSource, values: HelmValues,
): { repoURL: string; chart: string; targetRevision: string } {
  return {
    repoURL: isOci(chart) ? chart.repository.slice('oci://'.length) : chart.repository,
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
   * The text with the values of the plane, such as `helmValues` merged over your own. Call its `writeTo`
   * first.
   *
   * @default - `helmValues` of the plane; if these are not written and `before` lists files, the values are
   * in the Application
   */
  readonly text?: TextFile;

  /**
   * Path of the file with the values, from the root of the repository, if it differs from that of `text`
   * below `folder`.
   *
   * @default - the file to which `text` is written
   */
  readonly file?: string;

  /**
   * Path of the app's output folder, from the root of the repository.
   *
   * @default "dist"
   */
  readonly folder?: string;

  /**
   * Files that Helm gets before those values, in this order, such as the sizes of a cluster. Later files
   * override earlier ones, and the values of the plane override all.
   *
   * @default - none
   */
  readonly before?: string[];
}

export const FILE_IN_REPOSITORY = text(filledIn, withinRepository, (path) =>
  (path.endsWith('/') ? 'is a directory; give the file' : undefined));

export const GIT_VALUE_FILES = struct<GitValueFiles>({
  repository: text(filledIn, noCredentials, gitRepository),
  revision: optional(text(filledIn)),
  file: optional(FILE_IN_REPOSITORY),
  text: optional(instanceOf(TextFile, 'pass helmValues of the plane, or what its mergeOver returns')),
  folder: optional(text(filledIn, withinRepository)),
  before: optional(list(FILE_IN_REPOSITORY)),
});

export type PlaneFiles = Pick<GitValueFiles, 'file' | 'text' | 'folder' | 'before'>;

/** The file with the values of a plane, if any, and the files before it. */
function withFile(
  { helmValues }: IChartPlane, { file, text: source, folder = 'dist', before = [] }: PlaneFiles,
) {
  const { _path: path } = source ?? helmValues;
  const written = path === undefined ? undefined : `${folder.replace(/\/+$/, '')}/${path}`;
  return { file: file ?? written, before };
}

export function checkValueFiles(problems: Problems, plane: IChartPlane, files: PlaneFiles): void {
  const { file, before } = withFile(plane, files);
  if (files.text !== undefined && files.file !== undefined) {
    problems.add('valueFiles.file', files.file, 'conflicts with text; remove one of the two');
  }
  if (files.text !== undefined && files.text._path === undefined) {
    problems.addUnshown('valueFiles.text', 'is not written by this app; call its writeTo(app, …) first');
    return;
  }
  if (file === undefined && before.length === 0) {
    problems.addUnshown('valueFiles', `has no values: nothing writes those of ${plane.node.path}; call `
      + 'helmValues.writeTo(app, …) first, or give the file that contains them in file');
  }
  before.forEach((path, i) => problems.check(`valueFiles.before[${i}]`, path, () =>
    (path === file ? 'contains the values of the plane, which come last; remove it here' : undefined)));
  problems.eachOnce(before, (i) => `valueFiles.before[${i}]`, 'is given twice');
}

export function fileOfValues(plane: IChartPlane, files: PlaneFiles): string | undefined {
  return withFile(plane, files).file;
}

/** The name of the source with values files, in the chart's source. */
const REF = 'values';

export function helmValuesOf(
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
 * The sources of an Application besides its chart: manifests, and the repository of values files; one source
 * if both are the same.
 */
export function gitSourcesOf(
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
