import type { ValueMeaning } from '../../contract/union/values-contract';
import { defineRule, Violation } from '../engine/rule';
import { disagreements, statementsOf } from '../model/statements';
import type { ValueSet } from '../values/value-set';

/**
 * Whether the control plane knows the client is the question of client-id-mismatch, whether all name one
 * organization that of organization-mismatch.
 */
const ASKED_ELSEWHERE: readonly ValueMeaning[] = ['serviceClientId', 'organization'];

export const valuesPlanesDisagree = defineRule('values-planes-disagree', {
  subjects: (model) => {
    const [controls, datas] = (['controlplane', 'dataplane'] as const).map((name) =>
      model.valueSets.filter(({ chart }) => chart === name),
    );
    return controls.length === 0 ? [] : datas.map((data) => ({ data, controls }));
  },
  notApplicable: 'The input has the values of one chart only, or of none.',
  check: (subjects) => subjects.flatMap(({ data, controls }) => {
    // Of several control planes its own is the one that it disagrees with least.
    const [fewest] = controls.map((control) => between(data, control))
      .sort((a, b) => a.length - b.length);
    return fewest;
  }),
});

/** What most of a data plane's keys say; that others say something else is values-contradiction's to tell. */
function between(data: ValueSet, control: ValueSet): Violation[] {
  const known = statementsOf(control, [data]);
  return [...statementsOf(data, [control])]
    .filter(([meaning]) => known.has(meaning) && !ASKED_ELSEWHERE.includes(meaning))
    .flatMap(([meaning, statements]) => disagreements(
      statements.filter(({ value }) => value === statements[0].value && !isInCluster(value)),
      known.get(meaning)!,
    ));
}

/** A data plane beside its control plane may go by the Service. */
function isInCluster(value: string): boolean {
  return /\.svc(\.[a-z0-9.-]+)?$/.test(value);
}
