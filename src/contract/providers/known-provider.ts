import { either } from '../../common/data/texts';

/** A UUID in its usual spelling. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Why a text cannot be the subject of a person, and what to write in its place. */
export interface WrongSubject {
  readonly fault: string;
  readonly remedy: string;
}

/** What is wrong with a subject that is an e-mail address or a login, at providers that write ids. */
export function addressAsSubject(subject: string): WrongSubject | undefined {
  return !/^[^@\s|]+@[^@\s|]+\.[^@\s|]+$/.test(subject) ? undefined : {
    fault: 'is an address, and the provider writes an id',
    remedy: 'give the "sub" of a token, which /me answers',
  };
}

/** What the URLs and tokens of a provider tell about it, to anyone who reads manifests. */
export interface KnownProvider {
  readonly name: string;
  /** Host names of its issuers and endpoints; absent where every installation has its own. */
  readonly hosts?: RegExp;
  /** Why it cannot serve at all, and what to do instead. */
  readonly cannotServe?: string;
  /**
   * Whether it publishes OAuth 2.0 metadata (RFC 8414) below the issuer; absent where that depends on its
   * release.
   */
  readonly publishesOAuthMetadata?: boolean;
  /** Its token endpoints rightly are on another host than the issuer. */
  readonly tokenEndpointOnOtherHost?: boolean;
  /** The first element of every path is the tenant. */
  readonly tenantInPath?: boolean;
  /** Paths that name one of several authorization servers on the same host, the name in the first group. */
  readonly serverInPath?: { readonly issuer: RegExp; readonly tokenEndpoint: RegExp };
  /** What the paths of its token endpoints end with. */
  readonly tokenEndpointPath?: RegExp;
  /** Names in the place of a tenant that stand for many: no service gets a token there. */
  readonly tenantsOfMany?: readonly string[];
  /** Client IDs are generated: no one can register one of their choice. */
  readonly generatesClientIds?: boolean;
  /** Every access token has the ID of its client as audience, and no other. */
  readonly audienceIsClientId?: boolean;
  /** One registration may be a confidential and a public client at once, by its redirect URIs. */
  readonly mixedClients?: boolean;
  /** A token request without scopes is granted the default scopes. */
  readonly grantsDefaultScopes?: boolean;
  /** An issuer as the provider spells it, the rest left as it is. */
  readonly issuerAs?: (issuer: string) => string;
  /** An issuer of tokens that others than the provider can verify, where one of its servers issues none. */
  readonly tokenIssuerAs?: (issuer: string) => string;
  /** Scopes that no one registered are refused rather than passed over. */
  readonly refusesUnknownScopes?: boolean;
  /** Every scope of a client credentials request must end with this. */
  readonly serviceScopeSuffix?: string;
  /** Client credentials that ask for `offline_access` are refused. */
  readonly refusesOfflineAccessToServices?: boolean;
  /**
   * The subject of a service's token is an id of the provider's own making, which nothing in the client ID
   * tells.
   */
  readonly writesOwnSubjects?: boolean;
  /** The claim by which it tells services from people. Absent where an administrator may add one. */
  readonly identityTypeClaim?: string;
  /** What is wrong with the subject of a person, where the provider's have a shape of their own. */
  readonly subjectOfPerson?: (subject: string) => WrongSubject | undefined;
  /** A person has a subject of their own for each application. */
  readonly pairwiseSubjects?: boolean;
  /**
   * The client ID in the subject of a service's token, where the provider writes it there in a spelling of
   * its own.
   */
  readonly clientOfSubject?: (subject: string) => string | undefined;
  /**
   * Audiences of tokens that applications get which have nothing to do with the deployment, and how they come
   * to them, as a clause.
   */
  readonly sharedAudiences?: { readonly audience: RegExp; readonly why: string };
}

/** Why a provider does not take a request to sign in. */
export type RefusalReason = 'redirect URI' | 'realm' | 'client' | 'challenge' | 'scope' | 'grant' | 'other';

interface Wording {
  readonly reason: RefusalReason;
  /** In whatever the provider answers: the page, the parameters of its redirect, JSON. */
  readonly says: RegExp;
}

/**
 * How providers word it, the most telling first: a page on a wrong redirect URI often names the client, too.
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

/** The reason that a text of a provider gives; `other` where it is worded in no way that is known. */
export function refusalReason(text: string): RefusalReason {
  return WORDINGS.find(({ says }) => says.test(text))?.reason ?? 'other';
}

/** The words that tell the reason, with what is around them; nothing where there are none. */
export function tellingWords(text: string): string | undefined {
  const found = WORDINGS.map(({ says }) => says.exec(text)).find((match) => match !== null);
  if (!found) {
    return undefined;
  }
  const from = Math.max(0, found.index - 40);
  // Whole words, where the text goes on.
  return text
    .slice(from, found.index + found[0].length + 80)
    .replace(from === 0 ? '' : /^\S*\s/, '')
    .replace(/\s\S*$/, '');
}
