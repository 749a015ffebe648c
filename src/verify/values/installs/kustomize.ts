import { isObject, JsonObject } from '../../../common/data/json';
import { KUSTOMIZE_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { folderOf, Install, Layer } from './install';

/** What a kustomization inflates, or a generator of one. */
export function kustomizeInstalls(document: KubeObject): Install[] {
  const { apiVersion, kind } = KUSTOMIZE_INSTALLERS.generator;
  if (document.kind === kind && document.apiVersion === apiVersion) {
    return [installOf(document, document.raw, document.field())];
  }
  const namespace = document.textAt('namespace');
  return document.listAt('helmCharts').map(asObject).map((chart, index) =>
    installOf(document, { namespace, ...chart }, document.field('helmCharts', index)));
}

/** Whether a document is a kustomization: most say so by the name of their file alone. */
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
  const file = (path: unknown): Layer[] =>
    asText(path) ? [{ kind: 'file', path: asText(path)!, beside }] : [];
  const inline: Layer[] = isObject(chart.valuesInline)
    ? [{ kind: 'map', values: chart.valuesInline, at: at.child('valuesInline') }]
    : [];
  const base = file(chart.valuesFile);
  const merged: Record<string, Layer[]> = { merge: [...inline, ...base], replace: inline };
  return {
    by: document,
    name: `helmCharts of ${document.source.file}`,
    chart: asText(chart.name),
    repository: asText(chart.repo),
    version: asText(chart.version),
    namespace: asText(chart.namespace),
    layers: [
      ...(merged[asText(chart.valuesMerge) ?? ''] ?? [...base, ...inline]),
      ...asList(chart.additionalValuesFiles).flatMap(file),
    ],
  };
}
