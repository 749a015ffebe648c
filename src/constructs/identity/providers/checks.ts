import { sha1 } from '../../../common/data/digest';
import { bytesOf } from '../../../common/data/texts';
import { Check, filledIn, httpsUrl, matching, noCredentials } from '../../../common/props/checks';
import { PropType, list, optional, text } from '../../../common/props/prop-types';

/** A URL with only a host. */
export function onlyOrigin(example: string): Check {
  return (value) =>
    httpsUrl(value) || new URL(value).pathname === '/'
      ? undefined
      : `has a path; write it without one, such as ${example}`;
}

/**
 * Checks the URL of a server without the paths of its own pages.
 *
 * @param pages description of a URL with this part in its path, for the error
 */
export function endingBefore(pages: Readonly<Record<string, string>>): Check {
  return (value) => {
    const part = Object.keys(pages).find((each) => `${value}/`.includes(each));
    return part === undefined ? undefined : `${pages[part]}; remove ${part} and the rest`;
  };
}

/** The audience of access tokens, which manifests show. */
export function audienceText(...checks: Check[]): PropType {
  return optional(text(filledIn, noCredentials, ...checks));
}

/** A path relative to the issuer. */
export const relativePath: Check = (value) =>
  value.startsWith('/') || value.includes('://')
    ? 'must be relative to the issuer; write it without scheme, host and leading "/"'
    : undefined;

/** One scope of RFC 6749, section 3.3: no spaces, quotes or backslashes. */
export const scopeToken = matching(
  /^[\x21\x23-\x5B\x5D-\x7E]+$/,
  'is not a scope; write one scope per entry, without spaces, quotes or backslashes',
);

/** A list of scopes, which must not be empty. */
export function scopes(...checks: Check[]): PropType {
  const entries = list(text(scopeToken, ...checks));
  return (problems, prop, value) => {
    if (Array.isArray(value) && value.length === 0) {
      problems.add(prop, value, 'must not be empty; give at least one scope, or leave it out for the '
        + 'default');
    }
    return entries(problems, prop, value);
  };
}

/**
 * The scopes of a browser login. Without `openid` a provider issues no ID token, and /callback of flyteadmin
 * fails.
 */
export function webScopes(...checks: Check[]): PropType {
  return (problems, prop, value) => {
    if (Array.isArray(value) && value.length > 0 && !value.includes('openid')) {
      problems.add(
        prop, value, 'lacks openid, without which there is no ID token and no browser login; add it',
      );
    }
    return scopes(...checks)(problems, prop, value);
  };
}

/** The name of a claim in a token. */
export const claimName =
  matching(/^[\x21-\x7E]+$/, 'is not a claim name; write it as in the token');

/** The namespace of names that are URLs (RFC 4122, appendix C). */
const URL_NAMESPACE = [
  0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
];

/** The UUID (version 5) of a URL: always the same, so that files do not change between runs. */
export function uuidOf(url: string): string {
  const hex = sha1(Uint8Array.from([...URL_NAMESPACE, ...bytesOf(url)]));
  // The variant is in the two highest bits of its digit: 8, 9, a or b.
  const variant = (8 + parseInt(hex[16], 16) % 4).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
