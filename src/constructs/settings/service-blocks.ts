// Tests: test/constructs/config/plane-config.test.ts, test/constructs/planes/provider-ways.test.ts
import { JsonObject, withoutUndefined } from '../../common/data/json';
import {
  AUTHORIZATION_HEADER, FLYTEADMIN_SERVICE, NATIVE_REDIRECT_URI,
} from '../../contract/union/flyteadmin';
import { CLIENT_SECRET_KEY, EAGER_API_KEY, SECRETS } from '../../contract/union/secrets';
import { IdentityValue } from '../../contract/union/values-contract';
import { serviceHost } from '../../contract/upstream/kubernetes';
import { UnionIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { ConfigBlock, ConfigContext, mendedBy } from './context';

/** Path of a mounted client secret. */
function clientSecretLocation(mountPath: string): string {
  return `${mountPath.replace(/\/$/, '')}/${CLIENT_SECRET_KEY}`;
}

/**
 * Client credentials for flyteadmin's admin client (flyteidl `clients/go/admin/config.go`).
 *
 * Scopes and token endpoint are explicit: without them the client gets both from flyteadmin, and requests the
 * scopes of the native application, such as `offline_access`, which providers refuse for client credentials.
 */
function adminClientCredentials(
  context: ConfigContext, clientId: string, mountPath: string,
): JsonObject {
  return {
    clientId,
    clientSecretLocation: clientSecretLocation(mountPath),
    ...mendedBy(context, DEVIATIONS.clientScopes, tokenRequest(context)),
    ...mendedBy(context, DEVIATIONS.requestedAudience, audienceOf(context)),
    ...mendedBy(context, DEVIATIONS.clientHeader, { authorizationHeader: AUTHORIZATION_HEADER }),
  };
}

/**
 * Client credentials in the format of Union's own services (`union.auth`; guide: "Service-to-service
 * authentication").
 */
function unionServiceCredentials(clientId: string, mountPath: string): JsonObject {
  return {
    enable: true,
    type: 'ClientSecret',
    clientId,
    clientSecretLocation: clientSecretLocation(mountPath),
  };
}

/** The settings of a token request besides the credentials. */
function tokenRequest({ identity }: ConfigContext): JsonObject {
  const { identityProvider: provider } = identity;
  return { tokenUrl: provider.tokenEndpoint, scopes: provider.serviceScopes };
}

/**
 * The audience, if clients must request it: otherwise tokens have none, and flyteadmin refuses them.
 *
 * flyteadmin's admin client reads the setting (flyteidl `clients/go/admin/config.go`). Whether Union's own
 * client (`union.auth`) does is not documented; if it does not, the provider needs a default audience
 * (`docs/providers.md`).
 */
function audienceOf({ identity }: ConfigContext): JsonObject {
  return identity.requestedAudience === undefined ? {} : { audience: identity.requestedAudience };
}

/**
 * flyteadmin as the OIDC relying party and as the resource server that validates every token.
 *
 * Guide: section "Flyteadmin OIDC configuration". Types and defaults: flyteadmin `auth/config/config.go`.
 */
function adminServer(context: ConfigContext): ConfigBlock {
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
      ...mendedBy(context, DEVIATIONS.allowedAudience, { allowedAudience: context.identity.allowedAudience }),
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
 * The URLs of flyteadmin. The first is the fallback for other hosts, so it is the public one; otherwise the
 * redirect URI becomes `http://flyteadmin:80/callback` (flyteadmin `auth/handler_utils.go`).
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
 * How flyteadmin distinguishes applications from people, and identifies them; only if the provider differs
 * from the default.
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

/** All authentication settings of the control plane's services, in the order of the guide. */
export function controlPlaneBlocks(context: ConfigContext): ConfigBlock[] {
  const { identity: { _applications: { service } }, release: { controlPlane: { blocks } } } = context;
  const { tokenUrl, scopes } = tokenRequest(context);
  const audience = mendedBy(context, DEVIATIONS.requestedAudience, audienceOf(context));
  const clientOf = (mountPath: string) => adminClientCredentials(context, service.clientId, mountPath);
  const { unionServices, flyteadmin } = SECRETS;
  return [
    adminServer(context),
    // flyteadmin and the scheduler as clients of other services. Guide: "Flyteadmin and scheduler admin SDK
    // client".
    { placement: blocks.adminServerClient, content: clientOf(flyteadmin.mountPath) },
    // Union services as clients of flyteadmin, then of each other. Guide: "Service-to-service
    // authentication".
    { placement: blocks.serviceAdminClient, content: clientOf(unionServices.mountPath) },
    {
      placement: blocks.serviceAuth,
      content: {
        ...unionServiceCredentials(service.clientId, unionServices.mountPath),
        tokenUrl,
        authorizationMetadataKey: AUTHORIZATION_HEADER,
        scopes,
        ...audience,
      },
    },
    // Services' own connections to flyteadmin. Guide: "Executions service".
    ...blocks.ownAdminClients.map((placement) => ({
      placement,
      content: {
        authorizationHeader: AUTHORIZATION_HEADER,
        clientId: service.clientId,
        clientSecretLocation: clientSecretLocation(unionServices.mountPath),
        tokenUrl,
        scopes,
        ...audience,
      },
    })),
    ...trustedIdentityClaims(context),
  ];
}

/** The service application's subject: callers with it may act for others. */
function trustedIdentityClaims({ identity, release }: ConfigContext): ConfigBlock[] {
  const { controlPlane: { blocks: { trustedIdentityClaims: placement } } } = release;
  const { subject: externalIdentityClaim } = identity._applications.service;
  // Departs from the guide: DEVIATIONS.trustedIdentity.
  return placement
    ? [{ placement, content: { enabled: true, externalIdentityClaim, externalIdentityTypeClaim: 'app' } }]
    : [];
}

/** How long before its expiry a token is renewed. Guide: "Operator (union service auth)". */
const TOKEN_REFRESH_WINDOW = '5m';

/** All authentication settings of the data plane's services, in the order of the guide. */
export function dataPlaneBlocks(context: ConfigContext, clientId: string): ConfigBlock[] {
  const { blocks } = context.release.dataPlane;
  const { mountPath } = SECRETS.dataPlane;
  const serviceAuth = {
    ...unionServiceCredentials(clientId, mountPath),
    ...mendedBy(context, DEVIATIONS.clientScopes, tokenRequest(context)),
    ...mendedBy(context, DEVIATIONS.requestedAudience, audienceOf(context)),
    authorizationMetadataKey: AUTHORIZATION_HEADER,
    tokenRefreshWindow: TOKEN_REFRESH_WINDOW,
  };
  return [
    // Guide: "Cluster resource sync".
    { placement: blocks.clusterResourceSync, content: serviceAuth },
    // Operator and executor as clients of union services. Guide: "Operator (union service auth)".
    { placement: blocks.serviceAuth, content: serviceAuth },
    // Guide: "Propeller admin client".
    { placement: blocks.adminClient, content: adminClientCredentials(context, clientId, mountPath) },
    // Gives task pods the API key of eager tasks. Guide: "Executor (eager mode)". Departs from the guide:
    // DEVIATIONS.taskRunner.
    ...blocks.eager.map((placement) =>
      ({ placement, content: { injectSecret: true, secretName: EAGER_API_KEY } })),
  ];
}

/** The `global` values of a release. Guide: sections "Global variables" and "Dataplane global variables". */
export function globals(
  identity: UnionIdentity, names: Readonly<Record<string, IdentityValue>>, serviceClientId?: string,
): JsonObject {
  const { identityProvider: provider, _applications: applications } = identity;
  const values: Record<IdentityValue, string | undefined> = {
    domain: identity.domain,
    organization: identity.organization,
    issuer: provider.issuer,
    webClientId: applications.web?.clientId,
    nativeClientId: applications.native?.clientId,
    serviceClientId: serviceClientId ?? applications.service.clientId,
    tokenEndpoint: provider.tokenEndpoint,
    serviceScope: provider.serviceScopes.join(' '),
  };
  // Departs from the guide: DEVIATIONS.deadGlobals.
  const read = Object.entries(names);
  return withoutUndefined(Object.fromEntries(read.map(([name, meaning]) => [name, values[meaning]])));
}
