import { ReleaseContract } from '../release-contract';
import { API_KEY_OVERRIDES } from './base-since-2026-4';
import { since2026_6 } from './base-since-2026-6';

/**
 * API keys are seeded by a list: one client per key and cluster. Source: `charts/MIGRATION.md`, "map →
 * list"; `charts/controlplane/RELEASE.md`.
 */
export const RELEASE_2026_7_2: ReleaseContract = since2026_6({
  version: '2026.7.2',
  versions: { from: '2026.7.2', before: '2026.8.0' },
  changes: [{
    since: '2026.7.2',
    what: '`apiKeyOverrides` as a list, with an eager client for each data plane; clusters with operators '
      + 'and viewers in the authorizer\'s `dataplaneClusters`',
  }],
  apiKeyOverrides: { values: API_KEY_OVERRIDES, byCluster: true },
  clusterRoles: true,
});
