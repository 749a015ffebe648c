/** What could not be checked. Every text is a phrase without a full stop. */
export interface OpenQuestion {
  /** Such as `no flyteadmin in the input`. */
  readonly missing: string;
  /** What therefore was not checked. */
  readonly question: string;
  /** What to add to the input. @default none: more input does not answer it */
  readonly add?: string;
  /** What to run in its place. @default none */
  readonly run?: string;
  /** It names something that could not be read: no findings is then no clean bill. */
  readonly asked?: boolean;
}

/** An open question as sentences, behind "Not checked". */
export function openText({ missing, question, add, run }: OpenQuestion): string {
  const remedy = [add === undefined ? [] : [`Add ${add}.`], run === undefined ? [] : [`Run ${run}.`]].flat();
  return `${question.charAt(0).toUpperCase()}${question.slice(1)}: ${missing}. ${remedy.join(' ')}`;
}
