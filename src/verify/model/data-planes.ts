import { grouped, oncePer } from '../../common/data/collections';
import type { AuthClient } from '../credentials/auth-client';
import type { ServiceConfig } from '../credentials/service-config';
import { homeKey } from '../kube/home';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';
import type { ValueSet } from '../values/value-set';
import { CLUSTER_NAME_PATHS, clusterOfValues, isName } from './cluster-names';
import type { Model } from './model';
import { clientsOfPlane } from './trusted-clients';

/** The name with which its cluster registers, and the clients of its services. */
export interface DataPlane {
  readonly clusterName: string;
  readonly place: Field;
  /** At least one; those with one ID once. */
  readonly clients: readonly AuthClient[];
}

export const dataPlanesOf = oncePer((model: Model): readonly DataPlane[] => {
  const configs = new Map(grouped(model.configs, homeOf).map((group) => [homeOf(group[0]), group]));
  return grouped(clientsOfPlane(model, 'data'), ({ config }) => homeOf(config)).flatMap((clients) => {
    const name = nameInConfigs(configs.get(homeOf(clients[0].config)) ?? []) ?? nameInValues(clients[0]);
    return name === undefined
      ? []
      : [
        { ...name, clients: [...new Map(clients.map((client) => [client.clientId!.text, client])).values()] },
      ];
  });
});

type Name = Pick<DataPlane, 'clusterName' | 'place'>;

/** A reference to a variable is no name. */
function nameInConfigs(configs: readonly ServiceConfig[]): Name | undefined {
  for (const config of configs) {
    for (const path of CLUSTER_NAME_PATHS) {
      const setting = config.get(path);
      if (setting?.text && isName(setting.text)) {
        return { clusterName: setting.text, place: setting.field };
      }
    }
  }
  return undefined;
}

/** Values contain it once; the chart copies it to further places. */
function nameInValues({ config }: AuthClient): Name | undefined {
  const { object } = config.container.workload;
  const set = object instanceof ChartObject ? object.set : undefined;
  const clusterName = set && clusterOfValues(set);
  return clusterName === undefined
    ? undefined
    : { clusterName, place: set!.field(set!.release._contract.dataPlane.clusterName) };
}

/** Its home; a file if unknown, which several clusters may share. */
function homeOf({ container: { workload } }: ServiceConfig): string {
  const { namespace, cluster = '', object: { source } } = workload;
  return namespace !== undefined ? homeKey(workload) : `file ${source.file} ${cluster}`;
}

const CLUSTER = 'the name of the cluster, under which the data plane registers';
const ORGANIZATION = 'the name of the organization, as the control plane has it';

/** The operator's registered name: the charts render an empty value unchanged. */
const OPERATOR = [
  ['operator.clusterId.name', CLUSTER], ['operator.clusterId.organization', ORGANIZATION],
] as const;

/** The values with the name of a data plane; or a global to which the chart's own value refers. */
function namesOf({ release }: ValueSet): readonly (readonly [path: string, global: string, what: string])[] {
  const { clusterName, organization } = release._contract.dataPlane;
  return [[clusterName, 'global.CLUSTER_NAME', CLUSTER], [organization, 'global.ORG_NAME', ORGANIZATION]];
}

/** The places with explicit names of data planes, also empty ones. */
export function namesOfDataPlanes(model: Model) {
  const inConfigs = model.configsOf('data').flatMap((config) => OPERATOR.flatMap(([path, what]) => {
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

/** The values of data planes whose name is in values that are not in the input. */
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
