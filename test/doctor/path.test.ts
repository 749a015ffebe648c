import { Failure } from '../../src/doctor/ask/failure';
import { legsOf, pathSequence, pathText } from '../../src/doctor/path';
import type { Facts } from '../../src/doctor/probes/facts';
import { LIVE_RULES } from '../../src/doctor/rules';
import { sequenceDrawing, svgOf } from '../../src/verify/drawing';
import { Marks } from '../../src/verify/drawing/columns';
import type { Finding } from '../../src/verify/engine/finding';
import { unreadable } from '../verify/drawing/_readable';
import { Change, FACTS, factsWith, IDP, SILENT } from './_facts';

const facts: Facts = { origin: 'https://union.example.com', host: 'union.example.com', now: new Date(), release: '2026.8' };
const about = (rule: string) => ({ rule }) as Finding;

test('where nothing was asked, nothing is marked', () => {
  expect(legsOf(facts, []).map(({ mark }) => mark)).toEqual(Array<string>(6).fill('not asked'));
});

test('a leg is answered, silent, or refused by what was found about it', () => {
  const answer = { url: new URL(facts.origin), status: 401, headers: {}, body: '' };
  const asked: Facts = { ...facts, health: answer, certificate: new Failure('silence', 'no answer'), signIn: { me: answer, login: answer, callback: answer } };
  const findings = [about('live-redirect-uri-unregistered'), about('live-token-audience')];
  const legs = legsOf(asked, findings);
  expect(legs.map(({ mark }) => mark)).toEqual(['silent', 'not asked', 'answered', 'refused', 'answered', 'refused']);
  const lines = pathText(legs, findings).split('\n');
  expect(lines[3]).toMatch(/^✗ flyteadmin → provider .* live-redirect-uri-unregistered$/);
  expect(lines[2]).toMatch(/^✓ guard → flyteadmin .* answered$/);
});

test('every rule about the deployment belongs to a leg', () => {
  const ofNoLeg = LIVE_RULES.filter(({ id, ofCluster }) => !ofCluster && legsOf(facts, [about(id)]).every(({ findings }) => findings.length === 0));
  expect(ofNoLeg.map(({ id }) => id)).toEqual([]);
});

test('it is drawn, each broken leg with its finding', () => {
  const findings = [{ ...about('live-redirect-uri-unregistered'), severity: 'error' as const }];
  const sequence = pathSequence(facts, legsOf(facts, findings), findings);
  const marks = new Marks({ faults: [{ number: 1, rule: findings[0].rule, severity: 'error', findings: [0], placed: false }] });
  const svg = svgOf(sequenceDrawing(sequence, marks), { linkTo: (fault) => `#finding-${fault}` });
  expect(svg.match(/<a class="arrow bad" href="#finding-1"/g)).toHaveLength(1);
  expect(svg).toContain('✗ live-redirect-uri-unregistered');
  expect(svg.match(/>· not asked</g)).toHaveLength(5);
  expect(svg.match(/class="arrow dotted"/g)).toHaveLength(5);
  expect(unreadable(svg)).toEqual([]);
});

test('many causes of a leg are cut where the next station is', () => {
  const findings = ['live-pkce-missing', 'live-realm-off', 'live-issuer-mismatch', 'live-device-code-missing'].map(about);
  const sequence = pathSequence(facts, legsOf(facts, findings), findings);
  expect(sequence.messages[3]).toMatchObject({ text: 'client, redirect URI, scope', outcome: expect.stringMatching(/^✗ live-pkce-missing, live-realm-off, /) });
  expect(unreadable(svgOf(sequenceDrawing(sequence)))).toEqual([]);
});

const severe = (rule: string, severity: Finding['severity']) => ({ rule, severity }) as Finding;

test('a leg shows its most severe finding, and is drawn with all of them', () => {
  const findings = [severe('live-http2-missing', 'warning'), severe('live-certificate-expired', 'error'), severe('live-certificate-expires', 'info'), severe('live-token-lifetime', 'warning'), severe('live-me-open', 'info')];
  const legs = legsOf(facts, findings);
  expect(legs.map(({ findings: own }) => own)).toEqual([[0, 1, 2], [4], [], [], [], [3]]);
  expect(pathText(legs, findings)).toBe([
    '✗ browser → edge         name, TLS, host              live-certificate-expired',
    'i edge → guard           who is it?                   live-me-open',
    '· guard → flyteadmin     routes, metadata             not asked',
    '· flyteadmin → provider  client, redirect URI, scope  not asked',
    '· provider → edge        code at /callback            not asked',
    '! edge → browser         a token, a session           live-token-lifetime',
    '',
  ].join('\n'));
  const { title, participants, messages } = pathSequence({ ...facts, provider: undefined }, legs, findings);
  expect([title, participants.map(({ name }) => name)]).toEqual(['The way of a sign-in at union.example.com', ['browser, SDK, CLI', 'union.example.com', '/me', '/login', 'not named']]);
  expect(messages.map(({ outcome, look }) => `${outcome} ${look}`)).toEqual([
    '✗ live-http2-missing, live-certificate-expired, live-certificate-expires bad', 'i live-me-open warn', '· not asked dotted', '· not asked dotted', '· not asked dotted', '! live-token-lifetime warn',
  ]);
});

test('a rule is named once, where several findings are its', () => {
  const findings = [severe('live-me-open', 'error'), severe('live-me-open', 'error')];
  expect(pathSequence(facts, legsOf(facts, findings), findings).messages[1]).toMatchObject({ outcome: '✗ live-me-open', findings: [0, 1], look: 'bad' });
});

test('of a deployment that is well each leg is answered', () => {
  const legs = legsOf(FACTS, []);
  expect(legs.map(({ mark }) => mark)).toEqual(Array<string>(6).fill('answered'));
  expect(pathSequence(FACTS, legs, []).messages.map(({ outcome, look }) => `${outcome} ${look}`)).toEqual(Array<string>(6).fill('✓ answered plain'));
  expect(pathSequence(FACTS, legs, []).participants.at(-1)?.name).toBe(IDP);
});

test.each<[number, Change<Facts>, string]>([
  [0, { certificate: undefined, addresses: SILENT }, 'silent'],
  [0, { certificate: undefined }, 'not asked'],
  [1, { guards: { browser: SILENT } }, 'silent'],
  [1, { guards: undefined }, 'not asked'],
  [2, { health: SILENT }, 'silent'],
  [3, { signIn: { atProvider: { answer: SILENT } } }, 'silent'],
  [3, { signIn: { atProvider: undefined } }, 'not asked'],
  [4, { login: { browser: { callback: { status: SILENT } } } }, 'silent'],
  [4, { login: { browser: { callback: undefined } }, signIn: { callback: SILENT } }, 'silent'],
  [4, { login: undefined }, 'answered'],
  [5, { token: undefined, login: { browser: { session: undefined } } }, 'answered'],
  [5, { token: undefined, login: { browser: undefined } }, 'answered'],
  [5, { token: undefined, login: { cli: undefined } }, 'answered'],
  [5, { token: undefined, login: undefined }, 'not asked'],
])('leg %i of %j is %s', (leg, change, mark) => expect(legsOf(factsWith(change), [])[leg].mark).toBe(mark));

/** The leg that each rule about the deployment belongs to. */
test.each<[string, string]>([
  ['browser → edge', 'name-unresolved proxy-refuses unreachable tls-missing certificate-of-controller certificate-expired certificate-expires certificate-foreign certificate-untrusted http2-missing '
    + 'no-answer tls-unseen host-moved host-taken host-unserved forbidden host-foreign ingress-class-missing edge-unclaimed certificate-unissued slow'],
  ['edge → guard', 'me-guarded me-unrouted me-open me-failing guard-failing browser-not-redirected sign-in-target sign-in-refused grpc-redirected grpc-refused route-open identity-forged metadata-believed '
    + 'route-missing'],
  ['guard → flyteadmin', 'flyteadmin-down healthcheck-not-open gateway-cut use-auth-off login-guarded login-unrouted login-failing login-cookie auth-metadata-guarded auth-metadata-unrouted grpc-broken '
    + 'auth-metadata-failing public-client-failing native-client native-redirect-uri native-scopes api-key-scopes token-header token-header-dropped'],
  ['flyteadmin → provider', 'login-client login-redirect-uri login-scope login-insecure login-target-unreachable issuer-insecure authorization-server-own provider-private provider-unreachable issuer-mismatch '
    + 'providers-differ provider-endpoints provider-grants pkce-missing device-code-missing token-endpoint-differs realm-off redirect-uri-unregistered client-unregistered challenge-demanded sign-in-denied '
    + 'sign-in-unclear native-confidential device-code-refused'],
  ['provider → edge', 'login-state callback-blocked person-refused web-exchange-refused callback-too-large login-state-lost session-cookie-refused session-cookie-strict session-refused cli-exchange-refused'],
  ['edge → browser', 'client-endpoint client-rejected client-grant client-scope token-refused token-opaque token-time token-audience token-scope token-unaccepted token-subject token-identity-type '
    + 'token-lifetime grpc-token-refused subjects-differ cli-token-refused login-subjects-differ person-identity-type person-without-role'],
])('%s is what these rules are about: %s', (leg, ids) => {
  const own = LIVE_RULES.filter(({ id }) => legsOf(facts, [about(id)]).some(({ from, to, findings }) => findings.length > 0 && `${from} → ${to}` === leg));
  expect(own.map(({ id }) => id.replace('live-', '')).sort()).toEqual(ids.split(' ').sort());
});
