import { JsonObject, mergeValues, nestUnder } from '../_internal/json';
import { isGuide } from '../config/context';
import { dataPlaneBlocks } from '../config/data-plane';
import { globals } from '../config/globals';
import { toValues } from '../config/render';
import { PLACEHOLDER } from '../contract/secrets';
import { PlaneContext } from '../planes/plane-context';

/** The override values of the data plane chart. Guide: section "Dataplane Helm configuration". */
export function dataPlaneValues(context: PlaneContext): JsonObject {
  const { auth, release: { dataPlane } } = context;
  const clientId = auth.applications.service.clientId;
  return [
    { global: globals(auth, dataPlane.globals) },
    toValues(dataPlaneBlocks(context, clientId)),
    // The chart must not create the Secret: each upgrade would put its placeholder back.
    nestUnder(dataPlane.secret, { enable: true, create: false, clientId, ...(isGuide(context) ? { clientSecret: PLACEHOLDER } : {}) }),
  ].reduce(mergeValues);
}
