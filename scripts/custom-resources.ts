/**
 * Writes `src/contract/upstream/custom-resources.json`, the fields of other projects' custom resources. New
 * releases are merged into the existing file, so that a release that is not available today remains known.
 * Arguments: a project and its release ('Gateway API' 1.5.0), with a folder or file of its definitions;
 * without arguments, the definitions available to the tests.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CUSTOM_RESOURCES as HELD } from '../e2e/tools/crds';
import { type ApiGroup, CUSTOM_RESOURCES, type Shape } from '../src/contract/upstream/custom-resources';
import { GROUPS } from '../src/verify/kube/custom-resource';
import { shapeOf } from '../src/verify/kube/definition';
import { argumentsOf } from './command';

const FILE = join(__dirname, '../src/contract/upstream/custom-resources.json');

type CustomResources = typeof CUSTOM_RESOURCES;

/** A CustomResourceDefinition, as its project ships it. */
interface CustomResourceDefinition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean; readonly schema?: { readonly openAPIV3Schema?: unknown } }[];
  };
}

/** Definitions of a release. */
interface Release {
  readonly project: string;
  readonly version: string;
  readonly definitions: readonly CustomResourceDefinition[];
}

export function releaseIn(project: string, version: string, path: string): Release {
  const files = statSync(path).isDirectory() ? readdirSync(path).filter((file) => /\.ya?ml$/.test(file)).map((file) => join(path, file)) : [path];
  const definitions = files.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')))
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .filter((each): each is CustomResourceDefinition => each?.kind === 'CustomResourceDefinition' && GROUPS.includes(each.spec.group));
  return { project, version, definitions };
}

/** The releases against which the tests validate our objects, if available on this machine. */
export function releasesHere(): Parameters<typeof releaseIn>[] {
  return HELD.flatMap(({ project, held }) => held.flatMap((tool): Parameters<typeof releaseIn>[] => {
    const path = tool.locate();
    return path === undefined ? [] : [[project, tool.version, path]];
  }));
}

/** The known fields merged with another release; merging a known release changes nothing. */
export function merged(known: CustomResources, { project, version, definitions }: Release): CustomResources {
  const groups = Object.fromEntries(Object.entries(known.groups).map(([name, group]) => [name, {
    ...group,
    kinds: mapped(group.kinds, (versions) => mapped(versions, (shape) => whole(shape, known.shared))),
  }]));
  for (const { spec: { group, names, versions } } of definitions) {
    const { releases, kinds } = groups[group] ?? { releases: [], kinds: {} };
    const isNewest = releases.every((other) => compare(other, version) <= 0);
    const served = Object.fromEntries(versions.filter((each) => each.served).map((each) => [each.name, shapeOf(each.schema?.openAPIV3Schema, TOP)]));
    const before = kinds[names.kind];
    const inOrder = Object.keys(isNewest || before === undefined ? served : before).sort();
    groups[group] = {
      project,
      releases: [...new Set([...releases, version])].sort(compare),
      kinds: sorted({
        ...kinds,
        [names.kind]: Object.fromEntries(inOrder.map((name) => [name, joined(before?.[name] ?? served[name], served[name] ?? before?.[name])])),
      }),
    };
  }
  return withShared(sorted(groups));
}

/** The fields of all objects. */
const TOP = ['apiVersion', 'kind', 'metadata', 'status'];

function mapped<T, U>(record: Readonly<Record<string, T>>, to: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** A shape that accepts everything that one of the two accepts. */
function joined(one: Shape, other: Shape): Shape {
  if (JSON.stringify(one) === JSON.stringify(other)) {
    return one;
  }
  if (typeof one === 'string' || typeof other === 'string') {
    return scalar(one, other);
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return [joined(one[0] as Shape, other[0] as Shape)];
  }
  const [a, b] = [fieldsOf(one), fieldsOf(other)];
  if (Array.isArray(one) || Array.isArray(other) || a.has('*') !== b.has('*')) {
    return '*';
  }
  return sorted(Object.fromEntries([...new Set([...a.keys(), ...b.keys()])].map((name) => {
    const [left, right] = [a.get(name), b.get(name)];
    const isRequired = left?.required === true && right?.required === true;
    return [`${name}${isRequired ? '!' : ''}`, joined((left ?? right)!.shape, (right ?? left)!.shape)];
  })));
}

function scalar(one: Shape, other: Shape): Shape {
  const both = [one, other];
  const choices = both.map((each) => (typeof each === 'string' && each.startsWith('=') ? each.slice(1).split('|') : undefined));
  const [a, b] = choices;
  if (a !== undefined && b !== undefined) {
    return `=${[...new Set([...a, ...b])].join('|')}`;
  }
  if (both.includes('s') && choices.some((each) => each !== undefined)) {
    return 's';
  }
  return both.every((each) => ['s', 'i', 'x'].includes(each as string)) ? 'x' : '*';
}

function fieldsOf(shape: Shape): Map<string, { shape: Shape; required: boolean }> {
  return new Map(Object.entries(shape).map(([name, each]: [string, Shape]) => [name.replace(/!$/, ''), { shape: each, required: name.endsWith('!') }]));
}

function inEach(shape: Shape, to: (inner: Shape) => Shape): Shape {
  const inLists = Array.isArray(shape) ? shape.map(to) : shape;
  return typeof inLists === 'string' || Array.isArray(inLists) ? inLists : mapped(inLists as Record<string, Shape>, to);
}

/** A shape without references. */
function whole(shape: Shape, shared: readonly Shape[]): Shape {
  if (typeof shape === 'string') {
    return shape.startsWith('#') ? whole(shared[Number(shape.slice(1))], shared) : shape;
  }
  return inEach(shape, (each) => whole(each, shared));
}

/** Writes long duplicate shapes only once. */
function withShared(groups: Readonly<Record<string, ApiGroup>>): CustomResources {
  const uses = new Map<string, number>();
  const count = (shape: Shape): void => {
    const text = JSON.stringify(shape);
    if (text.length >= 40) {
      uses.set(text, (uses.get(text) ?? 0) + 1);
      // Nested shapes count once, regardless of their parents.
      if (uses.get(text) === 1) {
        Object.values(shape).forEach(count);
      }
    }
  };
  const shapes = Object.values(groups).flatMap(({ kinds }) => Object.values(kinds).flatMap((versions) => Object.values(versions)));
  shapes.forEach(count);
  const numbers = new Map<string, number>();
  const shared: Shape[] = [];
  const short = (shape: Shape): Shape => {
    const text = JSON.stringify(shape);
    const isShared = (uses.get(text) ?? 0) > 1;
    const number = numbers.get(text);
    if (number !== undefined) {
      return `#${number}`;
    }
    if (isShared) {
      numbers.set(text, shared.push('') - 1);
    }
    const inside = inEach(shape, short);
    if (!isShared) {
      return inside;
    }
    shared[numbers.get(text)!] = inside;
    return `#${numbers.get(text)!}`;
  };
  return {
    groups: mapped(groups, (group) => ({ ...group, kinds: mapped(group.kinds, (versions) => mapped(versions, short)) })),
    shared,
  };
}

/** One line for each kind and each shared shape. */
export function textOf({ groups, shared }: CustomResources): string {
  const lines = (entries: readonly string[], indent: string) => entries.map((entry) => `${indent}${entry}`).join(',\n');
  const kinds = (group: ApiGroup) => lines(Object.entries(group.kinds).map(([kind, versions]) => `${JSON.stringify(kind)}: ${JSON.stringify(versions)}`), '        ');
  const all = Object.entries(groups).map(([name, group]) =>
    `${JSON.stringify(name)}: {\n      "project": ${JSON.stringify(group.project)},\n      "releases": ${JSON.stringify(group.releases)},\n      "kinds": {\n${kinds(group)}\n      }\n    }`);
  return `{\n  "groups": {\n${lines(all, '    ')}\n  },\n  "shared": [\n${lines(shared.map((each) => JSON.stringify(each)), '    ')}\n  ]\n}\n`;
}

if (require.main === module) {
  const [project, version, path] = argumentsOf(
    'npx tsx scripts/custom-resources.ts [PROJECT VERSION PATH]   Add the fields of a release of custom resources, or those at hand, to what is known');
  const releases: Parameters<typeof releaseIn>[] = path === undefined ? releasesHere() : [[project, version, path]];
  writeFileSync(FILE, textOf(releases.map((each) => releaseIn(...each)).reduce(merged, CUSTOM_RESOURCES)));
}
