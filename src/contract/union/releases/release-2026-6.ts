import { ReleaseContract } from '../release-contract';
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
