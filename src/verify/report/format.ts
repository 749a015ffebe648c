import { docsLink } from '../docs-link';
import type { Report } from '../verify';
import type { FormatContext } from './format-context';
import { githubReport } from './github';
import { junitReport } from './junit';
import { printableJson } from './printable';
import { sarifReport } from './sarif';
import { textReport } from './text';

/**
 * The whole report as data. Its structure is part of the public interface; `schemaVersion` changes with it.
 */
function jsonReport(report: Report, { version }: FormatContext): string {
  const withDocs = <T extends { readonly rule: string }>(entries: readonly T[]) =>
    entries.map((entry) => ({ ...entry, docs: docsLink(entry.rule) }));
  const document = {
    schemaVersion: 1,
    tool: { name: 'cdk8s-union-auth', version },
    ...report,
    findings: withDocs(report.findings),
    suppressed: withDocs(report.suppressed),
  };
  return printableJson(document);
}

/** All formats, by name on the command line. */
export const FORMATS: Readonly<Record<string, (report: Report, context: FormatContext) => string>> = {
  text: textReport, json: jsonReport, sarif: sarifReport, junit: junitReport, github: githubReport,
};
