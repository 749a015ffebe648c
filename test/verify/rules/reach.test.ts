import { serviceWithoutPods } from '../../../src/verify/rules/reach';
import { deployment, ingress, object } from '../_manifests';
import { service as unionService } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

type Json = Record<string, unknown>;

/** A Deployment whose pods have a label and ports. */
function pods(name: string, ports: Json[] = [{ name: 'http', containerPort: 8088 }, { name: 'grpc', containerPort: 8089 }], namespace = 'union-cp'): Json {
  const made = deployment(name, { container: { ports }, namespace });
  return { ...made, spec: { template: { metadata: { labels: { app: name } }, ...(made.spec as Json).template as Json } } };
}
const scaled = (made: Json, replicas: number): Json => ({ ...made, spec: { ...made.spec as Json, replicas } });
const service = (name: string, spec: Json, namespace = 'union-cp') => object('v1', 'Service', name, { spec }, namespace);
const PORTS = [{ name: 'http', port: 80, targetPort: 8088 }, { name: 'grpc', port: 81, targetPort: 'grpc' }];
const finding = (field: string, line: string, expected: string, found: string, name = 'flyteadmin') => ({ object: `v1/Service union-cp/${name}`, field, line, expected, found });
const MATCHES = 'a selector that matches the pods of apps/v1/Deployment union-cp/flyteadmin';
const LISTENS = 'a targetPort on which its pods listen: 8088 (http), 8089 (grpc)';

/** A service that is told how to call the others. */
const calling = unionService('executions', { union: { internalConnectionConfig: { enabled: true, urlPattern: '_SERVICE_.union-cp.svc.cluster.local:80' } } });

/** An Ingress whose guard asks a gate. */
const guarded = ingress('guarded', { annotations: { 'auth-url': 'http://gate.union-cp.svc.cluster.local/' }, paths: { '/': 'flyteconsole' } });

const calledAt = (port: string, namespace = 'union-cp') =>
  unionService('executions', { union: { internalConnectionConfig: { enabled: true, urlPattern: `dns:///_SERVICE_.union-cp:${port}` } } }, { namespace });
const asking = (url: string) => ingress('guarded', { annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole' } });

/** A service with its settings, its pods' ports and probes, and its Service. */
function listening(name: string, config: Json, { ports = [], probe, offers }: { ports?: Json[]; probe?: Json; offers: Json[] }): Json[] {
  const [map, made] = unionService(name, config, { container: { ports, ...probe } });
  return [
    map, { ...made, spec: { template: { metadata: { labels: { app: name } }, ...(made.spec as Json).template as Json } } },
    service(name, { selector: { app: name }, ports: offers }),
  ];
}
const ADMIN_OFFERS = [{ name: 'http', port: 80, targetPort: 8088 }, { name: 'grpc', port: 81, targetPort: 8089 }];
const CLUSTER_OFFERS = [{ name: 'grpc', port: 80, targetPort: 'connect' }, { name: 'connect', port: 83, targetPort: 8081 }];
const OWN_PORTS = [{ name: 'grpc', containerPort: 8080 }, { name: 'http', containerPort: 8089 }, { name: 'debug', containerPort: 10254 }];
const CLUSTER_PORTS = [{ name: 'grpc', containerPort: 8080 }, { name: 'connect', containerPort: 8081 }];
const probed = (port: number | string): Json => ({ readinessProbe: { httpGet: { path: '/healthcheck', port } } });
const setting = (name: string, path: string, line: string, expected: string, found: string) =>
  ({ object: `v1/ConfigMap union-cp/${name}`, field: `data["config.yaml"]${path && `: ${path}`}`, line, expected, found });

const moved = (expected: string, found: string) => ({
  object: 'v2/Values controlplane',
  field: `flyte.configmap.adminServer.${expected.split(':')[0]}`,
  line: 'server: { httpPort: 9090, grpc: { port: 9091 } }',
  expected: `${expected} of the Service of its chart leads`,
  found,
});

testRule(serviceWithoutPods, {
  fires: [
    ['values tell flyteadmin other ports than the Service of its chart leads to',
      changed(CONTROL_PLANE_VALUES, 'adminServer:\n', 'adminServer:\n      server: { httpPort: 9090, grpc: { port: 9091 } }\n'),
      moved('server.grpc.port: 8089, where port 81', '9091'),
      moved('server.httpPort: 8088, where port 80', '9090'),
      remedy(['server: { httpPort: 9090, grpc: { port: 9091 } }', 'server: {}'])],
    ['flyteadmin has other ports than its Service leads to',
      listening('flyteadmin', { server: { httpPort: 8090, grpc: { port: 8091 } }, sharedService: { httpPort: 8088, port: 8089 } }, { offers: ADMIN_OFFERS }),
      setting('flyteadmin', 'server.httpPort', 'httpPort: 8090', 'server.httpPort: 8088, where port 80 of the Service flyteadmin leads', '8090'),
      setting('flyteadmin', 'server.grpc.port', 'port: 8091', 'server.grpc.port: 8089, where port 81 of the Service flyteadmin leads', '8091')],
    ['a service answers Connect at another port than its Service leads to, told once',
      listening('cluster', { sharedService: { connectPort: 8082 } }, { offers: CLUSTER_OFFERS, ports: CLUSTER_PORTS }),
      setting('cluster', 'sharedService.connectPort', 'connectPort: 8082', 'sharedService.connectPort: 8081, where port 80 of the Service cluster leads', '8082')],
    ['the selector has another label than the pods', [pods('flyteadmin'), service('flyteadmin', { selector: { app: 'admin' }, ports: PORTS })],
      finding('spec.selector', 'selector:', MATCHES, 'app=admin, which no pod has')],
    ['one label of the selector is missing on the pods',
      [pods('flyteadmin'), service('flyteadmin', { selector: { app: 'flyteadmin', tier: 'api' }, ports: PORTS })],
      finding('spec.selector', 'selector:', MATCHES, 'app=flyteadmin, tier=api, which no pod has')],
    ['it has neither ports nor a selector', [pods('flyteadmin'), service('flyteadmin', {})],
      finding('spec.ports', 'spec: {}', 'ports that lead to the pods of apps/v1/Deployment union-cp/flyteadmin, and a selector that matches them', 'none')],
    ['the workload has no containers', [
      deployment('flyteadmin', { pod: { containers: undefined } }), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: PORTS }),
    ], finding('spec.selector', 'selector:', MATCHES, 'app=flyteadmin, which no pod has')],
    ['its pods are scaled to none', [scaled(pods('flyteadmin'), 0), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: PORTS })],
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.replicas', 'at least one pod', '0']],
    ['there is no selector', [pods('flyteadmin'), service('flyteadmin', { ports: PORTS })], finding('spec', 'spec:', MATCHES, 'none')],
    ['targetPort is left out, and the pods listen elsewhere',
      [pods('flyteadmin'), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: [{ name: 'http', port: 80 }] })],
      finding('spec.ports[0]', 'name: http', LISTENS, '80')],
    ['targetPort is a name that no port of the pods has',
      [pods('flyteadmin'), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] })],
      finding('spec.ports[0]', 'name: http', LISTENS, 'web')],
    ['a guard asks a gate that finds no pods',
      [guarded, pods('gate', [{ containerPort: 8080 }]), service('gate', { selector: { app: 'other' }, ports: [{ port: 80, targetPort: 8080 }] })],
      finding('spec.selector', 'selector:', 'a selector that matches the pods of apps/v1/Deployment union-cp/gate', 'app=other, which no pod has', 'gate')],
    ['a service is not offered at the port at which the others call it',
      [...calling, pods('usage', [{ containerPort: 8080 }]), service('usage', { selector: { app: 'usage' }, ports: [{ port: 81, targetPort: 8080 }] })],
      finding('spec.ports', 'ports:', 'port 80, at which services call each other by union.internalConnectionConfig.urlPattern', '81', 'usage')],
    ['targetPort is a name, and the pods declare no port',
      [pods('flyteadmin', []), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] })],
      finding('spec.ports[0]', 'name: http', 'a targetPort on which its pods listen: they declare none', 'web'),
      remedy(['targetPort: web', 'targetPort: 8088'])],
    ['a guard asks a gate by its bare name, at a port on which it does not listen',
      [asking('http://gate/'), pods('gate', [{ containerPort: 8080 }]), service('gate', { selector: { app: 'gate' }, ports: [{ port: 80, targetPort: 8088 }] })],
      finding('spec.ports[0]', 'port: 80', 'a targetPort on which its pods listen: 8080', '8088', 'gate')],
    ['a service is offered at two other ports than the one at which the others call it',
      [...calling, pods('usage', [{ containerPort: 8080 }]), service('usage', { selector: { app: 'usage' }, ports: [{ name: 'a', port: 81, targetPort: 8080 }, { name: 'b', port: 82, targetPort: 8080 }] })],
      finding('spec.ports', 'ports:', 'port 80, at which services call each other by union.internalConnectionConfig.urlPattern', '81, 82', 'usage')],
    ['a service that others call is offered at no port',
      [...calling, pods('usage', [{ containerPort: 8080 }]), service('usage', { selector: { app: 'usage' } })],
      finding('spec.ports', 'spec:', 'ports that lead to the pods of apps/v1/Deployment union-cp/usage', 'none', 'usage')],
    ['flyteadmin\'s ports are swapped', [pods('flyteadmin'), service('flyteadmin', {
      selector: { app: 'flyteadmin' }, ports: [{ name: 'http', port: 80, targetPort: 8089 }, { name: 'grpc', port: 81, targetPort: 8088 }],
    })], finding('spec.ports[0]', 'name: http', 'targetPort 8088 (http) behind port 80', '8089, where the pods speak grpc'),
    finding('spec.ports[1]', 'name: grpc', 'targetPort 8089 (grpc) behind port 81', '8088, where the pods speak http')],
    ['the pods lack a label of their own selector', [
      { ...pods('flyteadmin'), spec: { ...pods('flyteadmin').spec as Json, selector: { matchLabels: { tier: 'api' } } } }, service('flyteadmin', { selector: { tier: 'api' }, ports: PORTS }),
    ], ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.metadata.labels.tier', 'api, as the selectors of apps/v1/Deployment union-cp/flyteadmin and of the Service say', 'none']],
    ['a client calls flyteadmin at a port that is gone', [
      ...unionService('executions', { admin: { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret', endpoint: 'flyteadmin:81', insecure: true } }),
      pods('flyteadmin'), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: [{ name: 'http', port: 80, targetPort: 8088 }] }),
    ], finding('spec.ports', 'ports:', 'port 81, at which clients call it (admin.endpoint)', '80')],
    ['a port has no number', [...calling, pods('usage', [{ containerPort: 8080 }]), service('usage', { selector: { app: 'usage' }, ports: [{ targetPort: 8080 }] })],
      finding('spec.ports', 'ports:', 'port 80, at which services call each other by union.internalConnectionConfig.urlPattern', 'one without a number', 'usage')],
  ],
  says: {
    '': 'Values controlplane has port 9091, where no pod listens',
    'pods': 'Service union-cp/flyteadmin leads to no pods: selector is app=flyteadmin, which no pod has <- '
      + 'Deployment union-cp/flyteadmin: spec.template.spec.containers',
    'replicas': 'Deployment union-cp/flyteadmin has no pods: replicas is 0',
    'callers': 'Service union-cp/usage has no port 80, at which services call each other by union.internalConnectionConfig.urlPattern',
  },
  passes: [
    ['values give flyteadmin the ports of its chart, or what is filled in later',
      changed(CONTROL_PLANE_VALUES, 'adminServer:\n', 'adminServer:\n      server: { httpPort: 8088, grpc: { port: "{{ .Values.global.PORT }}" } }\n')],
    ['settings, Service, ports and probe have moved together',
      listening('flyteadmin', { server: { httpPort: 9090 } }, { offers: [{ port: 80, targetPort: 9090 }], ports: [{ containerPort: 9090 }], probe: probed(9090) })],
    ['a Service leads to the port for gRPC alone of a service that answers Connect as well',
      listening('cluster', { sharedService: { connectPort: 8081 } }, { offers: [{ port: 80, targetPort: 'grpc' }], ports: CLUSTER_PORTS })],
    ['a service speaks gRPC where others speak HTTP, to which its Service leads',
      listening('executions', { sharedService: { port: 8089, httpPort: 8080 } }, { offers: [{ port: 80, targetPort: 8089 }], ports: OWN_PORTS })],
    ['a port for HTTP leads to that of gRPC',
      listening('executions', {}, { offers: [{ name: 'http', port: 81, targetPort: 8080 }], ports: OWN_PORTS })],
    ['a service of which no settings are known has a port',
      listening('union-operator', { sharedService: { port: 8081 } }, { offers: [{ port: 80, targetPort: 'debug' }], ports: [{ name: 'debug', containerPort: 10254 }] })],
    ['a Service leads to a proxy beside the service',
      listening('executions', { sharedService: { port: 8080 } }, { offers: [{ port: 80, targetPort: 4180 }], ports: [{ containerPort: 4180 }], probe: { name: 'proxy' } })],
    ['the port in the settings is a reference', listening('flyteadmin', { server: { httpPort: '${PORT}' } }, { offers: ADMIN_OFFERS })],
    ['ports have names with digits',
      [pods('flyteadmin', [{ name: 'http2', containerPort: 8088 }, { name: '2grpc', containerPort: 8089 }]), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: [{ name: 'http', port: 80, targetPort: 'http2' }, { name: 'grpc', port: 81, targetPort: '2grpc' }] })]],
    ['a guard asks a path', [asking('/verify'), pods('flyteadmin'), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: PORTS })]],
    ['those who call at another port are of another control plane',
      [...calledAt('80', 'other-cp'), pods('usage', [{ containerPort: 8080 }]), service('usage', { selector: { app: 'usage' }, ports: [{ port: 81, targetPort: 8080 }] })]],
    ['the others call at a port that none of Union has',
      [...calledAt('9999'), pods('usage', [{ containerPort: 8080 }]), service('usage', { selector: { app: 'usage' }, ports: [{ port: 81, targetPort: 8080 }] })]],
    ['one of two Deployments behind it has pods',
      [scaled(pods('flyteadmin'), 0), { ...pods('flyteadmin'), metadata: { name: 'flyteadmin-canary', namespace: 'union-cp' } }, service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: PORTS })]],
    ['a service is offered where the others call it, and one that is called otherwise elsewhere',
      [...calling, pods('usage', [{ containerPort: 8080 }]), service('usage', { selector: { app: 'usage' }, ports: [{ port: 80, targetPort: 8080 }] }),
        pods('cacheservice', [{ containerPort: 8088 }]), service('cacheservice', { selector: { app: 'cacheservice' }, ports: [{ port: 88, targetPort: 8088 }] })]],
    ['it finds the pods, by number and by name', [pods('flyteadmin'), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: PORTS })]],
    ['the pods declare no ports',
      [pods('flyteadmin', []), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: [{ port: 80, targetPort: 9999 }] })]],
    ['the chart offers a port that nothing serves',
      [pods('flyteadmin'), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: [...PORTS, { name: 'redoc', port: 87, targetPort: 8087 }] })]],
    ['pods do not declare a port that they are known to have',
      [pods('flyteadmin', [{ containerPort: 9 }]), service('flyteadmin', { selector: { app: 'flyteadmin' }, ports: PORTS.slice(0, 1) })]],
  ],
  notApplicable: [
    ['the workload is not in the input', [service('flyteadmin', { selector: { app: 'flyteadmin' } })]],
    ['it is in another namespace', [pods('flyteadmin', [], 'other-cp'), service('flyteadmin', { selector: { app: 'x' } })]],
    ['it leads out of the cluster', [pods('flyteadmin'), service('flyteadmin', { type: 'ExternalName', externalName: 'flyteadmin.example.com' })]],
    ['it is another owner\'s', [pods('shop'), service('shop', { selector: { app: 'x' } })]],
  ],
});
