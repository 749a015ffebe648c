/** Checks of single values: each answers the remedy for a bad value, or nothing for a good one. */
export type Check = (value: string) => string | undefined;

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Unlike a host name, an object name may have labels of any length. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const GO_DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/** Not blank, and not a `<placeholder>` left over from a guide. */
export const filledIn: Check = (value) => {
  if (value === undefined || value.trim() === '') {
    return 'is blank; give a value';
  }
  if (/[<>]/.test(value)) {
    return 'is a placeholder; put your own value in its place';
  }
  if (value !== value.trim() || /\s/.test(value)) {
    return 'contains white space; remove it';
  }
  return undefined;
};

/** A DNS name as it stands in a `Host` header: lower case, no scheme, port or path. */
export const hostName: Check = (value) => {
  const bare = value.replace(/^[a-z][a-z0-9+.-]*:\/\/+/i, '').replace(/[/?#:].*$/, '').toLowerCase();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    return `has a scheme; write the bare host, ${bare}`;
  }
  if (/[/?#]/.test(value)) {
    return `has a path; write the bare host, ${bare}`;
  }
  if (value.includes(':')) {
    return `has a port; write the bare host, ${bare}`;
  }
  if (value !== value.toLowerCase()) {
    return `has upper-case letters; write ${bare}`;
  }
  if (/^[\d.]+$/.test(value)) {
    return 'is an IP address; Ingress and certificates need a host name, write one such as union.example.com';
  }
  if (!value.includes('.') || value.length > 253 || !value.split('.').every((label) => LABEL.test(label))) {
    return 'is no fully qualified host name; write one such as union.example.com';
  }
  return undefined;
};

const NO_URL = 'is no absolute URL; write one that starts with https://';

/** An absolute `https:` URL without query, fragment or credentials. */
export const httpsUrl: Check = (value) => {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return NO_URL;
  }
  // The parser mends what nobody else does: `https:/host`, `https:host`.
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/\\]/i.test(value)) {
    return NO_URL;
  }
  if (url.protocol !== 'https:') {
    return 'is not https; tokens and codes would travel in the clear, use https://';
  }
  if (url.username || url.password) {
    return 'carries credentials; remove them from the URL';
  }
  if (url.search || value.includes('?')) {
    return 'has a query; remove everything from the "?"';
  }
  if (url.hash || value.includes('#')) {
    return 'has a fragment; remove everything from the "#"';
  }
  return undefined;
};

/** A Kubernetes namespace (RFC 1123 label). */
export const namespaceName: Check = (value) =>
  LABEL.test(value) ? undefined : 'is no namespace name; use lower-case letters, digits and "-", at most 63 characters';

/** The name of a volume in a pod (RFC 1123 label). */
export const volumeName: Check = (value) =>
  LABEL.test(value) ? undefined : 'is no volume name; use lower-case letters, digits and "-", at most 63 characters';

/** The name of a Kubernetes object (RFC 1123 subdomain). */
export const objectName: Check = (value) =>
  value.length <= 253 && SUBDOMAIN.test(value)
    ? undefined
    : 'is no object name; use lower-case letters, digits, "-" and "."';

/** The longest name of a Helm release (Helm: `pkg/chart/v2/util/validate_name.go`). */
const HELM_RELEASE_NAME_LENGTH = 53;

/** The name of a Helm release. */
export const helmReleaseName: Check = (value) =>
  value.length <= HELM_RELEASE_NAME_LENGTH && SUBDOMAIN.test(value)
    ? undefined
    : `is no name of a Helm release; use lower-case letters, digits, "-" and ".", at most ${HELM_RELEASE_NAME_LENGTH} characters`;

/**
 * Partition, direction, number. New regions follow the pattern, so they are not listed.
 *
 * Source: AWS SDKs, `partitions.json` (`regionRegex` of each partition).
 */
const AWS_REGION = /^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[bf]?|eu-isoe|eusc-de)-(north|south|central)?(east|west)?(?<!-)-\d{1,2}$/;

/** A region of AWS. */
export const awsRegion: Check = (value) =>
  AWS_REGION.test(value) ? undefined : 'is no region of AWS; write one such as us-east-2, without the letter of a zone';

/** A key of a Secret or ConfigMap. */
export const secretKey: Check = (value) =>
  /^[-._a-zA-Z0-9]+$/.test(value) ? undefined : 'is no key of a Secret; use letters, digits, "-", "_" and "."';

/** A Go duration as the Kubernetes API and flytestdlib read it. */
export const goDuration: Check = (value) =>
  value === '0' || GO_DURATION.test(value) ? undefined : 'is no duration; write a number with a unit, such as 15m or 1h';

/** An absolute directory or file path, without detours. */
export const absolutePath: Check = (value) => {
  if (!value.startsWith('/')) {
    return 'is no absolute path; start it with "/"';
  }
  return value.split('/').includes('..') ? 'steps back with ".."; write the path without it' : undefined;
};
