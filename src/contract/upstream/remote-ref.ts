import { Check, filledIn, noControlCharacter, noPlaceholder, trimmed } from '../../common/props/checks';
import { holdsSecret } from '../../common/props/problems';
import { PropType, optional, struct, text } from '../../common/props/prop-types';

/**
 * Where a secret value lies in the secret store behind External Secrets Operator. A reference, never the
 * value.
 */
export interface RemoteRef {
  /** Name of the entry in the store: `union/client-secret`. */
  readonly key: string;

  /**
   * Field of the entry, if it is a JSON object: `client-secret`.
   *
   * @default - the whole entry
   */
  readonly property?: string;

  /**
   * Version of the entry: `3`.
   *
   * @default - the store's latest
   */
  readonly version?: string;
}

const emptyTells = (remedy: string): Check => (value) => (value.trim() ? undefined : `is empty; ${remedy}`);

const noSecret: Check = (value) =>
  (holdsSecret(value) ? 'looks like a secret; name its entry in the store' : undefined);

/** Some stores have white space within a name, and none at its ends. */
const NAME: readonly Check[] = [noPlaceholder, trimmed, noControlCharacter, noSecret];

const REFERENCE: PropType = struct<RemoteRef>({
  key: text(emptyTells('name the entry in the secret store'), ...NAME),
  property: optional(text(emptyTells('leave it out or name the field'), ...NAME)),
  version: optional(text(filledIn)),
});

/** A text in its place may be the secret itself. */
export const REMOTE_REF: PropType = (problems, prop, value) => {
  if (typeof value !== 'string') {
    return REFERENCE(problems, prop, value);
  }
  problems.addUnshown(
    prop,
    'is a text, which is not shown in case it is the secret itself; name the entry of the secret store that '
      + 'holds it, such as { key: "union/client-secret" }',
  );
  return false;
};

/**
 * Whether two references are to one value of the store; versions of an entry are one entry.
 *
 * @internal
 */
export function _isSameEntry(one: RemoteRef, other: RemoteRef): boolean {
  return _entryOf(one) === _entryOf(other);
}

/**
 * The value of the store that a reference is to, as a key to look it up by.
 *
 * @internal
 */
export function _entryOf({ key, property }: RemoteRef): string {
  return JSON.stringify([key, property]);
}
