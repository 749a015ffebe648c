import { LEASEWORKER } from '../data-plane-workloads';
import { ApiKeyOverridesContract, ReleaseContract } from '../release-contract';
import { SECRETS } from '../secrets';
import { EXTERNAL_IDENTITY } from './authorization-since-2026-4';
import {
  API_KEY_OVERRIDES,
  CONTROL_PLANE_HOST,
  CONTROL_PLANE_HOST_KEY,
  FLYTEADMIN_VOLUME_MOUNTS,
  FLYTEADMIN_VOLUMES,
  FLYTEADMIN_WITH_UNION_SECRETS,
  VOLUME_MOUNTS,
  VOLUMES,
  controlPlaneSince2026_4,
  controlPlaneValuesSince2026_4,
} from './base-since-2026-4';
import { dataPlaneSince2026_6 } from './base-since-2026-6';

const VERSION = '2026.8';

const API_KEYS: ApiKeyOverridesContract = { values: API_KEY_OVERRIDES, byCluster: true };

/**
 * The current layout.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3 and dataplane-2026.8.3: `values.yaml` of both charts,
 * the templates that read them, and the Ingresses of `helm template` on `charts/controlplane`.
 */
export const RELEASE_2026_8: ReleaseContract = {
  version: VERSION,
  versions: { from: '2026.8.0', before: '2026.9.0' },
  changes: [{ since: '2026.8.0', what: 'the current layout: without executor and queue service' }],
  controlPlane: {
    ...controlPlaneSince2026_4(VERSION),
    // The web client secret is in a separate Secret (examples/values.oidc-client-secret.yaml).
    flyteadmin: {
      ...FLYTEADMIN_WITH_UNION_SECRETS,
      secretMounts: [
        ...FLYTEADMIN_WITH_UNION_SECRETS.secretMounts,
        { secret: SECRETS.relyingParty.name, mountPath: SECRETS.relyingParty.mountPath },
      ],
    },
    relyingPartySecret: {
      volumes: VOLUMES,
      chartVolumes: FLYTEADMIN_VOLUMES,
      mounts: VOLUME_MOUNTS,
      chartMounts: FLYTEADMIN_VOLUME_MOUNTS,
    },
    authorization: { unionType: 'Union', clusterRoles: true, externalIdentity: EXTERNAL_IDENTITY },
    apiKeyOverrides: API_KEYS,
    values: controlPlaneValuesSince2026_4(VERSION, API_KEYS),
  },
  // The leaseworker replaced the executor in 2026.8.0.
  dataPlane: dataPlaneSince2026_6({
    runners: [LEASEWORKER],
    fetchesKeys: true,
    hostKey: CONTROL_PLANE_HOST_KEY,
    dead: [
      {
        path: 'executor.config.unionAuth',
        replacedBy: ['leaseworker.config.unionAuth'],
        why: '2026.8.0 removed the executor; the leaseworker replaces it',
      },
      { path: 'executor', replacedBy: [], why: '2026.8.0 removed the executor' },
      {
        path: 'global.CONTROLPLANE_INTRA_CLUSTER_HOST',
        replacedBy: [CONTROL_PLANE_HOST],
        why: 'unused in the data plane chart',
      },
    ],
  }),
};
