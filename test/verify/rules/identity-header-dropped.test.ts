import { identityHeaderDropped } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
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
    ['Envoy takes the headers from callers, and its guard sets none', envoy([]),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend',
        `${NAMES.join(', ')} among the headers that the guard sets`, FOUND],
      remedy(['headersToBackend: []', 'headersToBackend: [X-User-Subject, X-User-Claim-Identitytype, X-User-Claim-Preferred-Username, X-User-Token]'])],
    ['Envoy takes one that its guard does not set', envoy(NAMES.slice(1)),
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend',
        'X-User-Subject among the headers that the guard sets', FOUND]],
    ['a snippet of ingress-nginx takes them', nginx({ 'configuration-snippet': CLEARED }),
      ['networking.k8s.io/v1/Ingress union-cp/guarded', 'metadata.annotations["nginx.ingress.kubernetes.io/auth-response-headers"]',
        `${NAMES.join(', ')} among the headers that the guard sets`, FOUND]],
    ['a middleware of Traefik takes them', traefik({}),
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.address', `${NAMES.join(', ')} among the headers that the guard sets`, FOUND]],
  ],
  passes: [
    ['the guard sets what is taken', envoy(NAMES)],
    ['nothing is taken: that they can be forged is another rule', envoy([], [])],
    ['a snippet sets them from the answer',
      nginx({ 'configuration-snippet': `${CLEARED}\n${NAMES.map((name) => `proxy_set_header ${name} $answer;`).join('\n')}` })],
    ['ForwardAuth sets them by an expression', traefik({ authResponseHeadersRegex: '^X-User-' })],
  ],
  notApplicable: [
    ['nothing is guarded', [ingress('open', { host: HOST, paths: { '/app': 'executions' } })]],
  ],
});
