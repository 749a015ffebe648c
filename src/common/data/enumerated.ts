import { listed } from './texts';

/** The number of listed items; the hosts of a whole fleet would fill the screen. */
const SHOWN = 8;

/** Such as `a, b`, each once; of many only the first, and the number of others. */
export function enumerated(texts: Iterable<string>, separator = ', ', most = SHOWN): string {
  const distinct = [...new Set(texts)];
  const shown = distinct.slice(0, most).join(separator);
  return distinct.length > most ? `${shown} and ${distinct.length - most} more` : shown;
}

/** The same as a phrase: `a, b and c`; of many only the first. */
export function enumeration(texts: readonly string[]): string {
  return texts.length > SHOWN ? enumerated(texts) : listed(texts);
}

/** The number of listed items, above which the difference is shown. */
const LISTED = 4;

/** A found list: `a, b`; a long one as `26 headers, without c`, an empty one as `no headers`. */
export function listText(found: readonly string[], what: string, lacks: readonly string[]): string {
  return found.length > LISTED
    ? `${found.length} ${what}, without ${enumerated(lacks)}`
    : found.join(', ') || `no ${what}`;
}

/** The first items of a list in a headline: `a`, `a and b`, `a and 4 more`. */
export function leading(texts: readonly string[]): string {
  const [first, ...more] = [...new Set(texts)];
  return more.length > 1 ? `${first} and ${more.length} more` : [first, ...more].join(' and ');
}
