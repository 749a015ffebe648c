import type { RuleDescription } from '../engine/rule';

/** What a format may need beside the report. */
export interface FormatContext {
  /** Version of this package. */
  readonly version: string;
  /** Every rule that may appear in the report. */
  readonly rules: readonly RuleDescription[];
  /** Dresses text up for a terminal; formats for machines ignore it. */
  readonly style: Style;
}

export type Style = (look: 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green', text: string) => string;

export const PLAIN: Style = (_, text) => text;
