import { ENVOY_GATEWAY, INGRESS_NGINX } from '../../../src/contract/edges/known-edges';
import { ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { identityChosenByCaller } from '../../../src/verify/rules/headers';
import { configMap, IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { NamedFinding, remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, forwardAuth, HOST, nginxController, securityPolicy, traefikRoute } from '../_union';
import { gate, ownGate } from '../edge/_routes';

const AUTH_URL = 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]';
const EXPECTED = 'Cookie, Authorization, Flyte-Authorization of the caller at /me, and none of Grpc-Metadata-*';
const METADATA = ['Grpc-Metadata-Userinfo-Bin', 'Grpc-Metadata-X-Forwarded-Host', 'Grpc-Metadata-Authorization', 'Grpc-Metadata-Flyte-Authorization'];
const OUR_GATE = 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me';

const guarded = (annotations: Record<string, string> = {}, url = IN_CLUSTER_ME) =>
  ingress('guarded', { host: HOST, annotations: { 'auth-url': url, ...annotations }, paths: { '/app': 'executions', '/api': 'flyteadmin' } });
const finding = (found: readonly string[] = METADATA): NamedFinding => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
  field: AUTH_URL,
  expected: EXPECTED,
  found: `${found.join(', ')} as the caller sends them`,
});

const headers = (customRequestHeaders: Record<string, string>) => object('traefik.io/v1alpha1', 'Middleware', 'strip', { spec: { headers: { customRequestHeaders } } });
const empty = (names: readonly string[]) => configMap('me-headers', Object.fromEntries(names.map((name) => [name, ''])));

/** Somebody's own application behind Union's sign-in, as its documentation has it. */
const SIGN_IN = { 'auth-signin': `https://${HOST}/login?redirect_url=$escaped_request_uri` };
const CLEARS = "more_clear_input_headers 'Grpc-Metadata-*';";
const grafana = (url: string, annotations: Record<string, string> = {}, name = 'guarded', path = '/') => ingress(name, {
  host: 'grafana.example.com', annotations: { 'auth-url': url, ...SIGN_IN, ...annotations }, paths: { [path]: 'grafana' },
});

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

/** The values, with something under keys of their own. */
const valuesWith = (url: string, ...more: string[]) => [values(url), ...more].join('\n');
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
    ['the cluster\'s Ingress asks flyteadmin itself', [live(guarded())], finding()],
    ['values for Union\'s chart ask flyteadmin itself', { 'values-controlplane.yaml': values(IN_CLUSTER_ME) },
      { ...finding(), object: 'v2/Values controlplane', field: 'ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"]' }],
    ['values have the chart render an Ingress of one\'s own', { 'values-controlplane.yaml': valuesWith(OUR_GATE, OWN_INGRESS) },
      { ...finding(), object: 'v2/Values controlplane', field: 'extraObjects[0].metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]' }],
    ['values set headers on a controller that the chart does not bring',
      { 'values-controlplane.yaml': valuesWith(IN_CLUSTER_ME, CONTROLLER.replace('{', '{enabled: false, ')) },
      { ...finding(), object: 'v2/Values controlplane', field: 'ingress.protectedIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"]' }],
    ['ingress-nginx asks flyteadmin itself', [guarded()], finding()],
    ['a ConfigMap empties one of them', [guarded({ 'auth-proxy-set-headers': 'union-cp/me-headers' }), empty(METADATA.slice(0, 1))],
      finding(METADATA.slice(1))],
    ['a snippet fills one with another header of the caller', [guarded({
      'auth-snippet': METADATA.slice(1).map((name) => `proxy_set_header ${name} "";`).join('\n')
      + '\nproxy_set_header Grpc-Metadata-Userinfo-Bin $http_x_me;',
    })], finding(METADATA.slice(0, 1))],
    ['Traefik shows all headers', [forwardAuth({}), traefikRoute('guard')],
      { ...finding(), object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.address' },
      remedy(['local/me\n', 'local/me\n    authRequestHeaders: [Cookie, Authorization, Flyte-Authorization]\n'])],
    ['an application of one\'s own asks flyteadmin', [grafana(IN_CLUSTER_ME)], finding()],
    ['it asks by the public host, in a cluster', [live(grafana(`https://${HOST}/me`))], finding(METADATA)],
    ['a snippet for the server takes a part away',
      [grafana(IN_CLUSTER_ME, { 'server-snippet': "more_clear_input_headers 'Grpc-Metadata-Userinfo-Bin' 'Grpc-Metadata-X-*';" })],
      finding(METADATA.slice(2))],
    ['a snippet takes them from some requests', [grafana(IN_CLUSTER_ME, { 'server-snippet': `if ($arg_sign_in) { ${CLEARS} }` })], finding()],
    ['a snippet takes them from requests with a form',
      [grafana(IN_CLUSTER_ME, { 'auth-snippet': CLEARS.replace(' ', ' -t application/x-www-form-urlencoded ') })],
      finding()],
    ['one Ingress of the host takes them, and another that may be older does not', [
      grafana(IN_CLUSTER_ME, { 'server-snippet': CLEARS }),
      ingress('older', { host: 'grafana.example.com', annotations: { 'server-snippet': 'client_header_timeout 10s;' }, paths: { '/public': 'grafana' } }),
    ], finding()],
    ['the controller leaves the snippet out',
      [grafana(IN_CLUSTER_ME, { 'server-snippet': CLEARS }), ...nginxController({ 'allow-snippet-annotations': 'false', 'annotations-risk-level': 'Critical' })],
      finding()],
    ['the controller sets headers for backends alone',
      [grafana(IN_CLUSTER_ME), empty(METADATA), ...nginxController({ 'proxy-set-headers': 'union-cp/me-headers' })],
      finding()],
    ['the ConfigMap of headers is not in the input', [grafana(IN_CLUSTER_ME, { 'auth-proxy-set-headers': 'union-cp/me-headers' })], finding()],
    ['the controller takes another prefix away', [guarded(), ...nginxController({ 'http-snippet': "more_clear_input_headers 'X-User-*';" })],
      finding()],
  ],
  passes: [
    ['the cluster\'s Ingress asks our gate', [live(guarded({}, OUR_GATE))]],
    ['values for Union\'s chart ask our gate', { 'values-controlplane.yaml': values(OUR_GATE) }],
    ['values take the prefix away at the controller', { 'values-controlplane.yaml': valuesWith(IN_CLUSTER_ME, CONTROLLER, OWN_INGRESS) }],
    ['our gate is asked, which the input does not show', [guarded({}, OUR_GATE)]],
    ['our gate is asked, which passes on credentials alone',
      [guarded({}, 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:80/me'), ...gate(ownGateConfig(INGRESS_NGINX.dialect, 'flyteadmin:80'), 'union-cp', INGRESS_NGINX.dialect.service)]],
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
      [forwardAuth({}), headers(Object.fromEntries(METADATA.map((name) => [name, '']))), traefikRoute('strip', 'guard')]],
    ['Envoy shows some headers',
      [...ownGate(ENVOY_GATEWAY.dialect), ...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, port: 80 }] })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
    ['the guard asks something else', [guarded({}, 'http://sso.example.com/check')]],
  ],
});
