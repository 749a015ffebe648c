import { Problems } from '../../../common/props/problems';
import { ControlPlaneContract } from '../../../contract/union/release-contract';
import { EAGER_API_KEY } from '../../../contract/union/secrets';
import { UnionIdentity } from '../../identity';
import { propOf } from '../../identity/data-plane-clients';
import { ApiKeySeed } from '../../secrets/control-plane-secrets';
import { OtherSecrets } from '../../secrets/own-entry';
import { clientSecretOf } from '../../secrets/secret-target';
import { ApiKeyOverride } from './api-key-override';

/** The first charts that seed a key for each cluster (unionai/helm-charts: `charts/MIGRATION.md`). */
const SEEDED_BY_CLUSTER_SINCE = '2026.7.2';

/**
 * Client credentials of which the identity service makes the API key of eager tasks on one data plane, and
 * which we deliver.
 */
export interface SeededApiKey extends ApiKeySeed {
  readonly clusterName: string;
  /** The prop that says where the client secret lies. */
  readonly secretProp: string;
}

/** The Secret with the client credentials of one data plane. */
export function seedSecretName(clusterName: string): string {
  return `eager-api-key-${clusterName}`;
}

/** The seeded keys: of the eager clients whose key the operator fetches, wherever the release reads them. */
export function seededApiKeys(
  identity: UnionIdentity, { apiKeyOverrides }: ControlPlaneContract,
): SeededApiKey[] {
  return identity._dataPlanes.flatMap(({ clusterName, eager, eagerApiKey }) => {
    const isFetched = eager !== undefined && (eagerApiKey === undefined || eagerApiKey.madeByOperator);
    return apiKeyOverrides && isFetched ? [{
      clusterName,
      secretName: seedSecretName(clusterName),
      clientId: eager.clientId,
      client: clientSecretOf(eager),
      secretProp: `${propOf(clusterName, 'eager')}.secret`,
    }] : [];
  });
}

/**
 * What the identity service is told of the seeded keys; each is that of all data planes where the release
 * seeds one for all.
 */
export function apiKeys(identity: UnionIdentity, contract: ControlPlaneContract): ApiKeyOverride[] {
  return seededApiKeys(identity, contract).map(({ clusterName, secretName }) => ({
    key: EAGER_API_KEY,
    ...(contract.apiKeyOverrides?.byCluster ? { clusterName } : {}),
    secretName,
  }));
}

export function checkSeeds(problems: Problems, others: OtherSecrets, contract: ControlPlaneContract): void {
  const { identity, secrets } = others;
  const seeds = seededApiKeys(identity, contract);
  if (contract.apiKeyOverrides?.byCluster === false && seeds.length > 1) {
    problems.add('identity.dataPlanes', seeds.map(({ clientId }) => clientId), 'are eager clients of several '
      + 'data planes, and this '
      + `chart release seeds one for all: use charts ${SEEDED_BY_CLUSTER_SINCE} or later, or list one eager `
      + 'client', 'write EagerApiKey.encoded beside the others');
  }
  for (const { clusterName, client, secretProp } of seeds) {
    const { remote } = client;
    secrets._checkOwn(problems, secretProp, remote,
      'the control plane makes the API key of eager tasks of it; give the place of the secret of '
        + clusterName);
  }
}
