/** A text as a part of a pattern that finds it as it is. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What any of the expressions finds, by the flags of the first: a long one, a line an alternative. */
export function either(...alternatives: readonly RegExp[]): RegExp {
  return new RegExp(alternatives.map(({ source }) => source).join('|'), alternatives[0].flags);
}
