/** So many are spelled out; the hosts of a whole fleet would fill the screen of every finding. */
const SHOWN = 8;

/** Such as `a, b`, each once; of many the first, and how many more there are. */
export function enumerated(texts: Iterable<string>, separator = ', '): string {
  const distinct = [...new Set(texts)];
  const shown = distinct.slice(0, SHOWN).join(separator);
  return distinct.length > SHOWN ? `${shown} and ${distinct.length - SHOWN} more` : shown;
}

/** So many of a list are shown; of a longer one the difference tells more. */
const LISTED = 4;

/** A list that was found: `a, b`, of a long one `26 headers, without c`, of an empty one `no headers`. */
export function listText(found: readonly string[], what: string, lacks: readonly string[]): string {
  return found.length > LISTED
    ? `${found.length} ${what}, without ${enumerated(lacks)}`
    : found.join(', ') || `no ${what}`;
}

/** The first of a list in a headline: `a`, `a and b`, `a and 4 more`. */
export function leading(texts: readonly string[]): string {
  const [first, ...more] = [...new Set(texts)];
  return more.length > 1 ? `${first} and ${more.length} more` : [first, ...more].join(' and ');
}
