import type { ManifestText } from '../../../src/common/yaml/input';
import { METADATA_HEADERS } from '../../../src/contract/union/caller-headers';
import { RULES, RuleRegistry } from '../../../src/verify/registry';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, externalSecret, ingress, IN_CLUSTER_ME, manifests, object } from '../_manifests';
import { CATALOGUE } from '../faults/people/catalogue';

/**
 * Each rule whose finding is reported beneath that of another (`comesOf`), with a fault where only that declaration does it. A declaration
 * that needs no row here changes nothing: remove it.
 */
type Row = readonly [rule: string, cause: string, fault: string | readonly object[]];

/** A service, or flyteadmin, with config files of which one is broken. */
const read = (name: string, files: Record<string, string>, secrets: Record<string, string> = { 'union-controlplane-secrets': '/etc/secrets/union' }) =>
  [configMap(name, files), deployment(name, { configMaps: { [name]: '/etc/config' }, secrets, command: [name, '--config', '/etc/config/*.yaml'] })];
const BROKEN = 'cache: {}\ncache: {}\n';
const CLIENT = 'admin: { clientId: service, clientSecretLocation: /etc/secrets/union/client_secret }\n';
const guarded = (paths: Record<string, string>, annotations = {}) =>
  ingress('guarded', { host: 'union.example.com', paths, annotations: { 'auth-url': IN_CLUSTER_ME, ...annotations } });
const traefik = (forwardAuth: object) => [
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: IN_CLUSTER_ME, ...forwardAuth } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'apps', {
    spec: { routes: [{ match: 'Host(`union.example.com`) && PathPrefix(`/app`)', middlewares: [{ name: 'guard' }], services: [{ name: 'executions', port: 81 }] }] },
  }),
];
const STATED = ['X-User-Subject', 'X-User-Claim-Identitytype', 'X-User-Claim-Preferred-Username', 'X-User-Token'];
const LISTED = { 'auth-response-headers': STATED.join(), 'auth-cache-key': '$http_authorization$http_flyte_authorization$http_cookie' };
/** An ExternalSecret whose entry names no key, beside a service whose secret arrives. */
const keyless = (target: string, data: readonly object[] = [{ remoteRef: { key: 'union/service' } }]) => [
  externalSecret(target, { spec: { data } }),
  ...read('cluster', { 'config.yaml': CLIENT }, { other: '/etc/secrets/union' }), externalSecret('other'),
];

const ROWS: readonly Row[] = [
  ['auth-not-enabled', 'config-unreadable', [...read('flyteadmin', { 'a.yaml': 'auth: { userAuth: { openId: { clientId: web } } }\n', 'b.yaml': BROKEN }), guarded({ '/api': 'flyteadmin' })]],
  ['browser-secret-undelivered', 'external-secret-incomplete', [
    ...read('flyteadmin', { 'a.yaml': 'server: { security: { useAuth: true } }\nauth: { userAuth: { openId: { clientId: web } } }\n' }, { 'flyte-admin-secrets': '/etc/secrets' }),
    ...keyless('flyte-admin-secrets'),
  ]],
  ['browser-sign-in-missing', 'credential-header-dropped', 'Envoy Gateway: the cookie not sent to the guard'],
  ['relying-party-incomplete', 'config-unreadable', read('flyteadmin', { 'a.yaml': 'server: { security: { useAuth: true } }\n', 'b.yaml': BROKEN })],
  ['claim-header-spoofable', 'identity-header-spoofable', traefik({})],
  ['claim-header-spoofable', 'metadata-header-spoofable', traefik({ authResponseHeaders: STATED })],
  ['identity-header-spoofable', 'sign-in-route-guarded', [guarded({ '/login': 'flyteadmin', '/api': 'flyteadmin' })]],
  ['identity-header-spoofable', 'auth-metadata-guarded', 'Envoy Gateway: the metadata guarded as well'],
  ['metadata-header-spoofable', 'identity-header-spoofable', 'Envoy Gateway: no headers to the backend'],
  ['metadata-header-spoofable', 'identity-chosen-by-caller', 'cp: protected annotations emptied for a test'],
  ['metadata-header-spoofable', 'sign-in-route-guarded', [guarded({ '/login': 'flyteadmin', '/api': 'flyteadmin' }, LISTED)]],
  ['metadata-header-spoofable', 'auth-metadata-guarded', [guarded({ '/.well-known': 'flyteadmin', '/api': 'flyteadmin' }, { ...LISTED, 'auth-snippet': METADATA_HEADERS.map((name) => `proxy_set_header ${name} "";`).join('\n') })]],
  ['client-incomplete', 'config-unreadable', [
    ...read('executions', { 'a.yaml': 'admin: { clientSecretLocation: /etc/secrets/union/client_secret }\n', 'b.yaml': BROKEN }),
    ...read('flyteadmin', { 'a.yaml': 'server: { security: { useAuth: true } }\n' }),
  ]],
  ['client-secret-key-missing', 'external-secret-incomplete', [...read('executions', { 'config.yaml': CLIENT }), ...keyless('union-controlplane-secrets')]],
  ['client-secret-undelivered', 'external-secret-incomplete', [...read('executions', { 'config.yaml': CLIENT }), ...keyless('union-controlplane-secrets', [])]],
  ['client-section-missing', 'config-unreadable', 'ingress-nginx: two auth sections in one file'],
  ['client-section-missing', 'config-file-missing', 'ingress-nginx: auth in a file that is not read'],
  ['services-reachable', 'service-without-pods', 'ingress-nginx: labels that the Service does not select'],
];

function textsOf(fault: Row[2]): readonly ManifestText[] {
  return typeof fault === 'string' ? CATALOGUE.find(({ what }) => what === fault)!.texts() : [{ name: 'in.yaml', text: manifests(...fault as Record<string, unknown>[]) }];
}

test('each declaration has a fault', () => {
  expect(ROWS.map(([rule, cause]) => `${rule} ${cause}`)).toEqual(RULES.rules.flatMap(({ id, comesOf = [] }) => comesOf.map((cause) => `${id} ${cause}`)));
});

test.each(ROWS)('%s is reported beneath another finding, and otherwise unless of %s', (id, cause, fault) => {
  const texts = textsOf(fault);
  const told = (registry: RuleRegistry) =>
    verify(texts, { registry }).findings.map(({ rule, consequences = [] }) => [rule, ...consequences.map((each) => each.rule)]);
  const rules = RULES.rules.map((rule) => (rule.id === id ? { ...rule, comesOf: rule.comesOf!.filter((each) => each !== cause) } : rule));
  const [now, without] = [told(RULES), told(new RuleRegistry(rules))];
  expect(now.flat()).toEqual(expect.arrayContaining([cause, id]));
  expect(now.map(([rule]) => rule)).not.toContain(id);
  expect(without).not.toEqual(now);
});
