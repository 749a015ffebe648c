import type { ValueMeaning } from '../../contract/union/values-contract';
import { defineRule } from '../engine/rule';
import { disagreements, statementsOf } from '../model/statements';

/** Which of two issuers is right, and who may have two, is the question of issuer-mismatch. */
const ASKED_ELSEWHERE: ValueMeaning = 'issuer';

export const valuesContradiction = defineRule('values-contradiction', {
  subjects: (model) => model.valueSets,
  notApplicable: 'No values of Union\'s charts in the input.',
  check: (sets) => sets.flatMap((set) => [...statementsOf(set, sets.filter((other) => other !== set))]
    .filter(([meaning]) => meaning !== ASKED_ELSEWHERE)
    .flatMap(([, statements]) => disagreements(statements, statements))),
});
