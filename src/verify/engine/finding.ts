import { grouped } from '../../common/data/collections';
import { givenCluster } from '../kube/home';
import { identityText, objectText } from '../kube/kube-object';
import { Field, FieldOwner, placeKey, placeOf } from '../read/field';
import type { ObjectIdentity } from '../read/object-source';
import { headlineOf } from '../texts/headline';
import { remedyAt } from '../texts/remedy';
import type { RuleDescription } from '../texts/rule-description';
import type { Severity } from '../texts/severity';
import type { Rule, Violation } from './rule';

/** A violation with everything to fix it. Plain data. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** The headline: the fault in one line. */
  readonly message: string;
  readonly object: ObjectIdentity;
  /** The construct of the object, if the caller knows it. */
  readonly constructPath?: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Such as `spec.rules[0].host`, or `data["server.yaml"]: auth.userAuth.openId.clientId`. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  readonly symptom: string;
  readonly remediation: string;
  /** Other places with the same cause, if one finding covers all. */
  readonly also?: readonly OtherPlace[];
  /** Other related places, such as the client that a list lacks. @default none */
  readonly about?: readonly FoundPlace[];
  /** Faults that are consequences, and disappear with it: shown below it, not counted. */
  readonly consequences?: readonly Consequence[];
}

/** A consequence of a finding at another place. */
export interface Consequence extends FoundPlace {
  /** The rule that finds it there. */
  readonly rule: string;
  readonly message: string;
  readonly expected: string;
  readonly found: string;
}

export interface FoundPlace {
  readonly file: string;
  readonly line: number;
  readonly object: ObjectIdentity;
  readonly field: string;
}

/** Another place with the same cause. */
export interface OtherPlace extends FoundPlace {
  /** The expected value there. @default that of the finding */
  readonly expected?: string;
  /** The found value there. @default that of the finding */
  readonly found?: string;
}

/** A finding that an annotation or a config file suppresses. */
export interface SuppressedFinding extends Finding {
  readonly reason: string;
  /** The config file that suppresses it; absent for an annotation of the object. */
  readonly by?: string;
}

/** A violation with its rule, before lines are known. */
export interface RawFinding {
  readonly rule: RuleDescription & Pick<Rule, 'comesOf'>;
  readonly violation: Violation;
  /** Its consequences. @default none */
  readonly consequences?: readonly RawFinding[];
}

/** A finding with further consequences, and theirs. */
export function withConsequences<T extends RawFinding>(finding: T, more: readonly RawFinding[]): T {
  const all = more.flatMap(({ consequences = [], ...each }) => [each, ...consequences]);
  return all.length === 0 ? finding : { ...finding, consequences: [...finding.consequences ?? [], ...all] };
}

/** Containers share config files: findings with the same rule, place and text are one. */
export function distinct<T extends RawFinding>(findings: readonly T[]): T[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, violation: { at, expected, found } }) => {
    const key = JSON.stringify([rule.id, placeKey(at), expected, found]);
    return !seen.has(key) && seen.add(key);
  });
}

export function toFinding(
  { rule, violation, consequences = [] }: RawFinding,
  lineOf: (field: Field) => number,
  constructPathOf: (object: FieldOwner) => string | undefined,
): Finding {
  const { object, ...place } = foundAt(violation.at, lineOf);
  const constructPath = constructPathOf(placeOf(violation.at).object);
  const places = (fields: readonly Field[] = []) =>
    grouped(fields, placeKey).map(([field]) => foundAt(field, lineOf));
  const [also, about] = [places(violation.also), places(violation.restsOn)];
  return {
    rule: rule.id,
    severity: rule.severity,
    object,
    ...(constructPath === undefined ? {} : { constructPath }),
    ...place,
    ...told({ rule, violation }),
    symptom: violation.symptom ?? rule.symptom,
    remediation: remedyAt(rule.remedies, {
      object: violation.at.object,
      annotations: violation.at.object.annotations,
      inValues: placeOf(violation.at).object !== violation.at.object || rule.area === 'values files',
      path: placeOf(violation.at).path,
      values: { ...knownOf(violation), ...violation.values },
    }),
    ...(also.length > 0 ? { also } : {}),
    ...(consequences.length > 0 ? { consequences: distinct(consequences).map(consequence) } : {}),
    ...(about.length > 0 ? { about } : {}),
  };

  function consequence(raw: RawFinding): Consequence {
    return { rule: raw.rule.id, ...foundAt(raw.violation.at, lineOf), ...told(raw) };
  }
}

/** The text of a violation, one line per part. */
function told({ rule, violation }: RawFinding): Pick<Finding, 'message' | 'expected' | 'found'> {
  const known = knownOf(violation);
  return { message: headlineOf(rule, violation, known), expected: known.expected, found: known.found };
}

/** What texts can name of each violation. */
function knownOf({ at, expected, found }: Violation) {
  const place = placeOf(at);
  return {
    object: objectText(place.object),
    field: place.toString(),
    key: keyText(place),
    expected: visible(expected),
    found: visible(found),
  };
}

/** The last key of a place; for an annotation, its name without prefix. */
function keyText({ path, inner = path }: Field): string {
  const key = String(inner.filter((step) => typeof step === 'string').at(-1) ?? '');
  return path[1] === 'annotations' ? key.replace(/^[\w.-]+\//, '') : key;
}

function foundAt(field: Field, lineOf: (field: Field) => number): FoundPlace {
  const at = placeOf(field);
  const { object } = at;
  const { apiVersion, kind, namespace, name } = object;
  const cluster = givenCluster(object.cluster);
  return {
    object: { apiVersion, kind, ...cluster && { cluster }, ...namespace && { namespace }, name },
    file: object.source.file,
    line: object.lineOf?.(at) ?? lineOf(at),
    field: at.toString(),
  };
}

/** Invisible characters, such as a newline, or a non-breaking space from a web page. */
const INVISIBLE = /[\u0000-\u001f\u007f\u00a0\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]/g;

/** A text with all characters visible, as in YAML quotes. */
function visible(text: string): string {
  const shown = text.replace(INVISIBLE, (character) => character === '\n'
    ? '\\n'
    : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return shown === shown.trim() ? shown : `"${shown}"`;
}

/** By file, line, rule, object and field, so that the same input always gives the same order. */
export function inOrder<T extends Finding>(findings: readonly T[]): T[] {
  const keyOf = (finding: T) => [finding.rule, identityText(finding.object), finding.field, finding.found];
  return [...findings].sort(
    (a, b) => compare([a.file], [b.file]) || a.line - b.line || compare(keyOf(a), keyOf(b)),
  );
}

/**
 * The properties that show that findings of one rule have one cause, with the number of places needed: the
 * surest first.
 */
const ALIKE: readonly { readonly from: number; readonly key: (finding: Finding) => readonly unknown[] }[] = [
  { from: 2, key: (finding) => [objectKey(finding), finding.expected, finding.found] },
  { from: 2, key: (finding) => [objectKey(finding), finding.found, lastStep(finding.field)] },
  { from: 2, key: (finding) => [objectKey(finding), finding.found, aroundField(finding.field)] },
  { from: 3, key: (finding) => [objectKey(finding), finding.found] },
  { from: 3, key: ({ expected, found, symptom }) => [expected, found, symptom] },
  { from: 4, key: (finding) => [objectKey(finding), lastStep(finding.field)] },
  { from: 4, key: ({ found, field, symptom }) => [found, lastStep(field), symptom] },
  { from: 4, key: ({ expected, symptom }) => [expected, symptom] },
];

/** Merges findings of one rule with one cause. The first represents the others. */
export function folded<T extends Finding>(findings: readonly T[]): T[] {
  return ALIKE.reduce<readonly T[]>((left, { from, key }) => {
    const alike = (each: T) => JSON.stringify([each.rule, each.severity, ...key(each)]);
    const groups = grouped(left, alike).filter((group) => group.length > 1 && placesOf(group) >= from);
    const first = new Map(groups.map(([one, ...more]) => [one, more]));
    const rest = new Set([...first.values()].flat());
    return left.filter((finding) => !rest.has(finding)).map((finding) =>
      (first.has(finding) ? standingFor(finding, first.get(finding)!) : finding));
  }, findings) as T[];
}

function placesOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { also = [] }) => sum + 1 + also.length, 0);
}

function standingFor<T extends Finding>(finding: T, more: readonly T[]): T {
  const also = more.flatMap(({ file, line, object, field, expected, found, also: others = [] }) => [{
    ...{ file, line, object, field },
    ...(expected === finding.expected ? {} : { expected }),
    ...(found === finding.found ? {} : { found }),
  }, ...others]);
  const consequences = [finding, ...more].flatMap((each) => each.consequences ?? []);
  return {
    ...finding,
    also: [...finding.also ?? [], ...also],
    ...(consequences.length > 0 ? { consequences } : {}),
  };
}

function objectKey({ file, object }: Finding): string {
  return `${file} ${identityText(object)}`;
}

/** The map that contains a place. */
function aroundField(field: string): string {
  return field.replace(/(?:\.[^.[\]]+|\[[^\]]*\])$/, '');
}

/** The last key of a place: one chart value can be under one key in many objects. */
function lastStep(field: string): string {
  return field.replace(/\[\d+\]/g, '').replace(/^.*[.:\]]\s*(?=\S)/, '');
}

function compare(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((text, position) => text !== b[position]);
  const first = a[index] < b[index] ? -1 : 1;
  return index < 0 ? 0 : first;
}
