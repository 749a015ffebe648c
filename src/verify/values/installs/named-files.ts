import type { ManifestText } from '../../../common/yaml/input';
import { FileOfValues, joined } from './install';

/** Whether a path names files by a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** Whether a pattern, or a path that is none, names a path. */
export function namesPath(glob: string, path: string): boolean {
  return expressionOf(glob).test(path);
}

/**
 * The text that a path means: beside the object that names it, or from the root of a repository, of which the
 * input may show any part. Of several the one that shares most of the path.
 */
export function textNamed(
  { path, beside, own }: FileOfValues & { readonly own?: boolean }, texts: readonly ManifestText[],
): ManifestText | undefined {
  if (beside !== undefined) {
    const wanted = joined(path.startsWith('/') ? '' : beside, path);
    return texts.find(({ name }) => joined(name) === wanted);
  }
  const wanted = joined(path).split('/').reverse();
  const shared = texts.map((text) => {
    const steps = joined(text.name).split('/').filter(Boolean).reverse();
    const differs = wanted.findIndex((step, index) => step !== steps[index]);
    const whole = differs === steps.length ? steps.length : 0;
    return { text, steps: differs < 0 ? wanted.length : whole };
  }).filter(({ steps }) => steps > 0);
  const most = Math.max(...shared.map(({ steps }) => steps));
  const best = shared.filter(({ steps }) => steps === most);
  // A bare name that many files have tells nothing, nor does one that no one wrote.
  return (best.length === 1 && own !== true) || most > 1 ? best[0]?.text : undefined;
}

/**
 * The texts that a pattern names from the root of a repository, of which the input may show any part, as
 * doublestar walks folders: by name, and a folder's own files before those of folders in it.
 */
export function textsNamed(path: string, texts: readonly ManifestText[]): readonly ManifestText[] {
  const steps = joined(path).split('/').filter(Boolean);
  const roots = new Set(texts.flatMap(({ name }) => rootIn(joined(name), steps.join('/')) ?? []));
  const [root] = roots;
  if (root !== undefined) {
    // What many folders have says nothing of where the repository begins.
    return steps.length === 1 && roots.size > 1 ? [] : matching(steps.join('/'), root, texts);
  }
  const parts = steps.slice(1, -1).map((_, index) => matching(steps.slice(index + 1).join('/'), '', texts));
  return parts.find((found) => found.length > 0) ?? [];
}

/** The folder, with its slash, from which a pattern names a path. */
function rootIn(path: string, glob: string): string | undefined {
  const starts = [0, ...[...path.matchAll(/\//g)].map(({ index }) => index + 1)];
  const start = starts.find((each) => namesPath(glob, path.slice(each)));
  return start === undefined ? undefined : path.slice(0, start);
}

function matching(glob: string, root: string, texts: readonly ManifestText[]): ManifestText[] {
  const expression = expressionOf(glob);
  return texts.flatMap((text) => {
    const path = joined(text.name);
    const match = path.startsWith(root) ? expression.exec(path.slice(root.length)) : null;
    return match === null ? [] : [{ text, order: orderOf([...match.slice(1), path]) }];
  }).sort((a, b) => (a.order < b.order ? -1 : 1)).map(({ text }) => text);
}

/** Folders first, each before what is in it. */
function orderOf(paths: readonly string[]): string {
  return paths.map((path) => path.replace(/\//g, '\0')).join('\0');
}

/** With the folders that each `**` stands for. Source: bmatcuk/doublestar, "Patterns". */
function expressionOf(glob: string): RegExp {
  const parts = glob.replace(/(?<![^/])\*\*\/|\*+|\?|\[[!^]?[^\]]+\]|[^]/g, (part) => {
    if (part === '**/') {
      return '((?:[^/]+/)*?)';
    }
    if (part.startsWith('*')) {
      return '[^/]*';
    }
    if (part.length > 1) {
      return part.replace(/^\[[!^]/, '[^/').replace(/\\/g, '\\\\');
    }
    return part === '?' ? '[^/]' : part.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  });
  try {
    return new RegExp(`^${parts}$`, 's');
  } catch {
    // A range that runs backwards names nothing.
    return /(?!)/;
  }
}
