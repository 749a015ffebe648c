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
   * Ids of rules to leave out. To accept one fault of one object, annotate the object with
   * `union-auth.cdk8s.io/ignore.<rule-id>` and a reason instead.
   *
   * @default every rule
   */
  readonly skip?: string[];

  /**
   * The lightest severity that fails the synthesis.
   *
   * @default FindingSeverity.WARNING
   */
  readonly failOn?: FindingSeverity;
}

/** A fault that the verifier found in a construct tree. */
export interface AuthFinding {
  /** Id of the rule, as `docs/rules.md` lists it. */
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** What is wrong, in one line, such as `Ingress union-cp/api redirects gRPC clients to a login page`. */
  readonly message: string;
  /** Path of the construct that renders the object, or that the values are for. */
  readonly constructPath: string;
  /**
   * Full identity of the object, such as `apps/v1/Deployment union-cp/flyteadmin`, or `v2/Values
   * union-cp/controlplane` for the values of a chart.
   */
  readonly object: string;
  /** The field to mend, such as `spec.rules[0].host`, or the path in the values. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  /** What one sees at runtime. */
  readonly symptom: string;
  readonly remediation: string;
}

const VERIFICATIONS = new WeakMap<IConstruct, AuthVerification>();

/**
 * Checks the authentication settings of a construct tree whenever the app is synthesized, and fails the
 * synthesis on faults.
 *
 * It checks every `ApiObject` below the scope: constructs of this library, plain manifests,
 * `Include` and `Helm`. It checks the `helmValues` of every plane as well, `extraValues` included: by what
 * the chart release makes of them, together with the objects beside them and the values of the other planes.
 */
export class AuthVerification {
  /**
   * Adds the verification to a tree, usually the `App`. Asked again for the same scope, it returns the same
   * verification.
   *
   * @param scope root of the tree to check
   * @throws Error when an option is invalid, or when the scope has a verification already and options are
   * given again.
   *
   * @example
   * AuthVerification.of(app, { failOn: FindingSeverity.ERROR });
   */
  public static of(scope: IConstruct, options?: AuthVerificationOptions): AuthVerification {
    demand('AuthVerification.of', { scope }, { scope: constructType });
    const existing = VERIFICATIONS.get(scope);
    if (existing !== undefined && options !== undefined) {
      throw new Error(
        `${scope.node.path || 'The app'} is verified already; give the options where it is added first`,
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
   * What is wrong with the tree now, of every severity. Checks again on each call.
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
   * Each fault that fails the synthesis, with the message that tells it.
   *
   * @internal
   */
  public _failures(): { readonly finding: AuthFinding; readonly message: string }[] {
    return failuresIn(this.judge(), this.options.failOn);
  }

  /** cdk8s asks once for the app and once more for each chart, all in one turn of the event loop. */
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

/** Each fault that fails the synthesis, with what a report of the command shows of it. */
function failuresIn(report: Report, failOn: Severity): { finding: AuthFinding; message: string }[] {
  const { findingText, PLAIN, RULES, shownFindings, SUPPRESSION_RULES } = loadVerifier();
  const page = { style: PLAIN, screen: { width: 100, linesOf: () => undefined } };
  return shownFindings(report, [...RULES.rules, ...SUPPRESSION_RULES])
    .filter(({ severity }) => reaches(severity, failOn))
    .map((shown) => ({
      // What it stands for besides is mended with it.
      finding: asData(report.findings[shown.of[0]]),
      message: findingText(shown, page, { explained: true }),
    }));
}

function crashTexts(report: Report): string[] {
  return report.crashed.map(({ rule, error }) => `${rule} crashed, so it was not checked: ${error}`);
}
