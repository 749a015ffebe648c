import {
  CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, FAILSAFE_SCHEMA, mapTag, mergeTag,
  NOT_RESOLVED, nullCoreTag, Schema, seqTag,
} from 'js-yaml';
import { bytesInBase64, textOfBytes } from '../data/texts';

/**
 * What plain texts mean to the two Go libraries that read the YAML of a deployment. helm and kubectl read
 * with sigs.k8s.io/yaml (YAML 1.1, go.yaml.in/yaml/v2: resolve.go), services their config files with yaml.v3
 * (1.2 but for details).
 */

const YES = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const NO = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);

const goBool = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: [...'yYnNtTfFoO'],
  identify: () => false,
  resolve: (text) => (YES.has(text) || NO.has(text) ? YES.has(text) : NOT_RESOLVED),
});

/**
 * Integers may have a base and underscores; what is no integer may be a decimal number (`08`), and what
 * overflows stays a text.
 */
function goNumber(text: string): number | typeof NOT_RESOLVED {
  // Nearly all numbers are as plain as this, and nearly all other texts show it early.
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) {
    return Number(text);
  }
  if (!/^[-+.\d_a-zA-Z]+$/.test(text)) {
    return NOT_RESOLVED;
  }
  const digits = text.replace(/_/g, '');
  const [, sign, body] = /^([-+]?)(.+)$/.exec(digits) ?? [];
  if (body === undefined) {
    return NOT_RESOLVED;
  }
  const octal = /^0[0-7]+$/.test(body) ? parseInt(body, 8) : undefined;
  const based = /^0[xX][0-9a-fA-F]+$|^0[oO][0-7]+$|^0[bB][01]+$/.test(body) ? Number(body) : octal;
  if (based !== undefined) {
    return sign === '-' ? -based : based;
  }
  if (/^\.(inf|Inf|INF)$/.test(body)) {
    return sign === '-' ? -Infinity : Infinity;
  }
  const number = /^(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(body) ? Number(digits) : NaN;
  const otherwise = /^\.(nan|NaN|NAN)$/.test(digits) ? NaN : NOT_RESOLVED;
  return Number.isFinite(number) ? number : otherwise;
}

const number = { identify: () => false, resolve: goNumber };
const goInt = defineScalarTag<number>('tag:yaml.org,2002:int', {
  ...number,
  implicit: true,
  implicitFirstChars: [...'+-.0123456789'],
});
const goFloat = defineScalarTag<number>('tag:yaml.org,2002:float', number);

/** The text that base64 stands for. */
const goBinary = defineScalarTag<string>('tag:yaml.org,2002:binary', {
  identify: () => false,
  resolve(text) {
    const isPadded = text.replace(/\s/g, '').length % 4 === 0;
    const bytes = isPadded ? bytesInBase64(text) : undefined;
    return bytes === undefined ? NOT_RESOLVED : textOfBytes(bytes);
  },
});

/**
 * Tags of other software (`!Ref`, `!vault`, `!!python/name:…`) mean nothing to Go, which takes a text, a list
 * or a map for what it is.
 */
const foreign = ['!', 'tag:'].flatMap((prefix) => [
  defineScalarTag<string>(prefix, { identify: () => false, matchByTagPrefix: true, resolve: (text) => text }),
  defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true }),
  defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true }),
]);

/** Of manifests and values. */
export const MANIFEST_SCHEMA: Schema =
  FAILSAFE_SCHEMA.withTags(nullCoreTag, goBool, goInt, goFloat, goBinary, mergeTag, ...foreign);

/** Of the config files of services: `yes` and `on` stay texts. */
export const CONFIG_SCHEMA: Schema = CORE_SCHEMA.withTags(goBinary, mergeTag, ...foreign);

/**
 * How long a text may be that means something else than itself, by its first character: a number has any
 * length, no word is longer than `false`.
 */
const LONGEST_MEANING = Array.from({ length: 128 }, (_, code) => {
  const first = String.fromCharCode(code);
  const ofWords = '~<nNyYtTfFoO'.includes(first) ? 'false'.length : 0;
  return '+-.0123456789'.includes(first) ? Infinity : ofWords;
});

/** What a plain text means: itself, but for words, numbers and nothing at all. */
export function plainValue(text: string, schema: Schema): unknown {
  return text.length <= (LONGEST_MEANING[text.charCodeAt(0)] ?? 0)
    ? schema.resolveImplicitScalarTag(text).value
    : text;
}
