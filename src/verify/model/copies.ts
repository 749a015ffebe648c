import { grouped } from '../../common/data/collections';
import { Field, placesIn } from '../read/field';

/** Copies of one value that must be equal. */
export interface Copies<T> {
  /** Those with the intended value. */
  readonly usual: readonly T[];
  /** Those with other values, grouped by value. */
  readonly others: readonly (readonly T[])[];
  /** Whether both values have the same number of places: then it is unknown which is wrong. */
  readonly isTied: boolean;
}

interface Comparing<T> {
  /** The value of a copy. */
  readonly text: (copy: T) => string;
  /** The place of a copy. */
  readonly at: (copy: T) => Field | readonly Field[];
  /** The number of other supporting facts, if values have the same number of places. @default none */
  readonly backers?: (copy: T) => number;
}

/**
 * Compares the many with the few: the value of most places is the intended one, and others are wrong. A chart
 * value is one place, in any number of objects. With equal numbers, the value with most backers wins, then
 * the first.
 */
export function compared<T>(
  copies: readonly T[], { text, at, backers = () => 0 }: Comparing<T>,
): Copies<T> {
  const groups = grouped(copies, text);
  // Fast path: in most of a large input all copies are equal.
  if (groups.length < 2) {
    return { usual: groups[0] ?? [], others: [], isTied: false };
  }
  const [first, ...rest] = groups
    .map((of) => ({ of, places: placesIn(of.flatMap(at)), backers: backers(of[0]) }))
    .sort((a, b) => b.places - a.places || b.backers - a.backers);
  const isTied = rest.some(({ places }) => places === first.places);
  return { usual: first.of, others: rest.map(({ of }) => of), isTied };
}
