import { IConstruct } from 'constructs';
import { constructType } from '../../common/props/construct-props';
import { demand } from '../../common/props/prop-types';
import type { Finding } from '../../verify/engine/finding';
import { identityText } from '../../verify/kube/kube-object';
import { FindingSeverity, Severity } from '../../verify/texts/severity';
import type { Report } from '../../verify/verify';
import { CheckedOptions, checkOptions, isFailure, loadVerifier, reaches } from './verification-options';

/** Options of `AuthVerification`. */
export interface AuthVerificationOptions {
  /**
   * IDs of rules to leave out. To accept one fault of one object, annotate the object with
   * `union-auth.cdk8s.io/ignore.<rule-id>` and a reason instead.
   *
   * @default - none; all rules apply
   */
  readonly skip?: string[];

  /**
   * The lowest severity that fails the synthesis.
   *
   * @default FindingSeverity.WARNING
   */
  readonly failOn?: FindingSeverity;
}

/** A fault in a construct tree. */
export interface AuthFinding {
  /** ID of the rule, as in `docs/rules.md`. */
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** What is wrong, in one line, such as `Ingress union-cp/api redirects gRPC clients to a login page`. */
  readonly message: string;
  /** Path of the construct of the object or values. */
  readonly constructPath: string;
  /**
   * Full identity of the object, such as `apps/v1/Deployment union-cp/flyteadmin`, or `v2/Values
   * union-cp/controlplane` for the values of a chart.
   */
  readonly object: string;
  /** The field to change, such as `spec.rules[0].host`, or the path in the values. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  /** What people see at runtime. */
  readonly symptom: string;
  readonly remediation: string;
}

const VERIFICATIONS = new WeakMap<IConstruct, AuthVerification>();

/**
 * Checks the authentication settings of a construct tree whenever the app is synthesized, and fails the
 * synthesis on faults.
 *
 * It checks every `ApiObject` below the scope: constructs of this library, plain manifests, `Include` and
 * `Helm`. It also checks the `helmValues` of every plane with its `extraValues`, as the chart release renders
 * them, together with the objects and the values of the other planes.
 */
export class AuthVerification {
  /**
   * Adds the verification to a tree, usually the `App`. A second call for the same scope returns the same
   * verification.
   *
   * @param scope root of the tree to check
   * @throws Error when an option is invalid, or when options are given for a scope that already has a
   * verification.
   *
   * @example
   * AuthVerification.of(app, { failOn: FindingSeverity.ERROR });
   */
  public static of(scope: IConstruct, options?: AuthVerificationOptions): AuthVerification {
    demand('AuthVerification.of', { scope }, { scope: constructType });
    const existing = VERIFICATIONS.get(scope);
    if (existing !== undefined && options !== undefined) {
      throw new Error(
        `${scope.node.path || 'The app'} already has a verification; give the options when you first add it`,
      );
    }
    const verification = existing
      ?? new AuthVerification(
        scope, checkOptions('AuthVerificationOptions', options === undefined ? {} : options),
      );
    VERIFICATIONS.set(scope, verification);
    return verification;
  }

  private verdict?: { readonly constructs: number; readonly messages: string[] };

  private constructor(private readonly scope: IConstruct, private readonly options: CheckedOptions) {
    scope.node.addValidation({ validate: () => this.messages() });
  }

  /**
   * The current faults of the tree, of every severity. Each call checks again.
   *
   * @throws Error when a rule crashes.
   */
  public findings(): AuthFinding[] {
    const report = this.judge();
    if (report.crashed.length > 0) {
      throw new Error(crashTexts(report).join('\n'));
    }
    return report.findings.map(asData);
  }

  /**
   * Each fault that fails the synthesis, with its message.
   *
   * @internal
   */
  public _failures(): { readonly finding: AuthFinding; readonly message: string }[] {
    return failuresIn(this.judge(), this.options.failOn);
  }

  /** cdk8s validates once for the app and once more for each chart, all in one turn of the event loop. */
  private messages(): string[] {
    const constructs = this.scope.node.findAll().length;
    if (this.verdict?.constructs !== constructs) {
      const report = this.judge();
      const messages = isFailure(report, this.options.failOn)
        ? [
          ...failuresIn(report, this.options.failOn).map(({ message }) => message), ...crashTexts(report),
        ]
        : [];
      this.verdict = { constructs, messages };
      queueMicrotask(() => { this.verdict = undefined; });
    }
    return this.verdict.messages;
  }

  private judge(): Report {
    return loadVerifier().judgeTree(this.scope, this.options.skip);
  }
}

function asData(
  { rule, severity, message, constructPath = '', object, field, expected, found, symptom, remediation }:
  Finding,
): AuthFinding {
  return {
    rule,
    severity: severity as FindingSeverity,
    message,
    constructPath,
    object: identityText(object),
    field,
    expected,
    found,
    symptom,
    remediation,
  };
}

/** Each fault that fails the synthesis, with the text of the command's report. */
function failuresIn(report: Report, failOn: Severity): { finding: AuthFinding; message: string }[] {
  const { findingText, PLAIN, RULES, shownFindings, SUPPRESSION_RULES } = loadVerifier();
  const page = { style: PLAIN, screen: { width: 100, linesOf: () => undefined } };
  return shownFindings(report, [...RULES.rules, ...SUPPRESSION_RULES])
    .filter(({ severity }) => reaches(severity, failOn))
    .map((shown) => ({
      // Its other places are fixed with it.
      finding: asData(report.findings[shown.of[0]]),
      message: findingText(shown, page, { explained: true }),
    }));
}

function crashTexts(report: Report): string[] {
  return report.crashed.map(({ rule, error }) => `${rule} crashed, so it was not checked: ${error}`);
}
