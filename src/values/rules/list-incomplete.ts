import { flyteadminSettings } from '../../verify/running/cluster-looks';
import { ValuesRule, show } from '../rule';
import { doesWorkOf } from '../template';

export const listIncomplete: ValuesRule = {
  id: 'values-list-incomplete',
  severity: 'error',
  area: 'values files',
  title: 'A list that overrides one of the chart\'s repeats its entries.',
  symptom: 'What the chart had in the list is gone after the upgrade.',
  explanation: 'Helm merges maps key by key, but replaces lists as a whole.',
  remediation: 'Repeat the missing entry in the list, or remove the list to take the chart\'s.',
  see: [
    flyteadminSettings('authorizedUris|scopes|- ', 'Entries that the chart brings are missing from the list.'),
  ],
  *check({ charts }) {
    for (const chart of charts) {
      for (const { path, chartList } of chart.contract.keys) {
        const list = chart.merged.get(path);
        if (!chartList || !Array.isArray(list)) {
          continue;
        }
        for (const entry of chartList.entries) {
          if (!list.some((item) => doesWorkOf(entry, item, chart.merged))) {
            yield { chart, path, expected: `the chart's entry ${show(entry)}`, found: 'a list without it', symptom: chartList.symptom };
          }
        }
      }
    }
  },
};
