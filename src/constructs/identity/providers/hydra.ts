import { JsonObject } from '../../../common/data/json';
import { filledIn, issuerUrl } from '../../../common/props/checks';
import { Shape, demand, text } from '../../../common/props/prop-types';
import { HYDRA } from '../../../contract/providers/known-providers';
import { OIDC_METADATA_PATH } from '../../../contract/union/flyteadmin';
import { OAuthGrantType } from '../oauth-client';
import { audienceText } from './checks';
import {
  ProviderDescription, RefreshTokens, RegisteredClient, clientIdAsSubject,
} from './provider-description';

/** An Ory Hydra server. */
export interface HydraProviderProps {
  /**
   * The issuer, exactly as in Hydra's configuration (`urls.self.issuer`), with its trailing slash if it has
   * one: `https://hydra.example.com`.
   */
  readonly issuer: string;

  /**
   * The audience that clients request, and that their registrations allow: `https://union.example.com`.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;
}

const PROPS: Shape<HydraProviderProps> = {
  issuer: text(filledIn, issuerUrl),
  audience: audienceText(),
};

export function describeHydra(props: HydraProviderProps): ProviderDescription {
  demand('IdentityProvider.hydra', props, PROPS);
  const endpoints = `${props.issuer.replace(/\/$/, '')}/oauth2`;
  return {
    name: HYDRA.name,
    issuer: props.issuer,
    tokenEndpoint: `${endpoints}/token`,
    authorizationEndpoint: `${endpoints}/auth`,
    deviceAuthorizationEndpoint: `${endpoints}/device/auth`,
    metadataPath: OIDC_METADATA_PATH,
    audience: props.audience,
    // Hydra writes only requested audiences.
    audienceMustBeRequested: true,
    // Tried with Ory Hydra 26.2: no refresh token without offline_access, which client credentials get as
    // well.
    refreshTokens: RefreshTokens.WITH_SCOPE,
    pkceSetting: 'oauth2.pkce.enforced_for_public_clients: true',
    steps: [
      '`strategies.access_token: jwt`',
      '`oauth2.allowed_top_level_claims: [identitytype, preferred_username]`; the consent app writes the '
        + 'claims into the session of access and ID token, for services a token hook does',
      'if a consent request has no audience, the consent app grants `client.audience`: `uctl` and '
        + '`flytectl` request none for people',
    ],
    serviceSubject: clientIdAsSubject,
    registrar: { hydraOAuth2Client, hydraClients: ({ clients }) => clients.map(hydraClient) },
    takesClientIds: true,
  };
}

/** The grants of the custom resource (hydra-maester, `config/crd/bases/hydra.ory.sh_oauth2clients.yaml`). */
const KNOWN_GRANTS: readonly string[] = [
  OAuthGrantType.AUTHORIZATION_CODE, OAuthGrantType.CLIENT_CREDENTIALS, OAuthGrantType.REFRESH_TOKEN,
];

/**
 * One client for Hydra Maester. Its custom resource has no device code grant, so the native application is
 * registered without it.
 *
 * Source: hydra-maester `api/v1alpha1/oauth2client_types.go`, `controllers/oauth2client_controller.go`.
 */
function hydraOAuth2Client(client: RegisteredClient): JsonObject {
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
 * One client for `hydra import oauth2-client` and Hydra's admin API. Hydra generates the client secret if
 * there is none.
 *
 * Source: Ory Hydra v2.3.0 `client/client.go`, `cmd/cmd_import_client.go`.
 */
function hydraClient(client: RegisteredClient): JsonObject {
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
    // One subject per person, whatever the server's default: the other type writes one per application.
    subject_type: 'public',
    skip_consent: true,
  };
}
