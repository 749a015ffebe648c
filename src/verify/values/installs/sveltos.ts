import { SVELTOS_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../../kube/json-access';
import { Around, Install, Layer, nameOf } from './install';
import { textLayers } from './templated';

/** What profiles of Sveltos install into the clusters that they select. */
export function sveltosInstalls({ ofKind }: Around): Install[] {
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
        layers: [
          ...asList(chart.valuesFrom).map((each) => held(asObject(each))),
          ...textLayers(asText(chart.values), object.field('spec', 'helmCharts', index, 'values'), 'Sveltos'),
        ],
      }];
    }));
}

/** All keys of it are values, and may be templates. */
function held({ kind, name }: Readonly<Record<string, unknown>>): Layer {
  return {
    kind: 'unread',
    what: `the ${asText(kind)} ${asText(name)}`,
    add: 'what it holds, with --values',
  };
}
