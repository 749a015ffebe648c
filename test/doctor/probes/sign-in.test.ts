import { Failure } from '../../../src/doctor/ask/failure';
import type { HttpAnswer } from '../../../src/doctor/ask/http';
import { askSignIn } from '../../../src/doctor/probes/at-provider';
import { AUTHORIZE, http, IDP, page, SILENT, to } from '../_facts';
import { ORIGIN, recordingAsker } from './_recording-asker';

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
