import { KnownProvider } from './known-provider';
import { addressAsSubject, WrongSubject } from './subjects';

/**
 * The user ID, as in ID tokens, once the default claim `sub` of access tokens says so; by itself that is the
 * login.
 *
 * Source: Okta, "Sub claim limitation".
 */
function subjectOfPerson(subject: string): WrongSubject | undefined {
  if (/^00g\w{17}$/.test(subject)) {
    const fault = 'is a group, and roles are given to people';
    return { fault, remedy: 'give the user ID (00u…) of one, which /me answers' };
  }
  return addressAsSubject(subject) && {
    fault: 'is a login, which Okta writes only into access tokens, and only until the claim sub is changed',
    remedy: 'give the user ID (00u…), which /me answers',
  };
}

/**
 * The organization's own authorization server issues no custom scopes, and access tokens that no one else can
 * verify.
 */
function tokenIssuerAs(issuer: string): string {
  const [, organization] = /^(https?:\/\/[^/]+)(?:\/oauth2)?\/*$/.exec(issuer) ?? [];
  return organization === undefined
    ? issuer.replace(/\/+$/, '')
    : `${organization}/oauth2/<id of the authorization server, such as default>`;
}

/**
 * Source: Okta, "Authorization servers". The organization's own authorization server has no id in its paths.
 */
export const OKTA: KnownProvider = {
  name: 'Okta',
  hosts: /^[\w-]+\.(okta|oktapreview|okta-emea|okta-gov)\.com$/,
  publishesOAuthMetadata: true,
  serverInPath: { issuer: /^\/oauth2\/([^/]+)\/?$/, tokenEndpoint: /^\/oauth2\/(?:([^/]+)\/)?v1\/token$/ },
  tokenEndpointPath: /\/v1\/token$/,
  generatesClientIds: true,
  // The Admin Console, which the browser shows while one works in it, issues nothing.
  issuerAs: (issuer) => issuer.replace(/\/+$/, '').replace(/^(https?:\/\/[\w-]+)-admin\./i, '$1.'),
  tokenIssuerAs,
  // "One or more scopes are not configured for the authorization server resource."
  refusesUnknownScopes: true,
  // By its documentation; not tried.
  refusesOfflineAccessToServices: true,
  grantsDefaultScopes: true,
  subjectOfPerson,
};
