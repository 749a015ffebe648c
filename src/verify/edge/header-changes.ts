import { asTexts } from '../kube/json-access';
import type { Field } from '../read/field';
import type { Expression } from './expression';

/**
 * Where an edge changes a header:
 *
 * - `guard`: in what it asks the guard, and nowhere else.
 * - `before`: before it asks the guard, so that everything behind sees the change.
 * - `after`: on the way to the backend.
 * - `response`: on the way back to the client.
 */
export type Hop = 'guard' | 'before' | 'after' | 'response';

/** A header that an edge removes or sets. */
export interface HeaderChange {
  readonly hop: Hop;
  /** In lower case. With an asterisk at its end: every header that starts so. */
  readonly header: string;
  /** What it becomes, as written; empty where it is removed. */
  readonly value: string;
  /** An expression that the names match instead. */
  readonly matching?: Expression;
  /** It is made for some of the ways by which requests come. */
  readonly partly?: boolean;
  /** Names that stay as they are all the same, in lower case. */
  readonly except?: readonly string[];
  readonly field: Field;
}

/** Tells changes apart, wherever they are made. */
export function changeKey({ hop, header, value, partly }: HeaderChange): string {
  return JSON.stringify([hop, header, value, partly]);
}

/** The changes of several ways by which requests come: those that not all of them make are partial. */
export function changesOfWays(ways: readonly (readonly HeaderChange[])[]): HeaderChange[] {
  const made = ways.map((changed) => new Set(changed.map(changeKey)));
  return ways.flat().map((change) =>
    made.every((keys) => keys.has(changeKey(change))) ? change : { ...change, partly: true });
}

/** Whether a change is one of a header; the name in lower case. */
export function changes({ header: changed, matching, except = [] }: HeaderChange, header: string): boolean {
  if (except.includes(header)) {
    return false;
  }
  if (matching !== undefined) {
    return matching.test(header);
  }
  return changed.endsWith('*') ? header.startsWith(changed.slice(0, -1)) : changed === header;
}

export function headerNames(list: unknown): string[] {
  return asTexts(list).map((header) => header.toLowerCase());
}

/** Whether every caller's header becomes the same. */
export function isFixed({ value }: HeaderChange): boolean {
  return value.trim() !== '' && !/[$%]/.test(value);
}

/** What nginx and Envoy take from a request. */
const FROM_REQUEST = /\$\{?(http|arg|cookie)_|%REQ\(/i;

/** Whether a caller chooses what becomes of it, by another header or the URL. */
export function isChosenByCaller({ header, value }: HeaderChange): boolean {
  return FROM_REQUEST.test(value) && !value.toLowerCase().includes(`$http_${header.replace(/-/g, '_')}`);
}
