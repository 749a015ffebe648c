import { examineAsGuide, madeOf, withAnswer } from '..';
import { isObject, JsonObject } from '../../common/data/json';
import { parseManifests } from '../../verify/parse';
import { ValueSet } from '../../verify/values/value-set';
import { verify } from '../../verify/verify';
import { effectiveLeaves, leavesOf, manifestsIn, planeOfSet } from './facts';
import { holdsSecret } from './secret-values';

/** A value that stands and is not carried over. */
export interface LeftOut {
  readonly plane: string;
  readonly path: string;
  readonly reason: string;
}

/** The answers with what else stands in the values, as far as nothing speaks against it. */
export interface Carried {
  readonly answers: JsonObject;
  readonly leftOut: readonly LeftOut[];
  /** How many values stand in `extraValues`. */
  readonly count: number;
}

/** Values of one plane that may be carried over, by their paths. */
interface Carrying {
  readonly set: ValueSet;
  /** Of its plane in the answers: `controlPlane`, `dataPlanes[0]`. */
  readonly at: string;
  readonly values: Map<string, unknown>;
}

/** Rounds until what is refused is out: each takes at least one value out. */
const MAX_ROUNDS = 8;

/** Carries over what stands in the values and does not follow from the answers. */
export function carryOver(answers: JsonObject, standing: readonly ValueSet[]): Carried {
  const leftOut: LeftOut[] = [];
  const plain = setsOf(madeOf(answers).files);
  const guide = setsOf(examineAsGuide(answers).files);
  const carrying = standing.flatMap((set): Carrying[] => {
    const at = placeOf(set, standing, answers);
    const made = matching(set, plain);
    return at === undefined || made === undefined ? []
      : [{ set, at, values: candidates(set, made, matching(set, guide), leftOut) }];
  });
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const refused = refusals(withExtra(answers, carrying), carrying);
    if (refused.length === 0) {
      break;
    }
    refused.forEach(({ carried, path, reason }) => {
      carried.values.delete(path);
      leftOut.push({ plane: planeOfSet(carried.set), path, reason });
    });
  }
  const count = carrying.reduce((sum, { values }) => sum + values.size, 0);
  return { answers: withExtra(answers, carrying), leftOut, count };
}

function setsOf(files: ReturnType<typeof madeOf>['files']): readonly ValueSet[] {
  return parseManifests(manifestsIn(files)).valueSets;
}

/** The set of the same plane; the only one of its chart where names do not tell. */
export function matching(set: ValueSet, among: readonly ValueSet[]): ValueSet | undefined {
  const same = among.filter(({ chart }) => chart === set.chart);
  return same.find((other) => planeOfSet(other) === planeOfSet(set))
    ?? (same.length === 1 ? same[0] : undefined);
}

function placeOf(set: ValueSet, standing: readonly ValueSet[], answers: JsonObject): string | undefined {
  if (set.chart === 'controlplane') {
    return 'controlPlane';
  }
  const planes = (answers.dataPlanes ?? []) as { clusterName?: string }[];
  const own = planeOfSet(set);
  const named =
    planes.findIndex(({ clusterName }) => clusterName !== undefined && own === `dataplane ${clusterName}`);
  const index = named >= 0 ? named : standing.filter(({ chart }) => chart === 'dataplane').indexOf(set);
  return index < planes.length ? `dataPlanes[${index}]` : undefined;
}

const NO_SECRETS = 'a secret has no place in values; deliver it (docs/secret-delivery.md)';

/**
 * What stands and is not made. What the guide says where we depart from it is a fault of the guide, and
 * nobody's choice.
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
    if (holdsSecret(path, value)) {
      leftOut.push({ plane: planeOfSet(set), path, reason: NO_SECRETS });
    } else if (!path.split('.').some((step) => step === '')) {
      found.set(path, value);
    }
  }
  return found;
}

function withExtra(answers: JsonObject, carrying: readonly Carrying[]): JsonObject {
  return carrying.filter(({ values }) => values.size > 0).reduce<JsonObject>((all, { at, set, values }) =>
    withAnswer(all, `${at}.extraValues`, nested(set.merged.values, values)), answers);
}

/** The leaves in the order of the values that they come from; a key may hold a dot. */
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

interface Refusal {
  readonly carried: Carrying;
  readonly path: string;
  readonly reason: string;
}

/** What constructs do not take, and what the judge finds in what comes of it and not without. */
function refusals(answers: JsonObject, carrying: readonly Carrying[]): Refusal[] {
  const { files, problems } = madeOf(answers);
  const refused = problems.flatMap(({ path, text }) => pathsBelow(path, carrying)
    .map(([carried, each]) => ({
      carried, path: each, reason: `the constructs refuse it: ${text.replace(/^.*?(is|has|are) /, '$1 ')}`,
    })));
  if (problems.length > 0) {
    return refused;
  }
  const found = verify(manifestsIn(files)).findings.flatMap(({ rule, object, field, file, symptom }) =>
    // Files of a plane begin with the name of its chart.
    (object.kind === 'Values' ? carrying.filter(({ set }) => file.startsWith(set.chart)) : []).flatMap(
      (carried) =>
        [...carried.values.keys()].filter((path) => isNear(plainPath(field), path))
          .map((path) => ({ carried, path, reason: `${symptom} (rule ${rule})` })),
    ));
  return [...new Map(found.map((each) => [`${each.carried.at} ${each.path}`, each])).values()];
}

/** A path of a finding, as leaves have it. */
export function plainPath(field: string): string {
  return field.replace(/\["((?:[^"\\]|\\.)*)"\]/g, '.$1').replace(/^\./, '').replace(/\[\d+\]/g, '');
}

/** Whether one lies at or below the other. */
function isNear(place: string, path: string): boolean {
  return place === path || path.startsWith(`${place}.`) || place.startsWith(`${path}.`);
}

/**
 * The values at and below a place in the answers that something is wrong with; all of a plane where it is not
 * told.
 */
function pathsBelow(place: string, carrying: readonly Carrying[]): [Carrying, string][] {
  return carrying.flatMap((carried) => {
    const prefix = `${carried.at}.extraValues`;
    if (!place.startsWith(prefix)) {
      return [];
    }
    const below = place.slice(prefix.length + 1);
    return [...carried.values.keys()].filter((path) =>
      below === '' || path === below || path.startsWith(`${below}.`)
        || below.startsWith(`${path}.`) || below.startsWith(`${path}[`))
      .map((path): [Carrying, string] => [carried, path]);
  });
}
