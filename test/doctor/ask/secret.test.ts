import { inspect } from 'node:util';
import { Secret } from '../../../src/doctor/ask/secret';

const VALUE = 'a b+c?>~é';

test('is shown in no text', () => {
  const secret = new Secret('hidden');
  expect([`${secret}`, JSON.stringify({ secret })]).toEqual(['[secret]', '{"secret":"[secret]"}']);
  expect(inspect(secret)).not.toContain('hidden');
  expect(secret.reveal()).toBe('hidden');
});

test.each([
  VALUE, encodeURIComponent(VALUE), Buffer.from(VALUE).toString('base64'), Buffer.from(VALUE).toString('base64url'), Buffer.from(VALUE).toString('hex'),
])('is withheld as %s, wherever it is', (form) => expect(new Secret(VALUE).withheldFrom(`x ${form}, ${form}`)).toBe('x [secret], [secret]'));

test('an empty one withholds nothing', () => expect(new Secret('').withheldFrom('abc')).toBe('abc'));
