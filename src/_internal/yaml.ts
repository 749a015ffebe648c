import { stringify } from 'yaml';

/**
 * YAML that Go, YAML 1.1 and YAML 1.2 readers all read back to the same values.
 *
 * Every string is quoted: a client ID such as `0o17` or `1e3` stays a string wherever it is read.
 */
export function toYaml(value: unknown): string {
  return stringify(value, {
    version: '1.1',
    schema: 'core',
    aliasDuplicateObjects: false,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  });
}
