import { JsonObject, mergeValues, nestUnder } from '../_internal/json';
import { isGuide } from '../config/context';
import { dataPlaneBlocks } from '../config/data-plane';
import { globals } from '../config/globals';
import { toValues } from '../config/render';
import { PLACEHOLDER } from '../contract/secrets';
import { PlaneContext } from '../planes/plane-context';
import { DataPlaneIdentity } from './data-plane-identity';

/** The override values of the data plane chart. Guide: section "Dataplane Helm configuration". */
export function dataPlaneValues(context: PlaneContext, { clientId, clusterName, eagerApiKey }: DataPlaneIdentity): JsonObject {
  const { auth, release: { dataPlane } } = context;
  return [
    { global: globals(auth, dataPlane.globals, clientId) },
    toValues(dataPlaneBlocks(context, clientId)),
    // The chart must not create the Secret: each upgrade would put its placeholder back.
    nestUnder(dataPlane.secret, { enable: true, create: false, clientId, ...(isGuide(context) ? { clientSecret: PLACEHOLDER } : {}) }),
    ...(isGuide(context) ? [] : [nestUnder(dataPlane.controlPlaneHost, auth.domain)]),
    ...(clusterName === undefined ? [] : [nestUnder(dataPlane.clusterName, clusterName)]),
    ...(dataPlane.operatorApiKey && eagerApiKey.madeByOperator ? [nestUnder(dataPlane.operatorApiKey, { enabled: true })] : []),
  ].reduce(mergeValues);
}
