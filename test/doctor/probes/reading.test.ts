import { answerText, claimsOf, grpcText, isPage, jsonOf, redirectOf, textAt, textsAt } from '../../../src/doctor/probes/reading';
import { grpc, http, overHttp, page, SILENT, to } from '../_facts';

test('JSON is an object, or nothing', () => {
  expect(['{"a":1}', '[1]', '7', 'null', '', '{'].map((body) => jsonOf(http('/', 200, body)))).toEqual([{ a: 1 }, ...Array<undefined>(5).fill(undefined)]);
});

test('only texts that are not empty are read; lists are read without other items', () => {
  const object = { a: 'x', b: '', c: 7, d: ['x', 7, ''], e: 'x', f: [] };
  expect(['a', 'b', 'c', 'd', 'z'].map((key) => textAt(object, key))).toEqual(['x', undefined, undefined, undefined, undefined]);
  expect(['d', 'e', 'f', 'z'].map((key) => textsAt(object, key))).toEqual([['x', ''], undefined, [], undefined]);
});

test.each([[300, true], [399, true], [299, false], [400, false]])('%i with a location redirects: %s', (status, redirects) => {
  expect(redirectOf(to('/me', '/login?a=b', status))?.href).toBe(redirects ? 'https://union.example.com/login?a=b' : undefined);
});

test('a redirect leads somewhere', () => {
  expect([redirectOf(http('/me', 302)), redirectOf(to('/me', 'http://')), redirectOf(to('/a/b', 'c'))?.pathname]).toEqual([undefined, undefined, '/a/c']);
});

test('a page is HTML that is no JSON', () => {
  const html = { 'content-type': 'text/html' };
  expect([page('/'), page('/', 200, 'TEXT/HTML'), page('/', 200, 'text/htmlx'), page('/', 200, 'x text/html'), http('/', 200, '<html>'), http('/', 200, '{}', html), http('/', 200, '', html)].map(isPage))
    .toEqual([true, true, false, false, false, false, true]);
});

test('what came is a status and where it leads', () => {
  expect([http('/', 404), to('/', '/login'), SILENT].map(answerText)).toEqual(['404', '302 to /login', 'no answer in time']);
});

test.each([
  [grpc(0), 'OK'], [grpc(2), 'UNKNOWN'], [grpc(7), 'PERMISSION_DENIED'], [grpc(12), 'UNIMPLEMENTED'], [grpc(13), 'INTERNAL'], [grpc(14), 'UNAVAILABLE'],
  [grpc(16, 'no token'), 'UNAUTHENTICATED (no token)'], [grpc(5), 'code 5'],
  [overHttp(404, 12), 'UNIMPLEMENTED: HTTP 404'], [overHttp(302, 2, '/login'), 'UNKNOWN: HTTP 302 to /login'], [SILENT, 'no answer in time'],
])('%j is %s', (answer, text) => expect(grpcText(answer)).toBe(text));

test('claims are read of three parts', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  expect([`h.${part({ sub: 'é?' })}.s`, `h.${part({})}`, `h.${part([1])}.s`, 'h.x.s', 'opaque', `h.${part({ a: 1 })}.`].map(claimsOf))
    .toEqual([{ sub: 'é?' }, undefined, undefined, undefined, undefined, { a: 1 }]);
});
