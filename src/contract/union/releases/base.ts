import { ControlPlaneContract, DataPlaneContract } from '../release-contract';
import { FLYTEADMIN, SCHEDULER } from '../services/flyteadmin';
import { ADMIN_CLIENT } from '../values-places';

/** Common parts of all releases. A release must not import another release. */

export const CONTROL_PLANE_BASE = {
  flyteadmin: FLYTEADMIN,
  scheduler: SCHEDULER,
  schedulerSecret: 'flyte.secrets.adminOauthClientCredentials',
  unionServicesSecret: 'global.KUBERNETES_SECRET_NAME',
  ingress: 'ingress',
} as const satisfies Partial<ControlPlaneContract>;

export const CONTROL_PLANE_BLOCKS = {
  adminServer: {
    values: 'flyte.configmap.adminServer',
    files: [{ workload: FLYTEADMIN.name, file: 'server.yaml', path: '' }],
  },
  adminServerClient: {
    values: ADMIN_CLIENT,
    files: [
      { workload: FLYTEADMIN.name, file: 'server.yaml', path: 'admin' },
      { workload: SCHEDULER.name, file: 'admin.yaml', path: 'admin' },
    ],
  },
  serviceAdminClient: {
    values: 'configMap.admin',
    files: [{ workload: '*', file: 'config.yaml', path: 'admin' }],
  },
  serviceAuth: {
    values: 'configMap.union.auth',
    files: [{ workload: '*', file: 'config.yaml', path: 'union.auth' }],
  },
} as const satisfies Omit<ControlPlaneContract['blocks'], 'ownAdminClients'>;

export const DATA_PLANE_BASE = {
  secret: 'secrets.admin',
  clusterName: 'clusterName',
  organization: 'orgName',
} as const satisfies Partial<DataPlaneContract>;
