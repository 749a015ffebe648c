import { basename, isAbsolute, join, normalize, sep } from 'node:path';
import { Problems } from '../../common/props/problems';
import { environment } from '../../common/system/environment';

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
  return typeof path === 'string' && path.trim() !== '' ? undefined : 'is no path; name a file';
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
