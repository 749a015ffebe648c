import { AUTHORIZATION_HEADER, STANDARD_AUTHORIZATION_HEADER } from './flyteadmin';
import { CLIENT_SECRET_KEY } from './secrets';

/**
 * Authorization: the authorizer service, its backends, and the settings of the other services of the control
 * plane.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, `charts/controlplane/values.yaml`
 * (`configMap.authorizer`, `services.authorizer.configMap.authorizer`,
 * `flyte.configmap.adminServer.authorizer`, `flyte.configmap.cacheserviceServer.authorizer`, `union.authz`)
 * and `templates/authz`; renderings in Union mode: `tests/generated/controlplane.userclouds.yaml` at 8d57dfb6
 * (2026.4.9), 7e68e2a0 (2026.6.10-alpha.2) and 00ba1b01 (2026.9.7).
 */

/** The authorizer service. Its own type is the mode. */
export const AUTHORIZER = 'authorizer';

/** The type of every service that queries the authorizer. */
export const ASKS_AUTHORIZER = 'Authorizer';

/** The authorizer's source of decisions: none, Union's own roles, or a server of yours. */
export type AuthorizationMode = 'Noop' | 'Union' | 'External';

/** The modes by their types. `UserClouds` is the old name of Union's roles. */
export const AUTHORIZATION_MODES: Readonly<Record<string, AuthorizationMode>> = {
  Noop: 'Noop',
  Union: 'Union',
  UserClouds: 'Union',
  External: 'External',
};

/** The header in which `/me` forwards the token of a browser session. */
const USER_TOKEN_HEADER = 'x-user-token';

/** The headers with tokens, which the authorizer forwards to an external server. */
export const TOKEN_HEADERS: readonly string[] = [STANDARD_AUTHORIZATION_HEADER, AUTHORIZATION_HEADER];

/** The headers that a service forwards to the authorizer. */
export const FORWARDED_HEADERS: readonly string[] = [...TOKEN_HEADERS, USER_TOKEN_HEADER];

/** The port of the authorizer's Service that other services of the plane call. */
export const AUTHORIZER_PORT = 80;

/** The role with all rights except in clusters, which have their own operators and viewers. */
export const ADMIN_ROLE = 'Admin';

/** The service application's name among the service accounts. */
export const SERVICE_ACCOUNT_NAME = 'service-to-service';

/** The initial domains of Union's roles, the defaults of the chart: those of flyteadmin. */
export const BOOTSTRAP_DOMAINS: readonly string[] = ['development', 'staging', 'production'];

/** How long the authorizer waits for union-authz; the default of the chart. */
export const BOOTSTRAP_RETRIES = { maxRetries: 30, retryInterval: '5s' } as const;

/**
 * The store of Union's roles, with its own database. The authorizer signs in to it with the client secret of
 * the service application, which the store reads from the cluster.
 */
export const UNION_AUTHZ = {
  name: 'union-authz',
  port: 8080,
  clientId: 'union-authz-client',
  applicationId: 'union-controlplane',
  tenantId: '623771e7-ddd6-4575-bedb-7c970ec75b87',
  /** The Secret with its signing key, which it creates itself. */
  signingKey: { secret: 'userclouds-signing-key', key: 'signing_key' },
  /** Relative to `/etc/secrets`. */
  clientSecretName: `union/${CLIENT_SECRET_KEY}`,
} as const;
