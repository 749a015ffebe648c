import { isObject, JsonObject } from '../../../common/data/json';
import { UNION_SECRETS } from '../../../contract/union/secrets';
import { KUSTOMIZE_INSTALLERS } from '../../../contract/upstream/helm';
import { asList, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import type { OpenQuestion } from '../../read/open-question';
import { FileLayer, folderOf, Install, joined, Layer } from './install';

/** The charts that a kustomization or its generator inflates. */
export function kustomizeInstalls(document: KubeObject): Install[] {
  const { apiVersion, kind } = KUSTOMIZE_INSTALLERS.generator;
  if (document.kind === kind && document.apiVersion === apiVersion) {
    return [installOf(document, document.raw, document.field())];
  }
  const namespace = document.textAt('namespace');
  return document.objectsAt('helmCharts').map((chart, index) =>
    installOf(document, { namespace, ...chart }, document.field('helmCharts', index)));
}

/** Whether a document is a kustomization: most are only recognizable by the name of their file. */
export function isKustomization(document: KubeObject): boolean {
  const { group, kind, generator } = KUSTOMIZE_INSTALLERS;
  return (
    (document.group === group && document.kind === kind)
    || (document.apiVersion === generator.apiVersion && document.kind === generator.kind)
    || /(^|\/)kustomization\.ya?ml$/.test(document.source.file)
  );
}

function installOf(document: KubeObject, chart: JsonObject, at: Field): Install {
  const beside = folderOf(document.source.file);
  const file = (path: unknown): FileLayer[] =>
    asText(path) ? [{ kind: 'file', path: asText(path)!, beside }] : [];
  const inline: Layer[] = isObject(chart.valuesInline)
    ? [{ kind: 'map', values: chart.valuesInline, at: at.child('valuesInline') }]
    : [];
  const base = file(chart.valuesFile);
  const merged: Record<string, Layer[]> = { merge: [...inline, ...base], replace: inline };
  return {
    by: document,
    at,
    name: `helmCharts of ${document.source.file}`,
    chart: asText(chart.name),
    repository: asText(chart.repo),
    version: asText(chart.version),
    namespace: asText(chart.namespace),
    releaseName: asText(chart.releaseName),
    layers: [
      ...(merged[asText(chart.valuesMerge) ?? ''] ?? [...base, ...inline]),
      ...asList(chart.additionalValuesFiles).flatMap(file),
    ],
    unused: chart.valuesMerge === 'replace' ? base : [],
  };
}

/** Fields with which a kustomization changes its objects. */
const CHANGES = [
  'namePrefix', 'nameSuffix', 'patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements',
  'transformers',
];

/** The changes of a kustomization to Union's objects: they are verified as in their files. */
export function changedObjects(document: KubeObject, objects: readonly KubeObject[]): OpenQuestion[] {
  const { file } = document.source;
  const beside = folderOf(file);
  const paths = ['resources', 'bases'].flatMap((key) => document.listAt(key)).map(asText)
    .flatMap((path) => (path === undefined ? [] : joined(beside, path)));
  const taken = objects.filter(({ source }) =>
    paths.some((path) => joined(source.file) === path || joined(source.file).startsWith(`${path}/`)));
  const namespace = document.textAt('namespace');
  const moves = namespace !== undefined
    && taken.some((object) => object.namespace !== undefined && object.namespace !== namespace);
  const changes = [...moves ? ['namespace'] : [], ...CHANGES.filter((key) => document.at(key) !== undefined)];
  const isOfUnion = () => taken.some(({ raw }) => {
    const text = JSON.stringify(raw);
    return [...UNION_SECRETS].some((name) => text.includes(`"${name}"`));
  });
  return changes.length === 0 || !isOfUnion() ? [] : [{
    missing: `${file} changes its resources (${changes.join(', ')})`,
    question: 'the objects it builds',
    add: 'the output of "kubectl kustomize" in the place of the files',
  }];
}
