import { escaped } from '../../common/data/texts';
import { SUPPRESSION_PREFIX } from '../../contract/own-annotations';
import { asObject } from '../kube/json-access';
import { identityText, inClusterText } from '../kube/kube-object';
import { Field, FieldOwner, placeKey, placeOf } from '../read/field';
import type { ObjectIdentity } from '../read/object-source';
import type { RuleDescription } from '../texts/rule-description';
import { RULE_TEXTS } from '../texts/rule-texts';
import type { FileSuppression } from './config-file';
import type { RawFinding, SuppressedFinding } from './finding';

/** Findings of the engine about suppressions. They cannot be suppressed. */
const SUPPRESSION_WITHOUT_REASON = RULE_TEXTS['suppression-without-reason'];
const SUPPRESSION_UNUSED = RULE_TEXTS['suppression-unused'];
const SUPPRESSION_EXPIRED = RULE_TEXTS['suppression-expired'];

export const SUPPRESSION_RULES: readonly RuleDescription[] = [
  SUPPRESSION_WITHOUT_REASON, SUPPRESSION_UNUSED, SUPPRESSION_EXPIRED,
];

/** A suppressed finding. */
export type Accepted = RawFinding & Pick<SuppressedFinding, 'reason' | 'by'>;

export interface Judged {
  readonly findings: readonly RawFinding[];
  readonly suppressed: readonly Accepted[];
  /** Entries of the config file for objects that are not in the input: they may be for other input. */
  readonly idle: readonly FileSuppression[];
}

export interface Suppressible {
  readonly objects: readonly FieldOwner[];
  readonly findings: readonly RawFinding[];
  /** Rules with a verdict: suppressions of others are not unused. */
  readonly judged: ReadonlySet<string>;
  /** All rule IDs, to distinguish a misspelt ID from a rule that did not run. */
  readonly known: ReadonlySet<string>;
}

/** Applies annotations and a config file, and checks the suppressions themselves. */
export function applySuppressions(
  input: Suppressible, entries: readonly FileSuppression[] = [], today = '',
): Judged {
  const byAnnotation = applyAnnotations(input);
  const byFile = applyFile({ ...input, findings: byAnnotation.findings }, entries, today);
  return {
    findings: [...byFile.findings, ...byAnnotation.faults],
    suppressed: [...byAnnotation.suppressed, ...byFile.suppressed],
    idle: byFile.idle,
  };
}

function applyAnnotations(
  { objects, findings, judged, known }: Suppressible,
): Omit<Judged, 'idle'> & { readonly faults: RawFinding[] } {
  const reported: RawFinding[] = [];
  const suppressed: Accepted[] = [];
  const hits = new Set<string>();
  for (const finding of findings) {
    const { object } = finding.violation.at;
    const name = `${SUPPRESSION_PREFIX}${finding.rule.id}`;
    const reason = object.annotations[name];
    if (reason !== undefined) {
      hits.add(placeKey(annotationOf(object, name)));
    }
    if (reason?.trim()) {
      suppressed.push({ ...finding, reason: reason.trim() });
    } else {
      reported.push(finding);
    }
  }
  const faults = objects.flatMap((object) =>
    suppressionsOf(object).flatMap((name) => faultOf(object, name, { hits, judged, known }) ?? []));
  return { findings: reported, suppressed, faults };
}

/** The fault of an annotation that suppresses a rule: no reason, no such rule, or nothing to suppress. */
function faultOf(
  object: FieldOwner,
  name: string,
  { hits, judged, known }: Pick<Suppressible, 'judged' | 'known'> & { readonly hits: ReadonlySet<string> },
): RawFinding | undefined {
  const id = name.slice(SUPPRESSION_PREFIX.length);
  const at = annotationOf(object, name);
  if (!object.annotations[name]?.trim()) {
    return {
      rule: SUPPRESSION_WITHOUT_REASON,
      violation: { at, expected: 'a reason', found: 'an empty value', values: { rule: id } },
    };
  }
  const unused = (expected: string, found: string, headline = '') =>
    ({ rule: SUPPRESSION_UNUSED, violation: { at, expected, found, headline, values: { rule: id } } });
  if (!known.has(id)) {
    return unused('the id of a rule', `the unknown id ${id}`, 'unknown');
  }
  const isIdle = judged.has(id) && !hits.has(placeKey(at));
  return isIdle ? unused(`a finding of ${id} to silence`, 'none on this object') : undefined;
}

function annotationOf(object: FieldOwner, name: string): Field {
  return object.field('metadata', 'annotations', name);
}

/** The object of a finding, and the one where it is reported. */
function ownersOf({ violation: { at } }: RawFinding): readonly FieldOwner[] {
  return [at.object, placeOf(at).object];
}

function applyFile(
  { objects, findings, judged }: Suppressible, entries: readonly FileSuppression[], today: string,
): Judged {
  const faults: RawFinding[] = [];
  const idle: FileSuppression[] = [];
  let open: readonly RawFinding[] = findings;
  const suppressed: Accepted[] = [];
  for (const entry of entries) {
    const { rule, object, reason, expires, field: at } = entry;
    const matches = objectPattern(object);
    const hits = open.filter((finding) => finding.rule.id === rule && ownersOf(finding).some(matches));
    if (expires !== undefined && expires < today) {
      const expected = `a day that is not past, for ${rule} on ${object}`;
      const values = { rule, suppressed: object };
      faults.push({ rule: SUPPRESSION_EXPIRED, violation: { at, expected, found: expires, values } });
    } else if (hits.length > 0) {
      open = open.filter((finding) => !hits.includes(finding));
      hits.forEach((hit) => suppressed.push({ ...hit, reason, by: at.object.source.file }));
    } else if (judged.has(rule) && objects.some(matches)) {
      const expected = `a finding of ${rule} on ${object} to silence`;
      faults.push({ rule: SUPPRESSION_UNUSED, violation: { at, expected, found: 'none', values: { rule } } });
    } else if (judged.has(rule)) {
      idle.push(entry);
    }
  }
  return { findings: [...open, ...faults], suppressed, idle };
}

/** Without building the annotation map: nearly no object has a suppression. */
function suppressionsOf(object: FieldOwner): readonly string[] {
  return Object.keys(asObject(object.at('metadata', 'annotations')))
    .filter((name) => name.startsWith(SUPPRESSION_PREFIX));
}

/** `apps/v1/Deployment union-cp/flyteadmin`, or without version or namespace; `*` matches any text. */
export function objectPattern(pattern: string): (object: ObjectIdentity) => boolean {
  const regex = new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's');
  return (object) => {
    const { kind, name } = object;
    const namespaced = object.namespace === undefined ? name : `${object.namespace}/${name}`;
    return [identityText(object), inClusterText(object), `${kind} ${namespaced}`, `${kind} ${name}`]
      .some((text) => regex.test(text));
  };
}
