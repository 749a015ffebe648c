/** Dotted paths of settings, such as `auth.userAuth.openId.baseUrl`. The path of the whole is empty. */

/** The map that holds a path. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** The key of a path in that map. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The maps that a path leads through, from the outermost on, without the whole. */
export function aboveOf(path: string): string[] {
  const parent = parentOf(path);
  return parent === '' ? [] : [...aboveOf(parent), parent];
}
