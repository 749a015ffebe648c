import { show } from '../../common/values/show';
import { doesWorkOf, readBy } from '../../common/values/template';
import { defineValuesRule } from '../engine/rule';

export const valuesListIncomplete = defineValuesRule('values-list-incomplete', {
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
            values: { path, entry: show(entry) },
            symptom: chartList.symptom,
            restsOn: readBy(entry).filter((read) => set.merged.isSet(read)).map((read) => set.field(read)),
          };
        }
      }
    }
  },
});
