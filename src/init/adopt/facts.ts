import { madeOf, MadeFile } from '..';
import { isObject, JsonObject } from '../../common/data/json';
import { oncePer } from '../../common/data/once-per';
import type { ManifestText } from '../../common/yaml/input';
import type { KubeObject } from '../../verify/kube/kube-object';
import { clusterOfValues } from '../../verify/model/cluster-names';
import { parseManifests } from '../../verify/parse';
import { EffectiveValues } from '../../verify/values/effective-values';
import type { ValueSet } from '../../verify/values/value-set';

/** What a set of texts says, leaf by leaf: two that say the same have the same facts. */
export type Facts = ReadonlyMap<string, string>;

/** What an API server or a tool adds to an object; nobody writes it. */
const OF_SERVER = new Set([
  'status',
  'metadata.managedFields',
  'metadata.uid',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.selfLink',
  'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
]);

export function factsOf(objects: readonly KubeObject[], valueSets: readonly ValueSet[]): Facts {
  const facts = new Map<string, string>();
  valueSets.forEach((set) =>
    effectiveLeaves(set).forEach((value, path) => facts.set(`${planeOfSet(set)}\n${path}`, value)));
  objects.forEach((object) =>
    leavesOf(object.raw).forEach((value, path) => facts.set(`${nameOf(object)}\n${path}`, value)));
  return facts;
}

/** What answers make: what stands is compared with it again and again, and each costs a synthesis. */
export const madeOnce = oncePer((answers: JsonObject) => madeOf(answers));

/** The facts of what would be written. */
export function factsOfFiles(files: readonly MadeFile[]): Facts {
  const { objects, valueSets } = parseManifests(manifestsIn(files));
  return factsOf(objects, valueSets);
}

/**
 * Those that the judge reads; client files and schemas are not among them. Manifests become JSON: to write
 * YAML takes most of a search, which makes everything dozens of times.
 */
export function manifestsIn(files: readonly MadeFile[]): ManifestText[] {
  return files.filter(({ path }) => /\.(k8s|values)\.yaml$/.test(path))
    .map((file) => ({ name: file.path, text: file.documents ? listOf(file.documents) : file.text }));
}

function listOf(items: readonly unknown[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** How many places differ. */
export function distance(a: Facts, b: Facts): number {
  let differing = 0;
  a.forEach((value, key) => { differing += b.get(key) === value ? 0 : 1; });
  b.forEach((_, key) => { differing += a.has(key) ? 0 : 1; });
  return differing;
}

/** The plane that a set of values is for: `controlplane`, `dataplane east`. */
export function planeOfSet(set: ValueSet): string {
  const cluster = clusterOfValues(set);
  return cluster === undefined ? set.chart : `${set.chart} ${cluster}`;
}

export function nameOf({ kind, group, namespace, name }: KubeObject): string {
  return `${kind}${group === '' ? '' : `.${group}`} ${namespace ?? ''}/${name}`;
}

/** What the chart works with, leaf by leaf, by dotted path. */
export function effectiveLeaves(set: ValueSet): ReadonlyMap<string, string> {
  const values = new EffectiveValues(set);
  const top = [...new Set([...Object.keys(set.contract.defaults), ...Object.keys(set.merged.values)])];
  return leavesOf(Object.fromEntries(top.map((key) => [key, values.at(key)])));
}

/** The leaves of a map as JSON, by dotted path; lists are leaves. */
export function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  collect(value, '', leaves);
  return leaves;
}

function collect(value: unknown, path: string, leaves: Map<string, string>): void {
  if (OF_SERVER.has(path) || value === undefined || value === null) {
    return;
  }
  if (isObject(value)) {
    Object.entries(value)
      .forEach(([key, entry]) => collect(entry, path === '' ? key : `${path}.${key}`, leaves));
  } else {
    leaves.set(path, JSON.stringify(value));
  }
}
