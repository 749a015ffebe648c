import { grouped } from '../../common/data/collections';
import { Field, placesIn } from '../read/field';

/** Copies of one value that must agree. */
export interface Copies<T> {
  /** Those that say what is meant. */
  readonly usual: readonly T[];
  /** Those that say something else, together where they say the same. */
  readonly others: readonly (readonly T[])[];
  /** Whether as many places say the one as the other: then nothing tells which is wrong. */
  readonly isTied: boolean;
}

interface Comparing<T> {
  /** What a copy says. */
  readonly text: (copy: T) => string;
  /** Where it says so. */
  readonly at: (copy: T) => Field | readonly Field[];
  /** How much else speaks for what copies say, where as many say something else. @default nothing */
  readonly backers?: (copy: T) => number;
}

/**
 * The many against the few: what most places of the input say is meant, and whoever differs is wrong. A value
 * of a chart is one place, in however many objects it ends up. Of as many, what has most backers, else what
 * comes first.
 */
export function compared<T>(
  copies: readonly T[], { text, at, backers = () => 0 }: Comparing<T>,
): Copies<T> {
  const groups = grouped(copies, text);
  // Where all agree there is nothing to count, which is most of a large input.
  if (groups.length < 2) {
    return { usual: groups[0] ?? [], others: [], isTied: false };
  }
  const [first, ...rest] = groups
    .map((of) => ({ of, places: placesIn(of.flatMap(at)), backers: backers(of[0]) }))
    .sort((a, b) => b.places - a.places || b.backers - a.backers);
  const isTied = rest.some(({ places }) => places === first.places);
  return { usual: first.of, others: rest.map(({ of }) => of), isTied };
}
