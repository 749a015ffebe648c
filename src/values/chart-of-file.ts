import { ChartName, ValuesContract } from '../contract/union/values-contract';
import { UnreadableValuesError, ValuesFile } from './values-file';

/** Top-level keys that only one of the charts has. */
const TELLING: Readonly<Record<ChartName, readonly string[]>> = {
  controlplane: ['flyte', 'services', 'configMap', 'ingress', 'controlplane', 'ingress-nginx'],
  dataplane: ['clusterresourcesync', 'config', 'executor', 'leaseworker', 'operator', 'proxy', 'flytepropeller', 'host', 'clusterName', 'orgName'],
};

/**
 * Which chart a file is for, by what it says.
 *
 * @throws UnreadableValuesError when the file does not tell.
 */
export function chartOf(file: ValuesFile, contracts: readonly ValuesContract[]): ChartName {
  const top = Object.keys(file.values);
  const scores = contracts.map(({ chart, keys, dead }) => {
    const own = [...keys, ...dead].filter(({ path }) => file.has(path)).length;
    return { chart, score: own + 100 * TELLING[chart].filter((key) => top.includes(key)).length };
  });
  const [best, second] = [...scores].sort((a, b) => b.score - a.score);
  if (best.score === 0 || best.score === second.score) {
    const reason = best.score === 0
      ? 'says nothing about authentication; it is no values file of Union\'s charts, or say which chart it is for with --plane'
      : 'may be for either chart; say which with --plane control or --plane data';
    throw new UnreadableValuesError([{ file: file.name, reason }]);
  }
  return best.chart;
}
