import { routeUnguarded } from '../../../src/verify/rules/guards';
import { configMap, deployment, ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

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
    ['the base values of the chart give the console a cache key, but no auth-url',
      chartIngresses({ release: 'V2026_3', http: HARDENED, grpc: CHART_GRPC, console: { 'auth-cache-key': '$http_cookie' } }),
      ['networking.k8s.io/v1/Ingress union-cp/controlplane-console-protected', 'metadata.annotations', expected,
        'no guard before /, /console/*, /cost/*, /dashboard/* and 3 more']],
    ['useAuth is true and no route has a guard',
      [...flyteadmin(), open, ingress('api', { host: HOST, paths: { '/api': 'flyteadmin', '/app': 'executions' } })],
      ['networking.k8s.io/v1/Ingress union-cp/api', 'metadata.annotations', expected, 'no guard before /api, /app']],
    ['one gRPC service is left out of the guard', [open, guarded, ingress('grpc', {
      host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/cloudidl.secret.SecretService': 'dataproxy:grpc' },
    })], ['networking.k8s.io/v1/Ingress union-cp/grpc', 'metadata.annotations', expected, 'no guard before /cloudidl.secret.SecretService']],
    ['an open path catches more than it names, as a regular expression',
      [guarded, ingress('open', { host: HOST, annotations: { 'use-regex': 'true' }, paths: { '/a': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/open', 'metadata.annotations', expected, 'no guard before /a']],
    ['an open path opens the API by another alternative',
      [guarded, ingress('open', { host: HOST, annotations: { 'use-regex': 'true' }, paths: { '/(healthcheck|api/v1/.*)$': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/open', 'metadata.annotations', expected, 'no guard before /(healthcheck|api/v1/.*)$']],
    ['one route of an IngressRoute has no middleware',
      [
        object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: 'http://flyteadmin.union-cp/me' } } }),
        object('traefik.io/v1alpha1', 'IngressRoute', 'union', {
          spec: { routes: [traefikRoute('/api', 'flyteadmin', [{ name: 'guard' }]), traefikRoute('/app', 'executions'), traefikRoute('/login', 'flyteadmin')] },
        }),
      ], ['traefik.io/v1alpha1/IngressRoute union-cp/union', 'spec.routes[1].match', expected, 'no guard before /app'],
      remedy(['`/app`)\n      middlewares: []', '`/app`)\n      middlewares:\n        - name: guard'])],
    ['an Ingress refuses the guard of the whole controller', [
      ...controller({ 'global-auth-url': 'http://flyteadmin.union-cp/me' }),
      ingress('api', { host: HOST, className: 'controlplane', paths: { '/api': 'flyteadmin' } }),
      ingress('app', { host: HOST, className: 'controlplane', annotations: { 'enable-global-auth': 'false' }, paths: { '/app': 'executions' } }),
    ], ['networking.k8s.io/v1/Ingress union-cp/app', 'metadata.annotations', expected, 'no guard before /app']],
    ['two Ingresses have no guard',
      [...flyteadmin(), open, ...[['api', 'flyteadmin'] as const, ['app', 'executions'] as const].map(([name, backend]) => ingress(name, { host: HOST, paths: { [`/${name}`]: backend } }))],
      ['networking.k8s.io/v1/Ingress union-cp/api', 'metadata.annotations', expected, 'no guard before /api'],
      ['networking.k8s.io/v1/Ingress union-cp/app', 'metadata.annotations', expected, 'no guard before /app']],
    ['an Ingress of one\'s own has the class of the chart\'s controller', withValue(CONTROL_PLANE_VALUES, 'extraObjects', [beside]),
      ['v2/Values controlplane', 'extraObjects[0].metadata.annotations', expected, 'no guard before /api/v1']],
  ],
  passes: [
    ['our annotations guard the Ingresses of the chart', [...flyteadmin(), ...chartIngresses({ http: HARDENED })]],
    ['the chart guards its Ingresses, release 2026.3', chartIngresses({ release: 'V2026_3', host: null, namespace: null })],
    ['another application shares the host',
      [open, ingress('api', { host: HOST, annotations: HARDENED, paths: { '/api': 'flyteadmin' } }), ingress('home', { host: HOST, paths: { '/': 'homepage' } })]],
    ['an auth-url is empty, which is another rule\'s finding',
      [open, guarded, ingress('api', { host: HOST, annotations: { 'auth-url': '' }, paths: { '/api': 'flyteadmin' } })]],
    ['a guard for the whole controller stands before it',
      [...controller({ 'global-auth-url': 'http://flyteadmin.union-cp/me' }), ingress('api', { host: HOST, className: 'controlplane', paths: { '/api': 'flyteadmin', '/app': 'executions' } })]],
    ['a policy of the F5 controller may guard it',
      [open, guarded, ingress('api', { host: HOST, className: 'nginx', annotations: { 'nginx.org/policies': 'guard' }, paths: { '/api': 'flyteadmin' } })]],
  ],
  notApplicable: [
    ['authentication is off and nothing is guarded', [...flyteadmin({ useAuth: false }), ...chartIngresses({ http: {}, grpc: {} })]],
    ['nothing tells that authentication is meant', chartIngresses({ http: {}, grpc: {} })],
    ['open-source Flyte guards itself',
      [...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/api': 'flyteadmin', '/login': 'flyteadmin', '/console': 'flyteconsole' } })]],
    ['an unknown controller serves everything',
      [...flyteadmin(), ingress('api', { host: HOST, className: 'alb', paths: { '/api': 'flyteadmin', '/app': 'executions' } })]],
    ['a gateway serves everything', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['useAuth is true and no edge is in the input', flyteadmin()],
  ],
});
