/** The fault of an unknown name, such as `unknown prop. Did you mean issuer?` */
export function unknownName(what: 'prop' | 'key', name: string, known: readonly string[]): string {
  const meant = suggestion(name, known);
  const sentence = `${meant.charAt(0).toUpperCase()}${meant.slice(1)}${meant.endsWith('?') ? '' : '.'}`;
  return `unknown ${what}. ${sentence}`;
}

/** The remedy for an unknown name: the similar known one, otherwise all of them. */
export function suggestion(name: string, known: readonly string[]): string {
  const meant = slipOf(name, known);
  if (meant !== undefined) {
    return `did you mean ${meant}?`;
  }
  return known.length > 0 ? `known: ${known.join(', ')}` : 'none is known here';
}

/** The known name that a name misspells. */
export function slipOf(name: string, known: readonly string[]): string | undefined {
  return known.filter((each) => isNear(name, each)).sort((a, b) => distance(name, a) - distance(name, b))[0];
}

/**
 * Whether two names differ in at most two letters, ignoring case and dashes; short names in one letter or a
 * transposition.
 */
export function isNear(one: string, other: string): boolean {
  const [a, b] = [one, other].map(folded);
  const shorter = Math.min(a.length, b.length);
  return a === b || (shorter > 3 && distance(a, b) <= (shorter < 6 && !hasSwapped(a, b) ? 1 : 2));
}

/** A name without case and dashes. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** Whether two texts have the same letters in another order. */
export function hasSwapped(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('');
}

/** Levenshtein distance: the number of inserted, deleted or changed letters. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

/**
 * The name of a host or an object that a name misspells: the same number of parts, each equal or similar, or
 * the same letters with other dashes. Names that differ in short parts or in numbers (`eu` and `us`,
 * `union-a` and `union-b`, `union1` and `union2`) are different names.
 */
export function nameSlipOf(name: string, known: readonly string[]): string | undefined {
  const own = partsOf(name);
  return known.includes(name) ? undefined : known.find((other) => {
    const others = partsOf(other);
    return own.length === others.length
      ? own.every((part, i) => part === others[i] || isSlip(part, others[i]))
      : others.join('') === own.join('');
  });
}

function isSlip(one: string, other: string): boolean {
  return isNear(one, other) && lettersOf(one) !== lettersOf(other);
}

function partsOf(name: string): string[] {
  return name.toLowerCase().split(/[.-]/);
}

function lettersOf(part: string): string {
  return part.replace(/\d/g, '');
}

/**
 * Another case or dashes, another ending (`enabled` for `enable`, `scope` for `scopes`), transposed letters,
 * or at most two other letters in a long name.
 */
export function isKeySlip(key: string, known: string): boolean {
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
