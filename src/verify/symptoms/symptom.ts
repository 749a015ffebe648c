import type { Looks } from '../running/look';

/** A possible cause of a symptom. */
export interface Cause {
  /** The fault, and how it differs from the other causes, as a sentence. */
  readonly cause: string;
  /** Messages and codes specific to this cause, and descriptions by users. */
  readonly words?: readonly string[];
}

/** A cause that a rule finds in files, or with live requests: the rule says how to confirm and fix it. */
export interface RuleCause extends Cause {
  readonly rule: string;
}

/** A cause without a rule: at the provider, in the network, or from manual changes. */
export interface OtherCause extends Cause {
  readonly remedy: string;
  readonly see?: Looks;
}

/** A visible failure of authentication. Plain data. */
export interface Symptom {
  /** Never changes once released: links refer to it. */
  readonly id: string;
  readonly title: string;
  /** Other words for it: messages of software, and descriptions by users. */
  readonly words: readonly string[];
  /** The first check, for any cause. */
  readonly see: Looks;
  /** The likeliest first. */
  readonly causes: readonly [RuleCause | OtherCause, ...(RuleCause | OtherCause)[]];
}

/** Symptoms by place: who sees them, or when. */
export interface SymptomGroup {
  readonly title: string;
  readonly symptoms: readonly Symptom[];
}
