import { isObject } from '../../_internal/json';
import { helmValues } from '../../verify/running/cluster-looks';
import { ValuesRule, show } from '../rule';
import { valueAt } from '../values-file';

export const overridden: ValuesRule = {
  id: 'values-overridden',
  severity: 'info',
  area: 'values files',
  title: 'Two files of one chart do not disagree about authentication.',
  symptom: 'Whoever changes the first file wonders why nothing happens.',
  explanation: 'Of several files the last wins, in the order of --values.',
  remediation: 'Keep the value in one of the files.',
  see: [
    helmValues('auth|AUTH|OIDC|oauth|CLIENT', 'The value that won.'),
  ],
  *check({ charts }) {
    for (const chart of charts) {
      for (const { path } of chart.contract.keys) {
        const said = chart.merged.files.filter((file) => file.has(path)).map((file) => ({ file, value: valueAt(file.values, path) }));
        const last = said[said.length - 1];
        for (const { file, value } of said.slice(0, -1)) {
          if (!isObject(value) && JSON.stringify(value) !== JSON.stringify(last.value)) {
            yield {
              chart,
              path,
              place: { file: file.name, line: file.lineOf(path) },
              expected: `${shown(path, last.value)}, as ${last.file.name}:${last.file.lineOf(path)} says, which wins`,
              found: shown(path, value),
            };
          }
        }
      }
    }
  },
};

function shown(path: string, value: unknown): string {
  return /clientSecret$/.test(path) ? 'another text' : show(value);
}
