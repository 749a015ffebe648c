import { base64Url, bytesInBase64, bytesOf, either, textOfBytes } from '../../common/data/texts';
import { urlOf } from '../../common/props/checks';
import { KnownProvider, WrongSubject, addressAsSubject, isUuid } from './known-provider';

/** The required scope of client credentials: all granted permissions. */
export const DEFAULT_SCOPE_SUFFIX = '/.default';

const MANY_TENANTS: readonly string[] = ['common', 'organizations', 'consumers'];

/**
 * Version 2, as in the metadata; version 1 (sts.windows.net) and customer tenants (ciamlogin) are not
 * changed.
 */
function entraIssuer(issuer: string): string {
  const [, host, tenant] =
    /^https:\/\/(login\.microsoftonline\.(?:com|us))\/([^/]+)(?:\/v2\.0)?\/*$/i.exec(issuer) ?? [];
  return tenant === undefined ? issuer
    : `https://${host}/${isNamed(tenant) ? '<the UUID of your tenant>' : tenant}/v2.0`;
}

/** Whether a tenant is given by a name; tokens contain its UUID. */
function isNamed(tenant: string): boolean {
  return MANY_TENANTS.includes(tenant.toLowerCase()) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(tenant);
}

/**
 * People have a subject of 43 letters and digits for each application; the object ID, a UUID, is in the claim
 * `oid`.
 */
function entraPerson(subject: string): WrongSubject | undefined {
  return isUuid(subject)
    ? {
      fault: 'is an object ID, but Entra ID writes another subject into tokens of people',
      remedy: 'give the "sub" of a token, as in the answer of /me',
    }
    : addressAsSubject(subject);
}

/** Source: Microsoft identity platform, "OpenID Connect" and "Client credentials flow". */
export const ENTRA_ID: KnownProvider = {
  name: 'Microsoft Entra ID',
  // Microsoft Graph, by its URL and by its ID in every tenant.
  sharedAudiences: {
    audience: /^(https:\/\/graph\.microsoft\.com\/?|00000003-0000-0000-c000-000000000000)$/,
    why: 'it is Microsoft Graph, for which every application of the tenant gets tokens',
  },
  hosts: either(
    /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn|windows\.net)$/,
    /^sts\.windows\.net$|^[\w-]+\.(ciamlogin|b2clogin)\.com$/,
  ),
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  tenantInPath: true,
  tokenEndpointPath: /^\/[^/]+\/(?:[^/]+\/)?oauth2\/v2\.0\/token$/,
  tenantsOfMany: MANY_TENANTS,
  generatesClientIds: true,
  // The object ID of the service principal ("Access token claims reference").
  writesOwnSubjects: true,
  identityTypeClaim: 'idtyp',
  subjectOfPerson: entraPerson,
  // Pairwise: one subject per audience of the token ("Access token claims reference", `sub`).
  pairwiseSubjects: true,
  issuerAs: entraIssuer,
  mixedClients: true,
  serviceScopeSuffix: DEFAULT_SCOPE_SUFFIX,
};

/**
 * Google supports only people: there is no factory, as services cannot sign in with it.
 *
 * Source: Google, "Using OAuth 2.0 to access Google APIs" (no client credentials grant, scopes of Google's
 * APIs alone, opaque access tokens), OpenID Connect discovery document.
 */
const GOOGLE: KnownProvider = {
  name: 'Google',
  hosts: /^(accounts\.google\.com|oauth2\.googleapis\.com)$/,
  cannotServe: 'is Google, which has no client credentials grant, no custom scopes and only opaque access '
    + 'tokens; use a provider that federates with Google instead (Keycloak, Dex)',
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  generatesClientIds: true,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
};

/** Source: Amazon Cognito Developer Guide, "User pool endpoints". */
export const COGNITO: KnownProvider = {
  name: 'Amazon Cognito',
  subjectOfPerson: addressAsSubject,
  hosts: /^(cognito-idp\.[\w-]+\.amazonaws\.com(\.cn)?|[\w-]+\.auth(-fips)?\.[\w-]+\.amazoncognito\.com)$/,
  publishesOAuthMetadata: false,
  tokenEndpointOnOtherHost: true,
  tokenEndpointPath: /^\/oauth2\/token$/,
  generatesClientIds: true,
  audienceIsClientId: true,
  // The authorization endpoint answers "invalid_scope".
  refusesUnknownScopes: true,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
};

/**
 * The user ID, as in ID tokens, after a change of the default claim `sub` of access tokens; by default that
 * is the login.
 *
 * Source: Okta, "Sub claim limitation".
 */
function oktaPerson(subject: string): WrongSubject | undefined {
  if (/^00g\w{17}$/.test(subject)) {
    const fault = 'is a group, but roles are assigned to people';
    return { fault, remedy: 'give the user ID (00u…) of a person, as in the answer of /me' };
  }
  return addressAsSubject(subject) && {
    fault: 'is a login, which Okta writes only into access tokens, and only until the claim sub is changed',
    remedy: 'give the user ID (00u…), as in the answer of /me',
  };
}

/**
 * The organization's own authorization server issues no custom scopes, and its access tokens can only be
 * verified by Okta.
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
  // The Admin Console issues no tokens.
  issuerAs: (issuer) => issuer.replace(/\/+$/, '').replace(/^(https?:\/\/[\w-]+)-admin\./i, '$1.'),
  tokenIssuerAs,
  // "One or more scopes are not configured for the authorization server resource."
  refusesUnknownScopes: true,
  // According to its documentation; not tried.
  refusesOfflineAccessToServices: true,
  grantsDefaultScopes: true,
  subjectOfPerson: oktaPerson,
};

/** The suffix of the client ID in a service's subject. Source: Auth0, "Access token profiles". */
const AUTH0_SUFFIX = '@clients';

export function auth0Subject(clientId: string): string {
  return clientId + AUTH0_SUFFIX;
}

/** The connection, and the ID in it. Source: Auth0, "User profile structure", `user_id`. */
function auth0Person(subject: string): WrongSubject | undefined {
  return subject.includes('|') ? undefined : {
    fault: 'has no connection, unlike a user_id of Auth0 (auth0|…, google-oauth2|…)',
    remedy: 'give the user_id of the person',
  };
}

/** Source: Auth0, "Applications". */
export const AUTH0: KnownProvider = {
  name: 'Auth0',
  // Auth0, "Access tokens": those of the Management API and of /userinfo.
  sharedAudiences: {
    audience: /^https:\/\/[^/]+\/(userinfo|api\/v2\/?)$/,
    why: 'it is an API of Auth0 itself, for which every application gets tokens',
  },
  hosts: /^[\w-]+(\.\w+)?\.auth0\.com$/,
  tokenEndpointPath: /^\/oauth\/token$/,
  generatesClientIds: true,
  issuerAs: (issuer) => `${issuer.replace(/\/+$/, '')}/`,
  // The grant, which the claim contains only for services ("Access token profiles").
  identityTypeClaim: 'gty',
  // Auth0, "Client credentials flow": a scope that was not granted for the API. Not tried.
  refusesOfflineAccessToServices: true,
  subjectOfPerson: auth0Person,
  clientOfSubject: (subject) =>
    subject.endsWith(AUTH0_SUFFIX) ? subject.slice(0, -AUTH0_SUFFIX.length) : undefined,
};

/**
 * Every installation has its own hosts; paths distinguish its realms. Source: Keycloak, "Securing
 * applications and services with OpenID Connect".
 */
export const KEYCLOAK: KnownProvider = {
  name: 'Keycloak',
  // Keycloak, "Audience support": the client scope `roles`, which every client has, adds the audiences of a
  // user's roles.
  sharedAudiences: {
    audience: /^account$/,
    why: 'Keycloak writes it into the tokens of nearly every client of the realm',
  },
  subjectOfPerson: addressAsSubject,
  // Tried with Keycloak 26.7.3: invalid_scope.
  refusesOfflineAccessToServices: true,
  refusesUnknownScopes: true,
  // The ID of the service account's user.
  writesOwnSubjects: true,
  tokenEndpointPath: /\/realms\/[^/]+\/protocol\/openid-connect\/token$/,
  issuerAs: (issuer) => issuer.replace(/\/+$/, ''),
  serverInPath: {
    issuer: /^(.*\/realms\/[^/]+)\/?$/,
    tokenEndpoint: /^(.*\/realms\/[^/]+)\/protocol\/openid-connect\/token$/,
  },
};

/**
 * Every installation has its own hosts. Each of its applications is an issuer, and all share the endpoints.
 *
 * Source: authentik, "OAuth 2.0 provider" (endpoints, issuer mode, subject mode), "Machine-to-machine
 * authentication".
 */
export const AUTHENTIK: KnownProvider = {
  name: 'authentik',
  issuerAs: (issuer) => `${issuer.replace(/\/+$/, '')}/`,
  audienceIsClientId: true,
  writesOwnSubjects: true,
  subjectOfPerson: addressAsSubject,
  tokenEndpointPath: /\/application\/o\/token\/?$/,
  serverInPath: {
    issuer: /^(.*)\/application\/o\/[^/]+\/?$/,
    tokenEndpoint: /^(.*)\/application\/o\/token\/$/,
  },
};

/** Whether a URL is the issuer of one application. */
export function isAuthentikIssuer(url: string): boolean {
  return /\/application\/o\/[^/]+\/?$/.test(urlOf(url)?.pathname ?? '');
}

/** The tag of the first field, of type string, in a Protocol Buffers message. */
const FIRST_FIELD = 0x0a;

/**
 * The subject of a service's token: a Protocol Buffers message whose first field is the client ID, in
 * base64url without padding.
 *
 * Source: Dex `server/oauth2.go` (`genSubject`), `server/internal/types.proto` (`IDTokenSubject`), at its
 * main branch of 2026-08.
 */
export function dexSubject(clientId: string): string {
  const id = bytesOf(clientId);
  return base64Url(Uint8Array.from([FIRST_FIELD, ...varint(id.length), ...id]));
}

/** A varint: seven bits per byte, the lowest first; the highest bit means that more follow. */
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [0x80 + value % 0x80, ...varint(Math.floor(value / 0x80))];
}

/** The client of this subject; undefined for subjects of people, which also contain a connector. */
function dexClient(subject: string): string | undefined {
  const bytes = bytesInBase64(subject.replace(/-/g, '+').replace(/_/g, '/')) ?? new Uint8Array();
  // One length byte for an ID of up to 127 characters, two for longer ones.
  const clients = [2, 3].map((start) => textOfBytes(bytes.subarray(start)));
  return clients.find((client) => client !== '' && dexSubject(client) === subject);
}

/** Every installation has its own hosts. */
export const DEX: KnownProvider = {
  name: 'Dex',
  audienceIsClientId: true,
  clientOfSubject: dexClient,
};

/** Every installation has its own hosts. */
export const HYDRA: KnownProvider = { name: 'Ory Hydra' };

/**
 * All known providers. A provider without known hosts (Keycloak, a custom domain) cannot be recognized by a
 * URL.
 */
export const KNOWN_PROVIDERS: readonly KnownProvider[] = [
  ENTRA_ID, GOOGLE, COGNITO, OKTA, AUTH0, KEYCLOAK, AUTHENTIK, DEX, HYDRA,
];

/** The provider of a URL; undefined if its host is unknown. */
export function knownProvider(url: string | undefined): KnownProvider | undefined {
  const host = /^https?:\/\/([^/?#:]+)/i.exec(url ?? '')?.[1].toLowerCase();
  return host === undefined ? undefined : KNOWN_PROVIDERS.find(({ hosts }) => hosts?.test(host));
}

/** The provider of a URL: by its host, otherwise by a path that only this provider has. */
export function providerOf(url: string | undefined): KnownProvider | undefined {
  const path = pathOf(url);
  return knownProvider(url) ?? KNOWN_PROVIDERS.find(
    ({ serverInPath }) => serverInPath?.issuer.test(path) || serverInPath?.tokenEndpoint.test(path),
  );
}

function pathOf(url = ''): string {
  return /^https?:\/\/[^/?#]+([^?#]*)/i.exec(url)?.[1] ?? '';
}

/** Whether the provider of a URL refuses `offline_access` for client credentials, by its host or its path. */
export function refusesOfflineAccessToServices(url: string): boolean {
  return providerOf(url)?.refusesOfflineAccessToServices ?? false;
}

/**
 * Which applications outside of the deployment get tokens for an audience, as a clause; undefined if none is
 * known.
 */
export function sharedAudience(audience: string): string | undefined {
  return KNOWN_PROVIDERS.find(({ sharedAudiences }) => sharedAudiences?.audience.test(audience))
    ?.sharedAudiences?.why;
}

/** The client of a service token's subject. Most providers write the client ID unchanged. */
export function clientOfSubject(subject: string): string {
  for (const provider of KNOWN_PROVIDERS) {
    const client = provider.clientOfSubject?.(subject);
    if (client !== undefined) {
      return client;
    }
  }
  return subject;
}

/** The provider by the path of a token endpoint, if only one has such a path. */
export function providerByTokenUrl(url: string): KnownProvider | undefined {
  const path = pathOf(url);
  const having = KNOWN_PROVIDERS.filter(({ tokenEndpointPath }) => tokenEndpointPath?.test(path));
  return having.length === 1 ? having[0] : undefined;
}
