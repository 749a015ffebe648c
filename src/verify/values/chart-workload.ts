// Tests: test/verify/values/chart-objects.test.ts
import { isObject, JsonObject, mergeValues, nestUnder } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import {
  CLUSTER_RESOURCE_SYNC, LEASEWORKER, OPERATOR, PROPELLER,
} from '../../contract/union/data-plane-workloads';
import { BlockPlacement } from '../../contract/union/release-contract';
import { CACHE_SERVICE_NAME } from '../../contract/union/services/data';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { WorkloadContract } from '../../contract/union/workloads';
import { asList, asText } from '../kube/json-access';
import { becauseOf, ChartObject, Origin } from './chart-object';
import type { ValueSet } from './value-set';

/** Volumes and mounts of a pod, and their origins. */
export interface PodSecrets {
  readonly volumes: readonly JsonObject[];
  readonly mounts: readonly JsonObject[];
  /** The values of each volume. */
  readonly origins: readonly (readonly PathStep[])[];
  /** The values of the mounts, if separate. */
  readonly mountOrigins?: readonly (readonly PathStep[])[];
}

/** A workload as the chart makes it: a Deployment, and the ConfigMap of its service. */
export interface ChartWorkload {
  readonly contract: WorkloadContract;
  readonly blocks: readonly BlockPlacement[];
  /** Whether it reads the shared settings of all Union services. */
  readonly isUnionService: boolean;
  readonly secrets: PodSecrets;
  /** The path of its own settings in the values. */
  readonly values: string;
}

const CONFIG_VOLUME = 'config';

export function workloadObjects(set: ValueSet, workload: ChartWorkload): ChartObject[] {
  const { contract, secrets } = workload;
  const files = configFiles(set, workload);
  const own = becauseOf(workload.values);
  const mountedFrom = secrets.origins.map((from, i): Origin =>
    ({ path: ['spec', 'template', 'spec', 'volumes', i + 1], values: from, alike: false }));
  const placedBy = (secrets.mountOrigins ?? []).map((from, i): Origin => ({
    path: ['spec', 'template', 'spec', 'containers', 0, 'volumeMounts', i + 1], values: from, alike: false,
  }));
  const variables = chartVariables(set, contract.name, workload.isUnionService ? workload.values : undefined);
  const toldFrom = variables.map(({ origin, isValue }, i): Origin =>
    ({ path: ['spec', 'template', 'spec', 'containers', 0, 'env', i], values: origin, alike: !isValue }));
  // A unique name: of two data planes without a namespace, each must find its own.
  const configMap = `${contract.configMap} of ${set.id}`;
  const metadata = (name: string) => ({ name, namespace: set.namespace });
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(contract.name),
    spec: { template: { spec: podOf(workload, configMap, variables) } },
  };
  const config = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(configMap),
    data: Object.fromEntries([...files].map(([name, { content }]) => [name, JSON.stringify(content)])),
  };
  const configured = [...files.values()].flatMap(({ origins }) => origins);
  return [
    new ChartObject(deployment, set, [own, ...mountedFrom, ...placedBy, ...toldFrom]),
    new ChartObject(config, set, [own, ...configured]),
  ];
}

function podOf(
  { contract, secrets }: ChartWorkload, configMap: string, variables: readonly ChartVariable[],
) {
  const container = {
    name: contract.container,
    ...(contract.command ? { command: contract.command } : {}),
    ...(contract.args ? { args: contract.args } : {}),
    ...(variables.length === 0 ? {} : { env: variables.map(({ raw }) => raw) }),
    volumeMounts: [{ name: CONFIG_VOLUME, mountPath: contract.configDirectory }, ...secrets.mounts],
  };
  return {
    containers: [container],
    volumes: [{ name: CONFIG_VOLUME, configMap: { name: configMap } }, ...secrets.volumes],
  };
}

interface MadeFile {
  readonly content: JsonObject;
  readonly origins: readonly Origin[];
}

/** The authentication settings of a service besides the shared ones. */
function ownSections(own: unknown): JsonObject | undefined {
  return isObject(own)
    ? Object.fromEntries(
      Object.entries(own).filter(([key]) => ['admin', 'authorizer', 'union'].includes(key)),
    )
    : undefined;
}

/** The config files of a workload: each block at its place in the contract. */
function configFiles({ effective: values }: ValueSet, workload: ChartWorkload): Map<string, MadeFile> {
  const { contract, blocks, isUnionService } = workload;
  const files = new Map<string, MadeFile>();
  for (const block of blocks) {
    const content = values.at(block.values);
    for (const { workload: reader, file, path } of block.files) {
      if (reader === contract.name || (reader === '*' && isUnionService)) {
        const { content: before, origins } = files.get(file) ?? { content: {}, origins: [] };
        const inner = path === '' ? [] : path.split('.');
        files.set(file, {
          content: isObject(content) ? mergeValues(before, nestUnder(path, content)) : before,
          origins: [...origins, { path: ['data', file], inner, values: block.values.split('.') }],
        });
      }
    }
  }
  const own = isUnionService ? ownSections(values.at(`${workload.values}.configMap`)) : undefined;
  const [main] = files;
  if (isObject(own) && main !== undefined) {
    const [file, { content, origins }] = main;
    files.set(file, {
      content: mergeValues(content, own),
      origins: [
        ...origins,
        ...[[], ...Object.keys(own).map((key) => [key])].map((inner): Origin =>
          ({ path: ['data', file], inner, values: [...workload.values.split('.'), 'configMap', ...inner] })),
      ],
    });
  }
  return files;
}

/** A variable of a container, and its origin in the values. */
interface ChartVariable {
  readonly raw: JsonObject;
  readonly origin: readonly PathStep[];
  /** Whether the origin is only its value, as in a map of variables. */
  readonly isValue: boolean;
}

/**
 * Where charts take the variables of a workload from, besides those of all services.
 *
 * Source: flyte-core 1.16.1 (admin/deployment.yaml); cacheservice, operator, propeller, leaseworker and
 * clusterresourcesync of unionai/helm-charts (deployment.yaml of each).
 */
const OWN_VARIABLES: ReadonlyMap<string, string> = new Map([
  [FLYTEADMIN.name, 'flyte.flyteadmin.env'],
  [CACHE_SERVICE_NAME, 'flyte.cacheservice.podEnv'],
  [OPERATOR.name, 'operator.podEnv'],
  [PROPELLER.name, 'flytepropeller.podEnv'],
  [LEASEWORKER.name, 'leaseworker.podEnv'],
  [CLUSTER_RESOURCE_SYNC.name, 'clusterresourcesync.podEnv'],
]);

/** A map of variables for all workloads of a data plane (dataplane: _helpers.tpl, `global.podEnvVars`). */
const OF_DATA_PLANE = 'additionalPodEnvVars';

function chartVariables(
  { effective: values }: ValueSet, name: string, service: string | undefined,
): ChartVariable[] {
  // Its own list, otherwise the shared one (controlplane: _helpers.tpl, `unionai.env`).
  const ofService = values.at(`${service}.env`) === undefined ? 'env' : `${service}.env`;
  const own = (service === undefined ? OWN_VARIABLES.get(name) : ofService) ?? '';
  const shared = Object.entries(values.objectAt(OF_DATA_PLANE)).map(([key, value]) =>
    ({ raw: { name: key, value: asText(value) ?? '' }, origin: [OF_DATA_PLANE, key], isValue: true }));
  return [...shared, ...asList(values.at(own)).flatMap((raw, index) =>
    (isObject(raw) ? [{ raw, origin: [...own.split('.'), index], isValue: false }] : []))];
}
