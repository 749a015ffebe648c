import { dataPlaneBlocks } from '../data-plane-blocks';
import {
  CLUSTER_RESOURCE_SYNC, LEASEWORKER, OPERATOR, OPERATOR_PROXY, PROPELLER,
} from '../data-plane-workloads';
import { ApiKeyOverridesContract, ReleaseContract } from '../release-contract';
import { dataPlaneReader, podAnnotationKeys, SecretReader } from '../secret-readers';
import { SECRETS } from '../secrets';
import {
  CATALOG_AUTH, CATALOG_AUTH_KEY, DATA_PLANE_CLOSED, DATA_PLANE_KEYS, eagerKeys, GATEWAY_AUTH,
  GATEWAY_AUTH_KEY, SERVING_AUTH, SERVING_AUTH_KEY,
} from '../values-data-plane';
import { EXTERNAL_IDENTITY } from './authorization-since-2026-4';
import { DATA_PLANE_BASE } from './base';
import {
  API_KEY_OVERRIDES,
  CONTROL_PLANE_HOST,
  CONTROL_PLANE_HOST_KEY,
  DATA_PLANE_GLOBALS_SINCE_2026_4,
  FLYTEADMIN_VOLUME_MOUNTS,
  FLYTEADMIN_VOLUMES,
  FLYTEADMIN_WITH_UNION_SECRETS,
  OPERATOR_API_KEY,
  OPERATOR_API_KEY_ENABLED,
  SERVICE_SCOPE_KEY,
  VOLUME_MOUNTS,
  VOLUMES,
  controlPlaneSince2026_4,
  controlPlaneValuesSince2026_4,
} from './base-since-2026-4';
import { dataPlaneDefaults, SERVICE_SCOPE } from './chart-defaults';

const VERSION = '2026.8';

const API_KEYS: ApiKeyOverridesContract = { values: API_KEY_OVERRIDES, byCluster: true };

/** Source: unionai/helm-charts at dataplane-2026.8.3, `helm template` on `charts/dataplane`. */
const DATA_PLANE_READERS: readonly SecretReader[] = [
  dataPlaneReader('union-operator', 'operator'),
  dataPlaneReader(OPERATOR_PROXY, 'proxy'),
  dataPlaneReader('leaseworker', 'leaseworker'),
  dataPlaneReader('flytepropeller', 'flytepropeller', true),
  dataPlaneReader('union-syncresources', 'clusterresourcesync', true),
];

/**
 * The current layout.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3 and dataplane-2026.8.3: `values.yaml` of both charts,
 * the templates that read them, and the Ingresses of `helm template` on `charts/controlplane`.
 */
export const RELEASE_2026_8: ReleaseContract = {
  version: VERSION,
  versions: { from: '2026.8.0', before: '2026.9.0' },
  changes: [{ since: '2026.8.0', what: 'the current layout: executor and queue service are gone' }],
  controlPlane: {
    ...controlPlaneSince2026_4(VERSION),
    // The web client secret comes in a Secret of its own (examples/values.oidc-client-secret.yaml).
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
  dataPlane: {
    ...DATA_PLANE_BASE,
    globals: DATA_PLANE_GLOBALS_SINCE_2026_4,
    // The executor is gone since 2026.8.0; the leaseworker took its place.
    workloads: [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, LEASEWORKER],
    blocks: dataPlaneBlocks(LEASEWORKER),
    controlPlaneHost: CONTROL_PLANE_HOST,
    catalogAuth: CATALOG_AUTH,
    appAuth: [SERVING_AUTH, GATEWAY_AUTH],
    operatorApiKey: OPERATOR_API_KEY,
    secretReaders: DATA_PLANE_READERS,
    values: {
      chart: 'dataplane',
      keys: [
        ...DATA_PLANE_KEYS,
        SERVICE_SCOPE_KEY,
        CATALOG_AUTH_KEY,
        SERVING_AUTH_KEY,
        GATEWAY_AUTH_KEY,
        CONTROL_PLANE_HOST_KEY,
        OPERATOR_API_KEY_ENABLED,
        ...eagerKeys('leaseworker.config.unionAuth'),
        ...podAnnotationKeys(DATA_PLANE_READERS),
      ],
      closed: DATA_PLANE_CLOSED,
      defaults: dataPlaneDefaults([SERVICE_SCOPE], ['leaseworker']),
      dead: [
        {
          path: 'executor.config.unionAuth',
          replacedBy: ['leaseworker.config.unionAuth'],
          why: 'the executor is gone since 2026.8.0, the leaseworker took its place',
        },
        { path: 'executor', replacedBy: [], why: 'the executor is gone since 2026.8.0' },
        {
          path: 'global.CONTROLPLANE_INTRA_CLUSTER_HOST',
          replacedBy: ['global.CONTROLPLANE_HOST'],
          why: 'the data plane chart does not read it any more',
        },
      ],
    },
  },
};
