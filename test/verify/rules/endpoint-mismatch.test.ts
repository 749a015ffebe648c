import { endpointMismatch } from '../../../src/verify/rules/endpoints';
import { manifests, object } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, renamed, service } from '../_planes';
import { testRule } from '../_rule-harness';
import { chartIngresses, HOST } from '../_union';

const NOT_APPLICABLE = 'The input does not show both a client with an endpoint and who serves it.';
const CLIENT = { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret' };
const plane = [...flyteadmin(externalAuth(ISSUER)), ...chartIngresses()];
const executions = (admin: object) => service('executions', { admin: { ...CLIENT, insecure: true, ...admin } });
const propeller = (endpoint: string) => dataPlaneService('flytepropeller', { admin: { ...CLIENT, endpoint } });
const flyteadminService = (port: object) => object('v1', 'Service', 'flyteadmin', { spec: { ports: [port] } });
const at = (name: string, found: string, expected: string) => [{ object: `v1/ConfigMap ${name}`, field: 'data["config.yaml"]: admin.endpoint', line: `endpoint: ${found}`, expected, found }] as const;

const CALLED = 'dns:///flyteadmin.union-cp.svc.cluster.local:81';
const renamedAdmin = renamed('flyteadmin', flyteadmin(externalAuth(ISSUER)));
const calling = (endpoint = CALLED) => renamed('executions', executions({ endpoint }));

const SHARED = { union: { internalConnectionConfig: { urlPattern: '_SERVICE_.union-cp.svc.cluster.local:80' } } };
const AUTHORIZER_HOST = 'dns:///authorizer.union-cp.svc.cluster.local:80';
const sharing = (name: string, authorizerHost = AUTHORIZER_HOST, pattern = SHARED) => service(name, {
  admin: { ...CLIENT, insecure: true, endpoint: 'flyteadmin:81' }, authorizer: { authorizerClient: { grpcConfig: { host: authorizerHost } } }, ...pattern,
});
const alike = [...plane, ...sharing('cluster'), ...sharing('usage')];
const nested = (path: string, value: string): Record<string, unknown> => Object.fromEntries([path.split('.')].map(([first, ...rest]) => [first, rest.length === 0 ? value : nested(rest.join('.'), value)]));

testRule(endpointMismatch, {
  fires: [
    {
      when: 'a path stands behind the port of flyteadmin',
      input: manifests(...plane, ...executions({ endpoint: `${CALLED}/` })),
      findings: at('union-cp/executions', `${CALLED}/`, `${CALLED}: gRPC takes no path`),
      remedy: [[`${CALLED}/`, CALLED]],
    },
    {
      when: 'the Service is misspelt',
      input: manifests(...plane, flyteadminService({ name: 'grpc', port: 81 }), ...executions({ endpoint: 'flytaedmin.union-cp.svc.cluster.local:81' })),
      findings: at('union-cp/executions', 'flytaedmin.union-cp.svc.cluster.local:81', 'flyteadmin.union-cp.svc.cluster.local'),
      remedy: [['flytaedmin', 'flyteadmin']],
    },
    {
      when: 'a data plane asks an authorizer that nobody serves',
      input: manifests(...plane, ...dataPlaneService('union-operator', {
        admin: { ...CLIENT, endpoint: `dns:///${HOST}` }, authorizer: { authorizerClient: { grpcConfig: { host: 'dns:///union.exmaple.com' } } },
      })),
      findings: [{
        object: 'v1/ConfigMap union/union-operator',
        field: 'data["config.yaml"]: authorizer.authorizerClient.grpcConfig.host',
        line: 'host: dns:///union.exmaple.com',
        expected: `${HOST}, which the control plane serves`,
        found: 'dns:///union.exmaple.com',
      }],
    },
    {
      when: 'one of three services asks the authorizer at another port',
      input: manifests(...alike, ...sharing('executions', AUTHORIZER_HOST.replace(':80', ':81'))),
      findings: [{
        object: 'v1/ConfigMap union-cp/executions',
        field: 'data["config.yaml"]: authorizer.authorizerClient.grpcConfig.host',
        line: `host: ${AUTHORIZER_HOST.replace(':80', ':81')}`,
        expected: `${AUTHORIZER_HOST}, as the other services have it`,
        found: AUTHORIZER_HOST.replace(':80', ':81'),
      }],
    },
    {
      when: 'one of three services finds the others in a misspelt domain',
      input: manifests(...alike, ...sharing('executions', AUTHORIZER_HOST, { union: { internalConnectionConfig: { urlPattern: '_SERVICE_.union-cp.svc.cluster.lcoal:80' } } })),
      findings: [{
        object: 'v1/ConfigMap union-cp/executions',
        field: 'data["config.yaml"]: union.internalConnectionConfig.urlPattern',
        line: 'urlPattern: _SERVICE_.union-cp.svc.cluster.lcoal:80',
        expected: '_SERVICE_.union-cp.svc.cluster.local:80, as the other services have it',
        found: '_SERVICE_.union-cp.svc.cluster.lcoal:80',
      }],
    },
    {
      when: 'kustomize has put a prefix before the Services of a plane, told once',
      input: manifests(...renamedAdmin, ...calling(), ...renamed('usage', service('usage', { admin: { ...CLIENT, insecure: true, endpoint: 'flyteadmin:81' } }))),
      findings: [{
        object: 'v1/Service union-cp/acme-flyteadmin',
        field: 'metadata.name',
        line: 'name: acme-flyteadmin',
        expected: `flyteadmin, by which it is called: ${CALLED}, and 1 more`,
        found: 'acme-flyteadmin, and 2 more Services of Union renamed alike',
      }],
      remedy: [['acme-', '']],
    },
    { when: 'nobody serves the host', input: manifests(...plane, ...propeller('dns:///union.exmaple.com')), findings: at('union/flytepropeller', 'dns:///union.exmaple.com', `${HOST}, which the control plane serves`) },
    {
      when: 'the domain of the cluster is misspelt',
      input: manifests(...plane, ...executions({ endpoint: 'flyteadmin.union-cp.svc.clusetr.local:81' })),
      findings: at('union-cp/executions', 'flyteadmin.union-cp.svc.clusetr.local:81', 'flyteadmin.union-cp.svc.cluster.local'),
    },
    { when: 'the port is that of HTTP', input: manifests(...plane, ...executions({ endpoint: 'dns:///flyteadmin.union-cp:80' })), findings: at('union-cp/executions', 'dns:///flyteadmin.union-cp:80', 'flyteadmin\'s port for gRPC, 81') },
    { when: 'the public host is asked at the port of HTTP', input: manifests(...plane, ...propeller(`dns:///${HOST}:80`)), findings: at('union/flytepropeller', `dns:///${HOST}:80`, 'the port of TLS, 443, or none') },
    { when: 'it is a URL', input: manifests(...plane, ...propeller(`https://${HOST}`)), findings: at('union/flytepropeller', `https://${HOST}`, `dns:///${HOST}: gRPC takes no URL`) },
    { when: 'it has two slashes', input: manifests(...plane, ...propeller(`dns://${HOST}`)), findings: at('union/flytepropeller', `dns://${HOST}`, 'three slashes: behind two, gRPC reads the DNS server to ask') },
    { when: 'it is a URL of gRPC', input: manifests(...plane, ...propeller(`grpc://${HOST}`)), findings: at('union/flytepropeller', `grpc://${HOST}`, `dns:///${HOST}: gRPC takes no URL`) },
    { when: 'it is a URL in the cluster', input: manifests(...plane, ...executions({ endpoint: 'http://flyteadmin:81' })), findings: at('union-cp/executions', 'http://flyteadmin:81', 'dns:///flyteadmin:81: gRPC takes no URL') },
    { when: 'the namespace is another', input: manifests(...plane, ...executions({ endpoint: 'flyteadmin.default.svc:81' })), findings: at('union-cp/executions', 'flyteadmin.default.svc:81', 'flyteadmin of namespace union-cp') },
    { when: 'it speaks TLS', input: manifests(...plane, ...executions({ endpoint: 'flyteadmin:81', insecure: false })), findings: at('union-cp/executions', 'flyteadmin:81', 'insecure: true, as flyteadmin speaks no TLS inside the cluster') },
    { when: 'the Service calls another port http', input: manifests(...plane, flyteadminService({ name: 'http', port: 8088 }), ...executions({ endpoint: 'flyteadmin:8088' })), findings: at('union-cp/executions', 'flyteadmin:8088', 'flyteadmin\'s port for gRPC, 81') },
    {
      when: 'nobody serves the host, of several',
      input: manifests(...plane, ...chartIngresses({ host: 'eu.example.com' }), ...propeller('dns:///union.exmaple.com')),
      findings: at('union/flytepropeller', 'dns:///union.exmaple.com', `${HOST} or eu.example.com, which the control plane serves`),
    },
    { when: 'it speaks TLS, as nothing is said', input: manifests(...plane, ...executions({ endpoint: 'flyteadmin:81', insecure: undefined })), findings: at('union-cp/executions', 'flyteadmin:81', 'insecure: true, as flyteadmin speaks no TLS inside the cluster') },
    ...([
      ['operator.clusterData.cloudHostName', `https://${HOST}`, `${HOST}, the host alone`],
      ['operator.clusterData.cloudHostName', `${HOST}/`, `${HOST}, the host alone`],
      ['connection.rootTenantURLPattern', `https://${HOST}`, `dns:///${HOST}: gRPC takes no URL`],
      ['connection.rootTenantURLPattern', `dns:///${HOST}/`, `dns:///${HOST}: gRPC takes no path`],
      ['union.connection.host', `dns:///${HOST}/api`, `dns:///${HOST}: gRPC takes no path`],
    ] as const).map(([path, found, expected]) => ({
      when: `${path} is ${found}`,
      input: manifests(...plane, ...propeller(`dns:///${HOST}`), ...dataPlaneService('union-operator', nested(path, found))),
      findings: [{
        object: 'v1/ConfigMap union/union-operator', field: `data["config.yaml"]: ${path}`, line: `${path.split('.').at(-1)}: ${found}`, expected, found,
      }] as const,
    })),
  ],
  passes: [
    { when: 'a Service of the old name is there, too', input: manifests(...renamedAdmin, flyteadminService({ name: 'grpc', port: 81 }), ...calling()) },
    { when: 'flyteadmin alone has another name, and the file with its own may be missing', input: manifests(...renamedAdmin, ...executions({ endpoint: CALLED })) },
    { when: 'another Service has another suffix', input: manifests(...renamedAdmin, ...renamed('executions', executions({ endpoint: CALLED }), (name) => `${name}-b`)) },
    { when: 'one of three services has a shorter name of the authorizer', input: manifests(...alike, ...sharing('executions', 'dns:///authorizer:80')) },
    { when: 'two services differ, and nobody can tell which is right', input: manifests(...plane, ...sharing('cluster'), ...sharing('executions', AUTHORIZER_HOST.replace(':80', ':81'))) },
    { when: 'a Service of a like name is in another namespace', input: manifests(...plane, object('v1', 'Service', 'flyteadmins', { spec: {} }, 'other'), ...executions({ endpoint: 'flyteadmin:81' })) },
    { when: 'flyteadmin speaks TLS itself', input: manifests(...flyteadmin(externalAuth(ISSUER), { secure: true }), ...chartIngresses(), ...executions({ endpoint: 'flyteadmin:81', insecure: false })) },
    { when: 'only flyteadmin is in the input, and the client calls it', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...executions({ endpoint: 'flyteadmin:81' })) },
    { when: 'the Service calls the port grpc', input: manifests(...plane, flyteadminService({ name: 'grpc', port: 81 }), ...executions({ endpoint: 'flyteadmin:81' })) },
    { when: 'a data plane calls the public host', input: manifests(...plane, ...propeller(`dns:///${HOST}:443`)) },
    { when: 'a DNS server is named that knows the public host', input: manifests(...plane, ...propeller(`dns://10.0.0.10/${HOST}`)) },
    { when: 'a service calls flyteadmin', input: manifests(...plane, ...executions({ endpoint: 'dns:///flyteadmin.union-cp.svc.cluster.local:81' })) },
  ],
  notApplicable: [
    { when: 'the hosts of the control plane are not known', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...chartIngresses({ host: null }), ...propeller('dns:///union.exmaple.com')), reason: NOT_APPLICABLE },
    { when: 'one host of several may be any', input: manifests(...plane, ...chartIngresses({ host: '*.example.com' }), ...propeller('dns:///union.exmaple.com')), reason: NOT_APPLICABLE },
    { when: 'flyteadmin is not in the input', input: manifests(...chartIngresses(), ...executions({ endpoint: 'flyteadmin:80' })), reason: NOT_APPLICABLE },
    { when: 'renamed Services are called by their new names', input: manifests(...renamedAdmin, ...calling('acme-flyteadmin.union-cp.svc.cluster.local:81')), reason: NOT_APPLICABLE },
    { when: 'the control plane is not in the input', input: manifests(...propeller('dns:///union.exmaple.com')), reason: NOT_APPLICABLE },
    { when: 'the endpoint is the controller of the edge', input: manifests(...plane, ...executions({ endpoint: 'dns:///controlplane-nginx-controller.union-cp.svc.cluster.local' })), reason: NOT_APPLICABLE },
  ],
});
