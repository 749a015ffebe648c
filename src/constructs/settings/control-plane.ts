import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { SECRETS } from '../../contract/union/secrets';
import { DEVIATIONS } from '../identity/deviations';
import { adminServer } from './admin-server';
import {
  adminClientCredentials, clientSecretLocation, requestedAudience, tokenRequest, unionServiceCredentials,
} from './client-credentials';
import { ConfigBlock } from './config-block';
import { ConfigContext, mendedBy } from './context';

/** Everything that the control plane's services are told about authentication, in the order of the guide. */
export function controlPlaneBlocks(context: ConfigContext): ConfigBlock[] {
  return [
    adminServer(context),
    adminServerClient(context),
    serviceAdminClient(context),
    controlPlaneServiceAuth(context),
    ...ownConnections(context),
    ...trustedIdentityClaims(context),
  ];
}

/**
 * flyteadmin and the scheduler calling other services. Guide: "Flyteadmin and scheduler admin SDK client".
 */
function adminServerClient(context: ConfigContext): ConfigBlock {
  return {
    placement: context.release.controlPlane.blocks.adminServerClient,
    content: adminClientCredentials(context, serviceClientId(context), SECRETS.flyteadmin.mountPath),
  };
}

/** Union services calling flyteadmin. Guide: "Service-to-service authentication". */
function serviceAdminClient(context: ConfigContext): ConfigBlock {
  return {
    placement: context.release.controlPlane.blocks.serviceAdminClient,
    content: adminClientCredentials(context, serviceClientId(context), SECRETS.unionServices.mountPath),
  };
}

/** Union services calling each other. Guide: "Service-to-service authentication". */
function controlPlaneServiceAuth(context: ConfigContext): ConfigBlock {
  const { tokenUrl, scopes } = tokenRequest(context);
  return {
    placement: context.release.controlPlane.blocks.serviceAuth,
    content: {
      ...unionServiceCredentials(serviceClientId(context), SECRETS.unionServices.mountPath),
      tokenUrl,
      authorizationMetadataKey: AUTHORIZATION_HEADER,
      scopes,
      ...mendedBy(context, DEVIATIONS.requestedAudience, requestedAudience(context)),
    },
  };
}

/** Connections to flyteadmin that services have of their own. Guide: "Executions service". */
function ownConnections(context: ConfigContext): ConfigBlock[] {
  const content = {
    authorizationHeader: AUTHORIZATION_HEADER,
    clientId: serviceClientId(context),
    clientSecretLocation: clientSecretLocation(SECRETS.unionServices.mountPath),
    ...tokenRequest(context),
    ...mendedBy(context, DEVIATIONS.requestedAudience, requestedAudience(context)),
  };
  return context.release.controlPlane.blocks.ownAdminClients.map((placement) => ({ placement, content }));
}

/** The service application's subject: who presents it may say for whom it acts. */
function trustedIdentityClaims(context: ConfigContext): ConfigBlock[] {
  const placement = context.release.controlPlane.blocks.trustedIdentityClaims;
  const externalIdentityClaim = context.identity._applications.service.subject;
  // Departs from the guide: DEVIATIONS.trustedIdentity.
  return placement
    ? [{ placement, content: { enabled: true, externalIdentityClaim, externalIdentityTypeClaim: 'app' } }]
    : [];
}

function serviceClientId({ identity }: ConfigContext): string {
  return identity._applications.service.clientId;
}
