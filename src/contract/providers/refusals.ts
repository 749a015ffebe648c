import { either } from '../../common/data/texts';

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
