import { slipOf } from '../../common/props/suggestion';
import { APP_SECRET_KEY, CLIENT_SECRET_KEY, OIDC_CLIENT_SECRET_KEY } from '../../contract/union/secrets';
import type { Field } from '../read/field';
import type { Credential } from './credential';

/** A reader that asks a Secret for a slip of a key that it holds. */
export interface MisspeltKey {
  /** Where the reader says it. */
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly headline: 'misspelt';
  readonly values: { readonly meant: string };
}

/** Keys that Union's charts read: where one is missed, its writer has the slip. */
const KNOWN: readonly string[] = [CLIENT_SECRET_KEY, OIDC_CLIENT_SECRET_KEY, APP_SECRET_KEY];

export function misspeltKey({ key, delivery, path, field }: Credential): MisspeltKey | undefined {
  const written = delivery?.writers.flatMap(({ keys }) => keys) ?? [];
  const meant = key === undefined || KNOWN.includes(key.key) ? undefined : slipOf(key.key, written);
  if (key === undefined || meant === undefined || !KNOWN.includes(meant)) {
    return undefined;
  }
  const told = { headline: 'misspelt', values: { meant } } as const;
  // A mount without items names each file after its key.
  return path?.endsWith(`/${key.key}`)
    ? { at: field, expected: `${path.slice(0, -key.key.length)}${meant}`, found: path, ...told }
    : { at: key.field, expected: `key ${meant} of Secret ${key.secret}`, found: key.key, ...told };
}
