import type { Report } from '../verify';
import type { FormatContext } from './format-context';
import { githubReport } from './github';
import { jsonReport } from './json';
import { junitReport } from './junit';
import { sarifReport } from './sarif';
import { textReport } from './text';

/** Every format by its name on the command line. */
export const FORMATS: Readonly<Record<string, (report: Report, context: FormatContext) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
  github: githubReport,
};
