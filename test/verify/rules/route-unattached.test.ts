import { routeUnattached } from '../../../src/verify/rules/route-unattached';
import { manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, HOST } from '../_union';

const NOT_APPLICABLE = 'No Gateway API route of a control plane in the input names a Gateway in a namespace whose Gateways the input shows.';
const EXPECTED = 'a listener that takes the route';

const gateway = (listener: object = {}, name = 'controlplane', namespace = 'union-cp') => object('gateway.networking.k8s.io/v1', 'Gateway', name, {
  spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, ...listener }] },
}, namespace);
const route = (parent: object = {}, { kind = 'HTTPRoute', hostnames = [HOST], ...rest }: { kind?: string; hostnames?: string[] } = {}) => object('gateway.networking.k8s.io/v1', kind, 'admin', {
  spec: { parentRefs: [{ name: 'controlplane', ...parent }], hostnames, rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }], ...rest },
});
const at = (found: string, line = 'name: controlplane', kind = 'HTTPRoute') => ({
  object: `gateway.networking.k8s.io/v1/${kind} union-cp/admin`, field: 'spec.parentRefs[0]', line, expected: EXPECTED, found,
});

testRule(routeUnattached, {
  fires: [
    { when: 'the Gateway is not there beside others', input: manifests(gateway({}, 'public'), route()), findings: [at('the Gateway controlplane, which is not there')] },
    { when: 'the listener has another name', input: manifests(gateway(), route({ sectionName: 'tls' })), findings: [at('tls, a listener that the Gateway controlplane does not have')] },
    { when: 'no listener has the port', input: manifests(gateway(), route({ port: 8443 })), findings: [at('port 8443, a listener that the Gateway controlplane does not have')] },
    {
      when: 'the route names no Gateway at all',
      input: manifests(gateway(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'admin', { spec: { rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] } })),
      findings: [{ ...at('no parentRefs', 'rules:'), field: 'spec.rules' }],
    },
    {
      when: 'the listener is for another host',
      input: manifests(gateway({ hostname: '*.acme.example' }), route()),
      findings: [at(`listeners of the Gateway controlplane for *.acme.example, and none for ${HOST}`)],
    },
    {
      when: 'the listener lets in routes of its own namespace only',
      input: manifests(gateway({}, 'controlplane', 'gateways'), route({ namespace: 'gateways' })),
      findings: [at('listeners of the Gateway controlplane that do not let a HTTPRoute of namespace union-cp in')],
    },
    {
      when: 'the listener lets in no gRPC',
      input: manifests(gateway({ allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } }), route({}, { kind: 'GRPCRoute' })),
      findings: [at('listeners of the Gateway controlplane that do not let a GRPCRoute of namespace union-cp in', 'name: controlplane', 'GRPCRoute')],
    },
    {
      when: 'the listener is for TLS that it passes on',
      input: manifests(gateway({ protocol: 'TLS' }), route()),
      findings: [at('listeners of the Gateway controlplane that do not let a HTTPRoute of namespace union-cp in')],
    },
  ],
  passes: [
    { when: 'the chart brings both', input: manifests(...chartGatewayRoutes()) },
    { when: 'a wildcard of the listener covers the host', input: manifests(gateway({ hostname: '*.example.com' }), route()) },
    { when: 'a wildcard of the route covers the listener', input: manifests(gateway({ hostname: HOST }), route({}, { hostnames: ['*.example.com'] })) },
    { when: 'the route has no host of its own', input: manifests(gateway({ hostname: HOST }), route({}, { hostnames: [] })) },
    { when: 'the listener lets every namespace in', input: manifests(gateway({ allowedRoutes: { namespaces: { from: 'All' } } }, 'controlplane', 'gateways'), route({ namespace: 'gateways' })) },
    { when: 'the listener selects namespaces', input: manifests(gateway({ allowedRoutes: { namespaces: { from: 'Selector', selector: {} } } }, 'controlplane', 'gateways'), route({ namespace: 'gateways' })) },
  ],
  notApplicable: [
    { when: 'the Gateway is elsewhere', input: manifests(route({ namespace: 'gateways' })), reason: NOT_APPLICABLE },
    { when: 'a mesh routes by Services', input: manifests(gateway(), route({ kind: 'Service', group: '', name: 'flyteadmin' })), reason: NOT_APPLICABLE },
    {
      when: 'the route is another application\'s',
      input: manifests(gateway(), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'docs', { spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'docs', port: 80 }] }] } })),
      reason: NOT_APPLICABLE,
    },
  ],
});
