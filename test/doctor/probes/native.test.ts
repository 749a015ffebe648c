import { Failure } from '../../../src/doctor/ask/failure';
import type { HttpAnswer } from '../../../src/doctor/ask/http';
import type { Facts } from '../../../src/doctor/probes/facts';
import { askNative, challengeOf } from '../../../src/doctor/probes/native';
import { Change, FACTS, factsWith, http, IDP, NATIVE_URI, page, SILENT } from '../_facts';
import { recordingAsker } from './_recording-asker';

const GRANT = http(IDP, 400, { error: 'invalid_grant', error_description: 'no such code' });

async function asked(change: Change<Pick<Facts, 'metadata' | 'provider'>>, answers: Readonly<Record<string, HttpAnswer | Failure>> = {}) {
  const { asker, sent } = recordingAsker(({ to }) => answers[new URL(to).pathname] ?? page(to));
  const { metadata, provider } = factsWith(change);
  const facts = await askNative(asker, { metadata, provider });
  const [authorize, ...posts] = sent;
  return { facts, posts: posts.map(({ to, form }) => [to, form]), authorize: authorize && Object.fromEntries(new URL(authorize.to).searchParams) };
}

test('a challenge is that of RFC 7636, appendix B', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

test('the sign-in of SDK and CLI begins as they begin it, and no secret is sent', async () => {
  const { authorize, posts } = await asked({});
  const verifier = 'the-doctor-asks-and-has-no-use-for-what-it-would-get';
  expect(authorize).toEqual({
    client_id: 'union-native',
    redirect_uri: NATIVE_URI,
    response_type: 'code',
    scope: 'all openid',
    audience: 'https://union.example.com',
    state: 'asked-by-the-doctor',
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
  });
  expect(posts).toEqual([
    [`${IDP}/token`, { grant_type: 'authorization_code', code: 'a-code-that-the-doctor-made-up', redirect_uri: NATIVE_URI, client_id: 'union-native', code_verifier: verifier }],
    [`${IDP}/device`, { client_id: 'union-native', scope: 'all openid', audience: 'https://union.example.com' }],
  ]);
});

test('empty fields are not sent', async () => {
  const { authorize, posts } = await asked({ metadata: { client: { scopes: [], audience: '' } } });
  expect(Object.keys(authorize!)).toEqual(['client_id', 'redirect_uri', 'response_type', 'state', 'code_challenge', 'code_challenge_method']);
  expect(posts[1]).toEqual([`${IDP}/device`, { client_id: 'union-native' }]);
});

test.each<[string, Change<Pick<Facts, 'metadata' | 'provider'>>, string[]]>([
  ['where the two say different token endpoints', { provider: { document: { token_endpoint: `${IDP}/other` } } }, [`${IDP}/device`]],
  ['where there is no device endpoint', { metadata: { document: { device_authorization_endpoint: undefined } } }, [`${IDP}/token`]],
])('%s it is not asked', async (_, change, urls) => {
  const { posts } = await asked(change);
  expect(posts.map(([url]) => url)).toEqual(urls);
});

test.each<Change<Pick<Facts, 'metadata' | 'provider'>>>([
  { metadata: { client: { clientId: '' } } }, { metadata: { client: { redirectUri: '' } } }, { metadata: { client: undefined } }, { metadata: undefined }, { metadata: { document: undefined } },
  { metadata: { document: { authorization_endpoint: undefined } } }, { metadata: { document: { authorization_endpoint: 'http://idp.example.com/auth' } } },
])('nothing is asked where clients are not told what they need: %j', async (change) => {
  expect(await asked(change)).toEqual({ facts: undefined, posts: [], authorize: undefined });
});

test('what the endpoints say', async () => {
  const { facts } = await asked({}, { '/token': GRANT, '/device': http(IDP, 200, { device_code: 'x' }) });
  expect(facts).toEqual({
    atProvider: { ...FACTS.native!.atProvider, answer: facts!.atProvider.answer },
    token: { url: new URL(`${IDP}/token`), error: 'invalid_grant', text: '400 invalid_grant no such code' },
    device: { url: new URL(`${IDP}/device`), error: '', text: '200' },
  });
});

test.each([SILENT, http(IDP, 400, 'no JSON')])('what is no JSON says nothing: %j', async (answer) => {
  const { facts } = await asked({}, { '/token': answer, '/device': answer });
  expect([facts?.token, facts?.device]).toEqual([undefined, undefined]);
});
