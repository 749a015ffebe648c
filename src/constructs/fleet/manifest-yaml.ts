import type { ScalarLayout } from 'js-yaml';
import { plainKey, STRING, YamlWriter } from '../../common/yaml/yaml';

/**
 * What begins like a number. js-yaml quotes what its own readers take for one; Go's reader also takes `0XFF`
 * and `0O17`, and `yaml` takes `2026-1-5` for a date, `e1` and `.` for numbers.
 */
const LIKE_A_NUMBER = /^(?:[-+.]?\d|e\d|\.$)/i;

/** Words, paths, addresses and sentences that no reader takes for anything else. */
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
 * Manifests as a YAML text, a document each, which Go, YAML 1.1 and YAML 1.2 readers read back to the same
 * values.
 *
 * The same documents as `Yaml.stringify` of cdk8s, many times faster. A missing document is an empty one
 * there, too.
 */
export function manifestYaml(documents: readonly unknown[]): string {
  return documents.map((document) => (document === undefined ? '\n' : MANIFEST_WRITER.write(document)))
    .join('---\n');
}
