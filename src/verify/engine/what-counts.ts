import { holdsReference } from '../kube/reference';
import { placeKey, placeOf } from '../read/field';
import type { RawFinding } from './finding';

/** What a finding hangs on is known: neither what stands at its place nor what it is compared with is a reference. */
export function isCertain({ violation: { at, expected, found } }: RawFinding): boolean {
  const place = placeOf(at);
  const value = place.inner === undefined ? place.object.textAt(...place.path) ?? '' : '';
  return ![value, expected, found].some(holdsReference);
}

/**
 * One cause, one finding: where a rule says what a value does to the wiring, a rule that only says that the value is wrong
 * keeps quiet.
 */
export function withoutEchoes<T extends RawFinding>(findings: readonly T[]): T[] {
  const key = ({ violation }: T) => placeKey(violation.at);
  const said = new Set(findings.filter(({ rule }) => rule.area !== 'values files').map(key));
  return findings.filter((finding) => finding.rule.area !== 'values files' || finding.rule.severity === 'info' || !said.has(key(finding)));
}
