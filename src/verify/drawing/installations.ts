import { grouped } from '../../common/data/collections';
import {
  Flow, FlowControl, FlowHome, FlowLane, FlowRow, FlowServer, FlowTie, joinedTies,
} from '../report/flow';

/** A home, or several with the same wiring. */
export interface Plane {
  readonly id: string;
  readonly members: readonly FlowHome[];
  readonly rows: readonly FlowRow[];
  readonly findings: readonly number[];
}

/** A control plane, its edge, and the planes that call it. */
export interface Installation {
  readonly id: string;
  /** The homes of the control plane; empty if it is not in the input. */
  readonly homes: readonly FlowHome[];
  readonly controls: readonly FlowControl[];
  readonly servers: readonly FlowServer[];
  readonly planes: readonly Plane[];
  /** Further installations with the same wiring. */
  readonly others: readonly Installation[];
}

/** The installation of each item: by its calls, otherwise by its cluster. */
export function installationsOf(flow: Flow): Installation[] {
  const homes = new Set(flow.controls.map(({ home }) => home));
  const ids = [...homes];
  const belongs = [...flow.homes, ...flow.servers].map((each) => [each, ownerOf(each, flow, ids)] as const);
  const isOf = (id: string) => (each: FlowHome | FlowServer) =>
    belongs.some(([one, owner]) => one === each && owner === id);
  const all = ids.length === 0 || belongs.some(([, owner]) => owner === '') ? [...ids, ''] : ids;
  return all.map((id) => {
    const own = flow.homes.filter(isOf(id));
    const isControl = ({ id: home, plane }: FlowHome) => homes.has(home) || plane === 'control';
    return {
      id: `installation ${id}`,
      homes: own.filter(isControl),
      controls: flow.controls.filter(({ home }) => home === id),
      servers: foldedServers(flow.servers.filter(isOf(id))),
      planes: own.filter((home) => !isControl(home)).map(planeOf),
      others: [],
    };
  });
}

function ownerOf(one: FlowHome | FlowServer, flow: Flow, ids: readonly string[]): string {
  const controls = new Map(flow.controls.map(({ id, home }) => [id, home]));
  if ('lanes' in one) {
    const behind = one.controls.map((id) => controls.get(id)!);
    return behind[0] ?? inCluster(one.cluster, flow, ids);
  }
  if (ids.includes(one.id)) {
    return one.id;
  }
  const hosts = new Set(one.rows.flatMap((row) => row.hosts));
  const called = flow.servers.find(
    ({ host, controls: behind }) => host !== undefined && hosts.has(host) && behind.length > 0,
  );
  return called === undefined ? inCluster(one.cluster, flow, ids) : controls.get(called.controls[0])!;
}

function inCluster(cluster: string | undefined, { homes }: Flow, ids: readonly string[]): string {
  const there = ids.filter((id) => homes.find((home) => home.id === id)?.cluster === cluster);
  return [ids, there].find(({ length }) => length === 1)?.[0] ?? '';
}

function planeOf(home: FlowHome): Plane {
  return { id: `plane ${home.id}`, members: [home], rows: home.rows, findings: home.findings };
}

/** Hosts with the same guards are one. */
function foldedServers(servers: readonly FlowServer[]): FlowServer[] {
  const alike = ({ edge, lanes }: FlowServer) =>
    JSON.stringify([
      edge,
      lanes.map(({ guard, asked, bare, paths, tie }) => [
        guard, asked, bare, paths.length, tie.findings.length > 0,
      ]),
    ]);
  return grouped(servers, alike).map(([first, ...others]) =>
    others.length === 0
      ? first
      : {
        ...first,
        host: [first, ...others].map(({ host }) => host ?? 'any host').join(', '),
        lanes: first.lanes.map((lane, i): FlowLane => ({
          ...lane, ...joinedTies([first, ...others].map(({ lanes }) => ({ tie: lanes[i].tie }))),
        })),
      },
  );
}

export function isHurt(ties: readonly FlowTie[]): boolean {
  return ties.some(({ findings }) => findings.length > 0);
}

export function isHurtRow({ ties }: FlowRow): boolean {
  return isHurt(Object.values(ties));
}

export function isHurtPlane({ rows, findings }: Plane): boolean {
  return findings.length > 0 || rows.some(isHurtRow);
}

export function isHurtInstallation({ homes, controls, servers, planes }: Installation): boolean {
  return (
    homes.some(({ rows, findings }) => findings.length > 0 || rows.some(isHurtRow)) ||
    controls.some(({ ties, authorization }) => authorization.length > 0 || isHurt(Object.values(ties))) ||
    servers.some(({ lanes }) => isHurt(lanes.map(({ tie }) => tie))) ||
    planes.some(isHurtPlane)
  );
}

/** More than a few planes with the same wiring are one; those with findings first. */
export function foldedPlanes(planes: readonly Plane[], few: number, opened: ReadonlySet<string>): Plane[] {
  const groups = grouped(planes, shapeOfPlane).flatMap((group) =>
    group.length > few && !opened.has(group[0].id) ? [mergedPlanes(group)] : group,
  );
  return [...groups.filter(isHurtPlane), ...groups.filter((plane) => !isHurtPlane(plane))];
}

/** The same for whole installations. */
export function foldedInstallations(
  all: readonly Installation[], few: number, opened: ReadonlySet<string>,
): Installation[] {
  const groups = grouped(all, shapeOfInstallation).flatMap((group) =>
    group.length > few && !opened.has(group[0].id) ? [{ ...group[0], others: group.slice(1) }] : group,
  );
  return [...groups.filter(isHurtInstallation), ...groups.filter((each) => !isHurtInstallation(each))];
}

/** Its properties, without names that differ between planes. */
function shapeOfPlane({ members: [{ cluster, namespace, plane }], rows, findings }: Plane): string {
  const bare = (text = '') =>
    [cluster, namespace].filter(Boolean).reduce((now, name) => now!.split(name!).join('*'), text);
  return JSON.stringify([
    plane,
    findings.length > 0,
    rows.map((row) => [
      row.purpose,
      row.services.map(bare),
      row.place,
      bare(row.secret),
      row.key,
      row.writers.map(({ kind, name }) => [kind, bare(name)]),
      row.entries.length,
      Object.values(row.ties).map(({ shown, lack, accepted, findings: own }) => [
        shown, lack, accepted > 0, own.length > 0,
      ]),
    ]),
  ]);
}

function shapeOfInstallation(installation: Installation): string {
  // An item with findings is drawn separately.
  return isHurtInstallation(installation)
    ? installation.id
    : JSON.stringify([
      installation.homes.map((home) => shapeOfPlane(planeOf(home))),
      installation.servers.map(({ edge, lanes }) => [
        edge, lanes.map(({ guard, paths }) => [guard, paths.length]),
      ]),
      [...new Set(installation.planes.map(shapeOfPlane))],
    ]);
}

function mergedPlanes(group: readonly Plane[]): Plane {
  const [first] = group;
  return {
    ...first,
    members: group.flatMap(({ members }) => members),
    findings: group.flatMap(({ findings }) => findings),
    rows: first.rows.map((row, index) => mergedRows(row, group.map(({ rows }) => rows[index]))),
  };
}

function mergedRows(row: FlowRow, rows: readonly FlowRow[]): FlowRow {
  const clients = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
  const clientId = clients.length > 1 ? `${clients.length} clients, one each` : clients[0];
  const { secret } = row;
  return {
    ...row,
    ...(clientId === undefined ? {} : { clientId }),
    ...(secret === undefined ? {} : { secret: common(rows.map((each) => each.secret ?? '')) }),
    entries: row.entries.map((_, at) => common(rows.map(({ entries }) => entries[at]))),
    writers: row.writers.map((writer, at) => ({
      ...writer, name: common(rows.map(({ writers }) => writers[at].name)),
    })),
    ties: joinedTies(rows.map(({ ties }) => ties)),
  };
}

/** The common start and end of texts, with an asterisk for the rest. */
function common(texts: readonly string[]): string {
  const [first, ...others] = new Set(texts);
  if (others.length === 0) {
    return first;
  }
  const agree = (count: number, at: (text: string) => string) =>
    others.every((text) => text.length >= count && at(text) === at(first));
  let head = 0;
  while (head < first.length && agree(head + 1, (text) => text.slice(0, head + 1))) {
    head += 1;
  }
  const shortest = Math.min(first.length, ...others.map((text) => text.length));
  let tail = 0;
  while (tail < shortest - head && agree(tail + 1, (text) => text.slice(text.length - tail - 1))) {
    tail += 1;
  }
  return `${first.slice(0, head)}*${tail === 0 ? '' : first.slice(-tail)}`;
}
