import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, ScalarLayout } from 'js-yaml';

/** The tag that js-yaml gives a string. */
export const STRING = 'tag:yaml.org,2002:str';

/** Keys that stand without quotes, unless a reader would take them for something else (`on`, `null`). */
const PLAIN_KEY = /^[A-Za-z_][\w./-]*$/;

/**
 * YAML that Go, YAML 1.1 and YAML 1.2 readers all read back to the same values.
 *
 * Every string is quoted: a client ID such as `0o17` or `1e3` stays a string wherever it is read.
 */
export function toYaml(value: unknown): string {
  const scalarStyleRules = [quoteStrings, DEFAULT_SCALAR_STYLE_RULES.quoteInvalidPlain];
  return dump(value, { lineWidth: -1, noRefs: true, skipInvalid: true, quoteStyle: 'double', scalarStyleRules });
}

function quoteStrings(layout: ScalarLayout): void {
  const { isKey, node: { tag, value } } = layout;
  if (tag === STRING && !(isKey && PLAIN_KEY.test(value))) {
    layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
  }
}
