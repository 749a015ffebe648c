import { distance, folded, hasSwapped } from '../../common/props/suggestion';

/**
 * Other capitals or dashes, an ending more or less (`enabled` for `enable`, `scope` for `scopes`), letters
 * that have changed places, or at most two letters apart in a long name.
 */
export function isSlipOf(key: string, known: string): boolean {
  const [own, right] = [key, known].map(folded);
  const [short, long] = own.length < right.length ? [own, right] : [right, own];
  const hasOtherEnding =
    short.length >= 4 && long.startsWith(short) && /^(s|d|ed|es|id)$/.test(long.slice(short.length));
  // Such as CLIENT_ID for AUTH_CLIENT_ID.
  const lacksBeginning = /^[A-Z]+_[A-Z_]+$/.test(key) && known.endsWith(`_${key}`);
  return (
    own === right || hasOtherEnding || lacksBeginning
    || (distance(own, right) <= 2 && (known.length >= 8 || (short.length >= 4 && hasSwapped(own, right))))
  );
}
