import type { Failure } from '../../../src/doctor/ask/failure';
import type { HttpAnswer } from '../../../src/doctor/ask/http';
import { askAuthorize, askSignIn } from '../../../src/doctor/probes/at-provider';
import { AUTHORIZE, http, IDP, ORIGIN, page, SILENT, to } from '../_facts';
import { recordingAsker } from './_recording-asker';

async function refusalOf(answer: HttpAnswer) {
  const { asker } = recordingAsker(() => answer);
  const { refusal } = await askAuthorize(asker, 'web', new URL(AUTHORIZE));
  return refusal && `${refusal.reason}: ${refusal.text}`;
}

test('the authorize endpoint is asked as a browser does', async () => {
  const { asker, sent } = recordingAsker(() => page(`${IDP}/auth`));
  const { answer: _, ...facts } = await askAuthorize(asker, 'web', new URL(AUTHORIZE));
  expect(sent).toEqual([{ to: AUTHORIZE, headers: { accept: 'text/html,application/xhtml+xml' } }]);
  expect(facts).toEqual({ application: 'web', clientId: 'union-web', redirectUri: `${ORIGIN}/callback`, endpoint: `${IDP}/auth` });
});

test('what a redirect does not name is empty; an answer that did not come refuses nothing', async () => {
  const { asker } = recordingAsker(() => SILENT);
  expect(await askAuthorize(asker, 'native', new URL(`${IDP}/auth?x`))).toEqual({ application: 'native', clientId: '', redirectUri: '', endpoint: `${IDP}/auth`, answer: SILENT });
});

const back = (parameters: Record<string, string>) => to(IDP, `${ORIGIN}/callback?${new URLSearchParams(parameters)}`);

test.each<readonly [HttpAnswer, string | undefined]>([
  // It goes on.
  [page(IDP), undefined],
  [back({ code: 'x' }), undefined],
  [http(IDP, 200, 'invalid_client'), undefined],
  ...['server_error', 'temporarily_unavailable', 'login_required', 'interaction_required', 'consent_required', 'account_selection_required'].map((error) => [back({ error }), undefined] as const),
  ...[399, 429, 500, 503].map((status) => [http(IDP, status, { error: 'invalid_client' }), undefined] as const),
  // By the protocol.
  [back({ error: 'invalid_scope', error_description: 'no such scope' }), 'scope: 302 invalid_scope no such'],
  [back({ error: 'access_denied' }), 'grant: 302 access_denied'],
  [back({ error: 'unauthorized_client' }), 'client: 302 unauthorized_client'],
  // By a page, with status 200 or that of an error.
  [http(IDP, 200, '{"x":"AADSTS50011: The reply URL does not match.","y":1}'), 'redirect URI: 200 AADSTS50011: The reply URL does not'],
  ...['"', '<', '\\'].map((end) => [http(IDP, 200, `x AADSTS7: odd${end}u0027`), 'other: 200 AADSTS7: odd'] as const),
  [http(IDP, 400, '<head><title>x</title></head><script>var a = "invalid_client"</script ><style>p{}</style><p>Something&nbsp;&quot;odd&quot;\n happened</p>'), 'other: 400 Something odd happened'],
  [http(IDP, 499, ''), 'other: 499'],
  [http(IDP, 401, '<b>Client not found</b>.'), 'client: 401 Client not found'],
  [http(IDP, 400, { error: 'invalid_request', error_description: 'Invalid parameter: redirect_uri', errorSummary: 'a', message: 'b' }), 'redirect URI: 400 invalid_request Invalid parameter: redirect_uri a'],
  [http(IDP, 400, { errorSummary: 'The client was disabled by X Y.' }), 'client: 400 The client was disabled by X'],
  [http(IDP, 400, { message: 'odd' }), 'other: 400 odd'],
  [http(IDP, 400, { else: 'odd' }), 'other: 400'],
])('%j: %s', async (answer, refusal) => {
  expect(await refusalOf(answer)).toBe(refusal);
});

const BROWSER = { accept: 'text/html,application/xhtml+xml' };

async function asked(login: HttpAnswer | Failure) {
  const { asker, sent } = recordingAsker(({ to: url }) => (url === `${ORIGIN}/login` ? login : page(url)));
  return { facts: await askSignIn(asker), sent };
}

test('flyteadmin is asked as a program and as a browser, and the provider as a browser that follows', async () => {
  const { sent, facts } = await asked(to('/login', AUTHORIZE));
  expect(sent).toEqual([
    { to: `${ORIGIN}/me`, headers: {} }, { to: `${ORIGIN}/login`, headers: BROWSER }, { to: `${ORIGIN}/callback`, headers: BROWSER }, { to: AUTHORIZE, headers: BROWSER },
  ]);
  expect(facts).toMatchObject({ me: page('/me'), login: to('/login', AUTHORIZE), callback: page('/callback'), authorize: new URL(AUTHORIZE), atProvider: { application: 'web', endpoint: `${IDP}/auth` } });
});

test.each<[HttpAnswer | Failure, string | undefined, boolean]>([
  [to('/login', '/login?again'), undefined, false],
  [to('/login', '/auth?client_id=x'), `${ORIGIN}/auth?client_id=x`, true],
  [to('/login', 'http://idp.example.com/auth'), 'http://idp.example.com/auth', false],
  [http('/login', 200), undefined, false],
  [SILENT, undefined, false],
])('%j leads to %s; the provider is asked: %s', async (login, authorize, isAsked) => {
  const { facts, sent } = await asked(login);
  expect([facts.authorize?.href, facts.atProvider !== undefined, sent.length]).toEqual([authorize, isAsked, isAsked ? 4 : 3]);
});
