import { KnownProvider } from './known-provider';
import { addressAsSubject } from './subjects';

/**
 * Every installation has hosts of its own; the paths tell its realms apart. Source: Keycloak, "Securing
 * applications and services with OpenID Connect".
 */
export const KEYCLOAK: KnownProvider = {
  name: 'Keycloak',
  // Keycloak, "Audience support": the client scope `roles`, which every client has, resolves the audiences of
  // a user's roles.
  sharedAudiences: {
    audience: /^account$/,
    why: 'Keycloak writes it into the tokens of nearly every client of the realm',
  },
  subjectOfPerson: addressAsSubject,
  // Keycloak 26.7.3, tried: invalid_scope.
  refusesOfflineAccessToServices: true,
  refusesUnknownScopes: true,
  // The id of the service account's user.
  writesOwnSubjects: true,
  tokenEndpointPath: /\/realms\/[^/]+\/protocol\/openid-connect\/token$/,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
  serverInPath: {
    issuer: /^(.*\/realms\/[^/]+)\/?$/,
    tokenEndpoint: /^(.*\/realms\/[^/]+)\/protocol\/openid-connect\/token$/,
  },
};
