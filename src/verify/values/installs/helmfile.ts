import { isObject } from '../../../common/data/json';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { folderOf, Install, Layer, ownValues } from './install';
import { setValue } from './set-value';

/**
 * The releases of a helmfile. Source: helmfile, `pkg/state/state.go`, `ReleaseSpec`: `values` in their order,
 * then `secrets`, then `set` and `setString`.
 */
export function helmfileInstalls(document: KubeObject): Install[] {
  const beside = folderOf(document.source.file);
  const repositories = new Map(
    document
      .listAt('repositories')
      .map(asObject)
      .map(({ name, url }) => [asText(name), asText(url)]),
  );
  return document.listAt('releases').map(asObject).flatMap((release, index): Install[] => {
    const chart = asText(release.chart);
    return chart === undefined ? [] : [{
      by: document,
      name: `release ${asText(release.name)} of ${document.source.file}`,
      chart,
      repository: repositories.get(chart.split('/')[0]) ?? chart,
      version: asText(release.version),
      namespace: asText(release.namespace),
      helmRelease: asText(release.name),
      layers: [
        ...chart.startsWith('.') ? ownValues(chart, [], beside) : [],
        ...layersOf(release, document.field('releases', index), beside),
      ],
      changedBy: CHANGES.filter((key) => release[key] !== undefined),
    }];
  });
}

/** Fields by which a release makes other objects of those of its chart. */
const CHANGES = ['postRenderer', 'strategicMergePatches', 'jsonPatches', 'transformers', 'forceNamespace'];

function layersOf(release: Readonly<Record<string, unknown>>, at: Field, beside: string): Layer[] {
  const values = asList(release.values).map((entry, position): Layer => {
    if (isObject(entry)) {
      return { kind: 'map', values: entry, at: at.child('values', position) };
    }
    const path = asText(entry) ?? '';
    return /\.gotmpl$|\{\{|^[a-z0-9+]+:[:/]/.test(path)
      ? {
        kind: 'unread',
        what: `${path}, which helmfile evaluates`,
        add: 'what "helmfile write-values" makes of it, with --values',
      }
      : { kind: 'file', path, beside };
  });
  const secrets = asList(release.secrets).map((entry): Layer => ({
    kind: 'unread',
    what: `${asText(entry)}, which is encrypted`,
    add: 'nothing, if it holds secrets alone',
    secret: true,
  }));
  const sets = ['set', 'setString'].flatMap((key) =>
    asList(release[key]).map(asObject).map((set, position) =>
      layerOf(set, at.child(key, position), key === 'setString')));
  return [...values, ...secrets, ...sets];
}

/** A value, else the text of a file, else a list. */
function layerOf(
  { name, value, file, values }: Readonly<Record<string, unknown>>, at: Field, asString: boolean,
): Layer {
  if (!asText(value) && asText(file)) {
    return { kind: 'unread', what: `the text of ${asText(file)}`, add: 'it with --values' };
  }
  const list = asList(values).map((item) => (asText(item) ?? '').replace(/[\\,]/g, '\\$&'));
  const text = asText(value) || (list.length > 0 ? `{${list.join(',')}}` : '');
  return { kind: 'set', sets: [setValue(asText(name) ?? '', text, at, asString)] };
}

/** Whether a document is a helmfile: releases, each with a chart. */
export function isHelmfile(document: KubeObject): boolean {
  return (
    document.apiVersion === ''
    && document.listAt('releases').some((release) => asText(asObject(release).chart) !== undefined)
  );
}
