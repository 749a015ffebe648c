import { oncePer, oncePerName } from '../../../common/data/collections';
import { BlockPlacement, ConfigFilePlacement, ReleaseContract } from '../release-contract';
import { isUnionService } from '../services';
import { FLYTEADMIN, SCHEDULER } from '../services/flyteadmin';
import { ChartVersion } from './chart-version';

/**
 * The sections of its config files in which a workload is told as whom it calls others: those that every
 * release places that has it.
 *
 * @param mountsUnionSecrets whether it mounts the Secret of the union services; flyteadmin and the cache do
 * so too, and read none of what those share
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

/** What every release places that has the workload. */
function everywhere(
  workload: string, counts: (placement: ConfigFilePlacement) => boolean,
): readonly ConfigFilePlacement[] {
  const [first = [], ...others] = releasesWith(workload).map((release) => placements(release).filter(counts));
  return first.filter(({ file, path }) =>
    others.every((sections) => sections.some((other) => other.file === file && other.path === path)));
}

/** The sections in which a service that runs tasks is told to give them the API key. */
export const eagerSections = oncePerName((workload): readonly ConfigFilePlacement[] => {
  const placed = ChartVersion._all.flatMap(({ _contract }) => _contract.dataPlane.blocks.eager)
    .flatMap(({ files }) => files);
  return placed.filter((placement, i) =>
    placement.workload === workload && placed.findIndex(({ path }) => path === placement.path) === i);
});

/**
 * The name that the contract has for a workload: its own, else that of its main container, as the Deployments
 * of shards are numbered.
 */
export function contractName(workload: string, container: string): string {
  const releases = ChartVersion._all.map(({ _contract }) => _contract);
  if (releases.some((release) => workloads(release).has(workload))) {
    return workload;
  }
  const ofDataPlanes = releases.flatMap(({ dataPlane }) => dataPlane.workloads);
  const known = ofDataPlanes.find((each) => each.container === container);
  return known?.name ?? container;
}

/** Releases that have the workload; all of them where none names it. */
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

/** Of the blocks those of clients: flyteadmin's own settings and what tasks get are none. */
function placements(
  { controlPlane: { blocks: control }, dataPlane: { blocks: data } }: ReleaseContract,
): readonly ConfigFilePlacement[] {
  const blocks: readonly BlockPlacement[] = [
    control.adminServerClient, control.serviceAdminClient, control.serviceAuth, ...control.ownAdminClients,
    data.serviceAuth, data.clusterResourceSync, data.adminClient,
  ];
  return blocks.flatMap(({ files }) => files);
}
