import { networkPolicyCuts } from '../../../src/verify/rules/network-policies';
import { manifests, object } from '../_manifests';
import { dataPlaneService, flyteadmin, externalAuth, ISSUER, service, TOKEN_URL } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

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
const policy = (spec: object, name = 'flyteadmin', namespace = 'union-cp') =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', { spec: { podSelector: { matchLabels: { app: name } }, ...spec } }, namespace);
const input = (spec: object) => manifests(...plane, policy(spec));
const expected = 'the callers of flyteadmin, edge or services, at 8088';
const finding = { object: 'networking.k8s.io/v1/NetworkPolicy union-cp/policy', field: 'spec.ingress', expected, found: 'other peers or ports' };
const namespaceOf = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const operator = (spec: object) => manifests(...labels(dataPlaneService('union-operator', client), 'operator'), policy(spec, 'operator', 'union'));
const dns = { ports: [{ port: 53, protocol: 'UDP' }] };
const cutOff = (namespace = 'union-cp') => ({ object: `networking.k8s.io/v1/NetworkPolicy ${namespace}/policy`, field: 'spec.egress' });
const everybody = (spec: object) => object('networking.k8s.io/v1', 'NetworkPolicy', 'policy', { spec: { podSelector: {}, ...spec } }, 'union-cp');
/** A service that calls flyteadmin inside the cluster. */
const admin = { admin: { endpoint: 'dns:///flyteadmin.union-cp.svc.cluster.local:81', insecure: true, clientId: 'service', tokenUrl: TOKEN_URL } };
const calling = [...labels(flyteadmin(externalAuth(ISSUER)), 'flyteadmin'), ...labels(service('executions', admin), 'executions')];
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
    ['no caller is admitted', input({ policyTypes: ['Ingress'] }), { ...finding, field: 'spec', found: 'no caller is admitted' }],
    ['others alone are admitted', input({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'shop' } } }] }] }), finding],
    ['others alone are admitted, and what is left out is null',
      input({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'shop' } }, namespaceSelector: null, ipBlock: null }] }] }),
      finding],
    ['the monitoring alone is admitted', input({ ingress: [{ from: [namespaceOf('monitoring')] }] }), finding],
    ['the port is another one', input({ ingress: [{ ports: [{ port: 9999 }] }] }), finding],
    ['a port to which a route leads is admitted to nobody, whether or not its siblings are in the input',
      [...alone, policy({ ingress: [{ from: [namespaceOf('ingress-nginx')], ports: [{ port: 8088 }] }] })],
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
    ['a policy that says no types has rules for the way out, which let nobody ask for names',
      operator({ ingress: [{}], egress: [{ ports: [{ port: 443 }] }] }),
      { ...cutOff('union'), expected: 'port 53 by UDP for union-operator, which looks up the provider', found: 'no way to a DNS server' }],
    ['an auth gate reaches no name',
      [...gate, policy({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: [{ port: 80 }] }] }, 'union-auth-gate-nginx')],
      { ...cutOff(), expected: 'port 53 by UDP for union-auth-gate-nginx, which looks up flyteadmin', found: 'no way to a DNS server' }],
    ['an auth gate has no egress at all, once', [...gate, policy({ policyTypes: ['Egress'] }, 'union-auth-gate-nginx')],
      { ...cutOff(), field: 'spec', expected: 'a way to flyteadmin for union-auth-gate-nginx', found: 'no egress' }],
    ['a client gets out to the node alone', operator({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '169.254.169.254/32' } }] }] }),
      ['networking.k8s.io/v1/NetworkPolicy union/policy', 'spec.egress', 'a way to the provider for union-operator', 'egress to pods alone']],
    ['a client gets out nowhere', operator({ policyTypes: ['Egress'], egress: [{ to: [{ podSelector: {} }] }] }),
      ['networking.k8s.io/v1/NetworkPolicy union/policy', 'spec.egress', 'a way to the provider for union-operator', 'egress to pods alone'],
      remedy(['    - to:\n        - podSelector: {}', '    - ports: [{ port: 443 }]\n    - ports: [{ port: 53, protocol: UDP }]'])],
  ],
  passes: [
    ['an auth gate reaches DNS and flyteadmin, and no provider',
      [...gate, policy({ policyTypes: ['Egress'], egress: [dns, { to: [{ podSelector: { matchLabels: { app: 'flyteadmin' } } }], ports: [{ port: 8088 }] }] }, 'union-auth-gate-nginx')]],
    ['a caller reaches flyteadmin by a block of addresses',
      [...calling, policy({ policyTypes: ['Egress'], egress: [dns, { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }, 'executions')]],
    ['all are admitted', input({ ingress: [{}] })],
    ['the siblings are admitted', input({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8088 }] }] })],
    ['the port lies in a range', input({ ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] })],
    ['the port has no range', input({ ingress: [{ ports: [{ port: 8088, endPort: null, protocol: null }] }] })],
    ['the port is named', input({ ingress: [{ ports: [{ port: 'http' }] }] })],
    ['the edge of another namespace is admitted', input({ ingress: [{ from: [namespaceOf('ingress-nginx')] }] })],
    ['a block of addresses is admitted', input({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })],
    ['whom a policy cuts off is not in the input', [...alone, policy({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'shop' } } }] }] })]],
    ['another policy admits them',
      [...plane, policy({ policyTypes: ['Ingress'] }), { ...policy({ ingress: [{}] }), metadata: { name: 'more', namespace: 'union-cp' } }]],
    ['a client gets out', operator({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }, { ports: [{ port: 53, protocol: 'UDP' }] }] })],
    ['a policy that says no types has rules for the way out that let a client out',
      operator({ ingress: [{}], egress: [{ ports: [{ port: 443 }] }, dns] })],
    ['a client gets out at any port', operator({ policyTypes: ['Egress'], egress: [{}] })],
  ],
  notApplicable: [
    ['there is no policy', plane],
    ['a policy has no rule for the way out', operator({ ingress: [{}], egress: [] })],
    ['a policy isolates others', [...plane, policy({ policyTypes: ['Ingress'] }, 'shop')]],
  ],
});
