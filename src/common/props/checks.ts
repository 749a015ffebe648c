import { holdsSecret, NOT_EMPTY } from './problems';

/** 4 or 6 for an IP address of that version, otherwise 0: Node's `isIP`, without Node. */
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
 * Eight groups of up to four digits, with `::` for one or more of them, an optional IPv4 address for the last
 * two, and an optional zone.
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
 * An absolute URL, or one below a base; undefined if invalid. Not with `URL.canParse`, which rejects
 * non-ASCII letters after V8 optimizes its caller (Node 20).
 */
export function urlOf(text = '', base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/**
 * The kind of a route's path, for emitted and verified edges:
 *
 * - `exact`: only the path;
 * - `tree`: the path and everything below it, by whole segments, so `/` matches everything;
 * - `segment`: the path followed by characters other than a slash, as in `/pkg.Service/Watch…`;
 * - `start`: every path with this prefix;
 * - `regex`: a regular expression.
 */
export type PathKind = 'exact' | 'tree' | 'segment' | 'start' | 'regex';

/** A check of a single value: returns the fault with its remedy, or undefined for a valid value. */
export type Check = (value: string) => string | undefined;

/** Checks a text against a pattern. */
export function matching(pattern: RegExp, remedy: string): Check {
  return (value) => (pattern.test(value) ? undefined : remedy);
}

/** Checks that a text is one of several. */
export function among(known: readonly string[], remedy: string): Check {
  return (value) => (known.includes(value) ? undefined : remedy);
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Unlike those of a host name, labels of an object name can have any length. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Placeholders of guides, shells and templates, such as the UUID of zeros; but not an IPv6 address, which is
 * in brackets too.
 */
const PLACEHOLDER =
  /[<>]|\$\{|\{\{|\[(?![0-9a-f:.]+\])|^(0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12})$/i;

/** A placeholder host that has lost its brackets. */
const PLACEHOLDER_HOST =
  /(^|[^a-z0-9])your[-_]?(own[-_]?)?(domain|company|host|org|organi[sz]ation|tenant)([.-]|$)/i;

const IS_PLACEHOLDER = 'is a placeholder; replace it with your own value';

/** Rejects a `<placeholder>` of a guide, and an unresolved `${VARIABLE}` or `{{ template }}`. */
export const noPlaceholder: Check = (value) => (PLACEHOLDER.test(value) ? IS_PLACEHOLDER : undefined);

/** Some of them cannot be written in YAML. */
export const noControlCharacter: Check = (value) =>
  (/\p{Cc}/u.test(value) ? 'contains a control character; remove it' : undefined);

/** Text from a file often ends with a newline. */
export const trimmed: Check = (value) =>
  (value === value.trim() ? undefined : 'starts or ends with white space; remove it');

/** Text copied from a web page or a chat can contain them. */
const noInvisibleCharacter: Check = (value) => {
  const [invisible] = /\p{Cf}/u.exec(value) ?? [];
  const code = invisible?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return code === undefined ? undefined : `contains an invisible character (U+${code}); remove it`;
};

/** Shells and `terraform output` without `-raw` add quotes. */
const unquoted: Check = (value) =>
  (/^["'`\u00ab\u2018-\u201f].*["'`\u00bb\u2018-\u201f]$/.test(value)
    ? 'is in quotes, which would become part of the value; remove them'
    : undefined);

/** Not empty, with a remedy. */
export function notEmpty(remedy: string): Check {
  return (value) => (value.trim() === '' ? `${NOT_EMPTY}; ${remedy}` : undefined);
}

/** Neither empty nor a placeholder. */
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

/** User and password of a URL with any scheme, also if the password breaks the URL. */
const PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/)?[^/?#@[]*:(?!\d*([/?#]|$))[^@]*@(?!sha\d+:)/i;
/** A token in place of the user. The user of `ssh://git@…` is not secret. */
const TOKEN = /^https?:\/\/[^/?#@]*@/i;

/** A URL without credentials, as manifests are readable by many. */
export const noCredentials: Check = (value) =>
  PASSWORD.test(value) || TOKEN.test(value)
    ? 'contains credentials; remove them, and deliver them in a Secret'
    : undefined;

/**
 * A client ID. It must not contain a colon, which separates fields of HTTP Basic authentication and of
 * Union's API keys (`host:id:secret:org`).
 */
export const clientId: Check = (value) =>
  filledIn(value)
    ?? (holdsSecret(value)
      ? 'is a token or a client secret; write its client ID'
      : undefined)
    ?? (value.includes(':')
      ? 'contains a colon, which ends the client ID in an API key and in HTTP Basic; register the client '
        + 'under another ID'
      : undefined);

/** A DNS name as in a `Host` header: lower case, without scheme, port or path. */
export const hostName: Check = (value) => {
  if (PLACEHOLDER_HOST.test(value)) {
    return IS_PLACEHOLDER;
  }
  const placeholder = noPlaceholder(value);
  if (placeholder) {
    return placeholder;
  }
  if (isIP(value.replace(/^\[|\]$/g, '')) || /^[\d.]+$/.test(value)) {
    return 'is an IP address, but Ingress and certificates need a host name; write one such as '
      + 'union.example.com';
  }
  const finding = hostFinding(value);
  if (finding) {
    const bare = bareHost(value);
    return `${finding} ${isHost(bare) ? bare : 'one such as union.example.com'}`;
  }
  if (value.startsWith('*.')) {
    return 'is a wildcard, but browsers are redirected to one host; list each host';
  }
  return isHost(value)
    ? undefined
    : 'is not a fully qualified host name; write one such as union.example.com';
};

/** A fault that the correct name can remedy, up to that name. */
function hostFinding(value: string): string | undefined {
  if (SCHEME.test(value)) {
    return 'has a scheme; write only the host,';
  }
  if (/[/?#]/.test(value)) {
    return 'has a path; write only the host,';
  }
  if (value.includes(':')) {
    return 'has a port; write only the host,';
  }
  if (/[^\0-\x7f]/.test(value)) {
    return 'has non-ASCII letters, which DNS needs in punycode; write';
  }
  if (value.endsWith('.')) {
    return 'ends with a dot, unlike names in certificates and Ingress rules; write';
  }
  return value === value.toLowerCase() ? undefined : 'has upper-case letters; write';
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** The host of a possible URL; empty if there is none. */
function bareHost(value: string): string {
  const authority = value.replace(/^[a-z][a-z0-9+.-]*:\/\/+/i, '').replace(/[/?#].*$/, '');
  return asciiHost(authority.replace(/^.*@/, '').replace(/:.*$/, '').replace(/\.+$/, ''));
}

/** A host name in ASCII; empty if it is invalid. */
function asciiHost(host: string): string {
  return urlOf(`https://${host}`)?.hostname ?? '';
}

function isHost(value: string): boolean {
  return value.includes('.') && value.length <= 253 && value.split('.').every((label) => LABEL.test(label))
    && !/\.\d+$/.test(value);
}

/** An absolute URL; undefined if only the parser would accept it: `https:/host`, `https:host`. */
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
    return 'is not https, so tokens and codes would be sent in the clear; use https://';
  }
  if (!value.startsWith(url.protocol)) {
    return 'has an upper-case scheme, unlike the URLs of servers, with which it is compared exactly; write '
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
    return `has non-ASCII letters, and is compared exactly; write ${url.href}`;
  }
  if (url.hostname.endsWith('.')) {
    return 'has a host that ends with a dot, unlike names in certificates; remove the dot';
  }
  return undefined;
};

/** An issuer, not the URL of its metadata. */
export const issuerUrl: Check = (value) => {
  const fault = httpsUrl(value);
  if (fault !== undefined) {
    return fault;
  }
  const { pathname } = new URL(value);
  if (pathname.includes('/.well-known/')) {
    return 'is the URL of the metadata; write the "issuer" from that document';
  }
  return ENDPOINT.test(pathname)
    ? 'is an endpoint of the provider; write the "issuer" of its metadata'
    : undefined;
};

/** Path suffixes of endpoints that issuers do not have. */
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

/** The name of a Service (RFC 1035 label), which is part of a host name. */
export const serviceName = matching(
  /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  'is not a Service name; use lower-case letters, digits and "-", at most 63 characters, starting with a '
    + 'letter',
);

/** A key of a Secret or ConfigMap. */
export const secretKey =
  matching(/^(?!__proto__$)[-._a-zA-Z0-9]+$/, 'is not a Secret key; use letters, digits, "-", "_" and "."');

/** An absolute directory or file path, without `..`. */
export const absolutePath: Check = (value) => {
  if (!value.startsWith('/')) {
    return 'is not an absolute path; start it with "/"';
  }
  return value.split('/').includes('..')
    ? 'contains ".."; write the path without it'
    : trimmed(value) ?? noControlCharacter(value);
};

/** An environment variable. */
export const variableName = matching(
  /^[A-Za-z_][A-Za-z0-9_]*$/, 'is not an environment variable name; use letters, digits and "_"',
);

/** A field of an API key; colons separate the fields. */
export const apiKeyField: Check = (value) =>
  /[:"'\\]/.test(value)
    ? 'contains a colon or quote, which separates fields of an API key; remove it'
    : undefined;

/** The number of a TCP port. */
export function portNumber(value: number): string | undefined {
  return Number.isInteger(value) && value >= 1 && value <= 65535
    ? undefined
    : 'is not a port; use a number from 1 to 65535';
}

/** The largest value of fields such as `replicas` and `runAsUser`, which are signed 32-bit integers. */
const MOST_INT32 = 2 ** 31 - 1;

/** Checks a count or an ID, at least 1, in such a field. */
export function fromOne(wrong: string): (value: number) => string | undefined {
  return (value) => {
    if (!Number.isInteger(value) || value < 1) {
      return wrong;
    }
    return value > MOST_INT32 ? `exceeds what Kubernetes can store; give at most ${MOST_INT32}` : undefined;
  };
}
