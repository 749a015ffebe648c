import { JsonObject } from '../../../../common/data/json';
import { OAuthGrantType } from '../../oauth-application';
import { RegisteredClient } from '../registrar';

/**
 * The grants that the custom resource knows (hydra-maester,
 * `config/crd/bases/hydra.ory.sh_oauth2clients.yaml`).
 */
const KNOWN_GRANTS: readonly string[] = [
  OAuthGrantType.AUTHORIZATION_CODE, OAuthGrantType.CLIENT_CREDENTIALS, OAuthGrantType.REFRESH_TOKEN,
];

/**
 * One client as Hydra Maester takes it. The custom resource does not know the device code grant: the native
 * application is registered without it.
 *
 * Source: hydra-maester `api/v1alpha1/oauth2client_types.go`, `controllers/oauth2client_controller.go`.
 */
export function hydraOAuth2Client(client: RegisteredClient): JsonObject {
  return {
    clientName: client.clientName,
    grantTypes: client.grantTypes.filter((grant) => KNOWN_GRANTS.includes(grant)),
    ...(client.responseTypes.length > 0 ? { responseTypes: client.responseTypes } : {}),
    ...(client.redirectUris.length > 0 ? { redirectUris: client.redirectUris } : {}),
    ...(client.postLogoutRedirectUris.length > 0
      ? { postLogoutRedirectUris: client.postLogoutRedirectUris }
      : {}),
    scopeArray: client.scopes,
    audience: [client.audience],
    tokenEndpointAuthMethod: client.tokenEndpointAuthMethod,
    skipConsent: true,
  };
}

/**
 * One client as `hydra import oauth2-client` and Hydra's admin API take it. Hydra makes the client secret
 * where none is given.
 *
 * Source: Ory Hydra v2.3.0 `client/client.go`, `cmd/cmd_import_client.go`.
 */
export function hydraClient(client: RegisteredClient): JsonObject {
  return {
    client_id: client.clientId,
    client_name: client.clientName,
    grant_types: client.grantTypes,
    response_types: client.responseTypes,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    scope: client.scopes.join(' '),
    audience: [client.audience],
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    // One subject a person, whatever the server's default is: the other type gives each application its own.
    subject_type: 'public',
    skip_consent: true,
  };
}
