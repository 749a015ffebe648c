import { nameSlipOf } from '../../../src/common/props/suggestion';

test.each([
  ['union.exmaple.com', 'union.example.com'],
  ['unoin.example.com', 'union.example.com'],
  ['UNION.exampl.com', 'union.example.com'],
  ['acme-unoin.example.com', 'acme-union.example.com'],
  ['flyteadmin-secrets', 'flyte-admin-secrets'],
])('%s is a slip of %s', (host, other) => expect(nameSlipOf(host, ['idp.example.org', other])).toBe(other));

test.each([
  ['union.example.com', 'union.example.com'],
  ['us.union.example.com', 'eu.union.example.com'],
  ['union-a.example.com', 'union-b.example.com'],
  ['union1.example.com', 'union2.example.com'],
  ['staging.example.com', 'union.example.com'],
  ['flyte.union.example.com', 'union.example.com'],
])('%s may be another than %s', (host, other) => expect(nameSlipOf(host, [other])).toBeUndefined());

test('one that is known is not a slip of another', () => {
  expect(nameSlipOf('unions.example.com', ['union.example.com', 'unions.example.com'])).toBeUndefined();
});
