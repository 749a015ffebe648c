import { TAKES_UNLISTED } from '../../../src/contract/union/caller-headers';
import { claimHeaderSpoofable } from '../../../src/verify/rules/headers';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { ExpectedFinding, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, forwardAuth, HOST, IDENTITY, nginxController, securityPolicy, traefikRoute } from '../_union';

const NOT_APPLICABLE = 'No guard before a route to a Union service in the input shows which headers it sets, '
  + 'together with the controller that may take others away.';
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

const finding = (object_: string, field: string, line: string): ExpectedFinding => ({
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
    {
      when: 'the controller takes names alone',
      input: manifests(guarded(), ...controller(clears('X-User-Claim-Email', 'Grpc-Metadata-*'))),
      findings: [atController('data.http-snippet', `http-snippet: ${clears('X-User-Claim-Email', 'Grpc-Metadata-*')['http-snippet']}`)],
      remedy: [["'X-User-Claim-Email'", "'X-User-Claim-*'"]],
    },
    { when: 'the controller of a cluster takes nothing', input: manifests(live([guarded(), ...controller({})])), findings: [atController('data.http-snippet', 'data:')] },
    {
      when: 'values leave the controller of the chart as it is',
      input: values(),
      findings: [finding('v2/Values controlplane', 'ingress-nginx.controller.config.http-snippet', 'global:')],
    },
    {
      when: 'Traefik lists names',
      input: manifests(forwardAuth({ authResponseHeaders: LISTED }), traefik),
      findings: [finding('traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authResponseHeaders', 'authResponseHeaders:')],
    },
    { when: 'Envoy takes nothing away', input: manifests(...envoy), findings: [AT_ENVOY] },
    { when: 'Envoy takes names, as its version knows nothing else', input: manifests(...envoy, early({ remove: LISTED })), findings: [AT_POLICY] },
    {
      when: 'Envoy of a cluster takes another prefix',
      input: manifests(live([...envoy, early({ removeOnMatch: [{ type: 'Prefix', value: 'grpc-metadata-' }] })])),
      findings: [AT_POLICY],
    },
    {
      when: 'Envoy takes what ends so, what no expression means, or what nobody knows',
      input: manifests(...envoy, early({
        removeOnMatch: [{ type: 'Suffix', value: '-Email' }, { type: 'RegularExpression', value: 'x-user-claim-[' }, { type: 'RegularExpression', value: 'claim' },
          { type: 'Contains', value: 'x-user-claim-' }],
      })),
      findings: [AT_POLICY],
    },
  ],
  passes: [
    { when: 'the controller takes the family', input: manifests(guarded(), ...controller(clears('X-User-Claim-*'))) },
    { when: 'a snippet of the host does', input: manifests(guarded({ 'server-snippet': "more_clear_input_headers 'X-User-Claim-*';" }), ...controller({})) },
    { when: 'values have the controller take it', input: values('ingress-nginx:', '  controller:', '    config:', `      http-snippet: ${clears('X-User-*')['http-snippet']}`) },
    { when: 'Traefik takes it from the answer', input: manifests(forwardAuth({ authResponseHeadersRegex: '^X-User-' }), traefik) },
    { when: 'Envoy removes the prefix', input: manifests(...envoy, early({ removeOnMatch: [{ type: 'Prefix', value: 'x-user-claim-' }] })) },
    { when: 'Envoy removes what an expression means', input: manifests(...envoy, early({ removeOnMatch: [{ type: 'RegularExpression', value: 'X-User-Claim-\\S+' }] })) },
    { when: 'Envoy removes what our Lua finds', input: manifests(...envoy, ofEnvoyGateway('EnvoyExtensionPolicy', { lua: [{ type: 'Inline', inline: TAKES_UNLISTED }] })) },
  ],
  notApplicable: [
    { when: 'nothing is guarded', input: manifests(...chartIngresses({ http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    { when: 'the controller is not in the input', input: manifests(guarded()), reason: NOT_APPLICABLE },
    { when: 'the guarded backend is none of Union\'s', input: manifests(ingress('shop', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'shop' } }), ...controller({})), reason: NOT_APPLICABLE },
  ],
});
