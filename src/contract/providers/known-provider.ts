import { either } from '../../common/data/texts';

/** Whether a text is a UUID in the usual format. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Why a text cannot be the subject of a person, and the remedy. */
export interface WrongSubject {
  readonly fault: string;
  readonly remedy: string;
}

/** The problem of a subject that is an e-mail address or a login, for providers that write IDs. */
export function addressAsSubject(subject: string): WrongSubject | undefined {
  return !/^[^@\s|]+@[^@\s|]+\.[^@\s|]+$/.test(subject) ? undefined : {
    fault: 'is an address, but the provider writes an ID',
    remedy: 'give the "sub" of a token, as in the answer of /me',
  };
}

/** Facts about a provider's URLs and tokens, for readers of manifests. */
export interface KnownProvider {
  readonly name: string;
  /** Host names of its issuers and endpoints; absent if every installation has its own. */
  readonly hosts?: RegExp;
  /** Why it is not supported, and the alternative. */
  readonly cannotServe?: string;
  /**
   * Whether it publishes OAuth 2.0 metadata (RFC 8414) below the issuer; absent if that depends on its
   * release.
   */
  readonly publishesOAuthMetadata?: boolean;
  /** Whether its token endpoints are on another host than the issuer. */
  readonly tokenEndpointOnOtherHost?: boolean;
  /** Whether the first path element is the tenant. */
  readonly tenantInPath?: boolean;
  /** Paths with one of several authorization servers on a host, its name in the first group. */
  readonly serverInPath?: { readonly issuer: RegExp; readonly tokenEndpoint: RegExp };
  /** Suffix of the paths of its token endpoints. */
  readonly tokenEndpointPath?: RegExp;
  /** Tenant names that mean several tenants: services get no tokens there. */
  readonly tenantsOfMany?: readonly string[];
  /** Whether the provider generates client IDs, so that you cannot choose one. */
  readonly generatesClientIds?: boolean;
  /** Whether every access token has only the ID of its client as audience. */
  readonly audienceIsClientId?: boolean;
  /** Whether one registration can be a confidential and a public client, by its redirect URIs. */
  readonly mixedClients?: boolean;
  /** Whether a token request without scopes gets the default scopes. */
  readonly grantsDefaultScopes?: boolean;
  /** An issuer in the provider's spelling; the rest is unchanged. */
  readonly issuerAs?: (issuer: string) => string;
  /** An issuer of tokens that others can verify, if one of its servers issues none. */
  readonly tokenIssuerAs?: (issuer: string) => string;
  /** Whether it refuses unknown scopes rather than ignoring them. */
  readonly refusesUnknownScopes?: boolean;
  /** Required suffix of every scope in a client credentials request. */
  readonly serviceScopeSuffix?: string;
  /** Whether it refuses `offline_access` for client credentials. */
  readonly refusesOfflineAccessToServices?: boolean;
  /**
   * Whether the subject of a service's token is an ID that the provider chooses, and cannot be derived from
   * the client ID.
   */
  readonly writesOwnSubjects?: boolean;
  /** The claim that distinguishes services from people; absent if an administrator can add one. */
  readonly identityTypeClaim?: string;
  /** Checks the subject of a person, if the provider's have a known format. */
  readonly subjectOfPerson?: (subject: string) => WrongSubject | undefined;
  /** Whether a person has a different subject for each application. */
  readonly pairwiseSubjects?: boolean;
  /** The client ID in the subject of a service's token, if the provider encodes it there. */
  readonly clientOfSubject?: (subject: string) => string | undefined;
  /**
   * Audiences of tokens that applications outside of the deployment get, and how they get them, as a clause.
   */
  readonly sharedAudiences?: { readonly audience: RegExp; readonly why: string };
}

/** Why a provider refuses a sign-in request. */
export type RefusalReason = 'redirect URI' | 'realm' | 'client' | 'challenge' | 'scope' | 'grant' | 'other';

interface Wording {
  readonly reason: RefusalReason;
  /** A pattern in the provider's answer: the page, the parameters of its redirect, JSON. */
  readonly says: RegExp;
}

/**
 * Messages of providers, the most specific first: a page about a wrong redirect URI often mentions the
 * client, too.
 *
 * Tried: oidc-provider 9 (`invalid_redirect_uri`, `invalid_client`, "requires PKCE"), Keycloak 26.7 ("Invalid
 * parameter: redirect_uri"). Read: Keycloak's other messages ("Client not found.", "Missing parameter:
 * code_challenge_method"); Dex 2.45 `server/oauth2.go`; Hydra 2.3, fosite `errors.go` and
 * `authorize_request_handler.go`; Okta, "Error codes" of the authorize request; Auth0, "Callback URL
 * mismatch"; Amazon Cognito, "Authorize endpoint" (`redirect_mismatch`); Microsoft Entra ID, "AADSTS error
 * codes"; authentik, `providers/oauth2/errors.py`.
 */
const WORDINGS: readonly Wording[] = [
  {
    reason: 'redirect URI',
    says: either(
      /AADSTS(50011|90023[68]?|500113)\b/i,
      /redirect_mismatch|invalid_redirect_uri|callback url mismatch/i,
      /(un(registered|authori[sz]ed)|invalid|mismatch\w*)[^.<]{0,60}redirect(ion)?[ _]ur[il]/i,
      /redirect(ion)?[ _]ur[il][^.<]{0,60}(not|must|mis|in)\b/i,
    ),
  },
  {
    reason: 'realm',
    says: either(
      /realm (is )?(not enabled|disabled)|tenant (is )?(disabled|suspended|inactive)/i,
      /AADSTS(90072|5000224)\b/i,
    ),
  },
  {
    reason: 'challenge',
    says: /AADSTS(501481|9002325)\b|code_challenge|\bPKCE\b|proof key for code exchange/i,
  },
  { reason: 'scope', says: /AADSTS(70011|650053|650052|500011)\b|invalid_scope/i },
  {
    reason: 'grant',
    says: either(
      /unsupported_response_type|unsupported_grant_type|response_type[^.<]{0,40}not/i,
      /standard flow is disabled|not allowed to (use|initiate)/i,
    ),
  },
  {
    reason: 'client',
    says: either(
      /AADSTS(700016|700038|7000112|90002)\b|invalid_client|unauthorized_client|unknown client/i,
      /client (was )?(not found|disabled|does not exist)|client_id[^.<]{0,60}(not|missing|invalid|unknown)/i,
      /(invalid|unregistered|unknown)[^.<]{0,40}client[ _]?(id)?\b/i,
    ),
  },
];

/** The reason in a provider's text; `other` if the message is unknown. */
export function refusalReason(text: string): RefusalReason {
  return WORDINGS.find(({ says }) => says.test(text))?.reason ?? 'other';
}

/** The words with the reason, in their context; undefined if there are none. */
export function tellingWords(text: string): string | undefined {
  const found = WORDINGS.map(({ says }) => says.exec(text)).find((match) => match !== null);
  if (!found) {
    return undefined;
  }
  const from = Math.max(0, found.index - 40);
  // Whole words, if the text continues.
  return text
    .slice(from, found.index + found[0].length + 80)
    .replace(from === 0 ? '' : /^\S*\s/, '')
    .replace(/\s\S*$/, '');
}
