import {
  CLUSTER_RESOURCE_SYNC, EXECUTOR, LEASEWORKER, OPERATOR, OPERATOR_PROXY, PROPELLER, dataPlaneBlocks,
} from '../data-plane-workloads';
import {
  ApiKeyOverridesContract, ControlPlaneContract, DataPlaneContract, ReleaseContract,
} from '../release-contract';
import { dataPlaneReader, podAnnotationKeys, SecretReader, SECRETS } from '../secrets';
import { DeadKey, ValueKey } from '../values-contract';
import {
  CATALOG_AUTH, CATALOG_AUTH_KEY, DATA_PLANE_CLOSED, DATA_PLANE_KEYS, eagerKeys, GATEWAY_AUTH,
  GATEWAY_AUTH_KEY, SERVING_AUTH, SERVING_AUTH_KEY,
} from '../values-places';
import { WorkloadContract } from '../workloads';
import { EXTERNAL_IDENTITY } from './authorization-since-2026-4';
import { DATA_PLANE_BASE } from './base';
import {
  CONTROL_PLANE_HOST,
  CONTROL_PLANE_HOST_KEY,
  DATA_PLANE_GLOBALS_SINCE_2026_4,
  OPERATOR_API_KEY,
  OPERATOR_API_KEY_ENABLED,
  SERVICE_SCOPE_KEY,
  controlPlaneSince2026_4,
  controlPlaneValuesSince2026_4,
} from './base-since-2026-4';
import { dataPlaneDefaults, SERVICE_SCOPE } from './chart-defaults';

/** Differences between versions of the layout. */
export interface Since2026_6 extends Pick<ReleaseContract, 'version' | 'versions' | 'older' | 'judges'
  | 'changes'> {
  /** How API keys are seeded, and so fetched; absent if they are not. */
  readonly apiKeyOverrides?: ApiKeyOverridesContract;
  /** Whether the authorizer accepts operators and viewers of a cluster, rather than only its name. */
  readonly clusterRoles: boolean;
}

/**
 * The layout before the removal of executor and queue service: leaseworker and executor run side by side, and
 * so do actions and queue.
 *
 * The web client secret has no separate Secret, for which 2026.7.1 added an example: all versions read
 * `flyte-admin-secrets`.
 *
 * Source: unionai/helm-charts, `charts/MIGRATION.md`, `charts/controlplane/RELEASE.md` (2026.6.0 to
 * 2026.8.0), `charts/dataplane/templates/_connection.tpl` at 4652f678, and renderings:
 * `tests/generated/controlplane.actions-leasor.yaml` at 7e68e2a0 (2026.6.10-alpha.2: routes, Services,
 * flyteadmin's volumes), `controlplane.image-builder-bootstrap.yaml` at d0b6da68 (2026.7.1),
 * `dataplane.flytepropeller.yaml` at b7c69c88 (leaseworker).
 */
export function since2026_6({ apiKeyOverrides, clusterRoles, ...release }: Since2026_6): ReleaseContract {
  return {
    ...release,
    controlPlane: controlPlane(release.version, clusterRoles, apiKeyOverrides),
    dataPlane: dataPlaneSince2026_6({
      runners: [EXECUTOR, LEASEWORKER],
      fetchesKeys: apiKeyOverrides !== undefined,
      hostKey: HOST_KEY,
      dead: DEAD,
    }),
  };
}

function controlPlane(
  version: string, clusterRoles: boolean, apiKeyOverrides: ApiKeyOverridesContract | undefined,
): ControlPlaneContract {
  return {
    ...controlPlaneSince2026_4(version),
    // All versions accept the old name (`charts/controlplane/RELEASE.md`).
    authorization: { unionType: 'UserClouds', clusterRoles, externalIdentity: EXTERNAL_IDENTITY },
    apiKeyOverrides,
    values: controlPlaneValuesSince2026_4(version, apiKeyOverrides),
  };
}

/** The chart of versions before 2026.8 renders without a host. */
const HOST_KEY: ValueKey = {
  ...CONTROL_PLANE_HOST_KEY,
  required: {
    ...CONTROL_PLANE_HOST_KEY.required!,
    symptom: 'The data plane cannot connect to a control plane.',
  },
};

const DEAD: readonly DeadKey[] = [
  {
    path: 'global.CONTROLPLANE_INTRA_CLUSTER_HOST',
    replacedBy: [CONTROL_PLANE_HOST],
    why: 'unused in the data plane chart since 2026.6.2',
  },
];

/** Differences between data planes of these and later releases. */
interface DataPlaneSince2026_6 {
  /** The services that run tasks. */
  readonly runners: readonly WorkloadContract[];
  /**
   * Whether the operator fetches the key of eager tasks; the chart's own gateway also exists since then,
   * 2026.6.9.
   */
  readonly fetchesKeys: boolean;
  readonly hostKey: ValueKey;
  readonly dead: readonly DeadKey[];
}

/** Source: unionai/helm-charts at dataplane-2026.8.3, `helm template` on `charts/dataplane`. */
export function dataPlaneSince2026_6(
  { runners, fetchesKeys, hostKey, dead }: DataPlaneSince2026_6,
): DataPlaneContract {
  const names = runners.map(({ name }) => name);
  const secretReaders = readersOf(names);
  return {
    ...DATA_PLANE_BASE,
    globals: DATA_PLANE_GLOBALS_SINCE_2026_4,
    workloads: [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, ...runners],
    blocks: dataPlaneBlocks(...runners),
    secretReaders,
    controlPlaneHost: CONTROL_PLANE_HOST,
    catalogAuth: CATALOG_AUTH,
    appAuth: fetchesKeys ? [SERVING_AUTH, GATEWAY_AUTH] : [SERVING_AUTH],
    ...(fetchesKeys ? { operatorApiKey: OPERATOR_API_KEY } : {}),
    values: {
      chart: 'dataplane',
      keys: [
        ...DATA_PLANE_KEYS,
        SERVICE_SCOPE_KEY,
        CATALOG_AUTH_KEY,
        SERVING_AUTH_KEY,
        ...(fetchesKeys ? [GATEWAY_AUTH_KEY] : []),
        hostKey,
        ...(fetchesKeys ? [OPERATOR_API_KEY_ENABLED] : []),
        ...names.flatMap((name) => eagerKeys(`${name}.config.unionAuth`)),
        ...podAnnotationKeys(secretReaders),
      ],
      closed: DATA_PLANE_CLOSED,
      defaults: dataPlaneDefaults([SERVICE_SCOPE], names),
      dead,
    },
  };
}

/** The mounts of all versions of a layout combined; annotations of a missing workload do no harm. */
function readersOf(runners: readonly string[]): SecretReader[] {
  return [
    dataPlaneReader('union-operator', 'operator'),
    dataPlaneReader(OPERATOR_PROXY, 'proxy'),
    dataPlaneReader('leaseworker', 'leaseworker'),
    dataPlaneReader('flytepropeller', 'flytepropeller'),
    dataPlaneReader('union-syncresources', 'clusterresourcesync'),
    // Its template (nodeexecutor/deployment.yaml) accepts no annotations.
    ...(runners.includes(EXECUTOR.name)
      ? [{ workload: EXECUTOR.name, secrets: [SECRETS.dataPlane.name] }]
      : []),
  ];
}
