import { RemoteRef } from './remote-ref';

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
