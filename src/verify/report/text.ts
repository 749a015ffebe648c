import { grouped } from '../../common/data/grouped';
import type { Finding } from '../engine/finding';
import { identityText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import { SEVERITIES } from '../texts/severity';
import { hasJudged, Report } from '../verify';
import { excerptOf } from './excerpt';
import { isUrl } from './file-uri';
import type { FormatContext } from './format-context';
import { count, printable } from './printable';

const LOOKS = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** For people: each cause once, with what one sees of it and the remedy, and the places where it stands. */
export function textReport(report: Report, { rules, style, screen }: FormatContext): string {
  const page: Page = { style, screen };
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const causes = grouped(report.findings, ({ severity, rule, symptom, remediation }) =>
    JSON.stringify([severity, rule, symptom, remediation]))
    .sort(([a], [b]) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .map((findings) => causeText(findings, titles.get(findings[0].rule), page));
  const crashes = report.crashed.map(({ rule, error }) =>
    `${style('red', 'crashed')}  ${rule}: ${printable(error)}\n  The question of this rule is open. Please `
      + 'report it with the input that led to it.');
  return [...causes, ...crashes, ...coverageText(report, page), summary(report, page), '']
    .join('\n\n')
    .replace(/\n\n$/, '\n');
}

/** What a text is written on. */
type Page = Pick<FormatContext, 'style' | 'screen'>;

function causeText(findings: readonly Finding[], title: string | undefined, page: Page): string {
  const { style } = page;
  const [{ severity, rule, symptom, remediation }] = findings;
  return [
    `${style(LOOKS[severity], severity)}  ${style('bold', rule)}${title === undefined ? '' : `  ${title}`}`,
    row('symptom', symptom, page),
    row('remedy', remediation, page),
    ...grouped(findings, ({ expected, found }) => JSON.stringify([expected, found])).flatMap((alike) => [
      ...alike.flatMap((finding, i) => [
        placeText(finding, page), ...(i === 0 ? around(finding, page) : []), ...alsoText(finding),
      ]),
      row('expected', alike[0].expected, page),
      row('found', alike[0].found, page),
    ]),
  ].join('\n');
}

/** What was judged and what was not, so that silence does not pass for approval. */
function coverageText({ coverage: { judged, open } }: Report, page: Page): string[] {
  const { style } = page;
  const lines = [
    ...(judged.length > 0 ? [`${style('bold', 'judged')}      ${fitted(judged.join('; '), page, 12)}`] : []),
    ...open.map((question) => `${style('yellow', 'not judged')}  ${fitted(openText(question), page, 12)}`),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function placeText({ file, line, object, field, constructPath }: Finding, page: Page): string {
  const { style, screen } = page;
  if (isUrl(file)) {
    return `  ${style('bold', printable(file))}  ${printable(field)}`;
  }
  const construct = constructPath === undefined ? '' : `  (construct ${constructPath})`;
  const [place, what] = [printable(`${file}:${line}`), `${identityText(object)}  ${field}${construct}`];
  const fits = screen === undefined || place.length + printable(what).length + 4 <= screen.width;
  return `  ${style('bold', place)}${fits ? `  ${printable(what)}` : `\n      ${fitted(what, page, 6)}`}`;
}

/** Of many other places how many they are, and in what. */
function alsoText({ also = [] }: Finding): string[] {
  const objects = [...new Set(also.map(({ object: { kind, name } }) => `${kind} ${name}`))];
  const named = objects.slice(0, 3).join(', ') + (objects.length > 3 ? ', …' : '');
  return also.length === 0
    ? []
    : [
      `      and ${count(also.length, 'more place')} of the same, in ${printable(named)}; --format json `
          + 'names each',
    ];
}

function row(label: string, text: string, page: Page): string {
  return `      ${page.style('dim', label.padEnd(8))}  ${fitted(text, page, 16)}`;
}

/** In lines of the screen, where there is one. */
function fitted(text: string, { screen }: Page, indent: number): string {
  return screen === undefined ? printable(text) : wrapped(printable(text), screen.width, indent);
}

/** The lines of the file around the place, where somebody reads them at once. */
function around(finding: Finding, { style, screen }: Page): string[] {
  return screen === undefined
    ? []
    : excerptOf(finding, screen.linesOf(finding.file), screen.width).map((line) =>
      line.startsWith('    >') ? style('bold', line) : style('dim', line),
    );
}

function summary(report: Report, { style }: Page): string {
  const counts = SEVERITIES.map(
    (severity) =>
      [severity, report.findings.filter((finding) => finding.severity === severity).length] as const,
  )
    .filter(([, number]) => number > 0)
    .map(([severity, number]) =>
      style(LOOKS[severity], severity === 'info' ? `${number} info` : count(number, severity)),
    );
  const verdict = counts.length > 0 ? counts.join(', ') : withoutFindings(report, style);
  const rules = [
    `${report.passed.length} passed`,
    `${report.notApplicable.length} not applicable`,
    ...(report.crashed.length > 0 ? [`${report.crashed.length} crashed`] : []),
  ].join(', ');
  const suppressed =
    report.suppressed.length > 0 ? `; ${count(report.suppressed.length, 'finding')} suppressed` : '';
  const partly =
    report.coverage.open.length > 0 && hasJudged(report) ? '; not everything could be judged' : '';
  return `${verdict} in ${count(report.objects, 'object')} of ${count(report.files, 'file')}${partly} `
    + `(rules: ${rules}${suppressed})`;
}

function withoutFindings(report: Report, style: Page['style']): string {
  if (report.crashed.length > 0) {
    return style('red', 'no verdict');
  }
  return hasJudged(report)
    ? style(report.coverage.open.length === 0 ? 'green' : 'yellow', 'no findings')
    : style('yellow', 'nothing to judge');
}

/** A text in lines of a width, broken at blanks, indented behind the first. What has no blank stays whole. */
export function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const room = width - indent;
    if (line !== '' && longer.length > room) {
      lines.push(line.trimEnd());
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
