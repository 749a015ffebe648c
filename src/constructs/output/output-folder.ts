import { basename, isAbsolute, join, normalize, sep } from 'node:path';
import { Problems } from '../../common/props/problems';
import { environment } from '../../common/system/environment';

/**
 * A file before it is written.
 *
 * @internal
 */
export interface OutputFile {
  /** Below the output folder, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Whether it is a script. */
  readonly executable: boolean;
}

/**
 * Texts by their paths, as files of which none is a script.
 *
 * @internal
 */
export function _plainFiles(texts: Readonly<Record<string, string>>): OutputFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text, executable: false }));
}

/**
 * The place of a file in the folder that cdk8s writes to: what the CLI was told (`cdk8s synth -o`, `output`
 * in cdk8s.yaml), else `dist`.
 *
 * Source: cdk8s `App`, which resolves its own folder in the same way.
 *
 * @param path where to write, relative to that folder; an absolute path stays as it is
 * @param outdir the folder of an app that was told another one
 */
export function inOutputFolder(path: string, outdir: string = environment('CDK8S_OUTDIR') ?? 'dist'): string {
  new Problems('writeTo').check('path', path, filledInPath, (value) => misplaced(value, outdir)).throwIfAny();
  return isAbsolute(path) ? path : join(outdir, path);
}

function filledInPath(path: string): string | undefined {
  if (typeof path !== 'string' || path.trim() === '') {
    return 'is not a path; name a file';
  }
  return /(^|\/)\.{0,2}$/.test(path) ? 'is a folder; name a file in it' : undefined;
}

function misplaced(path: string, outdir: string): string | undefined {
  const [first, ...rest] = normalize(path).split(sep);
  if (isAbsolute(path)) {
    return undefined;
  }
  if (first === '..') {
    return `leaves the output folder ${outdir}; write below it, or give an absolute path`;
  }
  // `cdk8s synth -o` would move half of it.
  return first === basename(outdir) && rest.length > 0
    ? `is relative to the output folder ${outdir} already; write ${rest.join('/')}`
    : undefined;
}
