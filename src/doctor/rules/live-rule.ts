import { allOf } from '../../common/data/collections';
import type { Verdict } from '../../verify/engine/rule';
import type { ObjectIdentity } from '../../verify/read/object-source';
import type { Told } from '../../verify/texts/headline';
import type { RuleDescription } from '../../verify/texts/rule-description';
import type { HttpAnswer } from '../ask/http';
import type { Facts } from '../probes/facts';
import { answerText } from '../probes/reading';
import { RULE_TEXTS, RuleId } from '../texts/rule-texts';

/** A fault of a running deployment. */
export interface LiveViolation extends Told {
  /** The URL of the request, or the method of the call. */
  readonly at: string;
  /** The object of the cluster, if it concerns one. */
  readonly object?: ObjectIdentity;
  /** The part of the answer: `status`, `Location`, a parameter, a claim. */
  readonly field: string;
  /** A phrase without a full stop. */
  readonly expected: string;
  /** A phrase without a full stop. Never a secret; remote text is `quoted`. */
  readonly found: string;
}

/** One cause of broken authentication, as seen from outside. A pure function of the facts. */
export interface LiveRule extends RuleDescription {
  readonly inFiles: readonly string[];
  /** Rules whose findings explain this one, which is then not reported. */
  readonly explainedBy: readonly LiveRule[];
  /** Whether it stops the examination. */
  readonly stops: boolean;
  /** Whether it concerns the cluster, not the answers of the deployment. */
  readonly ofCluster: boolean;
  judge(facts: Facts): Verdict<LiveViolation>;
}

/** The subject of a rule, and its check. Its texts are in `texts/`. */
export interface LiveRuleDefinition<Subject> {
  readonly explainedBy?: readonly LiveRule[];
  readonly stops?: boolean;
  readonly ofCluster?: boolean;
  /** Why there is no verdict without a subject, as a sentence. */
  readonly otherwise: string;
  /** The subject, as far as the facts show it. */
  of(facts: Facts): Subject | undefined;
  each(subject: Subject, facts: Facts): LiveViolation | Iterable<LiveViolation> | false | undefined;
}

export function liveRule<Subject>(id: RuleId, definition: LiveRuleDefinition<Subject>): LiveRule {
  const { of, each, otherwise, explainedBy = [], stops = false, ofCluster = false } = definition;
  return {
    inFiles: [],
    ...RULE_TEXTS[id],
    explainedBy,
    stops,
    ofCluster,
    judge(facts) {
      const subject = of(facts);
      return subject === undefined
        ? { notApplicable: otherwise }
        : { violations: allOf(each(subject, facts)) };
    },
  };
}

/** The names of others with the same fault, as the end of what was found. */
export function likewise(names: readonly string[], most: number): string {
  const left = names.length > most ? ` and ${names.length - most} more` : '';
  return names.length === 0 ? '' : `; likewise ${names.slice(0, most).join(', ')}${left}`;
}

/** The request, the part of the answer, and its expected and found value. */
export function wrong(at: string, field: string, expected: string, found: string): LiveViolation {
  return { at, field, expected, found };
}

/** An answer with another status than expected. */
export function unexpected(answer: HttpAnswer, expected: string): LiveViolation {
  return wrong(answer.url.href, 'status', expected, answerText(answer));
}
