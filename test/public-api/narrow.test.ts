import { publicTypes } from './_reflection';

/** What a person may have to read. A new type has to be worth one that goes: what only we need is not exported. */
const MOST = 141;

test('the public API stays narrow', () => {
  const types = publicTypes();
  expect(types).toEqual(expect.arrayContaining(['UnionIdentity', 'UnionIdentityProps', 'ISecretStore', 'DatabaseTls']));
  expect(types.length).toBeLessThanOrEqual(MOST);
});
