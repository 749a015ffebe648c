import { describedRule } from '../../../src/verify/engine/rule';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';
import { object } from '../_manifests';
import { modelOf } from '../model/_model';

const DESCRIPTION = {
  id: 'a-rule', severity: 'error', area: 'config', headlines: { '': 'H' }, title: 'T.', symptom: 'S.', explanation: 'E.', remediation: 'R.', remedies: [{ text: 'R.' }], see: [{ run: 'kubectl get cm', shows: 'One.' }],
} as const satisfies RuleDescription;

const rule = describedRule<string>(DESCRIPTION, {
  notApplicable: 'There is no ConfigMap.',
  subjects: (model) => model.ofKind('', 'ConfigMap').map(({ name }) => name),
  *check(names, model) {
    yield* names.filter((name) => name.startsWith('bad')).map((name) => ({ at: model.ofKind('', 'ConfigMap')[0].field('metadata'), expected: 'none', found: name }));
  },
});

test('a rule is what its definition says, and judges', () => {
  expect(rule).toEqual({ ...DESCRIPTION, judge: expect.any(Function) });
});

test('without a subject it does not apply, and else it has violations or none', () => {
  const judge = (...names: string[]) => rule.judge(modelOf(...names.map((name) => object('v1', 'ConfigMap', name)), object('v1', 'Secret', 'any')));
  expect(judge()).toEqual({ notApplicable: 'There is no ConfigMap.' });
  expect(judge('good')).toEqual({ violations: [] });
  expect(judge('good', 'bad-1', 'bad-2')).toMatchObject({ violations: [{ found: 'bad-1' }, { found: 'bad-2' }] });
});
