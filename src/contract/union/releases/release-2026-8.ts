import { dataPlaneBlocks } from '../data-plane-blocks';
import { CLUSTER_RESOURCE_SYNC, LEASEWORKER, OPERATOR, PROPELLER } from '../data-plane-workloads';
import { ReleaseContract } from '../release-contract';
import { SECRETS } from '../secrets';
import { GATEWAY_ROUTES_2026_8 } from './gateway-routes-2026-8';
import { RELEASE_2026_3 } from './release-2026-3';
import { ROUTES_2026_8 } from './routes-2026-8';
import {
  API_KEY_OVERRIDES,
  CONTROL_PLANE_VALUES_2026_8,
  DATA_PLANE_VALUES_2026_8,
  EXTRA_HOSTS,
  FLYTEADMIN_VOLUME_MOUNTS,
  FLYTEADMIN_VOLUMES,
  IDENTITY_CONNECTION,
  OPERATOR_API_KEY,
  TRUSTED_IDENTITY_CLAIMS,
} from './values-2026-8';

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
    gatewayRoutes: GATEWAY_ROUTES_2026_8,
    // flyteadmin mounts the union services' Secret as well, and ours with the web client secret.
    flyteadmin: {
      ...controlPlane.flyteadmin,
      secretMounts: [
        ...controlPlane.flyteadmin.secretMounts,
        { secret: SECRETS.unionServices.name, mountPath: SECRETS.unionServices.mountPath },
        { secret: SECRETS.relyingParty.name, mountPath: SECRETS.relyingParty.mountPath },
      ],
    },
    relyingPartySecret: {
      volumes: 'flyte.flyteadmin.additionalVolumes',
      chartVolumes: FLYTEADMIN_VOLUMES,
      mounts: 'flyte.flyteadmin.additionalVolumeMounts',
      chartMounts: FLYTEADMIN_VOLUME_MOUNTS,
    },
    // OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are read by nothing since 2026.4.8.
    globals: {
      UNION_HOST: 'domain',
      INTERNAL_CLIENT_ID: 'serviceClientId',
      AUTH_TOKEN_URL: 'tokenEndpoint',
      OIDC_S2S_SCOPE: 'serviceScope',
    },
    blocks: {
      ...controlPlane.blocks,
      identityAdminClient: {
        values: IDENTITY_CONNECTION,
        files: [{ workload: 'identity', file: 'config.yaml', path: 'identity.app.adminClient.connection' }],
      },
      trustedIdentityClaims: {
        values: TRUSTED_IDENTITY_CLAIMS,
        files: [{ workload: '*', file: 'config.yaml', path: 'union.connection.trustedIdentityClaims' }],
      },
    },
    extraHosts: EXTRA_HOSTS,
    apiKeyOverrides: API_KEY_OVERRIDES,
    values: CONTROL_PLANE_VALUES_2026_8,
  },
  dataPlane: {
    ...dataPlane,
    globals: { AUTH_CLIENT_ID: 'serviceClientId', OIDC_S2S_SCOPE: 'serviceScope' },
    // The executor is gone since 2026.8.0; the leaseworker took its place.
    workloads: [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, LEASEWORKER],
    blocks: dataPlaneBlocks(LEASEWORKER),
    controlPlaneHost: 'global.CONTROLPLANE_HOST',
    operatorApiKey: OPERATOR_API_KEY,
    values: DATA_PLANE_VALUES_2026_8,
  },
};
