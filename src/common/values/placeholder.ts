import { CHART_DEFAULT_CLIENT_SECRET, PLACEHOLDER } from '../../contract/union/secrets';
import { either } from '../data/texts';

/** The part to replace: `<issuer-uri>`, `{{ .Values.host }}`, `your-…`; not Argo CD's `<path:…>`. */
export function unreplacedIn(text: string): string | undefined {
  // Bounded, so that a text with a million opening braces is not slow. `(?<name>` is of an expression.
  const marked = !/[{<]/.test(text)
    ? undefined
    : /\{\{[^{}]{0,200}\}\}|(?<!\(\?P?)<(?!path:)[A-Za-z][^<>\n]{0,100}>/.exec(text)?.[0];
  const bare = text.trim();
  return marked ?? (SHOUTED.exec(bare) ?? LEFT_OPEN.exec(bare))?.[0];
}

/** Words as a whole value, or as the host of a URL. */
function asName(words: readonly string[], flags?: string): RegExp {
  const before = String.raw`(?<=^|:\/\/\/?)`;
  const after = String.raw`(?=$|[/:]|\.(?:com|org|net|io|example)\b)`;
  return new RegExp(`${before}(?:${words.join('|')})${after}`, flags);
}

/** Only in capitals: `YOUR_CLIENT_ID`, `__ID__`. In lower case it may be a name. */
const SHOUTED = asName(['YOUR[-_][A-Z0-9_-]+', '__[A-Z0-9_]+__']);

/** Words for unfinished values, and names of guides; charts use `placeholder` on purpose. */
const LEFT_OPEN = asName([
  'change[-_]?(?:me|it)', 'replace[-_]?(?:me|this)', 'todo', 'fixme', 'tbd', 'x{4,}', 'insert[-_][\\w-]+',
  'your-(?:domain|org(?:-name)?|organization|cluster(?:-name)?|tenant-id)',
  'your-(?:ci-)?client-(?:id|secret)', 'your-secret-store-key',
], 'i');

/** Whether a value is such a word, or a URL with one: comparisons with it mean nothing. */
export function isLeftOpen(value: string): boolean {
  return LEFT_OPEN.test(value);
}

/**
 * Characters copied along with a value: white space, and typographic quotes, which YAML does not treat as
 * quotes.
 */
const AROUND = /^[\s\u2018-\u201f]+|[\s\u2018-\u201f]+$/g;

/** A text without accidental characters around it. */
export function unpadded(text: string): string {
  return text.replace(AROUND, '');
}

/** The accidental characters around a text, in words; undefined if there are none. */
export function paddingOf(text: string): string | undefined {
  if (unpadded(text) === text) {
    return undefined;
  }
  return /^[\u2018-\u201f]|[\u2018-\u201f]$/.test(text.trim()) ? 'typographic quotes' : 'white space';
}

/** References that SOPS, vals, Argo CD's vault plugin, bank-vaults, 1Password and AWS replace later. */
const WHOLE_REFERENCE =
  /^(ENC\[AES256_GCM,|ref\+[a-z0-9]+:\/\/|>?>?vault:|op:\/\/|arn:aws[\w-]*:(?:secretsmanager|ssm):)/;
/** They can also be part of a text. Variables of nginx look like those of a shell. */
const PART = either(
  /ENC\[AES256_GCM,|ref\+[a-z0-9]+:\/\/|vault:[^\s"#]+#|<path:[^<>]+>/,
  /\$\{(?!(?:host|http_|request_|scheme|uri|remote_|escaped_|proxy_|server_)\w*\})[^{}]+\}/,
);

export function holdsReference(text: string): boolean {
  return PART.test(text);
}

/**
 * The kind of a secret's value.
 *
 * `reference`: a reference or ciphertext that a tool replaces on the way to the cluster (SOPS, vals, Argo
 * CD's vault plugin, bank-vaults, Flux substitution), or a file that the service reads. `withheld`: a value
 * of the cluster that is deliberately not in the input.
 */
export type SecretValueKind = 'empty' | 'placeholder' | 'reference' | 'value' | 'withheld';

/** As envsubst and Flux, Kubernetes, Octopus and Azure Pipelines write variables. */
const REFERENCE =
  either(WHOLE_REFERENCE, /^(<path:|file:\/\/|\$\{[^{}]+\}$|\$\([^()]+\)$|#\{[^{}]+\}#?$)/);

/** The kind of a secret's value. The text itself must never be returned. */
export function secretValueKind(value: string): SecretValueKind {
  const text = value.trim();
  if (text === '') {
    return 'empty';
  }
  if (REFERENCE.test(text)) {
    return 'reference';
  }
  const stands = [PLACEHOLDER, CHART_DEFAULT_CLIENT_SECRET].includes(text.toLowerCase());
  return stands || unreplacedIn(text) === text ? 'placeholder' : 'value';
}
