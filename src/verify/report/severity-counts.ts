import { SEVERITIES, Severity } from '../texts/severity';
import { count } from './printable';

/** Such as `1 error` and `2 info`, the highest severity first. */
export function severityCounts(
  all: readonly { readonly severity: Severity }[],
): { readonly severity: Severity; readonly text: string }[] {
  return SEVERITIES.flatMap((severity) => {
    const { length } = all.filter((each) => each.severity === severity);
    const text = severity === 'info' ? `${length} info` : count(length, severity);
    return length === 0 ? [] : [{ severity, text }];
  });
}
