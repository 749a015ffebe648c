// Tests: test/constructs/planes/listed-data-planes.test.ts
import { JsonObject, nestUnder, withoutUndefined } from '../../../common/data/json';
import { Problems } from '../../../common/props/problems';
import { ApiKeyOverridesContract, ControlPlaneContract } from '../../../contract/union/release-contract';
import { CLIENT_ID_KEY, CLIENT_SECRET_KEY, EAGER_API_KEY } from '../../../contract/union/secrets';
import { SecretMountContract } from '../../../contract/union/workloads';
import { UnionIdentity } from '../../identity';
import { ApiKeySeed } from '../../secrets/plane-secrets';
import { OtherSecrets } from '../../secrets/secret-delivery';
import { clientSecretOf } from '../../secrets/secret-target';

/**
 * Client credentials from which the identity service creates the system API key of eager tasks.
 *
 * Source: unionai/helm-charts, `charts/MIGRATION.md`, "services.identity.apiKeyOverrides".
 */
export interface ApiKeyOverride {
  /** Name of the API key. */
  readonly key: string;
  /** Name of the cluster (data plane) of the key; undefined if the release seeds one for all. */
  readonly clusterName?: string;
  /** The Secret with client ID and client secret, in the control plane's namespace. */
  readonly secretName: string;
}

/**
 * The mount path of an entry's credentials in the identity service (unionai/helm-charts,
 * `charts/MIGRATION.md`).
 */
export function apiKeyMount({ key, clusterName, secretName }: ApiKeyOverride): SecretMountContract {
  return {
    secret: secretName,
    mountPath: `/etc/secrets/apikey/${clusterName === undefined ? key : `${key}-${clusterName}`}`,
  };
}

/** In the format of the chart: a list with key and cluster, before 2026.7.2 a map by key. */
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
 * In the format of the identity service, as the chart renders it.
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
 * Client credentials that we deliver, from which the identity service creates the API key of eager tasks on
 * one data plane.
 */
export interface SeededApiKey extends ApiKeySeed {
  readonly clusterName: string;
  /** The prop with the location of the client secret. */
  readonly secretProp: string;
}

/** The Secret with the client credentials of one data plane. */
export function seedSecretName(clusterName: string): string {
  return `eager-api-key-${clusterName}`;
}

/**
 * The seeded keys: those of the eager clients whose key the operator fetches, if the release supports them.
 */
export function seededApiKeys(
  identity: UnionIdentity, { apiKeyOverrides }: ControlPlaneContract,
): SeededApiKey[] {
  return identity._dataPlanes.flatMap((plane) => {
    const { clusterName = '', _eager: eager, _fetchesApiKey } = plane;
    return apiKeyOverrides && eager && _fetchesApiKey ? [{
      clusterName,
      secretName: seedSecretName(clusterName),
      clientId: eager.clientId,
      client: clientSecretOf(eager),
      secretProp: `${plane._propOf('eager')}.secret`,
    }] : [];
  });
}

/**
 * The identity service's settings of the seeded keys. A release with one seed for all uses it for all data
 * planes.
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
      + `data planes, and this chart release has one seed for all: use charts ${SEEDED_BY_CLUSTER_SINCE} or `
      + 'later, or list one eager client', 'use EagerApiKey.encoded for the others');
  }
  for (const { clusterName, client, secretProp } of seeds) {
    const { remote } = client;
    secrets._checkOwn(problems, secretProp, remote,
      'the control plane creates the API key of eager tasks from it; give the location of the secret of '
        + clusterName);
  }
}
