import type { ValueMeaning } from '../../contract/union/values-contract';
import { defineRule } from '../engine/rule';
import { disagreements, statementsOf } from '../model/statements';
import { settings } from '../running/cluster-looks';

/** Which of two issuers is right, and who may have two, is the question of issuer-mismatch. */
const ASKED_ELSEWHERE: ValueMeaning = 'issuer';

export const valuesContradiction = defineRule({
  id: 'values-contradiction',
  severity: 'error',
  area: 'values files',
  title: 'Keys of one chart that mean the same say the same.',
  symptom: 'One service accepts what another does not send: redirect loops, or 401 between services.',
  explanation: 'Host, client IDs, token endpoint, scopes and header recur under several keys. Issuers, '
    + 'which may be two, are left to issuer-mismatch.',
  remediation: 'Make the two agree; where the key only repeats a global, remove it.',
  see: [
    settings(
      '$CP',
      'clientId|baseUrl|tokenUrl|scopes|uthorizationHeader',
      'The same setting must have one value in every file.',
    ),
  ],
  subjects: (model) => model.valueSets,
  notApplicable: 'No values of Union\'s charts in the input.',
  check: (sets) => sets.flatMap((set) => [...statementsOf(set, sets.filter((other) => other !== set))]
    .filter(([meaning]) => meaning !== ASKED_ELSEWHERE)
    .flatMap(([, statements]) => disagreements(statements, statements))),
});
