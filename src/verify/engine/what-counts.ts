import { expectsLeftOpen } from '../kube/placeholder';
import { holdsReference } from '../kube/reference';
import { placeKey, placeOf } from '../read/field';
import type { RawFinding } from './finding';
import { SEVERITIES, Severity } from './severity';

/**
 * What a finding hangs on is known: neither what stands at its place nor what it is compared with is a
 * reference, or left open by its author: the placeholder is a finding of its own.
 */
export function isCertain({ violation: { at, expected, found } }: RawFinding): boolean {
  const place = placeOf(at);
  const value = place.inner === undefined ? place.object.textAt(...place.path) ?? '' : '';
  return ![value, expected, found].some(holdsReference) && !expectsLeftOpen(expected);
}

/**
 * One cause, one finding: of a rule that says what a value does to the wiring, and one that only says that
 * the value is wrong, the graver counts, and the first of two alike.
 */
export function withoutEchoes<T extends RawFinding>(findings: readonly T[]): T[] {
  const isOfValues = ({ rule }: T) => rule.area === 'values files' && rule.severity !== 'info';
  const gravest = (of: readonly T[]) => {
    const byPlace = new Map<string, number>();
    for (const { rule, violation } of of) {
      const key = placeKey(violation.at);
      byPlace.set(key, Math.min(gravity(rule.severity), byPlace.get(key) ?? SEVERITIES.length));
    }
    return byPlace;
  };
  const ofValues = gravest(findings.filter(isOfValues));
  if (ofValues.size === 0) {
    return [...findings];
  }
  const ofWiring = gravest(findings.filter(({ rule }) => rule.area !== 'values files'));
  return findings.filter((finding) => {
    const key = placeKey(finding.violation.at);
    const own = gravity(finding.rule.severity);
    return isOfValues(finding)
      ? own < (ofWiring.get(key) ?? Infinity)
      : finding.rule.area === 'values files' || own <= (ofValues.get(key) ?? Infinity);
  });
}

function gravity(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
