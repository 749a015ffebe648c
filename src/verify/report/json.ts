import { docsLink } from '../docs-link';
import type { Report } from '../verify';
import type { FormatContext } from './format-context';
import { printableJson } from './printable';

/** The whole report as data. Its shape is part of the public interface; `schemaVersion` changes with it. */
export function jsonReport(report: Report, { version }: FormatContext): string {
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
