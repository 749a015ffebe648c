import { JsonObject } from '../../../../common/data/json';
import { ALL_SCOPE, OFFLINE_ACCESS_SCOPE } from '../../../../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../../oauth-application';
import { RegisteredClient, RegisteredDeployment } from '../registrar';
import { accountConsole } from './account-console';
import { allScope, basicScope, identityType, profileScope, rolesScope } from './client-scopes';

/**
 * A Keycloak realm with the deployment's clients, as Keycloak 25 or later imports it.
 *
 * Its client scope `all` writes what flyteadmin reads and Keycloak does not write by itself: the claim `scp`
 * as a list, and the audience. Each client also writes `identitytype` (`user` or `app`), by which Union tells
 * people from services.
 *
 * A realm that names client scopes gets none of Keycloak's own, so those that the clients need are spelled
 * out.
 *
 * Source: Keycloak `RealmRepresentation`, "Protocol mappers", `RealmManager.importRealm`; flyteadmin
 * `auth/authzserver/claims_verifier.go`.
 */
export function keycloakRealm(
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
    // A refresh token is good for one use; a session that is offline ends after two months at the latest.
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

/**
 * The user that stands for a service. Keycloak makes one up where the realm has none, with an id that no one
 * can know before.
 */
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
 * Demands PKCE of public clients at the authorization endpoint. The attribute of a client would demand it of
 * the device authorization endpoint too, where SDK and CLI send none.
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
