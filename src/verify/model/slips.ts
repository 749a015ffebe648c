/** How people misspell names. */

import { distance } from '../../common/props/suggestion';

/**
 * Other capitals or dashes, an ending more or less (`enabled` for `enable`, `scope` for `scopes`), or at most
 * two letters apart in a long name.
 */
export function isSlipOf(key: string, known: string): boolean {
  const [own, right] = [key, known].map((name) => name.toLowerCase().replace(/[-_]/g, ''));
  const [short, long] = own.length < right.length ? [own, right] : [right, own];
  const hasOtherEnding =
    short.length >= 4 && long.startsWith(short) && /^(s|d|ed|es|id)$/.test(long.slice(short.length));
  // Such as CLIENT_ID for AUTH_CLIENT_ID.
  const lacksBeginning = /^[A-Z]+_[A-Z_]+$/.test(key) && known.endsWith(`_${key}`);
  return (
    own === right || hasOtherEnding || lacksBeginning || (known.length >= 8 && distance(key, known) <= 2)
  );
}

/** Whether two names are at most two letters apart, or two of their letters have changed places. */
export function isNear(key: string, known: string): boolean {
  return Math.min(key.length, known.length) >= 4
    && distance(key, known) <= (known.length < 6 && !hasSwapped(key, known) ? 1 : 2);
}

function hasSwapped(key: string, known: string): boolean {
  return [...key].sort().join('') === [...known].sort().join('');
}
