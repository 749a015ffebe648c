/** What came of one input. */
export type Outcome =
  /** As it should be. Inputs of one signature did the same, as far as one can see from outside. */
  | { readonly kind: 'fine'; readonly signature: string }
  /** A promise was broken, or an error got out that is none of ours. */
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'hang'; readonly message: string }
  | { readonly kind: 'memory'; readonly message: string }
  /** The process ended. */
  | { readonly kind: 'death'; readonly message: string };

export type Failure = Exclude<Outcome, { readonly kind: 'fine' }>;

/** Failures of one cause, as far as one can tell: numbers and quoted texts come from the input. */
export function causeOf({ kind, message }: Failure): string {
  const place = /\n\s+at (\S+)/.exec(message)?.[1] ?? '';
  return `${kind} ${shapeOf(message)} ${place}`.trimEnd();
}

/** A message without what it quotes from the input. */
export function shapeOf(message: string): string {
  return message.split('\n')[0].replace(/"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`/g, '"…"').replace(/\d+/g, '#').slice(0, 160);
}
