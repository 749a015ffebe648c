import { isNear } from './suggestion';

/**
 * The name of a host or an object that one is a slip of: as many parts, each the same or nearly so, or the
 * same letters with other dashes. Names that differ in short parts or in numbers (`eu` and `us`, `union-a`
 * and `union-b`, `union1` and `union2`) may well be two.
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
