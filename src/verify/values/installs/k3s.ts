import { K3S_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { heldValues } from './held-values';
import { Around, inlineLayers, Install, Layer, nameOf } from './install';
import { setValue } from './set-value';

/** What k3s' HelmCharts install. */
export function k3sInstalls(around: Around): Install[] {
  const { group, chart, config } = K3S_INSTALLERS;
  return around.ofKind(group, chart).map((object) => {
    const over = around.ofKind(group, config)
      .filter((each) => each.name === object.name && sameHome(each, object));
    const sets = Object.entries(object.objectAt('spec', 'set')).map(([path, value]) => {
      const isString = typeof value === 'string' && !/^(true|false|null)$/i.test(value);
      return setValue(path, asText(value) ?? '', object.field('spec', 'set', path), isString);
    });
    return {
      by: object,
      name: nameOf(object),
      chart: object.textAt('spec', 'chart'),
      repository: object.textAt('spec', 'repo') ?? object.textAt('spec', 'chart'),
      version: object.textAt('spec', 'version'),
      namespace: object.textAt('spec', 'targetNamespace') ?? object.namespace,
      helmRelease: object.name,
      layers: [
        ...[object, ...over].flatMap((each) => layersOf(each, around)),
        ...(sets.length > 0 ? [{ kind: 'set', sets } as const] : []),
      ],
    };
  });
}

function layersOf(object: KubeObject, around: Around): Layer[] {
  const inline = ['valuesContent', 'values'].flatMap((key) =>
    inlineLayers(object.at('spec', key), object.field('spec', key)));
  const held = object.listAt('spec', 'valuesSecrets').map(asObject).flatMap(({ name, keys }) =>
    asList(keys).flatMap((key) =>
      heldValues(object, { kind: 'Secret', name: asText(name) ?? '', key: asText(key) ?? '' }, around)));
  return [...inline, ...held];
}
