import { Failure } from '../../../src/doctor/ask/failure';
import { HttpAnswer } from '../../../src/doctor/ask/http';
import { Secret } from '../../../src/doctor/ask/secret';
import type { CertificateFacts } from '../../../src/doctor/probes/certificate';
import { askToken, ClientUnderTest } from '../../../src/doctor/probes/token';
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
