import { groupsByKey } from '../../../common/data/collections';
import { aboveOf, parentOf } from '../../../common/data/json';
import type { BlockPlacement } from '../release-contract';
import { FLYTEADMIN } from '../services/flyteadmin';
import { ChartVersion } from './chart-version';

/** A setting of authentication in config files, by its dotted path, or a map with some. */
export interface ConfigKey {
  readonly path: string;
  readonly isMap: boolean;
}

/**
 * What the charts write from other values: where services find each other and the public host, and as what.
 *
 * Source: unionai/helm-charts 2026.3 to 2026.8.3, rendered.
 */
const FURTHER = [
  'connection.rootTenantURLPattern', 'union.connection.host', 'union.internalConnectionConfig.enabled',
  'union.internalConnectionConfig.urlPattern', 'authorizer.authorizerClient.grpcConfig.host',
  'authorizer.authorizerClient.grpcConfig.insecure', 'sharedService.security.singleTenantOrgID',
  'operator.clusterId.name', 'operator.clusterId.organization', 'operator.clusterData.appId',
  'operator.clusterData.cloudHostName', 'operator.apiKey.enabled',
];

let known: ReadonlyMap<string, readonly ConfigKey[]> | undefined;

/** All that some release places in config files, by the path of the map around it; empty for the root. */
export function configKeys(): ReadonlyMap<string, readonly ConfigKey[]> {
  return known ??= groupsByKey(allKeys(), ({ path }) => parentOf(path));
}

function allKeys(): ConfigKey[] {
  const ports = FLYTEADMIN.ports.flatMap(({ settings = [] }) => settings);
  const single = [...placedKeys(), ...[...ports, ...FURTHER].map((path) => ({ path, isMap: false }))];
  const maps = single.flatMap(({ path }) => aboveOf(path)).map((path) => ({ path, isMap: true }));
  return [...new Map([...maps, ...single].map((key) => [key.path, key])).values()];
}

/** Where files hold the values of blocks. As releases repeat each other, each key is looked at once. */
function placedKeys(): ConfigKey[] {
  const planes = ChartVersion._all.flatMap(({ _contract: { controlPlane, dataPlane } }) =>
    [controlPlane, dataPlane]);
  const places = new Map<string, Set<string>>();
  for (const { values, files } of planes.flatMap(({ blocks }) => placementsOf(blocks))) {
    const paths = places.get(values) ?? new Set();
    files.forEach(({ path }) => paths.add(path));
    places.set(values, paths);
  }
  const keys = new Map(planes.flatMap(({ values }) => values.keys).map((key) => [key.path, key]));
  return [...keys.values()].flatMap(({ path, type }) => aboveOf(path).flatMap((block) =>
    [...places.get(block) ?? []].map((place) => ({
      path: [place, path.slice(block.length + 1)].filter(Boolean).join('.'),
      isMap: type === 'map',
    }))));
}

function placementsOf(blocks: object): readonly BlockPlacement[] {
  return Object.values(blocks as Readonly<Record<string, BlockPlacement | readonly BlockPlacement[]>>).flat();
}
