import type { Failure } from '../../../src/doctor/ask/failure';
import type { HttpAnswer } from '../../../src/doctor/ask/http';
import type { AuthMetadataFacts } from '../../../src/doctor/probes/auth-metadata';
import type { Facts } from '../../../src/doctor/probes/facts';
import { askLogin, Person } from '../../../src/doctor/probes/login';
import { challengeOf } from '../../../src/doctor/probes/native';
import type { ProviderFacts } from '../../../src/doctor/probes/provider';
import { Change, factsWith, SILENT } from '../_facts';
import { answer, ORIGIN, recordingAsker, Sent } from './_recording-asker';

const IDP = 'https://idp.example.com';
const REVOCATION = `${IDP}/revoke`;
const document = { authorization_endpoint: `${IDP}/auth`, token_endpoint: `${IDP}/token` };
const metadata = {
  metadata: answer(200),
  publicClient: answer(200),
  calls: new Map(),
  document,
  client: { clientId: 'union-native', redirectUri: 'http://localhost:53593/callback', scopes: ['all'], audience: '', header: 'Flyte-Authorization' },
} as unknown as AuthMetadataFacts;
const provider = (revocation?: string): ProviderFacts => ({
  issuer: IDP,
  url: new URL(IDP),
  answer: answer(200),
  document: { ...document, ...(revocation === undefined ? {} : { revocation_endpoint: revocation }) },
});

/** Signs in and comes back with a code and the state that the request named. */
const person: Person = ({ open, endsAt }) =>
  Promise.resolve(new URL(`${endsAt.href}?${new URLSearchParams({ code: 'the-code', state: open.searchParams.get('state') ?? '' })}`));

interface Situation {
  readonly tokens?: object;
  readonly revocation?: string;
  readonly revoked?: number;
  readonly who?: Person;
}

async function asCli({ tokens = { access_token: 'access', refresh_token: 'refresh' }, revocation = REVOCATION, revoked = 200, who = person }: Situation) {
  const opened: URL[] = [];
  const requests: string[] = [];
  const { asker, sent } = recordingAsker(({ to }: Sent) => {
    const answers: Readonly<Record<string, ReturnType<typeof answer>>> = {
      [`${IDP}/token`]: answer(200, tokens),
      [REVOCATION]: answer(revoked),
      [`${ORIGIN}/me`]: answer(200, '', { 'x-user-subject': 'alice', 'x-user-claim-identitytype': '"user"' }),
    };
    return answers[to] ?? answer(200);
  });
  const facts = await askLogin(asker, { metadata, provider: provider(revocation), native: { atProvider: {} as never } }, (request) => {
    opened.push(request.open);
    requests.push(`${request.as} ${request.endsAt.href}`);
    return who(request);
  });
  return { facts, sent, opened, requests, to: (url: string) => sent.filter((each) => each.to === url) };
}

describe('as SDK and CLI', () => {
  test('the code is exchanged with the verifier of the challenge, and without a secret', async () => {
    const { opened, requests, to, facts } = await asCli({});
    const [{ form, headers }] = to(`${IDP}/token`);
    expect(form).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: 'http://localhost:53593/callback',
      client_id: 'union-native',
      code_verifier: expect.stringMatching(/^[\w-]{64}$/) as string,
    });
    expect(headers).toEqual({});
    expect(requests).toEqual(['CLI http://localhost:53593/callback']);
    expect(opened[0].searchParams.get('code_challenge')).toBe(challengeOf(form!.code_verifier));
    expect(facts.cli?.token).toMatchObject({ me: 200, subject: 'alice', identityType: 'user' });
  });

  test('the token is shown in the header that flyteadmin reads, to flyteadmin alone', async () => {
    const { sent } = await asCli({});
    const shown = sent.filter(({ headers }) => Object.values(headers).includes('Bearer access'));
    expect(shown.map(({ to, headers }) => [new URL(to).origin, Object.keys(headers)])).toEqual([[ORIGIN, ['flyte-authorization']], [ORIGIN, ['flyte-authorization']]]);
  });

  test('the refresh token is revoked, for it opens more than the access token', async () => {
    const { to, facts, sent } = await asCli({});
    expect(to(REVOCATION).map(({ form }) => form)).toEqual([{ token: 'refresh', client_id: 'union-native' }]);
    expect(sent.at(-1)!.to).toBe(REVOCATION);
    expect(facts.done).toEqual(['Signed in as SDK and CLI, asked /me and for projects; the tokens were revoked.']);
  });

  test('the access token is, where there is not an other', async () => {
    const { to } = await asCli({ tokens: { access_token: 'access' } });
    expect(to(REVOCATION).map(({ form }) => form?.token)).toEqual(['access']);
  });

  test('what could not be revoked is said', async () => {
    const refused = await asCli({ revoked: 503 });
    expect(refused.facts.done).toEqual([expect.stringContaining('did not revoke the token')]);
    const nowhere = await asCli({ revocation: '' });
    expect(nowhere.to(REVOCATION)).toEqual([]);
    expect(nowhere.facts.done).toEqual([expect.stringContaining('no way to revoke the token')]);
  });

  test('a code that comes back with another state is not spent', async () => {
    const { to, facts } = await asCli({ who: ({ endsAt }) => Promise.resolve(new URL(`${endsAt.href}?code=the-code&state=of-someone-else`)) });
    expect(to(`${IDP}/token`)).toEqual([]);
    expect(facts.cli).toEqual({ clientId: 'union-native', refusal: 'another state came back' });
  });
});

test('a browser sends the cookies of the login to the callback, those of the session to /me, and signs out', async () => {
  const { asker, sent } = recordingAsker(({ to }) => {
    const { pathname } = new URL(to);
    if (pathname === '/login') {
      return answer(307, '', { 'location': `${IDP}/auth?client_id=union-web`, 'set-cookie': ['flyte_csrf_state=s; Path=/; HttpOnly; Secure'] });
    }
    return pathname === '/callback' ? answer(307, '', { 'location': '/console', 'set-cookie': ['flyte_idt=t; Path=/; HttpOnly; Secure'] }) : answer(200);
  });
  const facts = await askLogin(asker, { signIn: { atProvider: {} } as never }, person);
  expect(sent.map(({ to, headers }) => [to.slice(ORIGIN.length).replace(/\?.*/, ''), headers.cookie])).toEqual([
    ['/login', undefined], ['/callback', 'flyte_csrf_state=s'], ['/me', 'flyte_idt=t'], [expect.stringContaining('projects'), 'flyte_idt=t'], ['/logout', 'flyte_idt=t'],
  ]);
  expect(sent[1].to).toContain('code=the-code');
  expect(JSON.stringify(facts)).not.toMatch(/"t"|the-code/);
});

describe('as SDK and CLI, what goes wrong', () => {
  test.each<[string, Situation & { readonly header?: string }, object, number]>([
    ['a person gives up', { who: () => Promise.resolve(undefined) }, { done: ['The sign-in of the CLI was given up.'] }, 1],
    ['the provider refuses', { who: ({ endsAt }) => Promise.resolve(new URL(`${endsAt.href}?error=access_denied&error_description=no`)) }, { cli: { clientId: 'union-native', refusal: 'access_denied no' }, done: [] }, 1],
    ['nothing comes back', { who: ({ endsAt }) => Promise.resolve(endsAt) }, { cli: { clientId: 'union-native', refusal: 'no code came back' }, done: [] }, 1],
    ['the state comes back alone', { who: ({ open, endsAt }) => Promise.resolve(new URL(`${endsAt.href}?state=${open.searchParams.get('state')}`)) }, { cli: { clientId: 'union-native', refusal: 'no code came back' }, done: [] }, 1],
    ['there is no token', { tokens: { error: 'invalid_grant', error_description: 'x' } }, { cli: { clientId: 'union-native', exchange: { url: new URL(`${IDP}/token`), refusal: '200 invalid_grant x' } }, done: [] }, 2],
  ])('%s', async (_, situation, expected, questions) => {
    const { facts, sent } = await asCli(situation);
    expect([facts, sent.length]).toEqual([expected, questions]);
  });

  const whole = (change: Change<Facts>) => factsWith(change);
  const asked = async (change: Change<Facts>, answers: Readonly<Record<string, HttpAnswer | Failure>> = {}) => {
    const { asker, sent } = recordingAsker(({ to }) => answers[to] ?? answer(200, { access_token: 'h.e30.s' }));
    return { facts: await askLogin(asker, whole(change), person), sent: sent.map(({ to, headers }) => [to.replace(ORIGIN, ''), headers]) };
  };
  const alone: Change<Facts> = { signIn: { atProvider: undefined } };
  const CLI = [['/login', {}], [`${IDP}/token`, {}], ['/me', { 'flyte-authorization': 'Bearer h.e30.s' }], ['/api/v1/projects?limit=1', { 'flyte-authorization': 'Bearer h.e30.s' }]];

  test.each<[string, Change<Facts>, boolean]>([
    ['where there is a form', {}, true],
    ['where what is said is not known', { native: { atProvider: { refusal: { reason: 'other', text: 'x' } } } }, true],
    ['where no header is told', { metadata: { client: { header: '' } } }, true],
    ['not where the client is not known', { native: { atProvider: { refusal: { reason: 'client', text: 'x' } } } }, false],
    ['not where the provider was not asked', { native: undefined }, false],
    ['not where the two say different token endpoints', { provider: { document: { token_endpoint: `${IDP}/other` } } }, false],
    ['not without a redirect URI', { metadata: { client: { redirectUri: 'none' } } }, false],
  ])('a person is asked %s', async (_, change, isAsked) => {
    const { sent } = await asked({ ...alone, ...change });
    expect(sent).toEqual(isAsked ? CLI : CLI.slice(0, 1));
  });

  test('a token endpoint that does not answer, and one that says nothing in JSON', async () => {
    const silent = await asked(alone, { [`${IDP}/token`]: SILENT });
    expect(silent.facts.cli?.exchange?.refusal).toBe('no answer in time');
    const page = await asked(alone, { [`${IDP}/token`]: answer(502, '<html>') });
    expect(page.facts.cli?.exchange?.refusal).toBe('502');
  });

  test('whom flyteadmin takes the token for', async () => {
    const { facts } = await asked(alone, { [`${ORIGIN}/me`]: SILENT });
    expect(facts.cli?.token).toEqual({ me: SILENT, claims: {} });
    const refused = await asked(alone, { [`${ORIGIN}/me`]: answer(401, '', { 'x-user-subject': 'ada' }) });
    expect([refused.facts.cli?.token, refused.sent.length]).toEqual([{ me: 401, subject: 'ada', claims: {} }, 3]);
    const whole200 = await asked(alone, { [`${ORIGIN}/api/v1/projects?limit=1`]: SILENT });
    expect(whole200.facts.cli?.token).toEqual({ me: 200, projects: SILENT, claims: {} });
  });

  test('a login that does not answer is the end of it', async () => {
    expect(await asked({}, { [`${ORIGIN}/login`]: SILENT })).toEqual({ facts: { done: ['The sign-in was not started: no answer in time.'] }, sent: [['/login', {}]] });
  });
});

describe('as a browser, what goes wrong', () => {
  const START = answer(307, '', { 'location': `${IDP}/auth?client_id=union-web`, 'set-cookie': ['flyte_csrf_state=s; Path=/'] });
  const asked = async (callback: HttpAnswer | Failure, more: { readonly who?: Person; readonly start?: HttpAnswer } = {}) => {
    const { who = person, start = START } = more;
    const { asker, sent } = recordingAsker(({ to }) => (to === `${ORIGIN}/login` ? start : new URL(to).pathname === '/callback' ? callback : answer(200)));
    const facts = await askLogin(asker, { signIn: { atProvider: {} } as never }, who);
    return { facts, sent: sent.slice(1).map(({ to, headers }) => [new URL(to).pathname, headers.cookie]) };
  };

  test.each<[string, HttpAnswer | Failure, object]>([
    ['refused', answer(403), { callback: { status: 403, location: undefined }, cookies: [] }],
    ['an error', answer(400, '', { location: '/x' }), { callback: { status: 400, location: '/x' }, cookies: [] }],
    ['no redirect', answer(299), { callback: { status: 299, location: undefined }, cookies: [] }],
    ['no answer', SILENT, { callback: { status: SILENT }, cookies: [] }],
  ])('the callback is %s: no session is tried', async (_, callback, browser) => {
    expect(await asked(callback)).toEqual({ facts: { browser, done: [] }, sent: [['/callback', 'flyte_csrf_state=s']] });
  });

  test.each([300, 399])('%i begins a session, with a cookie or without', async (status) => {
    const { facts, sent } = await asked(answer(status, '', { location: '/console' }));
    expect(facts.browser?.session).toEqual({ me: 200, projects: 200 });
    expect(sent.slice(1)).toEqual([['/me', undefined], ['/api/v1/projects', undefined], ['/logout', '']]);
    expect(facts.done).toEqual(['Signed in as a browser, asked /me and for projects, and signed out of the deployment.']);
  });

  test.each<[string, Person, object]>([
    ['gives up', () => Promise.resolve(undefined), { done: ['The sign-in of the browser was given up.'] }],
    ['is refused', ({ endsAt }) => Promise.resolve(new URL(`${endsAt.href}?error=access_denied`)), { browser: { refusal: 'access_denied', cookies: [] }, done: [] }],
  ])('a person %s', async (_, who, facts) => {
    expect(await asked(answer(302), { who })).toEqual({ facts, sent: [] });
  });

  test.each([answer(307, '', { location: 'http://idp.example.com/auth' }), answer(200)])('is not tried where /login leads nowhere: %j', async (start) => {
    expect(await asked(answer(302), { start })).toEqual({ facts: { done: [] }, sent: [] });
  });
});
