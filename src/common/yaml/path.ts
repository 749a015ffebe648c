/** One step of a path into JSON: a key, or an index. */
export type PathStep = string | number;

const QUOTED_OR_BARE = /\["(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"\]|[^.[\]]+/g;

/** The steps of a path as one writes it in JavaScript: `a.b[0]["c.d"].e`. */
export function pathSteps(path: string): string[] {
  const parts = path.match(QUOTED_OR_BARE) ?? [];
  return parts.map((part) => (part.startsWith('[') ? JSON.parse(part.slice(1, -1)) as string : part));
}

/** Writes a path as one would in JavaScript. */
export function pathText(path: readonly PathStep[]): string {
  return path
    .map((step, index) => {
      if (!/^[A-Za-z_][\w-]*$/.test(String(step))) {
        return `[${JSON.stringify(step)}]`;
      }
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
