/**
 * So many are spelled out: nobody reads the hosts of a whole fleet, and each finding about it would carry
 * them all.
 */
const SHOWN = 8;

/** Such as `a, b`, each once; of many the first, and how many more there are. */
export function enumerated(texts: Iterable<string>, separator = ', '): string {
  const distinct = [...new Set(texts)];
  const shown = distinct.slice(0, SHOWN).join(separator);
  return distinct.length > SHOWN ? `${shown} and ${distinct.length - SHOWN} more` : shown;
}
