import { JsonObject, mergeValues, nestUnder } from '../../../common/data/json';
import { PLACEHOLDER } from '../../../contract/union/secrets';
import { PlaneConfig } from '../../config/plane-config';
import { DEVIATIONS } from '../../identity/deviations';
import { PlaneContext } from '../../settings/plane-context';
import { DataPlaneFacts } from './data-plane-facts';

/** What the values say besides who the data plane is. */
interface FurtherValues {
  /** Whether the chart renders the Secret. */
  readonly create: boolean;
  /** Whether apps ask who calls; the chart's own values where nothing is said. */
  readonly appAuthentication?: boolean;
}

/** The override values of the data plane chart. Guide: section "Dataplane Helm configuration". */
export function dataPlaneValues(
  context: PlaneContext,
  config: PlaneConfig,
  plane: DataPlaneFacts,
  { create, appAuthentication }: FurtherValues,
): JsonObject {
  const { clientId, clusterName, controlPlaneHost, eagerApiKey } = plane;
  const { identity, release: { dataPlane } } = context;
  return [
    config._values,
    // Where the chart creates the Secret, each upgrade puts its placeholder back.
    nestUnder(dataPlane.secret, {
      enable: true,
      create,
      clientId,
      ...identity._mend(DEVIATIONS.mergeDeadlock, create ? { clientSecret: PLACEHOLDER } : {}, {
        clientSecret: PLACEHOLDER,
      }),
    }),
    identity._mend(DEVIATIONS.controlPlaneHost, nestUnder(dataPlane.controlPlaneHost, controlPlaneHost), {}),
    ...(appAuthentication === undefined
      ? []
      : dataPlane.appAuth.map((path) => nestUnder(path, appAuthentication))),
    ...(dataPlane.catalogAuth ? [nestUnder(dataPlane.catalogAuth, true)] : []),
    ...(clusterName === undefined ? [] : [nestUnder(dataPlane.clusterName, clusterName)]),
    ...(identity.organization === undefined ? [] : [
      nestUnder(dataPlane.organization, identity.organization),
    ]),
    ...(dataPlane.operatorApiKey && eagerApiKey?.madeByOperator
      ? [nestUnder(dataPlane.operatorApiKey, { enabled: true })]
      : []),
  ].reduce(mergeValues);
}
