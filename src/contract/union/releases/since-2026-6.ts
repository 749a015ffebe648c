import { ReleaseContract } from '../release-contract';
import { API_KEY_OVERRIDES } from './base-since-2026-4';
import { since2026_6 } from './base-since-2026-6';

/** The layout before API keys could be seeded. Source: see `since2026_6`. */
export const RELEASE_2026_6: ReleaseContract = since2026_6({
  version: '2026.6',
  versions: { from: '2026.6.1', before: '2026.6.9' },
  older: 'the data plane reads global.CONTROLPLANE_HOST only since 2026.6.1',
  // The control plane's configuration is the same at 2026.4.9:
  // `tests/generated/controlplane.custom-oidc.yaml` at 8d57dfb6.
  judges: {
    from: '2026.4.8',
    but: 'the data plane gets the control plane from `host` or `global.CONTROLPLANE_INTRA_CLUSTER_HOST`, '
      + 'flyteadmin need not mount `private-config`, '
      + '`leaseworker` is read only since 2026.4.10, and `ingress.extraHosts` only since 2026.6.0',
  },
  changes: [
    {
      since: '2026.6.1',
      what: 'authentication in the base values, `CONTROLPLANE_HOST` on the data plane, leaseworker beside '
        + 'the executor',
    },
    { since: '2026.6.3', what: 'actions and leasor beside the queue service' },
  ],
  clusterRoles: false,
});

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

/**
 * API keys are seeded by a list: one client per key and cluster. Source: `charts/MIGRATION.md`, "map → list";
 * `charts/controlplane/RELEASE.md`.
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
