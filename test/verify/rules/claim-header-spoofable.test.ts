import { TAKES_UNLISTED } from '../../../src/contract/union/caller-headers';
import { claimHeaderSpoofable } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { NamedFinding, remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, forwardAuth, HOST, IDENTITY, nginxController, securityPolicy, traefikRoute } from '../_union';

const ANSWERED = IDENTITY.split(',').slice(1);
const LISTED = [...ANSWERED, 'X-User-Claim-Email', 'X-User-Claim-Groups'];

const guarded = (annotations: Record<string, string> = {}) => ingress('guarded', {
  host: HOST,
  annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-response-headers': LISTED.join(','), ...annotations },
  paths: { '/app': 'executions', '/api': 'flyteadmin' },
});
const controller = (settings: Record<string, string>) =>
  nginxController({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical', ...settings });
const clears = (...names: string[]) => ({ 'http-snippet': `more_clear_input_headers ${names.map((name) => `'${name}'`).join(' ')};` });

const traefik = traefikRoute('guard');

const envoy = [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' }, { headersToBackend: LISTED })];
const ofEnvoyGateway = (kind: string, spec: object) => object('gateway.envoyproxy.io/v1alpha1', kind, 'strip', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }], ...spec },
});
const early = (removed: object) => ofEnvoyGateway('ClientTrafficPolicy', { headers: { earlyRequestHeaders: removed } });

const finding = (object_: string, field: string, line: string): NamedFinding => ({
  object: object_,
  field,
  line,
  expected: 'X-User-Claim-* removed from the request, whatever their names',
  found: 'the values that the caller sends under names outside the list',
});
const atController = (field: string, line: string) => finding('v1/ConfigMap union-cp/nginx-config', field, line);
const AT_ENVOY = finding('gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http.headersToBackend', 'headersToBackend:');

/** As `kubectl get -o yaml` prints them. */
const live = (items: readonly Record<string, unknown>[]) => ({
  apiVersion: 'v1',
  kind: 'List',
  items: items.map((item) => ({ ...item, metadata: { ...item.metadata as object, uid: '0c2f', resourceVersion: '77' } })),
});

const values = (...more: string[]) => ({
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
    ['the controller takes names alone', [guarded(), ...controller(clears('X-User-Claim-Email', 'Grpc-Metadata-*'))],
      atController('data.http-snippet', `http-snippet: ${clears('X-User-Claim-Email', 'Grpc-Metadata-*')['http-snippet']}`),
      remedy(["'X-User-Claim-Email'", "'X-User-Claim-*'"])],
    ['the controller of a cluster takes nothing', [live([guarded(), ...controller({})])], atController('data.http-snippet', 'data:')],
    ['values leave the controller of the chart as it is', values(),
      finding('v2/Values controlplane', 'ingress-nginx.controller.config.http-snippet', 'global:')],
    ['Traefik lists names', [forwardAuth({ authResponseHeaders: LISTED }), traefik],
      finding('traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authResponseHeaders', 'authResponseHeaders:')],
    ['Envoy takes nothing away', envoy, AT_ENVOY],
    ['Envoy takes names, as its version knows nothing else', [...envoy, early({ remove: LISTED })], AT_POLICY],
    ['two policies of the namespace may be meant', [...envoy, early({ remove: LISTED }), {
      ...ofEnvoyGateway('ClientTrafficPolicy', {}), metadata: { name: 'another', namespace: 'union-cp' },
    }], AT_ENVOY],
    ['Envoy of a cluster takes another prefix', [live([...envoy, early({ removeOnMatch: [{ type: 'Prefix', value: 'grpc-metadata-' }] })])],
      AT_POLICY],
    ['Envoy takes what ends so, what no expression means, or what nobody knows', [...envoy, early({
      removeOnMatch: [{ type: 'Suffix', value: '-Email' }, { type: 'RegularExpression', value: 'x-user-claim-[' }, { type: 'RegularExpression', value: 'claim' },
        { type: 'Contains', value: 'x-user-claim-' }],
    })], AT_POLICY],
  ],
  passes: [
    ['the controller takes the family', [guarded(), ...controller(clears('X-User-Claim-*'))]],
    ['a snippet of the host does', [guarded({ 'server-snippet': "more_clear_input_headers 'X-User-Claim-*';" }), ...controller({})]],
    ['values have the controller take it',
      values('ingress-nginx:', '  controller:', '    config:', `      http-snippet: ${clears('X-User-*')['http-snippet']}`)],
    ['Traefik takes it from the answer', [forwardAuth({ authResponseHeadersRegex: '^X-User-' }), traefik]],
    ['Envoy removes the prefix', [...envoy, early({ removeOnMatch: [{ type: 'Prefix', value: 'x-user-claim-' }] })]],
    ['Envoy removes what an expression means', [...envoy, early({ removeOnMatch: [{ type: 'RegularExpression', value: 'X-User-Claim-\\S+' }] })]],
    ['Envoy removes what our Lua finds', [...envoy, ofEnvoyGateway('EnvoyExtensionPolicy', { lua: [{ type: 'Inline', inline: TAKES_UNLISTED }] })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ http: {}, grpc: {} })],
    ['the controller is not in the input', [guarded()]],
    ['the guarded backend is none of Union\'s',
      [ingress('shop', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'shop' } }), ...controller({})]],
  ],
});
