import { Failure } from '../../src/doctor/ask/failure';
import { legsOf, pathSequence, pathText } from '../../src/doctor/path';
import type { Facts } from '../../src/doctor/probes/facts';
import { LIVE_RULES } from '../../src/doctor/rules';
import { sequenceDrawing, svgOf } from '../../src/verify/drawing';
import { Marks } from '../../src/verify/drawing/columns';
import type { Finding } from '../../src/verify/engine/finding';
import { unreadable } from '../verify/drawing/_readable';

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

test.each([
  ['live-login-cookie', 'guard → flyteadmin'],
  ['live-login-scope', 'flyteadmin → provider'],
  ['live-login-state', 'provider → edge'],
  ['live-login-state-lost', 'provider → edge'],
  ['live-login-subjects-differ', 'edge → browser'],
  ['live-native-scopes', 'guard → flyteadmin'],
  ['live-native-confidential', 'flyteadmin → provider'],
  ['live-client-unregistered', 'flyteadmin → provider'],
  ['live-client-rejected', 'edge → browser'],
  ['live-token-endpoint', 'flyteadmin → provider'],
  ['live-token-header', 'guard → flyteadmin'],
  ['live-token-audience', 'edge → browser'],
  ['live-person-refused', 'provider → edge'],
  ['live-person-identity-type', 'edge → browser'],
  ['live-ingress-class-missing', 'browser → edge'],
])('%s is about %s', (rule, leg) => {
  const refused = legsOf(facts, [about(rule)]).filter(({ mark }) => mark === 'refused');
  expect(refused.map(({ from, to }) => `${from} → ${to}`)).toEqual([leg]);
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
