import { ConfigBlock } from './config-block';
import { ConfigContext } from './context';
import {
  clusterResourceSync, dataPlaneAdminClient, dataPlaneServiceAuth, eagerApiKey,
} from './data-plane-clients';

/** Everything that the data plane's services are told about authentication, in the order of the guide. */
export function dataPlaneBlocks(context: ConfigContext, clientId: string): ConfigBlock[] {
  return [
    clusterResourceSync(context, clientId),
    dataPlaneServiceAuth(context, clientId),
    dataPlaneAdminClient(context, clientId),
    ...eagerApiKey(context),
  ];
}
