import { allOf } from '../../common/data/collections';
import type { ObjectIdentity } from '../../verify/read/object-source';
import type { Told } from '../../verify/texts/headline';
import type { RuleDescription } from '../../verify/texts/rule-description';
import type { HttpAnswer } from '../ask/http';
import type { Facts } from '../probes/facts';
import { answerText } from '../probes/reading';
import { RULE_TEXTS, RuleId } from '../texts/rule-texts';

/** What a rule found on a running deployment. */
export interface LiveViolation extends Told {
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
  /** Where one of these was found, this one may be its consequence and is not reported. */
  readonly explainedBy: readonly LiveRule[];
  /** Whether there is nothing more to ask where it fires. */
  readonly stops: boolean;
  /** Whether the cluster shows it, whatever the deployment answers. */
  readonly ofCluster: boolean;
  judge(facts: Facts): LiveVerdict;
}

/** What a rule judges, and what is wrong with it. Its texts are in `texts/`. */
export interface LiveRuleDefinition<Subject> {
  readonly explainedBy?: readonly LiveRule[];
  readonly stops?: boolean;
  readonly ofCluster?: boolean;
  /** Why there is no verdict where there is nothing to judge, as a sentence. */
  readonly otherwise: string;
  /** What the rule judges, as far as the facts show it. */
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

/** The names of others to which the same happens, at the end of what was found. */
export function likewise(names: readonly string[], most: number): string {
  const left = names.length > most ? ` and ${names.length - most} more` : '';
  return names.length === 0 ? '' : `; likewise ${names.slice(0, most).join(', ')}${left}`;
}

/** What was asked, the part of the answer, and what that should and does say. */
export function wrong(at: string, field: string, expected: string, found: string): LiveViolation {
  return { at, field, expected, found };
}

/** An answer that came with another status than it should. */
export function unexpected(answer: HttpAnswer, expected: string): LiveViolation {
  return wrong(answer.url.href, 'status', expected, answerText(answer));
}
