import type { Looks } from '../running/look';

/** What can be wrong when one sees a symptom. */
export interface Cause {
  /** What is wrong, and what sets it apart from the other causes, as a sentence. */
  readonly cause: string;
  /** Messages and codes by which this cause alone is known, and what people say who have it. */
  readonly words?: readonly string[];
}

/** A cause that a rule finds in files, or by asking the deployment: how to see and mend it, the rule says. */
export interface RuleCause extends Cause {
  readonly rule: string;
}

/** A cause that no rule finds: it is in the provider, in the network, or in what was done by hand. */
export interface OtherCause extends Cause {
  readonly remedy: string;
  readonly see?: Looks;
}

/** Something that one sees when authentication is broken. Plain data. */
export interface Symptom {
  /** Never changes once released: links refer to it. */
  readonly id: string;
  readonly title: string;
  /** Other words for it: messages as software writes them, and what people say. */
  readonly words: readonly string[];
  /** What to ask first, whatever the cause. */
  readonly see: Looks;
  /** The likeliest first. */
  readonly causes: readonly [RuleCause | OtherCause, ...(RuleCause | OtherCause)[]];
}

/** Symptoms of one place: who sees them, or when. */
export interface SymptomGroup {
  readonly title: string;
  readonly symptoms: readonly Symptom[];
}
