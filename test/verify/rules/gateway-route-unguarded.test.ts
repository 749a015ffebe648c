import { gatewayRouteUnguarded } from '../../../src/verify/rules/guards';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HOST, securityPolicy } from '../_union';

const NOT_APPLICABLE = 'No Gateway API route in the input serves a Union control plane with authentication turned on.';
const expected = (route: string) => `a guard of ${route} before every request on ${HOST}`;
const http = {
  object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/controlplane-protected', field: 'spec.rules', line: 'rules:', expected: expected('HTTPRoute controlplane-protected'), found: 'no guard before /api, /v1, /cloudadmin, /authorizer and 21 more',
};
const grpc = {
  object: 'gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-protected',
  field: 'spec.rules',
  line: 'rules:',
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
    {
      when: 'a route is for a service mesh and for a Gateway',
      input: manifests(...flyteadmin(), ...chartGatewayRoutes(), securityPolicy(ALL), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'both', {
        spec: {
          parentRefs: [{ group: '', kind: 'Service', name: 'flyteadmin' }, { name: 'other' }],
          rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }],
        },
      })),
      findings: [{
        object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/both',
        field: 'spec.rules',
        expected: 'a guard of HTTPRoute both before every request on every host',
        line: 'rules:',
        found: 'no guard before /',
      }],
    },
    { when: 'the chart renders its routes for Envoy', input: manifests(...flyteadmin(), ...chartGatewayRoutes()), findings: [http, grpc, extended] },
    { when: 'those routes are all there is', input: manifests(...chartGatewayRoutes()), findings: [http, grpc, extended] },
    { when: 'a SecurityPolicy targets the HTTP routes only', input: manifests(...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' })), findings: [grpc, extended] },
    { when: 'the route of RunService is forgotten', input: manifests(...chartGatewayRoutes(), securityPolicy(BOTH)), findings: [extended] },
    {
      when: 'the SecurityPolicy lies in another namespace',
      input: manifests(...chartGatewayRoutes(), { ...securityPolicy(ALL), metadata: { name: 'guard', namespace: 'gateways' } }),
      findings: [http, grpc, extended],
    },
    {
      when: 'useAuth is true and hand-written routes have no guard',
      input: manifests(...flyteadmin(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'union', {
        spec: {
          hostnames: [HOST],
          rules: [
            { matches: [{ path: { type: 'PathPrefix', value: '/login' } }], backendRefs: [{ name: 'flyteadmin', port: 80 }] },
            { matches: [{ path: { type: 'PathPrefix', value: '/app' } }], backendRefs: [{ name: 'executions', port: 81 }] },
          ],
        },
      })),
      findings: [{ object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/union', field: 'spec.rules', line: 'rules:', expected: expected('HTTPRoute union'), found: 'no guard before /app' }],
    },
    {
      when: 'a SecurityPolicy targets the Gateway of another controller',
      input: manifests(...istio(...chartGatewayRoutes()), securityPolicy({ controlplane: 'Gateway' })),
      findings: [
        { ...http, found: `${http.found}: ${unread}` }, { ...grpc, found: `${grpc.found}: ${unread}` }, { ...extended, found: `${extended.found}: ${unread}` },
      ],
      remedy: [['gatewayClassName: istio', 'gatewayClassName: eg']],
    },
    {
      when: 'nothing guards the routes of Traefik',
      input: manifests(...chartGatewayRoutes(), object('gateway.networking.k8s.io/v1', 'GatewayClass', 'eg', { spec: { controllerName: 'traefik.io/gateway-controller' } }, null)),
      findings: [http, grpc, extended],
    },
  ],
  passes: [
    {
      when: 'routes of a service mesh lead from pod to pod',
      input: manifests(...flyteadmin(), ...chartGatewayRoutes(), securityPolicy(ALL), ...['Service', 'Server'].map((kind) =>
        object('gateway.networking.k8s.io/v1', 'HTTPRoute', `mesh-${kind.toLowerCase()}`, {
          spec: { parentRefs: [{ group: '', kind, name: 'flyteadmin' }], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
        }))),
    },
    { when: 'a SecurityPolicy targets every protected route', input: manifests(...chartGatewayRoutes(), securityPolicy(ALL)) },
    { when: 'a SecurityPolicy targets the Gateway', input: manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })) },
    {
      when: 'namespaces are left out',
      input: manifests(...chartGatewayRoutes(null), { ...securityPolicy(ALL), metadata: { name: 'guard' } }),
    },
    {
      when: 'a redirect to HTTPS stands beside the guarded routes',
      input: manifests(...chartGatewayRoutes(), securityPolicy(ALL), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'redirect', {
        spec: { hostnames: [HOST], parentRefs: [{ name: 'controlplane' }], rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }] },
      })),
    },
  ],
  notApplicable: [
    {
      when: 'an EnvoyPatchPolicy may guard them',
      input: manifests(...flyteadmin(), ...chartGatewayRoutes(), object('gateway.envoyproxy.io/v1alpha1', 'EnvoyPatchPolicy', 'control-plane-auth', { spec: {} })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'another controller serves them, whose guards are not read',
      input: manifests(...flyteadmin(), ...istio(...chartGatewayRoutes())),
      reason: NOT_APPLICABLE,
    },
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false }), ...chartGatewayRoutes()), reason: NOT_APPLICABLE },
    { when: 'only Ingresses serve it', input: manifests(...flyteadmin(), ...chartIngresses({ http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    {
      when: 'the routes are of another application',
      input: manifests(object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] } }), ingress('shop', { paths: { '/': 'shop' } })),
      reason: NOT_APPLICABLE,
    },
  ],
});
