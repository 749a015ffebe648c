import { JsonPatch } from 'cdk8s';
import { put, take } from '../../src/planes/patches';

const applied = (patch: JsonPatch, document: object = { spec: { old: 1 } }): unknown => JsonPatch.apply(document, patch);

test('the same value in the same place is the same patch, and no other is', () => {
  expect(put('/spec/a', { b: [1] })).toBe(put('/spec/a', { b: [1] }));
  expect(take('/spec/a')).toBe(take('/spec/a'));
  expect(applied(put('/spec/a', { b: [1] }))).toEqual({ spec: { old: 1, a: { b: [1] } } });
  expect(applied(put('/spec/a', { b: ['1'] }))).toEqual({ spec: { old: 1, a: { b: ['1'] } } });
  expect(applied(put('/spec/c', { b: [1] }))).toEqual({ spec: { old: 1, c: { b: [1] } } });
  expect(applied(put('/spec/old', null))).toEqual({ spec: { old: null } });
  expect(applied(take('/spec/old'))).toEqual({ spec: {} });
});

test('what somebody does to a value, or to what it became, stays with them', () => {
  const mine = [{ key: 'a' }];
  const patch = put('/spec/tolerations', mine);
  mine.push({ key: 'b' });
  const { spec } = applied(patch) as { spec: { tolerations: object[] } };
  spec.tolerations.push({ key: 'c' });
  expect(applied(put('/spec/tolerations', [{ key: 'a' }]))).toEqual({ spec: { old: 1, tolerations: [{ key: 'a' }] } });
});
