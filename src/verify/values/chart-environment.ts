import { isObject, JsonObject } from '../../common/data/json';
import type { PathStep } from '../../common/yaml/path';
import {
  CLUSTER_RESOURCE_SYNC, LEASEWORKER, OPERATOR, PROPELLER,
} from '../../contract/union/data-plane-workloads';
import { CACHE_SERVICE_NAME } from '../../contract/union/services/data';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { asList, asText } from '../kube/json-access';
import type { EffectiveValues } from './effective-values';

/** A variable of a container, and the values that it comes from. */
export interface ChartVariable {
  readonly raw: JsonObject;
  readonly origin: readonly PathStep[];
  /** Whether that is its value alone, as in a map of variables. */
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

/** The variables of a workload. */
export function chartVariables(
  values: EffectiveValues, name: string, service: string | undefined,
): ChartVariable[] {
  const own = service === undefined ? OWN_VARIABLES.get(name) : ofService(values, service);
  const shared = Object.entries(values.objectAt(OF_DATA_PLANE)).map(([key, value]) =>
    ({ raw: { name: key, value: asText(value) ?? '' }, origin: [OF_DATA_PLANE, key], isValue: true }));
  return [...shared, ...(own === undefined ? [] : listAt(values, own))];
}

/** Its own list, else that of all (controlplane: _helpers.tpl, `unionai.env`). */
function ofService(values: EffectiveValues, service: string): string {
  const path = `${service}.env`;
  return values.at(path) === undefined ? 'env' : path;
}

function listAt(values: EffectiveValues, path: string): ChartVariable[] {
  return asList(values.at(path)).flatMap((raw, index) =>
    (isObject(raw) ? [{ raw, origin: [...path.split('.'), index], isValue: false }] : []));
}
