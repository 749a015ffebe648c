import type { PathStep } from './path';
import type { Span } from './spans';

/** A document of a text, with what it takes to find lines in it later. */
export interface ReadDocument {
  readonly value: unknown;
  /** The part of the text that holds the document; absent where it cannot be read on its own. */
  readonly span?: Span;
  /**
   * The parts that hold the entries of a block list `items` at the root, as `kubectl get -o yaml` writes it.
   */
  readonly items: readonly Span[];
  /** Places of keys that are more than once; the last one counts. */
  readonly duplicates?: readonly (readonly PathStep[])[];
}

export const NO_ITEMS: readonly Span[] = [];

/** A document as it is in another text: so many characters further on, and ending before `length`. */
export function shifted({ value, span, items }: ReadDocument, by: number, length: number): ReadDocument {
  const shift = ({ start, end }: Span): Span => ({ start: start + by, end: Math.min(end + by, length) });
  return { value, span: span && shift(span), items: items.length === 0 ? NO_ITEMS : items.map(shift) };
}
