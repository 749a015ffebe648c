import { serviceExposed } from '../../../src/verify/rules/open-routes';
import { deployment, manifests, object } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin } from '../_union';

const EXPECTED = 'executions reached through guarded routes only';

const service = (name: string, spec: object, namespace = 'union-cp') => object('v1', 'Service', name, { spec }, namespace);
const executions = (pod: Record<string, unknown> = {}, container: Record<string, unknown> = {}) => deployment('executions', { pod, container });
const labelled = object('apps/v1', 'Deployment', 'executions', { spec: { template: { metadata: { labels: { app: 'executions' } }, spec: { containers: [{ name: 'executions' }] } } } });
const plane = (...more: Parameters<typeof manifests>) => manifests(...flyteadmin(), ...chartIngresses(), ...more);

testRule(serviceExposed, {
  fires: [
    ['a service has a load balancer', plane(service('executions', { type: 'LoadBalancer' })),
      ['v1/Service union-cp/executions', 'spec.type', 'type ClusterIP', 'type LoadBalancer']],
    ['a service is on every node', plane(service('executions', { type: 'NodePort' })),
      ['v1/Service union-cp/executions', 'spec.type', 'type ClusterIP', 'type NodePort'], remedy(['NodePort', 'ClusterIP'])],
    ['a service has an address of its own', plane(service('executions', { externalIPs: ['203.0.113.7'] })),
      ['v1/Service union-cp/executions', 'spec.externalIPs', 'no external IPs', 'external IPs']],
    ['pods are in the network of their node', plane(executions({ hostNetwork: true })),
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.hostNetwork', 'hostNetwork: false', 'hostNetwork: true']],
    ['pods have a port of their node', plane(executions({}, { ports: [{ containerPort: 8080, hostPort: 8080 }] })),
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].ports[0].hostPort', 'no hostPort', 'a port of the node']],
    ['a route below HTTP leads there',
      plane(object('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { rules: [{ backendRefs: [{ name: 'executions', port: 80 }] }] } })),
      ['gateway.networking.k8s.io/v1alpha2/TLSRoute union-cp/raw', 'spec.rules[0]', EXPECTED, 'a raw TLSRoute']],
    ...(['TCPRoute', 'UDPRoute'] as const).map((kind): FiringRow => [`a ${kind} leads there`,
      plane(object('gateway.networking.k8s.io/v1alpha2', kind, 'raw', { spec: { rules: [{}, { backendRefs: [{ name: 'executions', port: 80 }] }] } })),
      [`gateway.networking.k8s.io/v1alpha2/${kind} union-cp/raw`, 'spec.rules[1]', EXPECTED, kind === 'UDPRoute' ? 'a UDPRoute' : 'a raw TCPRoute']]),
    ['a router of Traefik below HTTP leads there',
      plane(object('traefik.io/v1alpha1', 'IngressRouteTCP', 'raw', { spec: { routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'executions', port: 81 }] }] } })),
      ['traefik.io/v1alpha1/IngressRouteTCP union-cp/raw', 'spec.routes[0]', EXPECTED, 'a raw IngressRouteTCP']],
    ['a Service of another name leads to its pods', plane(labelled, service('public', { type: 'LoadBalancer', selector: { app: 'executions' } })),
      ['v1/Service union-cp/public', 'spec.type', 'type ClusterIP', 'type LoadBalancer']],
  ],
  passes: [
    ['pods of another application are in the network of their node', plane(executions(), deployment('exporter', { pod: { hostNetwork: true } }))],
    ['a route below HTTP leads to a service of that name in another namespace',
      plane(executions(), object('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { rules: [{ backendRefs: [{ name: 'executions', namespace: 'games', port: 80 }] }] } }))],
    ['its Services stay inside', plane(service('executions', { type: 'ClusterIP' }), executions())],
    ['the controller has the load balancer', plane(service('controlplane-nginx-controller', { type: 'LoadBalancer' }), executions())],
    ['another application has a service of that name', plane(executions(), service('executions', { type: 'LoadBalancer' }, 'games'))],
    ['a route below HTTP leads to another application',
      plane(executions(), object('traefik.io/v1alpha1', 'IngressRouteTCP', 'db', { spec: { routes: [{ services: [{ name: 'postgres' }] }] } }))],
  ],
  notApplicable: [
    ['authentication is off', [...flyteadmin({ useAuth: false }), service('executions', { type: 'LoadBalancer' })]],
    ['it is open-source Flyte', [...flyteadmin(), service('flyteadmin', { type: 'NodePort' })]],
  ],
});
