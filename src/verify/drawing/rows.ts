import { callerOf, FlowRow, FlowTie } from '../report/flow';
import {
  Call, cellOf, FIRST, GAP, heightOf, Marks, OUTSIDE, rightOf, roomIn, SECOND, Sheet, THIRD, Unplaced,
} from './columns';
import { Cell, Look } from './shapes';
import { named, SMALL_SIZE, wrapped } from './text-size';

/** Credentials through one home: entry, writer, Secret, services, and where they call. */
export function drawRows(
  sheet: Sheet, rows: readonly FlowRow[], id: string, isTold: (host: string) => boolean = () => false,
): Call[] {
  const { marks } = sheet;
  const made = inOrder(rows).map((row, index) => ({ row, cells: cellsOf(row, sheet, `${id} row ${index}`) }));
  const heights = made.map(({ cells }) =>
    Math.max(...cells.flatMap((cell) => (cell === undefined ? [] : [heightOf(cell)]))),
  );
  const starts = heights.map((height) => {
    const at = sheet.y;
    sheet.y += height + GAP;
    return at;
  });
  const spans = made.map(({ cells }, i) => ({ cells, y: starts[i], height: heights[i] }));
  const columns = [OUTSIDE, FIRST, SECOND, THIRD].map((column) => placeColumn(sheet, spans, column));
  const joined = new Set<string>();
  return made.flatMap(({ row }, i) => {
    joinCells(sheet, row, columns.map((placed) => placed[i]), joined);
    const at = [rightOf(THIRD), starts[i] + heights[i] / 2] as const;
    if (row.purpose === 'database password') {
      sheet.add({ shape: 'note', x: at[0] + 10, y: at[1] + 4, text: 'to the database' });
      return [];
    }
    return callOf(row, at, marks, isTold);
  });
}

/** The cells of a column, one for each row; a shared cell is next to all of its rows. */
function placeColumn(
  sheet: Sheet,
  rows: readonly (Pick<Cell, 'y' | 'height'> & { readonly cells: readonly (Unplaced | undefined)[] })[],
  column: number,
): readonly (Cell | undefined)[] {
  const placed: (Cell | undefined)[] = [];
  while (placed.length < rows.length) {
    const from = placed.length;
    const one = rows[from].cells[column];
    let last = from;
    while (one?.same !== undefined && rows[last + 1]?.cells[column]?.same === one.same) {
      last += 1;
    }
    const cell = one && sheet.put(one, rows[from].y, rows[last].y + rows[last].height - rows[from].y);
    placed.push(...Array<Cell | undefined>(last + 1 - from).fill(cell));
  }
  return placed;
}

/** By entry and Secret, so that shared cells are adjacent; databases last. */
function inOrder(rows: readonly FlowRow[]): FlowRow[] {
  const keyOf = ({ purpose, entries, secret, place }: FlowRow) =>
    JSON.stringify([purpose === 'database password', entries.join(', ') || '~', secret, place]);
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ row }) => row);
}

function cellsOf(row: FlowRow, { marks, opened }: Sheet, id: string): (Unplaced | undefined)[] {
  const opens = opened.has(id) ? '' : id;
  return [storeCell(row, marks), writerCell(row), secretCell(row, marks), serviceCell(row, marks, opens)];
}

function storeCell({ entries, store, ties: { fetch } }: FlowRow, marks: Marks): Unplaced | undefined {
  const name = store?.replace(/^(?:Cluster)?SecretStore/, 'store') ?? 'store';
  const words = [name, named(entries, roomIn(OUTSIDE), 2)] as const;
  return entries.length === 0 ? undefined : cellOf(OUTSIDE, 'store', words, {
    title: `${store}: ${entries.join(', ')}`,
    same: JSON.stringify([store, entries, fetch.findings]),
    ...told(fetch, marks),
  });
}

function writerCell({ secret, writers, ties: { write } }: FlowRow): Unplaced | undefined {
  const [writer, ...others] = writers;
  if (secret === undefined) {
    return undefined;
  }
  if (writer === undefined) {
    return cellOf(FIRST, 'unseen', ['writer', ['not in the input']], { same: `?${secret}`, look: 'dotted' });
  }
  const caption = `${writer.kind}${others.length > 0 ? ` +${others.length}` : ''}`;
  const words = writer.kind === 'Secret'
    ? ['in the input', ['with its values']] as const
    : [caption, wrapped(writer.name, roomIn(FIRST), 2)] as const;
  return cellOf(FIRST, 'writer', words, {
    same: JSON.stringify(writers),
    title: writers.map(({ kind, name }) => `${kind} ${name}`).join(', '),
    ...(write.shown === 'may' ? { notes: ['may write this key'] } : {}),
  });
}

function secretCell({ place, secret, key, ties: { mount, write } }: FlowRow, marks: Marks): Unplaced {
  const room = roomIn(SECOND);
  if (secret === undefined) {
    const isMissing = mount.shown === 'no';
    return cellOf(
      SECOND, isMissing ? 'missing' : 'unseen', [undefined, [isMissing ? 'no Secret' : 'not a Secret']],
      { same: place, look: isMissing && marks.isCut(mount) ? 'bad' : 'dotted' },
    );
  }
  const name = key === 'client_secret' ? secret : `${secret}: ${key}`;
  return cellOf(SECOND, 'secret', ['Secret', wrapped(name, room, 3)], {
    same: JSON.stringify([secret, key, write.findings]),
    title: `Secret ${secret}: ${key}`,
    ...lacking(write, marks, SECOND),
    ...told(write, marks),
  });
}

function serviceCell(
  { services, place, settings, ties: { mount, own } }: FlowRow, marks: Marks, opens: string,
): Unplaced {
  const room = roomIn(THIRD);
  const all = wrapped(services.join(', '), room, 99);
  const fits = all.length <= 3 || opens === '';
  const findings = [...new Set([...mount.findings, ...own.findings])];
  const words = [place.replace(/\/client_secret$/, ''), fits ? all : named(services, room, 2)] as const;
  return cellOf(THIRD, 'workload', words, {
    title: `${services.join(', ')} read ${place} (${settings.join(', ')})`,
    look: marks.look(findings),
    badges: marks.badges(findings),
    ...lacking(mount, marks, THIRD),
    ...(fits ? {} : { opens }),
  });
}

function told({ findings }: FlowTie, marks: Marks): Pick<Unplaced, 'look' | 'badges'> {
  return { look: marks.look(findings), badges: marks.badges(findings) };
}

/** What the input has instead: wrong if a finding says so, otherwise a note. */
function lacking(
  { findings, accepted, lack }: FlowTie,
  marks: Marks,
  column: number,
): Pick<Unplaced, 'bad' | 'notes'> {
  if (marks.look(findings) === 'bad' && lack !== undefined) {
    return { bad: wrapped(`✗ ${lack}`, roomIn(column), 2) };
  }
  const texts = [...(lack === undefined ? [] : [lack]), ...(accepted > 0 ? ['fault accepted'] : [])];
  return texts.length === 0
    ? {}
    : { notes: texts.flatMap((text) => wrapped(text, roomIn(column, SMALL_SIZE), 2)) };
}

function joinCells(
  sheet: Sheet, { ties }: FlowRow, cells: readonly (Cell | undefined)[], joined: Set<string>,
): void {
  const { marks } = sheet;
  const [store, writer, secret, service] = cells;
  const isCut = [ties.fetch, ties.write].map((tie) => marks.isCut(tie));
  const behind = (cut: boolean, tie: FlowTie): Look => (cut ? 'dotted' : marks.look(tie.findings));
  const link = (from: Cell | undefined, to: Cell | undefined, look: Look) => {
    const key =
      from &&
      to &&
      JSON.stringify([from.x, Math.max(from.y, to.y), Math.min(from.y + from.height, to.y + to.height)]);
    if (from !== undefined && to !== undefined && !joined.has(key!)) {
      joined.add(key!);
      sheet.join(from, to, look);
    }
  };
  const isUnsure = ties.write.shown !== 'yes' && !isCut[1];
  link(store, writer, marks.look(ties.fetch.findings));
  link(writer, secret, isUnsure ? 'dotted' : behind(isCut[0], ties.write));
  link(secret, service, behind(isCut.includes(true), ties.mount));
}

const CALL_ROOM = 19;

function callOf(row: FlowRow, from: Call['from'], marks: Marks, isTold: (host: string) => boolean): Call[] {
  const { ties, hosts } = row;
  const isCut = [ties.fetch, ties.write, ties.mount].some((tie) => marks.isCut(tie));
  const words = callerOf(row);
  const lines = wrapped(words, CALL_ROOM, 3);
  const look = marks.look(ties.call.findings);
  const called = hosts.filter(isTold).slice(0, 1).flatMap((host) => wrapped(`to ${host}`, CALL_ROOM, 2));
  return [{
    from,
    look: look === 'plain' && isCut ? 'dotted' : look,
    label: lines.slice(0, 2),
    below: [...lines.slice(2), ...called],
    badges: marks.badges(ties.call.findings),
    title: `${row.services.join(', ')} call ${hosts.join(', ') || 'flyteadmin'} ${words}`,
  }];
}
