import { JsonObject } from '../../common/data/json';
import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { CLIENT_SECRET_KEY } from '../../contract/union/secrets';
import { DEVIATIONS } from '../identity/deviations';
import { ConfigContext, mendedBy } from './context';

/** Where a mounted client secret is found. */
export function clientSecretLocation(mountPath: string): string {
  return `${mountPath.replace(/\/$/, '')}/${CLIENT_SECRET_KEY}`;
}

/**
 * Client credentials for flyteadmin's admin client (flyteidl `clients/go/admin/config.go`).
 *
 * Scopes and token endpoint are spelled out: left out, the client asks flyteadmin and requests the scopes of
 * the native application, `offline_access` among them, which providers refuse to client credentials.
 */
export function adminClientCredentials(
  context: ConfigContext, clientId: string, mountPath: string,
): JsonObject {
  return {
    clientId,
    clientSecretLocation: clientSecretLocation(mountPath),
    ...mendedBy(context, DEVIATIONS.clientScopes, tokenRequest(context)),
    ...mendedBy(context, DEVIATIONS.requestedAudience, requestedAudience(context)),
    ...mendedBy(context, DEVIATIONS.clientHeader, { authorizationHeader: AUTHORIZATION_HEADER }),
  };
}

/**
 * Client credentials as Union's own services read them (`union.auth`; guide: "Service-to-service
 * authentication").
 */
export function unionServiceCredentials(clientId: string, mountPath: string): JsonObject {
  return {
    enable: true,
    type: 'ClientSecret',
    clientId,
    clientSecretLocation: clientSecretLocation(mountPath),
  };
}

/** What a token request needs besides the credentials. */
export function tokenRequest({ identity }: ConfigContext): JsonObject {
  const { identityProvider: provider } = identity;
  return { tokenUrl: provider.tokenEndpoint, scopes: provider.serviceScopes };
}

/**
 * The audience, where the provider must be asked for it: without it a token has none, and flyteadmin refuses
 * it.
 *
 * flyteadmin's admin client reads the setting (flyteidl `clients/go/admin/config.go`). Whether Union's own
 * client does (`union.auth`) is not public; where it does not, the provider needs a default audience
 * (`docs/providers.md`).
 */
export function requestedAudience({ identity }: ConfigContext): JsonObject {
  return identity.requestedAudience === undefined ? {} : { audience: identity.requestedAudience };
}
