import {
  CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, FAILSAFE_SCHEMA, mapTag, mergeTag,
  NOT_RESOLVED, nullCoreTag, Schema, seqTag,
} from 'js-yaml';
import { bytesInBase64, textOfBytes } from '../data/texts';

/**
 * The meaning of plain texts in the two Go libraries that read the YAML of a deployment. helm and kubectl use
 * sigs.k8s.io/yaml (YAML 1.1, go.yaml.in/yaml/v2: resolve.go), services use yaml.v3 for their config files
 * (1.2 with small differences).
 */

const YES = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const NO = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);

const goBool = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: [...'yYnNtTfFoO'],
  identify: () => false,
  resolve: (text) => (YES.has(text) || NO.has(text) ? YES.has(text) : NOT_RESOLVED),
});

/** Nearly all numbers are this simple, for every reader. */
const SIMPLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Integers can have a base and underscores. Other texts can be decimal numbers (`08`). Numbers that overflow
 * remain text.
 */
function goNumber(text: string): number | typeof NOT_RESOLVED {
  if (SIMPLE_NUMBER.test(text)) {
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

/** The text encoded in base64. */
const goBinary = defineScalarTag<string>('tag:yaml.org,2002:binary', {
  identify: () => false,
  resolve(text) {
    const isPadded = text.replace(/\s/g, '').length % 4 === 0;
    const bytes = isPadded ? bytesInBase64(text) : undefined;
    return bytes === undefined ? NOT_RESOLVED : textOfBytes(bytes);
  },
});

/** Tags of other software (`!Ref`, `!vault`, `!!python/name:…`) have no meaning in Go, which ignores them. */
const foreign = ['!', 'tag:'].flatMap((prefix) => [
  defineScalarTag<string>(prefix, { identify: () => false, matchByTagPrefix: true, resolve: (text) => text }),
  defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true }),
  defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true }),
]);

/** For manifests and values. */
export const MANIFEST_SCHEMA: Schema =
  FAILSAFE_SCHEMA.withTags(nullCoreTag, goBool, goInt, goFloat, goBinary, mergeTag, ...foreign);

/** For config files of services: `yes` and `on` are text. */
export const CONFIG_SCHEMA: Schema = CORE_SCHEMA.withTags(goBinary, mergeTag, ...foreign);

/**
 * The maximum length of a plain text with another meaning, by its first character: numbers have any length,
 * words at most that of `false`.
 */
const LONGEST_MEANING = Array.from({ length: 128 }, (_, code) => {
  const first = String.fromCharCode(code);
  const ofWords = '~<nNyYtTfFoO'.includes(first) ? 'false'.length : 0;
  return '+-.0123456789'.includes(first) ? Infinity : ofWords;
});

/** The meaning of a plain text: itself, except for words, numbers and the empty text. */
export function plainValue(text: string, schema: Schema): unknown {
  if (text.length > (LONGEST_MEANING[text.charCodeAt(0)] ?? 0)) {
    return text;
  }
  return SIMPLE_NUMBER.test(text) ? Number(text) : schema.resolveImplicitScalarTag(text).value;
}
