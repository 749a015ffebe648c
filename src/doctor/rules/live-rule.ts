import type { RuleDescription } from '../../verify/engine/rule';
import type { ObjectIdentity } from '../../verify/read/object-source';
import type { Facts } from '../probes/facts';

/** What a rule found on a running deployment. */
export interface LiveViolation {
  /** The URL that was asked, or the method that was called. */
  readonly at: string;
  /** The object of the cluster, where it is about one. */
  readonly object?: ObjectIdentity;
  /** The part of the answer: `status`, `Location`, a parameter, a claim. */
  readonly field: string;
  /** A phrase without a full stop. */
  readonly expected: string;
  /** A phrase without a full stop. Never a secret; strangers' text is `quoted`. */
  readonly found: string;
}

export type LiveVerdict =
  { readonly violations: readonly LiveViolation[] } | { readonly notApplicable: string };

/** One cause of broken authentication, as it looks from outside. A pure function of the facts. */
export interface LiveRule extends RuleDescription {
  readonly inFiles: readonly string[];
  /**
   * Causes of which this one's look may be a mere consequence. Where one of them was found, this one is not
   * reported.
   */
  readonly explainedBy: readonly LiveRule[];
  /** Whether there is nothing more to ask where it fires. */
  readonly stops: boolean;
  /** Whether the cluster shows it, whatever the deployment answers. */
  readonly ofCluster: boolean;
  judge(facts: Facts): LiveVerdict;
}

export interface LiveRuleDefinition<Subject> extends RuleDescription {
  readonly explainedBy?: readonly LiveRule[];
  readonly stops?: boolean;
  readonly ofCluster?: boolean;
  /** Why there is no verdict without a subject, as a sentence. */
  readonly notApplicable: string;
  /** What the rule judges, as far as the facts show it. */
  subject(facts: Facts): Subject | undefined;
  check(subject: Subject, facts: Facts): Iterable<LiveViolation>;
}

export function defineLiveRule<Subject>(definition: LiveRuleDefinition<Subject>): LiveRule {
  const {
    subject,
    check,
    notApplicable,
    inFiles = [],
    explainedBy = [],
    stops = false,
    ofCluster = false,
    ...description
  } = definition;
  return {
    ...description,
    inFiles,
    explainedBy,
    stops,
    ofCluster,
    judge(facts) {
      const found = subject(facts);
      return found === undefined ? { notApplicable } : { violations: [...check(found, facts)] };
    },
  };
}
