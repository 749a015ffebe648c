import type { RuleDescription } from '../rule';
import type { Report } from '../verify';
import { githubReport } from './github';
import { jsonReport } from './json';
import { junitReport } from './junit';
import { sarifReport } from './sarif';
import { textReport } from './text';

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

export const FORMATS: Readonly<Record<string, (report: Report, context: FormatContext) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
  github: githubReport,
};
