import { adminServer } from './admin-server';
import { ConfigBlock } from './config-block';
import { ConfigContext } from './context';
import {
  adminServerClient, controlPlaneServiceAuth, ownConnections, serviceAdminClient, trustedIdentityClaims,
} from './control-plane-clients';

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
