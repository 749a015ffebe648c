import { cookiesIn, isSentTo, parseCookie, refusedBecause, sentBack } from '../../../src/doctor/probes/cookies';
import { HOST, http } from '../_facts';

test.each<[string, ReturnType<typeof parseCookie>]>([
  ['a=1', { name: 'a', value: '1', size: 2, domain: undefined, path: '/', sameSite: undefined, secure: false, httpOnly: false, expired: false }],
  ['flyte=x=y; Domain=.Example.COM; PATH=/a; SameSite=LAX; Secure; HttpOnly; Max-Age=60', {
    name: 'flyte', value: 'x=y', size: 8, domain: 'example.com', path: '/a', sameSite: 'lax', secure: true, httpOnly: true, expired: false,
  }],
  ['a=; Domain=; Path=', { name: 'a', value: '', size: 1, domain: undefined, path: '/', sameSite: undefined, secure: false, httpOnly: false, expired: false }],
  ['no cookie', undefined],
  ['=x', undefined],
])('%s', (text, cookie) => expect(parseCookie(text)).toEqual(cookie));

test.each([
  ['Max-Age=0', true], ['Max-Age=-1', true], ['Max-Age=1', false], ['Max-Age = 0 ', true],
  ['Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', false], ['Max-Age=soon; Expires=Thu, 01 Jan 1970 00:00:00 GMT', true], ['Max-Age=0x; Expires=Thu, 01 Jan 2970 00:00:00 GMT', false],
  ['Expires=never', false], ['Secure', false],
])('%s is over: %s', (attributes, expired) => expect(parseCookie(`a=1; ${attributes}`)?.expired).toBe(expired));

test('the cookies of an answer are those that can be read', () => {
  expect([http('/', 200), http('/', 200, '', { 'set-cookie': ['a=1', 'none', 'b=2'] })].map((answer) => cookiesIn(answer).map(({ name }) => name))).toEqual([[], ['a', 'b']]);
});

const COOKIE = { name: 'a', value: '1', path: '/', secure: false, httpOnly: false, expired: false, size: 4096 };

test.each<[object, string | undefined]>([
  [{}, undefined],
  [{ domain: HOST }, undefined], [{ domain: 'example.com' }, undefined], [{ domain: 'other.example.com' }, 'domain'], [{ domain: 'ion.example.com' }, 'domain'],
  [{ size: 4097 }, 'size'], [{ size: 4097, domain: 'other.example.com' }, 'domain'],
  [{ sameSite: 'none' }, 'insecure'], [{ sameSite: 'none', secure: true }, undefined], [{ sameSite: 'strict' }, undefined],
])('%j is refused: %s', (change, reason) => expect(refusedBecause({ ...COOKIE, ...change }, HOST)).toBe(reason));

test('a browser sends back what it keeps, the last of each name', () => {
  const all = [COOKIE, { ...COOKIE, name: 'b', expired: true }, { ...COOKIE, name: 'c', size: 5000 }, { ...COOKIE, name: 'd', value: '4' }, { ...COOKIE, value: '5' }];
  expect([sentBack(all, HOST), sentBack([], HOST)]).toEqual(['a=5; d=4', '']);
});

test.each([['/a', '/a', true], ['/a/b', '/a', true], ['/a/b', '/a/', true], ['/ab', '/a', false], ['/a', '/', true], ['/', '/a', false], ['/a', '/a/', false]])('to %s a cookie for %s is sent: %s', (path, own, sent) => {
  expect(isSentTo(path, own)).toBe(sent);
});
