import { JsonObject } from '../../common/data/json';
import { filledIn, noCredentials } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { instanceOf, list, optional, struct, text } from '../../common/props/prop-types';
import { TextFile } from '../output';
import { IChartPlane } from '../values';
import { GitManifestSource, gitRepository, withinRepository } from './helm-chart-source';

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
