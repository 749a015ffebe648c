import { FaultVisibility, deviations } from './deviation';

export const BROWSER_LOGIN = deviations({
  authorizedUris: {
    guide: '`authorizedUris` has the two in-cluster URLs',
    fault: 'The host that people use matches none. flyteadmin falls back to the first: the redirect URI '
      + 'becomes `http://flyteadmin:80/callback`, and the provider refuses it',
    mended: 'every public URL, first in the list',
    evidence: 'flyteadmin `auth/handler_utils.go`',
    rule: { id: 'public-url-unauthorized', shows: FaultVisibility.PLAIN_PLANES },
  },
  webClientSecret: {
    guide: 'flyteadmin\'s Secret holds `client_secret`, the service application\'s',
    fault:
      'The relying party reads `oidc_client_secret`. It is missing: flyteadmin stops at start-up with '
        + '"secrets not found"',
    mended: 'the web application\'s client secret: since release 2026.8 as `client_secret` of a Secret of '
      + 'its own (`clientSecretFile`), which delivery may own; before that as `oidc_client_secret` of '
      + '`flyte-admin-secrets`',
    evidence: 'flyteadmin `auth/auth_context.go`, `auth/config/config.go`',
    tried: 'flyteadmin 1.16.1',
    rule: { id: 'browser-secret-undelivered', shows: FaultVisibility.PLAIN_PLANES },
  },
  webWithoutPkce: {
    guide: 'the diagram says "Authenticate (PKCE)"',
    fault: 'flyteadmin logs in with client secret and state, without PKCE. A provider that demands PKCE of '
      + 'the web application refuses it',
    mended: 'PKCE required of the native application only (`Registrations`, `identity.checklist`)',
    evidence: 'flyteadmin `auth/handlers.go`',
    tried: 'flyteadmin 1.16.1 with Keycloak 26.7 and Dex',
  },
  identityClaims: {
    guide: 'nothing about how flyteadmin distinguishes applications from people',
    fault: 'Where the provider has claims of its own for it, or tokens without `sub`, services take an '
      + 'application for a person, or log "x-user-subject header not found"',
    mended: '`identityTypeClaimsForApps` and `subjectClaimNames`, where the provider differs',
    evidence: 'controlplane `values.yaml`, comments of `appAuth`',
  },
});

export const CLIENTS = deviations({
  allowedAudience: {
    guide: 'no `allowedAudience`',
    fault: 'Accepted audiences are the authorized URIs only, compared as exact strings. No provider\'s '
      + 'tokens carry them: "invalid audience", 401 for SDK, services and data planes',
    mended: 'the deployment\'s URL, and the provider\'s own audience',
    evidence: 'flyteadmin `auth/authzserver/resource_server.go`',
    tried: 'flyteadmin 1.16.1',
    rule: { id: 'audience-missing', shows: FaultVisibility.PLAIN_PLANES },
  },
  metadataUrl: {
    guide: 'no `metadataUrl`',
    fault: 'flyteadmin fetches `<issuer>/.well-known/oauth-authorization-server` when it starts. A provider '
      + 'without it keeps flyteadmin from starting',
    mended: '`metadataUrl` of the provider',
    evidence: 'flyteadmin `auth/authzserver/resource_server.go`',
    tried: 'flyteadmin 1.16.1',
    rule: { id: 'metadata-url-missing', shows: FaultVisibility.OTHER_PROVIDERS },
  },
  refreshTokens: {
    guide: 'applications without the `refresh_token` grant, `flyteClient.scopes: [all]`',
    fault: 'The CLI gets no refresh token where the provider requires the grant, and some providers '
      + '`offline_access`, for it: people sign in again whenever the access token ends. Keycloak gives one '
      + 'for `all` alone',
    mended: 'the grant, and the scopes that the provider requires for it, where API keys may ask for those '
      + 'as '
      + 'well; else `preferRefreshTokens` chooses ([providers.md](providers.md))',
    evidence: 'flyteadmin `auth/config/third_party_config.go`',
    tried: 'Keycloak 26.7 (gives one), Hydra 26.2 (gives none)',
  },
  nativeRedirectUris: {
    guide: 'the native application has the redirect URI `http://localhost:53593/callback` alone',
    fault: 'flyteadmin\'s own authorization server knows flytectl under `http://localhost:12345/callback` as '
      + 'well. A client that listens there is refused by the provider',
    mended: 'both redirect URIs on the native application',
    evidence:
      "flyteadmin `auth/config/config.go` (`StaticClients`); Union's documentation of self-hosted "
        + 'authentication',
  },
  clientScopes: {
    guide: 'admin clients and data plane services without `scopes` and `tokenUrl`',
    fault: 'Clients ask flyteadmin, and request the native application\'s scopes. With the guide\'s own '
      + 'server that works; providers that demand a scope answer 401, and some refuse `offline_access` to '
      + 'client credentials',
    mended: '`scopes` and `tokenUrl` on every client',
    evidence: 'flyteidl `clients/go/admin/token_source_provider.go`',
    tried: 'flyteadmin 1.16.1 with Keycloak 26.7: `invalid_scope`',
    rule: { id: 'scope-missing', shows: FaultVisibility.PLAIN_PLANES },
  },
  requestedAudience: {
    guide: 'no client asks for an audience',
    fault:
      'Providers that write an audience only when they are asked give tokens that flyteadmin refuses: '
        + '"invalid audience"',
    mended: '`audience`, where the provider has to be asked',
    evidence: 'flyteidl `clients/go/admin/config.go`',
    tried: 'flyteadmin 1.16.1 with Hydra 26.2; flyte-sdk 2.12.1 and flyteidl\'s Go client with Hydra 2.3.0',
  },
  clientHeader: {
    guide: 'admin clients without `authorizationHeader`',
    fault:
      'Each asks flyteadmin for the header before its first call, and cannot sign in while that call fails',
    mended: '`authorizationHeader` on every client',
    evidence: 'flyteidl `clients/go/admin/auth_interceptor.go`',
  },
  pipelineEnvironment: {
    guide: 'CI environment `FLYTE_CREDENTIALS_*`',
    fault: 'Endpoint and scopes are missing. flyte-sdk v2 reads none of them, and its own variables only '
      + 'beside a config file: "Client has not been initialized"',
    mended: '`ClientEnvironment.flytekit` with `FLYTE_PLATFORM_URL` and `FLYTE_CREDENTIALS_SCOPES`; '
      + '`ClientEnvironment.flyteSdk` with a config file; `ClientEnvironment.apiKey`',
    evidence: 'flytekit `configuration/file.py`, flyte-sdk `config/_config.py`',
    tried: 'flytekit 1.16.31, flyte-sdk 2.12.1',
  },
  pipelineScopes: {
    guide: 'CI config file without `scopes`',
    fault: 'The pipeline requests the native application\'s scopes with client credentials. With `all` alone '
      + 'that works; with `offline_access` among them providers such as Keycloak refuse it',
    mended: '`scopes` in the file',
    evidence: 'flytekit `clients/auth/authenticator.py`',
    tried: 'flytekit 1.16.31 with Keycloak 26.7',
  },
});
