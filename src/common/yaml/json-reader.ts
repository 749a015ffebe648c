/**
 * The value of a JSON text; undefined if it is invalid or has a duplicate key, of which `JSON.parse` silently
 * drops one.
 */
export function readJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return keysIn(text) === keysOf(value) ? value : undefined;
}

/** The number of keys in a JSON text: strings before a colon. */
function keysIn(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    let next = endOfText(text, start) + 1;
    const following = next;
    while (' \t\n\r'.includes(text.charAt(next)) && next < text.length) {
      next += 1;
    }
    count += text.charAt(next) === ':' ? 1 : 0;
    start = text.indexOf('"', following);
  }
  return count;
}

/**
 * The closing quote of the string that opens at `start`: one with an even number of backslashes before it.
 */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  for (;;) {
    let escapes = end;
    while (text.charAt(escapes - 1) === '\\') {
      escapes -= 1;
    }
    if ((end - escapes) % 2 === 0) {
      return end;
    }
    end = text.indexOf('"', end + 1);
  }
}

/**
 * The number of keys in a value's objects. Without recursion, as JSON can be nested deeper than the stack.
 */
function keysOf(value: unknown): number {
  let count = 0;
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'object' && next !== null) {
      const children: unknown[] = Array.isArray(next) ? next : Object.values(next);
      count += Array.isArray(next) ? 0 : children.length;
      for (const child of children) {
        pending.push(child);
      }
    }
  }
  return count;
}
