import { docsLink, rulesDocs } from '../docs-link';
import type { Finding, SuppressedFinding } from '../engine/finding';
import { identityText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import type { RuleDescription } from '../texts/rule-description';
import type { Report } from '../verify';
import type { FormatContext } from './format-context';
import { fileUri, printableJson } from './printable';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0 (OASIS), for code scanning. */
export function sarifReport(report: Report, { version, rules }: FormatContext): string {
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  return printableJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: 'cdk8s-union-auth', version, informationUri: rulesDocs(), rules: rules.map(descriptor),
        },
      },
      invocations: [{
        executionSuccessful: report.crashed.length === 0, toolExecutionNotifications: notifications(report),
      }],
      results: [...report.findings, ...report.suppressed].map((finding) =>
        resultOf(finding, indexOf.get(finding.rule))),
      columnKind: 'utf16CodeUnits',
      properties: { judged: report.coverage.judged, notJudged: report.coverage.open.map(openText) },
    }],
  });
}

function notifications({ crashed, coverage }: Report) {
  return [
    ...crashed.map(({ rule, error }) => ({
      level: 'error', message: { text: `The rule crashed: ${error}` }, associatedRule: { id: rule },
    })),
    ...coverage.open.map((question) => ({ level: 'note', message: { text: openText(question) } })),
  ];
}

function resultOf(finding: Finding | SuppressedFinding, ruleIndex: number | undefined) {
  const object = identityText(finding.object);
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: messageOf(finding) },
    locations: [{
      physicalLocation: {
        artifactLocation: { uri: fileUri(finding.file) }, region: { startLine: finding.line },
      },
      logicalLocations: [{ fullyQualifiedName: `${object}: ${finding.field}`, kind: 'object' }],
    }],
    // Lines move, but the same fault of the same object remains the same alert.
    partialFingerprints: { 'unionAuth/v1': `${finding.rule}|${object}|${finding.field}` },
    ...('reason' in finding ? { suppressions: [suppressionOf(finding)] } : {}),
  };
}

function suppressionOf({ by, reason }: SuppressedFinding) {
  return { kind: by === undefined ? 'inSource' : 'external', justification: reason };
}

function descriptor({ id, severity, title, symptom, explanation, remediation }: RuleDescription) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    help: { text: `${symptom} ${remediation}` },
    helpUri: docsLink(id),
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function messageOf(finding: Finding): string {
  return `${finding.message}. ${finding.field}: expected ${finding.expected}, found ${finding.found}. `
    + `${finding.symptom} `
    + `${finding.remediation}`;
}
