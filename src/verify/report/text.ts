import type { Finding } from '../engine/finding';
import { SEVERITIES } from '../engine/severity';
import { identityText } from '../kube/kube-object';
import type { Report } from '../verify';
import type { FormatContext, Style } from './format-context';
import { count, printable } from './printable';

const LOOKS = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** For people: grouped by object, each finding with its place, symptom and remedy. */
export function textReport(report: Report, { style }: FormatContext): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const key = JSON.stringify([finding.file, finding.object]);
    groups.set(key, [...groups.get(key) ?? [], finding]);
  }
  const blocks = [...groups.values()].map((findings) => [
    style('bold', heading(findings[0])),
    ...findings.map((finding) => entry(finding, style)),
  ].join('\n'));
  const crashes = report.crashed.map(({ rule, error }) =>
    `${style('red', 'crashed')}  ${rule}: ${printable(error)}\n  The question of this rule is open. Please report it with the input that led to it.`);
  return [...blocks, ...crashes, summary(report, style), ''].join('\n\n').replace(/\n\n$/, '\n');
}

function heading(finding: Finding): string {
  const construct = finding.constructPath === undefined ? '' : `  (construct ${finding.constructPath})`;
  return printable(`${identityText(finding.object)}${construct}`);
}

function entry(finding: Finding, style: Style): string {
  const rows: [string, string][] = [
    ['field', finding.field],
    ['expected', finding.expected],
    ['found', finding.found],
    ['symptom', finding.symptom],
    ['remedy', finding.remediation],
  ];
  const { severity, file, line, rule } = finding;
  return [
    `  ${style(LOOKS[severity], severity)}  ${printable(`${file}:${line}`)}  ${style('bold', rule)}`,
    ...rows.map(([label, text]) => `      ${style('dim', label.padEnd(8))}  ${printable(text)}`),
  ].join('\n');
}

function summary(report: Report, style: Style): string {
  const counts = SEVERITIES.map((severity) => [severity, report.findings.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => style(LOOKS[severity], severity === 'info' ? `${number} info` : count(number, severity)));
  const verdict = counts.length > 0 ? counts.join(', ')
    : report.crashed.length > 0 ? style('red', 'no verdict')
      : report.passed.length > 0 ? style('green', 'no findings') : style('yellow', 'nothing to judge');
  const rules = [
    `${report.passed.length} passed`,
    `${report.notApplicable.length} not applicable`,
    ...(report.crashed.length > 0 ? [`${report.crashed.length} crashed`] : []),
  ].join(', ');
  const suppressed = report.suppressed.length > 0 ? `; ${count(report.suppressed.length, 'finding')} suppressed` : '';
  return `${verdict} in ${count(report.objects, 'object')} of ${count(report.files, 'file')} (rules: ${rules}${suppressed})`;
}
