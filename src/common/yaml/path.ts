/** One step of a path into JSON: a key, or an index. */
export type PathStep = string | number;

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
