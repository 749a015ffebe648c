import {
  Check, filledIn, noControlCharacter, noPlaceholder, notEmpty, trimmed,
} from '../../common/props/checks';
import { holdsSecret } from '../../common/props/problems';
import { optional, PropType, struct, text } from '../../common/props/prop-types';

/**
 * Location of a secret value in the secret store of External Secrets Operator: a reference, never the value.
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
   * @default - the latest version in the store
   */
  readonly version?: string;
}

const noSecret: Check = (value) =>
  (holdsSecret(value) ? 'looks like a secret; give its entry in the store' : undefined);

/** Some stores allow white space within a name, but none at its ends. */
const NAME: readonly Check[] = [noPlaceholder, trimmed, noControlCharacter, noSecret];

const REFERENCE: PropType = struct<RemoteRef>({
  key: text(notEmpty('give the entry in the secret store'), ...NAME),
  property: optional(text(notEmpty('leave it out or give the field'), ...NAME)),
  version: optional(text(filledIn)),
});

/** A string in its place may be the secret itself. */
export const REMOTE_REF: PropType = (problems, prop, value) => {
  if (typeof value !== 'string') {
    return REFERENCE(problems, prop, value);
  }
  problems.addUnshown(
    prop,
    'must be a reference (the given string is hidden, as it may be the secret itself); give the entry of the '
      + 'secret store that contains it, such as { key: "union/client-secret" }',
  );
  return false;
};

/**
 * Whether two references are to the same value of the store, in any version.
 *
 * @internal
 */
export function _isSameEntry(one: RemoteRef, other: RemoteRef): boolean {
  return _entryOf(one) === _entryOf(other);
}

/**
 * The value of a reference in the store, as a lookup key.
 *
 * @internal
 */
export function _entryOf({ key, property }: RemoteRef): string {
  return JSON.stringify([key, property]);
}

/**
 * Templates of External Secrets Operator for values from a store (engine v2, which has sprig's functions).
 *
 * Nothing else checks values: an emptied entry empties the key, with the ExternalSecret synced, and an
 * editor's newline is copied. If a template fails, the Secret is not changed, and the condition has the
 * reason.
 *
 * Source: External Secrets, `externalsecret_controller_template.go` and `runtime/template/v2`; tried with
 * 1.3.2.
 */

/** Copies a value without trailing newlines; fails on an empty value with the name of the entry. */
export function guardedValue(key: string, entry: RemoteRef): string {
  const place = `${entry.key}${entry.property === undefined ? '' : ` (${entry.property})`}`;
  const reason = `the entry ${place} of the store is empty; ${key} keeps its value`;
  return [
    `{{- $value := regexReplaceAll "[\\r\\n]+$" ${referenceTo(key)} "" -}}`,
    `{{- if not (trim $value) }}{{ fail ${JSON.stringify(reason)} }}{{ end -}}`,
    '{{- $value -}}',
  ].join('');
}

/** Copies a value unchanged. */
export function plainValue(key: string): string {
  return `{{ ${referenceTo(key)} }}`;
}

const GUARDED = /^\{\{- \$value := regexReplaceAll "[^"]+" (?:\.(\w+)|\(index \. "([^"]+)"\)) "" -\}\}/;
const PLAIN = /^\s*\{\{-?\s*(?:\.(\w+)|\(?index \. "([^"]+)"\)?)\s*-?\}\}\s*$/;

/** The key of `data` whose value a template copies, guarded or unchanged; undefined for other templates. */
export function keyPassedOn(template: string): string | undefined {
  const [, name, quoted] = GUARDED.exec(template) ?? PLAIN.exec(template) ?? [];
  return name ?? quoted;
}

/** Whether it removes trailing newlines and refuses empty values. */
export function isGuarded(template: string): boolean {
  return GUARDED.test(template);
}

function referenceTo(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `(index . ${JSON.stringify(key)})`;
}
