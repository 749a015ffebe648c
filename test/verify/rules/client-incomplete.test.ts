import { clientIncomplete } from '../../../src/verify/rules/client-incomplete';
import { manifests } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service, TOKEN_URL } from '../_planes';
import { testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

const NOT_APPLICABLE = 'No service in the input authenticates as a client with its whole configuration shown.';
const AUTH = { enable: true, clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', tokenUrl: TOKEN_URL, scopes: ['all'] };
const others = [...service('cluster', { union: { connection: {}, auth: AUTH } }), ...service('usage', { union: { connection: {}, auth: AUTH } })];
const executions = (auth: object) => manifests(...service('executions', { union: { connection: { insecure: false }, auth } }), ...others);
const at = (field: string, line: string, expected: string, found = 'none') => [{ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: ${field}`, line, expected, found }] as const;

const { enable: ___, ...ADMIN } = AUTH;
const HOST = 'dns:///union.example.com';
const inDataPlane = (field: string, line: string, expected: string, found: string) => [{ object: 'v1/ConfigMap union/union-operator', field: `data["config.yaml"]: ${field}`, line, expected, found }] as const;

const { tokenUrl: _, ...withoutTokenUrl } = AUTH;
const { clientId: __, ...withoutId } = AUTH;

testRule(clientIncomplete, {
  fires: [
    { when: 'a client has no ID', input: manifests(...service('executions', { union: { auth: withoutId } })), findings: at('union.auth', 'auth:', 'clientId in union.auth') },
    { when: 'it lacks what the others have', input: executions(withoutTokenUrl), findings: at('union.auth', 'auth:', 'tokenUrl in union.auth') },
    { when: 'it requests less than the others', input: executions({ ...AUTH, scopes: ['openid'] }), findings: at('union.auth.scopes', 'scopes:', 'the scope all, as the other clients request', 'openid') },
    {
      when: 'it lacks the endpoint that the others have',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...service('executions', { admin: ADMIN }), ...['cluster', 'usage'].flatMap((name) => service(name, { admin: { endpoint: 'flyteadmin:81', ...ADMIN }, union: { auth: AUTH } }))),
      findings: at('admin', 'admin:', 'endpoint in admin'),
    },
    {
      when: 'an operator is not told of the control plane',
      input: manifests(...dataPlaneService('union-operator', { union: { auth: AUTH } })),
      findings: inDataPlane('union', 'union:', 'union.connection.host, the host of the control plane', 'none'),
    },
    {
      when: 'an admin client of a data plane has an empty endpoint',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', { admin: { ...ADMIN, endpoint: '' }, union: { connection: { host: HOST }, auth: AUTH } })),
      findings: inDataPlane('admin.endpoint', 'endpoint: ""', 'admin.endpoint, the host of the control plane', 'an empty text'),
    },
    {
      when: 'an operator registers under another client',
      input: manifests(...dataPlaneService('union-operator', { union: { connection: { host: HOST }, auth: AUTH }, operator: { clusterData: { appId: 'theirs' } } })),
      findings: inDataPlane('operator.clusterData.appId', 'appId: theirs', 'operator.clusterData.appId ours, as union.auth.clientId says', 'theirs'),
    },
    {
      when: 'an operator registers under none',
      input: manifests(...dataPlaneService('union-operator', { union: { connection: { host: HOST }, auth: AUTH }, operator: { clusterData: {} } })),
      findings: inDataPlane('operator.clusterData', 'clusterData: {}', 'operator.clusterData.appId ours, as union.auth.clientId says', 'none'),
    },
  ],
  passes: [
    { when: 'all are complete', input: executions(AUTH) },
    {
      when: 'clients of a data plane are told of the control plane',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', { admin: { endpoint: HOST, ...ADMIN }, union: { connection: { host: HOST }, auth: AUTH } })),
    },
    { when: 'the chart knows the endpoints of its services', input: changed(CONTROL_PLANE_VALUES, 'configMap:\n', 'configMap:\n  admin: { endpoint: dns:///flyteadmin:81 }\n') },
    { when: 'two differ, and nobody can tell which is right', input: manifests(...service('executions', { union: { auth: withoutTokenUrl } }), ...service('cluster', { union: { auth: AUTH } })) },
  ],
  notApplicable: [
    { when: 'no service is a client', input: manifests(...service('executions', { logger: {} })), reason: NOT_APPLICABLE },
  ],
});
