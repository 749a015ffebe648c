import { objectText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import { hasJudged, Report } from '../verify';
import { excerptOf } from './excerpt';
import type { FormatContext } from './format-context';
import { count, isUrl, printable } from './printable';
import { severityCounts } from './severity-counts';
import { ShownFinding, shownFindings, ShownPlace } from './shown-finding';

const LOOKS = {
  error: { color: 'red', sign: '✗' },
  warning: { color: 'yellow', sign: '!' },
  info: { color: 'blue', sign: 'i' },
} as const;

/** For people: each fault with its place and edit, in the order in which to fix them. */
export function textReport(report: Report, { rules, style, screen, steps }: FormatContext): string {
  const page: Page = { style, screen };
  const findings = shownFindings(report, rules);
  const told = new Set<string>();
  const crashes = report.crashed.map(({ rule, error }) => [
    `${style('red', '✗ crashed')}  ${rule}: ${printable(error)}`,
    '  This rule was not checked. Please report the error with the input that caused it.',
  ].join('\n'));
  return [
    ...findings.map((finding) => {
      const isTold = told.has(finding.symptom);
      told.add(finding.symptom);
      return findingText(finding, page, { isTold });
    }),
    ...crashes,
    ...(steps === undefined ? [] : [steps.trimEnd()]),
    endText(report, findings, page),
  ].join('\n\n');
}

export type Page = Pick<FormatContext, 'style' | 'screen'>;

/** On narrower screens a text starts directly after its label. */
const WIDE = 60;
const LABEL = { wide: 10, summary: 13 };

/** @param how whether the symptom was shown above, and whether to mention `explain` */
export function findingText(
  finding: ShownFinding, page: Page, { isTold = false, explained = false } = {},
): string {
  const { severity, headline, found, expected, edit, commands, affects, symptom, rule } = finding;
  const { color, sign } = LOOKS[severity];
  const start = `${sign} ${severity}  `;
  return [
    `${page.style(color, start.trimEnd())}  ${page.style('bold', fitted(headline, page, start.length))}`,
    ...placeRows(finding, page),
    row('found', [found], page),
    row('expected', [expected], page),
    row(commands.length > 0 ? 'do' : 'edit', edit.split('\n'), page),
    ...commands.map((command) => `${indent(page)}  ${printable(command)}`),
    ...(affects.length > 0 ? [row('affects', affects, page)] : []),
    ...(isTold ? [] : [row('you see', [symptom], page)]),
    row('rule', [explained ? `${rule} (npx cdk8s-union-auth explain ${rule})` : rule], page),
  ].join('\n');
}

/** The maximum number of places. */
const SHOWN_PLACES = 5;

function placeRows({ places, field }: ShownFinding, page: Page): string[] {
  const [first] = places;
  if (places.length === 1) {
    return [row('at', joined([...whereOf(first), first.field], page), page, 'bold'), ...around(first, page)];
  }
  const shown = places.slice(0, places.length > SHOWN_PLACES + 1 ? SHOWN_PLACES : places.length);
  const rest = places.length - shown.length;
  const lines = shown.flatMap((place) =>
    joined([...whereOf(place), ...(field === undefined ? [place.field] : [])], page));
  const more = rest > 0 ? [`and ${count(rest, 'more place')}; --format json lists them`] : [];
  return [row('at', [...lines, ...more], page), ...(field ? [row('field', [field], page)] : [])];
}

function whereOf({ file, line, object, constructPath }: ShownPlace): string[] {
  return isUrl(file) ? [file] : [constructPath ?? `${file}:${line}`, objectText(object)];
}

/** Parts of a place on as few lines as possible. */
function joined(segments: readonly string[], page: Page): string[] {
  const room = page.screen === undefined ? Infinity : page.screen.width - indent(page).length;
  return segments.filter((segment) => segment !== '').reduce<string[]>((lines, segment) => {
    const longer = lines.length === 0 ? segment : `${lines[lines.length - 1]}  ${segment}`;
    return printable(longer).length <= room ? [...lines.slice(0, -1), longer] : [...lines, segment];
  }, []);
}

function row(label: string, texts: readonly string[], page: Page, look?: 'bold'): string {
  const { style } = page;
  const padded = isNarrow(page) ? `  ${label}  ` : `  ${label.padEnd(LABEL.wide)}`;
  const behind = indent(page);
  const lines = texts.map((text, i) => {
    const firstLine = i === 0 ? padded.length - behind.length : 0;
    return fitted(text, page, behind.length, firstLine);
  });
  const [first, ...rest] = lines;
  return [
    `  ${style('dim', label)}${' '.repeat(padded.length - label.length - 2)}`
      + (look === undefined ? first : style(look, first)),
    ...rest.map((line) => `${behind}${line}`),
  ].join('\n');
}

function isNarrow({ screen }: Page): boolean {
  return screen !== undefined && screen.width < WIDE;
}

/** The indentation of a row's further lines. */
function indent(page: Page): string {
  return ' '.repeat(isNarrow(page) ? 4 : LABEL.wide + 2);
}

/** On lines of the screen's width, if there is one. */
function fitted(text: string, { screen }: Page, indented: number, firstLine = 0): string {
  return screen === undefined ? printable(text) : wrapped(printable(text), screen.width, indented, firstLine);
}

/** The lines of the file around the place, for a reader at a screen. */
function around(place: ShownPlace, page: Page): string[] {
  const { style, screen } = page;
  return screen === undefined
    ? []
    : excerptOf(place, screen.linesOf(place.file), screen.width, indent(page)).map((line) =>
      line.trimStart().startsWith('>') ? style('bold', line) : style('dim', line),
    );
}

/** The summary: findings, checked and unchecked parts, next steps. */
function endText(report: Report, findings: readonly ShownFinding[], page: Page): string {
  const { screen, style } = page;
  const { coverage: { judged, open } } = report;
  return [
    ...(findings.length > 0 ? [style('dim', '─'.repeat(screen?.width ?? 80))] : []),
    ...fitted(summary(report, findings, page), page, 0).split('\n'),
    ...(judged.length > 0 ? [endRow('Checked', [`${judged.join('; ')}.`], page)] : []),
    ...(open.length > 0 ? [endRow('Not checked', open.map(openText), page)] : []),
    ...findings.slice(0, 1).map(({ rule }) => endRow('Next', [`npx cdk8s-union-auth explain ${rule}`], page)),
    '',
  ].join('\n');
}

function endRow(label: string, texts: readonly string[], page: Page): string {
  const behind = isNarrow(page) ? 2 : LABEL.summary;
  const further = texts.length > 1 ? behind + 2 : behind;
  const lines = texts.map((text) => fitted(text, page, further, behind - further));
  const start = page.style(label === 'Not checked' ? 'yellow' : 'bold', label);
  return isNarrow(page)
    ? [start, ...lines.map((line) => `${' '.repeat(behind)}${line}`)].join('\n')
    : lines.map((line, i) =>
      `${i === 0 ? `${start}${' '.repeat(behind - label.length)}` : ' '.repeat(behind)}${line}`).join('\n');
}

function summary(report: Report, findings: readonly ShownFinding[], { style }: Page): string {
  const counts = severityCounts(findings).map(({ severity, text }) => style(LOOKS[severity].color, text));
  const verdict = counts.length > 0 ? counts.join(', ') : withoutFindings(report, style);
  const { passed, notApplicable, crashed, suppressed } = report;
  const rules = [
    `${count(passed.length, 'rule')} passed`,
    `${notApplicable.length} did not apply`,
    ...(crashed.length > 0 ? [`${crashed.length} crashed`] : []),
    ...(suppressed.length > 0 ? [`${count(suppressed.length, 'finding')} suppressed`] : []),
  ];
  const partly = report.coverage.open.length > 0 && hasJudged(report) ? '; not everything was checked' : '';
  // A requested host is not a file.
  const isHost = report.findings.some(({ file }) => isUrl(file)) && report.objects === 1;
  const where = isHost ? '' : ` in ${count(report.objects, 'object')} of ${count(report.files, 'file')}`;
  return `${verdict}${where}${partly}. ${rules.join(', ')}.`;
}

function withoutFindings(report: Report, style: Page['style']): string {
  if (report.crashed.length > 0) {
    return style('red', 'No verdict');
  }
  return hasJudged(report)
    ? style(report.coverage.open.length === 0 ? 'green' : 'yellow', 'No findings')
    : style('yellow', 'Nothing to check');
}

/** @param firstLine additional indentation of the first line */
export function wrapped(text: string, width: number, indented: number, firstLine = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const room = width - indented - (lines.length === 0 ? firstLine : 0);
    if (line !== '' && longer.length > room) {
      lines.push(line.trimEnd());
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indented)}`);
}
