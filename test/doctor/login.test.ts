import { request } from 'node:http';
import { PassThrough } from 'node:stream';
import type { Io } from '../../src/cli/command';
import { personAt } from '../../src/cli/doctor-client';
import { Failure } from '../../src/doctor/ask/failure';
import { reportOf } from '../../src/doctor/diagnose';
import { parseCookie, refusedBecause, sentBack } from '../../src/doctor/probes/cookies';
import type { Facts } from '../../src/doctor/probes/facts';
import type { BrowserLogin, CliLogin, LoginFacts } from '../../src/doctor/probes/login';

const facts: Facts = { origin: 'https://union.example.com', host: 'union.example.com', now: new Date(), release: '2026.8' };
const rulesOf = (login: Omit<LoginFacts, 'done'>) => reportOf({ ...facts, login: { done: [], ...login } }, undefined).findings.map(({ rule }) => rule);

const cookie = { name: 'flyte_idt', path: '/', sameSite: 'lax', secure: true, httpOnly: true, expired: false, size: 1200 };
const browser: BrowserLogin = {
  callback: { status: 307, location: '/console' }, cookies: [cookie], session: { me: 200, subject: 'alice', identityType: 'user' },
};
const cli: CliLogin = { clientId: 'union-native', token: { me: 200, subject: 'alice', identityType: 'user', claims: { sub: 'alice' } } };
const url = new URL('https://idp.example.com/token');

test('a sign-in that went well', () => {
  expect(rulesOf({ browser, cli })).toEqual([]);
  expect(rulesOf({ browser: { ...browser, session: { ...browser.session!, projects: 200 } }, cli: { ...cli, token: { ...cli.token!, projects: new Failure('silence', 'x') } } })).toEqual([]);
});

test.each<[string, Omit<LoginFacts, 'done'>]>([
  ['live-person-refused', { browser: { refusal: 'access_denied not assigned', cookies: [] }, cli }],
  ['live-person-refused', { browser, cli: { clientId: 'union-native', refusal: 'access_denied' } }],
  ['live-web-exchange-refused', { browser: { callback: { status: 403 }, cookies: [] } }],
  ['live-callback-too-large', { browser: { callback: { status: 502 }, cookies: [] } }],
  ['live-callback-too-large', { browser: { callback: { status: new Failure('garbage', 'Parse Error') }, cookies: [] } }],
  ['live-login-state-lost', { browser: { callback: { status: 401 }, cookies: [] } }],
  ['live-session-cookie-refused', { browser: { ...browser, cookies: [{ ...cookie, domain: 'other.example.com' }], session: { me: 401 } } }],
  ['live-session-cookie-refused', { browser: { ...browser, cookies: [{ ...cookie, size: 5000 }], session: { me: 401 } } }],
  ['live-session-cookie-strict', { browser: { ...browser, cookies: [{ ...cookie, sameSite: 'strict' }] } }],
  ['live-session-refused', { browser: { ...browser, session: { me: 401 } } }],
  ['live-session-refused', { browser: { ...browser, session: { me: new Failure('silence', 'no answer') } } }],
  ['live-cli-exchange-refused', { cli: { clientId: 'union-native', exchange: { url, refusal: '401 invalid_client' } } }],
  ['live-cli-token-refused', { browser, cli: { ...cli, token: { me: 401, claims: { aud: 'api://default' } } } }],
  ['live-login-subjects-differ', { browser, cli: { ...cli, token: { ...cli.token!, subject: '0001' } } }],
  ['live-person-identity-type', { browser: { ...browser, session: { me: 200, subject: 'alice' } } }],
  ['live-person-without-role', { browser: { ...browser, session: { ...browser.session!, projects: 403 } }, cli }],
  ['live-person-without-role', { browser, cli: { ...cli, token: { ...cli.token!, projects: 403 } } }],
  // The one that has the role is another subject.
  ['live-login-subjects-differ', { browser, cli: { ...cli, token: { ...cli.token!, subject: '0001', projects: 403 } } }],
  ['live-person-identity-type', { cli: { ...cli, token: { ...cli.token!, identityType: 'app' } } }],
])('%s: %j', (rule, login) => {
  expect(rulesOf(login)).toEqual([rule]);
});

test('a browser keeps what is for its host, and sends that back', () => {
  const all = ['a=1; Path=/; HttpOnly', 'b=2; Domain=.example.com; Secure', 'c=3; Domain=other.example.com', `d=${'x'.repeat(4097)}`,
    'e=5; SameSite=None', 'f=6; Max-Age=0', 'g=7; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'no cookie'].flatMap((text) => parseCookie(text) ?? []);
  expect(all.map((each) => [each.name, refusedBecause(each, 'union.example.com')])).toEqual([
    ['a', undefined], ['b', undefined], ['c', 'domain'], ['d', 'size'], ['e', 'insecure'], ['f', undefined], ['g', undefined],
  ]);
  expect(sentBack(all, 'union.example.com')).toBe('a=1; b=2');
});

test.each([
  ['a=1; Max-Age=-1', true],
  ['a=1; Max-Age = 0 ', true],
  ['a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', false],
  ['a=1; Max-Age=soon; Expires=Thu, 01 Jan 1970 00:00:00 GMT', true],
])('%s is over: %s', (text, expired) => {
  expect(parseCookie(text)?.expired).toBe(expired);
});

describe('a person at a browser', () => {
  const told: string[] = [];
  const io: Io = {
    env: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    stdout: () => undefined,
    stderr: (text) => void told.push(text),
    stdin: () => Buffer.alloc(0),
  };
  const open = new URL('https://idp.example.com/auth?client_id=x');
  beforeEach(() => { told.length = 0; });

  test('pastes the address at the end; another one is not taken', async () => {
    const input = new PassThrough();
    const opened: string[] = [];
    const person = personAt(io, { input, open: ({ href }) => void opened.push(href) }, true);
    const end = person({ as: 'browser', open, endsAt: new URL('https://union.example.com/callback') });
    input.write('https://evil.example.org/callback?code=1\nhttps://union.example.com/elsewhere?code=2\nhttps://union.example.com/callback?code=3&state=x\n');
    expect((await end)?.search).toBe('?code=3&state=x');
    expect(opened).toEqual([open.href]);
    expect(told.join('')).toContain(open.href);
    expect(told.slice(1)).toEqual(Array(2).fill('The address at the end begins with https://union.example.com/callback; paste that one:\n'));
  });

  test('holds its input for no longer than it is asked, and may be asked again', async () => {
    const input = new PassThrough();
    const person = personAt(io, { input, open: () => undefined }, false);
    expect(input.listenerCount('end')).toBe(0);
    for (const code of ['1', '2']) {
      const end = person({ as: 'browser', open, endsAt: new URL('https://union.example.com/callback') });
      input.write(`\nhttps://union.example.com/callback?code=${code}\n`);
      expect((await end)?.search).toBe(`?code=${code}`);
      expect([input.isPaused(), input.listenerCount('end')]).toEqual([true, 0]);
    }
    expect(told).toHaveLength(2);
  });

  test.each(['before', 'while'])('gives up where the input ends %s it is asked', async (when) => {
    const input = new PassThrough();
    if (when === 'before') {
      await new Promise((resolve) => input.resume().end().once('end', resolve));
    }
    const end = personAt(io, { input, open: () => undefined }, false)({ as: 'browser', open, endsAt: new URL('https://union.example.com/callback') });
    input.end();
    expect(await end).toBeUndefined();
  });

  test('is caught on the loopback, as an SDK does', async () => {
    const person = personAt(io, { input: new PassThrough(), open: () => undefined }, false);
    const endsAt = new URL('http://localhost:53599/callback');
    const end = person({ as: 'CLI', open, endsAt });
    const ask = () => new Promise<void>((resolve) => {
      const retry = () => setTimeout(() => void ask().then(resolve), 50);
      request({ host: '127.0.0.1', port: 53599, path: '/callback?code=4&state=y', agent: false }, (answer) => answer.resume().once('end', resolve)).once('error', retry).end();
    });
    await ask();
    expect((await end)?.href).toBe('http://localhost:53599/callback?code=4&state=y');
  });
});
