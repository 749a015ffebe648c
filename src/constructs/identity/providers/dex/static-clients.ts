import { JsonObject } from '../../../../common/data/json';
import { OAuthGrantType } from '../../oauth-application';
import { RegisteredClient, RegisteredDeployment } from '../registrar';

/**
 * The part of Dex's configuration that concerns the clients: `staticClients`, and the grants that they use.
 *
 * Secrets stay out of it: Dex reads each from the environment (`secretEnv`).
 *
 * Source: Dex `storage/storage.go` (`Client`), `server/oauth2.go`, `server/grants/clientcredentials.go`.
 */
export function dexStaticClients(issuer: string): (deployment: RegisteredDeployment) => JsonObject {
  // Dex redirects a device login through itself, and checks that redirect against the client's URIs.
  const deviceCallback = `${new URL(issuer).pathname.replace(/\/$/, '')}/device/callback`;
  return ({ clients }) => ({
    oauth2: {
      // The applications are the deployment's own: nobody has to approve each login.
      skipApprovalScreen: true,
      grantTypes: [...new Set(clients.flatMap(({ grantTypes }) => grantTypes))],
    },
    staticClients: clients.map((client) => staticClient(client, deviceCallback)),
  });
}

function staticClient(client: RegisteredClient, deviceCallback: string): JsonObject {
  const redirectURIs = [
    ...client.redirectUris,
    ...(client.grantTypes.includes(OAuthGrantType.DEVICE_CODE) ? [deviceCallback] : []),
  ];
  return {
    id: client.clientId,
    name: client.clientName,
    ...(redirectURIs.length > 0 ? { redirectURIs } : {}),
    ...(client.hasClientSecret ? { secretEnv: client.clientSecretVariable } : { public: true }),
  };
}
