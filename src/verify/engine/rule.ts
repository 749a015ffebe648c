import { allOf } from '../../common/data/collections';
import type { Model } from '../model/model';
import { Field, placeKey } from '../read/field';
import type { Told } from '../texts/headline';
import type { RuleDescription } from '../texts/rule-description';
import { RULE_TEXTS, RuleId } from '../texts/rule-texts';

/** A violation that a rule found; the engine adds the rest. */
export interface Violation extends Told {
  readonly at: Field;
  /** The right value, as a phrase without a full stop. Only for people: no logic reads it. */
  readonly expected: string;
  /** The wrong value, as a phrase without a full stop. Never a secret. Only for people: no logic reads it. */
  readonly found: string;
  /** Values of the input that determine the right value, if `restsOn` does not have their places. */
  readonly comparedWith?: readonly (string | undefined)[];
  /** The symptom at runtime, if the place knows it better than the rule. A sentence. */
  readonly symptom?: string;
  /**
   * Places that determine the expectation. If each of them has a finding, this violation is a consequence.
   */
  readonly restsOn?: readonly Field[];
  /** The right place of a misplaced key: findings that miss it there are consequences. */
  readonly belongs?: Field;
  /** The input after the fix: findings that it lacks are consequences. */
  readonly mended?: () => Model;
  /** Other places with the same cause. */
  readonly also?: readonly Field[];
  /** Keys missing at the place or next to it: a misplaced one of these is the cause. */
  readonly lacks?: readonly string[];
  /** Whether that is a map: everything that the map around it lacks then is a consequence. */
  readonly isMap?: boolean;
}

/** Violations, empty if there are none; or why the input cannot show it. */
export type Verdict<V = Violation> =
  { readonly violations: readonly V[] } | { readonly notApplicable: string };

/** A rule that failed itself. */
export interface Crash {
  readonly rule: string;
  readonly error: string;
}

/** The verdict of each rule. One that crashes has none, and does not affect the others. */
export function verdictsOn<R extends { readonly id: string }, V>(
  rules: readonly R[], judge: (rule: R) => V,
) {
  const verdicts = new Map<R, V>();
  const crashed: Crash[] = [];
  for (const each of rules) {
    const verdict = unlessCrashed(each, crashed, () => judge(each));
    if (verdict !== undefined) {
      verdicts.set(each, verdict);
    }
  }
  return { verdicts, crashed };
}

/** The result of a callback of a rule; undefined if it throws, which is recorded. */
export function unlessCrashed<T>(
  { id }: { readonly id: string }, crashed: Crash[], ask: () => T,
): T | undefined {
  try {
    return ask();
  } catch (error) {
    crashed.push({ rule: id, error: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** One cause of broken authentication. A rule is a pure function of the model. */
export interface Rule extends RuleDescription {
  /** Rules whose findings on the same object are the cause of those of this one. @default none */
  readonly comesOf?: readonly string[];
  judge(model: Model): Verdict;
}

/** The subjects of a rule, and its check of each. Its texts are in `texts/`. */
export interface RuleDefinition<Subject> {
  readonly comesOf?: readonly RuleId[];
  /** The subjects, as far as the input has them. */
  of(model: Model): readonly Subject[];
  each?(
    subject: Subject, model: Model, subjects: readonly Subject[],
  ): Violation | Iterable<Violation> | false | undefined;
  /** Violations of several subjects together; reported before those of single ones. */
  all?(subjects: readonly Subject[], model: Model): Iterable<Violation>;
  /**
   * The key by which violations of `each` are one, of which the first is reported. @default each is reported
   */
  cause?(violation: Violation, subject: Subject): string;
}

/** Reports the first of several violations at one place. */
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
      // All or nothing: partial violations of a rule that crashes do not count.
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
