import { identityChosenByCaller } from '../../../src/verify/rules/identity-chosen-by-caller';
import { configMap, deployment, IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { ExpectedFinding, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, HOST, securityPolicy } from '../_union';

const AUTH_URL = 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]';
const EXPECTED = 'Cookie, Authorization, Flyte-Authorization of the caller at /me, and none of Grpc-Metadata-*';
const METADATA = ['Grpc-Metadata-Userinfo-Bin', 'Grpc-Metadata-X-Forwarded-Host', 'Grpc-Metadata-Authorization', 'Grpc-Metadata-Flyte-Authorization'];
const OUR_GATE = 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me';

const guarded = (annotations: Record<string, string> = {}, url = IN_CLUSTER_ME) =>
  ingress('guarded', { host: HOST, annotations: { 'auth-url': url, ...annotations }, paths: { '/app': 'executions', '/api': 'flyteadmin' } });
const finding = (found: readonly string[] = METADATA, url = IN_CLUSTER_ME): ExpectedFinding => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
  field: AUTH_URL,
  line: `nginx.ingress.kubernetes.io/auth-url: ${url}`,
  expected: EXPECTED,
  found: `${found.join(', ')} as the caller sends them`,
});

const forwardAuth = (spec: object) => object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: IN_CLUSTER_ME, ...spec } } });
const headers = (customRequestHeaders: Record<string, string>) => object('traefik.io/v1alpha1', 'Middleware', 'strip', { spec: { headers: { customRequestHeaders } } });
const traefik = (...middlewares: string[]) => object('traefik.io/v1alpha1', 'IngressRoute', 'apps', {
  spec: {
    routes: [{
      match: `Host(\`${HOST}\`) && PathPrefix(\`/app\`)`,
      middlewares: middlewares.map((name) => ({ name })),
      services: [{ name: 'executions', port: 81 }],
    }],
  },
});
const gate = (inside: string) => [
  object('v1', 'Service', 'gate', { spec: { selector: { app: 'gate' }, ports: [{ port: 8080 }] } }),
  configMap('gate', { 'default.conf': `server { listen 8080; location / { rewrite ^ /me? break; proxy_pass http://flyteadmin:80; proxy_method GET; ${inside} } }` }),
];
const CREDENTIALS = 'proxy_set_header Cookie $http_cookie; proxy_set_header Authorization $http_authorization;';
const empty = (names: readonly string[]) => configMap('me-headers', Object.fromEntries(names.map((name) => [name, ''])));
const controller = (settings: Record<string, string>) => [
  configMap('nginx-config', settings),
  deployment('controller', { container: { args: ['/nginx-ingress-controller', '--configmap=union-cp/nginx-config'] } }),
];

/** As `kubectl get -o yaml` prints it. */
const live = (item: ReturnType<typeof guarded>) => ({
  apiVersion: 'v1',
  kind: 'List',
  items: [{ ...item, metadata: { ...item.metadata as object, uid: '0c2f', resourceVersion: '77', managedFields: [{ manager: 'helm' }] } }],
});
const values = (url: string) => [
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

testRule(identityChosenByCaller, {
  fires: [
    { when: 'the cluster\'s Ingress asks flyteadmin itself', input: manifests(live(guarded())), findings: [finding()] },
    {
      when: 'values for Union\'s chart ask flyteadmin itself',
      input: { 'values-controlplane.yaml': values(IN_CLUSTER_ME) },
      findings: [{
        ...finding(),
        object: 'v2/Values controlplane',
        field: 'ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"]',
      }],
    },
    { when: 'ingress-nginx asks flyteadmin itself', input: manifests(guarded()), findings: [finding()] },
    {
      when: 'a ConfigMap empties one of them',
      input: manifests(guarded({ 'auth-proxy-set-headers': 'union-cp/me-headers' }), empty(METADATA.slice(0, 1))),
      findings: [finding(METADATA.slice(1))],
    },
    {
      when: 'a snippet fills one with another header of the caller',
      input: manifests(guarded({
        'auth-snippet': METADATA.slice(1).map((name) => `proxy_set_header ${name} "";`).join('\n')
        + '\nproxy_set_header Grpc-Metadata-Userinfo-Bin $http_x_me;',
      })),
      findings: [finding(METADATA.slice(0, 1))],
    },
    {
      when: 'Traefik shows all headers',
      input: manifests(forwardAuth({}), traefik('guard')),
      findings: [{ ...finding(), object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.address', line: `address: ${IN_CLUSTER_ME}` }],
    },
    {
      when: 'a gate of one\'s own passes all headers on',
      input: manifests(guarded({}, 'http://gate.union-cp.svc.cluster.local:8080/me'), ...gate('')),
      findings: [finding(METADATA, 'http://gate.union-cp.svc.cluster.local:8080/me')],
    },
    {
      when: 'the controller takes another prefix away',
      input: manifests(guarded(), ...controller({ 'http-snippet': "more_clear_input_headers 'X-User-*';" })),
      findings: [finding()],
    },
  ],
  passes: [
    { when: 'the cluster\'s Ingress asks our gate', input: manifests(live(guarded({}, OUR_GATE))) },
    { when: 'values for Union\'s chart ask our gate', input: { 'values-controlplane.yaml': values(OUR_GATE) } },
    { when: 'our gate is asked, which the input does not show', input: manifests(guarded({}, OUR_GATE)) },
    { when: 'a gate of one\'s own passes on credentials alone', input: manifests(guarded({}, 'http://gate.union-cp.svc.cluster.local:8080/me'), ...gate(`proxy_pass_request_headers off; ${CREDENTIALS}`)) },
    { when: 'a ConfigMap empties them all', input: manifests(guarded({ 'auth-proxy-set-headers': 'union-cp/me-headers' }), empty(METADATA)) },
    { when: 'a snippet of the subrequest does', input: manifests(guarded({ 'auth-snippet': METADATA.map((name) => `proxy_set_header ${name} "";`).join('\n') })) },
    { when: 'the controller takes the prefix from every request', input: manifests(guarded(), ...controller({ 'http-snippet': "more_clear_input_headers 'Grpc-Metadata-*';" })) },
    { when: 'Traefik shows some headers', input: manifests(forwardAuth({ authRequestHeaders: ['Cookie', 'Authorization'] }), traefik('guard')) },
    { when: 'a middleware before the guard removes them', input: manifests(forwardAuth({}), headers(Object.fromEntries(METADATA.map((name) => [name, '']))), traefik('strip', 'guard')) },
    {
      when: 'Envoy shows some headers',
      input: manifests(...gate(''), ...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { backendRefs: [{ name: 'gate', port: 8080 }] })),
    },
  ],
  notApplicable: [
    { when: 'nothing is guarded', input: manifests(...chartIngresses({ http: {}, grpc: {} })), reason: 'No route of the input is behind a guard that asks /me.' },
    { when: 'the guard asks something else', input: manifests(guarded({}, 'http://sso.example.com/check')), reason: 'No route of the input is behind a guard that asks /me.' },
  ],
});
