import { AuthGateDialect, ENVOY_GATEWAY, TRAEFIK } from '../../../src/contract/edges/known-edges';
import { identityHeaderSpoofable } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, forwardAuth, HARDENED, HOST, IDENTITY, securityPolicy, traefikRoute } from '../_union';
import { ownGate } from '../edge/_routes';

const NAMES = IDENTITY.split(',').slice(1);
const ALL = 'X-User-Subject, X-User-Claim-Identitytype, X-User-Claim-Preferred-Username, X-User-Token among the headers that the guard sets';
const guarded = (headers: Record<string, string>, rest: object = {}) =>
  ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, ...headers }, paths: { '/app': 'executions', '/apps': 'executions' }, ...rest });
const INGRESS = 'networking.k8s.io/v1/Ingress union-cp/guarded';
const header = (name: string) => `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`;

const headers = (name: string, customRequestHeaders: Record<string, string>) => object('traefik.io/v1alpha1', 'Middleware', name, { spec: { headers: { customRequestHeaders } } });
const stripping = NAMES.map((name) => `grpc_set_header ${name} $authHeader0;`).join('\n');
/** What Envoy takes from every request, before its guard. */
const early = (remove: string[]) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'strip', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }], headers: { earlyRequestHeaders: { remove } } },
});
/** Through our gate, which says what to remove: as Envoy's it does, as Traefik's it leaves that to the edge. */
const throughGate = (dialect: AuthGateDialect, listed = NAMES) => [
  ...ownGate(dialect),
  ...chartGatewayRoutes(),
  securityPolicy({ controlplane: 'Gateway' }, { backendRefs: [{ name: dialect.service, port: 80 }], headersToBackend: listed }),
];

testRule(identityHeaderSpoofable, {
  fires: [
    ['the guide lists Set-Cookie only', [guarded({ 'auth-response-headers': 'Set-Cookie' })],
      [INGRESS, header('auth-response-headers'), ALL, 'set-cookie']],
    ['no header is listed', [guarded({})], [INGRESS, header('auth-url'), ALL, 'no headers']],
    ['a release from before X-User-Token leaves it out',
      [guarded({ 'auth-response-headers': 'X-User-Subject, x-user-claim-identitytype,X-User-Claim-Preferred-Username' })],
      [INGRESS, header('auth-response-headers'), 'X-User-Token among the headers that the guard sets',
        'x-user-subject, x-user-claim-identitytype, x-user-claim-preferred-username']],
    ['ForwardAuth lists none', [forwardAuth({}), traefikRoute('guard')],
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.address', ALL, 'no headers'],
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
    ], ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http', ALL, 'no headers']],
    ['one of two Ingresses of a host removes them', [guarded({ 'auth-response-headers': 'Set-Cookie' }), ingress('stripping', {
      host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'configuration-snippet': stripping }, paths: { '/v2': 'executions' },
    })], [INGRESS, header('auth-response-headers'), ALL, 'set-cookie']],
    ['a middleware before the guard sets one that it does not',
      [forwardAuth({ authResponseHeaders: NAMES.slice(1) }), headers('demo', { 'X-User-Subject': 'demo' }), traefikRoute('demo', 'guard')],
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authResponseHeaders', 'X-User-Subject among the headers that the guard sets',
        NAMES.slice(1).join(', ').toLowerCase()],
      ['traefik.io/v1alpha1/Middleware union-cp/demo', 'spec.headers.customRequestHeaders.X-User-Subject', 'X-User-Subject from the guard alone',
        'one value that the edge sets for all callers']],
    ['a middleware behind the guard sets two for everybody',
      [forwardAuth({ authResponseHeaders: NAMES }), headers('demo', { 'X-User-Subject': 'demo', 'X-User-Token': 'made' }), traefikRoute('guard', 'demo')],
      ...[['X-User-Subject', 'demo'] as const, ['X-User-Token', 'made'] as const].map(([name, value]) => ({
        object: 'traefik.io/v1alpha1/Middleware union-cp/demo',
        field: `spec.headers.customRequestHeaders.${name}`,
        line: `${name}: ${value}`,
        expected: `${name} from the guard alone`,
        found: 'one value that the edge sets for all callers',
      }))],
    ['the gate that Envoy asks removes nothing, and one is not listed', throughGate(TRAEFIK.dialect, NAMES.slice(0, 3)),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http',
        `${NAMES.slice(0, 3).join(', ')} removed where the answer of the guard lacks them (x-envoy-auth-headers-to-remove)`, 'the values that the caller sends'],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend',
        'X-User-Token among the headers that the guard sets', NAMES.slice(0, 3).join(', ').toLowerCase()]],
    ['a middleware behind the guard sets one for everybody',
      [forwardAuth({ authResponseHeaders: NAMES }), headers('demo', { 'X-User-Subject': 'demo' }), traefikRoute('guard', 'demo')],
      ['traefik.io/v1alpha1/Middleware union-cp/demo', 'spec.headers.customRequestHeaders.X-User-Subject', 'X-User-Subject from the guard alone',
        'one value that the edge sets for all callers']],
    ['a snippet takes one from another header of the caller',
      [guarded({ 'auth-response-headers': NAMES.join(','), 'configuration-snippet': 'proxy_set_header X-User-Subject $http_x_real_user;' })],
      [INGRESS, header('configuration-snippet'), 'X-User-Subject from the guard alone', 'a value that the caller chooses']],
    ['a middleware behind the guard takes one away',
      [forwardAuth({ authResponseHeaders: NAMES }), headers('strip', { 'X-User-Token': '' }), traefikRoute('guard', 'strip')],
      ['traefik.io/v1alpha1/Middleware union-cp/strip', 'spec.headers.customRequestHeaders.X-User-Token', 'X-User-Token as the guard sets it',
        'removed behind the guard']],
    ['a headers middleware that no route uses takes them from the request',
      [forwardAuth({}), headers('strip', Object.fromEntries(NAMES.map((name) => [name, '']))), traefikRoute('guard')],
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.address', ALL, 'no headers']],
    ['a snippet only mentions the header in a log format',
      [guarded({ 'auth-response-headers': NAMES.slice(1).join(','), 'configuration-snippet': '# X-User-Subject is logged' })],
      [INGRESS, header('auth-response-headers'), 'X-User-Subject among the headers that the guard sets', NAMES.slice(1).join(', ').toLowerCase()]],
  ],
  passes: [
    ['our annotations list them all', chartIngresses({ http: HARDENED })],
    ['release 2026.8 of the chart lists them all', chartIngresses()],
    ['a snippet sets those that are not listed', [guarded({ 'auth-response-headers': 'Set-Cookie', 'configuration-snippet': stripping })]],
    ['the gate that Envoy asks says which headers to remove', throughGate(ENVOY_GATEWAY.dialect)],
    ['Envoy removes early what its gate does not', [...throughGate(TRAEFIK.dialect), early(NAMES)]],
    ['a middleware before the guard sets one that the guard overwrites',
      [forwardAuth({ authResponseHeaders: NAMES }), headers('demo', { 'X-User-Subject': 'demo' }), traefikRoute('demo', 'guard')]],
    ['a snippet takes one from what the guard answered',
      [guarded({ 'auth-response-headers': NAMES.join(','), 'configuration-snippet': 'proxy_set_header X-User-Subject $authHeader0;' })]],
    ['ForwardAuth lists them by a pattern', [forwardAuth({ authResponseHeadersRegex: '^X-User-' }), traefikRoute('guard')]],
    ['a headers middleware takes them from the request',
      [forwardAuth({}), headers('strip', Object.fromEntries(NAMES.map((name) => [name, '']))), traefikRoute('strip', 'guard')]],
    ['Envoy removes them early', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }), early(NAMES)]],
    ['the route removes them', [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'apps', {
        spec: { rules: [{ filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: NAMES } }], backendRefs: [{ name: 'executions', port: 81 }, { name: 'flyteadmin', port: 80 }] }] },
      }),
      securityPolicy({ apps: 'HTTPRoute' }),
    ]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
    ['the guarded backend is none of Union\'s', [guarded({}, { paths: { '/shop': 'shop' } })]],
    ['the gateway checks a token itself',
      [...chartGatewayRoutes(), object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'jwt', { spec: { targetRefs: [{ kind: 'Gateway', name: 'controlplane' }], jwt: {} } })]],
  ],
});
