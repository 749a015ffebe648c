/** How people misspell names. */

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

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = [...b].map((_, i) => i + 1);
  for (let i = 0; i < a.length; i += 1) {
    let diagonal = i;
    let left = i + 1;
    row = row.map((above, j) => {
      const cost = Math.min(above + 1, left + 1, diagonal + (a[i] === b[j] ? 0 : 1));
      diagonal = above;
      left = cost;
      return cost;
    });
  }
  return row[row.length - 1] ?? a.length;
}
