import { KnownProvider } from './known-provider';

/**
 * Google signs people in, and there is no factory for it: no service could sign in with it.
 *
 * Source: Google, "Using OAuth 2.0 to access Google APIs" (no client credentials grant, scopes of Google's
 * APIs alone, opaque access tokens), OpenID Connect discovery document.
 */
export const GOOGLE: KnownProvider = {
  name: 'Google',
  hosts: /^(accounts\.google\.com|oauth2\.googleapis\.com)$/,
  cannotServe: 'is Google, which issues no client credentials tokens, no custom scopes and opaque access '
    + 'tokens; put a provider that signs people in through Google in front (Keycloak, Dex)',
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  generatesClientIds: true,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
};
