import { WITHHELD_ANNOTATION } from '../../../src/contract/own-annotations';
import { TLS_KEYS, TLS_TYPE } from '../../../src/verify/kube/secret';
import { Json, object, secret } from '../_manifests';
import { modelOf } from '../_model';

const read = (...objects: Json[]) => modelOf(...objects).secrets[0];

test('a Secret with a certificate has the type and the keys of Kubernetes', () => expect([TLS_TYPE, TLS_KEYS]).toEqual(['kubernetes.io/tls', ['tls.crt', 'tls.key']]));

test('decodes data before it judges a value', () => {
  const data = { client_secret: btoa('placeholder'), oidc_client_secret: btoa('not-a-real-secret'), empty: '' };
  const view = read(object('v1', 'Secret', 'auth', { data }));
  expect(['client_secret', 'oidc_client_secret', 'empty', 'other'].map((key) => view.valueKind(key)))
    .toEqual(['placeholder', 'value', 'empty', 'absent']);
});

test('takes bracketed names for references where Argo CD\'s vault plugin reads the object', () => {
  const text = { client_secret: '<client_secret>' };
  expect(read(secret('auth', text)).valueKind('client_secret')).toBe('placeholder');
  expect(read(secret('auth', text, 'union-cp', { annotations: { 'avp.kubernetes.io/path': 'union/auth' } })).valueKind('client_secret')).toBe('reference');
});

test('a variable that nothing replaced is a placeholder in a cluster alone', () => {
  expect([{}, { uid: '1' }].map((metadata) => read(secret('auth', { key: '${SECRET}' }, 'union-cp', metadata)).valueKind('key'))).toEqual(['reference', 'placeholder']);
});

test.each([
  ['an applied manifest', {}, false],
  ['kubectl create --dry-run', { creationTimestamp: null }, false],
  ['a cluster dump', { uid: '0a1b', resourceVersion: '7' }, true],
  ['a dump without the fields of the server, written by External Secrets', { annotations: { 'reconcile.external-secrets.io/data-hash': 'c0ffee' } }, true],
])('knows whether %s shows what a cluster holds', (_, metadata, observed) => {
  expect(read(secret('auth', {}, 'union-cp', metadata)).observed).toBe(observed);
});

test('stringData wins over data, and both have keys', () => {
  const view = read(object('v1', 'Secret', 'auth', { data: { a: btoa('not-a-real-secret'), b: 'placeholder' }, stringData: { a: '', c: 'not-a-real-secret' } }));
  expect(view.keys).toEqual(['a', 'b', 'c']);
  expect(['a', 'b', 'c', 'd'].map((key) => `${view.keyField(key)}`)).toEqual(['stringData.a', 'data.b', 'stringData.c', 'data.d']);
  expect(['a', 'c'].map((key) => view.valueKind(key))).toEqual(['empty', 'value']);
});

test('data may be wrapped, and invalid base64 is kept as it is', () => {
  const view = read(object('v1', 'Secret', 'auth', { data: { wrapped: 'cGxhY2Vo\nb2xkZXI=\n', bare: '<client_secret>' } }));
  expect(['wrapped', 'bare'].map((key) => view.valueKind(key))).toEqual(['placeholder', 'placeholder']);
});

test('white space around a value has a name', () => {
  const texts = { none: 'x', line: 'x\n', windows: 'x\r\n', blank: 'x ', before: '\tx', both: ' x\n', within: 'x y' };
  const view = read(secret('auth', texts));
  expect([...Object.keys(texts), 'absent'].map((key) => view.padding(key))).toEqual([
    undefined, 'a line feed at its end', 'a carriage return at its end', 'a blank at its end', 'white space before it', 'a line feed at its end', undefined, undefined,
  ]);
});

test.each([
  ['data', btoa(btoa('not-a-real-secret')), 'base64 around it, once too often'],
  ['stringData', btoa('not-a-real-secret\n'), 'base64 around it, once too often'],
  ['data', 'not-a-real-secret', 'no base64 in data; the API server refuses it'],
  ['data', 'notarealsecret99', 'bytes that are not text; write it in base64 in data, as it is in stringData'],
  ['stringData', 'notarealsecret99', undefined],
  ['data', btoa('not-a-real-secret'), undefined],
  ['data', btoa('p\xc3\xa4ssword of a database'), undefined],
  ['data', btoa('0123456789abcdef0123456789abcdef'), undefined],
  ['stringData', 'notasecretnotasecretnotasecret99', undefined],
  ['data', btoa(btoa('short')), undefined],
  ['data', btoa(btoa('0123456789abcdef0123456789abcdef')), undefined],
])('%s %j: the text around the value', (field, value, words) => {
  expect(read(object('v1', 'Secret', 'auth', { [field]: { key: value } })).wrapping('key')).toBe(words);
});

test('values are compared without white space around them', () => {
  const view = read(secret('auth', { a: 'x', b: ' x\n', c: 'y' }));
  expect([view.holdsSame('a', view, 'b'), view.holdsSame('b', view, 'a'), view.holdsSame('a', view, 'c'), view.holdsSame('a', view, 'd'), view.holdsSame('d', view, 'a')])
    .toEqual([true, true, false, false, false]);
});

test.each([
  [16, 'base64 around it, once too often'], [12, undefined], [18, undefined],
])('of %i letters, base64 of a text is a second encoding: %s', (length, expected) => {
  const value = btoa('a password that is long').slice(0, length);
  expect(read(secret('auth', { key: value })).wrapping('key')).toBe(expected);
});

test.each([['"x"', 'quotes around it'], ["'x'", 'quotes around it'], ['"x\'', undefined], ['{"a":\n1}', 'JSON around it'], ['x{}', undefined]])('%s has %s', (value, expected) => {
  expect(read(secret('auth', { key: value })).wrapping('key')).toBe(expected);
});

test.each([['YWJj', 3], ['YWJjZA', 4], ['YWJjZ', undefined], ['a-b', undefined], ['', undefined]])('%s is base64 of %s bytes', (value, length) => {
  expect(read(secret('auth', { key: value })).decodedLength('key')).toBe(length);
});

test('a public text is known, unless the values are withheld or garbled', () => {
  const publicText = (raw: Json) => read(raw).publicText('key');
  expect(publicText(secret('auth', { key: ' id ' }))).toBe('id');
  expect([secret('auth', { key: '***' }, 'union-cp', { uid: '1' }), object('v1', 'Secret', 'auth', { data: { key: btoa('***') } }, 'union-cp', { uid: '1' })].map(publicText)).toEqual([undefined, undefined]);
  expect(publicText(secret('auth', { key: 'id' }, 'union-cp', { annotations: { [WITHHELD_ANNOTATION]: 'by doctor --kube' } }))).toBeUndefined();
  expect(publicText(object('v1', 'Secret', 'auth', { data: { key: 'not base64' } }))).toBeUndefined();
  const view = read(secret('auth', { key: btoa('id') }));
  expect([view.holdsText('key', 'id'), view.holdsText('key', btoa('id')), view.holdsText('key', 'other'), view.holdsText('none', 'id')]).toEqual([true, true, false, false]);
});

test.each([
  ['union.example.com:id:shh:acme', { host: 'union.example.com', clientId: 'id', secret: 'shh', organization: 'acme' }],
  ['union.example.com:id:shh', undefined], ['union.example.com::shh:acme', undefined], ['union.example.com:id:shh:acme:x', undefined], ['a/b:id:shh:acme', undefined],
])('the API key %s', (text, expected) => expect(read(secret('auth', { key: `${btoa(text)}\n` })).apiKey('key')).toEqual(expected));
