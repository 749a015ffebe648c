/**
 * A path without its outer slashes, as the kernel reads it: doubled slashes and "." do not count. Empty for
 * the root.
 */
export function cleanPath(path: string): string {
  const inner = path.startsWith('/') ? path.slice(1) : path;
  // Nearly every path is clean but for the slash in front.
  return /^[^/.]+(\/[^/.]+)*$/.test(inner)
    ? inner
    : path
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .join('/');
}

/** What remains of a clean path below a clean directory; nothing where it lies elsewhere. */
export function pathBelow(path: string, directory: string): string | undefined {
  if (directory === '' || path === directory) {
    return directory === '' ? path : '';
  }
  return path.startsWith(directory) && path[directory.length] === '/'
    ? path.slice(directory.length + 1)
    : undefined;
}

/** Joins clean paths, of which any may be empty. */
export function joinPaths(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}/${second}`;
}
