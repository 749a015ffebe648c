import { Document, isScalar, Scalar, visit } from 'yaml';

/** Keys that stand without quotes, unless a reader would take them for something else (`on`, `null`). */
const PLAIN_KEY = /^[A-Za-z_][\w./-]*$/;

/** Not printable in YAML, or a line break to some readers. JSON leaves them as they are; YAML knows the same escapes. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * YAML that Go, YAML 1.1 and YAML 1.2 readers all read back to the same values.
 *
 * Every string is quoted: a client ID such as `0o17` or `1e3` stays a string wherever it is read.
 */
export function toYaml(value: unknown): string {
  const document = new Document(value, { schema: 'core', compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && !PLAIN_KEY.test(String(key.value))) {
        key.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document
    .toString({
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
      // One line, in JSON's escapes: folding a quoted string loses line breaks beside white space.
      doubleQuotedAsJSON: true,
      lineWidth: 0,
    })
    .replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
