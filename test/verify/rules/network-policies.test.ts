import { networkPolicyCuts, servicesReachable } from '../../../src/verify/rules/network-policies';
import { manifests, object } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service, TOKEN_URL } from '../_planes';
import { remedy, Row, testRule } from '../_rule-harness';

const client = { union: { auth: { enable: true, clientId: 'service', tokenUrl: TOKEN_URL } } };
interface Template {
  metadata?: object;
  readonly spec: { readonly containers: { ports?: object[] }[] };
}

const labels = (objects: readonly Record<string, unknown>[], app: string) => objects.map((each) => {
  const copy = JSON.parse(JSON.stringify(each)) as { kind: string; spec?: { template: Template } };
  if (copy.kind === 'Deployment') {
    copy.spec!.template.metadata = { labels: { app } };
    copy.spec!.template.spec.containers[0].ports = [{ containerPort: 8088 }];
  }
  return copy as unknown as Record<string, unknown>;
});
const plane = [
  ...labels(flyteadmin(externalAuth(ISSUER)), 'flyteadmin'),
  ...labels(service('executions', client), 'executions'),
  object('v1', 'Service', 'flyteadmin', { spec: { selector: { app: 'flyteadmin' }, ports: [{ port: 80, targetPort: 8088 }] } }, 'union-cp'),
];
/** flyteadmin with two ports, and a route to the second. */
const alone = [
  ...labels(flyteadmin(externalAuth(ISSUER)), 'flyteadmin').map((each) => JSON.parse(JSON.stringify(each).replace('{"containerPort":8088}', '$&,{"containerPort":8089}')) as Record<string, unknown>),
  object('v1', 'Service', 'flyteadmin', { spec: { selector: { app: 'flyteadmin' }, ports: [{ port: 80, targetPort: 8088 }, { port: 81, targetPort: 8089 }] } }, 'union-cp'),
  object('networking.k8s.io/v1', 'Ingress', 'grpc', {
    spec: { rules: [{ host: 'union.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'flyteadmin', port: { number: 81 } } } }] } }] },
  }, 'union-cp'),
];
const cutsPolicy = (spec: object, name = 'flyteadmin', namespace = 'union-cp') =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', { spec: { podSelector: { matchLabels: { app: name } }, ...spec } }, namespace);
const input = (spec: object) => manifests(...plane, cutsPolicy(spec));
const expected = 'the callers of flyteadmin, edge or services, at 8088';
const cutsFinding = { object: 'networking.k8s.io/v1/NetworkPolicy union-cp/policy', field: 'spec.ingress', expected, found: 'other peers or ports' };
const namespaceOf = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const operator = (spec: object) => manifests(...labels(dataPlaneService('union-operator', client), 'operator'), cutsPolicy(spec, 'operator', 'union'));
/** So many services, of which the policy of the last admits another namespace than the others. */
const behindEdge = (count: number, last: string) => Array.from({ length: count }, (_, i) => `usage${i}`).flatMap((name, i) => [
  ...labels(service(name, client), name), object('v1', 'Service', name, { spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8088 }] } }, 'union-cp'),
  { ...cutsPolicy({ ingress: [{ from: [namespaceOf(i === count - 1 ? last : 'ingress-nginx')] }] }, name), metadata: { name, namespace: 'union-cp' } },
]);
const ofOkta = labels(dataPlaneService('union-operator', { union: { auth: { ...client.union.auth, tokenUrl: 'https://acme.okta.com/oauth2/default/v1/token' } } }), 'operator');
const outAt = (port: number) => [...ofOkta, cutsPolicy({ policyTypes: ['Egress'], egress: [{ ports: [{ port }] }, dns] }, 'operator', 'union')];
const dns = { ports: [{ port: 53, protocol: 'UDP' }] };
const cutOff = (namespace = 'union-cp') => ({ object: `networking.k8s.io/v1/NetworkPolicy ${namespace}/policy`, field: 'spec.egress' });
const everybody = (spec: object) => object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', { spec: { podSelector: {}, ...spec } }, 'union-cp');
/** A service that calls flyteadmin inside the cluster. */
const admin = { admin: { endpoint: 'dns:///flyteadmin.union-cp.svc.cluster.local:81', insecure: true, clientId: 'service', tokenUrl: TOKEN_URL } };
const calling = [...labels(flyteadmin(externalAuth(ISSUER)), 'flyteadmin'), ...labels(service('executions', admin), 'executions')];
const service81 = object('v1', 'Service', 'flyteadmin', { spec: { selector: { app: 'flyteadmin' }, ports: [{ port: 81, targetPort: 8088 }] } }, 'union-cp');
/** An auth gate of ours that an edge asks. */
const gate = [
  ...plane,
  ...labels(service('union-auth-gate-nginx', {}), 'union-auth-gate-nginx').filter(({ kind }) => kind === 'Deployment'),
  object('v1', 'Service', 'union-auth-gate-nginx', { spec: { selector: { app: 'union-auth-gate-nginx' }, ports: [{ port: 8081 }] } }, 'union-cp'),
  object('networking.k8s.io/v1', 'Ingress', 'guarded', {
    spec: { rules: [{ host: 'union.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'flyteadmin', port: { number: 80 } } } }] } }] },
  }, 'union-cp', { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/' } }),
];

testRule(networkPolicyCuts, {
  fires: [
    ['no caller is admitted', input({ policyTypes: ['Ingress'] }), { ...cutsFinding, field: 'spec', found: 'no caller is admitted' }],
    ['others alone are admitted', input({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'shop' } } }] }] }), cutsFinding],
    ['others alone are admitted, and what is left out is null',
      input({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'shop' } }, namespaceSelector: null, ipBlock: null }] }] }),
      cutsFinding],
    ['the monitoring alone is admitted', input({ ingress: [{ from: [namespaceOf('monitoring')] }] }), cutsFinding],
    ['the port is another one', input({ ingress: [{ ports: [{ port: 9999 }] }] }), cutsFinding],
    ['a port to which a route leads is open to no peer, whether or not its siblings are in the input',
      [...alone, cutsPolicy({ ingress: [{ from: [namespaceOf('ingress-nginx')], ports: [{ port: 8088 }] }] })],
      ['networking.k8s.io/v1/NetworkPolicy union-cp/policy', 'spec.ingress',
        'the edge among the callers of flyteadmin at 8089, to which networking.k8s.io/v1/Ingress union-cp/grpc leads', 'no caller at this port']],
    ['a client looks up no name', operator({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }, { to: [{ podSelector: {} }] }] }),
      ['networking.k8s.io/v1/NetworkPolicy union/policy', 'spec.egress', 'port 53 by UDP for union-operator, which looks up the provider',
        'no way to a DNS server']],
    ['a client asks DNS servers by TCP alone, which is what an entry without a protocol means',
      operator({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }, { port: 53 }] }] }),
      { ...cutOff('union'), expected: 'port 53 by UDP for union-operator, which looks up the provider', found: 'no way to a DNS server' }],
    ['one policy leaves several clients no way out, once for all', [...calling, everybody({ policyTypes: ['Egress'] })],
      { ...cutOff(), field: 'spec', expected: 'a way to the provider for executions and flyteadmin', found: 'no egress' }],
    ['a policy without types has rules for the way out, which admit no DNS',
      operator({ ingress: [{}], egress: [{ ports: [{ port: 443 }] }] }),
      { ...cutOff('union'), expected: 'port 53 by UDP for union-operator, which looks up the provider', found: 'no way to a DNS server' }],
    ['an auth gate reaches no name',
      [...gate, cutsPolicy({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: [{ port: 80 }] }] }, 'union-auth-gate-nginx')],
      { ...cutOff(), expected: 'port 53 by UDP for union-auth-gate-nginx, which looks up flyteadmin', found: 'no way to a DNS server' }],
    ['an auth gate has no egress at all, once', [...gate, cutsPolicy({ policyTypes: ['Egress'] }, 'union-auth-gate-nginx')],
      { ...cutOff(), field: 'spec', expected: 'a way to flyteadmin for union-auth-gate-nginx', found: 'no egress' }],
    ['a client gets out to the node alone', operator({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '169.254.169.254/32' } }] }] }),
      ['networking.k8s.io/v1/NetworkPolicy union/policy', 'spec.egress', 'a way to the provider for union-operator', 'egress to pods alone']],
    ['a client gets out at another port than the URL of its provider has', outAt(80),
      { ...cutOff('union'), expected: 'a way to the provider for union-operator', found: 'egress to other ports alone' }],
    ['one of four policies names another edge', behindEdge(4, 'ingress-ngnix'),
      ['networking.k8s.io/v1/NetworkPolicy union-cp/usage3', 'spec.ingress', `the edge as the other 3 policies name it: ${JSON.stringify(namespaceOf('ingress-nginx'))}`,
        JSON.stringify(namespaceOf('ingress-ngnix'))]],
    ['a client gets out nowhere', operator({ policyTypes: ['Egress'], egress: [{ to: [{ podSelector: {} }] }] }),
      ['networking.k8s.io/v1/NetworkPolicy union/policy', 'spec.egress', 'a way to the provider for union-operator', 'egress to pods alone'],
      remedy(['    - to:\n        - podSelector: {}', '    - ports: [{ port: 443 }]\n    - ports: [{ port: 53, protocol: UDP }]'])],
    ['the way to flyteadmin is shut', [...calling, service81, cutsPolicy({ policyTypes: ['Egress'], egress: [dns, { ports: [{ port: 443 }] }] }, 'executions')],
      { ...cutOff(), expected: 'a way to flyteadmin for executions, at port 8088 of its pods', found: 'egress to others' }],
    ['flyteadmin admits the edge alone, and not its caller', [...calling, service81, cutsPolicy({ ingress: [{ from: [namespaceOf('ingress-nginx')] }] })],
      { ...cutsFinding, expected: 'executions among the callers of flyteadmin, at port 8088 of its pods' }],
  ],
  says: { '': 'NetworkPolicy union-cp/policy cuts flyteadmin off from its callers' },
  passes: [
    ['an auth gate reaches DNS and flyteadmin, and no provider',
      [...gate, cutsPolicy({ policyTypes: ['Egress'], egress: [dns, { to: [{ podSelector: { matchLabels: { app: 'flyteadmin' } } }], ports: [{ port: 8088 }] }] }, 'union-auth-gate-nginx')]],
    ['a caller reaches flyteadmin by a block of addresses',
      [...calling, cutsPolicy({ policyTypes: ['Egress'], egress: [dns, { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }, 'executions')]],
    ['all are admitted', input({ ingress: [{}] })],
    ['the siblings are admitted', input({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8088 }] }] })],
    ['the port lies in a range', input({ ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] })],
    ['the port has no range', input({ ingress: [{ ports: [{ port: 8088, endPort: null, protocol: null }] }] })],
    ['the port is named', input({ ingress: [{ ports: [{ port: 'http' }] }] })],
    ['the edge of another namespace is admitted', input({ ingress: [{ from: [namespaceOf('ingress-nginx')] }] })],
    ['a block of addresses is admitted', input({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })],
    ['whom a policy cuts off is not in the input', [...alone, cutsPolicy({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'shop' } } }] }] })]],
    ['another policy admits them',
      [...plane, cutsPolicy({ policyTypes: ['Ingress'] }), { ...cutsPolicy({ ingress: [{}] }), metadata: { name: 'more', namespace: 'union-cp' } }]],
    ['a client gets out', operator({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }, { ports: [{ port: 53, protocol: 'UDP' }] }] })],
    ['a policy that says no types has rules for the way out that let a client out',
      operator({ ingress: [{}], egress: [{ ports: [{ port: 443 }] }, dns] })],
    ['a client gets out at the port that https has', outAt(443)],
    ['one of three policies names another edge, and any may be right', behindEdge(3, 'ingress-ngnix')],
    ['a client gets out at any port', operator({ policyTypes: ['Egress'], egress: [{}] })],
  ],
  notApplicable: [
    ['there is no policy', plane],
    ['a policy has no rule for the way out', operator({ ingress: [{}], egress: [] })],
    ['a policy isolates others', [...plane, cutsPolicy({ policyTypes: ['Ingress'] }, 'shop')]],
  ],
});

const deployment = (name: string, namespace = 'union-cp', image = `registry.example.com/union/${name}:1`) =>
  object('apps/v1', 'Deployment', name, {
    spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': name } }, spec: { containers: [{ name, image }] } } },
  }, namespace);
const reachablePolicy = (podSelector: object, spec: object = { policyTypes: ['Ingress'] }, namespace = 'union-cp') =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', { spec: { podSelector, ...spec } }, namespace);
const of = (...names: string[]) => ({ matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: names }] });
const services = [deployment('usage'), deployment('executions'), deployment('unionconsole')];
const reachableFinding = {
  object: 'apps/v1/Deployment union-cp/usage',
  field: 'metadata.name',
  expected: 'a NetworkPolicy that admits the edge and the services of the namespace alone',
  found: 'no NetworkPolicy for executions and 1 more',
};

testRule(servicesReachable, {
  fires: [
    ['the policies of the namespace are for others', [...services, reachablePolicy(of('postgres'))], reachableFinding],
    ['the policies restrict the way out alone', [...services, reachablePolicy({}, { policyTypes: ['Egress'] })], reachableFinding, remedy(['Egress', 'Ingress'])],
    ['one service was left out', [...services, reachablePolicy(of('usage'))],
      { ...reachableFinding, object: 'apps/v1/Deployment union-cp/executions', found: 'no NetworkPolicy for executions' }],
    ['the policies are of a data plane in another namespace', [...services, reachablePolicy({}, undefined, 'union')],
      reachableFinding,
      remedy(['namespace: union\n', 'namespace: union-cp\n'])],
    ['a policy admits any pod', [...services, reachablePolicy(of('usage', 'executions'), { ingress: [{}] })],
      ['networking.k8s.io/v1/NetworkPolicy union-cp/policy', 'spec.ingress', 'the edge and the services of the namespace alone', 'a rule without from, which admits any pod']],
    ['the selector of a policy has a slip', [...services, reachablePolicy(of('executions')), { ...reachablePolicy({ matchLabels: { 'app.kubernetes.io/name': 'usgae' } }), metadata: { name: 'usage', namespace: 'union-cp' } }],
      { ...reachableFinding, object: 'networking.k8s.io/v1/NetworkPolicy union-cp/usage', field: 'spec.podSelector', found: 'no NetworkPolicy for usage' }],
  ],
  says: { '': 'Any pod of the cluster can call the services of namespace union-cp as anyone' },
  passes: [
    ['one policy selects all', [...services, reachablePolicy(of('usage', 'executions'))]],
    ['everything is closed', [...services, reachablePolicy({})]],
    ['what trusts no header is open', [...services, reachablePolicy(of('usage', 'executions')), deployment('flyteconsole')]],
  ],
  notApplicable: [
    ['the input holds no NetworkPolicy', services],
    ...[
      ['security.istio.io/v1', 'AuthorizationPolicy'], ['policy.linkerd.io/v1alpha1', 'AuthorizationPolicy'],
      ['cilium.io/v2', 'CiliumNetworkPolicy'], ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
      ['crd.projectcalico.org/v1', 'NetworkPolicy'], ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
      ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
    ].map(([apiVersion, kind]): Row => [`a ${kind} of ${apiVersion} may decide`, [...services, reachablePolicy(of('postgres')), object(apiVersion, kind, 'allow', { spec: {} })]]),
    ['there is no such service', [deployment('unionconsole'), reachablePolicy({})]],
    ['another team has one of the name', [deployment('usage', 'billing', 'registry.example.com/billing/api:1'), reachablePolicy({}, undefined, 'billing')]],
  ],
});
