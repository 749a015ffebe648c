import { groupsByKey, oncePer, oncePerName } from '../../../common/data/collections';
import { aboveOf, parentOf } from '../../../common/data/json';
import { BlockPlacement, ConfigFilePlacement, ReleaseContract } from '../release-contract';
import { isUnionService } from '../services';
import { FLYTEADMIN, SCHEDULER } from '../services/flyteadmin';
import { ChartVersion } from './chart-version';

/** An authentication setting in config files, by its dotted path, or a map with several. */
export interface ConfigKey {
  readonly path: string;
  readonly isMap: boolean;
}

/**
 * Keys that the charts write from other values: addresses of services, the public host, and names.
 *
 * Source: unionai/helm-charts 2026.3 to 2026.8.3, rendered.
 */
export const DERIVED_KEYS: readonly string[] = [
  'connection.rootTenantURLPattern', 'union.connection.host', 'union.internalConnectionConfig.enabled',
  'union.internalConnectionConfig.urlPattern', 'authorizer.authorizerClient.grpcConfig.host',
  'authorizer.authorizerClient.grpcConfig.insecure', 'sharedService.security.singleTenantOrgID',
  'operator.clusterId.name', 'operator.clusterId.organization', 'operator.clusterData.appId',
  'operator.clusterData.cloudHostName', 'operator.apiKey.enabled',
];

let known: ReadonlyMap<string, readonly ConfigKey[]> | undefined;

/** All settings that any release writes to config files, by the path of their map; empty for the root. */
export function configKeys(): ReadonlyMap<string, readonly ConfigKey[]> {
  return known ??= groupsByKey(allKeys(), ({ path }) => parentOf(path));
}

function allKeys(): ConfigKey[] {
  const ports = FLYTEADMIN.ports.flatMap(({ settings = [] }) => settings);
  const single = [...placedKeys(), ...[...ports, ...DERIVED_KEYS].map((path) => ({ path, isMap: false }))];
  const maps = single.flatMap(({ path }) => aboveOf(path)).map((path) => ({ path, isMap: true }));
  return [...new Map([...maps, ...single].map((key) => [key.path, key])).values()];
}

/** The keys of the blocks' values in files, without duplicates across releases. */
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

/**
 * The sections with a workload's client credentials in its config files, in all releases that have the
 * workload.
 *
 * @param mountsUnionSecrets whether it mounts the Secret of the union services; flyteadmin and the cache do
 * too, but do not read their shared sections
 */
export function clientSections(
  workload: string, mountsUnionSecrets: boolean,
): readonly ConfigFilePlacement[] {
  const sharesConfig =
    mountsUnionSecrets && isUnionService(workload) && ![FLYTEADMIN.name, SCHEDULER.name].includes(workload);
  return sharesConfig ? ownAndShared(workload) : own(workload);
}

const own = oncePerName((workload) => everywhere(workload, (placement) => placement.workload === workload));
const ownAndShared = oncePerName((workload) =>
  everywhere(workload, (placement) => placement.workload === workload || placement.workload === '*'));

/** The placements common to all releases that have the workload. */
function everywhere(
  workload: string, counts: (placement: ConfigFilePlacement) => boolean,
): readonly ConfigFilePlacement[] {
  const [first = [], ...others] = releasesWith(workload).map((release) => placements(release).filter(counts));
  return first.filter(({ file, path }) =>
    others.every((sections) => sections.some((other) => other.file === file && other.path === path)));
}

/** The sections in which services that run tasks are configured to give them the API key. */
export const eagerSections = oncePerName((workload): readonly ConfigFilePlacement[] => {
  const placed = ChartVersion._all.flatMap(({ _contract }) => _contract.dataPlane.blocks.eager)
    .flatMap(({ files }) => files);
  return placed.filter((placement, i) =>
    placement.workload === workload && placed.findIndex(({ path }) => path === placement.path) === i);
});

/**
 * The workload's name in the contract: its own, or that of its main container, as Deployments of shards are
 * numbered.
 */
export function contractName(workload: string, container: string): string {
  const releases = ChartVersion._all.map(({ _contract }) => _contract);
  if (releases.some((release) => workloads(release).has(workload))) {
    return workload;
  }
  const ofDataPlanes = releases.flatMap(({ dataPlane }) => dataPlane.workloads);
  const ofPod = ofDataPlanes.find((each) => each.container === container);
  return ofPod?.name ?? container;
}

/** Releases that have the workload; all of them if none does. */
function releasesWith(workload: string): readonly ReleaseContract[] {
  const all = ChartVersion._all.map(({ _contract }) => _contract);
  const having = all.filter((release) => workloads(release).has(workload));
  return having.length > 0 ? having : all;
}

const workloads = oncePer(({ controlPlane, dataPlane }: ReleaseContract): ReadonlySet<string> =>
  new Set([
    FLYTEADMIN.name,
    SCHEDULER.name,
    ...[...controlPlane.secretReaders, ...dataPlane.secretReaders].map(({ workload }) => workload),
  ]));

/** Only the blocks of clients, without flyteadmin's own settings and those of tasks. */
function placements(
  { controlPlane: { blocks: control }, dataPlane: { blocks: data } }: ReleaseContract,
): readonly ConfigFilePlacement[] {
  const blocks: readonly BlockPlacement[] = [
    control.adminServerClient, control.serviceAdminClient, control.serviceAuth, ...control.ownAdminClients,
    data.serviceAuth, data.clusterResourceSync, data.adminClient,
  ];
  return blocks.flatMap(({ files }) => files);
}
