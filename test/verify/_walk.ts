import { parse, parseAllDocuments } from 'yaml';
import type { Json } from './faults/_planes';

/** Everything that one may hand in of files that are whole: parts of them, and the same in other forms. */

export interface Text {
  readonly name: string;
  readonly text: string;
}

/** A part of the files, by what it is. */
export type Part = readonly [what: string, texts: readonly Text[]];

const isManifest = ({ name }: Text) => /\.k8s\.ya?ml$/.test(name);
const isValues = ({ name }: Text) => /\.values\.ya?ml$/.test(name);

export function manifestsOf(files: readonly Text[]): { readonly name: string; readonly objects: Json[] }[] {
  return files.filter(isManifest).map(({ name, text }) => ({
    name, objects: parseAllDocuments(text).map((document) => document.toJS() as Json).filter((object) => object !== null),
  }));
}

const written = (objects: readonly Json[]) => objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('');
const distinct = (words: readonly string[]) => [...new Set(words)].sort();

/** @param all what was synthesized, of which manifests and values are read */
export function partsOf(all: readonly Text[]): readonly Part[] {
  const files = all.filter((each) => isManifest(each) || isValues(each));
  const values = files.filter(isValues);
  const manifests = manifestsOf(files);
  const objects = manifests.flatMap((each) => each.objects);
  /** What is left of manifests beside all values. */
  const keeping = (keep: (object: Json) => boolean) => [
    ...values, ...manifests.map(({ name, objects: own }) => ({ name, text: written(own.filter(keep)) })).filter(({ text }) => text !== ''),
  ];
  const only = (keep: (object: Json) => boolean) => keeping(keep).filter(isManifest);
  const kinds = distinct(objects.map(({ kind }) => kind as string));
  const namespaces = distinct(objects.flatMap(({ metadata }) => (metadata.namespace as string | undefined) ?? []));
  const parts: Part[] = [
    ['whole', files],
    ['its manifests', files.filter(isManifest)],
    ['its values', values],
    ...files.map((file): Part => [`${file.name} alone`, [file]]),
    ...files.flatMap((file, index) => files.slice(index + 1).map((other): Part => [`${file.name} and ${other.name}`, [file, other]])),
    ...files.map((file): Part => [`all but ${file.name}`, files.filter((each) => each !== file)]),
    ...kinds.flatMap((kind): Part[] => [
      [`no ${kind}`, keeping((each) => each.kind !== kind)], [`its manifests without ${kind}`, only((each) => each.kind !== kind)], [`${kind} alone`, only((each) => each.kind === kind)],
    ]),
    ...namespaces.flatMap((namespace): Part[] => [
      [`nothing of ${namespace}`, keeping(({ metadata }) => metadata.namespace !== namespace)], [`${namespace} alone`, only(({ metadata }) => metadata.namespace === namespace)],
    ]),
    ['no secrets at all', keeping(({ kind }) => !(kind as string).endsWith('Secret'))],
    ['a List', [...values, ...manifests.map((each) => ({ name: each.name, text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: each.objects }) }))]],
    ['values as JSON', [...values.map(({ name, text }) => ({ name: name.replace(/\.ya?ml$/, '.json'), text: JSON.stringify(parse(text), null, 2) })), ...files.filter(isManifest)]],
    ['manifests in one file', [...values, { name: 'all.k8s.yaml', text: written(objects) }]],
  ];
  const seen = new Set<string>();
  return parts.filter(([, texts]) => {
    const key = JSON.stringify(texts);
    return texts.length > 0 && !seen.has(key) && seen.add(key);
  });
}
