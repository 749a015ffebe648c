import { Problems } from '../../_internal/problems';
import { clientSecretVariable } from '../../_internal/secret-variable';
import { ControlPlaneContract } from '../../contract/union/release-contract';
import { EAGER_API_KEY } from '../../contract/union/secrets';
import { UnionAuth } from '../../identity';
import { SecretDelivery } from '../../secrets';
import { ApiKeySeed } from '../../secrets/control-plane-secrets';
import { DataPlaneClient } from '../data-plane-client';
import { ApiKeyOverride } from './api-key-override';

/** The Secret that holds the client credentials of one data plane, in the control plane's namespace. */
function secretName(clusterName: string): string {
  return `eager-api-key-${clusterName}`;
}

export function apiKeySeed({ clusterName, clientId, clientSecret }: DataPlaneClient): ApiKeySeed {
  return { secretName: secretName(clusterName), clientId, clientSecret, variable: clientSecretVariable(clusterName) };
}

export function seededOverride({ clusterName }: DataPlaneClient): ApiKeyOverride {
  return { key: EAGER_API_KEY, clusterName, secretName: secretName(clusterName) };
}

export function checkSeeds(
  problems: Problems,
  auth: UnionAuth,
  clients: readonly DataPlaneClient[],
  contract: ControlPlaneContract,
  secrets: SecretDelivery,
): void {
  if (auth._apiKeysRefused) {
    problems.add('seedApiKeys', true, auth._apiKeysRefused);
  }
  if (!contract.apiKeyOverrides) {
    problems.add('seedApiKeys', true, 'is not read by this chart release; use EagerApiKey.encoded on the data planes, or a release that reads it');
  }
  if (clients.length === 0) {
    problems.add('dataPlanes', clients, 'is empty, so there is no API key to seed; list the data planes, or leave seedApiKeys out');
  }
  clients.forEach(({ clusterName, clientSecret }, i) => {
    if (clientSecret) {
      secrets._checkOwn(problems, `dataPlanes[${i}].clientSecret`, clientSecret);
    } else if (secrets._readsStore) {
      problems.add(`dataPlanes[${i}].clientSecret`, undefined, `seedApiKeys delivers it to the control plane; name where the secret of ${clusterName} lies`);
    }
  });
}
