import { show } from '../../common/values/show';
import { doesWorkOf, readBy } from '../../common/values/template';
import { defineValuesRule } from '../engine/rule';
import { flyteadminSettings } from '../running/cluster-looks';

export const valuesListIncomplete = defineValuesRule({
  id: 'values-list-incomplete',
  severity: 'error',
  title: 'A list that overrides one of the chart\'s repeats its entries.',
  symptom: 'What the chart had in the list is gone after the upgrade.',
  explanation: 'Helm merges maps key by key, but replaces lists as a whole.',
  remediation: 'Repeat the missing entry in the list, or remove the list to take the chart\'s.',
  see: [
    flyteadminSettings(
      'authorizedUris|scopes|- ', 'Entries that the chart brings are missing from the list.',
    ),
  ],
  *check(set) {
    for (const { path, chartList } of set.contract.keys) {
      const list = set.get(path);
      if (!chartList || !Array.isArray(list)) {
        continue;
      }
      for (const entry of chartList.entries) {
        if (!list.some((item) => doesWorkOf(entry, item, set.merged))) {
          yield {
            at: set.field(path),
            expected: `the chart's entry ${show(entry)}`,
            found: 'a list without it',
            symptom: chartList.symptom,
            restsOn: readBy(entry).filter((read) => set.merged.isSet(read)).map((read) => set.field(read)),
          };
        }
      }
    }
  },
});
