import { CLUSTER_ANNOTATION } from '../../contract/own-annotations';
import { APP_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import { UnionIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { SecretCreationPolicy } from './external-secret';
import {
  ownTarget, SecretPlan, serviceSecret, SecretSource, SecretTarget, toTheLetter,
} from './secret-target';

/** What the Secrets of one data plane hold. */
export interface DataPlaneSecretContents {
  /** The cluster that the data plane is; one of its deployment otherwise. */
  readonly clusterName?: string;
  /** The Helm release whose chart creates the Secret with a placeholder; none where we create it. */
  readonly creator?: string;
  /** The secret of its client. */
  readonly client: SecretSource;
  /** The Secret that External Secrets Operator encodes the API key of eager tasks into. */
  readonly encodedApiKey?: EncodedApiKey;
  /** Secrets that only a plane without the chart has. */
  readonly further?: readonly SecretTarget[];
}

/** An API key in a Secret of its own, and the client secret that it holds. */
interface EncodedApiKey {
  readonly secretName: string;
  readonly apiKeys: Readonly<Record<string, string>>;
  readonly client: SecretSource;
}

/** The data plane's Secrets. Guide: section "Dataplane secrets". */
export function dataPlaneSecrets(
  identity: UnionIdentity, namespace: string, contents: DataPlaneSecretContents,
): SecretPlan {
  const { clusterName, creator, client, encodedApiKey, further = [] } = contents;
  const byChart = creator !== undefined;
  const entry = serviceSecret(client);
  const service: SecretTarget = {
    // The operator keeps its tunnel token here: merge, never own. With `create: false` nobody creates the
    // Secret, and Merge waits for ever; so we do.
    secretName: SECRETS.dataPlane.name,
    externalSecretName: SECRETS.dataPlane.name,
    entries: [entry, ...identity._mend(DEVIATIONS.appSecret, [{ ...entry, key: APP_SECRET_KEY }], [])],
    creationPolicy: SecretCreationPolicy.MERGE,
    ensureExists: identity._mend(DEVIATIONS.mergeDeadlock, true, false),
    renderedByChart: byChart,
    takenFromChart: !byChart,
  };
  const apiKey = encodedApiKey
    ? [ownTarget(encodedApiKey.secretName, {
      apiKeys: encodedApiKey.apiKeys,
      apiKeysAlone: true,
      entries: [serviceSecret(encodedApiKey.client)],
    })]
    : [];
  return {
    plane: `the data plane ${clusterName ?? ''} of ${identity.domain}`,
    namespace,
    releaseName: creator,
    toTheLetter: toTheLetter(identity),
    // The guide's objects have no such thing.
    annotations: clusterName === undefined || toTheLetter(identity)
      ? undefined
      : { [CLUSTER_ANNOTATION]: clusterName },
    targets: [service, ...apiKey, ...further],
  };
}
