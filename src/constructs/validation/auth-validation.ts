import { readFileSync } from 'node:fs';
import type { Finding } from '../../verify/engine/finding';
import { identityText } from '../../verify/kube/kube-object';
import type { Report } from '../../verify/verify';
import { CheckedOptions, checkOptions, isFailure, loadVerifier } from './verification-options';

/** The part of cdk8s-cli's plugin context that this plugin uses (cdk8s-cli: lib/plugins/validation.d.ts). */
interface ValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      ruleName: string;
      recommendation: string;
      fix: string;
      violatingResources: { resourceName: string; locations: string[]; manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Record<string, string>): void;
  };
}

/**
 * `verify` as a validation plugin of cdk8s-cli, for the section `validations` of `cdk8s.yaml`.
 *
 * It is not part of the jsii interface: the CLI creates it by name, from JavaScript.
 *
 * @internal
 */
export class AuthValidation {
  private readonly options: CheckedOptions;

  /**
   * @param properties `skip` (rule ids) and `failOn` (`error`, `warning`, `info`), from `properties` in
   * `cdk8s.yaml`
   */
  public constructor(properties: object = {}) {
    this.options = checkOptions('validations.properties', properties);
  }

  public async validate(context: ValidationContext): Promise<void> {
    const { openText, parseReadable, RULES, SUPPRESSION_RULES, verifyParsed } = loadVerifier();
    const input =
      parseReadable(context.manifests.map((name) => ({ name, text: readFileSync(name, 'utf8') })));
    const report = verifyParsed(input, { skip: this.options.skip });
    const names = input.objects.map(({ name }) => name);
    for (const rule of [...RULES.rules, ...SUPPRESSION_RULES]) {
      const findings = report.findings.filter((finding) => finding.rule === rule.id);
      if (findings.length > 0) {
        context.report.addViolation({
          ruleName: `${rule.id} (${rule.severity})`,
          recommendation: `${headlinesOf(findings)}. ${rule.symptom}`,
          fix: rule.remediation,
          violatingResources: findings.map((finding) => resourceOf(finding, names)),
        });
      }
    }
    unjudged(report).forEach((violation) => context.report.addViolation(violation));
    const isFailed = report.unreadable.length > 0 || isFailure(report, this.options.failOn);
    context.report.submit(isFailed ? 'failure' : 'success', {
      'Objects': String(report.objects),
      'Findings': String(report.findings.length),
      'Did not apply': String(report.notApplicable.length),
      'Checked': report.coverage.judged.join('; ') || 'nothing',
      ...Object.fromEntries(
        report.coverage.open.map((question, i) => [`Not checked (${i + 1})`, openText(question)]),
      ),
    });
  }
}

/** Everything that was not checked: rules that crashed, and files that cannot be read. */
function unjudged({ crashed, unreadable }: Report) {
  return [
    ...crashed.map(({ rule, error }) => ({
      ruleName: rule,
      recommendation: `The rule crashed: ${error}`,
      fix: 'Report the crash with its input.',
      violatingResources: [],
    })),
    ...unreadable.map(({ file, line, message }) => ({
      ruleName: 'unreadable',
      recommendation: `${file}${line === undefined ? '' : `:${line}`} cannot be read: ${message}`,
      fix: 'Fix the file. Everything else was checked.',
      violatingResources: [],
    })),
  ];
}

function headlinesOf(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ message }) => message))].join('; ');
}

/**
 * The CLI finds construct paths by name alone, so a name that several objects share becomes the full
 * identity.
 */
function resourceOf({ object, field, line, file, expected, found }: Finding, names: readonly string[]) {
  const unique = names.filter((name) => name === object.name).length === 1;
  return {
    resourceName: unique ? object.name : identityText(object),
    locations: [`line ${line}, ${identityText(object)}, ${field}: expected ${expected}, found ${found}`],
    manifestPath: file,
  };
}
