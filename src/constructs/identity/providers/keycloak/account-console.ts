import { JsonObject } from '../../../../common/data/json';

const ACCOUNT = 'account';
const CONSOLE = 'account-console';
const SCOPES = ['basic', 'profile', 'roles'];

/**
 * Where people change their password and see their sessions. Keycloak makes these clients before it imports
 * the client scopes of a realm, so that they have none of them and the account console answers 403; a realm
 * that brings them brings their roles as well.
 *
 * Source: Keycloak `RealmManager.importRealm`, `setupAccountManagement`; tried with 26.7.3.
 */
export function accountConsole(realm: string): {
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
    // What it consists of is read off the list of roles.
    defaultRole: { name: ofEverybody },
    clientScopeMappings: {
      [ACCOUNT]: [{ client: CONSOLE, roles: ['manage-account', 'view-groups', 'view-profile'] }],
    },
  };
}

/** A role that gives roles of the account. */
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
