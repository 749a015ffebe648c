import type { Failure } from '../../../src/doctor/ask/failure';
import type { HttpAnswer } from '../../../src/doctor/ask/http';
import type { Facts } from '../../../src/doctor/probes/facts';
import { askLogin, Person } from '../../../src/doctor/probes/login';
import { challengeOf } from '../../../src/doctor/probes/native';
import { Change, factsWith, IDP, NATIVE_URI, SILENT } from '../_facts';
import { answer, ORIGIN, recordingAsker } from './_recording-asker';

type Answers = Readonly<Record<string, HttpAnswer | Failure>>;

const TOKEN = `${IDP}/token`;
const REVOCATION = `${IDP}/revoke`;

/** Comes back with what a function says of the request. */
const backWith = (parameters: (open: URL) => Record<string, string>): Person => ({ open, endsAt }) => Promise.resolve(new URL(`${endsAt.href}?${new URLSearchParams(parameters(open))}`));
const stateOf = (open: URL) => open.searchParams.get('state') ?? '';
/** Signs in, and comes back with a code and the state that the request named. */
const person = backWith((open) => ({ code: 'the-code', state: stateOf(open) }));
const givesUp: Person = () => Promise.resolve(undefined);
const endsSilently: Person = ({ endsAt }) => Promise.resolve(endsAt);

/** What comes of a login where something is other than well, with answers by path or URL. */
async function asked(change: Change<Facts>, answers: Answers = {}, who: Person = person) {
  const opened: URL[] = [];
  const requests: string[] = [];
  const { asker, sent } = recordingAsker(({ to }) => {
    const { origin, pathname } = new URL(to);
    return answers[to.replace(ORIGIN, '')] ?? answers[origin === ORIGIN ? pathname : to] ?? answer(200, { access_token: 'h.e30.s' });
  });
  const facts = await askLogin(asker, factsWith(change), (request) => {
    opened.push(request.open);
    requests.push(`${request.as} ${request.endsAt.href}`);
    return who(request);
  });
  return { facts, opened, requests, sent, short: sent.map(({ to, headers }) => [to.replace(ORIGIN, ''), headers]), to: (url: string) => sent.filter((each) => each.to === url) };
}

describe('as SDK and CLI', () => {
  const alone: Change<Facts> = { signIn: { atProvider: undefined } };
  const revocable: Change<Facts> = { ...alone, provider: { document: { revocation_endpoint: REVOCATION } } };
  const TOKENS: Answers = { [TOKEN]: answer(200, { access_token: 'access', refresh_token: 'refresh' }) };

  test('the code is exchanged with the verifier of the challenge, and without a secret', async () => {
    const me = answer(200, '', { 'x-user-subject': 'alice', 'x-user-claim-identitytype': '"user"' });
    const { opened, requests, to, facts } = await asked(alone, { ...TOKENS, '/me': me });
    const [{ form, headers }] = to(TOKEN);
    expect([form, headers]).toEqual([{
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: NATIVE_URI,
      client_id: 'union-native',
      code_verifier: expect.stringMatching(/^[\w-]{64}$/) as string,
    }, {}]);
    expect([requests, opened[0].searchParams.get('code_challenge')]).toEqual([[`CLI ${NATIVE_URI}`], challengeOf(form!.code_verifier)]);
    expect(facts.cli?.token).toMatchObject({ me: 200, subject: 'alice', identityType: 'user' });
  });

  test('the token is shown in the header that flyteadmin reads, to flyteadmin alone', async () => {
    const { sent } = await asked({ ...alone, metadata: { client: { header: 'Flyte-Authorization' } } }, TOKENS);
    const shown = sent.filter(({ headers }) => Object.values(headers).includes('Bearer access'));
    expect(shown.map(({ to, headers }) => [new URL(to).origin, Object.keys(headers)])).toEqual([[ORIGIN, ['flyte-authorization']], [ORIGIN, ['flyte-authorization']]]);
  });

  test.each<[string, Change<Facts>, Answers, string[], string]>([
    ['the refresh token is, for it opens more than the access token', revocable, TOKENS, ['refresh'], '; the tokens were revoked.'],
    ['the access token is, where there is no other', revocable, { [TOKEN]: answer(200, { access_token: 'access' }) }, ['access'], '; the tokens were revoked.'],
    ['a refusal is reported', revocable, { ...TOKENS, [REVOCATION]: answer(503) }, ['refresh'], '; the provider did not revoke the token, which ends with its time.'],
    ['a provider without an endpoint is not asked', alone, TOKENS, [], 'no way to revoke the token'],
  ])('what is revoked: %s', async (_, change, answers, revoked, done) => {
    const { facts, to, sent } = await asked(change, answers);
    expect(to(REVOCATION).map(({ form }) => form)).toEqual(revoked.map((token) => ({ token, client_id: 'union-native' })));
    expect([sent.at(-1)!.to === REVOCATION, facts.done]).toEqual([revoked.length > 0, [expect.stringMatching(new RegExp(`^Signed in as SDK and CLI, asked /me and for projects.*${done}`))]]);
  });

  const refused = (refusal: string) => ({ cli: { clientId: 'union-native', refusal }, done: [] });
  const noToken = (refusal: string) => ({ cli: { clientId: 'union-native', exchange: { url: new URL(TOKEN), refusal } }, done: [] });

  test.each<[string, Person, Answers, object, number]>([
    ['a person gives up', givesUp, {}, { done: ['The sign-in of the CLI was given up.'] }, 1],
    ['the provider refuses', backWith(() => ({ error: 'access_denied', error_description: 'no' })), {}, refused('access_denied no'), 1],
    ['nothing comes back', endsSilently, {}, refused('no code came back'), 1],
    ['the state comes back alone', backWith((open) => ({ state: stateOf(open) })), {}, refused('no code came back'), 1],
    ['a code comes back with another state, and is not spent', backWith(() => ({ code: 'the-code', state: 'of-another' })), {}, refused('another state came back'), 1],
    ['there is no token', person, { [TOKEN]: answer(200, { error: 'invalid_grant', error_description: 'x' }) }, noToken('200 invalid_grant x'), 2],
    ['the token endpoint is silent', person, { [TOKEN]: SILENT }, noToken('no answer in time'), 2],
    ['it answers without JSON', person, { [TOKEN]: answer(502, '<html>') }, noToken('502'), 2],
    ['/login is silent', person, { '/login': SILENT }, { done: ['The sign-in was not started: no answer in time.'] }, 1],
  ])('%s', async (_, who, answers, expected, questions) => {
    const { facts, sent } = await asked(alone, answers, who);
    expect([facts, sent.length]).toEqual([expected, questions]);
  });

  test.each<[string, Change<Facts>, boolean]>([
    ['where there is a form', {}, true],
    ['where what is said is not known', { native: { atProvider: { refusal: { reason: 'other', text: 'x' } } } }, true],
    ['where no header is published', { metadata: { client: { header: '' } } }, true],
    ['not where the client is not known', { native: { atProvider: { refusal: { reason: 'client', text: 'x' } } } }, false],
    ['not where the provider was not asked', { native: undefined }, false],
    ['not where the two say different token endpoints', { provider: { document: { token_endpoint: `${IDP}/other` } } }, false],
    ['not without a redirect URI', { metadata: { client: { redirectUri: 'none' } } }, false],
  ])('a person is asked %s', async (_, change, isAsked) => {
    const shown = { 'flyte-authorization': 'Bearer h.e30.s' };
    const { short } = await asked({ ...alone, ...change });
    expect(short).toEqual([['/login', {}], ...isAsked ? [[TOKEN, {}], ['/me', shown], ['/api/v1/projects?limit=1', shown]] : []]);
  });

  test.each<[Answers, object, number]>([
    [{ '/me': SILENT }, { me: SILENT, claims: {} }, 3],
    [{ '/me': answer(401, '', { 'x-user-subject': 'ada' }) }, { me: 401, subject: 'ada', claims: {} }, 3],
    [{ '/api/v1/projects': SILENT }, { me: 200, projects: SILENT, claims: {} }, 4],
  ])('flyteadmin\'s view of the token: %j', async (answers, token, questions) => {
    const { facts, sent } = await asked(alone, answers);
    expect([facts.cli?.token, sent.length]).toEqual([token, questions]);
  });
});

describe('as a browser', () => {
  const alone: Change<Facts> = { native: undefined };
  const START = answer(307, '', { 'location': `${IDP}/auth?client_id=union-web`, 'set-cookie': ['flyte_csrf_state=s; Path=/; HttpOnly; Secure'] });
  const back = async (callback: HttpAnswer | Failure, who?: Person, start = START) => {
    const { facts, sent } = await asked(alone, { '/login': start, '/callback': callback }, who);
    return { facts, sent: sent.slice(1), short: sent.slice(1).map(({ to, headers }) => [new URL(to).pathname, headers.cookie]) };
  };

  test('the cookies of the login go to the callback, those of the session to /me, and the session is ended', async () => {
    const { facts, sent, short } = await back(answer(307, '', { 'location': '/console', 'set-cookie': ['flyte_idt=t; Path=/; HttpOnly; Secure'] }));
    expect(short).toEqual([['/callback', 'flyte_csrf_state=s'], ['/me', 'flyte_idt=t'], ['/api/v1/projects', 'flyte_idt=t'], ['/logout', 'flyte_idt=t']]);
    expect(sent[0].to).toContain('code=the-code');
    expect(JSON.stringify(facts)).not.toMatch(/"t"|the-code/);
  });

  test.each<[string, HttpAnswer | Failure, object]>([
    ['refused', answer(403), { status: 403, location: undefined }],
    ['an error', answer(400, '', { location: '/x' }), { status: 400, location: '/x' }],
    ['no redirect', answer(299), { status: 299, location: undefined }],
    ['no answer', SILENT, { status: SILENT }],
  ])('the callback is %s: no session is tried', async (_, answered, callback) => {
    expect(await back(answered)).toMatchObject({ facts: { browser: { callback, cookies: [] }, done: [] }, short: [['/callback', 'flyte_csrf_state=s']] });
  });

  test.each([300, 399])('%i begins a session, with a cookie or without', async (status) => {
    const { facts, short } = await back(answer(status, '', { location: '/console' }));
    expect(facts.browser?.session).toEqual({ me: 200, projects: 200 });
    expect(short.slice(1)).toEqual([['/me', undefined], ['/api/v1/projects', undefined], ['/logout', '']]);
    expect(facts.done).toEqual(['Signed in as a browser, asked /me and for projects, and signed out of the deployment.']);
  });

  test.each<[string, Person, HttpAnswer, object]>([
    ['a person gives up', givesUp, START, { done: ['The sign-in of the browser was given up.'] }],
    ['a person is refused', backWith(() => ({ error: 'access_denied' })), START, { browser: { refusal: 'access_denied', cookies: [] }, done: [] }],
    ['/login leads to a provider without TLS', person, answer(307, '', { location: 'http://idp.example.com/auth' }), { done: [] }],
    ['/login does not redirect', person, answer(200), { done: [] }],
  ])('nothing more is asked where %s', async (_, who, start, facts) => {
    expect(await back(answer(302), who, start)).toEqual({ facts, sent: [], short: [] });
  });
});
