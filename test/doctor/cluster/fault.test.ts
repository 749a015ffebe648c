import { asKube, conditionFault, identityOf, words } from '../../../src/doctor/cluster/faults';
import { condition, object } from './_objects';

const NO_CONDITION = 'no condition Ready: no controller has processed it';

test.each<[string, object, string | undefined]>([
  ['yes', condition('Ready', 'True'), undefined],
  ['no', condition('Ready', 'False', 'Why', 'a\nb'), 'Ready False, Why, a b'],
  ['nothing', { conditions: [{ type: 'Ready' }] }, 'Ready'],
  ['something else', condition('Synced', 'True'), NO_CONDITION],
])('a condition that says %s', (_, status, reason) => {
  expect(conditionFault(asKube(object('v1', 'X', 'x', { status })), 'Ready')).toEqual(reason === undefined ? undefined : { field: 'status.conditions', reason });
});

test('only texts are read', () => expect(words('a', undefined, '', {}, 'b')).toBe('a, b'));

test('an object of the cluster itself has no namespace', () => {
  expect([object('v1', 'X', 'x', {}), object('v1', 'X', 'x', {}, { namespace: undefined })].map((raw) => identityOf(asKube(raw)))).toEqual([
    { apiVersion: 'v1', kind: 'X', name: 'x', namespace: 'union-cp' }, { apiVersion: 'v1', kind: 'X', name: 'x' },
  ]);
});
