import { Secret } from '../../../src/doctor/ask/secret';
import { readPerson } from '../../../src/doctor/probes/token';

const token = (claims: object) => new Secret(`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`);

test('two tokens are read, each as what it is, and kept nowhere', () => {
  expect(readPerson({ source: 'ID and ACCESS', idToken: token({ sub: 'a' }), accessToken: token({ sub: 'b' }) })).toEqual({ source: 'ID and ACCESS', idClaims: { sub: 'a' }, accessClaims: { sub: 'b' } });
  expect(readPerson({ source: 'x', idToken: new Secret('opaque'), accessToken: new Secret('opaque') })).toEqual({ source: 'x', idClaims: undefined, accessClaims: undefined });
});
