import { defineValuesRule } from '../engine/rule';
import { disagreement, statementsOf } from '../model/statements';
import { settings } from '../running/cluster-looks';

export const valuesContradiction = defineValuesRule({
  id: 'values-contradiction',
  severity: 'error',
  title: 'Keys of one chart that mean the same say the same.',
  symptom: 'One service accepts what another does not send: redirect loops, or 401 between services.',
  explanation: 'Issuer, client IDs, token endpoint, scopes and header recur under several keys.',
  remediation: 'Make the two agree; where the key only repeats a global, remove it.',
  see: [
    settings(
      '$CP',
      'clientId|baseUrl|tokenUrl|scopes|uthorizationHeader',
      'The same setting must have one value in every file.',
    ),
  ],
  *check(set) {
    for (const [first, ...others] of statementsOf(set).values()) {
      yield* others.filter(({ value }) => value !== first.value).map((other) => disagreement(other, first));
    }
  },
});
