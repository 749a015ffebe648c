import type { JsonObject } from '../../../common/data/json';
import { SVELTOS_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { heldLayers } from './held-values';
import { Around, inlineLayers, Install, Layer, nameOf } from './install';
import { textLayers } from './templated';

/** What profiles of Sveltos install into the clusters that they select. */
export function sveltosInstalls(around: Around): Install[] {
  const { ofKind } = around;
  const { group, kinds } = SVELTOS_INSTALLERS;
  return kinds.flatMap((kind) => ofKind(group, kind)).flatMap((object) =>
    object.listAt('spec', 'helmCharts').flatMap((entry, index) => {
      const chart = asObject(entry);
      return chart.helmChartAction === 'Uninstall' ? [] : [{
        by: object,
        name: `${nameOf(object)}, ${asText(chart.releaseName)}`,
        chart: asText(chart.chartName),
        repository: asText(chart.repositoryURL),
        version: asText(chart.chartVersion),
        namespace: asText(chart.releaseNamespace),
        releaseName: asText(chart.releaseName),
        layers: [
          ...textLayers(asText(chart.values), object.field('spec', 'helmCharts', index, 'values'), 'Sveltos'),
          ...held(object, asList(chart.valuesFrom).map(asObject), around),
        ],
      }];
    }));
}

/**
 * All keys of each are values, which win over those of the profile; last those that are templates. Source:
 * projectsveltos/addon-controller, `controllers/handlers_helm.go`, `getInstantiatedValues`.
 */
function held(by: KubeObject, references: readonly JsonObject[], around: Around): Layer[] {
  const all = references.map((reference) => heldIn(by, reference, around));
  return [false, true].flatMap((isTemplate) =>
    all.filter((each) => each.isTemplate === isTemplate).flatMap(({ layers }) => layers));
}

function heldIn(
  by: KubeObject, { kind, name, namespace, optional }: JsonObject, around: Around,
): { readonly isTemplate: boolean; readonly layers: readonly Layer[] } {
  const reference = { kind: asText(kind) ?? '', name: asText(name) ?? '', namespace: asText(namespace) };
  const home = { cluster: by.cluster, namespace: reference.namespace || by.namespace };
  const holder = around.ofKind('', reference.kind)
    .find((each) => each.name === reference.name && sameHome(each, home));
  const keys = ['data', 'stringData'].flatMap((section) => Object.keys(holder?.objectAt(section) ?? {}));
  const isTemplate = holder?.annotations[SVELTOS_INSTALLERS.template] !== undefined;
  const missing: Layer = {
    kind: 'unread',
    what: `the ${reference.kind} ${reference.name}`,
    add: 'its content, with --values',
    secret: optional === true,
  };
  const layers = [...new Set(keys)].sort().flatMap((key) =>
    heldLayers(by, { ...reference, key }, around, {
      text: ({ text, at }) => (isTemplate ? textLayers(text, at, 'Sveltos') : inlineLayers(text, at)),
      file: (file) => [{ kind: 'file', ...file }],
    }));
  return { isTemplate, layers: keys.length === 0 ? [missing] : layers };
}
