import type { RuleDescription } from '../texts/rule-description';

/** Further input of a format besides the report. */
export interface FormatContext {
  readonly version: string;
  /** All rules that may be in the report. */
  readonly rules: readonly RuleDescription[];
  /** Terminal style; machine formats ignore it. */
  readonly style: Style;
  /** The screen of a reader. @default none; the output goes to a file or another program */
  readonly screen?: Screen;
  /** The results of the sign-in steps, for people. @default none */
  readonly steps?: string;
}

export interface Screen {
  readonly width: number;
  /** The lines of a file of the input; undefined if it is not available. */
  readonly linesOf: (file: string) => readonly string[] | undefined;
}

export type Style = (look: 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green', text: string) => string;

export const PLAIN: Style = (_, text) => text;
