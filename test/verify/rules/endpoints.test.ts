import { endpointInsecure, endpointMismatch } from '../../../src/verify/rules/endpoints';
import { ingress, manifests, object } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, renamed, service } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { chartIngresses, HOST } from '../_union';
import { DATA_PLANE_VALUES, withValue } from '../_values';

const MISMATCH_CLIENT = { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret' };
const plane = [...flyteadmin(externalAuth(ISSUER)), ...chartIngresses()];
const executions = (admin: object) => service('executions', { admin: { ...MISMATCH_CLIENT, insecure: true, ...admin } });
const mismatchPropeller = (endpoint: string) => dataPlaneService('flytepropeller', { admin: { ...MISMATCH_CLIENT, endpoint } });
const flyteadminService = (port: object) => object('v1', 'Service', 'flyteadmin', { spec: { ports: [port] } });
const mismatchAt = (name: string, found: string, expected: string) => [{ object: `v1/ConfigMap ${name}`, field: 'data["config.yaml"]: admin.endpoint', expected, found }] as const;

const CALLED = 'dns:///flyteadmin.union-cp.svc.cluster.local:81';
const renamedAdmin = renamed('flyteadmin', flyteadmin(externalAuth(ISSUER)));
const calling = (endpoint = CALLED) => renamed('executions', executions({ endpoint }));

const SHARED = { union: { internalConnectionConfig: { urlPattern: '_SERVICE_.union-cp.svc.cluster.local:80' } } };
const AUTHORIZER_HOST = 'dns:///authorizer.union-cp.svc.cluster.local:80';
const sharing = (name: string, authorizerHost = AUTHORIZER_HOST, pattern = SHARED) => service(name, {
  admin: { ...MISMATCH_CLIENT, insecure: true, endpoint: 'flyteadmin:81' }, authorizer: { authorizerClient: { grpcConfig: { host: authorizerHost } } }, ...pattern,
});
const alike = [...plane, ...sharing('cluster'), ...sharing('usage')];
const nested = (path: string, value: string): Record<string, unknown> => Object.fromEntries([path.split('.')].map(([first, ...rest]) => [first, rest.length === 0 ? value : nested(rest.join('.'), value)]));

testRule(endpointMismatch, {
  fires: [
    ['a path stands behind the port of flyteadmin', [...plane, ...executions({ endpoint: `${CALLED}/` })],
      ...mismatchAt('union-cp/executions', `${CALLED}/`, `${CALLED}: gRPC takes no path`),
      remedy([`${CALLED}/`, CALLED])],
    ['the Service is misspelt',
      [...plane, flyteadminService({ name: 'grpc', port: 81 }), ...executions({ endpoint: 'flytaedmin.union-cp.svc.cluster.local:81' })],
      ...mismatchAt('union-cp/executions', 'flytaedmin.union-cp.svc.cluster.local:81', 'flyteadmin.union-cp.svc.cluster.local'),
      remedy(['flytaedmin', 'flyteadmin'])],
    ['a data plane asks an authorizer that nothing serves', [...plane, ...dataPlaneService('union-operator', {
      admin: { ...MISMATCH_CLIENT, endpoint: `dns:///${HOST}` }, authorizer: { authorizerClient: { grpcConfig: { host: 'dns:///union.exmaple.com' } } },
    })], ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: authorizer.authorizerClient.grpcConfig.host', `${HOST}, which the control plane serves`,
      'dns:///union.exmaple.com']],
    ['one of three services asks the authorizer at another port', [...alike, ...sharing('executions', AUTHORIZER_HOST.replace(':80', ':81'))],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: authorizer.authorizerClient.grpcConfig.host',
        `${AUTHORIZER_HOST}, as the other services have it`, AUTHORIZER_HOST.replace(':80', ':81')]],
    ['one of three services finds the others in a misspelt domain',
      [...alike, ...sharing('executions', AUTHORIZER_HOST, { union: { internalConnectionConfig: { urlPattern: '_SERVICE_.union-cp.svc.cluster.lcoal:80' } } })],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union.internalConnectionConfig.urlPattern',
        '_SERVICE_.union-cp.svc.cluster.local:80, as the other services have it', '_SERVICE_.union-cp.svc.cluster.lcoal:80']],
    ['kustomize has put a prefix before the Services of a plane, told once',
      [...renamedAdmin, ...calling(), ...renamed('usage', service('usage', { admin: { ...MISMATCH_CLIENT, insecure: true, endpoint: 'flyteadmin:81' } }))],
      ['v1/Service union-cp/acme-flyteadmin', 'metadata.name', `flyteadmin, as in ${CALLED}, and 1 more`,
        'acme-flyteadmin, and 2 more Services of Union renamed alike'],
      remedy(['acme-', ''])],
    ['nothing serves the host', [...plane, ...mismatchPropeller('dns:///union.exmaple.com')],
      ...mismatchAt('union/flytepropeller', 'dns:///union.exmaple.com', `${HOST}, which the control plane serves`)],
    ['the domain of the cluster is misspelt', [...plane, ...executions({ endpoint: 'flyteadmin.union-cp.svc.clusetr.local:81' })],
      ...mismatchAt('union-cp/executions', 'flyteadmin.union-cp.svc.clusetr.local:81', 'flyteadmin.union-cp.svc.cluster.local')],
    ['the port is that of HTTP', [...plane, ...executions({ endpoint: 'dns:///flyteadmin.union-cp:80' })],
      ...mismatchAt('union-cp/executions', 'dns:///flyteadmin.union-cp:80', 'flyteadmin\'s port for gRPC, 81')],
    ['the public host is asked at the port of HTTP', [...plane, ...mismatchPropeller(`dns:///${HOST}:80`)],
      ...mismatchAt('union/flytepropeller', `dns:///${HOST}:80`, 'the port of TLS, 443, or none')],
    ['it is a URL', [...plane, ...mismatchPropeller(`https://${HOST}`)],
      ...mismatchAt('union/flytepropeller', `https://${HOST}`, `dns:///${HOST}: gRPC takes no URL`)],
    ['it has two slashes', [...plane, ...mismatchPropeller(`dns://${HOST}`)],
      ...mismatchAt('union/flytepropeller', `dns://${HOST}`, 'three slashes: behind two, gRPC reads the DNS server to ask')],
    ['it is a URL of gRPC', [...plane, ...mismatchPropeller(`grpc://${HOST}`)],
      ...mismatchAt('union/flytepropeller', `grpc://${HOST}`, `dns:///${HOST}: gRPC takes no URL`)],
    ['it is a URL in the cluster', [...plane, ...executions({ endpoint: 'http://flyteadmin:81' })],
      ...mismatchAt('union-cp/executions', 'http://flyteadmin:81', 'dns:///flyteadmin:81: gRPC takes no URL')],
    ['the namespace is another', [...plane, ...executions({ endpoint: 'flyteadmin.default.svc:81' })],
      ...mismatchAt('union-cp/executions', 'flyteadmin.default.svc:81', 'flyteadmin of namespace union-cp')],
    ['it speaks TLS', [...plane, ...executions({ endpoint: 'flyteadmin:81', insecure: false })],
      ...mismatchAt('union-cp/executions', 'flyteadmin:81', 'insecure: true, as flyteadmin speaks no TLS inside the cluster')],
    ['the Service calls another port http',
      [...plane, flyteadminService({ name: 'http', port: 8088 }), ...executions({ endpoint: 'flyteadmin:8088' })],
      ...mismatchAt('union-cp/executions', 'flyteadmin:8088', 'flyteadmin\'s port for gRPC, 81')],
    ['nothing serves the host, of several', [...plane, ...chartIngresses({ host: 'eu.example.com' }), ...mismatchPropeller('dns:///union.exmaple.com')],
      ...mismatchAt('union/flytepropeller', 'dns:///union.exmaple.com', `${HOST} or eu.example.com, which the control plane serves`)],
    ['it speaks TLS, as nothing is said', [...plane, ...executions({ endpoint: 'flyteadmin:81', insecure: undefined })],
      ...mismatchAt('union-cp/executions', 'flyteadmin:81', 'insecure: true, as flyteadmin speaks no TLS inside the cluster'),
      remedy(['endpoint: flyteadmin:81', 'endpoint: flyteadmin:81\n      insecure: true'])],
    ...([
      ['operator.clusterData.cloudHostName', `https://${HOST}`, `${HOST}, the host alone`],
      ['operator.clusterData.cloudHostName', `${HOST}/`, `${HOST}, the host alone`],
      ['connection.rootTenantURLPattern', `https://${HOST}`, `dns:///${HOST}: gRPC takes no URL`],
      ['connection.rootTenantURLPattern', `dns:///${HOST}/`, `dns:///${HOST}: gRPC takes no path`],
      ['union.connection.host', `dns:///${HOST}/api`, `dns:///${HOST}: gRPC takes no path`],
    ] as const).map(([path, found, expected]): FiringRow => [`${path} is ${found}`, [...plane, ...mismatchPropeller(`dns:///${HOST}`), ...dataPlaneService('union-operator', nested(path, found))],
      ['v1/ConfigMap union/union-operator', `data["config.yaml"]: ${path}`, expected, found]]),
    ['the edge serves a slip of the host that several call', [
      ...flyteadmin(externalAuth(ISSUER)), ingress('api', { host: 'union.exmaple.com', paths: { '/me': 'flyteadmin:80', '/api': 'flyteadmin:80' } }),
      ...mismatchPropeller(`dns:///${HOST}`), ...dataPlaneService('union-operator', { union: { connection: { host: `dns:///${HOST}` } } }),
    ], ['networking.k8s.io/v1/Ingress union-cp/api', 'spec.rules[0].host', `${HOST}, as 2 places call the control plane`, 'union.exmaple.com']],
    ['flyteadmin alone speaks TLS', [
      ...flyteadmin(externalAuth(ISSUER), { secure: true }), ...chartIngresses(),
      ...['executions', 'usage'].flatMap((name) => service(name, { admin: { ...MISMATCH_CLIENT, insecure: true, endpoint: 'flyteadmin:81' } })),
    ], ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.secure',
      'false, or none, as all that call flyteadmin have insecure: true', 'true']],
    ['services are called in another namespace', [...plane, ...service('executions', { union: { internalConnectionConfig: { urlPattern: '_SERVICE_.other.svc.cluster.local:80' } } }), ...mismatchPropeller(`dns:///${HOST}`)],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union.internalConnectionConfig.urlPattern', 'the services of union-cp', '_SERVICE_.other.svc.cluster.local:80']],
    ['the Service does not offer the port', [...plane, flyteadminService({ name: 'grpc', port: 81 }), ...executions({ endpoint: 'flyteadmin:82' })],
      ...mismatchAt('union-cp/executions', 'flyteadmin:82', 'flyteadmin\'s port for gRPC, 81')],
    ['the edge serves another host than the only client calls', [
      ...flyteadmin(externalAuth(ISSUER)), ingress('api', { host: 'union.exmaple.com', paths: { '/me': 'flyteadmin:80', '/api': 'flyteadmin:80' } }), ...mismatchPropeller(`dns:///${HOST}`),
    ], ...mismatchAt('union/flytepropeller', `dns:///${HOST}`, 'union.exmaple.com, which the control plane serves')],
  ],
  says: {
    '': 'ConfigMap union-cp/executions has endpoint dns:///flyteadmin.union-cp.svc.cluster.local:81/, which does not lead to flyteadmin',
    'renamed': 'Service union-cp/acme-flyteadmin is called by another name: flyteadmin, as in dns:///flyteadmin.union-cp.svc.cluster.local:81, and 1 '
      + 'more',
    'served': 'Ingress union-cp/api serves union.exmaple.com, and clients call union.example.com',
    'TLS': 'ConfigMap union-cp/flyte-admin-base-config speaks TLS, and everything calls it without',
  },
  passes: [
    ['a Service of the old name is there, too', [...renamedAdmin, flyteadminService({ name: 'grpc', port: 81 }), ...calling()]],
    ['flyteadmin alone has another name, and the file with its own may be missing', [...renamedAdmin, ...executions({ endpoint: CALLED })]],
    ['another Service has another suffix', [...renamedAdmin, ...renamed('executions', executions({ endpoint: CALLED }), (name) => `${name}-b`)]],
    ['one of three services has a shorter name of the authorizer', [...alike, ...sharing('executions', 'dns:///authorizer:80')]],
    ['two services differ, and neither is known to be right',
      [...plane, ...sharing('cluster'), ...sharing('executions', AUTHORIZER_HOST.replace(':80', ':81'))]],
    ['a Service of a like name is in another namespace',
      [...plane, object('v1', 'Service', 'flyteadmins', { spec: {} }, 'other'), ...executions({ endpoint: 'flyteadmin:81' })]],
    ['flyteadmin speaks TLS itself',
      [...flyteadmin(externalAuth(ISSUER), { secure: true }), ...chartIngresses(), ...executions({ endpoint: 'flyteadmin:81', insecure: false })]],
    ['only flyteadmin is in the input, and the client calls it', [...flyteadmin(externalAuth(ISSUER)), ...executions({ endpoint: 'flyteadmin:81' })]],
    ['the Service calls the port grpc', [...plane, flyteadminService({ name: 'grpc', port: 81 }), ...executions({ endpoint: 'flyteadmin:81' })]],
    ['a data plane calls the public host', [...plane, ...mismatchPropeller(`dns:///${HOST}:443`)]],
    ['a DNS server is named that knows the public host', [...plane, ...mismatchPropeller(`dns://10.0.0.10/${HOST}`)]],
    ['a service calls flyteadmin', [...plane, ...executions({ endpoint: 'dns:///flyteadmin.union-cp.svc.cluster.local:81' })]],
  ],
  notApplicable: [
    ['the hosts of the control plane are not known',
      [...flyteadmin(externalAuth(ISSUER)), ...chartIngresses({ host: null }), ...mismatchPropeller('dns:///union.exmaple.com')]],
    ['one host of several may be any', [...plane, ...chartIngresses({ host: '*.example.com' }), ...mismatchPropeller('dns:///union.exmaple.com')]],
    ['flyteadmin is not in the input', [...chartIngresses(), ...executions({ endpoint: 'flyteadmin:80' })]],
    ['renamed Services are called by their new names', [...renamedAdmin, ...calling('acme-flyteadmin.union-cp.svc.cluster.local:81')]],
    ['the control plane is not in the input', mismatchPropeller('dns:///union.exmaple.com')],
    ['the endpoint is the controller of the edge',
      [...plane, ...executions({ endpoint: 'dns:///controlplane-nginx-controller.union-cp.svc.cluster.local' })]],
  ],
});

const INSECURE_CLIENT = { clientId: 'a', clientSecretLocation: '/etc/union/secret/client_secret' };
const insecurePropeller = (admin: object) => manifests(...dataPlaneService('flytepropeller', { admin: { ...INSECURE_CLIENT, endpoint: 'dns:///union.example.com', ...admin } }));
const insecureAt = (key: string, line: string, expected: string, found: string) => [{ object: 'v1/ConfigMap union/flytepropeller', field: `data["config.yaml"]: admin.${key}`, line, expected, found }] as const;

testRule(endpointInsecure, {
  fires: [
    ['a client speaks plain text', insecurePropeller({ insecure: true }),
      ...insecureAt('insecure', 'insecure: true', 'insecure: false, for union.example.com is outside the cluster', 'insecure: true')],
    ['a client trusts any certificate', insecurePropeller({ insecureSkipVerify: true }),
      ...insecureAt('insecureSkipVerify', 'insecureSkipVerify: true', 'insecureSkipVerify: false, for union.example.com is outside the cluster', 'insecureSkipVerify: true')],
    ...['config.admin.admin', 'config.union.connection'].flatMap((section) => ['insecure', 'insecureSkipVerify'].map((key): FiringRow =>
      [`values set ${section}.${key}`, withValue(DATA_PLANE_VALUES, `${section}.${key}`, true),
        ['v2/Values dataplane', `${section}.${key}`, 'false, for the control plane is outside the cluster', 'true']])),
    ['the endpoint says http', insecurePropeller({ endpoint: 'http://union.example.com' }),
      ...insecureAt('endpoint', 'endpoint: http://union.example.com', 'TLS to union.example.com', 'http://union.example.com'),
      remedy(['http://union.example.com', 'dns:///union.example.com'])],
    ['one of three services calls the public host as the others call the Service', [
      ...service('executions', { admin: { ...INSECURE_CLIENT, endpoint: 'dns:///union.example.com', insecure: true } }),
      ...['cluster', 'usage'].flatMap((name) => service(name, { admin: { ...INSECURE_CLIENT, endpoint: CALLED, insecure: true } })),
    ], ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: admin.endpoint', `${CALLED}, as the other services have it`, 'dns:///union.example.com']],
  ],
  says: { '': 'ConfigMap union/flytepropeller calls union.example.com without TLS or without checking the certificate (insecure)' },
  passes: [['it speaks TLS', insecurePropeller({ insecure: false, insecureSkipVerify: false })], ['it says nothing about it', insecurePropeller({})]],
  notApplicable: [
    ['plain text stays in the cluster',
      service('executions', { admin: { ...INSECURE_CLIENT, endpoint: 'flyteadmin.union-cp.svc.cluster.local:81', insecure: true } })],
    ['no service calls another', dataPlaneService('flytepropeller', { logger: {} })],
  ],
});
