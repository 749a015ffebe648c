import { SUPPRESSION_PREFIX } from '../../_internal/own-annotations';
import type { KubeObject } from '../kube/kube-object';
import type { FieldOwner } from '../read/field';
import { suppressions } from '../running/cluster-looks';
import type { RawFinding } from './finding';
import type { RuleDescription } from './rule';

/** What the engine itself reports about suppressions. They cannot be suppressed. */
export const SUPPRESSION_WITHOUT_REASON: RuleDescription = {
  id: 'suppression-without-reason',
  severity: 'error',
  area: 'suppression',
  title: 'A suppression says why.',
  symptom: 'A known fault stays in place and nobody remembers that it was accepted, or by whom.',
  explanation: 'An ignore annotation with an empty value silences nothing: the finding is reported as well.',
  remediation: 'Write the reason as the value of the annotation.',
  see: [suppressions('Each must have a reason behind it.')],
};

export const SUPPRESSION_UNUSED: RuleDescription = {
  id: 'suppression-unused',
  severity: 'warning',
  area: 'suppression',
  title: 'A suppression silences something.',
  symptom: 'A fault that comes back later is silenced by an annotation that was meant for an older one.',
  explanation: 'The rule of an ignore annotation found nothing on the object, or no rule has that id.',
  remediation: 'Remove the annotation, or correct the id of the rule in its name.',
  see: [suppressions('Each must name a rule that finds something on its object.')],
};

export const SUPPRESSION_RULES: readonly RuleDescription[] = [SUPPRESSION_WITHOUT_REASON, SUPPRESSION_UNUSED];

export interface Judged {
  readonly findings: readonly RawFinding[];
  readonly suppressed: readonly (RawFinding & { readonly reason: string })[];
}

/**
 * Sorts findings into reported and suppressed ones and judges the suppressions themselves.
 *
 * @param judged the rules that came to a verdict; a suppression of a rule that was skipped or not applicable is not unused
 * @param known every rule id, to tell a misspelt id from a rule that did not run
 */
export function applySuppressions(
  objects: readonly KubeObject[],
  findings: readonly RawFinding[],
  judged: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Judged {
  const reported: RawFinding[] = [];
  const suppressed: (RawFinding & { reason: string })[] = [];
  const hits = new Map<FieldOwner, Set<string>>();
  for (const finding of findings) {
    const { object } = finding.violation.at;
    const reason = object.annotations[`${SUPPRESSION_PREFIX}${finding.rule.id}`];
    if (reason !== undefined) {
      hits.set(object, (hits.get(object) ?? new Set()).add(finding.rule.id));
    }
    if (reason?.trim()) {
      suppressed.push({ ...finding, reason: reason.trim() });
    } else {
      reported.push(finding);
    }
  }
  for (const object of objects) {
    for (const name of suppressionsOf(object)) {
      const id = name.slice(SUPPRESSION_PREFIX.length);
      const at = object.annotationField(name);
      if (!object.annotations[name]?.trim()) {
        reported.push({ rule: SUPPRESSION_WITHOUT_REASON, violation: { at, expected: 'a reason', found: 'an empty value' } });
      } else if (!known.has(id)) {
        reported.push({ rule: SUPPRESSION_UNUSED, violation: { at, expected: 'the id of a rule', found: `the unknown id ${id}` } });
      } else if (judged.has(id) && !hits.get(object)?.has(id)) {
        reported.push({ rule: SUPPRESSION_UNUSED, violation: { at, expected: `a finding of ${id} to silence`, found: 'none on this object' } });
      }
    }
  }
  return { findings: reported, suppressed };
}

/** Looked up without building the annotation map: nearly no object has a suppression. */
function suppressionsOf(object: KubeObject): readonly string[] {
  return Object.keys(object.objectAt('metadata', 'annotations')).filter((name) => name.startsWith(SUPPRESSION_PREFIX));
}
