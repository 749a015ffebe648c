// Tests: test/verify/model/coverage.test.ts
/** A check that was not possible. All texts are phrases without a full stop. */
export interface OpenQuestion {
  /** Such as `no flyteadmin in the input`. */
  readonly missing: string;
  /** The checks that were therefore not possible. */
  readonly question: string;
  /** What to add to the input. @default none; more input does not help */
  readonly add?: string;
  /** The command to run instead. @default none */
  readonly run?: string;
  /** Whether something given could not be read: then no findings does not mean no faults. */
  readonly asked?: boolean;
}

/** An open question as sentences, behind "Not checked". */
export function openText({ missing, question, add, run }: OpenQuestion): string {
  const remedy = [add === undefined ? [] : [`Add ${add}.`], run === undefined ? [] : [`Run ${run}.`]].flat();
  return `${question.charAt(0).toUpperCase()}${question.slice(1)}: ${missing}. ${remedy.join(' ')}`;
}
