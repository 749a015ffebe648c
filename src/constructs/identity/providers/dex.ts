import { JsonObject } from '../../../common/data/json';
import { among, filledIn, issuerUrl } from '../../../common/props/checks';
import { Shape, demand, optional, text } from '../../../common/props/prop-types';
import { DEX, dexSubject } from '../../../contract/providers/known-providers';
import { OIDC_METADATA_PATH } from '../../../contract/union/flyteadmin';
import { OAuthGrantType } from '../oauth-client';
import { webScopes } from './checks';
import {
  ProviderDescription, ProviderFeature, RefreshTokens, RegisteredClient, RegisteredDeployment,
  webScopes as defaultWebScopes,
} from './provider-description';

/** A Dex server. */
export interface DexProviderProps {
  /**
   * The issuer, exactly as in Dex's configuration (`issuer`), with its path if it has one:
   * `https://dex.example.com`.
   */
  readonly issuer: string;

  /**
   * The scopes that flyteadmin requests for a browser login, such as `openid`. Dex supports `openid`,
   * `profile`, `email`, `groups`, `federated:id` and `offline_access`.
   *
   * @default ["profile", "openid", "offline_access"]
   */
  readonly webScopes?: string[];
}

/** The scopes of Dex; it refuses others with `invalid_scope` (Dex `server/oauth2.go`). */
const DEX_SCOPES = ['openid', 'email', 'profile', 'groups', 'federated:id', 'offline_access'];

/** Dex has no scope `all`. flyteadmin accepts `openid`, since Dex writes no `client_id` claim. */
const SERVICE_SCOPE = 'openid';

const PROPS: Shape<DexProviderProps> = {
  issuer: text(filledIn, issuerUrl),
  webScopes: optional(
    webScopes(among(DEX_SCOPES, `is a scope that Dex refuses; give some of ${DEX_SCOPES.join(', ')}`)),
  ),
};

const LIMITS = [
  {
    feature: ProviderFeature.CLIENT_CREDENTIALS,
    reason: 'No release of Dex has the client credentials grant, only its main branch since March 2026 '
      + '(dexidp/dex#4583); run a build of it, as services cannot sign in without the grant',
  },
  {
    feature: ProviderFeature.ENFORCED_PKCE,
    reason: 'Dex requires PKCE from all clients or from none, and flyteadmin\'s browser login does not use '
      + 'it; leave it off, as SDK and CLI send a challenge anyway',
  },
  {
    feature: ProviderFeature.CUSTOM_AUDIENCE,
    reason: 'Dex writes the client ID as audience; UnionIdentity accepts those of all applications that it '
      + 'lists; add others to its additionalClientIds',
  },
  {
    feature: ProviderFeature.IDENTITY_TYPE,
    reason:
      'Dex writes no claim that distinguishes services from people, '
        + "so Union's roles cannot distinguish them either",
  },
];

export function describeDex(props: DexProviderProps): ProviderDescription {
  demand('IdentityProvider.dex', props, PROPS);
  const refreshTokens = RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES;
  const base = props.issuer.replace(/\/$/, '');
  return {
    name: DEX.name,
    issuer: props.issuer,
    tokenEndpoint: `${base}/token`,
    authorizationEndpoint: `${base}/auth`,
    deviceAuthorizationEndpoint: `${base}/device/code`,
    metadataPath: OIDC_METADATA_PATH,
    audienceIsClientId: DEX.audienceIsClientId,
    serviceScopes: [SERVICE_SCOPE],
    // Tried with Dex, main branch of 2026-08: no refresh token without offline_access, which it refuses for
    // client credentials.
    refreshTokens,
    webScopes: props.webScopes ?? defaultWebScopes(refreshTokens),
    customScopes: [],
    limits: LIMITS,
    serviceSubject: dexSubject,
    registrar: { dexStaticClients: dexStaticClients(props.issuer) },
    takesClientIds: true,
  };
}

/**
 * The clients in Dex's configuration: `staticClients`, and the grants that they use.
 *
 * It contains no secrets: Dex reads each from the environment (`secretEnv`).
 *
 * Source: Dex `storage/storage.go` (`Client`), `server/oauth2.go`, `server/grants/clientcredentials.go`.
 */
function dexStaticClients(issuer: string): (deployment: RegisteredDeployment) => JsonObject {
  // Dex redirects a device login to itself, and checks that redirect against the client's URIs.
  const deviceCallback = `${new URL(issuer).pathname.replace(/\/$/, '')}/device/callback`;
  return ({ clients }) => ({
    oauth2: {
      // These applications need no approval at each login.
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
