import { K3S_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { heldLayers } from './held-values';
import { Around, inlineLayers, Install, Layer, nameOf } from './install';
import { setLayers, setValues, withoutCommas } from './set-value';

/** What k3s' HelmCharts install. */
export function k3sInstalls(around: Around): Install[] {
  const { group, chart, config } = K3S_INSTALLERS;
  return around.ofKind(group, chart).map((object) => {
    const over = around.ofKind(group, config)
      .filter((each) => each.name === object.name && sameHome(each, object));
    const entries = Object.entries(object.objectAt('spec', 'set'));
    const setsOf = (isText: boolean) => entries.filter(([, value]) => isText === isTextOf(value))
      .flatMap(([path, value]) => {
        const line = `${path}=${withoutCommas(asText(value) ?? '')}`;
        return setValues(line, object.field('spec', 'set', path), isText);
      });
    return {
      by: object,
      name: nameOf(object),
      chart: object.textAt('spec', 'chart'),
      repository: object.textAt('spec', 'repo') ?? object.textAt('spec', 'chart'),
      version: object.textAt('spec', 'version'),
      namespace: object.textAt('spec', 'targetNamespace') ?? object.namespace,
      releaseName: object.name,
      layers: [
        ...[object, ...over].flatMap((each) => layersOf(each, around)),
        ...setLayers(setsOf(false), setsOf(true)),
      ],
    };
  });
}

/** Source: k3s-io/helm-controller, `pkg/controllers/chart/chart.go`, `args`. */
function isTextOf(value: unknown): boolean {
  return typeof value === 'string' && !/^(true|false|null)$/i.test(value);
}

function layersOf(object: KubeObject, around: Around): Layer[] {
  const inline = ['valuesContent', 'values'].flatMap((key) =>
    inlineLayers(object.at('spec', key), object.field('spec', key)));
  const held = object.listAt('spec', 'valuesSecrets').map(asObject).flatMap(({ name, keys, ignoreUpdates }) =>
    asList(keys).flatMap((key) =>
      heldLayers(object, {
        kind: 'Secret', name: asText(name) ?? '', key: asText(key) ?? '', optional: ignoreUpdates === true,
      }, around)));
  return [...inline, ...held];
}
