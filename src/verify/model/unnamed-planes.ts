import { planeOf } from '../credentials/plane';
import type { Field } from '../read/field';
import type { ValueSet } from '../values/value-set';
import type { Model } from './model';

/** A place that names a data plane's cluster or organization. */
export interface PlaneName {
  readonly place: { readonly field: Field; readonly text?: string };
  readonly what: string;
}

const CLUSTER = 'the name of the cluster, under which the data plane registers';
const ORGANIZATION = 'the name of the organization, as the control plane has it';

/** What the operator registers under: the charts render a blank value as it is. */
const OPERATOR = [
  ['operator.clusterId.name', CLUSTER], ['operator.clusterId.organization', ORGANIZATION],
] as const;

/** The values that name a data plane; a global that the chart's own value refers to does as well. */
function namesOf({ release }: ValueSet): readonly (readonly [path: string, global: string, what: string])[] {
  const { clusterName, organization } = release._contract.dataPlane;
  return [
    [clusterName, 'global.CLUSTER_NAME', CLUSTER], [organization, 'global.ORG_NAME', ORGANIZATION],
  ];
}

/** Where data planes spell their names out, blank ones as well. */
export function namesOfDataPlanes(model: Model): PlaneName[] {
  const inConfigs = model.configs
    .filter(({ container: { workload, init } }) => !init && planeOf(workload) === 'data')
    .flatMap((config) => OPERATOR.flatMap(([path, what]) => {
      const setting = config.get(path);
      return setting === undefined ? [] : [{ place: setting, what }];
    }));
  const inValues = dataPlaneSets(model).flatMap((set) =>
    namesOf(set)
      .filter(([path, global]) => set.get(path) !== undefined && !set.merged.isSet(global))
      .map(([path, , what]) => ({
        place: { field: set.field(path), text: set.merged.isSet(path) ? String(set.get(path)) : '' }, what,
      })));
  return [...inConfigs, ...inValues];
}

/** The values of data planes that leave a name to values that the input does not show. */
export function unnamedDataPlanes(model: Model): { readonly set: ValueSet; readonly paths: string[] }[] {
  return dataPlaneSets(model).flatMap((set) => {
    const paths = namesOf(set)
      .filter(([path, global]) => set.get(path) === undefined && !set.merged.isSet(global))
      .map(([path]) => path);
    return paths.length === 0 ? [] : [{ set, paths }];
  });
}

function dataPlaneSets({ valueSets }: Model): ValueSet[] {
  return valueSets.filter(({ chart, partial }) => chart === 'dataplane' && !partial);
}
