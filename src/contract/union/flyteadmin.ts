/**
 * Facts about flyteadmin (flyteadmin v1.16.1: auth/config/config.go, auth/handlers.go, server/service.go).
 */

/** The header in which clients send their token, for both HTTP and gRPC. */
export const AUTHORIZATION_HEADER = 'flyte-authorization';

/** The standard header, which flyteadmin reads if its own is absent (auth/handlers.go). */
export const STANDARD_AUTHORIZATION_HEADER = 'authorization';

/** HTTP routes of flyteadmin's own relying party. They exist only with `useAuth: true`. */
export const FLYTEADMIN_PATHS = {
  me: '/me',
  login: '/login',
  callback: '/callback',
  logout: '/logout',
} as const;

/**
 * The list of projects, through grpc-gateway: `AdminService.ListProjects`. With Union's roles, a caller
 * without a role gets 403. Source: flyteidl, service/admin.proto.
 */
export const PROJECTS_PATH = '/api/v1/projects?limit=1';

/** The query parameter of `/login` with the URL to redirect to afterwards. */
export const LOGIN_REDIRECT_PARAMETER = 'redirect_url';

/** The path of authorization server metadata, relative to the issuer (RFC 8414); flyteadmin's default. */
export const OAUTH_METADATA_PATH = '.well-known/oauth-authorization-server';

/** The same for providers with only OpenID Connect Discovery. */
export const OIDC_METADATA_PATH = '.well-known/openid-configuration';

/** The services that SDK and CLI ask how to sign in, in versions 1 and 2. */
export const AUTH_METADATA_SERVICES = [
  'flyteidl.service.AuthMetadataService', 'flyteidl2.auth.AuthMetadataService',
] as const;

/** The Service of flyteadmin and its ports. */
export const FLYTEADMIN_SERVICE = { name: 'flyteadmin', httpPort: 80, grpcPort: 81 } as const;

/** The redirect URI of `flytectl`, `uctl` and the SDKs, which they get from flyteadmin. */
export const NATIVE_REDIRECT_URI = 'http://localhost:53593/callback';

/**
 * All redirect URIs of flytectl in flyteadmin's own authorization server (auth/config/config.go), and so of
 * the native application.
 */
export const NATIVE_REDIRECT_URIS = [NATIVE_REDIRECT_URI, 'http://localhost:12345/callback'] as const;

/** flyteadmin's default client ID for SDK and CLI (auth/config/config.go). */
export const DEFAULT_NATIVE_CLIENT_ID = 'flytectl';
export const DEFAULT_NATIVE_SCOPES = ['all', 'offline'] as const;

/** The scope that flyteadmin requires in every client token (auth/interceptor.go). */
export const ALL_SCOPE = 'all';

/** The claim in which flyteadmin expects scopes, as a list (auth/authzserver/claims_verifier.go). */
export const SCOPE_CLAIM = 'scp';

/**
 * The claim that distinguishes services from people: `app` or `user`. Union's own authorization needs it
 * (self-hosted documentation, "Authentication").
 */
export const IDENTITY_TYPE_CLAIM = 'identitytype';

/** The claim with the name that the console shows for the owner of a run. */
export const USERNAME_CLAIM = 'preferred_username';

/** The scope with which a provider issues refresh tokens (OpenID Connect Core, section 11). */
export const OFFLINE_ACCESS_SCOPE = 'offline_access';

/** Config enums, in the case-sensitive spelling of the Go enumers. */
export const AUTH_SERVER_TYPES = ['Self', 'External'] as const;
export const SAME_SITE_POLICIES = ['DefaultMode', 'LaxMode', 'StrictMode', 'NoneMode'] as const;
export const ADMIN_AUTH_TYPES = ['ClientSecret', 'Pkce', 'ExternalCommand', 'DeviceFlow'] as const;

/**
 * Settings that flyteadmin does not read as plain text (auth/config/config.go). Flags follow ParseBool. Text
 * in place of a list is split at commas, but not the entries of a list (flytestdlib: config/viper/viper.go).
 * A proxy needs a scheme. Clients get the gRPC header from flyteadmin, and those in Python accept it only in
 * lower case.
 */
export const FLYTEADMIN_TYPES = {
  flag: [
    'server.security.useAuth', 'server.security.secure', 'auth.disableForHttp', 'auth.disableForGrpc',
    'auth.userAuth.openId.onlyStartIfOIDCIsAvailable',
  ],
  proxy: ['auth.httpProxyURL', 'auth.userAuth.httpProxyURL', 'auth.appAuth.externalAuthServer.httpProxyURL'],
  scopes: ['auth.userAuth.openId.scopes', 'auth.appAuth.thirdPartyConfig.flyteClient.scopes'],
  audiences: ['auth.appAuth.externalAuthServer.allowedAudience'],
  header: ['auth.grpcAuthorizationHeader'],
} as const;

/** The enum value of a text or its number; unknown texts are returned unchanged. */
export function enumValue(values: readonly string[], text: string): string {
  return /^\d+$/.test(text) ? values[Number(text)] ?? text : text;
}

/**
 * Duration settings below `auth` (auth/config/config.go). A bare number is in nanoseconds (flytestdlib:
 * config/duration.go).
 */
export const FLYTEADMIN_DURATIONS = [
  'auth.appAuth.externalAuthServer.retryDelay',
  'auth.appAuth.selfAuthServer.accessTokenLifespan',
  'auth.appAuth.selfAuthServer.refreshTokenLifespan',
  'auth.appAuth.selfAuthServer.authorizationCodeLifespan',
] as const;

/** Duration settings in a client's section (flyteidl: clients/go/admin/config.go, pkce and deviceflow). */
export const CLIENT_DURATIONS = [
  'maxBackoffDelay',
  'perRetryTimeout',
  'tokenRefreshWindow',
  'pkceConfig.timeout',
  'pkceConfig.refreshTime',
  'deviceFlowConfig.timeout',
  'deviceFlowConfig.pollInterval',
  'deviceFlowConfig.refreshTime',
] as const;

/** A whole binary, or its subcommands. */
type Commands = 'every' | readonly string[];

/**
 * Commands of Flyte's binaries that read the configuration of a service, but use none of its OAuth
 * credentials: they create no admin client and handle no login. `every` means the whole binary. All other
 * commands are treated as clients: `flytepropeller` without a subcommand, `flyteadmin serve`, `flyteadmin
 * clusterresource`, `flytescheduler run` and `precheck`, and all of Union's own binaries.
 *
 * Source: flyteorg/flyte, flytepropeller/cmd/controller/cmd/{root,webhook,init_certs}.go and
 * pkg/webhook/entrypoint.go (the pod webhook and its certificates use only the Kubernetes API),
 * flytepropeller/cmd/manager/cmd/root.go (starts pods), flyteadmin/cmd/entrypoints/{migrate,k8s_secret}.go
 * (the database; a Secret), and `config` of flytestdlib/config/viper, which every root command adds. Clients
 * are made in flyteadmin/cmd/entrypoints/clusterresource.go and
 * flyteadmin/cmd/scheduler/entrypoints/{scheduler,precheck}.go.
 */
export const CREDENTIAL_FREE_COMMANDS: ReadonlyMap<string, Commands> = new Map<string, Commands>([
  ['flytepropeller', ['webhook', 'webhooks', 'config']],
  ['flytepropeller-manager', 'every'],
  ['flyteadmin', ['migrate', 'secret', 'secrets', 'config']],
  ['flytescheduler', ['config']],
]);

/**
 * Flags of those binaries without a value; the word after any other flag is its value, not a subcommand
 * (k8s.io/klog: `InitFlags`).
 */
export const VALUELESS_FLAGS: ReadonlySet<string> = new Set([
  '--logtostderr', '--alsologtostderr', '--add_dir_header', '--skip_headers', '--skip_log_headers',
]);
