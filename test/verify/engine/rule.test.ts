import { describedRule, oncePerPlace, RuleDefinition } from '../../../src/verify/engine/rule';
import { Field } from '../../../src/verify/read/field';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';
import { object } from '../_manifests';
import { modelOf } from '../_model';

const DESCRIPTION = {
  id: 'a-rule', severity: 'error', area: 'config', headlines: { '': 'H' }, title: 'T.', symptom: 'S.', explanation: 'E.', skipped: 'There is no ConfigMap.', remediation: 'R.', remedies: [{ text: 'R.' }], see: [{ run: 'kubectl get cm', shows: 'One.' }],
} as const satisfies RuleDescription;

const rule = describedRule<string>(DESCRIPTION, {
  of: (model) => model.ofKind('', 'ConfigMap').map(({ name }) => name),
  *all(names, model) {
    yield* names.filter((name) => name.startsWith('bad')).map((name) => ({ at: model.ofKind('', 'ConfigMap')[0].field('metadata'), expected: 'none', found: name }));
  },
});

test('a rule is what its definition says, and judges', () => expect(rule).toEqual({ ...DESCRIPTION, judge: expect.any(Function) }));

test('without a subject it does not apply, and else it has violations or none', () => {
  const judge = (...names: string[]) => rule.judge(modelOf(...names.map((name) => object('v1', 'ConfigMap', name, { data: { key: 'value' } })), object('v1', 'Secret', 'any')));
  expect(judge()).toEqual({ notApplicable: 'There is no ConfigMap.' });
  expect(judge('good')).toEqual({ violations: [] });
  expect(judge('good', 'bad-1', 'bad-2')).toMatchObject({ violations: [{ found: 'bad-1' }, { found: 'bad-2' }] });
});

describe('what is wrong with one subject', () => {
  const at = object('v1', 'ConfigMap', 'any');
  const found = (each: RuleDefinition<string>['each'], cause?: RuleDefinition<string>['cause']) => {
    const one = describedRule<string>(DESCRIPTION, { of: () => ['a', 'b'], each, cause });
    const verdict = one.judge(modelOf(at));
    return 'violations' in verdict ? verdict.violations.map((violation) => violation.found) : verdict;
  };
  const violation = (text: string) => ({ at: new Field(modelOf(at).objects[0], ['data']), expected: 'x', found: text });

  test('is one violation, some, or none', () => {
    expect(found((subject) => subject === 'b' && violation(subject))).toEqual(['b']);
    expect(found((subject) => [violation(subject), violation(`${subject}2`)])).toEqual(['a', 'a2', 'b', 'b2']);
    expect(found(function* all(subject, _, subjects) {
      yield violation(`${subject} of ${subjects.length}`);
    })).toEqual(['a of 2', 'b of 2']);
    expect(found(() => undefined)).toEqual([]);
    expect(found(() => [])).toEqual([]);
  });

  test('is reported once for each cause', () => {
    expect(found(violation, oncePerPlace)).toEqual(['a']);
    expect(found(violation, (_, subject) => subject)).toEqual(['a', 'b']);
  });
});
