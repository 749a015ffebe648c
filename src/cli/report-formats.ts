/* eslint-disable @typescript-eslint/no-require-imports -- drawing is loaded by those who draw */
import type { Sequence } from '../verify/drawing/sequence';
import type { Wiring } from '../verify/model/wiring';
import { Flow, flowOf } from '../verify/report/flow';
import { GRAPH_FORMATS } from '../verify/report/flow-graph';
import { flowText } from '../verify/report/flow-text';
import { FORMATS } from '../verify/report/format';
import type { FormatContext } from '../verify/report/format-context';
import { shownFindings } from '../verify/report/shown-finding';
import type { Report } from '../verify/verify';

/** What a report is written from. */
export interface ReportContext extends FormatContext {
  /** How the judged input hangs together; absent where nothing of it can be drawn. */
  readonly wiring?: () => Wiring;
  /** The way of a sign-in, which is drawn besides. */
  readonly picture?: Sequence;
}

type Write = (report: Report, context: ReportContext) => string;

/** Every format of a report by its name on the command line. */
export const REPORT_FORMATS: Readonly<Record<string, Write>> = {
  ...FORMATS,
  html(report, { version, rules, wiring, picture }) {
    const flow = wiring && flowOf(wiring(), report, rules);
    return drawing().reportPage(report, { version, rules, flow, sequence: picture });
  },
};

/** The same, and a picture alone. */
export const REPORT_AND_PICTURE_FORMATS: typeof REPORT_FORMATS = {
  ...REPORT_FORMATS,
  svg: (_, { picture }) => drawing().svgOf(drawing().sequenceDrawing(picture!)),
};

/** Every format of a drawing, which shows what the report found. */
export const DRAWING_FORMATS: typeof REPORT_FORMATS = {
  ...Object.fromEntries(
    Object.entries(GRAPH_FORMATS).map(([name, write]) => [
      name,
      drawn((flow, report) => write(flow, report)),
    ]),
  ),
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
