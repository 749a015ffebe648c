import type { AuthMetadataFacts } from '../../../src/doctor/probes/auth-metadata';
import { askLogin, Person } from '../../../src/doctor/probes/login';
import { challengeOf } from '../../../src/doctor/probes/native';
import type { ProviderFacts } from '../../../src/doctor/probes/provider';
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
    return who(request);
  });
  return { facts, sent, opened, to: (url: string) => sent.filter((each) => each.to === url) };
}

describe('as SDK and CLI', () => {
  test('the code is exchanged with the verifier of the challenge, and without a secret', async () => {
    const { opened, to, facts } = await asCli({});
    const [{ form, headers }] = to(`${IDP}/token`);
    expect(form).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: 'http://localhost:53593/callback',
      client_id: 'union-native',
      code_verifier: expect.stringMatching(/^[\w-]{64}$/) as string,
    });
    expect(headers).toEqual({});
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
