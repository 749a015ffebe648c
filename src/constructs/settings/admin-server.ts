import { JsonObject, withoutUndefined } from '../../common/data/json';
import {
  AUTHORIZATION_HEADER, FLYTEADMIN_SERVICE, NATIVE_REDIRECT_URI,
} from '../../contract/union/flyteadmin';
import { SECRETS } from '../../contract/union/secrets';
import { serviceHost } from '../../contract/upstream/kubernetes';
import { DEVIATIONS } from '../identity/deviations';
import { clientSecretLocation } from './client-credentials';
import { ConfigBlock } from './config-block';
import { ConfigContext, mendedBy } from './context';

/**
 * flyteadmin as the OIDC relying party and as the resource server that validates every token.
 *
 * Guide: section "Flyteadmin OIDC configuration". Types and defaults: flyteadmin `auth/config/config.go`.
 */
export function adminServer(context: ConfigContext): ConfigBlock {
  const { identity, release } = context;
  const { identityProvider: provider, _applications: { web } } = identity;
  return {
    placement: release.controlPlane.blocks.adminServer,
    content: {
      server: { security: { useAuth: true } },
      auth: {
        grpcAuthorizationHeader: AUTHORIZATION_HEADER,
        httpAuthorizationHeader: AUTHORIZATION_HEADER,
        authorizedUris: authorizedUris(context),
        appAuth: appAuth(context),
        userAuth: {
          openId: {
            baseUrl: provider.issuer,
            clientId: web!.clientId,
            ...(release.controlPlane.relyingPartySecret
              ? { clientSecretFile: clientSecretLocation(SECRETS.relyingParty.mountPath) }
              : {}),
            scopes: web!.scopes,
          },
          cookieSetting: { sameSitePolicy: 'LaxMode', domain: '' },
          idpQueryParameter: 'idp',
        },
      },
    },
  };
}

function appAuth(context: ConfigContext): JsonObject {
  const { identityProvider: provider, _applications: { native }, requestedAudience } = context.identity;
  return {
    authServerType: 'External',
    ...mendedBy(context, DEVIATIONS.identityClaims, claims(context)),
    externalAuthServer: {
      baseUrl: provider.issuer,
      ...mendedBy(context, DEVIATIONS.allowedAudience, { allowedAudience: allowedAudience(context) }),
      ...mendedBy(context, DEVIATIONS.metadataUrl, { metadataUrl: provider.metadataPath }),
    },
    thirdPartyConfig: {
      flyteClient: {
        clientId: native!.clientId,
        redirectUri: NATIVE_REDIRECT_URI,
        scopes: native!.scopes,
        ...mendedBy(
          context,
          DEVIATIONS.requestedAudience,
          withoutUndefined({ audience: requestedAudience ?? provider.audience }),
        ),
      },
    },
  };
}

/**
 * The URLs under which flyteadmin may be addressed. The first is the fallback for a host that is not listed,
 * so the public one leads; without it the redirect URI becomes `http://flyteadmin:80/callback`
 * (flyteadmin `auth/handler_utils.go`).
 */
function authorizedUris(context: ConfigContext): string[] {
  const { name, httpPort } = FLYTEADMIN_SERVICE;
  const inCluster = [
    `http://${name}:${httpPort}`,
    `http://${serviceHost(name, context.namespace)}:${httpPort}`,
  ];
  // Departs from the guide: DEVIATIONS.wholeLists.
  const whole = [...context.identity.domains.map((host) => `https://${host}`), ...inCluster];
  return context.identity._mend(DEVIATIONS.authorizedUris, whole, inCluster);
}

/**
 * Where the provider writes the client ID itself as audience, the client of each data plane that the identity
 * does not list adds its own.
 */
function allowedAudience({ identity, trustedClientIds = [] }: ConfigContext): string[] {
  return [
    ...new Set([
      ...identity.allowedAudience,
      ...(identity.identityProvider.audienceIsClientId ? trustedClientIds : []),
    ]),
  ];
}

/**
 * How Union's flyteadmin tells applications from people, and whom it takes a token to be; only where the
 * provider differs.
 */
function claims({ identity: { identityProvider: provider } }: ConfigContext): JsonObject {
  const { identityTypeClaimsForApps, subjectClaimNames } = provider;
  return withoutUndefined({
    identityTypeClaimsForApps: Object.keys(identityTypeClaimsForApps).length > 0
      ? identityTypeClaimsForApps
      : undefined,
    subjectClaimNames: subjectClaimNames.join() === 'sub' ? undefined : subjectClaimNames,
  });
}
