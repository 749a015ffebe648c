import { either } from '../../common/data/texts';
import { CHART_DEFAULT_CLIENT_SECRET, PLACEHOLDER } from '../../contract/union/secrets';

/** What the guide writes where one's own value belongs, also without its angle brackets. */
const GUIDE_PLACEHOLDERS: readonly string[] = [
  'your-domain', 'your-secret-store-key', 'your-ci-client-id', 'your-ci-client-secret',
];

/** What people write in their place, of things that no one calls so. */
const OTHER_PLACEHOLDERS: readonly string[] = [
  'your-org', 'your-org-name', 'your-organization', 'your-cluster', 'your-cluster-name', 'your-tenant-id',
  'your-client-id', 'your-client-secret',
];

const NAMES: ReadonlySet<string> = new Set([...GUIDE_PLACEHOLDERS, ...OTHER_PLACEHOLDERS]);

/** The part to replace: `<issuer-uri>`, `{{ .Values.host }}`, `your-…`; not Argo CD's `<path:…>`. */
export function unreplacedIn(text: string): string | undefined {
  // Bounded, so that a text of a million opening braces takes no longer than another.
  const marked = !/[{<]/.test(text)
    ? undefined
    : /\{\{[^{}]{0,200}\}\}|<(?!path:)[A-Za-z][^<>\n]{0,100}>/.exec(text)?.[0];
  const bare = text.trim();
  return marked ?? (NAMES.has(bare) || SHOUTED.test(bare) ? bare : LEFT_OPEN.exec(bare)?.[0]);
}

/** In capitals it is meant to be seen: `YOUR_CLIENT_ID`, `__ID__`. In small letters it may be a name. */
const SHOUTED = /^(?:YOUR[-_][A-Z0-9_-]+|__[A-Z0-9_]+__)$/;

/** What people write where they mean to come back; charts have `placeholder` on purpose. */
const LEFT_OPEN = new RegExp([
  String.raw`(?<=^|:\/\/)`,
  String.raw`(?:change[-_]?me|change[-_]?it|replace[-_]?(?:me|this)|todo|fixme|tbd|x{4,}|insert[-_][\w-]+)`,
  String.raw`(?=$|[/:]|\.(?:com|org|net|io|example)\b)`,
].join(''), 'i');

/** Whether a value is such a word, or a URL of one: what is compared with it says nothing. */
export function isLeftOpen(value: string): boolean {
  return LEFT_OPEN.test(value);
}

/** What comes along when a value is copied: white space, and typographic quotes, which are none to YAML. */
const AROUND = /^[\s\u2018-\u201f]+|[\s\u2018-\u201f]+$/g;

/** A text without what no one means around it. */
export function unpadded(text: string): string {
  return text.replace(AROUND, '');
}

/** What is around a text, in words; nothing where nothing does. */
export function paddingOf(text: string): string | undefined {
  if (unpadded(text) === text) {
    return undefined;
  }
  return /^[\u2018-\u201f]|[\u2018-\u201f]$/.test(text.trim()) ? 'typographic quotes' : 'white space';
}

/** SOPS, vals, Argo CD's vault plugin, bank-vaults, envsubst and Flux replace it later. */
const WHOLE_REFERENCE = /^(ENC\[AES256_GCM,|ref\+[a-z0-9]+:\/\/|>?>?vault:)/;
/** They may also be part of a text. The variables of nginx are written like those of a shell. */
const PART = either(
  /ENC\[AES256_GCM,|ref\+[a-z0-9]+:\/\/|vault:[^\s"#]+#|<path:[^<>]+>/,
  /\$\{(?!(?:host|http_|request_|scheme|uri|remote_|escaped_|proxy_|server_)\w*\})[^{}]+\}/,
);

export function holdsReference(text: string): boolean {
  return PART.test(text);
}

/**
 * What is where a secret value belongs.
 *
 * `reference`: a pointer or a cipher that some tool turns into the value on the way to the cluster (SOPS,
 * vals, Argo CD's vault plugin, bank-vaults, Flux substitution), or a file that the service reads.
 * `withheld`: a value of the cluster that whoever wrote the input down has left where it is.
 */
export type SecretValueKind = 'empty' | 'placeholder' | 'reference' | 'value' | 'withheld';

const REFERENCE = either(WHOLE_REFERENCE, /^(<path:|file:\/\/|\$\{[^{}]+\}$|\$\([^()]+\)$)/);

/** What kind of secret value a text is. The text itself must never be handed on. */
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
