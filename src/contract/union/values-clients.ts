import { ADMIN_AUTH_TYPES } from './flyteadmin';
import { flag, map, text, texts, ValueKey } from './values-contract';

/** Where a service reads its own connection to flyteadmin, in its config file. */
export function ownAdminClient(service: string): string {
  return `${service}.app.adminClient.connection`;
}

/** Where the values take it. */
export function ownAdminClientValues(service: string): string {
  return `services.${service}.configMap.${ownAdminClient(service)}`;
}

/**
 * The values of flyteadmin's admin client (flyteidl `clients/go/admin/config.go`), wherever a chart takes
 * them.
 */
export function adminClientKeys(path: string, who: string): ValueKey[] {
  return [
    text(`${path}.endpoint`, `Where ${who} reaches flyteadmin`),
    flag(`${path}.insecure`, 'Whether the connection is plain text'),
    flag(`${path}.insecureSkipVerify`, 'Whether the server certificate goes unverified'),
    text(`${path}.caCertFilePath`, 'File with the certificate authority of the server'),
    text(`${path}.authType`, `How ${who} signs in`, { oneOf: ADMIN_AUTH_TYPES }),
    text(`${path}.clientId`, `Client ID with which ${who} signs in`, { meaning: 'serviceClientId' }),
    text(`${path}.clientSecretLocation`, 'File with the client secret'),
    text(
      `${path}.clientSecretEnvVar`,
      'Environment variable with the client secret; it takes precedence over the file',
    ),
    texts(`${path}.scopes`, 'Scopes that the client requests', { meaning: 'serviceScope' }),
    text(`${path}.tokenUrl`, 'Token endpoint; left out, flyteadmin is asked for it', {
      meaning: 'tokenEndpoint',
    }),
    text(`${path}.authorizationHeader`, 'Header that carries the token', { meaning: 'authorizationHeader' }),
    text(`${path}.audience`, 'Audience that the client asks for'),
    flag(`${path}.useAudienceFromAdmin`, 'Whether the audience is the one that flyteadmin hands out'),
    text(
      `${path}.tokenRefreshWindow`, 'How long before its expiry a token is renewed: a duration with a unit',
    ),
    text(`${path}.httpProxyURL`, 'Proxy for the requests to the token endpoint'),
    text(`${path}.perRetryTimeout`, 'Timeout of one try: a duration with a unit'),
    text(`${path}.maxBackoffDelay`, 'Longest pause between two tries: a duration with a unit'),
    text(`${path}.maxRetries`, 'How often a call is tried again'),
    text(`${path}.maxMessageSizeBytes`, 'Largest message'),
    text(`${path}.defaultServiceConfig`, 'gRPC service configuration'),
    map(`${path}.pkceConfig`, 'Browser login of the client'),
    map(`${path}.deviceFlowConfig`, 'Device login of the client'),
    texts(`${path}.command`, 'Command that prints a token'),
    texts(`${path}.proxyCommand`, 'Command that prints a token for a proxy'),
  ];
}

/**
 * The values of Union's own clients (`union.auth`). The services are closed source: other keys may be read
 * too.
 */
export function serviceAuthKeys(path: string): ValueKey[] {
  return [
    flag(`${path}.enable`, 'Whether the services sign in', { only: true }),
    text(`${path}.type`, 'How the services sign in', { oneOf: ADMIN_AUTH_TYPES }),
    text(`${path}.clientId`, 'Client ID with which the services sign in', { meaning: 'serviceClientId' }),
    text(`${path}.clientSecretLocation`, 'File with the client secret'),
    text(`${path}.tokenUrl`, 'Token endpoint', { meaning: 'tokenEndpoint' }),
    text(`${path}.authorizationMetadataKey`, 'Header that carries the token', {
      meaning: 'authorizationHeader',
    }),
    text(
      `${path}.tokenRefreshWindow`, 'How long before its expiry a token is renewed: a duration with a unit',
    ),
    texts(`${path}.scopes`, 'Scopes that the services request', { meaning: 'serviceScope' }),
  ];
}
