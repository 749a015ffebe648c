import { JsonObject, nestUnder, withoutUndefined } from '../../../common/data/json';
import { ApiKeyOverridesContract } from '../../../contract/union/release-contract';
import { CLIENT_ID_KEY, CLIENT_SECRET_KEY } from '../../../contract/union/secrets';
import { SecretMountContract } from '../../../contract/union/workloads';

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
