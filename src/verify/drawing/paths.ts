import type { FlowLane, FlowServer } from '../report/flow';
import { count } from '../report/printable';
import {
  Call, cellOf, COLUMNS, FIRST, GAP, heightOf, rightOf, roomIn, SECOND, Sheet, THIRD, Unplaced,
} from './columns';
import type { Cell, Look } from './shapes';
import { named, SMALL_SIZE, textWidth, wrapped } from './text-size';

/** A host with its paths, by guard. */
export function drawServer(sheet: Sheet, server: FlowServer, id: string): Call[] {
  const { detail, opened } = sheet;
  const hurt = server.lanes.filter(({ tie }) => tie.findings.length > 0);
  const wanted = detail.onlyHurt && hurt.length > 0 ? hurt.length : Infinity;
  const most = opened.has(id) ? Infinity : Math.min(wanted, detail.lanes);
  const from = sheet.y;
  const drawn = server.lanes.slice(0, most).map((lane, i) => drawLane(sheet, lane, `${id} lane ${i}`));
  const left = server.lanes.slice(most).flatMap(({ paths }) => paths).length;
  const { edge, host = 'any host' } = server;
  const cell = cellOf(FIRST, 'host', [edge, named(host.split(', '), roomIn(FIRST), 2)], {
    title: `${edge}: ${host}`, ...(left > 0 ? { notes: [count(left, 'more path')], opens: id } : {}),
  });
  const placed = sheet.put(cell, from, Math.max(sheet.y - GAP - from, 54));
  drawn.forEach(({ paths }) => sheet.join(placed, paths, paths.look));
  sheet.y = Math.max(sheet.y, placed.y + placed.height + GAP) + GAP;
  return drawn.map(({ call }) => call);
}

/** Paths and their guard. */
function drawLane(sheet: Sheet, lane: FlowLane, id: string): { readonly paths: Cell; readonly call: Call } {
  const { findings } = lane.tie;
  const wrong = { look: sheet.marks.look(findings), badges: sheet.marks.badges(findings) };
  const isOpen = lane.guard === 'none';
  const isBare = isOpen && lane.bare && wrong.look !== 'plain';
  const paths = {
    ...pathsCell(lane, sheet.opened, id), ...(isOpen ? wrong : {}), ...(isBare ? { badges: [] } : {}),
  };
  const guard = guardOf(lane, isBare, wrong);
  const height = Math.max(heightOf(paths), guard === undefined ? 0 : heightOf(guard));
  const y = sheet.y;
  sheet.y += height + GAP;
  const routes = sheet.put(paths, y, height);
  const middle = y + height / 2;
  if (guard === undefined) {
    const text = lane.bare ? 'no guard' : 'no guard, as intended';
    sheet.add({ shape: 'note', x: COLUMNS[THIRD].x, y: middle + 4, text });
    const x = COLUMNS[THIRD].x + textWidth(text, SMALL_SIZE) + 8;
    return { paths: routes, call: { from: [x, middle], look: 'plain', label: [], badges: [] } };
  }
  sheet.join(routes, sheet.put(guard, y, height), wrong.look);
  const call = { from: [rightOf(THIRD), middle] as const, badges: [], ...passing(lane, isBare, wrong.look) };
  return { paths: routes, call };
}

/** The requests that pass. */
function passing({ guard }: FlowLane, isBare: boolean, wrong: Look): Pick<Call, 'look' | 'label'> {
  if (isBare) {
    return { look: wrong, label: ['anyone gets in'] };
  }
  return { look: guard === 'opaque' ? 'dotted' : 'plain', label: guard === 'subrequest' ? ['asks /me'] : [] };
}

function pathsCell(
  { paths, services, objects, guard, bare, tie }: FlowLane, opened: ReadonlySet<string>, id: string,
): Unplaced {
  const isUnguarded = bare && tie.findings.length > 0;
  const open = isUnguarded ? 'unguarded' : 'open';
  const what = guard === 'none' ? open : 'guarded';
  const room = roomIn(SECOND);
  const names = what === 'open' || services.length === 0 ? paths : services;
  const all = paths.slice(0, MOST_PATHS);
  const shown = opened.has(id) ? all.flatMap((path) => wrapped(path, room, 2)) : named(names, room, 2);
  return cellOf(SECOND, 'routes', [count(paths.length, `${what} path`), shown], {
    title: `${objects.join(', ')}: ${all.join(' ')}`, ...(paths.length > 2 ? { opens: id } : {}),
  });
}

const MOST_PATHS = 300;

function guardOf(lane: FlowLane, isBare: boolean, wrong: Partial<Unplaced>): Unplaced | undefined {
  if (lane.guard !== 'none') {
    return guardCell(lane, wrong);
  }
  const bad = ['✗ asks nothing'];
  return isBare ? cellOf(THIRD, 'missing', ['no guard', []], { bad, ...wrong }) : undefined;
}

function guardCell({ guard, asked, signsIn, tie }: FlowLane, wrong: Partial<Unplaced>): Unplaced {
  const url = asked?.replace(/^https?:\/\//, '').replace(/\.svc(\.cluster\.local)?(?=[:/]|$)/, '');
  const text = url ?? 'another kind of guard';
  const readable = signsIn ? 'guard, else to sign in' : 'guard';
  const caption = guard === 'opaque' ? 'guard, not read' : readable;
  return cellOf(THIRD, 'guard', [caption, wrapped(text, roomIn(THIRD), 2)], {
    title: asked ?? text,
    ...(tie.accepted > 0 && tie.findings.length === 0 ? { notes: ['fault accepted'] } : {}),
    ...wrong,
  });
}
