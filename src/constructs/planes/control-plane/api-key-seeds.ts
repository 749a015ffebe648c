import { IConstruct } from 'constructs';
import { Problems } from '../../../common/props/problems';
import { ControlPlaneContract } from '../../../contract/union/release-contract';
import { EAGER_API_KEY } from '../../../contract/union/secrets';
import { UnionAuth } from '../../identity';
import { clientSecretVariable } from '../../objects/secret-variable';
import { SecretDelivery } from '../../secrets';
import { ApiKeySeed } from '../../secrets/control-plane-secrets';
import { checkOwnEntry } from '../../secrets/own-entry';
import { SecretSource, clientSecretOf } from '../../secrets/secret-target';
import { DataPlaneClient } from '../data-plane-client';
import { compareKeyMakers } from '../eager-key-makers';
import { ApiKeyOverride } from './api-key-override';

/** The first charts that seed a key for each cluster (unionai/helm-charts: `charts/MIGRATION.md`). */
const SEEDED_BY_CLUSTER_SINCE = '2026.7.2';

/** Client credentials from which the identity service makes the API key of eager tasks on one data plane, and which we deliver. */
export interface SeededApiKey extends ApiKeySeed {
  readonly clusterName: string;
  /** The prop that says where the client secret lies. */
  readonly secretProp: string;
}

/** What decides about the seeded keys. */
export interface Seeding {
  readonly auth: UnionAuth;
  readonly secrets: SecretDelivery;
  readonly dataPlanes?: readonly DataPlaneClient[];
  readonly seedApiKeys?: boolean;
}

/** The seeded keys: of the eager clients that the identity lists, wherever the release reads them; of the plane's own list on request. */
export function seededApiKeys({ auth, dataPlanes = [], seedApiKeys }: Seeding, { apiKeyOverrides }: ControlPlaneContract): SeededApiKey[] {
  const seeded = (clusterName: string, clientId: string, client: SecretSource, secretProp: string): SeededApiKey =>
    ({ clusterName, secretName: `eager-api-key-${clusterName}`, clientId, client, secretProp });
  const listed = auth.dataPlanes.flatMap(({ clusterName, eager }, i) =>
    (eager ? [seeded(clusterName, eager.clientId, clientSecretOf(eager), `auth.dataPlanes[${i}].eager.secret`)] : []));
  const own = dataPlanes.map(({ clusterName, clientId, clientSecret: remote }, i) =>
    seeded(clusterName, clientId, { remote, variable: clientSecretVariable(clusterName) }, `dataPlanes[${i}].clientSecret`));
  return [...(seedApiKeys ?? apiKeyOverrides !== undefined ? listed : []), ...(seedApiKeys ? own : [])];
}

/** The entry about a seeded key; of all data planes where the release seeds one for all. */
export function seededOverride({ apiKeyOverrides }: ControlPlaneContract): (seed: SeededApiKey) => ApiKeyOverride {
  return ({ clusterName, secretName }) => ({
    key: EAGER_API_KEY,
    ...(apiKeyOverrides?.byCluster ? { clusterName } : {}),
    secretName,
  });
}

export function checkSeeds(problems: Problems, seeding: Seeding, contract: ControlPlaneContract): void {
  const { auth, secrets, dataPlanes = [], seedApiKeys } = seeding;
  const seeds = seededApiKeys(seeding, contract);
  if (seedApiKeys && auth._apiKeysRefused) {
    problems.add('seedApiKeys', true, auth._apiKeysRefused);
  }
  if (seedApiKeys && !contract.apiKeyOverrides) {
    problems.add('seedApiKeys', true, 'is not read by this chart release; use EagerApiKey.encoded on the data planes, or a release that reads it');
  }
  if (seedApiKeys && seeds.length === 0) {
    problems.add('dataPlanes', dataPlanes, 'is empty, so there is no API key to seed; list the data planes, or leave seedApiKeys out');
  }
  if (contract.apiKeyOverrides?.byCluster === false && seeds.length > 1) {
    problems.add('auth.dataPlanes', seeds.map(({ clientId }) => clientId), 'are eager clients of several data planes, and this chart release seeds '
      + `one for all: use charts ${SEEDED_BY_CLUSTER_SINCE} or later, list one eager client, or write seedApiKeys: false and EagerApiKey.encoded on the data planes`);
  }
  for (const { clusterName, clientId, client, secretProp } of seeds) {
    if (client.remote) {
      secrets._checkOwn(problems, secretProp, client.remote);
      checkOwnEntry(problems, seeding, secretProp, { clientId, remote: client.remote });
    } else if (secrets._readsStore) {
      problems.add(secretProp, undefined, `seedApiKeys delivers it to the control plane; name where the secret of ${clusterName} lies`);
    }
  }
}

/** Holds what the control plane does for each eager client of the identity against what the data planes count on. */
export function compareEagerKeys(construct: IConstruct, seeding: Seeding, contract: ControlPlaneContract): void {
  const { auth } = seeding;
  const seeded = new Set(seededApiKeys(seeding, contract).map(({ clusterName }) => clusterName));
  for (const { clusterName } of auth.dataPlanes.filter(({ eager }) => eager)) {
    compareKeyMakers(construct, { auth, clusterName, saidBy: 'control plane', isControlPlane: seeded.has(clusterName) });
  }
}
