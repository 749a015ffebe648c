import { deviations, FaultVisibility } from './deviation';

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
