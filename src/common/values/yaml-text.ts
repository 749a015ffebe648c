import { stringify } from 'yaml';

/** Plain words that every reader takes for the text that they are. */
const PLAIN = /^[A-Za-z][A-Za-z0-9./:@_-]*$/;
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null)$|:$/i;

/** A value in one line, fit for braces and brackets. */
export function flowText(value: unknown): string {
  if (typeof value === 'string') {
    return PLAIN.test(value) && !AMBIGUOUS.test(value) ? value : JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(flowText).join(', ')}]`;
  }
  return typeof value === 'object' && value !== null
    ? `{${Object.entries(value).map(([key, entry]) => `${flowText(key)}: ${flowText(entry)}`).join(', ')}}`
    : String(value ?? 'null');
}

/**
 * A value as it stands behind the colon of a key at the margin: its first line, and further ones with their
 * indent.
 */
export function blockLines(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [flowText(value)];
  }
  const lines = stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd().split('\n');
  return ['', ...lines.map((line) => `  ${line}`)];
}

/** Lines moved to the right, or to the left as far as they can be. */
export function indented(text: string, by: number): string {
  return text.replace(/^( *)(?=[^\r\n])/gm, (spaces) => ' '.repeat(Math.max(spaces.length + by, 0)));
}
