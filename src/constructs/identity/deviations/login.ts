import { FaultVisibility, deviations } from './deviation';

export const BROWSER_LOGIN = deviations({
  authorizedUris: {
    guide: '`authorizedUris` has the two in-cluster URLs',
    fault: 'The host of the request matches none. flyteadmin falls back to the first: the redirect URI '
      + 'becomes `http://flyteadmin:80/callback`, and the provider refuses it',
    mended: 'every public URL, first in the list',
    evidence: 'flyteadmin `auth/handler_utils.go`',
    rule: { id: 'public-url-unauthorized', shows: FaultVisibility.PLAIN_PLANES },
  },
  webClientSecret: {
    guide: 'flyteadmin\'s Secret contains only `client_secret`, that of the service application',
    fault:
      'The relying party reads `oidc_client_secret`. It is missing: flyteadmin stops at start-up with '
        + '"secrets not found"',
    mended: 'the web application\'s client secret: since release 2026.8 as `client_secret` of a Secret of '
      + 'its own (`clientSecretFile`), so that the delivery can own it; before that as `oidc_client_secret` '
      + 'of `flyte-admin-secrets`',
    evidence: 'flyteadmin `auth/auth_context.go`, `auth/config/config.go`',
    tried: 'flyteadmin 1.16.1',
    rule: { id: 'browser-secret-undelivered', shows: FaultVisibility.PLAIN_PLANES },
  },
  webWithoutPkce: {
    guide: 'the diagram says "Authenticate (PKCE)"',
    fault: 'flyteadmin logs in with client secret and state, without PKCE. A provider that requires PKCE '
      + 'from the web application refuses the login',
    mended: 'PKCE required only for the native application (`Registrations`, `identity.checklist`)',
    evidence: 'flyteadmin `auth/handlers.go`',
    tried: 'flyteadmin 1.16.1 with Keycloak 26.7 and Dex',
  },
  identityClaims: {
    guide: 'no setting by which flyteadmin distinguishes applications from people',
    fault: 'If the provider has its own claims for this, or tokens without `sub`, services treat an '
      + 'application as a person, or log "x-user-subject header not found"',
    mended: '`identityTypeClaimsForApps` and `subjectClaimNames`, if the provider differs',
    evidence: 'controlplane `values.yaml`, comments of `appAuth`',
  },
});

export const CLIENTS = deviations({
  allowedAudience: {
    guide: 'no `allowedAudience`',
    fault: 'Accepted audiences are the authorized URIs only, compared as exact strings. No provider '
      + 'writes them into tokens: "invalid audience", 401 for SDK, services and data planes',
    mended: 'the deployment\'s URL, and the provider\'s own audience',
    evidence: 'flyteadmin `auth/authzserver/resource_server.go`',
    tried: 'flyteadmin 1.16.1',
    rule: { id: 'audience-missing', shows: FaultVisibility.PLAIN_PLANES },
  },
  metadataUrl: {
    guide: 'no `metadataUrl`',
    fault: 'flyteadmin fetches `<issuer>/.well-known/oauth-authorization-server` when it starts. A provider '
      + 'without this metadata prevents flyteadmin from starting',
    mended: '`metadataUrl` of the provider',
    evidence: 'flyteadmin `auth/authzserver/resource_server.go`',
    tried: 'flyteadmin 1.16.1',
    rule: { id: 'metadata-url-missing', shows: FaultVisibility.OTHER_PROVIDERS },
  },
  refreshTokens: {
    guide: 'applications without the `refresh_token` grant, `flyteClient.scopes: [all]`',
    fault: 'The CLI gets no refresh token where the provider requires the grant, and some providers '
      + '`offline_access`, for it: people sign in again whenever the access token expires. Keycloak issues '
      + 'one for `all` too',
    mended: 'the grant, and the scopes that the provider requires for it, if API keys may request them '
      + 'too; otherwise `preferRefreshTokens` decides ([providers.md](providers.md))',
    evidence: 'flyteadmin `auth/config/third_party_config.go`',
    tried: 'Keycloak 26.7 (gives one), Hydra 26.2 (gives none)',
  },
  nativeRedirectUris: {
    guide: 'the native application has the redirect URI `http://localhost:53593/callback` only',
    fault: 'flyteadmin\'s own authorization server also allows `http://localhost:12345/callback` as '
      + 'well. The provider refuses a client that listens there',
    mended: 'both redirect URIs on the native application',
    evidence:
      "flyteadmin `auth/config/config.go` (`StaticClients`); Union's documentation of self-hosted "
        + 'authentication',
  },
  clientScopes: {
    guide: 'admin clients and data plane services without `scopes` and `tokenUrl`',
    fault: 'Clients get both from flyteadmin, and request the native application\'s scopes. With the '
      + 'guide\'s own server that works; providers that require a scope answer 401, and some refuse '
      + '`offline_access` to client credentials',
    mended: '`scopes` and `tokenUrl` on every client',
    evidence: 'flyteidl `clients/go/admin/token_source_provider.go`',
    tried: 'flyteadmin 1.16.1 with Keycloak 26.7: `invalid_scope`',
    rule: { id: 'scope-missing', shows: FaultVisibility.PLAIN_PLANES },
  },
  requestedAudience: {
    guide: 'no client requests an audience',
    fault:
      'Providers that write an audience only on request issue tokens that flyteadmin refuses: '
        + '"invalid audience"',
    mended: '`audience`, if the provider requires it',
    evidence: 'flyteidl `clients/go/admin/config.go`',
    tried: 'flyteadmin 1.16.1 with Hydra 26.2; flyte-sdk 2.12.1 and flyteidl\'s Go client with Hydra 2.3.0',
  },
  clientHeader: {
    guide: 'admin clients without `authorizationHeader`',
    fault:
      'Each gets the header from flyteadmin before its first call, and cannot sign in while that request '
        + 'fails',
    mended: '`authorizationHeader` on every client',
    evidence: 'flyteidl `clients/go/admin/auth_interceptor.go`',
  },
  pipelineEnvironment: {
    guide: 'CI environment `FLYTE_CREDENTIALS_*`',
    fault: 'Endpoint and scopes are missing. flyte-sdk v2 ignores them, and reads its own variables only '
      + 'together with a config file: "Client has not been initialized"',
    mended: '`ClientEnvironment.flytekit` with `FLYTE_PLATFORM_URL` and `FLYTE_CREDENTIALS_SCOPES`; '
      + '`ClientEnvironment.flyteSdk` with a config file; `ClientEnvironment.apiKey`',
    evidence: 'flytekit `configuration/file.py`, flyte-sdk `config/_config.py`',
    tried: 'flytekit 1.16.31, flyte-sdk 2.12.1',
  },
  pipelineScopes: {
    guide: 'CI config file without `scopes`',
    fault: 'The pipeline requests the native application\'s scopes with client credentials. With only `all` '
      + 'that works; with `offline_access` among them providers such as Keycloak refuse it',
    mended: '`scopes` in the file',
    evidence: 'flytekit `clients/auth/authenticator.py`',
    tried: 'flytekit 1.16.31 with Keycloak 26.7',
  },
});
