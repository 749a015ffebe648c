import { holdsSecret, NOT_EMPTY } from './problems';

/**
 * 4 or 6 where a text is an address of that version of the Internet Protocol, else 0: Node's `isIP`, without
 * Node.
 */
export function isIP(text: string): 0 | 4 | 6 {
  if (isIPv4(text)) {
    return 4;
  }
  return isIPv6(text) ? 6 : 0;
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4
    && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/**
 * Eight groups of up to four digits, of which `::` stands for one or more, and an IPv4 address for the last
 * two; then perhaps a zone.
 */
function isIPv6(text: string): boolean {
  const [address, zone, ...more] = text.split('%');
  if (more.length > 0 || (zone !== undefined && !/^[\da-z.:-]+$/i.test(zone))) {
    return false;
  }
  const [before, after, ...others] = address.split('::');
  const groups = [before, after ?? ''].map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all[all.length - 1] ?? '';
  const hasIPv4 = last.includes('.');
  const number = all.length + (hasIPv4 ? 1 : 0);
  const endsInIPv4 = hasIPv4 && (after !== '' || after === undefined);
  return others.length === 0
    && all.every((group, index) =>
      /^[\da-f]{1,4}$/i.test(group) || (index === all.length - 1 && endsInIPv4 && isIPv4(group)))
    && (after === undefined ? number === 8 : number < 8);
}

/**
 * An absolute URL, or one below a base; nothing where there is none. Not by `URL.canParse`, which denies
 * letters beyond ASCII once V8 has optimized its caller (Node 20).
 */
export function urlOf(text = '', base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/**
 * What the path of a route stands for, in the same words where edges are emitted and where they are read:
 *
 * - `exact`: the path alone;
 * - `tree`: the path and everything below it, by whole segments, so `/` is everything;
 * - `segment`: the path continued without a further slash, as in `/pkg.Service/Watch…`;
 * - `start`: whatever starts with the text, slash or not;
 * - `regex`: a regular expression.
 */
export type PathKind = 'exact' | 'tree' | 'segment' | 'start' | 'regex';

/** Checks of single values: each returns the remedy for a bad value, or nothing for a good one. */
export type Check = (value: string) => string | undefined;

/** The check of a text that a pattern tells. */
export function matching(pattern: RegExp, remedy: string): Check {
  return (value) => (pattern.test(value) ? undefined : remedy);
}

/** The check of a text that is one of several. */
export function among(known: readonly string[], remedy: string): Check {
  return (value) => (known.includes(value) ? undefined : remedy);
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Unlike a host name, an object name may have labels of any length. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * What guides, shells and templates write where a value of one's own belongs, such as the UUID of zeros; an
 * IPv6 address is in brackets too.
 */
const PLACEHOLDER =
  /[<>]|\$\{|\{\{|\[(?![0-9a-f:.]+\])|^(0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12})$/i;

/** What is there once the brackets got lost. */
const PLACEHOLDER_HOST =
  /(^|[^a-z0-9])your[-_]?(own[-_]?)?(domain|company|host|org|organi[sz]ation|tenant)([.-]|$)/i;

const IS_PLACEHOLDER = 'is a placeholder; put your own value in its place';

/**
 * Not a `<placeholder>` left over from a guide, a `${VARIABLE}` or a `{{ template }}` that no one filled in.
 */
export const noPlaceholder: Check = (value) => (PLACEHOLDER.test(value) ? IS_PLACEHOLDER : undefined);

/** No reader of YAML takes some of them as they are. */
export const noControlCharacter: Check = (value) =>
  (/\p{Cc}/u.test(value) ? 'contains a control character; remove it' : undefined);

/** As it was meant: a text that was read from a file ends in a line end. */
export const trimmed: Check = (value) =>
  (value === value.trim() ? undefined : 'starts or ends in white space; remove it');

/** As a web page or a chat hands it over, between letters that look right. */
const noInvisibleCharacter: Check = (value) => {
  const [invisible] = /\p{Cf}/u.exec(value) ?? [];
  const code = invisible?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return code === undefined ? undefined : `contains an invisible character (U+${code}); remove it`;
};

/** As shells and `terraform output` without `-raw` hand it over. */
const unquoted: Check = (value) =>
  (/^["'`\u00ab\u2018-\u201f].*["'`\u00bb\u2018-\u201f]$/.test(value)
    ? 'is in quotes, which would become a part of it; remove them'
    : undefined);

/** Not blank, and not a placeholder. */
export const filledIn: Check = (value) => {
  if (value === undefined || value.trim() === '') {
    return NOT_EMPTY;
  }
  const placeholder = noPlaceholder(value);
  if (placeholder) {
    return placeholder;
  }
  if (value !== value.trim() || /\s/.test(value)) {
    return 'contains white space; remove it';
  }
  return noControlCharacter(value) ?? noInvisibleCharacter(value) ?? unquoted(value);
};

/** User and password of a URL, whatever its scheme, also where the password breaks the URL. */
const PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/)?[^/?#@[]*:(?!\d*([/?#]|$))[^@]*@(?!sha\d+:)/i;
/** A token in the place of the user. Of `ssh://git@…` the user is no secret. */
const TOKEN = /^https?:\/\/[^/?#@]*@/i;

/** An address without credentials: it is in manifests, where everyone reads them. */
export const noCredentials: Check = (value) =>
  PASSWORD.test(value) || TOKEN.test(value)
    ? 'contains credentials; remove them, and deliver them in a Secret'
    : undefined;

/**
 * A client ID. A colon would end it in HTTP Basic authentication, and in Union's API keys
 * (`host:id:secret:org`).
 */
export const clientId: Check = (value) =>
  filledIn(value)
    ?? (holdsSecret(value)
      ? 'is a token or a client secret; write the client ID that it belongs to'
      : undefined)
    ?? (value.includes(':')
      ? 'contains a colon, which ends the client ID in an API key and in HTTP Basic; register the client '
        + 'under another ID'
      : undefined);

/** A DNS name as it is in a `Host` header: lower case, no scheme, port or path. */
export const hostName: Check = (value) => {
  if (PLACEHOLDER_HOST.test(value)) {
    return IS_PLACEHOLDER;
  }
  const placeholder = noPlaceholder(value);
  if (placeholder) {
    return placeholder;
  }
  if (isIP(value.replace(/^\[|\]$/g, '')) || /^[\d.]+$/.test(value)) {
    return 'is an IP address; Ingress and certificates need a host name, write one such as union.example.com';
  }
  const finding = hostFinding(value);
  if (finding) {
    const bare = bareHost(value);
    return `${finding} ${isHost(bare) ? bare : 'one such as union.example.com'}`;
  }
  if (value.startsWith('*.')) {
    return 'is a wildcard, and browsers are sent back to one host; list each host';
  }
  return isHost(value)
    ? undefined
    : 'is not a fully qualified host name; write one such as union.example.com';
};

/** What is easily mended, up to the name to write instead. */
function hostFinding(value: string): string | undefined {
  if (SCHEME.test(value)) {
    return 'has a scheme; write the bare host,';
  }
  if (/[/?#]/.test(value)) {
    return 'has a path; write the bare host,';
  }
  if (value.includes(':')) {
    return 'has a port; write the bare host,';
  }
  if (/[^\0-\x7f]/.test(value)) {
    return 'has letters beyond ASCII, which DNS knows in their punycode form only; write';
  }
  if (value.endsWith('.')) {
    return 'ends in a dot, and certificates and Ingress rules do not; write';
  }
  return value === value.toLowerCase() ? undefined : 'has upper-case letters; write';
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** The host of what may be a whole URL; the empty text where there is none. */
function bareHost(value: string): string {
  const authority = value.replace(/^[a-z][a-z0-9+.-]*:\/\/+/i, '').replace(/[/?#].*$/, '');
  return asciiHost(authority.replace(/^.*@/, '').replace(/:.*$/, '').replace(/\.+$/, ''));
}

/** A host name as DNS has it; empty where it is not one. */
function asciiHost(host: string): string {
  return urlOf(`https://${host}`)?.hostname ?? '';
}

function isHost(value: string): boolean {
  return value.includes('.') && value.length <= 253 && value.split('.').every((label) => LABEL.test(label))
    && !/\.\d+$/.test(value);
}

/** An absolute URL; nothing where the parser mends what no one else does: `https:/host`, `https:host`. */
export function absoluteUrl(value: string): URL | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\\]/i.test(value) ? urlOf(value) : undefined;
}

const NO_URL = 'is not an absolute URL; write one that starts with https://';

/** An absolute `https:` URL without query, fragment or credentials. */
export const httpsUrl: Check = (value) => {
  const placeholder = noPlaceholder(value);
  if (placeholder) {
    return placeholder;
  }
  const url = absoluteUrl(value);
  if (url === undefined) {
    return NO_URL;
  }
  if (url.protocol !== 'https:') {
    return 'is not https; tokens and codes would travel in the clear, use https://';
  }
  if (!value.startsWith(url.protocol)) {
    return 'has a scheme in upper case, which no server publishes, and is compared letter by letter; write '
      + 'https:// in lower case';
  }
  if (url.username || url.password) {
    return 'contains credentials; remove them from the URL';
  }
  if (url.search || value.includes('?')) {
    return 'has a query; remove everything from the "?"';
  }
  if (url.hash || value.includes('#')) {
    return 'has a fragment; remove everything from the "#"';
  }
  if (/[^\0-\x7f]/.test(value)) {
    return `has letters beyond ASCII, and is compared letter by letter; write ${url.href}`;
  }
  if (url.hostname.endsWith('.')) {
    return 'has a host that ends in a dot, and certificates do not; remove the dot';
  }
  return undefined;
};

/** An issuer, and not the address where its metadata is, which people have available. */
export const issuerUrl: Check = (value) => {
  const fault = httpsUrl(value);
  if (fault !== undefined) {
    return fault;
  }
  const { pathname } = new URL(value);
  if (pathname.includes('/.well-known/')) {
    return 'is the address of the metadata; write the "issuer" from that document';
  }
  return ENDPOINT.test(pathname)
    ? 'is an endpoint of the provider; write the "issuer" that its metadata names'
    : undefined;
};

/** What the paths of endpoints end with, and those of issuers do not. */
const ENDPOINT = /\/(token|authorize|userinfo|oauth2\/auth|openid-connect\/auth|jwks\.json)\/?$/;

/** A Kubernetes namespace (RFC 1123 label). */
export const namespaceName =
  matching(LABEL, 'is not a namespace name; use lower-case letters, digits and "-", at most 63 characters');

/** The name of a volume in a pod (RFC 1123 label). */
export const volumeName =
  matching(LABEL, 'is not a volume name; use lower-case letters, digits and "-", at most 63 characters');

/** The name of a Kubernetes object (RFC 1123 subdomain). */
export const objectName: Check = (value) =>
  value.length <= 253 && SUBDOMAIN.test(value)
    ? undefined
    : 'is not an object name; use lower-case letters, digits, "-" and "."';

const NAME_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** The name of a label or taint. */
export const labelName: Check = (name) => {
  const [last, prefix, ...more] = name.split('/').reverse();
  const isName =
    more.length === 0 && NAME_PART.test(last) && (prefix === undefined || objectName(prefix) === undefined);
  return isName ? undefined : 'has a name that Kubernetes refuses; write one such as example.com/team';
};

/** The value of a label or taint. */
export const labelValue: Check = (value) =>
  value === '' || NAME_PART.test(value)
    ? undefined
    : 'is not a label value; use at most 63 letters, digits, "-", "_" and "."';

/** The longest name of a Helm release (Helm: `pkg/chart/v2/util/validate_name.go`). */
const HELM_RELEASE_NAME_LENGTH = 53;

/** The name of a Helm release. */
export const helmReleaseName: Check = (value) =>
  value.length <= HELM_RELEASE_NAME_LENGTH && SUBDOMAIN.test(value)
    ? undefined
    : 'is not a Helm release name; use lower-case letters, digits, "-" and ".", at most '
      + `${HELM_RELEASE_NAME_LENGTH} characters`;

/** The name of a Service (RFC 1035 label): a host name of its own. */
export const serviceName = matching(
  /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  'is not a Service name; use lower-case letters, digits and "-", at most 63 characters, starting with a '
    + 'letter',
);

/** A key of a Secret or ConfigMap. */
export const secretKey =
  matching(/^[-._a-zA-Z0-9]+$/, 'is not a Secret key; use letters, digits, "-", "_" and "."');

/** An absolute directory or file path, without detours. */
export const absolutePath: Check = (value) => {
  if (!value.startsWith('/')) {
    return 'is not an absolute path; start it with "/"';
  }
  return value.split('/').includes('..') ? 'steps back with ".."; write the path without it' : undefined;
};

/** An environment variable. */
export const variableName = matching(
  /^[A-Za-z_][A-Za-z0-9_]*$/, 'is not an environment variable name; use letters, digits and "_"',
);

/** A field of an API key, whose fields colons separate. */
export const apiKeyField: Check = (value) =>
  /[:"'\\]/.test(value)
    ? 'contains a colon or quote, which ends a field of the API key; remove it'
    : undefined;

/** The number of a TCP port. */
export function portNumber(value: number): string | undefined {
  return Number.isInteger(value) && value >= 1 && value <= 65535
    ? undefined
    : 'is not a port; use a number from 1 to 65535';
}

/**
 * The most that Kubernetes stores in fields such as `replicas` and `runAsUser`: they have 32 bits, a sign
 * among them.
 */
const MOST_INT32 = 2 ** 31 - 1;

/** A check of a count or an ID that starts at one, in such a field. */
export function fromOne(wrong: string): (value: number) => string | undefined {
  return (value) => {
    if (!Number.isInteger(value) || value < 1) {
      return wrong;
    }
    return value > MOST_INT32 ? `is more than Kubernetes can store; give at most ${MOST_INT32}` : undefined;
  };
}
