import type { Finding } from '../../../src/verify/engine/finding';
import { RULES } from '../../../src/verify/registry';
import { ShownFinding, shownFindings } from '../../../src/verify/report/shown-finding';
import type { Report } from '../../../src/verify/verify';

const object = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'union-cp', name: 'executions' };
const finding: Finding = {
  rule: 'a-rule',
  severity: 'error',
  message: 'It is wrong',
  object,
  file: 'a.yaml',
  line: 12,
  field: 'data',
  expected: 'right',
  found: 'wrong',
  symptom: 'It fails.',
  remediation: 'Mend it.',
};
const shown = (changes: Partial<Finding>) => shownFindings({ findings: [{ ...finding, ...changes }] } as unknown as Report, [])[0];

const LONG = `${'Set one thing after the other, '.repeat(5)}and so on. `;

test.each<[string, string, string]>([
  ['the first sentences, as far as they are short', `${LONG}Restart. ${LONG}`, `${LONG}Restart.`],
  ['a long sentence that is the only one', LONG, LONG.trimEnd()],
  ['what to set at the edge', 'Guard it.\nTraefik: forwardAuth.address', 'Guard it.\nTraefik: forwardAuth.address'],
  ['what to set, rather than a second sentence', `${LONG}${LONG}\nchart: ${'x'.repeat(80)}`, `${LONG.trimEnd()}\nchart: ${'x'.repeat(80)}`],
  ['nothing for edges where any may be meant', 'Guard it.\ningress-nginx: a\nTraefik: b\nchart: c', 'Guard it.'],
])('an edit is %s', (_, remediation, edit) => expect(shown({ remediation }).edit).toBe(edit));

test('objects are called by kind and name, and versions stay where they are a value', () => {
  const { expected, found } = shown({ expected: 'the Secret of apps/v1/Deployment union-cp/executions', found: 'external-secrets.io/v1beta1' });
  expect([expected, found]).toEqual(['the Secret of Deployment union-cp/executions', 'external-secrets.io/v1beta1']);
});

test('a place is not affected by what is wrong at it', () => {
  const consequence = { rule: 'b-rule', message: 'That fails', object, file: 'a.yaml', line: 12, field: 'x', expected: 'y', found: 'z' };
  expect(shown({ consequences: [consequence, { ...consequence, line: 40 }] }).affects).toEqual(['ConfigMap union-cp/executions: That fails  a.yaml:40']);
});

/** Several findings of one fault, which are shown as one. */
describe('of one fault', () => {
  const other = (name: string, kind = 'ConfigMap') => ({ ...object, kind, name });
  const alike = (...changes: Partial<Finding>[]) =>
    shownFindings({ findings: changes.map((each) => ({ ...finding, ...each })) } as unknown as Report, []);
  const place = (line: number, more: object = {}) => ({ file: 'a.yaml', line, object: other(`c${line}`), field: 'data', ...more });

  test.each<[string, Partial<Finding>[], Partial<ShownFinding>]>([
    ['one place', [{}], { headline: 'It is wrong', field: 'data', found: 'wrong', of: [0] }],
    ['the same place twice', [{}, {}], { headline: 'It is wrong', of: [0, 1] }],
    ['two objects', [{}, { object: other('b'), line: 20 }], { headline: 'It is wrong (2 objects)', of: [0, 1] }],
    ['two places of one object', [{}, { line: 20, field: 'data' }], { headline: 'It is wrong', field: 'data' }],
    ['two fields', [{ also: [place(20, { field: 'spec' })] }], { headline: 'It is wrong (2 objects)', field: undefined, found: 'wrong', expected: 'right' }],
    ['other values there', [{ also: [place(20, { found: 'worse' }), place(21, { found: 'worst', expected: 'better' })] }], { found: 'wrong; worse; worst', expected: 'right; better' }],
    ['other values at other fields', [{ also: [place(20, { found: 'worse', field: 'spec' }), place(21, { found: 'spec is bad', field: 'spec' })] }],
      { found: 'wrong (data); worse (spec); spec is bad', expected: 'right' }],
    ['four values', [{ also: [1, 2, 3].map((n) => place(n, { found: `${n}` })) }], { found: 'wrong; 1; 2; 3' }],
    ['more than four values', [{ also: [1, 2, 3, 4, 5].map((n) => place(n, { found: `${n}` })) }], { found: 'wrong; 1; 2; 3; and 2 more' }],
  ])('%s', (_, changes, expected) => {
    const all = alike(...changes);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject(expected);
  });

  test('what differs in more than the name of the object is another', () => {
    const more: readonly Partial<Finding>[] = [{ severity: 'warning' }, { rule: 'b-rule' }, { object: other('executions', 'Secret') }, { message: 'x' }, { symptom: 'x' }, { remediation: 'x' }, { found: 'x' }, { expected: 'x' }];
    expect(more.map((each) => alike({}, each).length)).toEqual(more.map(() => 2));
    expect(alike({ found: 'in ConfigMap union-cp/executions' }, { object: other('b'), found: 'in ConfigMap union-cp/b' })).toHaveLength(1);
  });

  test('objects of one kind are counted by it where the rule can say so', () => {
    const rule = { ...RULES.rules[0], id: 'a-rule', headlines: { '': '{object} [is|are] wrong' } };
    const of = (kind: string) => shownFindings({
      findings: [{ ...finding, message: 'ConfigMap union-cp/executions is wrong', also: [place(20), place(21, { object: other('c', kind) })] }],
    } as unknown as Report, [rule]).map(({ headline }) => headline);
    expect(of('ConfigMap')).toEqual(['3 ConfigMaps are wrong']);
    expect(of('Secret')).toEqual(['ConfigMap union-cp/executions is wrong (3 objects)']);
  });

  test.each<[number, string | undefined]>([[6, undefined], [7, 'and 1 more place'], [8, 'and 2 more places']])('six consequences are named of %i', (count, rest) => {
    const consequences = Array.from({ length: count }, (_, i) => ({ ...place(i + 1), rule: `rule-${i}`, message: 'That fails', expected: '', found: '' }));
    const named = consequences.slice(0, 6).map(({ line }) => `ConfigMap union-cp/c${line}: That fails  a.yaml:${line}`);
    expect(shown({ consequences }).affects).toEqual([...named, ...rest === undefined ? [] : [rest]]);
  });

  test('equal consequences are one', () => {
    const consequence = (line: number) => ({ ...place(line), rule: 'b-rule', message: `ConfigMap union-cp/c${line} fails`, expected: '', found: '' });
    expect(shown({ consequences: [consequence(1), consequence(2), consequence(3)] }).affects).toEqual(['ConfigMap union-cp/c1 fails  a.yaml:1, and 2 more']);
  });
});
