import { Failure } from '../../../src/doctor/ask/failure';
import { HttpAnswer } from '../../../src/doctor/ask/http';
import { Secret } from '../../../src/doctor/ask/secret';
import type { CertificateFacts } from '../../../src/doctor/probes/certificate';
import type { Facts } from '../../../src/doctor/probes/facts';
import { ClientUnderTest, askToken, readPerson } from '../../../src/doctor/probes/token';
import { Change, factsWith, grpc, http, IDP, SILENT } from '../_facts';
import { answer, ORIGIN, recordingAsker, Sent } from './_recording-asker';

const TOKEN_URL = 'https://idp.example.com/token';
const NOW = new Date('2030-01-10T00:00:00Z');
const CERTIFICATE: CertificateFacts = {
  subject: 'union.example.com',
  issuer: 'CA',
  names: 'union.example.com',
  protocol: 'h2',
  validFrom: new Date('2030-01-01T00:00:00Z'),
  validTo: new Date('2030-02-01T00:00:00Z'),
};
const SECRET = 'a b+c%/d:é';
const client = (credentials: Partial<NonNullable<ClientUnderTest['credentials']>> = {}): ClientUnderTest => ({
  source: 'ci.yaml',
  credentials: { clientId: 'union:ci/1', clientSecret: new Secret(SECRET), scopes: ['all', 'offline'], tokenUrl: new URL(TOKEN_URL), ...credentials },
});

async function asked(
  { certificate = CERTIFICATE, under = client(), token = () => answer(400, { error: 'invalid_scope' }) }:
  { certificate?: CertificateFacts | Failure; under?: ClientUnderTest; token?: (sent: Sent) => HttpAnswer | Failure },
) {
  const { asker, sent } = recordingAsker((question) => (question.to === TOKEN_URL ? token(question) : answer(200)));
  const facts = await askToken(asker, under, { now: NOW, certificate }, { echo: undefined, overGrpc: false });
  return { facts, sent };
}

describe('the secret goes nowhere', () => {
  test.each<[string, CertificateFacts | Failure | undefined]>([
    ['where the certificate is for another host', { ...CERTIFICATE, foreign: 'for other.example.com' }],
    ['where nobody vouches for it', { ...CERTIFICATE, untrusted: 'SELF_SIGNED_CERT_IN_CHAIN' }],
    ['where it has ended', { ...CERTIFICATE, validTo: new Date(NOW.getTime() - 1) }],
    ['where it ends this very moment', { ...CERTIFICATE, validTo: NOW }],
    ['where there is no TLS', new Failure('tls', 'no TLS')],
  ])('%s', async (_, certificate) => {
    expect(await asked({ certificate })).toEqual({ facts: undefined, sent: [] });
  });

  test('where nothing was found out about the certificate', async () => {
    const { asker, sent } = recordingAsker(() => answer(200));
    expect(await askToken(asker, client(), { now: NOW }, { echo: undefined, overGrpc: false })).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test('where the client has none', async () => {
    expect(await asked({ under: { source: 'ci.yaml' } })).toEqual({ facts: undefined, sent: [] });
  });
});

/** RFC 6749, section 2.3.1: both halves are encoded as in a form, before they are joined. */
function halvesOf({ headers: { authorization } }: Sent): string[] {
  const [scheme, pair] = authorization.split(' ');
  expect(scheme).toBe('Basic');
  const halves = Buffer.from(pair, 'base64').toString().split(':');
  return halves.map((half) => decodeURIComponent(half.replaceAll('+', ' ')));
}

test('ID and secret are encoded each by itself in the header, and are in no form', async () => {
  const { sent } = await asked({});
  expect(sent).toHaveLength(1);
  expect(halvesOf(sent[0])).toEqual(['union:ci/1', SECRET]);
  expect(sent[0]).toMatchObject({ to: TOKEN_URL, form: { grant_type: 'client_credentials', scope: 'all offline' } });
  expect(Object.keys(sent[0].form!)).toEqual(['grant_type', 'scope']);
});

test('an audience is asked for where the client names one', async () => {
  const { sent } = await asked({ under: client({ audience: 'api://union' }) });
  expect(sent[0].form).toEqual({ grant_type: 'client_credentials', scope: 'all offline', audience: 'api://union' });
});

test('a provider that knows no client in the header is asked once more, with both in the form as they are', async () => {
  const { sent } = await asked({ token: () => answer(401, { error: 'invalid_client' }) });
  expect(sent.map(({ headers }) => Object.keys(headers))).toEqual([['authorization'], []]);
  expect(sent[1].form).toEqual({ grant_type: 'client_credentials', scope: 'all offline', client_id: 'union:ci/1', client_secret: SECRET });
});

test.each([
  [400, { error: 'invalid_scope' }],
  [399, { error: 'invalid_client' }],
  [500, { error: 'invalid_client' }],
  [401, 'no JSON'],
])('an answer of %s %j ends it', async (status, body) => {
  expect((await asked({ token: () => answer(status, body) })).sent).toHaveLength(1);
});

test('a 4xx up to 499 with invalid_client does not', async () => {
  expect((await asked({ token: () => answer(400, { error: 'invalid_client' }) })).sent).toHaveLength(2);
  expect((await asked({ token: () => answer(499, { error: 'invalid_client' }) })).sent).toHaveLength(2);
});

test('what the provider says back holds no secret, in whatever form it was sent', async () => {
  const said = `${SECRET} ${encodeURIComponent(SECRET)} ${Buffer.from(SECRET).toString('base64')}`;
  const { facts } = await asked({ token: () => answer(400, { error: 'invalid_scope', error_description: said }) });
  expect(facts?.refusal?.text).toBe('400 invalid_scope [secret] [secret] [secret]');
});

test('a token is shown to the deployment alone, in both headers and in metadata that no guard reads', async () => {
  const { facts, sent } = await asked({ token: () => answer(200, { access_token: 'a.token.x' }) });
  expect(sent.slice(1).map(({ to }) => new URL(to).origin)).toEqual([ORIGIN, ORIGIN, ORIGIN]);
  const carrying = sent.slice(1).map(({ headers }) => Object.keys(headers).filter((name) => headers[name] === 'Bearer a.token.x'));
  expect(carrying).toEqual([['flyte-authorization'], ['authorization'], ['grpc-metadata-authorization']]);
  expect(facts).toMatchObject({ clientId: 'union:ci/1', source: 'ci.yaml', use: { me: 200, standard: 200, hidden: 200 } });
});

describe('settings default to what flyteadmin publishes for clients', () => {
  const { clientId, clientSecret } = client().credentials!;
  const bare = { source: 'options', credentials: { clientId, clientSecret } };
  const formOf = async (under: ClientUnderTest, change: Change<Facts> = {}) => {
    const { asker, sent } = recordingAsker(() => answer(400));
    const { certificate, metadata, provider, now } = factsWith(change);
    const facts = await askToken(asker, under, { certificate, metadata, provider, now }, { echo: undefined, overGrpc: false });
    return [sent.map(({ to, form }) => [to, form]), facts?.scopes];
  };
  const CREDENTIALS = { grant_type: 'client_credentials' };

  test.each<[string, ClientUnderTest, Change<Facts>, Record<string, string>, string[]]>([
    ['scopes and audience', bare, {}, { ...CREDENTIALS, scope: 'all openid', audience: ORIGIN }, ['all', 'openid']],
    ['nothing where it tells nothing', bare, { metadata: { client: undefined } }, CREDENTIALS, []],
    ['nothing of what the client says itself', { ...bare, credentials: { ...bare.credentials, scopes: [], audience: '' } }, {}, CREDENTIALS, []],
  ])('%s', async (_, under, change, form, scopes) => {
    expect(await formOf(under, change)).toEqual([[[`${IDP}/token`, form]], scopes]);
  });

  test('the endpoint, where the provider says the same', async () => {
    expect(await formOf(bare, { provider: undefined })).toEqual([[], undefined]);
  });
});

test.each<[string, HttpAnswer | Failure, object]>([
  ['no answer', SILENT, { error: '', text: 'no answer in time' }],
  ['no JSON', answer(502, 'x'), { error: '', text: '502' }],
  ['an error', answer(400, { error: 'invalid_scope', error_description: '' }), { error: 'invalid_scope', text: '400 invalid_scope' }],
  ['a token of no name', answer(200, { token: 'x' }), { error: '', text: '200' }],
])('%s is no token', async (_, said, refusal) => {
  const { facts } = await asked({ token: () => said });
  expect([facts?.refusal, facts?.use, facts?.claims]).toEqual([refusal, undefined, undefined]);
});

describe('what becomes of a token', () => {
  const CLAIMS = { sub: 'ci' };
  const TOKEN = `h.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.s`;

  /** Answers by path; the header in which it is shown decides which of two for /me. */
  async function used(answers: Readonly<Record<string, HttpAnswer | Failure>>, { echo, header = 'Flyte-Authorization' }: { echo?: string; header?: string } = {}) {
    const { asker, sent } = recordingAsker(({ to, headers }) => {
      const path = to.replace(ORIGIN, '');
      return to === TOKEN_URL ? answer(200, { access_token: TOKEN }) : answers[path === '/me' && headers.authorization ? 'standard' : path] ?? http(path, 200);
    }, () => grpc(7));
    const { metadata } = factsWith({ metadata: { client: { header } } });
    const facts = await askToken(asker, client(), { now: NOW, certificate: CERTIFICATE, metadata }, { echo, overGrpc: echo !== undefined });
    expect(facts?.claims).toEqual(CLAIMS);
    return { use: facts?.use, sent: sent.slice(1) };
  }

  test('it is sent in the published header, with a forged identity', async () => {
    const { sent } = await used({}, { echo: '/echo', header: 'X-Own' });
    const forged = expect.objectContaining({ 'x-own': `Bearer ${TOKEN}`, 'x-user-subject': 'forged-by-doctor' }) as unknown;
    expect(sent.map(({ to, headers }) => [to.replace(ORIGIN, ''), headers])).toEqual([
      ['/me', forged],
      ['/me', { authorization: `Bearer ${TOKEN}` }],
      ['/console/projects/doctor?asks=1', { 'grpc-metadata-authorization': `Bearer ${TOKEN}`, 'cookie': 'doctor=forged-by-doctor' }],
      ['grpc /flyteidl.service.IdentityService/UserInfo', { 'x-own': `Bearer ${TOKEN}` }],
      ['/echo', forged],
    ]);
  });

  test('without a published header it is flyteadmin\'s default', async () => {
    const { sent } = await used({}, { header: '' });
    expect(Object.keys(sent[0].headers)).toContain('flyte-authorization');
  });

  test('is what each says to it', async () => {
    const { use } = await used({ '/me': answer(200, '', { 'x-user-subject': 'ci' }), 'standard': SILENT, '/console/projects/doctor?asks=1': answer(302) }, { echo: '/echo' });
    expect(use).toEqual({ me: 200, standard: SILENT, hidden: 302, subject: 'ci', grpc: grpc(7) });
  });

  test.each<[string, Readonly<Record<string, HttpAnswer | Failure>>, string | undefined]>([
    ['/me says the forged subject', { '/me': http('/me', 200, '', { 'x-user-subject': 'forged-by-doctor' }) }, '/me'],
    ['/me has it in its body', { '/me': http('/me', 200, { subject: 'forged-by-doctor' }) }, '/me'],
    ['a page gives it back', { '/echo': http('/echo', 200, 'x-user-subject: forged-by-doctor') }, '/echo'],
    ['nothing does', {}, undefined],
    ['nothing answers', { '/me': SILENT, '/echo': SILENT }, undefined],
  ])('%s', async (_, answers, path) => {
    expect((await used(answers, { echo: '/echo' })).use?.forgedAt).toBe(path === undefined ? undefined : ORIGIN + path);
  });

  test.each<[number, string, object | undefined]>([
    [401, 'invalid audience [a], wanted [map[https://a.example.com:{} https://b.example.com:{}]]', { reason: 'audience', wanted: ['https://a.example.com', 'https://b.example.com'] }],
    [401, 'invalid audience [a], wanted [https://a.example.com]', { reason: 'audience', wanted: ['https://a.example.com'] }],
    [401, 'invalid audience [a], wanted []', { reason: 'audience', wanted: [] }],
    [401, 'authenticated user doesn\'t have required scope', { reason: 'scope', wanted: [] }],
    ...['Token is expired', 'token is expired by 3s', 'Token used before issued', 'token is not valid yet'].map((words): [number, string, object] => [401, words, { reason: 'time', wanted: [] }]),
    ...['failed to verify id token signature', 'failed to verify signature'].map((words): [number, string, object] => [401, words, { reason: 'signature', wanted: [] }]),
    [401, 'no', undefined],
    [403, 'failed to verify signature', undefined],
  ])('flyteadmin refuses it by %i %s', async (status, words, refused) => {
    const { use } = await used({ '/me': answer(status, '', { 'www-authenticate': words }) });
    expect(use?.refused).toEqual(refused);
  });

  test('flyteadmin may refuse it without a word', async () => {
    expect((await used({ '/me': answer(401) })).use).toEqual({ me: 401, standard: 200, hidden: 200 });
  });
});

const tokenWith = (claims: object) => new Secret(`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`);

test('two tokens are read, each as what it is, and kept nowhere', () => {
  expect(readPerson({ source: 'ID and ACCESS', idToken: tokenWith({ sub: 'a' }), accessToken: tokenWith({ sub: 'b' }) })).toEqual({ source: 'ID and ACCESS', idClaims: { sub: 'a' }, accessClaims: { sub: 'b' } });
  expect(readPerson({ source: 'x', idToken: new Secret('opaque'), accessToken: new Secret('opaque') })).toEqual({ source: 'x', idClaims: undefined, accessClaims: undefined });
});
