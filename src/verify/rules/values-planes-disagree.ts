import type { ValueMeaning } from '../../contract/union/values-contract';
import { defineRule } from '../engine/rule';
import { disagreement, statementsOf } from '../model/statements';
import { settings } from '../running/cluster-looks';

/**
 * Whether the control plane knows the client is the question of client-id-mismatch, whether all name one
 * organization that of organization-mismatch.
 */
const ASKED_ELSEWHERE: readonly ValueMeaning[] = ['serviceClientId', 'organization'];

export const valuesPlanesDisagree = defineRule({
  id: 'values-planes-disagree',
  severity: 'warning',
  area: 'values files',
  title: 'Control plane and data plane name the same host, header, scope and token endpoint.',
  symptom: 'The data plane gets 401, or calls another host.',
  explanation: 'What the data plane presents must be what the control plane knows.',
  remediation: 'Make the two agree.',
  see: [
    settings('$DP', 'clientId|tokenUrl|endpoint|uthorizationHeader', 'What the data plane says …'),
    settings(
      '$CP', 'clientId|tokenUrl|endpoint|uthorizationHeader', '… must be what the control plane says.',
    ),
  ],
  subjects: (model) => {
    const [controls, datas] = (['controlplane', 'dataplane'] as const).map((name) =>
      model.valueSets.filter(({ chart }) => chart === name),
    );
    return controls.flatMap((control) => datas.map((data) => ({ control, data })));
  },
  notApplicable: 'The input has the values of one chart only, or of none.',
  *check(subjects) {
    for (const { control, data } of subjects) {
      const known = statementsOf(control);
      for (const statement of [...statementsOf(data).values()]
        .flat()
        .filter(({ key }) => !ASKED_ELSEWHERE.includes(key.meaning!))) {
        const [first] = known.get(statement.key.meaning!) ?? [];
        if (first && first.value !== statement.value && !isInCluster(statement.value)) {
          yield disagreement(statement, first);
        }
      }
    }
  },
});

/** A data plane beside its control plane may go by the Service. */
function isInCluster(value: string): boolean {
  return /\.svc(\.[a-z0-9.-]+)?$/.test(value);
}
