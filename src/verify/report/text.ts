import type { Finding } from '../engine/finding';
import { SEVERITIES } from '../engine/severity';
import { identityText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import { hasJudged, Report } from '../verify';
import { isUrl } from './file-uri';
import type { FormatContext, Style } from './format-context';
import { count, printable } from './printable';

const LOOKS = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** For people: each cause once, with what one sees of it and the remedy, and the places where it stands. */
export function textReport(report: Report, { rules, style }: FormatContext): string {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const causes = grouped(report.findings, ({ rule, symptom, remediation }) => [rule, symptom, remediation])
    .sort(([a], [b]) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .map((findings) => causeText(findings, titles.get(findings[0].rule), style));
  const crashes = report.crashed.map(({ rule, error }) =>
    `${style('red', 'crashed')}  ${rule}: ${printable(error)}\n  The question of this rule is open. Please report it with the input that led to it.`);
  return [...causes, ...crashes, ...coverageText(report, style), summary(report, style), ''].join('\n\n').replace(/\n\n$/, '\n');
}

function causeText(findings: readonly Finding[], title: string | undefined, style: Style): string {
  const [{ severity, rule, symptom, remediation }] = findings;
  return [
    `${style(LOOKS[severity], severity)}  ${style('bold', rule)}${title === undefined ? '' : `  ${title}`}`,
    row('symptom', symptom, style),
    row('remedy', remediation, style),
    ...grouped(findings, ({ expected, found }) => [expected, found]).flatMap((alike) => [
      ...alike.flatMap((finding) => [placeText(finding, style), ...alsoText(finding)]),
      row('expected', alike[0].expected, style),
      row('found', alike[0].found, style),
    ]),
  ].join('\n');
}

/** What was judged and what was not, so that silence does not pass for approval. */
function coverageText({ coverage: { judged, open } }: Report, style: Style): string[] {
  const lines = [
    ...(judged.length > 0 ? [`${style('bold', 'judged')}      ${printable(judged.join('; '))}`] : []),
    ...open.map((question) => `${style('yellow', 'not judged')}  ${printable(openText(question))}`),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function placeText({ file, line, object, field, constructPath }: Finding, style: Style): string {
  if (isUrl(file)) {
    return `  ${style('bold', printable(file))}  ${printable(field)}`;
  }
  const construct = constructPath === undefined ? '' : `  (construct ${constructPath})`;
  return `  ${style('bold', printable(`${file}:${line}`))}  ${printable(`${identityText(object)}  ${field}${construct}`)}`;
}

/** Of many other places how many they are, and in what. */
function alsoText({ also = [] }: Finding): string[] {
  const objects = [...new Set(also.map(({ object: { kind, name } }) => `${kind} ${name}`))];
  const named = objects.slice(0, 3).join(', ') + (objects.length > 3 ? ', …' : '');
  return also.length === 0 ? [] : [`      and ${count(also.length, 'more place')} of the same, in ${printable(named)}; --format json names each`];
}

function row(label: string, text: string, style: Style): string {
  return `      ${style('dim', label.padEnd(8))}  ${printable(text)}`;
}

/** Findings that agree in what is asked, in the order of the first of each group. */
function grouped(findings: readonly Finding[], by: (finding: Finding) => readonly string[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify(by(finding));
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, [finding]);
    } else {
      known.push(finding);
    }
  }
  return [...groups.values()];
}

function summary(report: Report, style: Style): string {
  const counts = SEVERITIES.map((severity) => [severity, report.findings.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => style(LOOKS[severity], severity === 'info' ? `${number} info` : count(number, severity)));
  const verdict = counts.length > 0 ? counts.join(', ')
    : report.crashed.length > 0 ? style('red', 'no verdict')
      : !hasJudged(report) ? style('yellow', 'nothing to judge')
        : style(report.coverage.open.length === 0 ? 'green' : 'yellow', 'no findings');
  const rules = [
    `${report.passed.length} passed`,
    `${report.notApplicable.length} not applicable`,
    ...(report.crashed.length > 0 ? [`${report.crashed.length} crashed`] : []),
  ].join(', ');
  const suppressed = report.suppressed.length > 0 ? `; ${count(report.suppressed.length, 'finding')} suppressed` : '';
  const partly = report.coverage.open.length > 0 && hasJudged(report) ? '; not everything could be judged' : '';
  return `${verdict} in ${count(report.objects, 'object')} of ${count(report.files, 'file')}${partly} (rules: ${rules}${suppressed})`;
}
