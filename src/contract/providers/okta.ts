import { KnownProvider } from './known-provider';

/** Source: Okta, "Authorization servers". The organization's own authorization server has no id in its paths. */
export const OKTA: KnownProvider = {
  name: 'Okta',
  hosts: /^[\w-]+\.(okta|oktapreview|okta-emea|okta-gov)\.com$/,
  publishesOAuthMetadata: true,
  serverInPath: { issuer: /^\/oauth2\/([^/]+)\/?$/, tokenEndpoint: /^\/oauth2\/(?:([^/]+)\/)?v1\/token$/ },
  generatesClientIds: true,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
  // "One or more scopes are not configured for the authorization server resource."
  refusesUnknownScopes: true,
  // By its documentation; not tried.
  refusesOfflineAccessToServices: true,
  grantsDefaultScopes: true,
};
