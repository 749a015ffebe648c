import { serviceExposed } from '../../../src/verify/rules/open-routes';
import { deployment, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin } from '../_union';

const NOT_APPLICABLE = 'The input does not show both a flyteadmin of Union with useAuth: true and a service beside it.';
const EXPECTED = 'executions reached through guarded routes only';

const service = (name: string, spec: object, namespace = 'union-cp') => object('v1', 'Service', name, { spec }, namespace);
const executions = (pod: Record<string, unknown> = {}, container: Record<string, unknown> = {}) => deployment('executions', { pod, container });
const labelled = object('apps/v1', 'Deployment', 'executions', { spec: { template: { metadata: { labels: { app: 'executions' } }, spec: { containers: [{ name: 'executions' }] } } } });
const plane = (...more: Parameters<typeof manifests>) => manifests(...flyteadmin(), ...chartIngresses(), ...more);

testRule(serviceExposed, {
  fires: [
    {
      when: 'a service has a load balancer',
      input: plane(service('executions', { type: 'LoadBalancer' })),
      findings: [{ object: 'v1/Service union-cp/executions', field: 'spec.type', line: 'type: LoadBalancer', expected: EXPECTED, found: 'a Service of type LoadBalancer' }],
    },
    {
      when: 'a service is on every node',
      input: plane(service('executions', { type: 'NodePort' })),
      findings: [{ object: 'v1/Service union-cp/executions', field: 'spec.type', line: 'type: NodePort', expected: EXPECTED, found: 'a Service of type NodePort' }],
    },
    {
      when: 'a service has an address of its own',
      input: plane(service('executions', { externalIPs: ['203.0.113.7'] })),
      findings: [{ object: 'v1/Service union-cp/executions', field: 'spec.externalIPs', line: 'externalIPs:', expected: EXPECTED, found: 'a Service with external IPs' }],
    },
    {
      when: 'pods are in the network of their node',
      input: plane(executions({ hostNetwork: true })),
      findings: [{
        object: 'apps/v1/Deployment union-cp/executions', field: 'spec.template.spec.hostNetwork', line: 'hostNetwork: true', expected: EXPECTED, found: 'pods in the network of their node',
      }],
    },
    {
      when: 'pods have a port of their node',
      input: plane(executions({}, { ports: [{ containerPort: 8080, hostPort: 8080 }] })),
      findings: [{
        object: 'apps/v1/Deployment union-cp/executions', field: 'spec.template.spec.containers[0].ports[0].hostPort', line: 'hostPort: 8080', expected: EXPECTED, found: 'a port of the node',
      }],
    },
    {
      when: 'a route below HTTP leads there',
      input: plane(object('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { rules: [{ backendRefs: [{ name: 'executions', port: 80 }] }] } })),
      findings: [{ object: 'gateway.networking.k8s.io/v1alpha2/TLSRoute union-cp/raw', field: 'spec.rules[0]', line: 'backendRefs:', expected: EXPECTED, found: 'a raw TLSRoute' }],
    },
    ...(['TCPRoute', 'UDPRoute'] as const).map((kind) => ({
      when: `a ${kind} leads there`,
      input: plane(object('gateway.networking.k8s.io/v1alpha2', kind, 'raw', { spec: { rules: [{}, { backendRefs: [{ name: 'executions', port: 80 }] }] } })),
      findings: [{
        object: `gateway.networking.k8s.io/v1alpha2/${kind} union-cp/raw`, field: 'spec.rules[1]', line: 'backendRefs:', expected: EXPECTED, found: kind === 'UDPRoute' ? 'a UDPRoute' : 'a raw TCPRoute',
      }] as const,
    })),
    {
      when: 'a router of Traefik below HTTP leads there',
      input: plane(object('traefik.io/v1alpha1', 'IngressRouteTCP', 'raw', { spec: { routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'executions', port: 81 }] }] } })),
      findings: [{ object: 'traefik.io/v1alpha1/IngressRouteTCP union-cp/raw', field: 'spec.routes[0]', line: 'match: HostSNI(`*`)', expected: EXPECTED, found: 'a raw IngressRouteTCP' }],
    },
    {
      when: 'a Service of another name leads to its pods',
      input: plane(labelled, service('public', { type: 'LoadBalancer', selector: { app: 'executions' } })),
      findings: [{ object: 'v1/Service union-cp/public', field: 'spec.type', line: 'type: LoadBalancer', expected: EXPECTED, found: 'a Service of type LoadBalancer' }],
    },
  ],
  passes: [
    { when: 'pods of another application are in the network of their node', input: plane(executions(), deployment('exporter', { pod: { hostNetwork: true } })) },
    {
      when: 'a route below HTTP leads to a service of that name in another namespace',
      input: plane(executions(), object('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { rules: [{ backendRefs: [{ name: 'executions', namespace: 'games', port: 80 }] }] } })),
    },
    { when: 'its Services stay inside', input: plane(service('executions', { type: 'ClusterIP' }), executions()) },
    { when: 'the controller has the load balancer', input: plane(service('controlplane-nginx-controller', { type: 'LoadBalancer' }), executions()) },
    {
      when: 'another application has a service of that name',
      input: plane(executions(), service('executions', { type: 'LoadBalancer' }, 'games')),
    },
    { when: 'a route below HTTP leads to another application', input: plane(executions(), object('traefik.io/v1alpha1', 'IngressRouteTCP', 'db', { spec: { routes: [{ services: [{ name: 'postgres' }] }] } })) },
  ],
  notApplicable: [
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false }), service('executions', { type: 'LoadBalancer' })), reason: NOT_APPLICABLE },
    { when: 'it is open-source Flyte', input: manifests(...flyteadmin(), service('flyteadmin', { type: 'NodePort' })), reason: NOT_APPLICABLE },
  ],
});
