import { DESCRIBED_RULES } from '../../../src/cli/described-rules';
import { causesOf, nearestSymptoms } from '../../../src/verify/symptoms/search';
import { SYMPTOMS } from '../../../src/verify/symptoms/symptoms';

const ask = (question: string) => {
  const { symptoms, causes } = causesOf(question, DESCRIBED_RULES) ?? { symptoms: [], causes: [] };
  return { symptoms: symptoms.map(({ id }) => id), rules: causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : [])) };
};

test.each([
  ['redirect loop', 'redirect-loop', 'auth-not-enabled'],
  ['Redirect LOOPS!', 'redirect-loop', 'auth-not-enabled'],
  ['ERR_TOO_MANY_REDIRECTS', 'redirect-loop', 'auth-not-enabled'],
  ['secrets not found', 'secrets-not-found', 'browser-secret-undelivered'],
  ['{"msg":"secrets not found - file [/etc/secrets/oidc_client_secret], Env [FLYTE_SECRET_OIDC_CLIENT_SECRET]"}', 'secrets-not-found', 'browser-secret-undelivered'],
  ['MountVolume.SetUp failed for volume "auth" : secret "union-secret-auth" not found', 'container-creating', 'secret-merge-deadlock'],
  ['rpc error: code = Unknown desc = unexpected HTTP status code received from server: 302 (Found)', 'grpc-unknown', 'grpc-sign-in-redirect'],
  ['AADSTS1002012: The provided value for scope all is not valid', 'scope-refused', 'scope-missing'],
  ['invalid audience', 'invalid-audience', 'audience-missing'],
  ['invlaid audeince', 'invalid-audience', 'audience-missing'],
  ['operator cannot authenticate', 'operator-401', 'secret-merge-deadlock'],
  ['scheduler', 'scheduler-fails', 'scheduler-secret-unmounted'],
  ['time: missing unit in duration "15"', 'config-refused', 'duration-unitless'],
  ['target is owned by another ExternalSecret', 'externalsecret-not-ready', 'secret-writers-collide'],
  ['anonymous access', 'open-to-strangers', 'route-unguarded'],
  ['failed to verify id token signature', 'signature', 'token-url-foreign'],
  ['annotations: Too long: must have at most 262144 bytes', 'crd-too-long', undefined],
  ['x-user-subject header not found', 'subject-missing', 'identity-header-spoofable'],
])('%s leads to %s and %s', (question, symptom, rule) => {
  const { symptoms, rules } = ask(question);
  expect([symptoms[0], rule === undefined ? undefined : rules[0]]).toEqual([symptom, rule]);
});

test('a number that several people see leads to all of them, and to no other number', () => {
  const { symptoms } = ask('401');
  expect([...symptoms].sort()).toEqual(['internal-401', 'operator-401', 'sdk-401']);
  expect(ask('403').symptoms).toEqual(['permission-denied']);
});

describe.each(SYMPTOMS.map((symptom) => [symptom.id, symptom] as const))('%s', (id, { title, words }) => {
  test.each([id, title, ...words])('is found by %s', (question) => {
    expect(ask(question).symptoms).toContain(id);
  });
});

test('one symptom keeps the order of its causes, and what speaks of the same comes behind them', () => {
  const { symptoms, rules } = ask('redirect loop');
  const [loop] = SYMPTOMS.filter(({ id }) => id === symptoms[0]).map(({ causes }) => causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : [])));
  expect(symptoms).toHaveLength(1);
  expect(rules.slice(0, loop.length)).toEqual(loop);
});

test('rules are found by their own words, too', () => {
  expect(ask('cdk8s ignore annotation without reason').rules).toContain('suppression-without-reason');
  expect(ask('secret-merge-deadlok').rules[0]).toBe('secret-merge-deadlock');
});

test.each(['nope', 'zzzz', '…', 'the', '\u001b[31m'])('%j is nothing known', (question) => {
  expect(causesOf(question, DESCRIBED_RULES)).toBeUndefined();
});

test('of what is not known, the nearest are told', () => {
  expect(nearestSymptoms('shedulr').map(({ id }) => id)).toContain('scheduler-fails');
  expect(nearestSymptoms('zzzzzzzz')).toEqual([]);
});
