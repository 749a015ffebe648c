import { either } from '../../common/data/texts';
import { identityText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import type { Report } from '../verify';
import { printable } from './printable';

/**
 * Each rule is a suite, and each finding a failed case; checks that do not apply or were not possible are
 * skipped.
 */
export function junitReport(report: Report): string {
  const ids = [...new Set([
    ...report.findings.map(({ rule }) => rule),
    ...report.passed,
    ...report.notApplicable.map(({ rule }) => rule),
    ...report.crashed.map(({ rule }) => rule),
  ])].sort();
  const suites = [...ids.map((id) => suite(id, casesOf(report, id))), ...suiteOfCoverage(report)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="cdk8s-union-auth">', ...suites,
    '</testsuites>', '',
  ].join('\n');
}

/** Checked parts pass, others are skipped. */
function suiteOfCoverage({ coverage: { judged, open } }: Report): string[] {
  const cases = [
    ...judged.map((name): Case => ({ kind: 'passed', name })),
    ...open.map((question): Case => ({
      kind: 'skipped', name: question.question, message: openText(question),
    })),
  ];
  return cases.length === 0 ? [] : [suite('coverage', cases)];
}

interface Case {
  readonly kind: 'passed' | 'failure' | 'skipped' | 'error';
  readonly name: string;
  readonly message?: string;
  readonly text?: string;
}

function casesOf(report: Report, id: string): Case[] {
  const failures = report.findings.filter(({ rule }) => rule === id).map((finding): Case => ({
    kind: 'failure',
    name: `${identityText(finding.object)}: ${finding.field}`,
    message: finding.message,
    text: [
      `${finding.file}:${finding.line}`,
      `expected ${finding.expected}, found ${finding.found}`,
      finding.symptom,
      finding.remediation,
    ].join('\n'),
  }));
  const crashes = report.crashed
    .filter(({ rule }) => rule === id)
    .map(({ error }): Case => ({ kind: 'error', name: id, message: error }));
  const skipped = report.notApplicable
    .filter(({ rule }) => rule === id)
    .map(({ reason }): Case => ({ kind: 'skipped', name: id, message: reason }));
  const all = [...failures, ...crashes, ...skipped];
  return all.length > 0 ? all : [{ kind: 'passed', name: id }];
}

function suite(id: string, cases: readonly Case[]): string {
  const number = (kind: Case['kind']) => cases.filter((each) => each.kind === kind).length;
  return [
    `  <testsuite name="${xml(id)}" tests="${cases.length}" failures="${number('failure')}" `
      + `errors="${number('error')}" skipped="${number('skipped')}">`,
    ...cases.map(({ kind, name, message, text }) => {
      const open = `    <testcase classname="${xml(id)}" name="${xml(name)}"`;
      return kind === 'passed'
        ? `${open}/>`
        : `${open}><${kind} message="${xml(message ?? '')}">${xml(text ?? '')}</${kind}></testcase>`;
    }),
    '  </testsuite>',
  ].join('\n');
}

/** Control characters, and halves of a surrogate pair. */
const NOT_XML = either(
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g,
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
);

/** Escaped for XML 1.0, which forbids most control characters even as entities. */
function xml(text: string): string {
  return printable(text
    .replace(NOT_XML, '\ufffd')
    .replace(/[<>&"'\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`));
}
