import { groupsByKey, oncePer } from '../../common/data/collections';
import { isObject } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { holdsReference, isLeftOpen } from '../../common/values/placeholder';
import { asTexts } from '../kube/json-access';
import { identityText, KubeObject } from '../kube/kube-object';
import { isMasked } from '../kube/redacted';
import { Field, placeKey, placeOf, placesIn } from '../read/field';
import { SEVERITIES, Severity } from '../texts/severity';
import { RawFinding, withConsequences } from './finding';

/** False if a compared value is a reference, redacted, a placeholder, or not in the input. */
export function isCertain({ rule, violation: { at, restsOn = [], comparedWith = [] } }: RawFinding): boolean {
  if (rule.area !== 'values files' && isShownInPart(placeOf(at))) {
    return false;
  }
  const deciding = [...restsOn.flatMap(textsAt), ...comparedWith].filter((text) => text !== undefined);
  // Values in a cluster are final.
  const { object } = placeOf(at);
  const isUnknown = (text: string) =>
    (holdsReference(text) && !(object instanceof KubeObject && object.live)) || isMasked(text);
  return ![...textsAt(at), ...deciding].some(isUnknown) && !deciding.some(isLeftOpen);
}

/** A value, or the values of a list; if the values leave it empty, that of the object made of them. */
function textsAt(field: Field): readonly string[] {
  const texts = asTexts(placeOf(field).value);
  return texts.some((text) => text !== '') ? texts : asTexts(field.value);
}

/** Whether the input has only a part of the object around an empty place or a section. */
function isShownInPart({ object, path }: Field): boolean {
  const shown = object.partial === true ? object.at(...path) : '';
  return shown === undefined || isObject(shown);
}

/** Of a rule about a value's effect and one about the value itself, the more severe counts. */
export function withoutEchoes<T extends RawFinding>(findings: readonly T[]): T[] {
  const isOfValues = ({ rule }: T) => rule.area === 'values files' && rule.severity !== 'info';
  const gravest = (of: readonly T[]) =>
    new Map([...groupsByKey(of, ({ violation: { at } }) => placeKey(at))].map(([place, there]) =>
      [place, Math.min(...there.map(({ rule }) => gravity(rule.severity)))]));
  const ofValues = gravest(findings.filter(isOfValues));
  if (ofValues.size === 0) {
    return [...findings];
  }
  const wiring = findings.filter(({ rule }) => rule.area !== 'values files');
  const ofWiring = gravest(wiring);
  const byPlace = groupsByKey(wiring, ({ violation: { at } }) => placeKey(at));
  return findings.filter((finding) => {
    const key = placeKey(finding.violation.at);
    const own = gravity(finding.rule.severity);
    return isOfValues(finding)
      ? own < (ofWiring.get(key) ?? Infinity) && !isMissed(finding, (map) => byPlace.get(placeKey(map)) ?? [])
      : finding.rule.area === 'values files' || own <= (ofValues.get(key) ?? Infinity);
  });
}

/** Whether a finding about a section misses a key of it. */
function isMissed({ rule, violation }: RawFinding, saidOf: (map: Field) => readonly RawFinding[]): boolean {
  const { object, path, inner } = placeOf(violation.at);
  const [name] = path.slice(-1);
  return inner === undefined
    && object.at(...path) === undefined
    && saidOf(object.field(...path.slice(0, -1))).some((other) =>
      gravity(other.rule.severity) <= gravity(rule.severity) && lacksOf(other).includes(String(name)));
}

/** Removes findings about a missing key that is misplaced; the misplaced one has the same severity. */
export function withoutMisspelt<T extends RawFinding>(findings: readonly T[]): T[] {
  const gone = new Set<T>();
  const byObject = groupsByKey(findings, ({ violation: { at } }) => objectKey(at));
  const told = findings.map((finding) => {
    const { belongs, isMap } = finding.violation;
    const hidden = belongs === undefined ? []
      : (byObject.get(objectKey(belongs)) ?? [])
        .filter((other) => other !== finding && isMissedAt(belongs, other, isMap));
    hidden.forEach((other) => gone.add(other));
    const [severity] = [finding, ...hidden].map(({ rule }) => rule.severity)
      .sort((a, b) => gravity(a) - gravity(b));
    return { finding: withConsequences(finding, hidden), severity, original: finding };
  });
  return told.filter(({ original }) => !gone.has(original)).map(({ finding, severity }) =>
    severity === finding.rule.severity ? finding : { ...finding, rule: { ...finding.rule, severity } });
}

function objectKey(field: Field): string {
  return identityText(placeOf(field).object);
}

/**
 * Whether a finding of one object is about a place in it, something below, or a missing key of the map around
 * it.
 */
function isMissedAt(belongs: Field, finding: RawFinding, isMap = false): boolean {
  const { violation: { at } } = finding;
  const [place, right] = [placeOf(at), placeOf(belongs)];
  const [own, wanted] = [place.inner ?? place.path, right.inner ?? right.path];
  const [name, map] = [String(wanted.at(-1)), wanted.slice(0, -1)];
  const isLacked = lacksOf(finding).includes(name);
  const isSameText = right.inner === undefined
    ? place.inner === undefined
    : place.inner !== undefined && JSON.stringify(place.path) === JSON.stringify(right.path);
  const isWithin = isSameText && startsWith(own, wanted);
  // A section that no config file has is missing in any of them.
  const isAround = (isSameText || (right.inner !== undefined && place.inner?.length === 0))
    && own.length === map.length
    && startsWith(own, map)
    && (isMap || isLacked);
  const isBeside = isSameText && own.length === wanted.length && startsWith(own, map) && isLacked;
  return isWithin || isAround || isBeside;
}

/** The keys that a finding misses. */
function lacksOf({ violation: { at, lacks = [] } }: RawFinding): readonly string[] {
  return [...at.lacks, ...lacks];
}

function startsWith(path: readonly PathStep[], above: readonly PathStep[]): boolean {
  return above.every((step, index) => path[index] === step);
}

function gravity(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Removes findings whose expectation has a finding itself; the one with more places remains. */
export function withoutConsequences<T extends RawFinding>(findings: readonly T[]): T[] {
  const left = new Set(findings);
  const atPlace = groupsByKey(findings, ({ violation: { at } }) => placeKey(at));
  const isBlamed = (place: Field, by: T) => atPlace.get(placeKey(place))?.some((other) =>
    left.has(other) && other !== by && gravity(other.rule.severity) <= gravity(by.rule.severity)) ?? false;
  const weight = oncePer(({ violation: { restsOn = [] } }: T) => placesIn(restsOn));
  // The weakest first: a removed finding is no cause, so one of a cycle remains.
  for (const finding of [...findings].sort((a, b) => weight(a) - weight(b))) {
    const { restsOn = [] } = finding.violation;
    if (restsOn.length > 0 && restsOn.every((place) => isBlamed(place, finding))) {
      left.delete(finding);
    }
  }
  const causes = groupsByKey(findings.filter((each) => !left.has(each)), (finding) =>
    causeOf(finding, (place) => atPlace.get(placeKey(place)) ?? [], left));
  return [...left].map((finding) => withConsequences(finding, causes.get(finding) ?? []));
}

/** Removes findings that another rule's finding on the same object causes: headers behind a wrong guard. */
export function withoutFollowers<T extends RawFinding>(findings: readonly T[]): T[] {
  const byPart = groupsByKey(findings, ({ violation: { at } }) => partKey(at));
  const causeFor = oncePer(({ rule: { comesOf = [], severity }, violation: { at } }: T) =>
    (comesOf.length === 0 ? undefined : byPart.get(partKey(at))?.find(({ rule }) =>
      comesOf.includes(rule.id) && gravity(rule.severity) <= gravity(severity))));
  const causes = groupsByKey(findings, causeFor);
  const left = findings.filter((finding) => causeFor(finding) === undefined);
  const led = (finding: T): T[] => (causes.get(finding) ?? []).flatMap((each) => [each, ...led(each)]);
  return left.map((finding) => withConsequences(finding, led(finding)));
}

/** An object; for values, which contain a whole plane, the map around a place. */
function partKey(field: Field): string {
  const { object, path } = placeOf(field);
  return JSON.stringify([identityText(object), object.kind === 'Values' ? path.slice(0, 2) : []]);
}

/** The remaining cause of a finding, direct or indirect. */
function causeOf<T extends RawFinding>(
  finding: T, at: (place: Field) => readonly T[], left: ReadonlySet<T>, seen = new Set([finding]),
): T | undefined {
  const blamed = (finding.violation.restsOn ?? []).flatMap(at).filter((other) => !seen.has(other));
  blamed.forEach((other) => seen.add(other));
  return blamed.find((other) => left.has(other))
    ?? blamed.map((other) => causeOf(other, at, left, seen)).find((cause) => cause !== undefined);
}
