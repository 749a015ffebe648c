import { AUTHORIZATION_HEADER, STANDARD_AUTHORIZATION_HEADER } from './flyteadmin';
import { CLIENT_SECRET_KEY } from './secrets';

/**
 * What decides who may do what: the authorizer service, whom it asks in its turn, and what the other services
 * of the control plane are told of it.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, `charts/controlplane/values.yaml`
 * (`configMap.authorizer`, `services.authorizer.configMap.authorizer`,
 * `flyte.configmap.adminServer.authorizer`, `flyte.configmap.cacheserviceServer.authorizer`, `union.authz`)
 * and `templates/authz`; renderings in Union mode: `tests/generated/controlplane.userclouds.yaml` at 8d57dfb6
 * (2026.4.9), 7e68e2a0 (2026.6.10-alpha.2) and 00ba1b01 (2026.9.7).
 */

/** The service that answers whether someone may do something. Its own type is the mode. */
export const AUTHORIZER = 'authorizer';

/** The type of every service that asks it. */
export const ASKS_AUTHORIZER = 'Authorizer';

/** What the authorizer decides by: nothing, Union's own roles, or a server of yours. */
export type AuthorizationMode = 'Noop' | 'Union' | 'External';

/** The modes by their types. `UserClouds` is the old name of Union's roles. */
export const AUTHORIZATION_MODES: Readonly<Record<string, AuthorizationMode>> = {
  Noop: 'Noop',
  Union: 'Union',
  UserClouds: 'Union',
  External: 'External',
};

/** The header in which `/me` hands on the token of a browser's session. */
const USER_TOKEN_HEADER = 'x-user-token';

/** What the authorizer hands on to an external server: the headers that tokens come in. */
export const TOKEN_HEADERS: readonly string[] = [STANDARD_AUTHORIZATION_HEADER, AUTHORIZATION_HEADER];

/** What a service hands on to the authorizer. */
export const FORWARDED_HEADERS: readonly string[] = [...TOKEN_HEADERS, USER_TOKEN_HEADER];

/** The port of the authorizer's Service that other services of the plane call. */
export const AUTHORIZER_PORT = 80;

/** The role with which nothing is refused but clusters. Those have operators and viewers of their own. */
export const ADMIN_ROLE = 'Admin';

/** The name of the service application among the service accounts. */
export const SERVICE_ACCOUNT_NAME = 'service-to-service';

/** The domains that Union's roles know at first, as the chart has them: those of flyteadmin. */
export const BOOTSTRAP_DOMAINS: readonly string[] = ['development', 'staging', 'production'];

/** How long the authorizer waits for what keeps the roles, as the chart has it. */
export const BOOTSTRAP_RETRIES = { maxRetries: 30, retryInterval: '5s' } as const;

/**
 * What keeps Union's roles, in a database of its own. The authorizer signs in to it with the client secret of
 * the service application, and it reads the same secret from the cluster.
 */
export const UNION_AUTHZ = {
  name: 'union-authz',
  port: 8080,
  clientId: 'union-authz-client',
  applicationId: 'union-controlplane',
  tenantId: '623771e7-ddd6-4575-bedb-7c970ec75b87',
  /** The Secret in which it keeps the key that it signs with, which it makes itself. */
  signingKey: { secret: 'userclouds-signing-key', key: 'signing_key' },
  /** Relative to `/etc/secrets`. */
  clientSecretName: `union/${CLIENT_SECRET_KEY}`,
} as const;
