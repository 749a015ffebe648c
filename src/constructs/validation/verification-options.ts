// Tests: test/constructs/validation/auth-verification.test.ts
import { Problems } from '../../common/props/problems';
import { anything, map } from '../../common/props/prop-types';
import { SEVERITIES, Severity } from '../../verify/texts/severity';
import type { Report } from '../../verify/verify';
import type * as verifier from './verifier';

/** Loads `verify` on demand: it has as many modules as the rest of the library. */
export function loadVerifier(): typeof verifier {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./verifier');
}

/** The options of both ways to run in `cdk8s synth`. */
export interface CheckedOptions {
  readonly skip: readonly string[];
  readonly failOn: Severity;
}

/**
 * Checks options that may come from a YAML file.
 *
 * @throws InvalidPropsError for an unknown option, rule or severity.
 */
export function checkOptions(subject: string, options: object): CheckedOptions {
  const problems = new Problems(subject);
  map(anything)(problems, 'options', options);
  problems.throwIfAny();
  const { skip = [], failOn = 'warning', ...unknown } = options as { skip?: unknown; failOn?: unknown };
  Object.entries(unknown)
    .forEach(([name, value]) => problems.add(name, value, 'is not an option; use skip or failOn'));
  if (!Array.isArray(skip)) {
    problems.add('skip', skip, 'must be a list of rule IDs');
  } else {
    skip.forEach((id, index) => {
      if (typeof id !== 'string' || loadVerifier().RULES.get(id) === undefined) {
        problems.add(`skip[${index}]`, id, 'is not a rule; "cdk8s-union-auth rules" lists them');
      }
    });
  }
  if (!SEVERITIES.some((severity) => severity === failOn)) {
    problems.add('failOn', failOn, `is not a severity; use one of ${SEVERITIES.join(', ')}`);
  }
  problems.throwIfAny();
  return { skip: skip as readonly string[], failOn: failOn as Severity };
}

/** Whether a report must stop the synthesis: a finding of that severity, or a rule that crashed. */
export function isFailure(report: Report, failOn: Severity): boolean {
  return report.crashed.length > 0 || report.findings.some(({ severity }) => reaches(severity, failOn));
}

export function reaches(severity: Severity, failOn: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
