import { gatewayRouteUnguarded } from '../../../src/verify/rules/guards';
import { ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HOST, securityPolicy } from '../_union';

const expected = (route: string) => `a guard of ${route} before every request on ${HOST}`;
const http = {
  object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/controlplane-protected', field: 'spec.rules', expected: expected('HTTPRoute controlplane-protected'), found: 'no guard before /api, /v1, /cloudadmin, /authorizer and 21 more',
};
const grpc = {
  object: 'gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-protected',
  field: 'spec.rules',
  expected: expected('GRPCRoute controlplane-grpc-protected'),
  found: 'no guard before /flyteidl.service.AdminService, /flyteidl2.project.ProjectService, /flyteidl2.auth.IdentityService, /flyteidl.service.WatchService and 46 more',
};
const extended = {
  ...grpc,
  object: 'gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-protected-extended',
  expected: expected('GRPCRoute controlplane-grpc-protected-extended'),
  found: 'no guard before /flyteidl2.actions.ActionsService, /cloudidl.pluginstate.PluginStateService, /flyteidl2.workflow.EventsProxyService, /cloudidl.workflow.RunService and 7 more',
};
const BOTH = { 'controlplane-protected': 'HTTPRoute', 'controlplane-grpc-protected': 'GRPCRoute' };
const istio = (...objects: Record<string, unknown>[]) => objects.map((each) =>
  (each.kind === 'Gateway' ? { ...each, spec: { ...each.spec as object, gatewayClassName: 'istio' } } : each));
const unread = 'SecurityPolicy guard aims at them, and istio.io/gateway-controller, which serves them, does not read it';
const ALL = { ...BOTH, 'controlplane-grpc-protected-extended': 'GRPCRoute' };

testRule(gatewayRouteUnguarded, {
  fires: [
    ['a route is for a service mesh and for a Gateway',
      [...flyteadmin(), ...chartGatewayRoutes(), securityPolicy(ALL), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'both', {
        spec: {
          parentRefs: [{ group: '', kind: 'Service', name: 'flyteadmin' }, { name: 'other' }],
          rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }],
        },
      })],
      ['gateway.networking.k8s.io/v1/HTTPRoute union-cp/both', 'spec.rules', 'a guard of HTTPRoute both before every request on every host', 'no guard before /']],
    ['the chart renders its routes for Envoy', [...flyteadmin(), ...chartGatewayRoutes()], http, grpc, extended],
    ['those routes are all there is', chartGatewayRoutes(), http, grpc, extended],
    ['a SecurityPolicy targets the HTTP routes only', [...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' })],
      grpc,
      extended],
    ['the route of RunService is forgotten', [...chartGatewayRoutes(), securityPolicy(BOTH)], extended],
    ['the SecurityPolicy lies in another namespace',
      [...chartGatewayRoutes(), { ...securityPolicy(ALL), metadata: { name: 'guard', namespace: 'gateways' } }],
      http,
      grpc,
      extended],
    ['useAuth is true and hand-written routes have no guard',
      [...flyteadmin(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'union', {
        spec: {
          hostnames: [HOST],
          rules: [
            { matches: [{ path: { type: 'PathPrefix', value: '/login' } }], backendRefs: [{ name: 'flyteadmin', port: 80 }] },
            { matches: [{ path: { type: 'PathPrefix', value: '/app' } }], backendRefs: [{ name: 'executions', port: 81 }] },
          ],
        },
      })], ['gateway.networking.k8s.io/v1/HTTPRoute union-cp/union', 'spec.rules', expected('HTTPRoute union'), 'no guard before /app'],
      remedy(['apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: union\n', 'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata:\n  name: guard\n  namespace: union-cp\nspec:\n  targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: union }]\n  extAuth:\n    failOpen: false\n    http: { backendRefs: [{ name: union-auth-gate, port: 8080 }] }\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: union\n'])],
    ['a SecurityPolicy targets the Gateway of another controller', [...istio(...chartGatewayRoutes()), securityPolicy({ controlplane: 'Gateway' })],
      { ...http, found: `${http.found}: ${unread}` },
      { ...grpc, found: `${grpc.found}: ${unread}` },
      { ...extended, found: `${extended.found}: ${unread}` },
      remedy(['gatewayClassName: istio', 'gatewayClassName: eg'])],
    ['nothing guards the routes of Traefik',
      [...chartGatewayRoutes(), object('gateway.networking.k8s.io/v1', 'GatewayClass', 'eg', { spec: { controllerName: 'traefik.io/gateway-controller' } }, null)],
      http,
      grpc,
      extended],
  ],
  passes: [
    ['routes of a service mesh lead from pod to pod',
      [...flyteadmin(), ...chartGatewayRoutes(), securityPolicy(ALL), ...['Service', 'Server'].map((kind) =>
        object('gateway.networking.k8s.io/v1', 'HTTPRoute', `mesh-${kind.toLowerCase()}`, {
          spec: { parentRefs: [{ group: '', kind, name: 'flyteadmin' }], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
        }))]],
    ['a SecurityPolicy targets every protected route', [...chartGatewayRoutes(), securityPolicy(ALL)]],
    ['a SecurityPolicy targets the Gateway', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
    ['namespaces are left out', [...chartGatewayRoutes(null), { ...securityPolicy(ALL), metadata: { name: 'guard' } }]],
    ['a redirect to HTTPS stands beside the guarded routes',
      [...chartGatewayRoutes(), securityPolicy(ALL), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'redirect', {
        spec: { hostnames: [HOST], parentRefs: [{ name: 'controlplane' }], rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }] },
      })]],
  ],
  notApplicable: [
    ['an EnvoyPatchPolicy may guard them',
      [...flyteadmin(), ...chartGatewayRoutes(), object('gateway.envoyproxy.io/v1alpha1', 'EnvoyPatchPolicy', 'control-plane-auth', { spec: {} })]],
    ['another controller serves them, whose guards are not read', [...flyteadmin(), ...istio(...chartGatewayRoutes())]],
    ['authentication is off', [...flyteadmin({ useAuth: false }), ...chartGatewayRoutes()]],
    ['only Ingresses serve it', [...flyteadmin(), ...chartIngresses({ http: {}, grpc: {} })]],
    ['the routes are of another application',
      [object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] } }), ingress('shop', { paths: { '/': 'shop' } })]],
  ],
});
