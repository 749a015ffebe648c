import { examineAsGuide, isWithin, withAnswer } from '..';
import { oncePer, oncePerName } from '../../common/data/collections';
import { isObject, JsonObject } from '../../common/data/json';
import { mayHoldSecret } from '../../common/values/secret-values';
import { parseManifests } from '../../verify/parse';
import { ValueSet } from '../../verify/values/value-set';
import { verify } from '../../verify/verify';
import { Answers, dataPlanesIn } from '../answers';
import { effectiveLeaves, leavesOf, madeOnce, manifestsIn, planeOfSet } from './search';

/** A value of the input that is not carried over. */
export interface LeftOut {
  readonly plane: string;
  readonly path: string;
  readonly reason: string;
}

/** The answers with the other values, as far as nothing objects. */
export interface Carried {
  readonly answers: JsonObject;
  readonly leftOut: readonly LeftOut[];
  /** The number of values in `extraValues`. */
  readonly count: number;
}

/** Values of one plane to carry over, by path. */
interface Carrying {
  readonly set: ValueSet;
  /** Its plane in the answers: `controlPlane`, `dataPlanes.east`. */
  readonly at: string;
  readonly values: Map<string, unknown>;
}

/** A value to carry over. */
interface Leaf {
  readonly carrying: Carrying;
  readonly path: string;
}

/** An objection to the output. */
interface Objection {
  readonly id: string;
  /** Empty if a construct objects. */
  readonly rule: string;
  readonly reason: string;
  /** Whether it concerns this value. */
  names(leaf: Leaf): boolean;
}

/** Carries over values of the input that do not follow from the answers. */
export function carryOver(answers: JsonObject, standing: readonly ValueSet[]): Carried {
  const leftOut: LeftOut[] = [];
  const plain = setsOf(madeOnce(answers).files);
  const guide = setsOf(examineAsGuide(answers).files);
  const carrying = standing.flatMap((set): Carrying[] => {
    const at = placeOf(set, standing, answers);
    const made = matching(set, plain);
    return at === undefined || made === undefined ? []
      : [{ set, at, values: candidates(set, made, matching(set, guide), leftOut) }];
  });
  const extended = oncePer((kept: readonly Leaf[]) => withExtra(answers, kept));
  const { kept, refused } = accepted(carrying, objecting(answers, extended));
  refused.forEach((reason, { carrying: { set }, path }) =>
    leftOut.push({ plane: planeOfSet(set), path, reason }));
  return { answers: extended(kept), leftOut, count: kept.length };
}

/** The objections to values: of one rule, which takes a fraction of the time, or all. */
type Objecting = (kept: readonly Leaf[], rule?: string) => readonly Objection[];

/**
 * The values to which nothing objects. A value that an objection names is removed first; otherwise the
 * culprit is searched, and the values removed before are tried again without it.
 */
function accepted(
  all: readonly Carrying[], objections: Objecting,
): { readonly kept: readonly Leaf[]; readonly refused: ReadonlyMap<Leaf, string> } {
  const culprits = new Map<Leaf, string>();
  const leaves = all.flatMap((carrying) =>
    [...carrying.values.keys()].map((path): Leaf => ({ carrying, path })));
  for (;;) {
    const refused = new Map(culprits);
    let kept = leaves.filter((leaf) => !refused.has(leaf));
    // Each costs a synthesis and a verification.
    let found = objections(kept);
    for (let named = namedBy(found, kept); named.size > 0; named = namedBy(found, kept)) {
      named.forEach((reason, leaf) => refused.set(leaf, reason));
      kept = kept.filter((leaf) => !refused.has(leaf));
      found = objections(kept);
    }
    if (found.length === 0) {
      return { kept, refused };
    }
    const [{ rule, reason }] = found;
    culprits.set(culpritAmong(kept, (some) => objections(some, rule).length > 0), reason);
  }
}

function namedBy(objections: readonly Objection[], kept: readonly Leaf[]): ReadonlyMap<Leaf, string> {
  return new Map(objections.flatMap((objection) =>
    kept.filter((leaf) => objection.names(leaf)).map((leaf): [Leaf, string] => [leaf, objection.reason])));
}

/** The last value of the shortest prefix of the list with an objection. */
function culpritAmong(kept: readonly Leaf[], isRefused: (some: readonly Leaf[]) => boolean): Leaf {
  let [fine, wrong] = [0, kept.length];
  while (wrong - fine > 1) {
    const middle = Math.floor((fine + wrong) / 2);
    [fine, wrong] = isRefused(kept.slice(0, middle)) ? [fine, middle] : [middle, wrong];
  }
  return kept[wrong - 1];
}

function setsOf(files: ReturnType<typeof madeOnce>['files']): readonly ValueSet[] {
  return parseManifests(manifestsIn(files)).valueSets;
}

/** The values of the same plane; the only ones of its chart if names do not match. */
export function matching(set: ValueSet, among: readonly ValueSet[]): ValueSet | undefined {
  const same = among.filter(({ chart }) => chart === set.chart);
  return same.find((other) => planeOfSet(other) === planeOfSet(set))
    ?? (same.length === 1 ? same[0] : undefined);
}

function placeOf(set: ValueSet, standing: readonly ValueSet[], answers: JsonObject): string | undefined {
  if (set.chart === 'controlplane') {
    return 'controlPlane';
  }
  const planes = dataPlanesIn(answers as Partial<Answers>);
  const own = planeOfSet(set);
  const named =
    planes.findIndex(({ clusterName }) => clusterName !== undefined && own === `dataplane ${clusterName}`);
  const index = named >= 0 ? named : standing.filter(({ chart }) => chart === 'dataplane').indexOf(set);
  return planes[index]?.place;
}

const NO_SECRETS = 'values must not contain secrets; deliver it (docs/secret-delivery.md)';
const ENCRYPTED = 'SOPS decrypts it in its own file only: give Helm that file after the output\'s';
const NO_SECRET_OF_CHART = 'the chart would write its Secret over the delivered one at each upgrade '
  + '(docs/secret-delivery.md)';

/**
 * Values of the input that the output lacks. Values of the guide from which we depart are its faults, not a
 * choice.
 */
function candidates(
  set: ValueSet,
  made: ValueSet,
  guide: ValueSet | undefined,
  leftOut: LeftOut[],
): Map<string, unknown> {
  const ours = effectiveLeaves(made);
  const guides = guide && leavesOf(guide.merged.values);
  const theirs = effectiveLeaves(set);
  const found = new Map<string, unknown>();
  const isIdentity =
    new Set(set.contract.keys.filter(({ meaning }) => meaning !== undefined).map(({ path }) => path));
  const dead = new Set(set.contract.dead.map(({ path }) => path));
  for (const [path, text] of leavesOf(set.merged.values)) {
    const value = JSON.parse(text) as unknown;
    const isGuides = guides?.get(path) === text;
    if (ours.get(path) === theirs.get(path) || isIdentity.has(path) || dead.has(path) || isGuides) {
      continue;
    }
    if (mayHoldSecret(path, value)) {
      leftOut.push({ plane: planeOfSet(set), path, reason: NO_SECRETS });
    } else if (text.startsWith('"ENC[')) {
      leftOut.push({ plane: planeOfSet(set), path, reason: ENCRYPTED });
    } else if (set.chart === 'dataplane' && path === `${set.release._contract.dataPlane.secret}.create`) {
      leftOut.push({ plane: planeOfSet(set), path, reason: NO_SECRET_OF_CHART });
    } else if (!path.split('.').some((step) => step === '')) {
      found.set(path, value);
    }
  }
  return found;
}

function withExtra(answers: JsonObject, kept: readonly Leaf[]): JsonObject {
  const planes = new Set(kept.map(({ carrying }) => carrying));
  return [...planes].reduce<JsonObject>((all, carrying) => {
    const { at, set, values } = carrying;
    const own = kept.filter((leaf) => leaf.carrying === carrying)
      .map(({ path }): [string, unknown] => [path, values.get(path)]);
    return withAnswer(all, `${at}.extraValues`, nested(set.merged.values, new Map(own)));
  }, answers);
}

/** The leaves in the order of their values; a key can contain a dot. */
function nested(values: JsonObject, kept: ReadonlyMap<string, unknown>, above = ''): JsonObject {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    const path = above === '' ? key : `${above}.${key}`;
    if (isObject(value)) {
      const below = nested(value, kept, path);
      return Object.keys(below).length > 0 ? [[key, below]] : [];
    }
    return kept.has(path) ? [[key, kept.get(path)]] : [];
  }));
}

/** Objections to values, without those to the answers alone, which are computed on demand. */
function objecting(answers: JsonObject, extended: (kept: readonly Leaf[]) => JsonObject): Objecting {
  const before = oncePerName((rule) => new Set(objectionsTo(answers, rule).map(({ id }) => id)));
  return (kept, rule = '') => (kept.length === 0 ? []
    : objectionsTo(extended(kept), rule).filter(({ id }) => !before(rule).has(id)));
}

/** Errors of constructs, and findings in their output: of one rule, or all. */
function objectionsTo(answers: JsonObject, only: string): Objection[] {
  const { files, problems } = madeOnce(answers);
  if (problems.length > 0) {
    return problems.map(({ path, text, fault = text }) => ({
      id: JSON.stringify([path, text]),
      rule: '',
      reason: `the constructs refuse it: ${fault}`,
      names: ({ carrying, path: leaf }) => isWithin(path, `${carrying.at}.extraValues.${leaf}`),
    }));
  }
  return verify(manifestsIn(files), only === '' ? {} : { only: [only] }).findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, object, field, file, symptom }) => ({
      id: JSON.stringify([rule, file, object.kind, object.name, field]),
      rule,
      reason: `${symptom} (rule ${rule})`,
      // File names of a plane start with the name of its chart.
      names: ({ carrying: { set }, path }) =>
        object.kind === 'Values' && file.startsWith(set.chart) && isWithin(plainPath(field), path),
    }));
}

/** The path of a finding in the notation of leaves. */
export function plainPath(field: string): string {
  return field.replace(/\["((?:[^"\\]|\\.)*)"\]/g, '.$1').replace(/^\./, '').replace(/\[\d+\]/g, '');
}
