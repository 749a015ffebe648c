import type { ScalarLayout } from 'js-yaml';
import { plainKey, STRING, YamlWriter } from '../../common/yaml/yaml';

/**
 * Text that starts like a number. js-yaml quotes only what its own reader parses as a number; Go's reader
 * also parses `0XFF` and `0O17`, and `yaml` parses `2026-1-5` as a date, `e1` and `.` as numbers.
 */
const LIKE_A_NUMBER = /^(?:[-+.]?\d|e\d|\.$)/i;

/** Words, paths, addresses and sentences that every reader parses as text. */
const PLAIN = new RegExp(String.raw`^(?!(?:true|false|yes|no|on|off|y|n|null)$|e\d)[a-z_/]`
  + String.raw`(?:[\w./@=,+*()$%~<>|&!;'"[\]{}^-]|:(?=[\w./])| (?=[\w./]))*$`, 'i');

/** Writes one manifest. */
export const MANIFEST_WRITER = new YamlWriter(
  {
    key: (key) => (LIKE_A_NUMBER.test(key) ? undefined : plainKey(key)),
    line: (text) => (PLAIN.test(text) ? text : undefined),
    literal: true,
  },
  ({ DEFAULT_SCALAR_STYLE_RULES, SCALAR_STYLE }) => {
    const quoteLikeNumbers = (layout: ScalarLayout) => {
      const { style, node: { tag, value } } = layout;
      if (style === SCALAR_STYLE.PLAIN && tag === STRING && LIKE_A_NUMBER.test(value)
        && !value.includes('\n')) {
        layout.style = SCALAR_STYLE.SINGLE_QUOTED;
      }
    };
    return { scalarStyleRules: [quoteLikeNumbers, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)] };
  },
);

/**
 * Manifests as YAML text, one document each. Readers of Go, YAML 1.1 and YAML 1.2 parse them to the same
 * values.
 *
 * It writes the same documents as `Yaml.stringify` of cdk8s, many times faster. As there, a missing document
 * becomes an empty one.
 */
export function manifestYaml(documents: readonly unknown[]): string {
  return documents.map((document) => (document === undefined ? '\n' : MANIFEST_WRITER.write(document)))
    .join('---\n');
}
