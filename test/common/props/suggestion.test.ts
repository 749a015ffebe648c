import { isKeySlip, isNear, nameSlipOf } from '../../../src/common/props/suggestion';

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

/** Each at the last place where it is one, and at the first where it is not. */
test.each<[one: string, other: string, is: boolean]>([
  ['issuers', 'issuer', true],
  ['Token-Url', 'token_url', true],
  ['abcd', 'abcx', true], ['abc', 'abx', false],
  ['abcdef', 'abcdxy', true], ['abcde', 'abcxy', false], ['abcdef', 'abcxyz', false],
  ['abdce', 'abcde', true], ['bacd', 'abcd', true], ['bac', 'abc', false],
])('%s is near %s: %s', (one, other, is) => expect([isNear(one, other), isNear(other, one)]).toEqual([is, is]));

test.each<[key: string, known: string, is: boolean]>([
  ['Client-Id', 'client_id', true],
  ...['s', 'd', 'ed', 'es', 'id'].map((ending): [string, string, boolean] => [`abcd${ending}`, 'abcd', true]),
  ['abcds', 'abcd', true], ['abcs', 'abc', false], ['abcdx', 'abcd', false],
  ['CLIENT_ID', 'AUTH_CLIENT_ID', true], ['client_id', 'auth_client_id', false], ['ID', 'AUTH_ID', false],
  ['abcdefxy', 'abcdefgh', true], ['abcdexy', 'abcdefg', false], ['abcdexyz', 'abcdefgh', false],
  ['abdc', 'abcd', true], ['acb', 'abc', false],
])('the key %s is a slip of %s: %s', (key, known, is) => expect(isKeySlip(key, known)).toBe(is));
