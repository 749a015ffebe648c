import { clientIncomplete } from '../../../src/verify/rules/clients';
import { manifests } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, partlyShown, service, TOKEN_URL } from '../_planes';
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
const { scopes: ____, ...withoutScopes } = AUTH;
const { clientId: __, ...withoutId } = AUTH;

/** Services of a namespace, each with its section union.auth. */
const clients = (auths: Record<string, object>, namespace = 'union-cp') => Object.entries(auths).flatMap(([name, auth]) => service(name, { union: { connection: {}, auth } }, { namespace }));
const operators = (sections: Record<string, Record<string, unknown>>) =>
  manifests(...Object.entries(sections).flatMap(([name, config]) => dataPlaneService(name, config)));
const remote = { connection: { host: HOST } };
const registered = (appId: string, admin?: object) => dataPlaneService('union-operator', { ...admin === undefined ? {} : { admin }, union: { ...remote, auth: AUTH }, operator: { clusterData: { appId } } });
/** Part of its configuration is not in the input. */
const partly = { pod: partlyShown('executions') };

testRule(clientIncomplete, {
  fires: [
    { when: 'a client has no ID', input: manifests(...service('executions', { union: { auth: withoutId } })), findings: at('union.auth', 'auth:', 'clientId in union.auth') },
    {
      when: 'a client has neither an ID nor the place of its secret',
      input: manifests(...service('executions', { union: { auth: { enable: true, tokenUrl: TOKEN_URL } } })),
      findings: at('union.auth', 'auth:', 'clientId in union.auth'),
    },
    {
      when: 'an admin client has no ID, and one of the flyteadmins that it may call demands tokens',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...flyteadmin({}, { namespace: 'other-cp', useAuth: false }),
        ...dataPlaneService('union-operator', { admin: { endpoint: HOST, clientSecretLocation: AUTH.clientSecretLocation } })),
      findings: inDataPlane('admin', 'admin:', 'clientId in admin', 'none'),
    },
    {
      when: 'it names no scopes, and one of the others some more',
      input: manifests(...clients({ executions: { enable: true, clientId: 'ours' }, cluster: AUTH, usage: { ...AUTH, scopes: ['all', 'openid'] } })),
      findings: at('union.auth', 'auth:', 'tokenUrl, scopes in union.auth'),
    },
    {
      when: 'it requests less than all others do, and more of its own',
      input: manifests(...clients({
        executions: { ...AUTH, scopes: ['openid', 'email'] }, cluster: { ...AUTH, scopes: ['all', 'groups', 'usage'] }, usage: { ...AUTH, scopes: ['groups', 'all'] },
      })),
      findings: at('union.auth.scopes', 'scopes:', 'the scope all, groups, as the other clients request', 'openid, email'),
    },
    {
      when: 'it alone requests nothing, and the others not the same',
      input: manifests(...clients({ executions: withoutScopes, cluster: AUTH, usage: { ...AUTH, scopes: ['openid'] } })),
      findings: at('union.auth', 'auth:', 'scopes in union.auth'),
    },
    {
      when: 'nothing has a namespace, as helm template leaves it',
      input: manifests(...['executions', 'cluster', 'usage'].flatMap((name, index) => service(name, { union: { auth: index === 0 ? withoutTokenUrl : AUTH } }, { namespace: null }))),
      findings: [{ ...at('union.auth', 'auth:', 'tokenUrl in union.auth')[0], object: 'v1/ConfigMap executions' }],
    },
    {
      when: 'a client of a data plane lacks what the others have',
      input: operators({ 'union-operator': { union: { ...remote, auth: withoutTokenUrl } }, 'executor': { union: { ...remote, auth: AUTH } }, 'leaseworker': { union: { ...remote, auth: AUTH } } }),
      findings: inDataPlane('union.auth', 'auth:', 'tokenUrl in union.auth', 'none'),
    },
    {
      when: 'a client of a data plane has no endpoint while the others have: one finding',
      input: manifests(...flyteadmin(externalAuth(ISSUER))) + operators({ 'union-operator': { admin: ADMIN }, 'executor': { admin: { endpoint: HOST, ...ADMIN } }, 'leaseworker': { admin: { endpoint: HOST, ...ADMIN } } }),
      findings: inDataPlane('admin', 'admin:', 'admin.endpoint, the host of the control plane', 'none'),
    },
    {
      when: 'an operator has no ID to register under',
      input: manifests(...dataPlaneService('union-operator', { union: { ...remote, auth: withoutId }, operator: { clusterData: { appId: 'ours' } } })),
      findings: inDataPlane('union.auth', 'auth:', 'clientId in union.auth', 'none'),
    },
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
    { when: 'the others request offline_access', input: manifests(...clients({ executions: AUTH, cluster: { ...AUTH, scopes: ['all', 'offline_access'] }, usage: { ...AUTH, scopes: ['all', 'offline_access'] } })) },
    { when: 'all are complete', input: executions(AUTH) },
    {
      when: 'clients of a data plane are told of the control plane',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', { admin: { endpoint: HOST, ...ADMIN }, union: { connection: { host: HOST }, auth: AUTH } })),
    },
    { when: 'the chart knows the endpoints of its services', input: changed(CONTROL_PLANE_VALUES, 'configMap:\n', 'configMap:\n  admin: { endpoint: dns:///flyteadmin:81 }\n') },
    { when: 'an operator registers as the client that it is, whatever its admin client', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...registered('ours', { endpoint: HOST, ...ADMIN, clientId: 'other' })) },
    { when: 'one of two others has it', input: manifests(...clients({ executions: withoutTokenUrl, cluster: withoutTokenUrl, usage: AUTH })) },
    { when: 'the others leave it empty', input: manifests(...clients({ executions: withoutTokenUrl, cluster: { ...AUTH, tokenUrl: '' }, usage: { ...AUTH, tokenUrl: '' } })) },
    { when: 'it alone names scopes', input: manifests(...clients({ executions: AUTH, cluster: withoutScopes, usage: withoutScopes })) },
    { when: 'those of another namespace have more', input: manifests(...clients({ executions: withoutTokenUrl }), ...clients({ cluster: AUTH, usage: AUTH }, 'other-cp')) },
    {
      when: 'those of the other plane have more',
      input: manifests(...clients({ cluster: AUTH, usage: AUTH }), ...dataPlaneService('union-operator', { union: { ...remote, auth: withoutTokenUrl } }, 'union-cp')),
    },
    { when: 'two differ, and nobody can tell which is right', input: manifests(...service('executions', { union: { auth: withoutTokenUrl } }), ...service('cluster', { union: { auth: AUTH } })) },
  ],
  notApplicable: [
    { when: 'its switch is off', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...clients({ executions: { enable: false } })), reason: NOT_APPLICABLE },
    { when: 'part of its configuration is not in the input', input: manifests(...service('executions', { union: { auth: withoutId } }, partly)), reason: NOT_APPLICABLE },
    { when: 'nobody demands a token', input: manifests(...flyteadmin({}, { useAuth: false }), ...service('executions', { admin: { clientSecretLocation: '/etc/secrets/union/client_secret' } })), reason: NOT_APPLICABLE },
    { when: 'another application has a section of the name', input: manifests(...service('shop', { union: { auth: withoutId } }, { secrets: {} })), reason: NOT_APPLICABLE },
    { when: 'no service is a client', input: manifests(...service('executions', { logger: {} })), reason: NOT_APPLICABLE },
  ],
});
