/** What a question finds that may find one thing, several, or nothing. */
export function allOf<T extends object>(found: T | Iterable<T> | false | undefined): readonly T[] {
  if (found === undefined || found === false) {
    return [];
  }
  return Symbol.iterator in found ? [...found] : [found];
}
