import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { signInHost } from '../edge/certificate-names';
import type { Model } from '../model/model';
import { MARGIN, Marks, PAD, WIDTH } from './columns';
import { Badge, Cell, CellKind, Drawing, Look, Shape } from './shapes';
import { charactersIn, SMALL_SIZE, wrapped } from './text-size';

export interface Participant {
  readonly id: string;
  readonly kind: CellKind;
  readonly caption: string;
  readonly name: string;
}

/** A request between two participants, and its outcome. */
export interface Message {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** The outcome. @default none */
  readonly outcome?: string;
  readonly look: Look;
  /** Its findings, by position in the report. @default none */
  readonly findings?: readonly number[];
}

/** The order of messages, from top to bottom. */
export interface Sequence {
  readonly title: string;
  readonly participants: readonly Participant[];
  readonly messages: readonly Message[];
}

const CELL_WIDTH = 200;
const HEAD_HEIGHT = 62;
const STEP = 50;

/** Participants side by side, messages below each other. */
export function sequenceDrawing(
  { title, participants, messages }: Sequence,
  marks = new Marks({ faults: [] }),
): Drawing {
  const gap = (WIDTH - 2 * MARGIN - CELL_WIDTH) / Math.max(1, participants.length - 1);
  const middle = new Map(participants.map(({ id }, i) => [id, MARGIN + CELL_WIDTH / 2 + i * gap]));
  const height = MARGIN + HEAD_HEIGHT + messages.length * STEP + 28;
  const shapes = [
    ...participants.flatMap((each): Shape[] => {
      const x = middle.get(each.id)!;
      return [
        headCell(each, x - CELL_WIDTH / 2),
        { shape: 'line', from: [x, MARGIN + HEAD_HEIGHT], to: [x, height - MARGIN] },
      ];
    }),
    ...messages.map((message, i): Shape => {
      const ends = [middle.get(message.from)!, middle.get(message.to)!] as const;
      const badges = marks.badges(message.findings ?? []);
      return arrowOf(message, ends, MARGIN + HEAD_HEIGHT + 36 + i * STEP, badges);
    }),
  ];
  return { title, width: WIDTH, height, shapes };
}

function headCell({ kind, caption, name }: Participant, x: number): Cell {
  const room = charactersIn(CELL_WIDTH - PAD - 5);
  const place = { x, y: MARGIN, width: CELL_WIDTH, height: HEAD_HEIGHT };
  const text = { caption, lines: wrapped(name, room, 2), title: `${caption} ${name}` };
  return { shape: 'cell', kind, ...place, ...text, look: 'plain' };
}

function arrowOf(
  { from, to, text, outcome, look }: Message,
  [x1, x2]: readonly [number, number],
  y: number,
  badges: readonly Badge[],
): Shape {
  const room = charactersIn(Math.abs(x1 - x2) - 16, SMALL_SIZE);
  return {
    shape: 'arrow',
    from: [x1, y],
    to: [x2, y],
    look,
    badges,
    label: wrapped(text, room, 2),
    below: outcome === undefined ? [] : wrapped(outcome, badges.length > 0 ? room - 8 : room, 1),
    title: `${from} to ${to}: ${text}${outcome === undefined ? '' : `, ${outcome}`}`,
  };
}

/** A person's sign-in, step by step; undefined if the input has no flyteadmin. */
export function loginSequence(model: Model): Sequence | undefined {
  const [flyteadmin] = model.flyteadmins.filter(({ authEnabled }) => authEnabled);
  if (flyteadmin === undefined) {
    return undefined;
  }
  const server = model.unionServers.find((each) => signInHost(each) !== undefined);
  const host = server?.host ?? 'the public host';
  const guard = server?.routes.map((route) => route.guard).find((each) => each.kind === 'subrequest');
  const gate = guard?.kind === 'subrequest' ? guard.url : undefined;
  const { issuer, config: { container: { workload: { name } } } } = flyteadmin;
  const client = flyteadmin.webClientId?.text ?? 'the web application';
  return {
    title: 'How a person signs in',
    participants: [
      { id: 'person', kind: 'person', caption: 'browser', name: 'a person' },
      { id: 'edge', kind: 'host', caption: server?.edge.name ?? 'edge', name: host },
      ...(gate === undefined ? [] : [{ id: 'guard', kind: 'guard', caption: 'guard', name: gate } as const]),
      { id: 'flyteadmin', kind: 'flyteadmin', caption: 'flyteadmin', name },
      { id: 'issuer', kind: 'issuer', caption: 'identity provider', name: issuer?.text ?? 'not named' },
    ],
    messages: loginSteps(host, client, gate !== undefined).map(([from, to, text], i) => ({
      from, to, text: `${i + 1} ${text}`, look: 'plain',
    })),
  };
}

function loginSteps(host: string, client: string, isGuarded: boolean): (readonly [string, string, string])[] {
  return [
    ['person', 'edge', `opens https://${host}`],
    ...(isGuarded
      ? [
        ['edge', 'guard', `who is this? ${FLYTEADMIN_PATHS.me}`] as const,
        ['guard', 'flyteadmin', 'asks with the cookie'] as const,
      ]
      : []),
    ['edge', 'person', `401: sent to ${FLYTEADMIN_PATHS.login}`],
    ['person', 'issuer', `signs in, for ${client}`],
    ['issuer', 'person', `back with a code to https://${host}${FLYTEADMIN_PATHS.callback}`],
    ['edge', 'flyteadmin', `passes the code on: ${FLYTEADMIN_PATHS.callback}`],
    ['flyteadmin', 'issuer', 'trades code and client secret for tokens'],
    ['flyteadmin', 'edge', 'sets the session cookie'],
  ];
}
