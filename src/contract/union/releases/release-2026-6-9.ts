import { ReleaseContract } from '../release-contract';
import { API_KEY_OVERRIDES } from './base-since-2026-4';
import { since2026_6 } from './base-since-2026-6';

/**
 * API keys are seeded by a map: one client per key, for all data planes. Source: `charts/MIGRATION.md`, "map
 * → list".
 */
export const RELEASE_2026_6_9: ReleaseContract = since2026_6({
  version: '2026.6.9',
  versions: { from: '2026.6.9', before: '2026.7.2' },
  changes: [
    {
      since: '2026.6.9',
      what: '`config.operator.apiKey`, and `services.identity.apiKeyOverrides` as a map: one eager client '
        + 'for all data planes',
    },
  ],
  apiKeyOverrides: { values: API_KEY_OVERRIDES, byCluster: false },
  clusterRoles: false,
});
