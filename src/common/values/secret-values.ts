import { isObject, nameOf } from '../data/json';
import { noCredentials } from '../props/checks';
import { holdsSecret } from '../props/problems';
import { SecretValueKind, secretValueKind } from './placeholder';
import { isTemplate } from './template';

/** The names of keys and variables whose value is a secret. Those of its location end in another word. */
const SECRET = new RegExp('(^|_)(client_?secret|secret_?value|pass(word|wd|phrase)?|pwd|token'
  + '|(api|private|secret(_?access)?|encryption|signing)_?key)$', 'i');

/** The same, and those whose value is a secret or the name of one. */
const MAYBE_SECRET = new RegExp(`${SECRET.source}|(^|_)(secret|credentials?|access_?key)$`, 'i');

/** Paths and URLs: locations, from which a secret is read. */
const LOCATION = /^(\/[\w.-]+)+$|^[a-z][a-z0-9+.-]*:\/\//i;

/** The paths of secrets in values: by the names of keys and variables, or by their format. */
export function secretsIn(values: unknown): string[] {
  return found(values, { path: '', key: '', names: SECRET, kinds: ['value'] });
}

/**
 * Whether a value may be or contain a secret, or stands for one: also where only the user knows whether it is
 * its name.
 */
export function mayHoldSecret(path: string, value: unknown): boolean {
  const kinds: Place['kinds'] = ['value', 'placeholder'];
  return found(value, { path, key: nameOf(path), names: MAYBE_SECRET, kinds }).length > 0;
}

/** A place in values, and what makes its value a secret. */
interface Place {
  readonly path: string;
  /** The name that shows the meaning of the value. */
  readonly key: string;
  readonly names: RegExp;
  readonly kinds: readonly SecretValueKind[];
}

function found(value: unknown, place: Place): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => found(item, { ...place, path: `${place.path}[${i}]`, key: '' }));
  }
  if (isObject(value)) {
    const siblings = Object.keys(value).join();
    return Object.entries(value).flatMap(([name, entry]) => {
      const path = place.path === '' ? name : `${place.path}.${name}`;
      // A variable, or a key within a Secret that is named beside it.
      const key = name === 'value' && typeof value.name === 'string' ? value.name : name;
      return name === 'secretKey' && /(ref|secret_?name|existing_?secret)\b/i.test(siblings) ? []
        : found(entry, { ...place, path, key });
    });
  }
  return isSecret(value, place) ? [place.path] : [];
}

function isSecret(value: unknown, { key, names, kinds }: Place): boolean {
  if ((typeof value !== 'string' && typeof value !== 'number') || isTemplate(value)) {
    return false;
  }
  const text = String(value);
  const isNamed = names.test(key.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/\W/g, '_'));
  return holdsSecret(text) || text.split(/\s+/).some((word) => noCredentials(word) !== undefined)
    || (isNamed && kinds.includes(secretValueKind(text)) && !LOCATION.test(text));
}
