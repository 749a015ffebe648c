/**
 * What flyteadmin dictates (flyteadmin v1.16.1: auth/config/config.go, auth/handlers.go, server/service.go).
 */

/** The header in which clients send their token. Both the HTTP and the gRPC setting name it. */
export const AUTHORIZATION_HEADER = 'flyte-authorization';

/** The standard header, which flyteadmin reads as well where its own is absent (auth/handlers.go). */
export const STANDARD_AUTHORIZATION_HEADER = 'authorization';

/** HTTP routes of flyteadmin's own relying party. They exist only with `useAuth: true`. */
export const FLYTEADMIN_PATHS = {
  me: '/me',
  login: '/login',
  callback: '/callback',
  logout: '/logout',
} as const;

/**
 * What whoever has a role may list, through grpc-gateway: `AdminService.ListProjects`. A caller without one
 * gets 403 where Union's authorizer decides. Source: flyteidl, service/admin.proto.
 */
export const PROJECTS_PATH = '/api/v1/projects?limit=1';

/** The query parameter with which `/login` learns where to send the browser afterwards. */
export const LOGIN_REDIRECT_PARAMETER = 'redirect_url';

/**
 * Where an authorization server publishes its metadata, relative to the issuer (RFC 8414); flyteadmin's
 * default.
 */
export const OAUTH_METADATA_PATH = '.well-known/oauth-authorization-server';

/** The same for providers that publish OpenID Connect Discovery only. */
export const OIDC_METADATA_PATH = '.well-known/openid-configuration';

/** What tells SDK and CLI how to sign in, under the names by which those of versions 1 and 2 ask for it. */
export const AUTH_METADATA_SERVICES = [
  'flyteidl.service.AuthMetadataService', 'flyteidl2.auth.AuthMetadataService',
] as const;

/** The Service of flyteadmin and its ports. */
export const FLYTEADMIN_SERVICE = { name: 'flyteadmin', httpPort: 80, grpcPort: 81 } as const;

/** The redirect URI that flyteadmin tells `flytectl`, `uctl` and the SDKs to listen on. */
export const NATIVE_REDIRECT_URI = 'http://localhost:53593/callback';

/**
 * All that flyteadmin's own authorization server knows flytectl under (auth/config/config.go), and so what
 * the native application is registered with.
 */
export const NATIVE_REDIRECT_URIS = [NATIVE_REDIRECT_URI, 'http://localhost:12345/callback'] as const;

/** What flyteadmin tells SDK and CLI to use where nothing says otherwise (auth/config/config.go). */
export const DEFAULT_NATIVE_CLIENT_ID = 'flytectl';
export const DEFAULT_NATIVE_SCOPES = ['all', 'offline'] as const;

/** The scope that flyteadmin demands of every client token (auth/interceptor.go). */
export const ALL_SCOPE = 'all';

/**
 * The claim in which flyteadmin looks for scopes; only a list is read (auth/authzserver/claims_verifier.go).
 */
export const SCOPE_CLAIM = 'scp';

/**
 * Claim by which services are told from people: `app` or `user`. Union's own authorization needs it
 * (self-hosted documentation, "Authentication").
 */
export const IDENTITY_TYPE_CLAIM = 'identitytype';

/** Claim by which the console names whoever owns a run. */
export const USERNAME_CLAIM = 'preferred_username';

/** The scope with which a provider issues refresh tokens (OpenID Connect Core, section 11). */
export const OFFLINE_ACCESS_SCOPE = 'offline_access';

/** Config enums, as the Go enumers spell them (case matters). */
export const AUTH_SERVER_TYPES = ['Self', 'External'] as const;
export const SAME_SITE_POLICIES = ['DefaultMode', 'LaxMode', 'StrictMode', 'NoneMode'] as const;
export const ADMIN_AUTH_TYPES = ['ClientSecret', 'Pkce', 'ExternalCommand', 'DeviceFlow'] as const;

/**
 * Settings that flyteadmin reads as more than any text (auth/config/config.go). A flag is what ParseBool
 * takes. A text where a list belongs is split at its commas, an entry of a list is not (flytestdlib:
 * config/viper/viper.go). Without a scheme a proxy is no URL. Clients are told the header of gRPC, and those
 * in Python take it in small letters alone.
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

/** The value that a text stands for: its number counts as well. A text that stands for none is returned. */
export function enumValue(values: readonly string[], text: string): string {
  return /^\d+$/.test(text) ? values[Number(text)] ?? text : text;
}

/**
 * Settings of type Duration below `auth` (auth/config/config.go). A bare number counts nanoseconds
 * (flytestdlib: config/duration.go).
 */
export const FLYTEADMIN_DURATIONS = [
  'auth.appAuth.externalAuthServer.retryDelay',
  'auth.appAuth.selfAuthServer.accessTokenLifespan',
  'auth.appAuth.selfAuthServer.refreshTokenLifespan',
  'auth.appAuth.selfAuthServer.authorizationCodeLifespan',
] as const;

/** The same in a client's section (flyteidl: clients/go/admin/config.go, pkce and deviceflow). */
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

/** All that a binary does, or its subcommands. */
type Commands = 'every' | readonly string[];

/**
 * Commands of Flyte's binaries that read the configuration of a service and use none of its OAuth
 * credentials: they make no admin client and sign no one in. `every` stands for the whole binary. What is not
 * listed is taken for a client, so `flytepropeller` without a subcommand, `flyteadmin serve`, `flyteadmin
 * clusterresource`, `flytescheduler run` and `precheck`, and all of Union's own binaries are.
 *
 * Source: flyteorg/flyte, flytepropeller/cmd/controller/cmd/{root,webhook,init_certs}.go and
 * pkg/webhook/entrypoint.go (the pod webhook and its certificates talk to the Kubernetes API alone),
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
 * Flags of those binaries that take no value: the word after any other flag is its value, no subcommand
 * (k8s.io/klog: `InitFlags`).
 */
export const VALUELESS_FLAGS: ReadonlySet<string> = new Set([
  '--logtostderr', '--alsologtostderr', '--add_dir_header', '--skip_headers', '--skip_log_headers',
]);
