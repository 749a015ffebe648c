import type { Model } from '../model/model';
import type { Field } from '../read/field';
import type { Told } from '../texts/headline';
import type { RuleDescription } from '../texts/rule-description';
import { RULE_TEXTS, RuleId } from '../texts/rule-texts';
import type { ValueSet } from '../values/value-set';

/** What a rule found; the engine adds the rest. */
export interface Violation extends Told {
  /** The place to mend. */
  readonly at: Field;
  /** What must stand there, as a phrase without a full stop. */
  readonly expected: string;
  /** What stands there, as a phrase without a full stop. Never a secret value. */
  readonly found: string;
  /** What one sees at runtime, where the place knows better than the rule. A sentence. */
  readonly symptom?: string;
  /** Places that say what is expected. Where each of them is found wrong itself, this is what comes of it. */
  readonly restsOn?: readonly Field[];
  /** Where a key belongs that nobody reads at its place: what is missing there is missing because of it. */
  readonly belongs?: Field;
  /** Other places of the same cause, for which this one stands. */
  readonly also?: readonly Field[];
  /** Whether that is a map: whatever the map around it lacks then is missing because of it. */
  readonly isMap?: boolean;
}

/** Violations, none where the rule holds; or the reason why the input cannot show whether it does. */
export type Verdict = { readonly violations: readonly Violation[] } | { readonly notApplicable: string };

/** One cause of broken authentication. A rule is a pure function of the model. */
export interface Rule extends RuleDescription {
  judge(model: Model): Verdict;
}

/** What a rule's file says; its texts are in `texts/`. */
export interface RuleDefinition<Subject> {
  /** Why the input cannot show whether the rule holds when there is no subject, as a sentence. */
  readonly notApplicable: string;
  /** What the rule judges, as far as the input shows it. */
  subjects(model: Model): readonly Subject[];
  check(subjects: readonly Subject[], model: Model): Iterable<Violation>;
}

export function defineRule<Subject>(id: RuleId, definition: RuleDefinition<Subject>): Rule {
  return describedRule(RULE_TEXTS[id], definition);
}

/** A rule with texts of its own. */
export function describedRule<Subject>(
  description: RuleDescription,
  { subjects, notApplicable, check }: RuleDefinition<Subject>,
): Rule {
  return {
    ...description,
    judge(model) {
      const found = subjects(model);
      // All or nothing: violations of a rule that crashes half-way do not count.
      return found.length === 0 ? { notApplicable } : { violations: [...check(found, model)] };
    },
  };
}

/** What the file of a rule says that judges the values of each plane by themselves. */
export interface ValuesRuleDefinition {
  check(set: ValueSet): Iterable<Violation>;
}

/** Such a rule asks what no object shows that the chart makes of the values. */
export function defineValuesRule(id: RuleId, { check }: ValuesRuleDefinition): Rule {
  return defineRule(id, {
    subjects: (model) => model.valueSets,
    notApplicable: 'No values of Union\'s charts in the input.',
    check: (sets) => sets.flatMap((set) => [...check(set)]),
  });
}
