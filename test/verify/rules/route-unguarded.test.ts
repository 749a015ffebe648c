import { routeUnguarded } from '../../../src/verify/rules/guards';
import { configMap, deployment, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const NOT_APPLICABLE = 'No host in the input serves a Union control plane with authentication turned on.';
const expected = `a guard before every request on ${HOST}`;
const open = ingress('open', { host: HOST, paths: { '/me': 'flyteadmin', '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const guarded = ingress('guarded', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole' } });

/** Beside those of the chart, for the controller that it brings. */
const beside = ingress('mine', { host: HOST, className: 'controlplane', paths: { '/api/v1': 'flyteadmin' } });

const controller = (settings: Record<string, string>) => [
  configMap('nginx', settings, 'ingress'),
  deployment('nginx', { namespace: 'ingress', container: { args: ['/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/nginx', '--ingress-class=controlplane'] } }),
];

const traefikRoute = (path: string, service: string, middlewares: object[] = []) =>
  ({ match: `Host(\`${HOST}\`) && PathPrefix(\`${path}\`)`, middlewares, services: [{ name: service, port: 80 }] });

testRule(routeUnguarded, {
  fires: [
    {
      when: 'the base values of the chart give the console a cache key, but no auth-url',
      input: manifests(...chartIngresses({ release: 'V2026_3', http: HARDENED, grpc: CHART_GRPC, console: { 'auth-cache-key': '$http_cookie' } })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/controlplane-console-protected',
        field: 'metadata.annotations',
        line: 'annotations:',
        expected,
        found: 'no guard before /, /console/*, /cost/*, /dashboard/* and 3 more',
      }],
    },
    {
      when: 'useAuth is true and no route has a guard',
      input: manifests(...flyteadmin(), open, ingress('api', { host: HOST, paths: { '/api': 'flyteadmin', '/app': 'executions' } })),
      findings: [{ object: 'networking.k8s.io/v1/Ingress union-cp/api', field: 'metadata.annotations', line: 'metadata:', expected, found: 'no guard before /api, /app' }],
    },
    {
      when: 'one gRPC service is left out of the guard',
      input: manifests(open, guarded, ingress('grpc', {
        host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/cloudidl.secret.SecretService': 'dataproxy:grpc' },
      })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/grpc', field: 'metadata.annotations', line: 'annotations:', expected, found: 'no guard before /cloudidl.secret.SecretService',
      }],
    },
    {
      when: 'an open path catches more than it names, as a regular expression',
      input: manifests(guarded, ingress('open', { host: HOST, annotations: { 'use-regex': 'true' }, paths: { '/a': 'flyteadmin' } })),
      findings: [{ object: 'networking.k8s.io/v1/Ingress union-cp/open', field: 'metadata.annotations', line: 'annotations:', expected, found: 'no guard before /a' }],
    },
    {
      when: 'an open path opens the API by another alternative',
      input: manifests(guarded, ingress('open', { host: HOST, annotations: { 'use-regex': 'true' }, paths: { '/(healthcheck|api/v1/.*)$': 'flyteadmin' } })),
      findings: [{ object: 'networking.k8s.io/v1/Ingress union-cp/open', field: 'metadata.annotations', line: 'annotations:', expected, found: 'no guard before /(healthcheck|api/v1/.*)$' }],
    },
    {
      when: 'one route of an IngressRoute has no middleware',
      input: manifests(
        object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: 'http://flyteadmin.union-cp/me' } } }),
        object('traefik.io/v1alpha1', 'IngressRoute', 'union', {
          spec: { routes: [traefikRoute('/api', 'flyteadmin', [{ name: 'guard' }]), traefikRoute('/app', 'executions'), traefikRoute('/login', 'flyteadmin')] },
        }),
      ),
      findings: [{
        object: 'traefik.io/v1alpha1/IngressRoute union-cp/union',
        field: 'spec.routes[1].match',
        line: `match: Host(\`${HOST}\`) && PathPrefix(\`/app\`)`,
        expected,
        found: 'no guard before /app',
      }],
    },
    {
      when: 'an Ingress refuses the guard of the whole controller',
      input: manifests(
        ...controller({ 'global-auth-url': 'http://flyteadmin.union-cp/me' }),
        ingress('api', { host: HOST, className: 'controlplane', paths: { '/api': 'flyteadmin' } }),
        ingress('app', { host: HOST, className: 'controlplane', annotations: { 'enable-global-auth': 'false' }, paths: { '/app': 'executions' } }),
      ),
      findings: [{ object: 'networking.k8s.io/v1/Ingress union-cp/app', field: 'metadata.annotations', line: 'annotations:', expected, found: 'no guard before /app' }],
    },
    {
      when: 'two Ingresses have no guard',
      input: manifests(...flyteadmin(), open, ...[['api', 'flyteadmin'] as const, ['app', 'executions'] as const].map(([name, backend]) => ingress(name, { host: HOST, paths: { [`/${name}`]: backend } }))),
      findings: [
        { object: 'networking.k8s.io/v1/Ingress union-cp/api', field: 'metadata.annotations', line: 'metadata:', expected, found: 'no guard before /api' },
        { object: 'networking.k8s.io/v1/Ingress union-cp/app', field: 'metadata.annotations', line: 'metadata:', expected, found: 'no guard before /app' },
      ],
    },
    {
      when: 'an Ingress of one\'s own has the class of the chart\'s controller',
      input: withValue(CONTROL_PLANE_VALUES, 'extraObjects', [beside]),
      findings: [{ object: 'v2/Values controlplane', field: 'extraObjects[0].metadata.annotations', line: 'metadata:', expected, found: 'no guard before /api/v1' }],
    },
  ],
  passes: [
    { when: 'our annotations guard the Ingresses of the chart', input: manifests(...flyteadmin(), ...chartIngresses({ http: HARDENED })) },
    { when: 'the chart guards its Ingresses, release 2026.3', input: manifests(...chartIngresses({ release: 'V2026_3', host: null, namespace: null })) },
    {
      when: 'another application shares the host',
      input: manifests(open, ingress('api', { host: HOST, annotations: HARDENED, paths: { '/api': 'flyteadmin' } }), ingress('home', { host: HOST, paths: { '/': 'homepage' } })),
    },
    { when: 'an auth-url is empty, which is another rule\'s finding', input: manifests(open, guarded, ingress('api', { host: HOST, annotations: { 'auth-url': '' }, paths: { '/api': 'flyteadmin' } })) },
    {
      when: 'a guard for the whole controller stands before it',
      input: manifests(...controller({ 'global-auth-url': 'http://flyteadmin.union-cp/me' }), ingress('api', { host: HOST, className: 'controlplane', paths: { '/api': 'flyteadmin', '/app': 'executions' } })),
    },
    {
      when: 'a policy of the F5 controller may guard it',
      input: manifests(open, guarded, ingress('api', { host: HOST, className: 'nginx', annotations: { 'nginx.org/policies': 'guard' }, paths: { '/api': 'flyteadmin' } })),
    },
  ],
  notApplicable: [
    { when: 'authentication is off and nothing is guarded', input: manifests(...flyteadmin({ useAuth: false }), ...chartIngresses({ http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    { when: 'nothing tells that authentication is meant', input: manifests(...chartIngresses({ http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    {
      when: 'open-source Flyte guards itself',
      input: manifests(...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/api': 'flyteadmin', '/login': 'flyteadmin', '/console': 'flyteconsole' } })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'an unknown controller serves everything',
      input: manifests(...flyteadmin(), ingress('api', { host: HOST, className: 'alb', paths: { '/api': 'flyteadmin', '/app': 'executions' } })),
      reason: NOT_APPLICABLE,
    },
    { when: 'a gateway serves everything', input: manifests(...flyteadmin(), ...chartGatewayRoutes()), reason: NOT_APPLICABLE },
    { when: 'useAuth is true and no edge is in the input', input: manifests(...flyteadmin()), reason: NOT_APPLICABLE },
  ],
});
