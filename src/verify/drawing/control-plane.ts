import type { FlowControl, FlowHome } from '../report/flow';
import { count } from '../report/printable';
import { BAR, Call, cellOf, COLUMNS, FIRST, HEAD, OUTSIDE, rightOf, roomIn, Sheet } from './columns';
import { Installation, isHurtRow } from './installations';
import { drawServer } from './paths';
import { drawProviders } from './providers';
import { drawRows } from './rows';
import type { Cell } from './shapes';
import { named, SMALL_SIZE, wrapped } from './text-size';

/** The control plane: its edge above, its credentials below, flyteadmin beside all of it. */
export function drawControlPlane(sheet: Sheet, installation: Installation): Cell {
  const { homes, controls, servers } = installation;
  const top = sheet.y;
  sheet.y += HEAD;
  if (!isSeen(installation)) {
    sheet.y = top + 50;
    const unseen = cellOf(BAR, 'unseen', ['control plane', ['not in the input']], { look: 'dotted' });
    return sheet.put(unseen, top, 46);
  }
  const first = sheet.y;
  const calls = [
    ...servers.flatMap((server, i) => drawServer(sheet, server, `${installation.id} host ${i}`)),
    ...homes.flatMap((home) => homeRows(sheet, home)),
  ];
  const bottom = Math.max(sheet.y + 2, first + leastHeight(controls));
  const isMany = installation.others.length > 0;
  sheet.box(BAR, top, bottom - top, {
    heading: headingOf(installation),
    stacked: isMany,
    badges: sheet.marks.badges(homes.flatMap(({ findings }) => findings)),
    ...(isMany ? { opens: installation.id } : {}),
  });
  const bar = drawBar(sheet, controls, first, bottom - 10 - first);
  calls.forEach((call) => sheet.add({ shape: 'arrow', to: [bar.x, call.from[1]], inBox: true, ...call }));
  const end = drawProviders(sheet, installation, bar, first);
  if (servers.length > 0) {
    drawPeople(sheet, first);
  }
  sheet.y = Math.max(bottom, end);
  return bar;
}

/** Whether anything of the control plane is in the input. */
export function isSeen({ homes, controls, servers }: Installation): boolean {
  return homes.length + controls.length + servers.length > 0;
}

/** The rows of a home, up to the limit. */
export function homeRows(
  sheet: Sheet, { id, rows }: Pick<FlowHome, 'id' | 'rows'>, isTold?: (host: string) => boolean,
): Call[] {
  const hurt = rows.filter(isHurtRow);
  const { detail, opened } = sheet;
  const shown = detail.onlyHurt && !opened.has(id) ? hurt.slice(0, detail.rows) : rows;
  const calls = drawRows(sheet, shown, id, isTold);
  const left = rows.length - shown.length;
  if (left > 0) {
    const hurtToo = hurt.length - shown.length;
    const those = hurtToo === 0 ? 'none' : String(hurtToo);
    const text = `and ${count(left, 'more way')} of credentials, ${those} with a finding`;
    sheet.add({ shape: 'note', x: COLUMNS[FIRST].x, y: sheet.y + 8, text, opens: id });
    sheet.y += 20;
  }
  return calls;
}

export function headingOf({ homes, servers, others }: Installation): string {
  if (others.length > 0) {
    const all = [servers, ...others.map((other) => other.servers)];
    const hosts = all.map(([server]) => server?.host ?? 'any host');
    return `${others.length + 1} control planes wired alike: ${named(hosts, 90, 1)[0] ?? ''}`;
  }
  const clusters = [...new Set(homes.flatMap(({ cluster }) => cluster ?? []))];
  const namespaces = [...new Set(homes.flatMap(({ namespace }) => namespace ?? []))];
  return [
    'control plane',
    ...(clusters.length === 0 ? [] : [`cluster ${clusters.join(', ')}`]),
    ...(namespaces.length === 0 ? [] : [`namespace ${namespaces.join(', ')}`]),
  ].join(', ');
}

/** The height of the items within flyteadmin, or beside it. */
function leastHeight(controls: readonly FlowControl[]): number {
  if (controls.length === 0) {
    return 60;
  }
  return controls.some(({ authorization }) => authorization.length > 0) ? 160 : 130;
}

function drawBar(sheet: Sheet, controls: readonly FlowControl[], y: number, height: number): Cell {
  const { marks } = sheet;
  const [control] = controls;
  if (control === undefined) {
    const words = ['flyteadmin is not', 'in the input'];
    const unseen = cellOf(BAR, 'unseen', ['control plane', words], { top: true, look: 'dotted' });
    return sheet.put(unseen, y, height);
  }
  const own = controls.flatMap(({ ties }) => ties.own.findings);
  const title = controls
    .map(({ name, header }) => `${name} reads tokens from the header ${header}`).join('; ');
  const bar = sheet.put(cellOf(BAR, 'flyteadmin', ['control plane', wrapped(control.name, roomIn(BAR), 1)], {
    title,
    notes: ['reads header', ...wrapped(control.header, roomIn(BAR, SMALL_SIZE), 1)],
    look: marks.look(own),
    badges: marks.badges(own),
    top: true,
  }), y, height);
  drawAuthorizer(sheet, controls, bar);
  return bar;
}

/** The authorization in the control plane: shown if it has findings. */
function drawAuthorizer(sheet: Sheet, controls: readonly FlowControl[], { x, y, width }: Cell): void {
  const rights = [...new Set(controls.flatMap(({ authorization }) => authorization))];
  if (rights.length > 0) {
    const badges = sheet.marks.badges(rights);
    const { column: _, look = 'plain', ...cell } = cellOf(BAR, 'workload', ['who may do what',
      ['authorizer']], {
      bad: wrapped(`✗ see ${badges.map(({ number }) => number).join(', ')}`, roomIn(BAR) - 3, 1),
      badges,
      look: sheet.marks.look(rights),
    });
    sheet.add({ ...cell, look, shape: 'cell', x: x + 8, y: y + 78, width: width - 16, height: 60 });
  }
}

function drawPeople(sheet: Sheet, y: number): void {
  const people = sheet.put(cellOf(OUTSIDE, 'person', ['people', ['browser', 'CLI and SDK']]), y, 54);
  const middle = people.y + 27;
  sheet.add({
    shape: 'arrow', from: [rightOf(OUTSIDE), middle], to: [COLUMNS[FIRST].x, middle], look: 'plain',
  });
}
