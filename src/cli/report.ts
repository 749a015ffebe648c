import { styleText } from 'node:util';
import { packageVersion } from '../common/package-info';
import { ManifestText, problemText } from '../common/yaml/input';
import type { Sequence } from '../verify/drawing/sequence';
import { SUPPRESSION_RULES } from '../verify/engine/suppression';
import type { Wiring } from '../verify/model/wiring';
import { RULES } from '../verify/registry';
import { Flow, flowOf } from '../verify/report/flow';
import { mermaid } from '../verify/report/flow-graph';
import { flowText } from '../verify/report/flow-text';
import { FORMATS } from '../verify/report/format';
import { PLAIN, Screen, Style } from '../verify/report/format-context';
import type { FormatContext } from '../verify/report/format-context';
import { count, printable } from '../verify/report/printable';
import { shownFindings } from '../verify/report/shown-finding';
import type { RuleDescription } from '../verify/texts/rule-description';
import { SEVERITIES, Severity } from '../verify/texts/severity';
import { Report, hasJudged } from '../verify/verify';
import { EXIT, Io, Values, deliver, oneOf } from './command';

/* eslint-disable @typescript-eslint/no-require-imports -- drawing is loaded by those who draw */

/** The input of a report. */
interface ReportContext extends FormatContext {
  /** The wiring of the checked input; absent if there is none to draw. */
  readonly wiring?: () => Wiring;
  /** The sign-in steps, for a further drawing. */
  readonly picture?: Sequence;
}

type Write = (report: Report, context: ReportContext) => string;

/** All formats of a report, by name on the command line. */
export const REPORT_FORMATS: Readonly<Record<string, Write>> = {
  ...FORMATS,
  html(report, { version, rules, wiring, picture }) {
    const flow = wiring && flowOf(wiring(), report, rules);
    return drawing().reportPage(report, { version, rules, flow, sequence: picture });
  },
};

/** The same, and a drawing alone. */
export const REPORT_AND_PICTURE_FORMATS: typeof REPORT_FORMATS = {
  ...REPORT_FORMATS,
  svg: (_, { picture }) => drawing().svgOf(drawing().sequenceDrawing(picture!)),
};

/** All formats of a drawing, which shows the findings of the report. */
export const DRAWING_FORMATS: typeof REPORT_FORMATS = {
  mermaid: drawn(mermaid),
  text: drawn(flowText),
  svg: drawn((flow, report, { rules }) =>
    drawing().svgOf(drawing().pictureOf(flow, { listed: shownFindings(report, rules) })),
  ),
  html: REPORT_FORMATS.html,
};

function drawn(write: (flow: Flow, report: Report, context: ReportContext) => string): Write {
  return (report, context) => write(flowOf(context.wiring!(), report, context.rules), report, context);
}

function drawing(): typeof import('../verify/drawing') {
  return require('../verify/drawing') as typeof import('../verify/drawing');
}

/** The options of commands with a report. */
export const REPORT_OPTIONS = {
  'format': { value: 'FORMAT', help: Object.keys(REPORT_FORMATS).join(', '), default: 'text' },
  'output': { value: 'FILE', help: 'write the report to a file' },
  'fail-on': {
    value: 'SEVERITY',
    help: `exit 1 on findings of this severity or a higher one: ${SEVERITIES.join(', ')}`,
    default: 'warning',
  },
  'accept-unjudged': {
    help: 'exit 0 even if something that the input names could not be read; the report lists it',
  },
  'accept-nothing': {
    help: 'exit 0 even if the input has nothing of Union, for hooks that run on every change',
  },
} as const;

export const REPORT_EXITS = '0 no finding at or above --fail-on; 1 such findings; 2 wrong usage, a file that '
  + 'cannot be read (all others are checked; --exclude leaves it out), or a rule crashed; 3 nothing could be '
  + 'checked, or the input names something that could not be read, such as a values file of an Application. '
  + 'The end of each report says what was checked and what was not.';

/** The choices for a report. */
interface ReportChoices {
  readonly write: (report: Report, context: ReportContext) => string;
  readonly output: string | undefined;
  readonly failOn: Severity;
  /** Whether unreadable parts are accepted. */
  readonly acceptUnjudged: boolean;
  /** Whether an input with nothing to check is accepted. */
  readonly acceptNothing: boolean;
}

/**
 * @param formats those of the command
 * @throws UsageError when a format or a severity is unknown.
 */
export function reportChoices(values: Partial<Values<typeof REPORT_OPTIONS>> & {
  readonly 'format': string;
  readonly 'fail-on': string;
}, formats = REPORT_FORMATS): ReportChoices {
  return {
    write: formats[oneOf('--format', values.format, Object.keys(formats))],
    output: values.output,
    failOn: oneOf('--fail-on', values['fail-on'], SEVERITIES),
    acceptUnjudged: values['accept-unjudged'] === true,
    acceptNothing: values['accept-nothing'] === true,
  };
}

/**
 * Writes a report, with colors only for a terminal, lists skipped parts on standard error, and returns the
 * exit code.
 */
export function tellReport(
  report: Report,
  choices: ReportChoices,
  io: Io,
  { wiring, rules = [...RULES.rules, ...SUPPRESSION_RULES], texts = [], beside = {} }: Told = {},
): number {
  const { write, output } = choices;
  const isRead = output === undefined && io.stdoutIsTerminal;
  const style = isRead ? terminalStyle(io) : PLAIN;
  const screen = isRead ? screenOf(io, texts) : undefined;
  const context = { version: packageVersion(), rules, style, screen, wiring, ...beside };
  deliver(write(report, context), output, io);
  tellUnreadable(report, io);
  tellNotices(report, io);
  return exitCode(report, choices);
}

/** Unreadable files and crashes must not look like a pass. They take precedence over findings. */
function exitCode(report: Report, { failOn, acceptUnjudged, acceptNothing }: ReportChoices): number {
  if (report.crashed.length > 0 || report.unreadable.length > 0) {
    return EXIT.NO_VERDICT;
  }
  const grave =
    report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn));
  if (grave) {
    return EXIT.FINDINGS;
  }
  const leftUnread = !acceptUnjudged && report.coverage.open.some(({ asked }) => asked);
  return (acceptNothing || hasJudged(report)) && !leftUnread ? EXIT.CLEAN : EXIT.NOT_JUDGED;
}

/** The unreadable parts, by file and line. */
export function tellUnreadable({ unreadable }: Report, io: Io): void {
  if (unreadable.length === 0) {
    return;
  }
  const lines = unreadable.map(({ file, line, message }) =>
    printable(problemText({
      file, line, reason: `${message}; it is not checked (--exclude leaves it out)`,
    })));
  io.stderr(lines.map((line) => `${line}\n`).join(''));
}

const SHOWN_NOTICES = 5;

/** A few of the notices; a folder of other YAML would hide the rest. */
function tellNotices({ notices }: Report, io: Io): void {
  if (notices.length === 0) {
    return;
  }
  const shown = notices.slice(0, SHOWN_NOTICES).map(({ message: reason, ...place }) =>
    `  ${printable(problemText({ ...place, reason }))}\n`);
  const rest = notices.length > SHOWN_NOTICES ? `  and ${notices.length - SHOWN_NOTICES} more\n` : '';
  io.stderr(`${count(notices.length, 'place')} ignored:\n${shown.join('')}${rest}`);
}

/** Further content of a report. */
interface Told {
  /** The sign-in steps, as a drawing and as lines. */
  readonly beside?: Pick<ReportContext, 'picture' | 'steps'>;
  readonly wiring?: ReportContext['wiring'];
  /** The rules that may appear. @default the rules of `verify` */
  readonly rules?: readonly RuleDescription[];
  /** The input, for the lines around a place. @default none */
  readonly texts?: readonly ManifestText[];
}

/** Wider lines are hard to read, and narrower ones have no room. */
const [WIDEST, NARROWEST] = [100, 40];

function screenOf({ columns = 80 }: Io, texts: readonly ManifestText[]): Screen {
  const byName = new Map(texts.map(({ name, text }) => [name, text]));
  const width = Math.min(Math.max(columns, NARROWEST), WIDEST);
  return { width, linesOf: (file) => byName.get(file)?.split('\n') };
}

function terminalStyle({ env }: Io): Style {
  const plain = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  // Colors were decided above; later Node versions would check the terminal again.
  return plain ? PLAIN : (look, text) => styleText(look, text, { validateStream: false });
}
