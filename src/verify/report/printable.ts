import { printable } from '../../common/props/problems';

export { printable };

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
