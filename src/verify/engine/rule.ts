import { allOf } from '../../common/data/collections';
import type { Model } from '../model/model';
import { Field, placeKey } from '../read/field';
import type { Told } from '../texts/headline';
import type { RuleDescription } from '../texts/rule-description';
import { RULE_TEXTS, RuleId } from '../texts/rule-texts';

/** What a rule found; the engine adds the rest. */
export interface Violation extends Told {
  readonly at: Field;
  /** The right value, as a phrase without a full stop. For people: no logic reads it. */
  readonly expected: string;
  /** The wrong value, as a phrase without a full stop. Never a secret. For people: no logic reads it. */
  readonly found: string;
  /** Values of the input that decide what is right, where `restsOn` has not their places. */
  readonly comparedWith?: readonly (string | undefined)[];
  /** What one sees at runtime, where the place knows better than the rule. A sentence. */
  readonly symptom?: string;
  /** Places that say what is expected. Where each of them is found wrong itself, this is what comes of it. */
  readonly restsOn?: readonly Field[];
  /** Where a key belongs that no one reads at its place: what is missing there is missing because of it. */
  readonly belongs?: Field;
  /** The input once this is mended: what is not found in it is a consequence. */
  readonly mended?: () => Model;
  /** Other places of the same cause, for which this one is. */
  readonly also?: readonly Field[];
  /** Keys missing at the place or beside it: a misplaced one of these is the cause. */
  readonly lacks?: readonly string[];
  /** Whether that is a map: whatever the map around it lacks then is missing because of it. */
  readonly isMap?: boolean;
}

/** Violations, none where the rule holds; or the reason why the input cannot show whether it does. */
export type Verdict = { readonly violations: readonly Violation[] } | { readonly notApplicable: string };

/** One cause of broken authentication. A rule is a pure function of the model. */
export interface Rule extends RuleDescription {
  /** Rules whose findings are the cause of what this one finds of the same object. @default none */
  readonly comesOf?: readonly string[];
  judge(model: Model): Verdict;
}

/** What a rule judges one by one, and what is wrong with one. Its texts are in `texts/`. */
export interface RuleDefinition<Subject> {
  readonly comesOf?: readonly RuleId[];
  /** What the rule judges, as far as the input shows it. */
  of(model: Model): readonly Subject[];
  each?(
    subject: Subject, model: Model, subjects: readonly Subject[],
  ): Violation | Iterable<Violation> | false | undefined;
  /** What is wrong with some of them together; told before what is wrong with one. */
  all?(subjects: readonly Subject[], model: Model): Iterable<Violation>;
  /** What makes two violations of `each` one, of which the first is told. @default each is told */
  cause?(violation: Violation, subject: Subject): string;
}

/** Of several violations at one place the first is told. */
export const oncePerPlace = ({ at }: Violation) => placeKey(at);

export function rule<Subject>(id: RuleId, definition: RuleDefinition<Subject>): Rule {
  return describedRule(RULE_TEXTS[id], definition);
}

export function describedRule<Subject>(
  description: RuleDescription, definition: RuleDefinition<Subject>,
): Rule {
  const { of, all, comesOf } = definition;
  return {
    ...description,
    ...(comesOf === undefined ? {} : { comesOf }),
    judge(model) {
      const subjects = of(model);
      // All or nothing: violations of a rule that crashes half-way do not count.
      return subjects.length === 0 ? { notApplicable: description.skipped ?? '' } : {
        violations: [...all?.(subjects, model) ?? [], ...oneByOne(subjects, model, definition)],
      };
    },
  };
}

function oneByOne<Subject>(
  subjects: readonly Subject[], model: Model, { each, cause }: RuleDefinition<Subject>,
): Violation[] {
  const told = new Set<string>();
  const isNew = (violation: Violation, subject: Subject) => {
    const key = cause?.(violation, subject);
    return key === undefined || (!told.has(key) && told.add(key));
  };
  return subjects.flatMap((subject) =>
    allOf(each?.(subject, model, subjects)).filter((violation) => isNew(violation, subject)));
}
