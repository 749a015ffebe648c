/**
 * An absolute URL, or one below a base; nothing where there is none. Not by `URL.canParse`, which denies
 * letters beyond ASCII once V8 has optimized its caller (Node 20).
 */
export function urlOf(text = '', base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
