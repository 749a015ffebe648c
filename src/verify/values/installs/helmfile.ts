import { isObject, JsonObject } from '../../../common/data/json';
import { asList, asObject, asObjects, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { folderOf, inlineLayers, Install, Layer } from './install';
import { setLayers, setValues, withoutCommas } from './set-value';

/** Whether a document is a helmfile: a list of releases, each with its chart. */
export function isHelmfile(document: KubeObject): boolean {
  return document.listAt('releases').some((release) => asText(asObject(release).chart) !== undefined);
}

/**
 * The charts that a helmfile installs: maps and files in order, then `set`.
 *
 * Source: helmfile, `pkg/state/state.go`, `ReleaseSpec`, `generateValuesFiles`.
 */
export function helmfileInstalls(document: KubeObject): Install[] {
  const { file } = document.source;
  const repositories = document.objectsAt('repositories');
  return document.objectsAt('releases').map((release, index): Install => {
    const at = document.field('releases', index);
    const chart = asText(release.chart);
    const name = asText(release.name);
    return {
      by: document,
      at,
      name: `release ${name} of ${file}`,
      chart,
      repository: asText(repositories.find((each) => chart?.startsWith(`${asText(each.name)}/`))?.url),
      version: asText(release.version),
      namespace: asText(release.namespace),
      releaseName: name,
      layers: layersOf(release, at, folderOf(file)),
    };
  });
}

function layersOf({ values, secrets, set }: JsonObject, at: Field, beside: string): Layer[] {
  const sets = asObjects(set).flatMap(({ name, value }, index) =>
    setValues(`${asText(name)}=${withoutCommas(asText(value) ?? '')}`, at.child('set', index)));
  return [
    ...asList(values).flatMap((entry, index): Layer[] => (isObject(entry)
      ? inlineLayers(entry, at.child('values', index))
      : [{ kind: 'file', path: asText(entry) ?? '', beside }])),
    ...asList(secrets).map((path): Layer => (
      { kind: 'unread', what: `${asText(path)}, which is encrypted`, add: 'its content', secret: true })),
    ...setLayers(sets),
  ];
}
