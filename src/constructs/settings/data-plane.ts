import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { EAGER_API_KEY, SECRETS } from '../../contract/union/secrets';
import { DEVIATIONS } from '../identity/deviations';
import {
  adminClientCredentials, requestedAudience, tokenRequest, unionServiceCredentials,
} from './client-credentials';
import { ConfigBlock } from './config-block';
import { ConfigContext, mendedBy } from './context';

/** Everything that the data plane's services are told about authentication, in the order of the guide. */
export function dataPlaneBlocks(context: ConfigContext, clientId: string): ConfigBlock[] {
  return [
    clusterResourceSync(context, clientId),
    dataPlaneServiceAuth(context, clientId),
    dataPlaneAdminClient(context, clientId),
    ...eagerApiKey(context),
  ];
}

/** How long before its expiry a token is renewed. Guide: "Operator (union service auth)". */
const TOKEN_REFRESH_WINDOW = '5m';

/** Operator, and the executor, calling union services. Guide: "Operator (union service auth)". */
function dataPlaneServiceAuth(context: ConfigContext, clientId: string): ConfigBlock {
  return {
    placement: context.release.dataPlane.blocks.serviceAuth,
    content: serviceAuth(context, clientId),
  };
}

/** Guide: "Cluster resource sync". */
function clusterResourceSync(context: ConfigContext, clientId: string): ConfigBlock {
  return {
    placement: context.release.dataPlane.blocks.clusterResourceSync,
    content: serviceAuth(context, clientId),
  };
}

/** Guide: "Propeller admin client". */
function dataPlaneAdminClient(context: ConfigContext, clientId: string): ConfigBlock {
  return {
    placement: context.release.dataPlane.blocks.adminClient,
    content: adminClientCredentials(context, clientId, SECRETS.dataPlane.mountPath),
  };
}

/** Gives task pods the API key of eager tasks. Guide: "Executor (eager mode)". */
function eagerApiKey(context: ConfigContext): ConfigBlock[] {
  // Departs from the guide: DEVIATIONS.taskRunner.
  return context.release.dataPlane.blocks.eager.map((placement) => ({
    placement,
    content: { injectSecret: true, secretName: EAGER_API_KEY },
  }));
}

function serviceAuth(context: ConfigContext, clientId: string) {
  return {
    ...unionServiceCredentials(clientId, SECRETS.dataPlane.mountPath),
    ...mendedBy(context, DEVIATIONS.clientScopes, tokenRequest(context)),
    ...mendedBy(context, DEVIATIONS.requestedAudience, requestedAudience(context)),
    authorizationMetadataKey: AUTHORIZATION_HEADER,
    tokenRefreshWindow: TOKEN_REFRESH_WINDOW,
  };
}
