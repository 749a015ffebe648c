import { FLYTEADMIN, SCHEDULER } from '../control-plane-workloads';
import { dataPlaneBlocks } from '../data-plane-blocks';
import { CLUSTER_RESOURCE_SYNC, EXECUTOR, OPERATOR, PROPELLER } from '../data-plane-workloads';
import { ReleaseContract } from '../release-contract';
import { CONTROL_PLANE_POD_ANNOTATIONS } from '../values-control-plane';
import { DATA_PLANE_POD_ANNOTATIONS } from '../values-data-plane';
import { ROUTES_2026_3 } from './routes-2026-3';
import { CONTROL_PLANE_VALUES_2026_3, DATA_PLANE_VALUES_2026_3 } from './values-2026-3';

/**
 * The layout that the guide describes.
 *
 * Source: unionai/helm-charts at a732c055, `charts/controlplane/values.aws.selfhosted-intracluster.yaml`,
 * `charts/dataplane/values.aws.selfhosted-intracluster.yaml` and the templates that read them.
 */
export const RELEASE_2026_3: ReleaseContract = {
  controlPlane: {
    flyteadmin: FLYTEADMIN,
    scheduler: SCHEDULER,
    globals: {
      OIDC_BASE_URL: 'issuer',
      OIDC_CLIENT_ID: 'webClientId',
      CLI_CLIENT_ID: 'nativeClientId',
      INTERNAL_CLIENT_ID: 'serviceClientId',
      AUTH_TOKEN_URL: 'tokenEndpoint',
    },
    blocks: {
      adminServer: {
        values: 'flyte.configmap.adminServer',
        files: [{ workload: 'flyteadmin', file: 'server.yaml', path: '' }],
      },
      adminServerClient: {
        values: 'flyte.configmap.adminServer.admin',
        files: [
          { workload: 'flyteadmin', file: 'server.yaml', path: 'admin' },
          { workload: 'flytescheduler', file: 'admin.yaml', path: 'admin' },
        ],
      },
      serviceAdminClient: { values: 'configMap.admin', files: [{ workload: '*', file: 'config.yaml', path: 'admin' }] },
      serviceAuth: { values: 'configMap.union.auth', files: [{ workload: '*', file: 'config.yaml', path: 'union.auth' }] },
      executionsAdminClient: {
        values: 'services.executions.configMap.executions.app.adminClient.connection',
        files: [{ workload: 'executions', file: 'config.yaml', path: 'executions.app.adminClient.connection' }],
      },
    },
    schedulerSecret: 'flyte.secrets.adminOauthClientCredentials',
    podAnnotations: CONTROL_PLANE_POD_ANNOTATIONS,
    unionServicesSecret: 'global.KUBERNETES_SECRET_NAME',
    ingress: 'ingress',
    values: CONTROL_PLANE_VALUES_2026_3,
    routes: ROUTES_2026_3,
    gatewayRoutes: [],
  },
  dataPlane: {
    globals: { AUTH_CLIENT_ID: 'serviceClientId' },
    workloads: [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, EXECUTOR],
    blocks: dataPlaneBlocks(EXECUTOR),
    secret: 'secrets.admin',
    podAnnotations: DATA_PLANE_POD_ANNOTATIONS,
    clusterName: 'clusterName',
    controlPlaneHost: 'host',
    values: DATA_PLANE_VALUES_2026_3,
  },
};
