import { Check, filledIn, objectName } from '../../common/props/checks';
import { instanceOf, optional, struct } from '../../common/props/prop-types';
import { EagerApiKey } from './eager-api-key';
import { Description, OAUTH_CLIENT, OAuthClient } from './oauth-client';

/** The applications that one data plane has of its own. */
export interface DataPlaneClients {
  /** The application with which the operator and the other services of the data plane sign in. */
  readonly operator: OAuthClient;

  /**
   * The application with which eager tasks on this data plane call back into the control plane: the API key
   * `EAGER_API_KEY` holds it.
   *
   * @default - none: `eagerApiKey` says where the API key comes from
   */
  readonly eager?: OAuthClient;

  /**
   * Where the API key of eager tasks comes from. Both planes follow: the control plane seeds none that its
   * operator does not fetch.
   *
   * @default - the operator fetches it from the control plane, which makes it of the eager client; without an
   *   eager client nothing provides it, and a warning says so
   */
  readonly eagerApiKey?: EagerApiKey;
}

/** Room for what names of Secrets and of registered clients have besides, which end at 253 characters. */
const LONGEST_NAME = 200;

const shortEnough: Check = (name) =>
  name.length > LONGEST_NAME
    ? `is too long; names of Secrets and clients are made of it, so take at most ${LONGEST_NAME} characters`
    : undefined;

/** What a cluster may be called, which is a key of `dataPlanes`. */
export const CLUSTER_NAME: readonly Check[] = [filledIn, objectName, shortEnough];

export const DATA_PLANE_CLIENTS = struct<DataPlaneClients>({
  operator: struct(OAUTH_CLIENT, '{ clientId: "0oa-east-4444" }'),
  eager: optional(struct(OAUTH_CLIENT)),
  eagerApiKey: optional(instanceOf(EagerApiKey)),
});

export function describeOperator(clusterName: string): Description {
  return {
    id: shortName('operator', clusterName),
    name: `Union operator (${clusterName})`,
    purpose: `Service-to-service communication of data plane ${clusterName}`,
  };
}

export function describeEager(clusterName: string): Description {
  return {
    id: shortName('eager', clusterName),
    name: `Union eager tasks (${clusterName})`,
    purpose: `API key of eager tasks on data plane ${clusterName}`,
  };
}

/** Names of clusters may have dots, those of objects and variables that are made of it may not. */
function shortName(duty: string, clusterName: string): string {
  return `${duty}-${clusterName.replace(/\./g, '-')}`;
}
