import { JsonObject } from '../../common/data/json';
import { filledIn, noCredentials } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { instanceOf, list, optional, struct, text } from '../../common/props/prop-types';
import { TextFile } from '../output';
import { HelmValues } from '../values';
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
   * The file that holds `values`, from the root of the repository: what `values.writeTo` wrote, where it lies
   * there.
   *
   * @default - none: the values stand in the Application
   */
  readonly file?: string;

  /**
   * The text that holds `values`, in the place of `file`: `writeTo` must have been called, and the file is
   * that, below `folder`.
   *
   * @default - none
   */
  readonly text?: TextFile;

  /**
   * Where the output folder of the app is, from the root of the repository; for `text`.
   *
   * @default "dist"
   */
  readonly folder?: string;

  /**
   * Files that Helm gets before `values`, in this order, such as the sizes of a cluster. A later one wins,
   * and `values` over all of them.
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

/** The same, with the file that a text is written to. */
function withFile({ file, text: source, folder = 'dist', before = [] }: PlaneFiles) {
  const written = source?._path === undefined ? undefined : `${folder.replace(/\/+$/, '')}/${source._path}`;
  return { file: file ?? written, before };
}

/** @internal */
export function _checkValueFiles(problems: Problems, files: PlaneFiles): void {
  const { file, before } = withFile(files);
  if (files.text !== undefined && files.file !== undefined) {
    problems.add('valueFiles.file', files.file, 'is said by text as well; remove one of the two');
  }
  if (files.text !== undefined && files.text._path === undefined) {
    problems.addUnshown('valueFiles.text', 'is not written by this app; call writeTo(app, …) of it before');
    return;
  }
  if (file === undefined && before.length === 0) {
    problems.add(
      'valueFiles', {}, 'names no file; give the one that holds the values as file, or others as before',
    );
  }
  before.forEach((path, i) => problems.check(`valueFiles.before[${i}]`, path, () =>
    (path === file ? 'is file as well, which comes last' : undefined)));
  problems.eachOnce(before, (i) => `valueFiles.before[${i}]`, 'is named twice');
}

/** By what the chart's source names the repository of values files. */
const REF = 'values';

/**
 * Where Helm gets the values of a plane from.
 *
 * @internal
 */
export function _helmValuesOf(
  values: HelmValues, files: PlaneFiles | undefined,
): { valueFiles?: string[]; valuesObject?: JsonObject } {
  const { file, before } = withFile(files ?? {});
  const paths = [...before, ...file === undefined ? [] : [file]];
  return {
    ...(paths.length > 0 ? { valueFiles: paths.map((path) => `$${REF}/${path}`) } : {}),
    ...(file === undefined ? { valuesObject: values.toObject() } : {}),
  };
}

/**
 * The sources of an Application beside its chart: manifests, and the repository of values files; one where
 * that is the same.
 *
 * @internal
 */
export function _gitSourcesOf(
  manifests: GitManifestSource | undefined, files: GitValueFiles | undefined,
): JsonObject[] {
  const values = files && { repoURL: files.repository, targetRevision: files.revision ?? 'HEAD', ref: REF };
  if (manifests === undefined) {
    return values ? [values] : [];
  }
  const rendered = {
    repoURL: manifests.repository,
    path: manifests.path,
    targetRevision: manifests.revision ?? 'HEAD',
  };
  if (values === undefined) {
    return [rendered];
  }
  const isSame = values.repoURL === rendered.repoURL && values.targetRevision === rendered.targetRevision;
  return isSame ? [{ ...rendered, ref: REF }] : [values, rendered];
}
