import type { ScalarLayout } from 'js-yaml';
import { YamlWriter } from './yaml-writer';

/** The tag that js-yaml gives a string. */
export const STRING = 'tag:yaml.org,2002:str';

/** Keys that are without quotes, unless a reader would take them for something else (`on`, `null`). */
const PLAIN_KEY = /^[A-Za-z_][\w./-]{0,1000}$/;

/** The same without words that some reader takes for a boolean or for nothing. */
const PLAIN_EVERYWHERE = /^(?!(?:true|false|yes|no|on|off|y|n|null)$)[a-z_][\w./-]{0,1000}$/i;

/** What JSON and YAML write alike between quotes. */
const PRINTABLE = /^[ -~\n\t]*$/;

/** Writes configuration and values. */
export const CONFIG_WRITER = new YamlWriter(
  {
    key: plainKey,
    line: (text) => (PRINTABLE.test(text) ? JSON.stringify(text) : undefined),
    literal: false,
  },
  ({ DEFAULT_SCALAR_STYLE_RULES: { quoteInvalidPlain }, SCALAR_STYLE }) => {
    const quoteStrings = (layout: ScalarLayout) => {
      const { isKey, node: { tag, value } } = layout;
      if (tag === STRING && !(isKey && PLAIN_KEY.test(value))) {
        layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
      }
    };
    return { quoteStyle: 'double', scalarStyleRules: [quoteStrings, quoteInvalidPlain] };
  },
);

/**
 * YAML that Go, YAML 1.1 and YAML 1.2 readers all read back to the same values.
 *
 * Every string is quoted: a client ID such as `0o17` or `1e3` stays a string wherever it is read.
 */
export function toYaml(value: unknown): string {
  return CONFIG_WRITER.write(value);
}

/** A key that needs no quotes, wherever it is read. */
export function plainKey(key: string): string | undefined {
  return PLAIN_EVERYWHERE.test(key) ? key : undefined;
}
