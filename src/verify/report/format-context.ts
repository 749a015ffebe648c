import type { RuleDescription } from '../texts/rule-description';

/** What a format may need beside the report. */
export interface FormatContext {
  readonly version: string;
  /** Every rule that may appear in the report. */
  readonly rules: readonly RuleDescription[];
  /** Dresses text up for a terminal; formats for machines ignore it. */
  readonly style: Style;
  /** Where someone reads it at once. @default none: a file or another program gets it */
  readonly screen?: Screen;
  /** What became of each step of a sign-in, for people. @default none: nothing was asked */
  readonly steps?: string;
}

export interface Screen {
  readonly width: number;
  /** The lines of a file of the input; nothing where it is not available. */
  readonly linesOf: (file: string) => readonly string[] | undefined;
}

export type Style = (look: 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green', text: string) => string;

export const PLAIN: Style = (_, text) => text;
