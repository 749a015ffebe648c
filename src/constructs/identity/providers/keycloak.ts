import { JsonObject } from '../../../common/data/json';
import { filledIn, httpsUrl, matching } from '../../../common/props/checks';
import { Shape, demand, text } from '../../../common/props/prop-types';
import { KEYCLOAK } from '../../../contract/providers/known-providers';
import {
  ALL_SCOPE, IDENTITY_TYPE_CLAIM, OFFLINE_ACCESS_SCOPE, OIDC_METADATA_PATH, SCOPE_CLAIM, USERNAME_CLAIM,
} from '../../../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../oauth-client';
import { audienceText, endingBefore, uuidOf } from './checks';
import {
  ProviderDescription, RefreshTokens, RegisteredClient, RegisteredDeployment,
} from './provider-description';

/** A realm of a Keycloak server. */
export interface KeycloakProviderProps {
  /** The URL of Keycloak for browsers, with its path if it has one: `https://sso.example.com`. */
  readonly serverUrl: string;

  /** The name of the realm: `union`. */
  readonly realm: string;

  /**
   * The audience that the realm's audience mapper writes: `https://union.example.com`. The realm of
   * `Registrations.files()` has that mapper.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;
}

const PROPS: Shape<KeycloakProviderProps> = {
  serverUrl: text(filledIn, endingBefore({
    '/.well-known/': 'is the URL of metadata',
    '/realms/': 'is the URL of a realm',
    '/admin/': 'is a page of the Admin Console',
  }), httpsUrl),
  realm: text(filledIn, matching(
    /^(?!\.{1,2}$)[\w.~-]+$/,
    'is not a realm name; use letters, digits, "-", "_", "." and "~" (a "/" would end the name in URLs)',
  ), notMaster),
  audience: audienceText(),
};

/** Source: Keycloak, Server Administration Guide, "The master realm". */
function notMaster(realm: string): string | undefined {
  return realm === 'master'
    ? 'is the realm that administers Keycloak itself; create another realm'
    : undefined;
}

export function describeKeycloak(props: KeycloakProviderProps): ProviderDescription {
  demand('IdentityProvider.keycloak', props, PROPS);
  const issuer = `${props.serverUrl.replace(/\/+$/, '')}/realms/${props.realm}`;
  // The ID of the service account's user, which the emitted realm sets.
  const subjectOf = (clientId: string) => uuidOf(`${issuer}/service-account/${clientId}`);
  const endpoints = `${issuer}/protocol/openid-connect`;
  return {
    name: KEYCLOAK.name,
    subjectOfPerson: KEYCLOAK.subjectOfPerson,
    issuer,
    tokenEndpoint: `${endpoints}/token`,
    authorizationEndpoint: `${endpoints}/auth`,
    deviceAuthorizationEndpoint: `${endpoints}/auth/device`,
    metadataPath: OIDC_METADATA_PATH,
    audience: props.audience,
    // Tried with Keycloak 26.7.3: refresh tokens also without offline_access. With it, client credentials are
    // refused (invalid_scope), and a browser login loses single sign-on.
    refreshTokens: RefreshTokens.ALWAYS,
    pkceSetting:
      "a client policy for public clients with the executor pkce-enforcer; the client's own setting would "
        + 'block the device code grant',
    steps: [
      'Client scope `all`, which writes the claim `scp` as the list `["all"]`, and the audience',
      'Claim `identitytype` in access and ID tokens: `user` for the web and the native client, `app` for '
        + 'services',
    ],
    serviceSubject: subjectOf,
    registrar: { keycloakRealm: keycloakRealm(props.realm, subjectOf) },
    takesClientIds: true,
  };
}

/**
 * A Keycloak realm with the deployment's clients, as Keycloak 25 or later imports it.
 *
 * Its client scope `all` writes the claims that flyteadmin needs and Keycloak does not write by default:
 * `scp` as a list, and the audience. Each client also writes `identitytype` (`user` or `app`), by which Union
 * distinguishes people from services.
 *
 * A realm with client scopes gets none of Keycloak's defaults, so those that the clients need are written
 * out.
 *
 * Source: Keycloak `RealmRepresentation`, "Protocol mappers", `RealmManager.importRealm`; flyteadmin
 * `auth/authzserver/claims_verifier.go`.
 */
function keycloakRealm(
  realm: string,
  subjectOf: (clientId: string) => string,
): (deployment: RegisteredDeployment, secretsFromEnvironment: boolean) => JsonObject {
  const { clients: ofAccounts, ...account } = accountConsole(realm);
  return ({ clients }, secretsFromEnvironment) => ({
    realm,
    enabled: true,
    sslRequired: 'external',
    registrationAllowed: false,
    bruteForceProtected: true,
    // A refresh token can be used once; an offline session ends after at most two months.
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    offlineSessionMaxLifespanEnabled: true,
    offlineSessionMaxLifespan: 60 * 24 * 60 * 60,
    clientScopes: [basicScope(), profileScope(), rolesScope(), allScope(clients[0].audience)],
    clients: [
      ...clients.map((client) => clientRepresentation(client, secretsFromEnvironment)), ...ofAccounts,
    ],
    ...account,
    users: clients.filter((client) => client.grantTypes.includes(OAuthGrantType.CLIENT_CREDENTIALS))
      .map(({ clientId, subject = subjectOf(clientId) }) => serviceAccount(clientId, subject)),
    ...pkcePolicy(),
  });
}

function clientRepresentation(client: RegisteredClient, secretsFromEnvironment: boolean): JsonObject {
  const service = client.type === OAuthApplicationType.SERVICE;
  return {
    clientId: client.clientId,
    name: client.clientName,
    description: client.purpose,
    enabled: true,
    protocol: 'openid-connect',
    publicClient: !client.hasClientSecret,
    ...(client.hasClientSecret ? { clientAuthenticatorType: 'client-secret' } : {}),
    ...(client.hasClientSecret && secretsFromEnvironment
      ? { secret: `\${${client.clientSecretVariable}}` }
      : {}),
    standardFlowEnabled: client.grantTypes.includes(OAuthGrantType.AUTHORIZATION_CODE),
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: client.grantTypes.includes(OAuthGrantType.CLIENT_CREDENTIALS),
    consentRequired: false,
    fullScopeAllowed: false,
    redirectUris: client.redirectUris,
    attributes: attributes(client),
    defaultClientScopes: ['basic', 'profile', ALL_SCOPE],
    optionalClientScopes: service ? [] : [OFFLINE_ACCESS_SCOPE],
    protocolMappers: [identityType(service ? 'app' : 'user')],
  };
}

/** The user of a service account. Without one in the realm, Keycloak creates it with a random ID. */
function serviceAccount(clientId: string, id: string): JsonObject {
  return {
    id,
    username: `service-account-${clientId.toLowerCase()}`,
    enabled: true,
    serviceAccountClientId: clientId,
  };
}

function attributes(client: RegisteredClient): Record<string, string> {
  return {
    'oauth2.device.authorization.grant.enabled': String(
      client.grantTypes.includes(OAuthGrantType.DEVICE_CODE),
    ),
    'use.refresh.tokens': String(client.grantTypes.includes(OAuthGrantType.REFRESH_TOKEN)),
    ...(client.postLogoutRedirectUris.length > 0
      ? { 'post.logout.redirect.uris': client.postLogoutRedirectUris.join('##') }
      : {}),
  };
}

/**
 * Requires PKCE from public clients at the authorization endpoint. The attribute of a client would also
 * require it at the device authorization endpoint, where SDK and CLI send none.
 */
function pkcePolicy(): JsonObject {
  const name = 'union-pkce';
  return {
    clientProfiles: {
      profiles: [
        {
          name,
          description: 'PKCE for browser logins',
          executors: [{ executor: 'pkce-enforcer', configuration: { 'auto-configure': false } }],
        },
      ],
    },
    clientPolicies: {
      policies: [
        {
          name,
          description: 'PKCE for browser logins of public clients',
          enabled: true,
          conditions: [{ condition: 'client-access-type', configuration: { type: ['public'] } }],
          profiles: [name],
        },
      ],
    },
  };
}

interface Mapper {
  readonly name: string;
  readonly protocol: string;
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

/** `sub`, which Keycloak writes only with this mapper since release 25. */
function basicScope(): JsonObject {
  return clientScope('basic', 'The subject', false, [mapper('sub', 'oidc-sub-mapper', {})]);
}

function profileScope(): JsonObject {
  return clientScope('profile', 'The name of a person, or of the service account', true, [
    userProperty(USERNAME_CLAIM, 'username'),
    mapper('full name', 'oidc-full-name-mapper', {
      'id.token.claim': 'true',
      'userinfo.token.claim': 'true',
    }),
  ]);
}

/** The roles of a person in Keycloak itself; without them the account console answers 403. */
function rolesScope(): JsonObject {
  return clientScope('roles', 'Roles at Keycloak', false, [
    mapper('realm roles', 'oidc-usermodel-realm-role-mapper', {
      'claim.name': 'realm_access.roles',
      'jsonType.label': 'String',
      'multivalued': 'true',
    }),
    mapper('client roles', 'oidc-usermodel-client-role-mapper', {
      'claim.name': 'resource_access.${client_id}.roles',
      'jsonType.label': 'String',
      'multivalued': 'true',
    }),
    mapper('audience resolve', 'oidc-audience-resolve-mapper', {}),
  ]);
}

function allScope(audience: string): JsonObject {
  return clientScope(ALL_SCOPE, 'Union', true, [
    hardcodedClaim(SCOPE_CLAIM, JSON.stringify([ALL_SCOPE]), 'JSON', false),
    mapper('audience', 'oidc-audience-mapper', {
      'included.custom.audience': audience,
      'id.token.claim': 'false',
    }),
  ]);
}

function clientScope(
  name: string, description: string, inToken: boolean, protocolMappers: Mapper[],
): JsonObject {
  return {
    name,
    description,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': String(inToken), 'display.on.consent.screen': 'false' },
    protocolMappers,
  };
}

/** Distinguishes people from services, also in the ID token: browser sessions get their claims from it. */
function identityType(value: 'user' | 'app'): Mapper {
  return hardcodedClaim(IDENTITY_TYPE_CLAIM, value, 'String', true);
}

function hardcodedClaim(claim: string, value: string, jsonType: string, inIdToken: boolean): Mapper {
  return mapper(claim, 'oidc-hardcoded-claim-mapper', {
    'claim.name': claim,
    'claim.value': value,
    'jsonType.label': jsonType,
    'id.token.claim': String(inIdToken),
    'userinfo.token.claim': 'false',
  });
}

function userProperty(claim: string, property: string): Mapper {
  return mapper(claim, 'oidc-usermodel-attribute-mapper', {
    'user.attribute': property,
    'claim.name': claim,
    'jsonType.label': 'String',
    'id.token.claim': 'true',
    'userinfo.token.claim': 'true',
  });
}

function mapper(name: string, protocolMapper: string, config: Record<string, string>): Mapper {
  return {
    name,
    protocol: 'openid-connect',
    protocolMapper,
    config: { 'access.token.claim': 'true', 'introspection.token.claim': 'true', ...config },
  };
}

const ACCOUNT = 'account';
const CONSOLE = 'account-console';
const SCOPES = ['basic', 'profile', 'roles'];

/**
 * The clients of the account console, where people change their password. Keycloak creates them before it
 * imports the client scopes of a realm, so they lack these and the account console answers 403. A realm that
 * defines the clients must define their roles too.
 *
 * Source: Keycloak `RealmManager.importRealm`, `setupAccountManagement`; tried with 26.7.3.
 */
function accountConsole(realm: string): {
  readonly clients: JsonObject[];
  readonly roles: JsonObject;
  readonly defaultRole: JsonObject;
  readonly clientScopeMappings: JsonObject;
} {
  const ofEverybody = `default-roles-${realm.toLowerCase()}`;
  const shared = publicClient(`/realms/${realm}/account/`);
  return {
    clients: [
      { clientId: ACCOUNT, name: '${client_account}', ...shared },
      {
        clientId: CONSOLE,
        name: '${client_account-console}',
        attributes: { 'pkce.code.challenge.method': 'S256' },
        ...shared,
      },
    ],
    roles: {
      realm: [composite(ofEverybody, ['view-profile', 'manage-account'])],
      client: {
        [ACCOUNT]: [
          { name: 'view-profile' },
          { name: 'view-groups' },
          { name: 'manage-account-links' },
          composite('manage-account', ['manage-account-links']),
        ],
      },
    },
    // The list of roles determines its composites.
    defaultRole: { name: ofEverybody },
    clientScopeMappings: {
      [ACCOUNT]: [{ client: CONSOLE, roles: ['manage-account', 'view-groups', 'view-profile'] }],
    },
  };
}

/** A role that contains other roles of the account. */
function composite(name: string, roles: readonly string[]): JsonObject {
  return { name, composite: true, composites: { client: { [ACCOUNT]: [...roles] } } };
}

function publicClient(page: string): JsonObject {
  return {
    enabled: true,
    protocol: 'openid-connect',
    rootUrl: '${authBaseUrl}',
    baseUrl: page,
    redirectUris: [`${page}*`],
    publicClient: true,
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    fullScopeAllowed: false,
    defaultClientScopes: SCOPES,
    optionalClientScopes: [],
  };
}
