/* eslint-disable @typescript-eslint/no-require-imports -- drawing is loaded by those who draw */
import type { Picture } from '../verify/drawing/picture';
import type { Wiring } from '../verify/model/wiring';
import { FORMATS } from '../verify/report/format';
import type { FormatContext } from '../verify/report/format-context';
import { GRAPH_FORMATS, withFindings } from '../verify/report/wiring-graph';
import type { Report } from '../verify/verify';

/** What a report is written from. */
export interface ReportContext extends FormatContext {
  /** How the judged input hangs together; absent where nothing of it can be drawn. */
  readonly wiring?: () => Wiring;
  /** What is drawn besides. */
  readonly picture?: Picture;
}

/** Every format of a report by its name on the command line. */
export const REPORT_FORMATS: Readonly<Record<string, (report: Report, context: ReportContext) => string>> = {
  ...FORMATS,
  html(report, { version, rules, wiring, picture }) {
    const { reportPage, wiringPicture } = drawing();
    const pictures = [
      ...(picture === undefined ? [] : [picture]),
      ...(wiring === undefined ? [] : [wiringPicture(withFindings(wiring(), report))]),
    ];
    return reportPage(
      report, pictures, { version, titles: new Map(rules.map(({ id, title }) => [id, title])) },
    );
  },
};

/** The same, and a picture alone. */
export const REPORT_AND_PICTURE_FORMATS: typeof REPORT_FORMATS = {
  ...REPORT_FORMATS,
  svg: (_, { picture }) => drawing().svgOf(picture!),
};

/** Every format of a drawing, which shows what the report found. */
export const DRAWING_FORMATS: typeof REPORT_FORMATS = {
  ...Object.fromEntries(Object.entries(GRAPH_FORMATS).map(([name, write]) =>
    [name, (report: Report, { wiring }: ReportContext) => write(withFindings(wiring!(), report))])),
  svg: (report, { wiring }) => drawing().svgOf(drawing().wiringPicture(withFindings(wiring!(), report))),
  html: REPORT_FORMATS.html,
};

function drawing(): typeof import('../verify/drawing') {
  return require('../verify/drawing') as typeof import('../verify/drawing');
}
