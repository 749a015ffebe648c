import { AuthGateDialect, ENVOY_GATEWAY, TRAEFIK } from '../../../src/contract/edges/known-edges';
import { identityHeaderSpoofable } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { ExpectedFinding, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, forwardAuth, HARDENED, HOST, IDENTITY, securityPolicy, traefikRoute } from '../_union';
import { ownGate } from '../edge/_routes';

const NOT_APPLICABLE = 'No route to a Union service in the input is guarded by an auth subrequest whose response headers the input shows.';
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
    {
      when: 'the guide lists Set-Cookie only',
      input: manifests(guarded({ 'auth-response-headers': 'Set-Cookie' })),
      findings: [{ object: INGRESS, field: header('auth-response-headers'), line: 'nginx.ingress.kubernetes.io/auth-response-headers: Set-Cookie', expected: ALL, found: 'set-cookie' }],
    },
    {
      when: 'no header is listed',
      input: manifests(guarded({})),
      findings: [{ object: INGRESS, field: header('auth-url'), line: `nginx.ingress.kubernetes.io/auth-url: ${IN_CLUSTER_ME}`, expected: ALL, found: 'no headers' }],
    },
    {
      when: 'a release from before X-User-Token leaves it out',
      input: manifests(guarded({ 'auth-response-headers': 'X-User-Subject, x-user-claim-identitytype,X-User-Claim-Preferred-Username' })),
      findings: [{
        object: INGRESS,
        field: header('auth-response-headers'),
        line: 'nginx.ingress.kubernetes.io/auth-response-headers: X-User-Subject, x-user-claim-identitytype,X-User-Claim-Preferred-Username',
        expected: 'X-User-Token among the headers that the guard sets',
        found: 'x-user-subject, x-user-claim-identitytype, x-user-claim-preferred-username',
      }],
    },
    {
      when: 'ForwardAuth lists none',
      input: manifests(forwardAuth({}), traefikRoute('guard')),
      findings: [{ object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.address', line: `address: ${IN_CLUSTER_ME}`, expected: ALL, found: 'no headers' }],
    },
    {
      when: 'a SecurityPolicy passes one of them to the backend',
      input: manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: NAMES.slice(0, 3) })),
      findings: [{
        object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
        field: 'spec.extAuth.http.headersToBackend',
        line: 'headersToBackend:',
        expected: 'X-User-Token among the headers that the guard sets',
        found: 'x-user-subject, x-user-claim-identitytype, x-user-claim-preferred-username',
      }],
    },
    {
      when: 'ForwardAuth lists some',
      input: manifests(forwardAuth({ authResponseHeaders: NAMES.slice(0, 3) }), traefikRoute('guard')),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/guard',
        field: 'spec.forwardAuth.authResponseHeaders',
        line: 'authResponseHeaders:',
        expected: 'X-User-Token among the headers that the guard sets',
        found: 'x-user-subject, x-user-claim-identitytype, x-user-claim-preferred-username',
      }],
    },
    {
      when: 'one of two rules behind a guard removes them',
      input: manifests(
        object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'apps', {
          spec: {
            rules: [
              { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: NAMES } }], backendRefs: [{ name: 'executions', port: 81 }, { name: 'flyteadmin', port: 80 }] },
              { matches: [{ path: { type: 'PathPrefix', value: '/v2' } }], backendRefs: [{ name: 'executions', port: 81 }] },
            ],
          },
        }),
        securityPolicy({ apps: 'HTTPRoute' }),
      ),
      findings: [{ object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', field: 'spec.extAuth.http', line: 'http:', expected: ALL, found: 'no headers' }],
    },
    {
      when: 'one of two Ingresses of a host removes them',
      input: manifests(guarded({ 'auth-response-headers': 'Set-Cookie' }), ingress('stripping', {
        host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'configuration-snippet': stripping }, paths: { '/v2': 'executions' },
      })),
      findings: [{ object: INGRESS, field: header('auth-response-headers'), line: 'nginx.ingress.kubernetes.io/auth-response-headers: Set-Cookie', expected: ALL, found: 'set-cookie' }],
    },
    {
      when: 'a middleware before the guard sets one that it does not',
      input: manifests(forwardAuth({ authResponseHeaders: NAMES.slice(1) }), headers('demo', { 'X-User-Subject': 'demo' }), traefikRoute('demo', 'guard')),
      findings: [
        {
          object: 'traefik.io/v1alpha1/Middleware union-cp/guard',
          field: 'spec.forwardAuth.authResponseHeaders',
          line: 'authResponseHeaders:',
          expected: 'X-User-Subject among the headers that the guard sets',
          found: NAMES.slice(1).join(', ').toLowerCase(),
        },
        {
          object: 'traefik.io/v1alpha1/Middleware union-cp/demo',
          field: 'spec.headers.customRequestHeaders.X-User-Subject',
          line: 'X-User-Subject: demo',
          expected: 'X-User-Subject from the guard alone',
          found: 'one value that the edge sets for all callers',
        },
      ],
    },
    {
      when: 'a middleware behind the guard sets two for everybody',
      input: manifests(forwardAuth({ authResponseHeaders: NAMES }), headers('demo', { 'X-User-Subject': 'demo', 'X-User-Token': 'made' }), traefikRoute('guard', 'demo')),
      findings: [['X-User-Subject', 'demo'] as const, ['X-User-Token', 'made'] as const].map(([name, value]) => ({
        object: 'traefik.io/v1alpha1/Middleware union-cp/demo',
        field: `spec.headers.customRequestHeaders.${name}`,
        line: `${name}: ${value}`,
        expected: `${name} from the guard alone`,
        found: 'one value that the edge sets for all callers',
      })) as [ExpectedFinding],
    },
    {
      when: 'the gate that Envoy asks removes nothing, and one is not listed',
      input: manifests(...throughGate(TRAEFIK.dialect, NAMES.slice(0, 3))),
      findings: [
        {
          object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
          field: 'spec.extAuth.http',
          line: 'http:',
          expected: `${NAMES.slice(0, 3).join(', ')} removed where the answer of the guard lacks them (x-envoy-auth-headers-to-remove)`,
          found: 'the values that the caller sends',
        },
        {
          object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
          field: 'spec.extAuth.http.headersToBackend',
          line: 'headersToBackend:',
          expected: 'X-User-Token among the headers that the guard sets',
          found: NAMES.slice(0, 3).join(', ').toLowerCase(),
        },
      ],
    },
    {
      when: 'a middleware behind the guard sets one for everybody',
      input: manifests(forwardAuth({ authResponseHeaders: NAMES }), headers('demo', { 'X-User-Subject': 'demo' }), traefikRoute('guard', 'demo')),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/demo',
        field: 'spec.headers.customRequestHeaders.X-User-Subject',
        line: 'X-User-Subject: demo',
        expected: 'X-User-Subject from the guard alone',
        found: 'one value that the edge sets for all callers',
      }],
    },
    {
      when: 'a snippet takes one from another header of the caller',
      input: manifests(guarded({ 'auth-response-headers': NAMES.join(','), 'configuration-snippet': 'proxy_set_header X-User-Subject $http_x_real_user;' })),
      findings: [{
        object: INGRESS,
        field: header('configuration-snippet'),
        line: 'nginx.ingress.kubernetes.io/configuration-snippet: proxy_set_header X-User-Subject $http_x_real_user;',
        expected: 'X-User-Subject from the guard alone',
        found: 'a value that the caller chooses',
      }],
    },
    {
      when: 'a middleware behind the guard takes one away',
      input: manifests(forwardAuth({ authResponseHeaders: NAMES }), headers('strip', { 'X-User-Token': '' }), traefikRoute('guard', 'strip')),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/strip',
        field: 'spec.headers.customRequestHeaders.X-User-Token',
        line: 'X-User-Token: ""',
        expected: 'X-User-Token as the guard sets it',
        found: 'removed behind the guard',
      }],
    },
    {
      when: 'a headers middleware that no route uses takes them from the request',
      input: manifests(forwardAuth({}), headers('strip', Object.fromEntries(NAMES.map((name) => [name, '']))), traefikRoute('guard')),
      findings: [{ object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.address', line: `address: ${IN_CLUSTER_ME}`, expected: ALL, found: 'no headers' }],
    },
    {
      when: 'a snippet only mentions the header in a log format',
      input: manifests(guarded({ 'auth-response-headers': NAMES.slice(1).join(','), 'configuration-snippet': '# X-User-Subject is logged' })),
      findings: [{
        object: INGRESS,
        field: header('auth-response-headers'),
        line: `nginx.ingress.kubernetes.io/auth-response-headers: ${NAMES.slice(1).join(',')}`,
        expected: 'X-User-Subject among the headers that the guard sets',
        found: NAMES.slice(1).join(', ').toLowerCase(),
      }],
    },
  ],
  passes: [
    { when: 'our annotations list them all', input: manifests(...chartIngresses({ http: HARDENED })) },
    { when: 'release 2026.8 of the chart lists them all', input: manifests(...chartIngresses()) },
    {
      when: 'a snippet sets those that are not listed',
      input: manifests(guarded({ 'auth-response-headers': 'Set-Cookie', 'configuration-snippet': stripping })),
    },
    { when: 'the gate that Envoy asks says which headers to remove', input: manifests(...throughGate(ENVOY_GATEWAY.dialect)) },
    { when: 'Envoy removes early what its gate does not', input: manifests(...throughGate(TRAEFIK.dialect), early(NAMES)) },
    { when: 'a middleware before the guard sets one that the guard overwrites', input: manifests(forwardAuth({ authResponseHeaders: NAMES }), headers('demo', { 'X-User-Subject': 'demo' }), traefikRoute('demo', 'guard')) },
    { when: 'a snippet takes one from what the guard answered', input: manifests(guarded({ 'auth-response-headers': NAMES.join(','), 'configuration-snippet': 'proxy_set_header X-User-Subject $authHeader0;' })) },
    { when: 'ForwardAuth lists them by a pattern', input: manifests(forwardAuth({ authResponseHeadersRegex: '^X-User-' }), traefikRoute('guard')) },
    {
      when: 'a headers middleware takes them from the request',
      input: manifests(
        forwardAuth({}),
        headers('strip', Object.fromEntries(NAMES.map((name) => [name, '']))),
        traefikRoute('strip', 'guard'),
      ),
    },
    {
      when: 'Envoy removes them early',
      input: manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }), early(NAMES)),
    },
    {
      when: 'the route removes them',
      input: manifests(
        object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'apps', {
          spec: { rules: [{ filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: NAMES } }], backendRefs: [{ name: 'executions', port: 81 }, { name: 'flyteadmin', port: 80 }] }] },
        }),
        securityPolicy({ apps: 'HTTPRoute' }),
      ),
    },
  ],
  notApplicable: [
    { when: 'nothing is guarded', input: manifests(...chartIngresses({ http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    { when: 'the guarded backend is none of Union\'s', input: manifests(guarded({}, { paths: { '/shop': 'shop' } })), reason: NOT_APPLICABLE },
    { when: 'the gateway checks a token itself', input: manifests(...chartGatewayRoutes(), object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'jwt', { spec: { targetRefs: [{ kind: 'Gateway', name: 'controlplane' }], jwt: {} } })), reason: NOT_APPLICABLE },
  ],
});
