import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIVE_RULES, STOPS } from '../../../src/doctor/rules';
import { RULE_TEXTS } from '../../../src/doctor/texts/rule-texts';
import { RULES } from '../../../src/verify/registry';
import { said } from '../_facts';

const short = ({ id }: { readonly id: string }) => id.replace('live-', '');

test.each(LIVE_RULES.map(({ id }) => id))('%s has nothing to say of a deployment that is well', (id) => {
  // The one that looks at refusals alone.
  expect(said(id as Parameters<typeof said>[0], {})).toEqual(id === 'live-cli-exchange-refused' ? ['No sign-in was tried; use --login.'] : []);
});

test('after these there is nothing more to ask', () => expect(STOPS.map(short)).toEqual([
  'name-unresolved', 'proxy-refuses', 'unreachable', 'tls-missing', 'no-answer', 'tls-unseen', 'host-moved', 'host-taken', 'host-unserved', 'flyteadmin-down', 'forbidden',
  'use-auth-off', 'slow',
]));

test('these the cluster shows, whatever the deployment answers', () => expect(LIVE_RULES.filter(({ ofCluster }) => ofCluster).map(short)).toEqual([
  'ingress-class-missing', 'edge-unclaimed', 'certificate-unissued', 'delivery-failed', 'pod-stale',
]));

const ME = 'me-guarded, me-unrouted, me-open, me-failing';
const NOT_THE_PROVIDERS = 'login-client, login-redirect-uri, login-scope, login-insecure, login-target-unreachable, native-client, native-redirect-uri, native-scopes, '
  + 'issuer-insecure, authorization-server-own, provider-private, provider-unreachable, issuer-mismatch, providers-differ, pkce-missing';
const CALLBACK = 'person-refused, login-scope, login-state, login-cookie, callback-blocked';

/** Where one of these was found, a rule is silent: its look may be a mere consequence. */
const EXPLAINED: readonly (readonly [ids: string, causes: string])[] = [
  ['certificate-expired certificate-foreign certificate-untrusted', 'certificate-of-controller'],
  ['certificate-expires', 'certificate-of-controller, certificate-expired'],
  ['healthcheck-not-open', 'tls-unseen, host-moved, host-taken, host-unserved, flyteadmin-down, forbidden'],
  ['me-unrouted login-unrouted callback-blocked auth-metadata-guarded auth-metadata-unrouted', 'use-auth-off'],
  ['me-open', 'me-unrouted'],
  ['me-failing', 'use-auth-off, me-guarded, me-unrouted, gateway-cut'],
  ['login-failing', 'use-auth-off, login-guarded, login-unrouted'],
  ['login-target-unreachable', 'login-insecure'],
  ['grpc-broken', 'use-auth-off, auth-metadata-guarded, auth-metadata-unrouted'],
  ['auth-metadata-failing', 'use-auth-off, gateway-cut, login-target-unreachable, auth-metadata-guarded, auth-metadata-unrouted'],
  ['public-client-failing', 'use-auth-off, gateway-cut, auth-metadata-guarded, auth-metadata-unrouted'],
  ['native-scopes', 'native-client'],
  ['provider-private issuer-mismatch provider-endpoints', 'issuer-insecure'],
  ['provider-unreachable', 'login-target-unreachable, issuer-insecure, provider-private'],
  ['providers-differ', 'login-insecure, issuer-insecure, authorization-server-own'],
  ['device-code-missing', 'issuer-insecure, authorization-server-own, provider-endpoints'],
  ['token-endpoint-differs', 'issuer-insecure, issuer-mismatch, provider-endpoints'],
  ['realm-off redirect-uri-unregistered client-unregistered challenge-demanded sign-in-denied sign-in-unclear', NOT_THE_PROVIDERS],
  ['native-confidential', `${NOT_THE_PROVIDERS}, realm-off, redirect-uri-unregistered, client-unregistered, challenge-demanded, sign-in-denied, sign-in-unclear`],
  ['device-code-refused', `${NOT_THE_PROVIDERS}, realm-off, redirect-uri-unregistered, client-unregistered, sign-in-denied, sign-in-unclear, native-confidential`],
  ['guard-failing', `gateway-cut, ${ME}`],
  ['browser-not-redirected', 'me-open, guard-failing'],
  ['sign-in-target', 'guard-failing'],
  ['sign-in-refused', 'sign-in-target, login-redirect-uri'],
  ['grpc-refused', 'me-open, guard-failing, grpc-redirected'],
  ['route-open identity-forged', 'me-open'],
  ['metadata-believed', 'me-open, route-open'],
  ['route-missing', 'grpc-refused, route-open'],
  ['client-rejected client-grant client-scope token-refused', 'realm-off'],
  ['token-audience', `${ME}, token-opaque, token-time`],
  ['token-scope', `${ME}, token-opaque, token-time, token-audience`],
  ['token-header-dropped token-subject token-identity-type cli-token-refused person-identity-type', ME],
  ['token-unaccepted', `${ME}, token-opaque, token-time, token-audience, token-scope, token-header-dropped`],
  ['token-lifetime', 'token-time'],
  ['grpc-token-refused', `${ME}, guard-failing, token-unaccepted`],
  ['web-exchange-refused callback-too-large login-state-lost', CALLBACK],
  ['session-refused', `${ME}, callback-blocked, session-cookie-refused`],
  ['cli-exchange-refused', 'native-confidential, person-refused'],
  ['person-without-role', 'login-subjects-differ, person-identity-type'],
  ['edge-unclaimed', 'ingress-class-missing'],
];

const CAUSES = EXPLAINED.flatMap(([each, causes]) => each.split(' ').map((id) => [id, causes] as const));

test.each(CAUSES)('%s is silent where one of these is found: %s', (id, causes) => {
  expect(LIVE_RULES.find((rule) => rule.id === `live-${id}`)!.explainedBy.map(short).join(', ')).toBe(causes);
});

test('no other rule is explained by any', () => {
  expect(LIVE_RULES.filter(({ explainedBy }) => explainedBy.length > 0).map(short).sort()).toEqual(CAUSES.map(([id]) => id).sort());
});

const ids = LIVE_RULES.map(({ id }) => id);

test('every rule that has texts is listed, once, under an id that no rule of the verifier has', () => {
  expect([...ids].sort()).toEqual(Object.keys(RULE_TEXTS).sort());
  expect(ids.filter((id) => !id.startsWith('live-') || RULES.get(id) !== undefined)).toEqual([]);
});

test('what explains a rule comes before it', () => {
  const upwards = LIVE_RULES.flatMap((rule, index) => rule.explainedBy.filter((cause) => LIVE_RULES.indexOf(cause) >= index).map(({ id }) => `${id} -> ${rule.id}`));
  expect(upwards).toEqual([]);
});

test('every rule has its rows', () => {
  const tests = readdirSync(__dirname).map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
  expect(ids.filter((id) => !tests.includes(`'${id}'`))).toEqual([]);
});

test('headlines name something that was asked, and never say what ought to be', () => {
  const faulty = LIVE_RULES.flatMap(({ id, headlines, title }) => {
    const all = Object.values(headlines);
    return all.length > 0 && all.every((headline) => `${headline}.` !== title) ? [] : [id];
  });
  expect(faulty).toEqual([]);
});

test('rules speak in sentences', () => {
  for (const { id, title, symptom, explanation, remediation, see } of LIVE_RULES) {
    for (const text of [title, symptom, explanation, remediation]) {
      expect([id, text]).toEqual([id, expect.stringMatching(/^(?:[A-Z`"/]|flyteadmin|gRPC|ingress-nginx|nginx|kubectl|cert-manager).*\.$/s)]);
    }
    expect(see.length).toBeGreaterThan(0);
  }
});
