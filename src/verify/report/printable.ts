/** What a terminal takes for commands: control characters, Unicode line ends, changes of direction. */
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text from the input that is safe to print. */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same for several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Data as JSON, with all control characters escaped. */
export function printableJson(value: unknown): string {
  return `${printableLines(JSON.stringify(value, null, 2))}\n`;
}

/** Such as `1 error` or `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : plural(noun)}`;
}

/** Such as `Ingresses`, `SecurityPolicies` or `Deployments`. */
function plural(noun: string): string {
  return noun.replace(/([^aeiou])y$/, '$1ie').replace(/(s|x|ch|sh)$/, '$1e').replace(/$/, 's');
}

/** Whether a finding is about an answer of the network, not about a file. */
export function isUrl(file: string): boolean {
  return file.startsWith('https://');
}

/** A relative reference, or a file URI for an absolute path. */
export function fileUri(file: string): string {
  if (isUrl(file)) {
    return encodeURI(file);
  }
  const path = file.replace(/\\/g, '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path.replace(/^([A-Za-z])%3A\//, 'file:///$1:/');
}
