import { Check, filledIn, noControlCharacter, noPlaceholder, trimmed } from '../../common/props/checks';
import { holdsSecret } from '../../common/props/problems';
import { optional, PropType, struct, text } from '../../common/props/prop-types';

/**
 * Where a secret value is in the secret store behind External Secrets Operator. A reference, never the
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

/**
 * Values on their way from a store into a Secret, by a template of External Secrets Operator (engine v2,
 * which has sprig's functions).
 *
 * Nothing else looks at them: an entry that someone empties empties the key, and the ExternalSecret is
 * synced; a line feed of an editor goes through. A template that fails leaves the Secret as it was, and the
 * condition says why.
 *
 * Source: External Secrets, `externalsecret_controller_template.go` and `runtime/template/v2`; tried with
 * 1.3.2.
 */

/** Passes a value on without the line ends at its end; fails where nothing is left, and names the entry. */
export function guardedValue(key: string, entry: RemoteRef): string {
  const place = `${entry.key}${entry.property === undefined ? '' : ` (${entry.property})`}`;
  const reason = `the entry ${place} of the store is empty; ${key} keeps the value that it has`;
  return [
    `{{- $value := regexReplaceAll "[\\r\\n]+$" ${referenceTo(key)} "" -}}`,
    `{{- if not (trim $value) }}{{ fail ${JSON.stringify(reason)} }}{{ end -}}`,
    '{{- $value -}}',
  ].join('');
}

/** Passes a value on as it is. */
export function plainValue(key: string): string {
  return `{{ ${referenceTo(key)} }}`;
}

const GUARDED = /^\{\{- \$value := regexReplaceAll "[^"]+" (?:\.(\w+)|\(index \. "([^"]+)"\)) "" -\}\}/;
const PLAIN = /^\s*\{\{-?\s*(?:\.(\w+)|\(?index \. "([^"]+)"\)?)\s*-?\}\}\s*$/;

/**
 * The key of `data` whose value a template passes on, guarded or as it is; nothing where it makes something
 * else of it.
 */
export function keyPassedOn(template: string): string | undefined {
  const [, name, quoted] = GUARDED.exec(template) ?? PLAIN.exec(template) ?? [];
  return name ?? quoted;
}

/** Whether no line end comes through it, nor an empty value. */
export function isGuarded(template: string): boolean {
  return GUARDED.test(template);
}

function referenceTo(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `(index . ${JSON.stringify(key)})`;
}
