import { oncePer, oncePerName } from '../../common/data/collections';
import { copyOf, isObject, JsonObject, PathStep, pathText, valueAt } from '../../common/data/json';
import { isNear, slipOf } from '../../common/props/suggestion';
import type * as customResources from '../../contract/upstream/custom-resources';
import type { Shape } from '../../contract/upstream/custom-resources';
import { formerVersion } from '../../contract/upstream/kubernetes';
import { shapeOf } from './definition';
import { asList, asObject, asText } from './json-access';
import type { KubeObject } from './kube-object';

/** Why the API server refuses a custom resource, or drops a field of it. */
export interface SchemaFault {
  readonly kind: 'version' | 'kind' | 'unknown' | 'missing' | 'type' | 'choice';
  readonly path: readonly PathStep[];
  /** As phrases; for an unknown field or kind the intended name, and the given one. */
  readonly expected: string;
  readonly found: string;
  /** Whether `expected` is the value itself. */
  readonly exact?: boolean;
  /** The right place of a misplaced field. */
  readonly belongs?: readonly PathStep[];
}

/** API groups with kinds that guard, route, deliver or install: see `contract/upstream/custom-resources`. */
export const GROUPS: readonly string[] = [
  'external-secrets.io', 'traefik.io', 'gateway.networking.k8s.io', 'gateway.envoyproxy.io', 'argoproj.io',
  'helm.toolkit.fluxcd.io', 'kustomize.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io',
];

/** The group, or the one that it misspells. */
const groupMeant = oncePerName((group) =>
  (GROUPS.includes(group) ? group : GROUPS.find((each) => isNear(group, each))));

function bundled(): typeof customResources.CUSTOM_RESOURCES {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('../../contract/upstream/custom-resources') as typeof customResources).CUSTOM_RESOURCES;
}

/**
 * Faults that the API server finds in custom resources: by the CustomResourceDefinitions in the input,
 * otherwise by those of known releases. A cluster may run a newer release. So an unknown field is a fault
 * only if it misspells one of the same map or belongs to another map of the object, and an API version only
 * if it is older than all versions of the newest release.
 */
export class CustomResources {
  /** None for objects of a cluster, which accepted them. */
  public readonly faultsOf = oncePer((object: KubeObject) => (object.live ? [] : this.faults(object)));
  private readonly own: ReadonlyMap<string, KubeObject>;

  /** @param definitions the CustomResourceDefinitions of the input */
  public constructor(definitions: readonly KubeObject[]) {
    this.own = new Map(definitions.map((each) =>
      [`${each.textAt('spec', 'group')}/${each.textAt('spec', 'names', 'kind')}`, each]));
  }

  private faults({ group, kind, apiVersion, raw }: KubeObject): readonly SchemaFault[] {
    const former = formerVersion(apiVersion, kind);
    if (former !== undefined) {
      return [{ kind: 'version', path: ['apiVersion'], expected: former, found: apiVersion, exact: true }];
    }
    const meant = groupMeant(group);
    if (meant === undefined) {
      return [];
    }
    const version = apiVersion.slice(group.length + 1);
    const definition = this.own.get(`${group}/${kind}`);
    const { groups, shared } = bundled();
    const { kinds } = groups[meant];
    const versions = definition === undefined ? kinds[kind] : versionsOf(definition);
    if (versions === undefined) {
      const right = group === meant ? slipOf(kind, Object.keys(kinds)) : undefined;
      return right === undefined ? [] : [{
        kind: 'kind', path: ['kind'], expected: right, found: kind, exact: true,
      }];
    }
    const served = Object.keys(versions).sort((a, b) => rankOf(a) - rankOf(b));
    if (group === meant && served.includes(version)) {
      return new Walk(definition === undefined ? shared : []).faultsOf(raw, versions[version]);
    }
    const isLeftOver = group !== meant || definition !== undefined || rankOf(version) < rankOf(served[0]);
    const exact = definition === undefined;
    const expected = exact
      ? `${meant}/${served.at(-1)}`
      : `a version that the CRD in the input serves (${served.join(', ') || 'none'})`;
    return isLeftOver ? [{ kind: 'version', path: ['apiVersion'], expected, found: apiVersion, exact }] : [];
  }
}

function versionsOf(definition: KubeObject): Readonly<Record<string, Shape>> {
  return Object.fromEntries(definition.objectsAt('spec', 'versions')
    .filter(({ served }) => served === true)
    .map(({ name, schema }) => [asText(name) ?? '', shapeOf(asObject(schema).openAPIV3Schema)]));
}

/** The order of versions: `v1alpha2`, `v1beta1`, `v1`, `v2alpha1`. */
function rankOf(version: string): number {
  const [, major, stage = 'ga', minor = 0] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stages = ['alpha', 'beta', 'ga'];
  return major === undefined ? Infinity
    : Number(major) * 10_000 + stages.indexOf(stage) * 1000 + Number(minor);
}

/** An object as intended, as far as faults show: with the right kind, and fields in the right place. */
export function mended(raw: JsonObject, faults: readonly SchemaFault[]): JsonObject {
  const copy = copyOf(raw);
  for (const { path, expected, belongs, exact } of faults) {
    if (belongs !== undefined) {
      const [around, name] = [asObject(valueAt(copy, path.slice(0, -1))), path.at(-1)!];
      put(copy, belongs, around[name]);
      delete around[name];
    } else if (exact === true) {
      put(copy, path, expected);
    }
  }
  return copy;
}

/** Sets a value at a path of maps, and creates missing ones. */
function put(within: JsonObject, [step, ...below]: readonly PathStep[], value: unknown): void {
  if (below.length === 0) {
    within[step] = value;
  } else {
    const next = within[step] ??= typeof below[0] === 'number' ? [] : {};
    put(next as JsonObject, below, value);
  }
}

type Fields = Readonly<Record<string, Shape>>;

/** A map of an object, with its allowed fields. */
interface Place {
  readonly path: readonly PathStep[];
  readonly value: JsonObject;
  readonly fields: Fields;
}

/** Fields of every object, which a CustomResourceDefinition need not list. */
const EVERY: Fields = { apiVersion: '*', kind: '*', metadata: '*', status: '*' };

/** Fields of many maps, with different meanings. */
const COMMON: readonly string[] = [
  'name', 'namespace', 'kind', 'group', 'key', 'type', 'value', 'port', 'path', 'labels', 'annotations',
  'enabled',
];

const TYPES: Readonly<Record<string, { readonly text: string; accepts(value: unknown): boolean }>> = {
  s: { text: 'a text', accepts: (value) => typeof value === 'string' },
  i: { text: 'a whole number', accepts: Number.isInteger },
  n: { text: 'a number', accepts: (value) => typeof value === 'number' },
  b: { text: 'true or false', accepts: (value) => typeof value === 'boolean' },
  x: { text: 'a number or a text', accepts: (value) => ['number', 'string'].includes(typeof value) },
};

/** Checks an object against the schema of its kind. */
class Walk {
  private readonly faults: SchemaFault[] = [];

  public constructor(private readonly shared: readonly Shape[]) {}

  public faultsOf(raw: JsonObject, shape: Shape): readonly SchemaFault[] {
    this.visit(raw, isFields(shape) ? { ...shape, ...EVERY } : shape, [], []);
    return this.faults;
  }

  /** @param around the maps around the place, the outermost first */
  private visit(value: unknown, given: Shape, path: readonly PathStep[], around: readonly Place[]): void {
    const shape = this.resolved(given);
    // The API server treats null as absent.
    if (value === null || value === undefined || shape === '*') {
      return;
    }
    if (typeof shape === 'string') {
      this.visitScalar(value, shape, path);
    } else if (!isFields(shape)) {
      if (Array.isArray(value)) {
        value.forEach((entry, index) => this.visit(entry, shape[0], [...path, index], around));
      } else {
        this.mistyped(value, 'a list', path);
      }
    } else if (isObject(value)) {
      this.visitMap({ path, value, fields: shape }, around);
    } else {
      this.mistyped(value, 'a map', path);
    }
  }

  private visitScalar(value: unknown, shape: string, path: readonly PathStep[]): void {
    const choices = shape.startsWith('=') ? shape.slice(1).split('|') : undefined;
    const text = asText(value);
    if (choices === undefined || text === undefined) {
      const { text: expected, accepts } = TYPES[choices === undefined ? shape : 's'];
      if (!accepts(value)) {
        this.mistyped(value, expected, path);
      }
    } else if (text !== '' && !choices.includes(text)) {
      this.faults.push({ kind: 'choice', path, expected: `one of ${choices.join(', ')}`, found: text });
    }
  }

  private mistyped(value: unknown, expected: string, path: readonly PathStep[]): void {
    const quoted = expected === 'a text' && typeof value !== 'object' ? ` in quotes: "${String(value)}"` : '';
    this.faults.push({ kind: 'type', path, expected: `${expected}${quoted}`, found: typeText(value) });
  }

  private visitMap(map: Place, around: readonly Place[]): void {
    const { path, value, fields } = map;
    const inside = [...around, map];
    for (const [name, entry] of Object.entries(value)) {
      const shape = fieldOf(fields, name);
      if (shape !== undefined) {
        this.visit(entry, shape, [...path, name], inside);
      } else {
        this.unknown(name, map, around);
      }
    }
    // Elsewhere it may be a patch, which omits unchanged fields.
    if (path.some((step) => typeof step === 'number')) {
      this.missing(map);
    }
  }

  private missing({ path, value, fields }: Place): void {
    const lacking = Object.keys(fields).filter((field) => field.endsWith('!')).map(bare)
      .filter((name) => !Object.hasOwn(value, name));
    const meant = lacking.length === 0 ? []
      : this.faults.flatMap(({ belongs }) => (belongs === undefined ? [] : [pathText(belongs)]));
    for (const name of lacking) {
      const place = [...path, name];
      if (!meant.includes(pathText(place))) {
        this.faults.push({ kind: 'missing', path: place, expected: `the field ${name}`, found: 'none' });
      }
    }
  }

  private unknown(name: string, map: Place, around: readonly Place[]): void {
    const belongs = this.placeMeant(name, map, around);
    if (belongs !== undefined) {
      const [expected, found] = [belongs, [...map.path, name]].map(pathText);
      this.faults.push({ kind: 'unknown', path: [...map.path, name], expected, found, belongs });
    }
  }

  private placeMeant(name: string, map: Place, around: readonly Place[]): readonly PathStep[] | undefined {
    const near = slipOf(name, namesOf(map.fields).filter((each) => !Object.hasOwn(map.value, each)));
    if (near !== undefined) {
      return [...map.path, near];
    }
    const below = Object.entries(map.fields).flatMap(([field, shape]) =>
      this.within(map.value[bare(field)], shape, [...map.path, bare(field)]));
    const there = [...around, ...below].filter(({ fields, value }) =>
      fieldOf(fields, name) !== undefined && !Object.hasOwn(value, name));
    const present = there.filter(({ value }) => Object.keys(value).length > 0);
    const [first, ...more] = present.length > 0 ? present : there;
    const isClear = first !== undefined && more.length === 0 && !COMMON.includes(name);
    return isClear ? [...first.path, name] : undefined;
  }

  /** The map at a field, which may be missing; for a list of maps the first. */
  private within(value: unknown, given: Shape, path: readonly PathStep[]): Place[] {
    const shape = this.resolved(given);
    if (typeof shape === 'string' || Object.hasOwn(shape, '*')) {
      return [];
    }
    return isFields(shape)
      ? [{ path, value: asObject(value), fields: shape }]
      : this.within(asList(value)[0], shape[0], [...path, 0]);
  }

  private resolved(shape: Shape): Shape {
    return typeof shape === 'string' && shape.startsWith('#')
      ? this.resolved(this.shared[Number(shape.slice(1))])
      : shape;
  }
}

function isFields(shape: Shape): shape is Fields {
  return typeof shape === 'object' && !Array.isArray(shape);
}

/** The type of a field; for a map with any names, that of its values. */
function fieldOf(fields: Fields, name: string): Shape | undefined {
  const key = Object.hasOwn(fields, name) ? name : `${name}!`;
  return Object.hasOwn(fields, key) ? fields[key] : fields['*'];
}

function namesOf(fields: Fields): string[] {
  return Object.keys(fields).map(bare);
}

/** The name of a field that may be marked as required. */
function bare(field: string): string {
  return field.replace(/!$/, '');
}

/** The type of a value; a text may be a secret. */
function typeText(value: unknown): string {
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'a list' : 'a map';
  }
  return typeof value === 'string' ? 'a text' : `the ${typeof value} ${String(value)}`;
}
