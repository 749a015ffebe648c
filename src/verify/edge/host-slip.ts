import { isNear } from '../../common/props/suggestion';

/**
 * The host that one is a slip of: as many parts, each the same or nearly so. Hosts that differ in short parts
 * or in numbers (`eu` and `us`, `union-a` and `union-b`, `union1` and `union2`) may well be two.
 */
export function hostSlipOf(host: string, known: readonly string[]): string | undefined {
  return known.includes(host) ? undefined : known.find((other) => {
    const [own, others] = [partsOf(host), partsOf(other)];
    return own.length === others.length
      && own.every((part, i) => part === others[i] || isSlip(part, others[i]));
  });
}

function isSlip(one: string, other: string): boolean {
  return isNear(one, other) && lettersOf(one) !== lettersOf(other);
}

function partsOf(host: string): string[] {
  return host.toLowerCase().split(/[.-]/);
}

function lettersOf(part: string): string {
  return part.replace(/\d/g, '');
}
