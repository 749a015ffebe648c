import { holdsReference, secretValueKind, unreplacedIn } from '../../../src/common/values/placeholder';

test.each([
  ['<issuer-uri>', '<issuer-uri>'],
  ['dns:///<your-domain>', '<your-domain>'],
  ['http://flyteadmin.{{ .Release.Namespace }}.svc/me', '{{ .Release.Namespace }}'],
  ['your-secret-store-key', 'your-secret-store-key'],
  ['dns:///your-domain', 'your-domain'],
  ['https://YOUR_DOMAIN:443/x', 'YOUR_DOMAIN'],
  ['https://your-domain.com/x', 'your-domain'],
])('%s holds %s', (text, found) => expect(unreplacedIn(text)).toBe(found));

test.each(['https://your-idp.example.com', 'your-secret-store-key-2', '<path:secret/union#key>', '${ISSUER}', 'a < b > c', '$host', '_SERVICE_.union.svc'])(
  '%s holds no placeholder', (text) => expect(unreplacedIn(text)).toBeUndefined());

test('a text full of opening braces is read once', () => expect(unreplacedIn('{{'.repeat(200_000) + '<a'.repeat(200_000))).toBeUndefined());

test.each([['CHANGEME', 'CHANGEME'], ['change-me', 'change-me'], ['https://changeme.example.com/x', 'changeme'], ['TODO', 'TODO'], ['xxxx', 'xxxx'], ['insert-client-id', 'insert-client-id']])(
  '%s was left open by its author', (text, part) => expect(unreplacedIn(text)).toBe(part));

test.each(['placeholder', 'todo-app', 'exchange-me', 'https://idp.example.com/changeme-team'])('%s was not', (text) => {
  expect(unreplacedIn(text)).toBeUndefined();
});

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['placeholder', 'placeholder'],
  ['Placeholder\n', 'placeholder'],
  ['foobar', 'placeholder'],
  ['<SERVICE_CLIENT_SECRET>', 'placeholder'],
  ['your-ci-client-secret', 'placeholder'],
  ['{{ .Values.clientSecret }}', 'placeholder'],
  ['ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]', 'reference'],
  ['ref+vault://union/auth#client_secret', 'reference'],
  ['<path:secret/data/union#client_secret>', 'reference'],
  ['vault:secret/data/union#client_secret', 'reference'],
  ['${CLIENT_SECRET}', 'reference'],
  ['$(CLIENT_SECRET)', 'reference'],
  ['not-a-real-secret', 'value'],
  // Generated secrets hold such characters, too.
  ['a<b>c{{d}}', 'value'],
  ['placeholder-no-more', 'value'],
])('%j is a secret of the kind %s', (text, kind) => expect(secretValueKind(text)).toBe(kind));

test.each([' ref+vault://a\n', 'ENC[AES256_GCM,data:x,type:str]', 'ref+vault://a/b#c', 'ref+awssecrets://a', '<path:a/b#c>', 'https://${DOMAIN}/me', '${domain:-x}', 'vault:secret/data/a#b', '>>vault:a#b',
  '"ref+echo://x", as in global.UNION_HOST', 'https://ref+echo://x/me', 'a client of "vault:a#b"'])(
  '%s becomes something else later', (text) => expect(holdsReference(text)).toBe(true),
);

test.each(['', 'web-id', '$host', 'https://${host}/me', '${http_authorization}', '<issuer-uri>', '$5', 'a ref+x', 'http://vault:8200'])(
  '%s is what it is', (text) => expect(holdsReference(text)).toBe(false),
);
