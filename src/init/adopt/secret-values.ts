import { nameOf } from '../../common/data/dotted-path';
import { isObject } from '../../common/data/json';
import { noCredentials } from '../../common/props/checks';
import { isTemplate } from '../../common/values/template';

/** Keys whose value is a secret, wherever they stand. Names and places of secrets are none. */
const SECRET_KEY = new RegExp('(^|[._-])(client_?secret|password|passwd|passphrase|pwd|token|api_?key|secret'
  + '|secret_?(access_?)?key|access_?key|private_?key|credentials?|secret_?value)$', 'i');

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * Whether a value is a secret, or has one in it: by its keys, by the names of variables, or by what it looks
 * like.
 */
export function holdsSecret(path: string, value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some((entry) => holdsSecret('', entry));
  }
  if (isObject(value)) {
    const isVariable = typeof value.name === 'string' && isSecretKey(value.name) && isText(value.value);
    return isVariable || Object.entries(value).some(([key, entry]) => holdsSecret(key, entry));
  }
  return isText(value) && !isTemplate(String(value))
    && (isSecretKey(nameOf(path)) || looksSecret(value));
}

function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key.replace(/([a-z])([A-Z])/g, '$1_$2'));
}

function isText(value: unknown): value is string | number {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}

/** A key, or a URL with a password in it. */
function looksSecret(value: string | number): boolean {
  return typeof value === 'string'
    && (PRIVATE_KEY.test(value) || value.split(/\s+/).some((word) => noCredentials(word) !== undefined));
}
