import { metadataHeaderSpoofable } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { ExpectedFinding, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, forwardAuth, HOST, IDENTITY, nginxController, securityPolicy, traefikRoute } from '../_union';

const STATED = [
  'X-User-Subject', 'X-User-Claim-Identitytype', 'X-User-Claim-Preferred-Username', 'X-User-Token',
  'X-User-Claim-Userhandle', 'X-User-Claim-Groups',
];
const HTTP = ['Userinfo-Bin', ...STATED].map((name) => `Grpc-Metadata-${name}`);
const GRPC = ['Userinfo-Bin'];
const ANSWERED = IDENTITY.split(',').slice(1);
const LIST = 'metadata.annotations["nginx.ingress.kubernetes.io/auth-response-headers"]';

const guarded = (headers: readonly string[], rest: Record<string, string> = {}) => ingress('guarded', {
  host: HOST,
  annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-response-headers': headers.join(','), ...rest },
  paths: { '/app': 'executions', '/api': 'flyteadmin' },
});
const finding = (headers: readonly string[], reaching: readonly string[] = HTTP): ExpectedFinding => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
  field: LIST,
  line: `nginx.ingress.kubernetes.io/auth-response-headers: ${headers.join(',')}`,
  expected: `${reaching.join(', ')} removed from the request`,
  found: 'the values that the caller sends',
});
const traefik = traefikRoute('guard');
const envoyGuard = [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: ANSWERED })];
const early = (removed: object) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'strip', {
  spec: {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }],
    headers: { earlyRequestHeaders: removed },
  },
});
const atEnvoy = (reaching: readonly string[]): ExpectedFinding => ({
  object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
  field: 'spec.extAuth.http.headersToBackend',
  line: 'headersToBackend:',
  expected: `${reaching.join(', ')} removed from the request`,
  found: 'the values that the caller sends',
});

testRule(metadataHeaderSpoofable, {
  fires: [
    {
      when: 'the guard lists what /me answers alone',
      input: manifests(guarded(ANSWERED)),
      findings: [finding(ANSWERED)],
    },
    {
      when: 'one is left out',
      input: manifests(guarded([...ANSWERED, ...HTTP.slice(1)])),
      findings: [finding([...ANSWERED, ...HTTP.slice(1)], HTTP.slice(0, 1))],
    },
    {
      when: 'a gRPC Ingress lists the metadata of HTTP',
      input: manifests(guarded([...ANSWERED, ...HTTP], { 'backend-protocol': 'GRPC' })),
      findings: [finding([...ANSWERED, ...HTTP], GRPC)],
    },
    {
      when: 'the controller takes another prefix',
      input: manifests(guarded(ANSWERED), ...nginxController({ 'http-snippet': "more_clear_input_headers 'X-User-*';" })),
      findings: [finding(ANSWERED)],
    },
    {
      when: 'a snippet fills one with another header of the caller',
      input: manifests(guarded([...ANSWERED, ...HTTP.slice(1)], {
        'configuration-snippet': 'proxy_set_header Grpc-Metadata-Userinfo-Bin $http_x_me;',
      })),
      findings: [finding([...ANSWERED, ...HTTP.slice(1)], HTTP.slice(0, 1))],
    },
    {
      when: 'ForwardAuth lists what /me answers alone',
      input: manifests(forwardAuth({ authResponseHeaders: ANSWERED }), traefik),
      findings: [{
        ...finding([]),
        object: 'traefik.io/v1alpha1/Middleware union-cp/guard',
        field: 'spec.forwardAuth.authResponseHeaders',
        line: 'authResponseHeaders:',
      }],
    },
    { when: 'Envoy takes nothing away', input: manifests(...envoyGuard), findings: [atEnvoy([...HTTP, ...GRPC])] },
    {
      when: 'Envoy takes the prefix alone, and serves gRPC',
      input: manifests(...envoyGuard, early({ removeOnMatch: [{ type: 'Prefix', value: 'grpc-metadata-' }] })),
      findings: [atEnvoy(GRPC)],
    },
  ],
  passes: [
    { when: 'the guard lists them', input: manifests(guarded([...ANSWERED, ...HTTP])) },
    {
      when: 'the guard of a gRPC Ingress lists its metadata',
      input: manifests(guarded([...ANSWERED, ...GRPC], { 'backend-protocol': 'GRPC' })),
    },
    {
      when: 'the controller takes the prefix from every request',
      input: manifests(guarded(ANSWERED), ...nginxController({ 'http-snippet': "more_clear_input_headers 'Grpc-Metadata-*';" })),
    },
    {
      when: 'a snippet empties them',
      input: manifests(guarded(ANSWERED, {
        'configuration-snippet': HTTP.map((name) => `proxy_set_header ${name} "";`).join('\n'),
      })),
    },
    {
      when: 'ForwardAuth takes them by an expression',
      input: manifests(forwardAuth({ authResponseHeaders: ANSWERED, authResponseHeadersRegex: '^Grpc-Metadata-' }), traefik),
    },
    {
      when: 'Envoy removes them early, by name',
      input: manifests(...envoyGuard, early({ remove: [...HTTP, ...GRPC] })),
    },
  ],
  notApplicable: [
    {
      when: 'nothing is guarded',
      input: manifests(...chartIngresses({ http: {}, grpc: {} })),
      reason: 'No route to a Union service in the input is guarded by an auth subrequest whose response headers the input shows.',
    },
  ],
});
