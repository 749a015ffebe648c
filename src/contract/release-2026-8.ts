import { CLUSTER_RESOURCE_SYNC, LEASEWORKER, OPERATOR, PROPELLER } from './data-plane-workloads';
import { RELEASE_2026_3 } from './release-2026-3';
import { ReleaseContract } from './release-contract';
import { ROUTES_2026_8 } from './routes-2026-8';
import { SECRETS } from './secrets';

const { controlPlane, dataPlane } = RELEASE_2026_3;

/**
 * The current layout: what changed since 2026.3.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3 and dataplane-2026.8.3: `values.yaml` of both charts.
 */
export const RELEASE_2026_8: ReleaseContract = {
  controlPlane: {
    ...controlPlane,
    routes: ROUTES_2026_8,
    // flyteadmin mounts the union services' Secret as well.
    flyteadmin: {
      ...controlPlane.flyteadmin,
      secretMounts: [
        ...controlPlane.flyteadmin.secretMounts,
        { secret: SECRETS.unionServices.name, mountPath: SECRETS.unionServices.mountPath },
      ],
    },
    // OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are read by nothing since 2026.4.8.
    globals: {
      UNION_HOST: 'domain',
      INTERNAL_CLIENT_ID: 'serviceClientId',
      AUTH_TOKEN_URL: 'tokenEndpoint',
      OIDC_S2S_SCOPE: 'serviceScope',
    },
  },
  dataPlane: {
    ...dataPlane,
    globals: { AUTH_CLIENT_ID: 'serviceClientId', OIDC_S2S_SCOPE: 'serviceScope' },
    // The executor is gone since 2026.8.0; the leaseworker took its place.
    workloads: [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, LEASEWORKER],
    blocks: {
      ...dataPlane.blocks,
      serviceAuth: {
        values: 'config.union.auth',
        files: [
          { workload: OPERATOR.name, file: 'config.yaml', path: 'union.auth' },
          { workload: LEASEWORKER.name, file: 'config.yaml', path: 'union.auth' },
        ],
      },
      adminClient: {
        values: 'config.admin.admin',
        files: [
          { workload: PROPELLER.name, file: 'admin.yaml', path: 'admin' },
          { workload: CLUSTER_RESOURCE_SYNC.name, file: 'admin.yaml', path: 'admin' },
          { workload: LEASEWORKER.name, file: 'config.yaml', path: 'admin' },
        ],
      },
      eager: {
        values: 'leaseworker.config.unionAuth',
        files: [{ workload: LEASEWORKER.name, file: 'config.yaml', path: 'leaseworker.unionAuth' }],
      },
    },
  },
};
