import type { Finding } from '../engine/finding';
import { identityText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import type { Report } from '../verify';
import { printable } from './printable';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands of GitHub Actions: annotations on the lines of a pull request. */
export function githubReport(report: Report): string {
  const lines = [
    ...report.findings.map(annotation),
    ...report.crashed.map(
      ({ rule, error }) => `::error title=${property(rule)}::${data(`The rule crashed: ${error}`)}`,
    ),
    ...report.coverage.open.map((question) => `::notice title=Not checked::${data(openText(question))}`),
  ];
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function annotation(finding: Finding): string {
  const message = [
    finding.message,
    `${identityText(finding.object)}: ${finding.field}`,
    `expected ${finding.expected}, found ${finding.found}`,
    finding.symptom,
    finding.remediation,
  ].map(printable).join('\n');
  const { severity, file, line, rule } = finding;
  return `::${COMMANDS[severity]} `
    + `file=${property(file)},line=${line},title=${property(rule)}::${data(message)}`;
}

/** The escapes that the runner reverses; it would forward other control characters. */
function data(text: string): string {
  return printable(text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A'));
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
