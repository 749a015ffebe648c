/** What could not be judged. Every text is a phrase without a full stop. */
export interface OpenQuestion {
  /** Such as `no flyteadmin in the input`. */
  readonly missing: string;
  /** What therefore was not judged. */
  readonly question: string;
  /** What to add to the input. */
  readonly add: string;
  /**
   * Whether the input plainly asks about it: it names something that could not be read. No findings is then
   * no clean bill. @default false
   */
  readonly asked?: boolean;
}

/** An open question as one phrase. */
export function openText({ missing, question, add }: OpenQuestion): string {
  return `${missing}: ${question} not judged; add ${add}`;
}
