import { JsonObject, nestUnder, withoutUndefined } from '../../../common/data/json';
import { objectName, secretKey } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { optional, struct, text } from '../../../common/props/prop-types';
import { ApiKeyOverridesContract } from '../../../contract/union/release-contract';
import { CLIENT_ID_KEY, CLIENT_SECRET_KEY } from '../../../contract/union/secrets';
import { SecretMountContract } from '../../../contract/union/workloads';
import { UnionAuth } from '../../identity';

/**
 * Client credentials from which the identity service makes a system API key, such as the one of eager tasks.
 *
 * Source: unionai/helm-charts, `charts/MIGRATION.md`, "services.identity.apiKeyOverrides".
 */
export interface ApiKeyOverride {
  /** Name of the API key: `EAGER_API_KEY`. */
  readonly key: string;

  /**
   * Name of the cluster (data plane) that it is for.
   *
   * @default - every data plane without an entry of its own
   */
  readonly clusterName?: string;

  /** Name of a Secret in the control plane's namespace that holds client ID and client secret. */
  readonly secretName: string;

  /**
   * Key of the Secret that holds the client ID.
   *
   * @default "client_id"
   */
  readonly clientIdKey?: string;

  /**
   * Key of the Secret that holds the client secret.
   *
   * @default "client_secret"
   */
  readonly clientSecretKey?: string;
}

/** Where the identity service finds the credentials of an entry (unionai/helm-charts, `charts/MIGRATION.md`). */
export function apiKeyMount({ key, clusterName, secretName }: ApiKeyOverride): SecretMountContract {
  return { secret: secretName, mountPath: `/etc/secrets/apikey/${clusterName === undefined ? key : `${key}-${clusterName}`}` };
}

export const API_KEY_OVERRIDE = struct<ApiKeyOverride>({
  key: text((key) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? undefined : 'is no name of an API key; write one such as EAGER_API_KEY')),
  clusterName: optional(text(objectName)),
  secretName: text(objectName),
  clientIdKey: optional(text(secretKey)),
  clientSecretKey: optional(text(secretKey)),
});

/** Key and cluster make the path of a mount, so the pair must be unique, among those that are seeded as well. */
export function checkApiKeyOverrides(
  problems: Problems,
  auth: UnionAuth,
  overrides: readonly ApiKeyOverride[],
  seeded: readonly ApiKeyOverride[],
): void {
  const pathOf = ({ key, clusterName }: ApiKeyOverride) => JSON.stringify([key, clusterName]);
  overrides.forEach((override, i) => {
    if (auth._apiKeysRefused) {
      problems.add(`apiKeyOverrides[${i}]`, override.key, auth._apiKeysRefused);
    }
    if (seeded.some((other) => pathOf(other) === pathOf(override))) {
      problems.add(`apiKeyOverrides[${i}]`, override, 'is of a data plane whose API key is seeded; leave it out, or write seedApiKeys: false');
    }
    if (overrides.findIndex((other) => pathOf(other) === pathOf(override)) < i) {
      problems.add(`apiKeyOverrides[${i}]`, override, 'repeats key and cluster of an earlier entry; keep one of them');
    }
  });
}

/** As the chart takes them: a list by key and cluster, a map by key before 2026.7.2. */
export function apiKeyOverridesValues({ values, byCluster }: ApiKeyOverridesContract, overrides: readonly ApiKeyOverride[]): JsonObject {
  const existingSecret = ({ secretName, clientIdKey, clientSecretKey }: ApiKeyOverride) =>
    withoutUndefined({ name: secretName, clientIdKey, clientSecretKey });
  return nestUnder(values, byCluster
    ? overrides.map((override) => withoutUndefined({
      key: override.key,
      clusterName: override.clusterName,
      existingSecret: existingSecret(override),
    }))
    : Object.fromEntries(overrides.map((override) => [override.key, { existingSecret: existingSecret(override) }])));
}

/**
 * The same as the identity service reads them, which the chart makes of the values.
 *
 * Source: controlplane 2026.8.3 `templates/_helpers.tpl`, `unionai.configMap`.
 */
export function apiKeyOverridesConfig(overrides: readonly ApiKeyOverride[], organization = ''): JsonObject {
  return nestUnder('identity.app.apiKeyOverrides', overrides.map((override) => {
    const { key, clusterName = '', clientIdKey = CLIENT_ID_KEY, clientSecretKey = CLIENT_SECRET_KEY } = override;
    const { mountPath } = apiKeyMount(override);
    return {
      org: organization,
      key,
      clusterName,
      clientIdLocation: `${mountPath}/${clientIdKey}`,
      clientSecretLocation: `${mountPath}/${clientSecretKey}`,
    };
  }));
}
