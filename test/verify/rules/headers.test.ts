import { AuthGateDialect, ENVOY_GATEWAY, INGRESS_NGINX, TRAEFIK } from '../../../src/contract/edges/known-edges';
import { ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { TAKES_UNLISTED } from '../../../src/contract/union/caller-headers';
import {
  authHostSpoofable, claimHeaderSpoofable, credentialHeaderDropped, identityChosenByCaller, identityHeaderDropped, identityHeaderSpoofable,
  metadataHeaderSpoofable,
} from '../../../src/verify/rules/headers';
import { configMap, IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { FiringRow, NamedFinding, remedy, testRule } from '../_rule-harness';
import {
  CHART_GRPC, CHART_HTTP, chartGatewayRoutes, chartIngresses, flyteadmin, forwardAuth, HARDENED, HOST, IDENTITY, nginxController, securityPolicy,
  traefikRoute,
} from '../_union';
import { gate, ownGate } from '../edge/_routes';

const EXPECTED = 'Cookie, Authorization, Flyte-Authorization of the caller at /me, and none of Grpc-Metadata-*';
const METADATA = ['Grpc-Metadata-Userinfo-Bin', 'Grpc-Metadata-X-Forwarded-Host', 'Grpc-Metadata-Authorization', 'Grpc-Metadata-Flyte-Authorization'];
const OUR_GATE = 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me';

/** An Ingress that asks flyteadmin itself. */
const guarded = (annotations: Record<string, string> = {}, paths: Record<string, string> = { '/app': 'executions', '/api': 'flyteadmin' }) =>
  ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, ...annotations }, paths });
const INGRESS = 'networking.k8s.io/v1/Ingress union-cp/guarded';
const inAnnotation = (name: string) => `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`;
const headersOf = (name: string, customRequestHeaders: Record<string, string>) =>
  object('traefik.io/v1alpha1', 'Middleware', name, { spec: { headers: { customRequestHeaders } } });
const ofEnvoyGateway = (kind: string, spec: object) => object('gateway.envoyproxy.io/v1alpha1', kind, 'strip', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }], ...spec },
});
/** What Envoy takes from every request, before its guard. */
const early = (earlyRequestHeaders: object) => ofEnvoyGateway('ClientTrafficPolicy', { headers: { earlyRequestHeaders } });
/** As `kubectl get -o yaml` prints them. */
const live = (...items: readonly Record<string, unknown>[]) => ({
  apiVersion: 'v1',
  kind: 'List',
  items: items.map((item) => ({ ...item, metadata: { ...item.metadata as object, uid: '0c2f', resourceVersion: '77', managedFields: [{ manager: 'helm' }] } })),
});
const callerFinding = (found: readonly string[] = METADATA): NamedFinding => ({
  object: INGRESS,
  field: inAnnotation('auth-url'),
  expected: EXPECTED,
  found: `${found.join(', ')} as the caller sends them`,
});

const empty = (names: readonly string[]) => configMap('me-headers', Object.fromEntries(names.map((name) => [name, ''])));

/** Somebody's own application behind Union's sign-in, as its documentation has it. */
const SIGN_IN = { 'auth-signin': `https://${HOST}/login?redirect_url=$escaped_request_uri` };
const CLEARS = "more_clear_input_headers 'Grpc-Metadata-*';";
const grafana = (url: string, annotations: Record<string, string> = {}, name = 'guarded', path = '/') => ingress(name, {
  host: 'grafana.example.com', annotations: { 'auth-url': url, ...SIGN_IN, ...annotations }, paths: { [path]: 'grafana' },
});

const callerValues = (url: string) => [
  'global:',
  '  UNION_ORG: acme',
  'ingress:',
  `  host: ${HOST}`,
  '  protectedIngressAnnotations:',
  `    nginx.ingress.kubernetes.io/auth-url: ${url}`,
  '  protectedConsoleIngressAnnotations:',
  `    nginx.ingress.kubernetes.io/auth-url: ${OUR_GATE}`,
  '  protectedIngressAnnotationsGrpc:',
  `    nginx.ingress.kubernetes.io/auth-url: ${OUR_GATE}`,
  'flyte:',
  '  configmap:',
  '    adminServer:',
  '      server: {security: {useAuth: true}}',
].join('\n');

/** The values, with something under keys of their own. */
const valuesWith = (url: string, ...more: string[]) => [callerValues(url), ...more].join('\n');
const OWN_INGRESS = [
  'extraObjects:',
  '  - apiVersion: networking.k8s.io/v1',
  '    kind: Ingress',
  '    metadata:',
  '      name: grafana',
  '      annotations:',
  `        nginx.ingress.kubernetes.io/auth-url: ${IN_CLUSTER_ME}`,
  '    spec:',
  '      ingressClassName: controlplane',
  '      rules: [{host: grafana.example.com, http: {paths: [{path: /, backend: {service: {name: grafana, port: {number: 80}}}}]}}]',
].join('\n');
const CONTROLLER = `ingress-nginx: {controller: {config: {http-snippet: "${CLEARS}"}}}`;

testRule(identityChosenByCaller, {
  fires: [
    ['the cluster\'s Ingress asks flyteadmin itself', [live(guarded())], callerFinding()],
    ['values for Union\'s chart ask flyteadmin itself', { 'values-controlplane.yaml': callerValues(IN_CLUSTER_ME) },
      { ...callerFinding(), object: 'v2/Values controlplane', field: 'ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"]' }],
    ['values have the chart render an Ingress of one\'s own', { 'values-controlplane.yaml': valuesWith(OUR_GATE, OWN_INGRESS) },
      { ...callerFinding(), object: 'v2/Values controlplane', field: 'extraObjects[0].metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]' }],
    ['values set headers on a controller that the chart does not bring',
      { 'values-controlplane.yaml': valuesWith(IN_CLUSTER_ME, CONTROLLER.replace('{', '{enabled: false, ')) },
      { ...callerFinding(), object: 'v2/Values controlplane', field: 'ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"]' }],
    ['ingress-nginx asks flyteadmin itself', [guarded()], callerFinding()],
    ['a ConfigMap empties one of them', [guarded({ 'auth-proxy-set-headers': 'union-cp/me-headers' }), empty(METADATA.slice(0, 1))],
      callerFinding(METADATA.slice(1))],
    ['a snippet fills one with another header of the caller', [guarded({
      'auth-snippet': METADATA.slice(1).map((name) => `proxy_set_header ${name} "";`).join('\n')
      + '\nproxy_set_header Grpc-Metadata-Userinfo-Bin $http_x_me;',
    })], callerFinding(METADATA.slice(0, 1))],
    ['Traefik shows all headers', [forwardAuth({}), traefikRoute('guard')],
      { ...callerFinding(), object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.address' },
      remedy(['local/me\n', 'local/me\n    authRequestHeaders: [Cookie, Authorization, Flyte-Authorization]\n'])],
    ['an application of one\'s own asks flyteadmin', [grafana(IN_CLUSTER_ME)], callerFinding()],
    ['it asks by the public host, in a cluster', [live(grafana(`https://${HOST}/me`))], callerFinding(METADATA)],
    ['a snippet for the server takes a part away',
      [grafana(IN_CLUSTER_ME, { 'server-snippet': "more_clear_input_headers 'Grpc-Metadata-Userinfo-Bin' 'Grpc-Metadata-X-*';" })],
      callerFinding(METADATA.slice(2))],
    ['a snippet takes them from some requests', [grafana(IN_CLUSTER_ME, { 'server-snippet': `if ($arg_sign_in) { ${CLEARS} }` })], callerFinding()],
    ['a snippet takes them from requests with a form',
      [grafana(IN_CLUSTER_ME, { 'auth-snippet': CLEARS.replace(' ', ' -t application/x-www-form-urlencoded ') })],
      callerFinding()],
    ['one Ingress of the host takes them, and another that may be older does not', [
      grafana(IN_CLUSTER_ME, { 'server-snippet': CLEARS }),
      ingress('older', { host: 'grafana.example.com', annotations: { 'server-snippet': 'client_header_timeout 10s;' }, paths: { '/public': 'grafana' } }),
    ], callerFinding()],
    ['the controller leaves the snippet out',
      [grafana(IN_CLUSTER_ME, { 'server-snippet': CLEARS }), ...nginxController({ 'allow-snippet-annotations': 'false', 'annotations-risk-level': 'Critical' })],
      callerFinding()],
    ['the controller sets headers for backends alone',
      [grafana(IN_CLUSTER_ME), empty(METADATA), ...nginxController({ 'proxy-set-headers': 'union-cp/me-headers' })],
      callerFinding()],
    ['the ConfigMap of headers is not in the input', [grafana(IN_CLUSTER_ME, { 'auth-proxy-set-headers': 'union-cp/me-headers' })], callerFinding()],
    ['the controller takes another prefix away', [guarded(), ...nginxController({ 'http-snippet': "more_clear_input_headers 'X-User-*';" })],
      callerFinding()],
  ],
  says: { '': 'Callers can tell /me who they are: Ingress union-cp/guarded forwards Grpc-Metadata-Userinfo-Bin and 3 more' },
  passes: [
    ['the cluster\'s Ingress asks our gate', [live(guarded({ 'auth-url': OUR_GATE }))]],
    ['values for Union\'s chart ask our gate', { 'values-controlplane.yaml': callerValues(OUR_GATE) }],
    ['values take the prefix away at the controller', { 'values-controlplane.yaml': valuesWith(IN_CLUSTER_ME, CONTROLLER, OWN_INGRESS) }],
    ['our gate is asked, which the input does not show', [guarded({ 'auth-url': OUR_GATE })]],
    ['our gate is asked, which passes on credentials alone',
      [guarded({ 'auth-url': 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:80/me' }), ...gate(ownGateConfig(INGRESS_NGINX.dialect, 'flyteadmin:80'), 'union-cp', INGRESS_NGINX.dialect.service)]],
    ['a ConfigMap empties them all', [guarded({ 'auth-proxy-set-headers': 'union-cp/me-headers' }), empty(METADATA)]],
    ['a snippet of the subrequest does', [guarded({ 'auth-snippet': METADATA.map((name) => `proxy_set_header ${name} "";`).join('\n') })]],
    ['the controller takes the prefix from every request',
      [guarded(), ...nginxController({ 'http-snippet': "more_clear_input_headers 'Grpc-Metadata-*';" })]],
    ['a snippet for the server takes them', [grafana(IN_CLUSTER_ME, { 'server-snippet': CLEARS })]],
    ['another Ingress of the host takes them',
      [grafana(IN_CLUSTER_ME), ingress('other', { host: 'grafana.example.com', annotations: { 'server-snippet': CLEARS }, paths: { '/x': 'grafana' } })]],
    ['every Ingress of the host takes them',
      [grafana(IN_CLUSTER_ME, { 'server-snippet': CLEARS }), grafana(IN_CLUSTER_ME, { 'server-snippet': CLEARS }, 'other', '/x')]],
    ['the snippet of the subrequest clears the prefix', [grafana(IN_CLUSTER_ME, { 'auth-snippet': CLEARS })]],
    ['an application of one\'s own asks our gate', [grafana(OUR_GATE)]],
    ['Traefik shows some headers', [forwardAuth({ authRequestHeaders: ['Cookie', 'Authorization'] }), traefikRoute('guard')]],
    ['a middleware before the guard removes them',
      [forwardAuth({}), headersOf('strip', Object.fromEntries(METADATA.map((name) => [name, '']))), traefikRoute('strip', 'guard')]],
    ['Envoy shows some headers',
      [...ownGate(ENVOY_GATEWAY.dialect), ...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, port: 80 }] })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
    ['the guard asks something else', [guarded({ 'auth-url': 'http://sso.example.com/check' })]],
  ],
});

const NAMES = IDENTITY.split(',').slice(1);
const DROPPED_FOUND = 'removed from every request, and set by nothing';
const droppedEnvoy = (listed: string[], taken = NAMES) => manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: listed }), early({ remove: taken }));
const nginx = (annotations: Record<string, string>) => manifests(ingress('guarded', {
  host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-response-headers': 'Set-Cookie', ...annotations }, paths: { '/app': 'executions' },
}));
const CLEARED = `more_clear_input_headers ${NAMES.join(' ')};`;

const droppedTraefik = (more: object) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: IN_CLUSTER_ME, ...more } } }),
  object('traefik.io/v1alpha1', 'Middleware', 'taking', { spec: { headers: { customRequestHeaders: Object.fromEntries(NAMES.map((name) => [name, ''])) } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'apps', {
    spec: {
      routes: [{
        match: `Host(\`${HOST}\`) && PathPrefix(\`/app\`)`, middlewares: [{ name: 'taking' }, { name: 'guard' }], services: [{ name: 'executions', port: 81 }],
      }],
    },
  }),
);

testRule(identityHeaderDropped, {
  fires: [
    ['Envoy takes the headers from callers, and its guard sets none', droppedEnvoy([]),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend',
        `${NAMES.join(', ')} among the headers that the guard sets`, DROPPED_FOUND],
      remedy(['headersToBackend: []', 'headersToBackend: [X-User-Subject, X-User-Claim-Identitytype, X-User-Claim-Preferred-Username, X-User-Token]'])],
    ['Envoy takes one that its guard does not set', droppedEnvoy(NAMES.slice(1)),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend',
        'X-User-Subject among the headers that the guard sets', DROPPED_FOUND]],
    ['a snippet of ingress-nginx takes them', nginx({ 'configuration-snippet': CLEARED }),
      ['networking.k8s.io/v1/Ingress union-cp/guarded', 'metadata.annotations["nginx.ingress.kubernetes.io/auth-response-headers"]',
        `${NAMES.join(', ')} among the headers that the guard sets`, DROPPED_FOUND]],
    ['a middleware of Traefik takes them', droppedTraefik({}),
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.address', `${NAMES.join(', ')} among the headers that the guard sets`, DROPPED_FOUND]],
  ],
  says: { '': 'Services do not learn who calls: SecurityPolicy union-cp/guard removes X-User-Subject and 3 more and the guard does not set them' },
  passes: [
    ['the guard sets what is taken', droppedEnvoy(NAMES)],
    ['nothing is taken: that they can be forged is another rule', droppedEnvoy([], [])],
    ['a snippet sets them from the answer',
      nginx({ 'configuration-snippet': `${CLEARED}\n${NAMES.map((name) => `proxy_set_header ${name} $answer;`).join('\n')}` })],
    ['ForwardAuth sets them by an expression', droppedTraefik({ authResponseHeadersRegex: '^X-User-' })],
  ],
  notApplicable: [
    ['nothing is guarded', [ingress('open', { host: HOST, paths: { '/app': 'executions' } })]],
  ],
});

const SPOOFABLE_ALL = 'X-User-Subject, X-User-Claim-Identitytype, X-User-Claim-Preferred-Username, X-User-Token among the headers that the guard sets';
const stripping = NAMES.map((name) => `grpc_set_header ${name} $authHeader0;`).join('\n');
/** Through our gate, which says what to remove: as Envoy's it does, as Traefik's it leaves that to the edge. */
const spoofableThroughGate = (dialect: AuthGateDialect, listed = NAMES) => [
  ...ownGate(dialect),
  ...chartGatewayRoutes(),
  securityPolicy({ controlplane: 'Gateway' }, { backendRefs: [{ name: dialect.service, port: 80 }], headersToBackend: listed }),
];

testRule(identityHeaderSpoofable, {
  fires: [
    ['the guide lists Set-Cookie only', [guarded({ 'auth-response-headers': 'Set-Cookie' })],
      [INGRESS, inAnnotation('auth-response-headers'), SPOOFABLE_ALL, 'set-cookie']],
    ['no header is listed', [guarded({})], [INGRESS, inAnnotation('auth-url'), SPOOFABLE_ALL, 'no headers']],
    ['a release from before X-User-Token leaves it out',
      [guarded({ 'auth-response-headers': 'X-User-Subject, x-user-claim-identitytype,X-User-Claim-Preferred-Username' })],
      [INGRESS, inAnnotation('auth-response-headers'), 'X-User-Token among the headers that the guard sets',
        'x-user-subject, x-user-claim-identitytype, x-user-claim-preferred-username']],
    ['ForwardAuth lists none', [forwardAuth({}), traefikRoute('guard')],
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.address', SPOOFABLE_ALL, 'no headers'],
      remedy(['local/me\n', 'local/me\n    authResponseHeaders: [X-User-Subject, X-User-Claim-Identitytype, X-User-Claim-Preferred-Username, X-User-Token]\n'])],
    ['a SecurityPolicy passes one of them to the backend',
      [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: NAMES.slice(0, 3) })],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend',
        'X-User-Token among the headers that the guard sets', 'x-user-subject, x-user-claim-identitytype, x-user-claim-preferred-username']],
    ['ForwardAuth lists some', [forwardAuth({ authResponseHeaders: NAMES.slice(0, 3) }), traefikRoute('guard')],
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authResponseHeaders', 'X-User-Token among the headers that the guard sets',
        'x-user-subject, x-user-claim-identitytype, x-user-claim-preferred-username']],
    ['one of two rules behind a guard removes them', [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'apps', {
        spec: {
          rules: [
            { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: NAMES } }], backendRefs: [{ name: 'executions', port: 81 }, { name: 'flyteadmin', port: 80 }] },
            { matches: [{ path: { type: 'PathPrefix', value: '/v2' } }], backendRefs: [{ name: 'executions', port: 81 }] },
          ],
        },
      }),
      securityPolicy({ apps: 'HTTPRoute' }),
    ], ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http', SPOOFABLE_ALL, 'no headers']],
    ['one of two Ingresses of a host removes them', [guarded({ 'auth-response-headers': 'Set-Cookie' }), ingress('stripping', {
      host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'configuration-snippet': stripping }, paths: { '/v2': 'executions' },
    })], [INGRESS, inAnnotation('auth-response-headers'), SPOOFABLE_ALL, 'set-cookie']],
    ['a middleware before the guard sets one that it does not',
      [forwardAuth({ authResponseHeaders: NAMES.slice(1) }), headersOf('demo', { 'X-User-Subject': 'demo' }), traefikRoute('demo', 'guard')],
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authResponseHeaders', 'X-User-Subject among the headers that the guard sets',
        NAMES.slice(1).join(', ').toLowerCase()],
      ['traefik.io/v1alpha1/Middleware union-cp/demo', 'spec.headers.customRequestHeaders.X-User-Subject', 'X-User-Subject from the guard alone',
        'one value that the edge sets for all callers']],
    ['a middleware behind the guard sets two for everybody',
      [forwardAuth({ authResponseHeaders: NAMES }), headersOf('demo', { 'X-User-Subject': 'demo', 'X-User-Token': 'made' }), traefikRoute('guard', 'demo')],
      ...[['X-User-Subject', 'demo'] as const, ['X-User-Token', 'made'] as const].map(([name, value]) => ({
        object: 'traefik.io/v1alpha1/Middleware union-cp/demo',
        field: `spec.headers.customRequestHeaders.${name}`,
        line: `${name}: ${value}`,
        expected: `${name} from the guard alone`,
        found: 'one value that the edge sets for all callers',
      }))],
    ['the gate that Envoy asks removes nothing, and one is not listed', spoofableThroughGate(TRAEFIK.dialect, NAMES.slice(0, 3)),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http',
        `${NAMES.slice(0, 3).join(', ')} removed where the answer of the guard lacks them (x-envoy-auth-headers-to-remove)`, 'the values that the caller sends'],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend',
        'X-User-Token among the headers that the guard sets', NAMES.slice(0, 3).join(', ').toLowerCase()]],
    ['a middleware behind the guard sets one for everybody',
      [forwardAuth({ authResponseHeaders: NAMES }), headersOf('demo', { 'X-User-Subject': 'demo' }), traefikRoute('guard', 'demo')],
      ['traefik.io/v1alpha1/Middleware union-cp/demo', 'spec.headers.customRequestHeaders.X-User-Subject', 'X-User-Subject from the guard alone',
        'one value that the edge sets for all callers']],
    ['a snippet takes one from another header of the caller',
      [guarded({ 'auth-response-headers': NAMES.join(','), 'configuration-snippet': 'proxy_set_header X-User-Subject $http_x_real_user;' })],
      [INGRESS, inAnnotation('configuration-snippet'), 'X-User-Subject from the guard alone', 'a value that the caller chooses']],
    ['a middleware behind the guard takes one away',
      [forwardAuth({ authResponseHeaders: NAMES }), headersOf('strip', { 'X-User-Token': '' }), traefikRoute('guard', 'strip')],
      ['traefik.io/v1alpha1/Middleware union-cp/strip', 'spec.headers.customRequestHeaders.X-User-Token', 'X-User-Token as the guard sets it',
        'removed behind the guard']],
    ['a headers middleware that no route uses takes them from the request',
      [forwardAuth({}), headersOf('strip', Object.fromEntries(NAMES.map((name) => [name, '']))), traefikRoute('guard')],
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.address', SPOOFABLE_ALL, 'no headers']],
    ['a snippet only mentions the header in a log format',
      [guarded({ 'auth-response-headers': NAMES.slice(1).join(','), 'configuration-snippet': '# X-User-Subject is logged' })],
      [INGRESS, inAnnotation('auth-response-headers'), 'X-User-Subject among the headers that the guard sets', NAMES.slice(1).join(', ').toLowerCase()]],
  ],
  says: {
    unlisted: 'Ingress union-cp/guarded lets callers set X-User-Subject and 3 more',
    changed: 'Middleware union-cp/demo sets X-User-Subject itself, after the guard',
    removed: 'Middleware union-cp/strip removes X-User-Token after the guard',
    kept: 'SecurityPolicy union-cp/guard keeps the caller\'s X-User-Subject and 2 more when the guard\'s answer lacks them',
  },
  passes: [
    ['our annotations list them all', chartIngresses({ http: HARDENED })],
    ['release 2026.8 of the chart lists them all', chartIngresses()],
    ['a snippet sets those that are not listed', [guarded({ 'auth-response-headers': 'Set-Cookie', 'configuration-snippet': stripping })]],
    ['the gate that Envoy asks says which headers to remove', spoofableThroughGate(ENVOY_GATEWAY.dialect)],
    ['Envoy removes early what its gate does not', [...spoofableThroughGate(TRAEFIK.dialect), early({ remove: NAMES })]],
    ['a middleware before the guard sets one that the guard overwrites',
      [forwardAuth({ authResponseHeaders: NAMES }), headersOf('demo', { 'X-User-Subject': 'demo' }), traefikRoute('demo', 'guard')]],
    ['a snippet takes one from what the guard answered',
      [guarded({ 'auth-response-headers': NAMES.join(','), 'configuration-snippet': 'proxy_set_header X-User-Subject $authHeader0;' })]],
    ['ForwardAuth lists them by a pattern', [forwardAuth({ authResponseHeadersRegex: '^X-User-' }), traefikRoute('guard')]],
    ['a headers middleware takes them from the request',
      [forwardAuth({}), headersOf('strip', Object.fromEntries(NAMES.map((name) => [name, '']))), traefikRoute('strip', 'guard')]],
    ['Envoy removes them early', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }), early({ remove: NAMES })]],
    ['the route removes them', [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'apps', {
        spec: { rules: [{ filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: NAMES } }], backendRefs: [{ name: 'executions', port: 81 }, { name: 'flyteadmin', port: 80 }] }] },
      }),
      securityPolicy({ apps: 'HTTPRoute' }),
    ]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
    ['the guarded backend is none of Union\'s', [guarded({}, { '/shop': 'shop' })]],
    ['the gateway checks a token itself',
      [...chartGatewayRoutes(), object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'jwt', { spec: { targetRefs: [{ kind: 'Gateway', name: 'controlplane' }], jwt: {} } })]],
  ],
});

const LISTED = [...NAMES, 'X-User-Claim-Email', 'X-User-Claim-Groups'];
const LISTING = { 'auth-response-headers': LISTED.join(',') };

const controller = (settings: Record<string, string>) =>
  nginxController({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical', ...settings });
const clears = (...names: string[]) => ({ 'http-snippet': `more_clear_input_headers ${names.map((name) => `'${name}'`).join(' ')};` });


const claimEnvoy = [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: LISTED })];
const claimFinding = (object_: string, field: string, line: string): NamedFinding => ({
  object: object_,
  field,
  line,
  expected: 'X-User-Claim-* removed from the request, whatever their names',
  found: 'the values that the caller sends under names outside the list',
});
const atController = (field: string, line: string) => claimFinding('v1/ConfigMap union-cp/nginx-config', field, line);
const AT_ENVOY = claimFinding('gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend', 'headersToBackend:');

const claimValues = (...more: string[]) => ({
  'values-controlplane.yaml': [
    'global:',
    '  UNION_ORG: acme',
    'ingress:',
    `  host: ${HOST}`,
    '  protectedIngressAnnotations:',
    `    nginx.ingress.kubernetes.io/auth-response-headers: ${LISTED.join(',')}`,
    '  protectedConsoleIngressAnnotations: {}',
    'flyte:',
    '  configmap:',
    '    adminServer:',
    '      server: {security: {useAuth: true}}',
    ...more,
  ].join('\n'),
});

const AT_POLICY = { ...AT_ENVOY, object: 'gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy union-cp/strip', field: 'spec', line: 'spec:' };

testRule(claimHeaderSpoofable, {
  fires: [
    ['the controller takes names alone', [guarded(LISTING), ...controller(clears('X-User-Claim-Email', 'Grpc-Metadata-*'))],
      atController('data.http-snippet', `http-snippet: ${clears('X-User-Claim-Email', 'Grpc-Metadata-*')['http-snippet']}`),
      remedy(["'X-User-Claim-Email'", "'X-User-Claim-*'"])],
    ['the controller of a cluster takes nothing', [live(guarded(LISTING), ...controller({}))], atController('data.http-snippet', 'data:')],
    ['values leave the controller of the chart as it is', claimValues(),
      claimFinding('v2/Values controlplane', 'ingress-nginx.controller.config.http-snippet', 'global:')],
    ['Traefik lists names', [forwardAuth({ authResponseHeaders: LISTED }), traefikRoute('guard')],
      claimFinding('traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authResponseHeaders', 'authResponseHeaders:')],
    ['Envoy takes nothing away', claimEnvoy, AT_ENVOY],
    ['Envoy takes names, as its version knows nothing else', [...claimEnvoy, early({ remove: LISTED })], AT_POLICY],
    ['two policies of the namespace may be meant', [...claimEnvoy, early({ remove: LISTED }), {
      ...ofEnvoyGateway('ClientTrafficPolicy', {}), metadata: { name: 'another', namespace: 'union-cp' },
    }], AT_ENVOY],
    ['Envoy of a cluster takes another prefix', [live(...claimEnvoy, early({ removeOnMatch: [{ type: 'Prefix', value: 'grpc-metadata-' }] }))],
      AT_POLICY],
    ['Envoy takes what ends so, what no expression means, or what is unknown', [...claimEnvoy, early({
      removeOnMatch: [{ type: 'Suffix', value: '-Email' }, { type: 'RegularExpression', value: 'x-user-claim-[' }, { type: 'RegularExpression', value: 'claim' },
        { type: 'Contains', value: 'x-user-claim-' }],
    })], AT_POLICY],
  ],
  says: { '': 'Callers can send X-User-Claim-* headers that the guard of ConfigMap union-cp/nginx-config does not list' },
  passes: [
    ['the controller takes the family', [guarded(LISTING), ...controller(clears('X-User-Claim-*'))]],
    ['a snippet of the host does', [guarded({ ...LISTING, 'server-snippet': "more_clear_input_headers 'X-User-Claim-*';" }), ...controller({})]],
    ['values have the controller take it',
      claimValues('ingress-nginx:', '  controller:', '    config:', `      http-snippet: ${clears('X-User-*')['http-snippet']}`)],
    ['Traefik takes it from the answer', [forwardAuth({ authResponseHeadersRegex: '^X-User-' }), traefikRoute('guard')]],
    ['Envoy removes the prefix', [...claimEnvoy, early({ removeOnMatch: [{ type: 'Prefix', value: 'x-user-claim-' }] })]],
    ['Envoy removes what an expression means', [...claimEnvoy, early({ removeOnMatch: [{ type: 'RegularExpression', value: 'X-User-Claim-\\S+' }] })]],
    ['Envoy removes what our Lua finds', [...claimEnvoy, ofEnvoyGateway('EnvoyExtensionPolicy', { lua: [{ type: 'Inline', inline: TAKES_UNLISTED }] })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
    ['the controller is not in the input', [guarded(LISTING)]],
    ['the guarded backend is none of Union\'s',
      [ingress('shop', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'shop' } }), ...controller({})]],
  ],
});

const STATED = [
  'X-User-Subject', 'X-User-Claim-Identitytype', 'X-User-Claim-Preferred-Username', 'X-User-Token',
  'X-User-Claim-Userhandle', 'X-User-Claim-Groups',
];
const HTTP = ['Userinfo-Bin', ...STATED].map((name) => `Grpc-Metadata-${name}`);
const GRPC = ['Userinfo-Bin'];
const listing = (headers: readonly string[], rest: Record<string, string> = {}) => guarded({ 'auth-response-headers': headers.join(','), ...rest });
const metadataFinding = (reaching: readonly string[] = HTTP): NamedFinding => ({
  object: INGRESS,
  field: inAnnotation('auth-response-headers'),
  expected: `${reaching.join(', ')} removed from the request`,
  found: 'the values that the caller sends',
});
const envoyGuard = [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: NAMES })];
const atEnvoy = (reaching: readonly string[]): NamedFinding => ({
  object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
  field: 'spec.extAuth.http.headersToBackend',
  expected: `${reaching.join(', ')} removed from the request`,
  found: 'the values that the caller sends',
});

testRule(metadataHeaderSpoofable, {
  fires: [
    ['the guard lists what /me answers alone', [listing(NAMES)], metadataFinding()],
    ['one is left out', [listing([...NAMES, ...HTTP.slice(1)])], metadataFinding(HTTP.slice(0, 1))],
    ['a gRPC Ingress lists the metadata of HTTP', [listing([...NAMES, ...HTTP], { 'backend-protocol': 'GRPC' })], metadataFinding(GRPC)],
    ['the controller takes another prefix', [listing(NAMES), ...nginxController({ 'http-snippet': "more_clear_input_headers 'X-User-*';" })],
      metadataFinding()],
    ['a snippet fills one with another header of the caller',
      [listing([...NAMES, ...HTTP.slice(1)], { 'configuration-snippet': 'proxy_set_header Grpc-Metadata-Userinfo-Bin $http_x_me;' })],
      metadataFinding(HTTP.slice(0, 1))],
    ['ForwardAuth lists what /me answers alone', [forwardAuth({ authResponseHeaders: NAMES }), traefikRoute('guard')],
      { ...metadataFinding(), object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.authResponseHeaders' },
      remedy(['    authResponseHeaders:\n', '    authResponseHeadersRegex: ^(Grpc-Metadata-|Userinfo-Bin$|From_http$)\n    authResponseHeaders:\n'])],
    ['Envoy takes nothing away', envoyGuard, atEnvoy([...HTTP, ...GRPC])],
    ['Envoy takes the prefix alone, and serves gRPC', [...envoyGuard, early({ removeOnMatch: [{ type: 'Prefix', value: 'grpc-metadata-' }] })],
      atEnvoy(GRPC)],
  ],
  says: { '': 'Ingress union-cp/guarded lets callers state an identity in Grpc-Metadata-Userinfo-Bin and 6 more' },
  passes: [
    ['the guard lists them', [listing([...NAMES, ...HTTP])]],
    ['the guard of a gRPC Ingress lists its metadata', [listing([...NAMES, ...GRPC], { 'backend-protocol': 'GRPC' })]],
    ['the controller takes the prefix from every request',
      [listing(NAMES), ...nginxController({ 'http-snippet': "more_clear_input_headers 'Grpc-Metadata-*';" })]],
    ['a snippet empties them', [listing(NAMES, { 'configuration-snippet': HTTP.map((name) => `proxy_set_header ${name} "";`).join('\n') })]],
    ['ForwardAuth takes them by an expression', [forwardAuth({ authResponseHeaders: NAMES, authResponseHeadersRegex: '^Grpc-Metadata-' }), traefikRoute('guard')]],
    ['Envoy removes them early, by name', [...envoyGuard, early({ remove: [...HTTP, ...GRPC] })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
  ],
});

const CREDENTIAL_FOUND = 'headers without it';
const ME = HARDENED['auth-url'];

const api = (annotations: Record<string, string>) => manifests(ingress('api', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/api': 'flyteadmin' } }));
const atAnnotation = (name: string, on = 'api') => ({ object: `networking.k8s.io/v1/Ingress union-cp/${on}`, field: inAnnotation(name) });

const credentialTraefik = (authRequestHeaders: string[], customRequestHeaders = {}, customResponseHeaders = {}, address = ME) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address, authRequestHeaders } } }),
  object('traefik.io/v1alpha1', 'Middleware', 'headers', { spec: { headers: { customRequestHeaders, customResponseHeaders } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'api', {
    spec: { routes: [{ match: `Host(\`${HOST}\`)`, middlewares: [{ name: 'guard' }, { name: 'headers' }], services: [{ name: 'flyteadmin', port: 80 }] }] },
  }),
);

const CREDENTIAL_ALL = ['Cookie', 'Authorization', 'Flyte-Authorization'];
/** Our gate before flyteadmin, which passes credentials on and nothing else. */
const GATE = 'http://union-auth-gate.union-cp.svc.cluster.local:80/';
const credentialThroughGate = (headers: string[]) => manifests(...ownGate(TRAEFIK.dialect)) + credentialTraefik(headers, {}, {}, GATE);

const OWN = flyteadmin({ auth: { httpAuthorizationHeader: 'X-Union-Http', grpcAuthorizationHeader: 'X-Union-Grpc' } });
const clearing = (header: string) => ({ 'configuration-snippet': `more_clear_input_headers ${header};` });

testRule(credentialHeaderDropped, {
  fires: [
    ['two Ingresses lose a header each',
      [
        ingress('api', { host: HOST, annotations: { ...HARDENED, ...clearing('Cookie') }, paths: { '/api': 'flyteadmin', '/v1': 'flyteadmin' } }),
        ingress('more', { host: HOST, annotations: { ...HARDENED, ...clearing('Authorization') }, paths: { '/more': 'flyteadmin' } }),
      ], { ...atAnnotation('configuration-snippet'), expected: `cookie among the request headers that reach ${ME}`, found: CREDENTIAL_FOUND },
      { ...atAnnotation('configuration-snippet', 'more'), expected: `authorization among the request headers that reach ${ME}`, found: CREDENTIAL_FOUND }],
    ...['X-Union-Http', 'X-Union-Grpc', 'Authorization'].map((header): FiringRow => [`flyteadmin asks for headers of its own, and ${header} is cleared`, manifests(...OWN) + api(clearing(header)),
      { ...atAnnotation('configuration-snippet'), expected: `${header.toLowerCase()} among the request headers that reach ${ME}`, found: CREDENTIAL_FOUND }]),
    ['a snippet clears whatever begins like the header of the token', api({ 'configuration-snippet': 'more_clear_input_headers Flyte-*;' }),
      { ...atAnnotation('configuration-snippet'), expected: `flyte-authorization among the request headers that reach ${ME}`, found: CREDENTIAL_FOUND }],
    ['a snippet empties the cookie of the subrequest', api({ 'auth-snippet': 'proxy_set_header Cookie "";' }),
      { ...atAnnotation('auth-snippet'), expected: `cookie among the request headers that reach ${ME}`, found: CREDENTIAL_FOUND }],
    ['a snippet clears the tokens of the request', api({ 'configuration-snippet': 'more_clear_input_headers Authorization Flyte-Authorization;' }),
      { ...atAnnotation('configuration-snippet'), expected: `authorization, flyte-authorization among the request headers that reach ${ME}`, found: CREDENTIAL_FOUND }],
    ['the session of /callback is hidden from the browser',
      [ingress('open', { host: HOST, annotations: { 'configuration-snippet': 'proxy_hide_header Set-Cookie;' }, paths: { '/callback': 'flyteadmin' } })],
      { ...atAnnotation('configuration-snippet', 'open'), expected: 'set-cookie among the response headers that reach the browser', found: CREDENTIAL_FOUND },
      remedy(['  annotations:\n    nginx.ingress.kubernetes.io/configuration-snippet: proxy_hide_header Set-Cookie;\n', ''])],
    ['a ConfigMap of headers empties the cookie of the subrequest',
      `${manifests(object('v1', 'ConfigMap', 'ask', { data: { Cookie: '' } }))}---\n${api({ 'auth-proxy-set-headers': 'union-cp/ask' })}`,
      ['v1/ConfigMap union-cp/ask', 'data.Cookie', `cookie among the request headers that reach ${ME}`, CREDENTIAL_FOUND]],
    ['a snippet empties the cookie twice: one header', api({ 'auth-snippet': 'proxy_set_header Cookie ""; proxy_set_header cookie "";' }),
      { ...atAnnotation('auth-snippet'), expected: `cookie among the request headers that reach ${ME}`, found: CREDENTIAL_FOUND }],
    ['an open route clears the token on the way to flyteadmin',
      [ingress('open', { host: HOST, annotations: clearing('Authorization'), paths: { '/api': 'flyteadmin' } })],
      { ...atAnnotation('configuration-snippet', 'open'), expected: 'authorization among the request headers that reach flyteadmin', found: CREDENTIAL_FOUND }],
    ['ForwardAuth passes no Authorization on', credentialTraefik(['Cookie', 'Flyte-Authorization']),
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authRequestHeaders', `authorization among the request headers that reach ${ME}`, CREDENTIAL_FOUND]],
    ['a middleware answers a cookie of its own', credentialTraefik(CREDENTIAL_ALL, {}, { 'Set-Cookie': 'a=b' }),
      ['traefik.io/v1alpha1/Middleware union-cp/headers', 'spec.headers.customResponseHeaders.Set-Cookie',
        'set-cookie among the response headers that reach the browser', CREDENTIAL_FOUND]],
    ['ForwardAuth passes no cookie on', credentialTraefik(['Authorization', 'Flyte-Authorization']),
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authRequestHeaders', `cookie among the request headers that reach ${ME}`, CREDENTIAL_FOUND]],
    ['a middleware of the route empties a header', credentialTraefik(CREDENTIAL_ALL, { 'Flyte-Authorization': '' }),
      ['traefik.io/v1alpha1/Middleware union-cp/headers', 'spec.headers.customRequestHeaders.Flyte-Authorization',
        'flyte-authorization among the request headers that reach flyteadmin', CREDENTIAL_FOUND]],
  ],
  says: {
    '': 'Ingress union-cp/api drops x-union-http on the way to http://flyteadmin.union-cp.svc.cluster.local/me <- '
      + 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.httpAuthorizationHeader',
  },
  passes: [
    ['flyteadmin asks for headers of its own, and another is cleared', manifests(...OWN) + api(clearing('Flyte-Authorization'))],
    ['the chart renders every Ingress', [...flyteadmin(), ...chartIngresses()]],
    ['it renders routes of the Gateway API', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['everything is passed on', credentialTraefik(CREDENTIAL_ALL)],
    ['ForwardAuth passes no Flyte-Authorization on, which authorization-header-mismatch reports', credentialTraefik(['Cookie', 'Authorization'])],
    ['our gate passes everything on', credentialThroughGate(CREDENTIAL_ALL)],
    ['a snippet replaces a token, which guard-bypassed reports', api({ 'auth-snippet': 'proxy_set_header Authorization "Bearer abc";' })],
    ['routes to other services lose headers, and /callback its session with them',
      api({}) + manifests(ingress('open', { host: HOST, annotations: { 'configuration-snippet': 'more_clear_input_headers Authorization; proxy_hide_header Set-Cookie;' }, paths: { '/callback': 'executions' } }))],
    ['a snippet sets another header', api({ 'configuration-snippet': 'proxy_set_header X-Forwarded-Prefix "";' })],
    ['gRPC loses its cookies, which it has none of', [ingress('grpc', {
      host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC', 'configuration-snippet': 'grpc_set_header Cookie "";' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin' },
    })]],
  ],
  notApplicable: [
    ['another application loses its headers',
      [ingress('docs', { host: HOST, annotations: { 'configuration-snippet': 'proxy_set_header Cookie "";' }, paths: { '/': 'docs' } })]],
  ],
});

const hosted = (url: string, host?: string) => ingress('guarded', { host, annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } });
const at = () => ({
  object: INGRESS,
  field: inAnnotation('auth-url'),
  expected: 'a fixed host in the URL, or a host on every rule',
});
const HOSTLESS = 'on rules without host, where any Host header is served';

testRule(authHostSpoofable, {
  fires: [
    ['the guide\'s URL stands on rules without host, once for all its paths', [hosted(CHART_HTTP['auth-url'])],
      { ...at(), found: `https://$host/me ${HOSTLESS}` }, remedy(['https://$host/me', 'https://union.example.com/me'])],
    ['the URL holds $http_host and a port', [hosted('https://$http_host:443/me')], { ...at(), found: `https://$http_host:443/me ${HOSTLESS}` }],
    ['the variable has braces', [hosted('https://${host}/me')], { ...at(), found: `https://\${host}/me ${HOSTLESS}` }],
    ['a header of the client names the server, host or not', [hosted('https://$http_x_forwarded_host/me', HOST)],
      { ...at(), found: 'https://$http_x_forwarded_host/me, whose host is whatever the client sends' }],
    ['one of two rules has no host',
      [object('networking.k8s.io/v1', 'Ingress', 'guarded', {
        spec: {
          rules: [HOST, undefined].map((host) => ({ ...(host ? { host } : {}), http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'flyteconsole', port: { number: 80 } } } }] } })),
        },
      }, 'union-cp', { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'https://$host/me' } })],
      { ...at(), found: `https://$host/me ${HOSTLESS}` }],
  ],
  says: { '': 'Callers choose the server that the guard of Ingress union-cp/guarded asks (https://$host/me)' },
  passes: [
    ['every rule of the chart has a host', chartIngresses()],
    ['the guard asks within the cluster, without host', chartIngresses({ host: null, http: HARDENED })],
    ['the client\'s variables stand in the path and query only', [hosted('http://flyteadmin.union-cp/me?for=$http_host')]],
    ['the public host is written out', [hosted(`https://${HOST}/me`)]],
    ['only the sign-in URL holds $host', [ingress('guarded', { annotations: HARDENED, paths: { '/api': 'flyteadmin' } })]],
    ['a SecurityPolicy names the Service', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
    ['another application is the one',
      [...chartIngresses(), ingress('shop', { host: undefined, annotations: { 'auth-url': 'https://$host/auth' }, paths: { '/': 'shop' } })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ host: null, http: {}, grpc: {} })],
    ['nothing is of Union', [ingress('shop', { annotations: { 'auth-url': 'https://$host/auth' }, paths: { '/': 'shop' } })]],
  ],
});
