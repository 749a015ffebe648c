import { groupsByKey } from '../../common/data/collections';
import { textInBase64 } from '../../common/data/texts';
import { asText } from './json-access';
import type { KubeObject } from './kube-object';

/** Usual replacements of values: `REDACTED`, `***`, `<hidden>`, Argo CD's pluses. */
const WORDS = 'redacted|removed|omitted|hidden|masked|sanitized|scrubbed|censored|stripped|sensitive';
const REDACTED = new RegExp(
  String.raw`^(?:[*+•#]{3,}|x{4,}`
    + String.raw`|[<\[({*]*(?:values? |secret )?(?:${WORDS})(?: value| data| secret)?[>\])}*]*`
    + String.raw`|[<\[{][^<>[\]{}]*(?<![a-z])(?:${WORDS})(?![a-z])[^<>[\]{}]*[>\]}])$`,
  'i',
);

/** Marks that are never a value: in capitals, as stars or in brackets; in lower case they are words. */
const MASKED = new RegExp(
  String.raw`^(?:${WORDS.toUpperCase()}|\*{3,}|<[^<>]*(?<![a-z])(?:redacted|masked)(?![a-z])[^<>]*>)$`,
);

/** Whether a value of any field is such a mark. */
export function isMasked(value: string): boolean {
  return MASKED.test(value.trim());
}

/** Whether a value is redacted. */
export function isRedacted(value: string): boolean {
  const text = value.trim();
  return REDACTED.test(text) || REDACTED.test(textInBase64(text).trim());
}

/** The number of Secrets, with different keys, that do not share one value by chance. */
const MANY = 3;

/** The redacted part of a Secret in a dump: its values, or the keys too. */
export type Redaction = 'values' | 'keys';

/** All Secrets of the input, or of a file, have no values or the same one. */
export function redactions(secrets: readonly KubeObject[]): ReadonlyMap<KubeObject, Redaction> {
  const shown = secrets.filter(({ live }) => live);
  const files = groupsByKey(shown, ({ source }) => source.file).values();
  // A single one may be empty.
  const emptied = [shown, ...files].filter((group) =>
    (group.length > 1 && group.every(isEmptied)) || holdOneValue(group)).flat();
  return new Map(emptied.map((secret) => [secret, keysOf(secret).length === 0 ? 'keys' : 'values']));
}

/** Removes ConfigMaps without texts: they show nothing. */
export function withoutEmptied(objects: readonly KubeObject[]): readonly KubeObject[] {
  const configMaps = objects.filter(({ group, kind }) => group === '' && kind === 'ConfigMap');
  const files = groupsByKey(configMaps, ({ source }) => source.file).values();
  const emptied = new Set([configMaps, ...files].filter((group) =>
    group.length >= MANY && group.every((configMap) => valuesOf(configMap).every(isTakenOut))).flat());
  return emptied.size === 0 ? objects : objects.filter((object) => !emptied.has(object));
}

function isTakenOut(value: string): boolean {
  return value === '' || isRedacted(value);
}

function isEmptied(secret: KubeObject): boolean {
  return valuesOf(secret).every((value) => value === '');
}

function holdOneValue(secrets: readonly KubeObject[]): boolean {
  const filled = secrets.filter((secret) => !isEmptied(secret));
  const keys = new Set(filled.flatMap(keysOf));
  return filled.length >= MANY && keys.size >= MANY && new Set(filled.flatMap(valuesOf)).size === 1;
}

function keysOf(secret: KubeObject): string[] {
  return ['data', 'stringData'].flatMap((section) => Object.keys(secret.objectAt(section)));
}

function valuesOf(secret: KubeObject): string[] {
  return ['data', 'stringData'].flatMap((section) => Object.values(secret.objectAt(section)))
    .map((value) => asText(value) ?? '');
}
