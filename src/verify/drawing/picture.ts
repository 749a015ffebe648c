import type { Flow } from '../report/flow';
import { count } from '../report/printable';
import type { ShownFinding } from '../report/shown-finding';
import {
  BAR, Call, COLUMNS, Detail, FIRST, HEAD, MARGIN, Marks, rightOf, Sheet, THIRD, WIDTH,
} from './columns';
import { drawControlPlane, headingOf, homeRows, isSeen } from './control-plane';
import {
  foldedInstallations, foldedPlanes, Installation, installationsOf, isHurtInstallation, isHurtPlane, Plane,
} from './installations';
import type { Cell, Drawing, Shape } from './shapes';
import { cut, charactersIn, named, NAME_SIZE, SMALL_SIZE, textWidth, wrapped } from './text-size';

/** The height limit of a drawing, unless folded items are opened. */
export const HEIGHT = 800;

export interface PictureOptions {
  /** The items that the reader has opened. @default none */
  readonly opened?: ReadonlySet<string>;
  /** The faults, by number, to list above. @default none; they are reported elsewhere */
  readonly listed?: readonly ShownFinding[];
}

/** From most to least: more is omitted until it fits. */
const WHOLE: Detail = {
  few: 3, closesPlanes: false, onlyHurt: false, whole: Infinity, most: Infinity, rows: Infinity, lanes: 5,
};
const HURT: Detail = { ...WHOLE, few: 1, closesPlanes: true, onlyHurt: true, whole: 0 };
const DETAILS: readonly Detail[] = [
  WHOLE,
  { ...WHOLE, few: 1 },
  { ...WHOLE, few: 1, closesPlanes: true, lanes: 2 },
  { ...HURT, whole: 1 },
  HURT,
  { ...HURT, rows: 4, lanes: 3 },
  ...[8, 6, 5, 4, 3, 2, 1].map((most) => ({ ...HURT, rows: 3, lanes: 2, most })),
];

/** The flow of authentication, with its faults. */
export function pictureOf(flow: Flow, { opened = new Set(), listed }: PictureOptions = {}): Drawing {
  const title = titleOf(flow);
  const installations = installationsOf(flow);
  const marks = new Marks(flow);
  const top = strip(title, listed);
  const draw = (detail: Detail) => drawAll(installations, new Sheet(marks, opened, detail, top.height));
  let made = draw(DETAILS[0]);
  for (let i = 1; i < DETAILS.length && made.y > HEIGHT && opened.size === 0; i += 1) {
    made = draw(DETAILS[i]);
  }
  return { title, width: WIDTH, height: Math.ceil(made.y), shapes: [...top.shapes, ...made.shapes] };
}

function titleOf({ servers, faults }: Flow): string {
  const [host] = servers.flatMap((server) => server.host ?? []);
  const what = faults.length === 0 ? 'nothing found broken' : count(faults.length, 'fault');
  return `How authentication flows${host === undefined ? '' : ` at ${host}`}: ${what}`;
}

const MOST_LISTED = 5;

/** The title, and the faults if the page does not list them. */
function strip(
  title: string,
  faults: readonly ShownFinding[] | undefined,
): { readonly shapes: Shape[]; readonly height: number } {
  if (faults === undefined) {
    return { shapes: [], height: MARGIN };
  }
  const shown = faults.slice(0, MOST_LISTED);
  const rows = shown.flatMap((fault, i) => faultRow(fault, i + 1, MARGIN + 36 + i * 19));
  const left = faults.length - shown.length;
  const y = MARGIN + 36 + shown.length * 19;
  const more: Shape[] = left > 0 ? [{ shape: 'note', x: MARGIN + 26, y, text: `and ${left} more` }] : [];
  return {
    shapes: [
      { shape: 'note', x: MARGIN, y: MARGIN + 12, text: cut(title, 130), looks: 'heading', size: 15 },
      ...rows,
      ...more,
    ],
    height: MARGIN + 28 + (shown.length + more.length) * 19 + (shown.length > 0 ? 12 : 0),
  };
}

function faultRow({ headline, severity, places }: ShownFinding, number: number, y: number): Shape[] {
  const [{ file, line }] = places;
  const many = places.length > 1 ? ` (${places.length} places)` : '';
  const place = `${file.split('/').slice(-2).join('/').slice(-54)}:${line}${many}`;
  const placeX = WIDTH - MARGIN - textWidth(place, SMALL_SIZE);
  const x = MARGIN + 26;
  const looks = severity === 'error' ? ('bad' as const) : ('bold' as const);
  const text = cut(headline, charactersIn(placeX - x - 14));
  return [
    { shape: 'note', x, y, text, size: NAME_SIZE, looks, badge: { number, severity } },
    { shape: 'note', x: placeX, y, text: place },
  ];
}

function drawAll(all: readonly Installation[], sheet: Sheet): Sheet {
  const { detail, opened } = sheet;
  const installations = foldedInstallations(all, detail.few, opened);
  const shown = installations.slice(0, detail.most);
  shown.forEach((installation, i) => {
    sheet.y += i === 0 ? 0 : 14;
    drawInstallation(sheet, installation, i < detail.whole);
  });
  const left = installations.slice(shown.length);
  if (left.length > 0) {
    const hurt = left.filter(isHurtInstallation).length;
    leftOut(sheet, `${count(left.length, 'more control plane')}, ${hurt} of them with findings: not drawn`);
  }
  return sheet;
}

function leftOut(sheet: Sheet, text: string): void {
  sheet.add({ shape: 'note', x: COLUMNS[FIRST].x, y: sheet.y + 12, text: `and ${text}` });
  sheet.y += 22;
}

function drawInstallation(sheet: Sheet, installation: Installation, isWhole: boolean): void {
  const { opened } = sheet;
  const isHurt = isHurtControl(installation);
  const whole = { ...sheet.detail, onlyHurt: false, closesPlanes: false };
  const detail = isWhole && !isHurt ? whole : sheet.detail;
  const part = sheet.part(detail);
  const isClosed = detail.onlyHurt && !isHurt && isSeen(installation) && !opened.has(installation.id);
  const bar = isClosed ? drawClosed(part, installation) : drawControlPlane(part, installation);
  const bottom = part.y;
  const planes = foldedPlanes(installation.planes, detail.few, opened);
  const shown = planes.slice(0, detail.most);
  // Data planes begin below the box, and may be next to a longer provider.
  part.y = Math.max(bar.y + bar.height + 10, isClosed ? bottom : 0) + 12;
  const hosts = installation.servers.flatMap(({ host = '*' }) => host.split(', '));
  // A host that all of them call has no label.
  const isTold = (host: string) =>
    hosts.length > 0 && !hosts.includes('*') && !(hosts.length === 1 && hosts[0] === host);
  const calls = shown.flatMap((plane) => drawPlane(part, plane, isTold));
  const left = planes.slice(shown.length);
  if (left.length > 0) {
    const members = count(left.flatMap((plane) => plane.members).length, 'more data plane');
    const hurt = left.filter(isHurtPlane).length;
    leftOut(part, `${members}, wired in ${count(left.length, 'other way')}, ${hurt} of them with findings: `
      + 'not drawn');
  }
  drawCalls(part, bar, calls);
  part.shapes.forEach((shape) => sheet.add(shape));
  sheet.y = Math.max(part.y, bottom);
}

function isHurtControl(installation: Installation): boolean {
  return isHurtInstallation({ ...installation, planes: [] });
}

/** A control plane without a finding, as one line. */
function drawClosed(sheet: Sheet, installation: Installation): Cell {
  const paths = installation.servers.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.paths)).length;
  const ways = installation.homes.flatMap(({ rows }) => rows).length;
  const hosts = installation.servers.map(({ host }) => host ?? 'any host').join(', ');
  sheet.box(BAR, sheet.y, 48, { heading: headingOf(installation), opens: installation.id });
  const text = `${hosts}: ${count(paths, 'path')}, ${count(ways, 'way')} of credentials; no finding`;
  sheet.add({ shape: 'note', x: COLUMNS[FIRST].x, y: sheet.y + 36, text: cut(text, 110) });
  const { x, width } = COLUMNS[BAR];
  const { y } = sheet;
  sheet.y += 48;
  return { shape: 'cell', kind: 'flyteadmin', x, y, width, height: 38, lines: [], title: '', look: 'plain' };
}

/** A plane below its targets; one line if it has no findings and space is short. */
function drawPlane(sheet: Sheet, plane: Plane, isTold: (host: string) => boolean): Call[] {
  const { marks, opened, detail } = sheet;
  const start = sheet.y;
  const isClosed = detail.closesPlanes && !isHurtPlane(plane) && !opened.has(plane.id);
  sheet.y += HEAD;
  const calls = isClosed ? closedPlane(sheet, plane) : homeRows(sheet, plane, isTold);
  const isMany = plane.members.length > 1;
  sheet.box(THIRD, start, sheet.y + 2 - start, {
    heading: planeHeading(plane),
    ...(isMany ? { title: plane.members.map(nameOf).join(', ') } : {}),
    stacked: isMany,
    badges: marks.badges(plane.findings),
    ...(isMany || isClosed ? { opens: plane.id } : {}),
  });
  sheet.y += 12;
  return calls;
}

function closedPlane(sheet: Sheet, { rows }: Plane): Call[] {
  const services = [...new Set(rows.flatMap((row) => row.services))];
  const clients = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
  sheet.add({
    shape: 'note', x: COLUMNS[FIRST].x, y: sheet.y + 12, text: cut(`${services.join(', ')}: no finding`, 80),
  });
  const from = [rightOf(THIRD) + 10, sheet.y + 4] as const;
  sheet.y += 22;
  const label = wrapped(`as ${clients.join(', ')}`, 19, 2);
  return clients.length === 0 ? [] : [{ from, look: 'plain', label, badges: [] }];
}

function planeHeading({ members }: Plane): string {
  const [{ plane, cluster, namespace }] = members;
  const what = plane === undefined ? 'namespace' : `${plane} plane`;
  if (members.length > 1) {
    const names = named(members.map(nameOf), charactersIn(300, SMALL_SIZE), 1);
    return `${members.length} ${what}s wired alike: ${names[0]}`;
  }
  const inCluster = cluster === undefined ? '' : `, cluster ${cluster}`;
  const where = `${inCluster}, namespace ${namespace ?? 'unknown'}`;
  const room = charactersIn(rightOf(THIRD) - COLUMNS[FIRST].x - 20, SMALL_SIZE);
  return cut(`${what === 'namespace' ? 'clients' : what}${where}`, room);
}

function nameOf({ cluster, namespace }: Plane['members'][number]): string {
  return cluster ?? namespace ?? '?';
}

const MOST_LINES = 8;

/** Up to flyteadmin: calls without faults share a line; the uppermost turns first, so that no lines cross. */
function drawCalls(sheet: Sheet, bar: Cell, calls: readonly Call[]): void {
  const apart = calls.filter(({ look }) => look !== 'plain');
  const lineOf = (call: Call) => {
    const index = apart.indexOf(call);
    return bar.x + 22 + 14 * Math.min(index < 0 ? apart.length : index, MOST_LINES - 1);
  };
  calls.forEach((call) => sheet.add({ shape: 'arrow', to: [lineOf(call), bar.y + bar.height], ...call }));
}
