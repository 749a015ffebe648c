import { distinct, Finding, folded, inOrder, RawFinding, toFinding } from '../../../src/verify/engine/finding';
import type { Violation } from '../../../src/verify/engine/rule';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';
import { object } from '../_manifests';
import { read } from '../kube/_views';

const [one, other, clusterWide] = read(object('v1', 'ConfigMap', 'a'), object('v1', 'ConfigMap', 'a', {}, 'other'), object('v1', 'Namespace', 'b', {}, null));

function raw(violation: Partial<Violation> = {}, id = 'a-rule'): RawFinding {
  const rule = {
    id,
    severity: 'warning',
    headlines: { '': '{object} has {found} instead of {expected}', 'named': '{object} knows no {name}' },
    symptom: 'Of the rule.',
    remedies: [{ text: 'Mend it.' }],
  } as Partial<RuleDescription> as RuleDescription;
  return { rule, violation: { at: one.field('data', 'x'), expected: 'this', found: 'that', ...violation } };
}

test.each<[string, RawFinding, number]>([
  ['nothing', raw(), 1],
  ['the rule', raw({}, 'another-rule'), 2],
  ['the object', raw({ at: other.field('data', 'x') }), 2],
  ['the field', raw({ at: one.field('data', 'y') }), 2],
  ['the place in an embedded text', raw({ at: one.field('data', 'x').inside({}).child('y') }), 2],
  ['what is expected', raw({ expected: 'else' }), 2],
  ['what is found', raw({ found: 'else' }), 2],
])('of two findings that differ in %s', (_, second, left) => expect(distinct([raw(), second])).toHaveLength(left));

describe('a finding names', () => {
  const finished = (violation: Partial<Violation> = {}, path?: string) => toFinding(raw(violation), ({ object: { name } }) => (name === 'a' ? 7 : 8), () => path);

  test('all that one needs', () => expect(finished()).toEqual({
    rule: 'a-rule',
    severity: 'warning',
    message: 'ConfigMap union-cp/a has that instead of this',
    object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'union-cp', name: 'a' },
    file: 'input.yaml',
    line: 7,
    field: 'data.x',
    expected: 'this',
    found: 'that',
    symptom: 'Of the rule.',
    remediation: 'Mend it.',
  }));

  test('what is wrong, in the headline of its kind', () => {
    expect(finished({ headline: 'named', values: { name: 'x'.repeat(90) } }).message).toBe(`ConfigMap union-cp/a knows no ${'x'.repeat(79)}…`);
    expect(finished({ at: clusterWide.field('spec'), found: 'a\n' }).message).toBe('Namespace b has a\\n instead of this');
  });

  test('invisible characters, escaped', () => {
    expect(finished({ expected: 'a\n', found: 'b\u00a0c\t' })).toMatchObject({ expected: 'a\\n', found: 'b\\u00a0c\\u0009' });
    expect(finished({ expected: 'a', found: 'a ' })).toMatchObject({ expected: 'a', found: '"a "' });
  });

  test('no namespace where there is none', () => {
    expect(finished({ at: clusterWide.field('spec') })).toMatchObject({ object: { apiVersion: 'v1', kind: 'Namespace', name: 'b' }, line: 8 });
    expect(finished({ at: clusterWide.field('spec') }).object).not.toHaveProperty('namespace');
  });

  test('the construct, if the caller knows it', () => {
    expect(finished({}, 'app/cp')).toHaveProperty('constructPath', 'app/cp');
    expect(finished()).not.toHaveProperty('constructPath');
  });

  test('what comes of it elsewhere, each place once', () => {
    const effect = raw({ at: other.field('data', 'x') }, 'another-rule');
    const finding = toFinding({ ...raw(), consequences: [effect, effect] }, () => 3, () => undefined);
    const { object: place } = effect.violation.at;
    expect(finding.consequences).toEqual([{
      rule: 'another-rule',
      message: `ConfigMap ${place.namespace}/${place.name} has that instead of this`,
      object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: place.namespace, name: place.name },
      file: 'input.yaml',
      line: 3,
      field: 'data.x',
      expected: 'this',
      found: 'that',
    }]);
    expect(finished()).not.toHaveProperty('consequences');
  });

  test('the symptom of the place, where it has one', () => expect(finished({ symptom: 'Of the place.' }).symptom).toBe('Of the place.'));
});

test('findings are ordered by file, line, rule, object, field, and what was found', () => {
  const finding = (file: string, line: number, rule: string, name: string, field: string, found: string) =>
    ({ file, line, rule, object: { apiVersion: 'v1', kind: 'Secret', name }, field, found }) as Finding;
  const sorted = [
    finding('a', 2, 'z', 'z', 'z', 'z'), finding('a', 10, 'a', 'z', 'z', 'z'), finding('a', 10, 'b', 'a', 'z', 'z'), finding('a', 10, 'b', 'b', 'a', 'z'),
    finding('a', 10, 'b', 'b', 'b', 'a'), finding('a', 10, 'b', 'b', 'b', 'b'), finding('a', 10, 'b', 'b', 'b', 'b'), finding('b', 1, 'a', 'a', 'a', 'a'),
  ];
  expect(inOrder([...sorted].reverse())).toEqual(sorted);
  expect(inOrder([3, 7, 0, 5, 1, 6, 2, 4].map((i) => sorted[i]))).toEqual(sorted);
});

describe('what a rule found of one slip', () => {
  const nothing = () => ({});
  const many = (number: number, change: (index: number) => Partial<Finding> = nothing): Finding[] => Array.from({ length: number }, (_, index) => ({
    ...toFinding(raw({ at: one.field('data', 'x') }), () => index + 1, () => undefined),
    ...change(index),
  }));
  const named = (index: number) => ({ object: { apiVersion: 'v1', kind: 'Secret', name: `s${index}` } });

  test.each<[string, number, (index: number) => Partial<Finding>]>([
    ['at one object, found and expected alike', 2, nothing],
    ['at one object, under one key of a list', 2, (index) => ({ expected: `this ${index}`, field: `spec.paths[${index}].path` })],
    ['in one map of an object', 2, (index) => ({ expected: `this ${index}`, field: `data.y${index}` })],
    ['at one object, under keys of different maps', 3, (index) => ({ expected: `this ${index}`, field: `a${index}.y${index}` })],
    ['at several objects, found and expected alike', 3, (index) => ({ ...named(index), field: `data.y${index}` })],
    ['at one object, under one key, each something else', 4, (index) => ({ found: `that ${index}`, expected: `this ${index}`, field: `spec[${index}].match` })],
    ['at several objects under one key', 4, (index) => ({ ...named(index), expected: `this ${index}` })],
    ['at several objects, where one thing is expected', 4, (index) => ({ ...named(index), found: `that ${index}`, field: `data.y${index}` })],
  ])('is one finding, which names the other places: %s', (_, from, change) => {
    const [finding, ...rest] = folded(many(12, change));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ line: 1 });
    expect(finding.also?.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    // What is said of a place stays with it.
    expect([finding, ...finding.also!].map(({ expected = finding.expected, found = finding.found }) => [expected, found]))
      .toEqual(many(12, change).map(({ expected, found }) => [expected, found]));
    expect(folded(many(from, change))).toHaveLength(1);
    expect(folded(many(from - 1, change))).toHaveLength(from - 1);
  });

  test.each<[string, (index: number) => Partial<Finding>]>([
    ['different things at different objects', (index) => ({ ...named(index), found: `that ${index}`, expected: `this ${index}` })],
    ['different keys of one object', (index) => ({ found: `that ${index}`, field: `data.y${index}`, expected: `this ${index}` })],
    ['what different rules say', (index) => ({ rule: `rule-${index}` })],
  ])('stays apart from %s', (_, change) => expect(folded(many(12, change))).toHaveLength(12));

  test('keeps what comes of each of them', () => {
    const consequence = (rule: string) => ({ consequences: [{ rule, message: 'm', expected: 'e', found: 'f', file: 'f', line: 1, object: one, field: 'x' }] });
    const [finding] = folded(many(2, (index) => consequence(`rule-${index}`)));
    expect(finding.consequences?.map(({ rule }) => rule)).toEqual(['rule-0', 'rule-1']);
  });
});
