import { Failure } from '../../../src/doctor/ask/failure';
import { HttpAnswer } from '../../../src/doctor/ask/http';
import { Secret } from '../../../src/doctor/ask/secret';
import type { CertificateFacts } from '../../../src/doctor/probes/certificate';
import type { Facts } from '../../../src/doctor/probes/facts';
import { ClientUnderTest, askToken, readPerson } from '../../../src/doctor/probes/token';
import { Change, FACTS, factsWith, grpc, http, IDP, NOW, SILENT } from '../_facts';
import { answer, ORIGIN, recordingAsker, Sent } from './_recording-asker';

const TOKEN_URL = 'https://idp.example.com/token';
const CERTIFICATE = FACTS.certificate as CertificateFacts;
const SECRET = 'a b+c%/d:é';
const client = (credentials: Partial<NonNullable<ClientUnderTest['credentials']>> = {}): ClientUnderTest => ({
  source: 'ci.yaml',
  credentials: { clientId: 'union:ci/1', clientSecret: new Secret(SECRET), scopes: ['all', 'offline'], tokenUrl: new URL(TOKEN_URL), ...credentials },
});

interface Given {
  /** Nothing where it was not asked for. */
  readonly certificate?: CertificateFacts | Failure;
  readonly under?: ClientUnderTest;
  readonly token?: (sent: Sent) => HttpAnswer | Failure;
}

async function asked(given: Given = {}) {
  const { under = client(), token = () => answer(400, { error: 'invalid_scope' }) } = given;
  const { asker, sent } = recordingAsker((question) => (question.to === TOKEN_URL ? token(question) : answer(200)));
  const certificate = 'certificate' in given ? given.certificate : CERTIFICATE;
  const facts = await askToken(asker, under, { now: NOW, certificate }, { echo: undefined, overGrpc: false });
  return { facts, sent };
}

test.each<[string, Given]>([
  ['the certificate is for another host', { certificate: { ...CERTIFICATE, foreign: 'for other.example.com' } }],
  ['the certificate is not trusted', { certificate: { ...CERTIFICATE, untrusted: 'SELF_SIGNED_CERT_IN_CHAIN' } }],
  ['it has expired', { certificate: { ...CERTIFICATE, validTo: new Date(NOW.getTime() - 1) } }],
  ['it expires at this moment', { certificate: { ...CERTIFICATE, validTo: NOW } }],
  ['there is no TLS', { certificate: new Failure('tls', 'no TLS') }],
  ['nothing is known about the certificate', { certificate: undefined }],
  ['the client has no credentials', { under: { source: 'ci.yaml' } }],
])('no secret is sent where %s', async (_, given) => expect(await asked(given)).toEqual({ facts: undefined, sent: [] }));

const FORM = { grant_type: 'client_credentials', scope: 'all offline' };
const keysOf = (sent: readonly Sent[]) => sent.map(({ headers }) => Object.keys(headers));

/** RFC 6749, section 2.3.1: both halves are encoded as in a form, before they are joined. */
test('ID and secret are encoded each by itself in the header, and are in no form', async () => {
  const { sent: [{ to, form, headers }, ...more] } = await asked();
  const [scheme, pair] = headers.authorization.split(' ');
  const halves = Buffer.from(pair, 'base64').toString().split(':').map((half) => decodeURIComponent(half.replaceAll('+', ' ')));
  expect([more, to, form, scheme, halves]).toEqual([[], TOKEN_URL, FORM, 'Basic', ['union:ci/1', SECRET]]);
});

test('an audience is asked for where the client names one', async () => {
  expect((await asked({ under: client({ audience: 'api://union' }) })).sent[0].form).toEqual({ ...FORM, audience: 'api://union' });
});

test.each<[number, object | string, boolean]>([
  [401, { error: 'invalid_client' }, true], [400, { error: 'invalid_client' }, true], [499, { error: 'invalid_client' }, true],
  [400, { error: 'invalid_scope' }, false], [399, { error: 'invalid_client' }, false], [500, { error: 'invalid_client' }, false], [401, 'no JSON', false],
])('after %i %j the provider is asked once more, with both in the form as they are: %s', async (status, body, isAskedAgain) => {
  const { sent } = await asked({ token: () => answer(status, body) });
  expect(keysOf(sent)).toEqual([['authorization'], ...isAskedAgain ? [[]] : []]);
  expect(sent[1]?.form).toEqual(isAskedAgain ? { ...FORM, client_id: 'union:ci/1', client_secret: SECRET } : undefined);
});

test('what the provider answers is shown without the secret, in whatever form it was sent', async () => {
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

  test.each<[string, ClientUnderTest, Change<Facts>, Record<string, string> | undefined, string[] | undefined]>([
    ['scopes and audience', bare, {}, { ...CREDENTIALS, scope: 'all openid', audience: ORIGIN }, ['all', 'openid']],
    ['nothing where it publishes nothing', bare, { metadata: { client: undefined } }, CREDENTIALS, []],
    ['nothing of what the client says itself', { ...bare, credentials: { ...bare.credentials, scopes: [], audience: '' } }, {}, CREDENTIALS, []],
    ['the endpoint, where the provider says the same', bare, { provider: undefined }, undefined, undefined],
  ])('%s', async (_, under, change, form, scopes) => {
    expect(await formOf(under, change)).toEqual([form === undefined ? [] : [[`${IDP}/token`, form]], scopes]);
  });
});

test.each<[string, HttpAnswer | Failure, object]>([
  ['no answer', SILENT, { error: '', text: 'no answer in time' }],
  ['no JSON', answer(502, 'x'), { error: '', text: '502' }],
  ['an error', answer(400, { error: 'invalid_scope', error_description: '' }), { error: 'invalid_scope', text: '400 invalid_scope' }],
  ['a token under another name', answer(200, { token: 'x' }), { error: '', text: '200' }],
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

  test('without a published header it is flyteadmin\'s default; what each answers is kept', async () => {
    const answers = { '/me': answer(200, '', { 'x-user-subject': 'ci' }), 'standard': SILENT, '/console/projects/doctor?asks=1': answer(302) };
    const { sent, use } = await used(answers, { echo: '/echo', header: '' });
    expect(Object.keys(sent[0].headers)).toContain('flyte-authorization');
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

  test.each<[number, string | undefined, object | undefined]>([
    [401, 'invalid audience [a], wanted [map[https://a.example.com:{} https://b.example.com:{}]]', { reason: 'audience', wanted: ['https://a.example.com', 'https://b.example.com'] }],
    [401, 'invalid audience [a], wanted [https://a.example.com]', { reason: 'audience', wanted: ['https://a.example.com'] }],
    [401, 'invalid audience [a], wanted []', { reason: 'audience', wanted: [] }],
    [401, 'authenticated user doesn\'t have required scope', { reason: 'scope', wanted: [] }],
    ...['Token is expired', 'token is expired by 3s', 'Token used before issued', 'token is not valid yet'].map((words): [number, string, object] => [401, words, { reason: 'time', wanted: [] }]),
    ...['failed to verify id token signature', 'failed to verify signature'].map((words): [number, string, object] => [401, words, { reason: 'signature', wanted: [] }]),
    [401, 'no', undefined],
    [403, 'failed to verify signature', undefined],
    [401, undefined, undefined],
  ])('flyteadmin refuses it by %i %s', async (me, words, refused) => {
    const { use } = await used({ '/me': answer(me, '', words === undefined ? {} : { 'www-authenticate': words }) });
    expect(use).toEqual({ me, standard: 200, hidden: 200, ...refused && { refused } });
  });
});

const tokenWith = (claims: object) => new Secret(`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`);

test('two tokens are read, each as what it is, and kept nowhere', () => {
  expect(readPerson({ source: 'ID and ACCESS', idToken: tokenWith({ sub: 'a' }), accessToken: tokenWith({ sub: 'b' }) })).toEqual({ source: 'ID and ACCESS', idClaims: { sub: 'a' }, accessClaims: { sub: 'b' } });
  expect(readPerson({ source: 'x', idToken: new Secret('opaque'), accessToken: new Secret('opaque') })).toEqual({ source: 'x', idClaims: undefined, accessClaims: undefined });
});
