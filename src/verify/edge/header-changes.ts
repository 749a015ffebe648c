import { asText, asTexts } from '../kube/json-access';
import type { Field } from '../read/field';
import type { Expression } from './expression';

/**
 * The stage at which an edge changes a header:
 *
 * - `guard`: only in its request to the guard.
 * - `before`: before the request to the guard, so that guard and backend get the change.
 * - `after`: on the way to the backend.
 * - `response`: on the way back to the client.
 */
export type Hop = 'guard' | 'before' | 'after' | 'response';

/** A header that an edge removes or sets. */
export interface HeaderChange {
  readonly hop: Hop;
  /** In lower case. A trailing asterisk means every header with this prefix. */
  readonly header: string;
  /** The new value, as written; empty if it is removed. */
  readonly value: string;
  /** An expression that the names match instead. */
  readonly matching?: Expression;
  /** Whether it applies only to some requests. */
  readonly partly?: boolean;
  /** Excluded names, in lower case. */
  readonly except?: readonly string[];
  readonly field: Field;
}

/** A header that is set, or removed by an empty value. */
export function headerChange(hop: Hop, name: string, value: unknown, field: Field): HeaderChange {
  return { hop, header: name.toLowerCase(), value: asText(value) ?? '', field };
}

/** A key of a change, for any place. */
export function changeKey({ hop, header, value, partly }: HeaderChange): string {
  return JSON.stringify([hop, header, value, partly]);
}

/** The changes on several ways of a request; those that are not on all of them are partial. */
export function changesOfWays(ways: readonly (readonly HeaderChange[])[]): HeaderChange[] {
  const made = ways.map((changed) => new Set(changed.map(changeKey)));
  return ways.flat().map((change) =>
    made.every((keys) => keys.has(changeKey(change))) ? change : { ...change, partly: true });
}

/** Whether a change affects a header; the name in lower case. */
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

/** Whether the header gets the same value for every caller. */
export function isFixed({ value }: HeaderChange): boolean {
  return value.trim() !== '' && !/[$%]/.test(value);
}

/** Variables of nginx and Envoy that come from a request. */
const FROM_REQUEST = /\$\{?(http|arg|cookie)_|%REQ\(/i;

/** Whether a caller can choose the value, by another header or the URL. */
export function isChosenByCaller({ header, value }: HeaderChange): boolean {
  return FROM_REQUEST.test(value) && !value.toLowerCase().includes(`$http_${header.replace(/-/g, '_')}`);
}
