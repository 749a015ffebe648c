import { identityHeaderDropped } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, HOST, IDENTITY, securityPolicy } from '../_union';

const NAMES = IDENTITY.split(',').slice(1);
const FOUND = 'removed from every request, and set by nothing';
const early = (remove: string[]) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'strip', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }], headers: { earlyRequestHeaders: { remove } } },
});
const envoy = (listed: string[], taken = NAMES) => manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: listed }), early(taken));
const nginx = (annotations: Record<string, string>) => manifests(ingress('guarded', {
  host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-response-headers': 'Set-Cookie', ...annotations }, paths: { '/app': 'executions' },
}));
const CLEARED = `more_clear_input_headers ${NAMES.join(' ')};`;

const traefik = (forwardAuth: object) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: IN_CLUSTER_ME, ...forwardAuth } } }),
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
    {
      when: 'Envoy takes the headers from callers, and its guard sets none',
      input: envoy([]),
      findings: [{
        object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
        field: 'spec.extAuth.http.headersToBackend',
        line: 'headersToBackend: []',
        expected: `${NAMES.join(', ')} among the headers that the guard sets`,
        found: FOUND,
      }],
    },
    {
      when: 'Envoy takes one that its guard does not set',
      input: envoy(NAMES.slice(1)),
      findings: [{
        object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
        field: 'spec.extAuth.http.headersToBackend',
        line: 'headersToBackend:',
        expected: 'X-User-Subject among the headers that the guard sets',
        found: FOUND,
      }],
    },
    {
      when: 'a snippet of ingress-nginx takes them',
      input: nginx({ 'configuration-snippet': CLEARED }),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-response-headers"]',
        line: 'nginx.ingress.kubernetes.io/auth-response-headers: Set-Cookie',
        expected: `${NAMES.join(', ')} among the headers that the guard sets`,
        found: FOUND,
      }],
    },
    {
      when: 'a middleware of Traefik takes them',
      input: traefik({}),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/guard',
        field: 'spec.forwardAuth.address',
        line: `address: ${IN_CLUSTER_ME}`,
        expected: `${NAMES.join(', ')} among the headers that the guard sets`,
        found: FOUND,
      }],
    },
  ],
  passes: [
    { when: 'the guard sets what is taken', input: envoy(NAMES) },
    { when: 'nothing is taken: that they can be forged is another rule', input: envoy([], []) },
    { when: 'a snippet sets them from the answer', input: nginx({ 'configuration-snippet': `${CLEARED}\n${NAMES.map((name) => `proxy_set_header ${name} $answer;`).join('\n')}` }) },
    { when: 'ForwardAuth sets them by an expression', input: traefik({ authResponseHeadersRegex: '^X-User-' }) },
  ],
  notApplicable: [
    {
      when: 'nothing is guarded',
      input: manifests(ingress('open', { host: HOST, paths: { '/app': 'executions' } })),
      reason: 'No route to a Union service in the input is guarded by an auth subrequest whose response headers the input shows.',
    },
  ],
});
