import { JsonObject, nestUnder, withoutUndefined } from '../../../common/data/json';
import { Problems } from '../../../common/props/problems';
import { ApiKeyOverridesContract, ControlPlaneContract } from '../../../contract/union/release-contract';
import { CLIENT_ID_KEY, CLIENT_SECRET_KEY, EAGER_API_KEY } from '../../../contract/union/secrets';
import { SecretMountContract } from '../../../contract/union/workloads';
import { UnionIdentity } from '../../identity';
import { OtherSecrets } from '../../secrets/own-entry';
import { ApiKeySeed } from '../../secrets/plane-secrets';
import { clientSecretOf } from '../../secrets/secret-target';

/**
 * Client credentials from which the identity service makes a system API key, that of eager tasks.
 *
 * Source: unionai/helm-charts, `charts/MIGRATION.md`, "services.identity.apiKeyOverrides".
 */
export interface ApiKeyOverride {
  /** Name of the API key. */
  readonly key: string;
  /**
   * Name of the cluster (data plane) that it is for; of every data plane where the release seeds one for all.
   */
  readonly clusterName?: string;
  /** The Secret in the control plane's namespace with client ID and client secret. */
  readonly secretName: string;
}

/**
 * Where the identity service finds the credentials of an entry (unionai/helm-charts, `charts/MIGRATION.md`).
 */
export function apiKeyMount({ key, clusterName, secretName }: ApiKeyOverride): SecretMountContract {
  return {
    secret: secretName,
    mountPath: `/etc/secrets/apikey/${clusterName === undefined ? key : `${key}-${clusterName}`}`,
  };
}

/** As the chart takes them: a list by key and cluster, a map by key before 2026.7.2. */
export function apiKeyOverridesValues(
  { values, byCluster }: ApiKeyOverridesContract, overrides: readonly ApiKeyOverride[],
): JsonObject {
  const existingSecret = ({ secretName }: ApiKeyOverride) => ({ name: secretName });
  return nestUnder(values, byCluster
    ? overrides.map((override) => withoutUndefined({
      key: override.key,
      clusterName: override.clusterName,
      existingSecret: existingSecret(override),
    }))
    : Object.fromEntries(
      overrides.map((override) => [override.key, { existingSecret: existingSecret(override) }]),
    ));
}

/**
 * The same as the identity service reads them, which the chart makes of the values.
 *
 * Source: controlplane 2026.8.3 `templates/_helpers.tpl`, `unionai.configMap`.
 */
export function apiKeyOverridesConfig(overrides: readonly ApiKeyOverride[], organization = ''): JsonObject {
  return nestUnder('identity.app.apiKeyOverrides', overrides.map((override) => {
    const { key, clusterName = '' } = override;
    const { mountPath } = apiKeyMount(override);
    return {
      org: organization,
      key,
      clusterName,
      clientIdLocation: `${mountPath}/${CLIENT_ID_KEY}`,
      clientSecretLocation: `${mountPath}/${CLIENT_SECRET_KEY}`,
    };
  }));
}

/** The first charts that seed a key for each cluster (unionai/helm-charts: `charts/MIGRATION.md`). */
const SEEDED_BY_CLUSTER_SINCE = '2026.7.2';

/**
 * Client credentials of which the identity service makes the API key of eager tasks on one data plane, and
 * which we deliver.
 */
export interface SeededApiKey extends ApiKeySeed {
  readonly clusterName: string;
  /** The prop that says where the client secret is. */
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
  return identity._dataPlanes.flatMap((plane) => {
    const { clusterName = '', _eager: eager, _eagerApiKey } = plane;
    return apiKeyOverrides && eager && _eagerApiKey?.madeByOperator ? [{
      clusterName,
      secretName: seedSecretName(clusterName),
      clientId: eager.clientId,
      client: clientSecretOf(eager),
      secretProp: `${plane._propOf('eager')}.secret`,
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
