import { filledIn } from '../_internal/checks';
import { Problems } from '../_internal/problems';

/** Where a secret value lies in the secret store behind External Secrets Operator. A reference, never the value. */
export interface RemoteSecret {
  /** Name of the entry in the store. */
  readonly key: string;

  /**
   * Field of the entry, where it holds a JSON object.
   *
   * @default - the whole entry
   */
  readonly property?: string;

  /**
   * Version of the entry.
   *
   * @default - the store's latest
   */
  readonly version?: string;
}

/** @internal */
export function _checkRemoteSecret(problems: Problems, prop: string, remote: RemoteSecret): void {
  problems.nest(prop, (nested) => {
    nested.check('key', remote.key, (key) => (key?.trim() ? undefined : 'is empty; name the entry in the secret store'), noPlaceholder);
    if (remote.property !== undefined) {
      nested.check('property', remote.property, (value) => (value.trim() ? undefined : 'is empty; leave it out or name the field'), noPlaceholder);
    }
    if (remote.version !== undefined) {
      nested.check('version', remote.version, filledIn);
    }
  });
}

/**
 * Whether two references are to one value of the store; versions of an entry are one entry.
 *
 * @internal
 */
export function _isSameEntry(one: RemoteSecret, other: RemoteSecret): boolean {
  return one.key === other.key && one.property === other.property;
}

function noPlaceholder(value: string): string | undefined {
  return /[<>]/.test(value) ? 'is a placeholder; put your own value in its place' : undefined;
}
