import { isGoDuration } from '../../../src/verify/kube/json-access';
import { unreplacedIn } from '../../../src/verify/kube/placeholder';

test.each(['5m', '1h30m', '1.5s', '.5h', '-3ms', '0', '0s', '250µs'])('%s is a Go duration', (text) => expect(isGoDuration(text)).toBe(true));

test.each(['', '300', '5 minutes', '1d', '5M', 'm', '1h 30m', '00', '1e3s'])('%j is no Go duration', (text) => {
  // Go reads 00 as zero; nobody writes it.
  expect(isGoDuration(text)).toBe(false);
});

test.each([
  ['<issuer-uri>', '<issuer-uri>'],
  ['dns:///<your-domain>', '<your-domain>'],
  ['http://flyteadmin.{{ .Release.Namespace }}.svc/me', '{{ .Release.Namespace }}'],
  ['your-secret-store-key', 'your-secret-store-key'],
])('%s holds %s', (text, found) => expect(unreplacedIn(text)).toBe(found));

test.each(['https://your-idp.example.com', 'your-secret-store-key-2', '<path:secret/union#key>', '${ISSUER}', 'a < b > c', '$host', '_SERVICE_.union.svc'])(
  '%s holds no placeholder', (text) => expect(unreplacedIn(text)).toBeUndefined());

test('a text full of opening braces is read once', () => expect(unreplacedIn('{{'.repeat(200_000) + '<a'.repeat(200_000))).toBeUndefined());

test.each([['CHANGEME', 'CHANGEME'], ['change-me', 'change-me'], ['https://changeme.example.com/x', 'changeme'], ['TODO', 'TODO'], ['xxxx', 'xxxx'], ['insert-client-id', 'insert-client-id']])(
  '%s was left open by its author', (text, part) => expect(unreplacedIn(text)).toBe(part));

test.each(['placeholder', 'todo-app', 'exchange-me', 'https://idp.example.com/changeme-team'])('%s was not', (text) => {
  expect(unreplacedIn(text)).toBeUndefined();
});
