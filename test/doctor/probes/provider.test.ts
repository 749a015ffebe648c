import { Failure } from '../../../src/doctor/ask/failure';
import type { HttpAnswer } from '../../../src/doctor/ask/http';
import { announcedTokenEndpoint, askProvider } from '../../../src/doctor/probes/provider';
import { factsWith, http, IDP, ORIGIN, SILENT } from '../_facts';
import { recordingAsker } from './_recording-asker';

const OIDC = '/.well-known/openid-configuration';
const OAUTH = '/.well-known/oauth-authorization-server';

async function asked(answers: Readonly<Record<string, HttpAnswer | Failure>>, issuer = IDP) {
  const { asker, sent } = recordingAsker(({ to }) => answers[new URL(to).pathname] ?? http(to, 404));
  const facts = await askProvider(asker, issuer);
  return { sent: sent.map(({ to }) => to), facts: facts && { ...facts, url: facts.url.href, keys: facts.keys?.url.href } };
}

test.each<[string, Readonly<Record<string, HttpAnswer | Failure>>, string, string[]]>([
  ['in the first place', { [OIDC]: http(IDP, 200, { issuer: IDP }) }, OIDC, [OIDC]],
  ['in the second', { [OAUTH]: http(IDP, 200, { issuer: IDP }) }, OAUTH, [OIDC, OAUTH]],
  ['with another status', { [OIDC]: http(IDP, 201, {}), [OAUTH]: http(IDP, 200, {}) }, OAUTH, [OIDC, OAUTH]],
  ['nowhere', {}, OIDC, [OIDC, OAUTH]],
  ['without an answer', { [OIDC]: SILENT }, OIDC, [OIDC]],
])('metadata is %s', async (_, answers, url, sent) => {
  const outcome = await asked(answers);
  expect([outcome.facts?.url, outcome.sent]).toEqual([IDP + url, sent.map((path) => IDP + path)]);
  expect(outcome.facts?.answer).toEqual(answers[url] ?? http(IDP + OIDC, 404));
  expect(outcome.facts?.document !== undefined).toBe(url in answers && answers[url] !== SILENT);
});

test('one slash at the end of the issuer is not doubled, and the issuer is kept as it is', async () => {
  const { facts, sent } = await asked({}, `${IDP}/realms/union/`);
  expect([facts?.issuer, sent[0]]).toEqual([`${IDP}/realms/union/`, `${IDP}/realms/union${OIDC}`]);
});

test.each(['http://idp.example.com', ORIGIN, `${ORIGIN}/x`, 'idp'])('%s is not asked', async (issuer) => {
  expect(await asked({}, issuer)).toEqual({ facts: undefined, sent: [] });
});

test.each([[`${IDP}/keys`, true], ['https://keys.example.com/', true], [`${ORIGIN}/keys`, false], ['http://idp.example.com/keys', false], [undefined, false]])('keys at %s are asked for: %s', async (uri, isAsked) => {
  const { facts, sent } = await asked({ [OIDC]: http(IDP, 200, { jwks_uri: uri }) });
  expect([facts?.keys, sent.slice(1)]).toEqual(isAsked ? [uri, [uri]] : [undefined, []]);
});

test.each([
  [{}, `${IDP}/token`],
  [{ metadata: { document: { token_endpoint: `${IDP}/other` } } }, undefined],
  [{ metadata: undefined }, undefined],
  [{ provider: undefined }, undefined],
  [{ provider: { document: undefined }, metadata: { document: undefined } }, undefined],
])('%j: a secret may go to %s', (change, url) => expect(announcedTokenEndpoint(factsWith(change))?.href).toBe(url));
