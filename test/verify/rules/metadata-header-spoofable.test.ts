import { metadataHeaderSpoofable } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { NamedFinding, remedy, testRule } from '../_rule-harness';
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
const finding = (reaching: readonly string[] = HTTP): NamedFinding => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
  field: LIST,
  expected: `${reaching.join(', ')} removed from the request`,
  found: 'the values that the caller sends',
});
const traefik = traefikRoute('guard');
const envoyGuard = [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: ANSWERED })];
const early = (removed: object) => object('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'strip', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }], headers: { earlyRequestHeaders: removed } },
});
const atEnvoy = (reaching: readonly string[]): NamedFinding => ({
  object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
  field: 'spec.extAuth.http.headersToBackend',
  expected: `${reaching.join(', ')} removed from the request`,
  found: 'the values that the caller sends',
});

testRule(metadataHeaderSpoofable, {
  fires: [
    ['the guard lists what /me answers alone', [guarded(ANSWERED)], finding()],
    ['one is left out', [guarded([...ANSWERED, ...HTTP.slice(1)])], finding(HTTP.slice(0, 1))],
    ['a gRPC Ingress lists the metadata of HTTP', [guarded([...ANSWERED, ...HTTP], { 'backend-protocol': 'GRPC' })], finding(GRPC)],
    ['the controller takes another prefix', [guarded(ANSWERED), ...nginxController({ 'http-snippet': "more_clear_input_headers 'X-User-*';" })],
      finding()],
    ['a snippet fills one with another header of the caller',
      [guarded([...ANSWERED, ...HTTP.slice(1)], { 'configuration-snippet': 'proxy_set_header Grpc-Metadata-Userinfo-Bin $http_x_me;' })],
      finding(HTTP.slice(0, 1))],
    ['ForwardAuth lists what /me answers alone', [forwardAuth({ authResponseHeaders: ANSWERED }), traefik],
      { ...finding(), object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.authResponseHeaders' },
      remedy(['    authResponseHeaders:\n', '    authResponseHeadersRegex: ^(Grpc-Metadata-|Userinfo-Bin$|From_http$)\n    authResponseHeaders:\n'])],
    ['Envoy takes nothing away', envoyGuard, atEnvoy([...HTTP, ...GRPC])],
    ['Envoy takes the prefix alone, and serves gRPC', [...envoyGuard, early({ removeOnMatch: [{ type: 'Prefix', value: 'grpc-metadata-' }] })],
      atEnvoy(GRPC)],
  ],
  passes: [
    ['the guard lists them', [guarded([...ANSWERED, ...HTTP])]],
    ['the guard of a gRPC Ingress lists its metadata', [guarded([...ANSWERED, ...GRPC], { 'backend-protocol': 'GRPC' })]],
    ['the controller takes the prefix from every request',
      [guarded(ANSWERED), ...nginxController({ 'http-snippet': "more_clear_input_headers 'Grpc-Metadata-*';" })]],
    ['a snippet empties them', [guarded(ANSWERED, { 'configuration-snippet': HTTP.map((name) => `proxy_set_header ${name} "";`).join('\n') })]],
    ['ForwardAuth takes them by an expression', [forwardAuth({ authResponseHeaders: ANSWERED, authResponseHeadersRegex: '^Grpc-Metadata-' }), traefik]],
    ['Envoy removes them early, by name', [...envoyGuard, early({ remove: [...HTTP, ...GRPC] })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
  ],
});
