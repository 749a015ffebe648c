import { groupsByKey, oncePer } from '../../common/data/collections';
import { isObject } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { asTexts } from '../kube/json-access';
import { identityText, KubeObject } from '../kube/kube-object';
import { holdsReference, isLeftOpen } from '../kube/placeholder';
import { isMasked } from '../kube/redacted';
import { Field, placeKey, placeOf, placesIn } from '../read/field';
import { SEVERITIES, Severity } from '../texts/severity';
import { RawFinding, withConsequences } from './finding';

/** False where a value it compares is a reference, redacted, a placeholder, or not shown. */
export function isCertain({ rule, violation: { at, restsOn = [], comparedWith = [] } }: RawFinding): boolean {
  if (rule.area !== 'values files' && isShownInPart(placeOf(at))) {
    return false;
  }
  const deciding = [...restsOn.flatMap(textsAt), ...comparedWith].filter((text) => text !== undefined);
  // What a cluster has, no one replaces any more.
  const { object } = placeOf(at);
  const isUnknown = (text: string) =>
    (holdsReference(text) && !(object instanceof KubeObject && object.live)) || isMasked(text);
  return ![...textsAt(at), ...deciding].some(isUnknown) && !deciding.some(isLeftOpen);
}

/** A value, or the values of a list; where values leave it blank, what an object that is made of them has. */
function textsAt(field: Field): readonly string[] {
  const texts = asTexts(placeOf(field).value);
  return texts.some((text) => text !== '') ? texts : asTexts(field.value);
}

/** Whether a place has nothing, or a section, of an object that has more than the input shows. */
function isShownInPart({ object, path }: Field): boolean {
  const shown = object.partial === true ? object.at(...path) : '';
  return shown === undefined || isObject(shown);
}

/** Of a rule about a value's effect and one about the value itself, the graver counts. */
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

/** Whether what is said of the section that a key is not in asks for that key. */
function isMissed({ rule, violation }: RawFinding, saidOf: (map: Field) => readonly RawFinding[]): boolean {
  const { object, path, inner } = placeOf(violation.at);
  const [name] = path.slice(-1);
  return inner === undefined
    && object.at(...path) === undefined
    && saidOf(object.field(...path.slice(0, -1))).some((other) =>
      gravity(other.rule.severity) <= gravity(rule.severity) && lacksOf(other).includes(String(name)));
}

/** Without what is missing because its key is misplaced; the misplaced one is as grave. */
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

/** Whether a finding of one object is about a place in it, what is below, or what the map around it lacks. */
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
  // A section that no config file has is missed in any of them.
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

/** Without findings whose expectation is found wrong itself; the one with more places counts. */
export function withoutConsequences<T extends RawFinding>(findings: readonly T[]): T[] {
  const left = new Set(findings);
  const atPlace = groupsByKey(findings, ({ violation: { at } }) => placeKey(at));
  const isBlamed = (place: Field, by: T) => atPlace.get(placeKey(place))?.some((other) =>
    left.has(other) && other !== by && gravity(other.rule.severity) <= gravity(by.rule.severity)) ?? false;
  const weight = oncePer(({ violation: { restsOn = [] } }: T) => placesIn(restsOn));
  // The weakest first: what is gone blames no one, so that of a circle one is left.
  for (const finding of [...findings].sort((a, b) => weight(a) - weight(b))) {
    const { restsOn = [] } = finding.violation;
    if (restsOn.length > 0 && restsOn.every((place) => isBlamed(place, finding))) {
      left.delete(finding);
    }
  }
  const causes = new Map<T, T[]>();
  for (const finding of findings.filter((each) => !left.has(each))) {
    const cause = causeOf(finding, (place) => atPlace.get(placeKey(place)) ?? [], left);
    if (cause !== undefined) {
      causes.set(cause, [...causes.get(cause) ?? [], finding]);
    }
  }
  return [...left].map((finding) => withConsequences(finding, causes.get(finding) ?? []));
}

/** Without what comes of what another rule says of the same object: headers behind a guard that is wrong. */
export function withoutFollowers<T extends RawFinding>(findings: readonly T[]): T[] {
  const byPart = groupsByKey(findings, ({ violation: { at } }) => partKey(at));
  const causes = new Map<T, T[]>();
  const isFollowing = (finding: T): boolean => {
    const { rule: { comesOf = [], severity }, violation: { at } } = finding;
    const cause = comesOf.length === 0 ? undefined : byPart.get(partKey(at))?.find(({ rule }) =>
      comesOf.includes(rule.id) && gravity(rule.severity) <= gravity(severity));
    if (cause !== undefined) {
      causes.set(cause, [...causes.get(cause) ?? [], finding]);
    }
    return cause !== undefined;
  };
  const left = findings.filter((finding) => !isFollowing(finding));
  const led = (finding: T): T[] => (causes.get(finding) ?? []).flatMap((each) => [each, ...led(each)]);
  return left.map((finding) => withConsequences(finding, led(finding)));
}

/** An object; of values, which hold all of a plane, the map that a place is in. */
function partKey(field: Field): string {
  const { object, path } = placeOf(field);
  return JSON.stringify([identityText(object), object.kind === 'Values' ? path.slice(0, 2) : []]);
}

/** What is left of the findings that one rests on, itself or by what they rest on. */
function causeOf<T extends RawFinding>(
  finding: T, at: (place: Field) => readonly T[], left: ReadonlySet<T>, seen = new Set([finding]),
): T | undefined {
  const blamed = (finding.violation.restsOn ?? []).flatMap(at).filter((other) => !seen.has(other));
  blamed.forEach((other) => seen.add(other));
  return blamed.find((other) => left.has(other))
    ?? blamed.map((other) => causeOf(other, at, left, seen)).find((cause) => cause !== undefined);
}
