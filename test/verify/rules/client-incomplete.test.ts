import { clientIncomplete } from '../../../src/verify/rules/clients';
import { manifests } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, partlyShown, service, TOKEN_URL } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

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
    ['a client has no ID', service('executions', { union: { auth: withoutId } }), ...at('union.auth', 'auth:', 'clientId in union.auth')],
    ['a client has neither an ID nor the place of its secret', service('executions', { union: { auth: { enable: true, tokenUrl: TOKEN_URL } } }),
      ...at('union.auth', 'auth:', 'clientId in union.auth'),
      remedy(['        enable: true\n', '        enable: true\n        clientId: service\n        clientSecretLocation: /etc/secrets/union/client_secret\n'])],
    ['an admin client has no ID, and one of the flyteadmins that it may call demands tokens',
      [...flyteadmin(externalAuth(ISSUER)), ...flyteadmin({}, { namespace: 'other-cp', useAuth: false }),
        ...dataPlaneService('union-operator', { admin: { endpoint: HOST, clientSecretLocation: AUTH.clientSecretLocation } })],
      ...inDataPlane('admin', 'admin:', 'clientId in admin', 'none')],
    ['it names no scopes, and one of the others some more',
      clients({ executions: { enable: true, clientId: 'ours' }, cluster: AUTH, usage: { ...AUTH, scopes: ['all', 'openid'] } }),
      ...at('union.auth', 'auth:', 'tokenUrl, scopes in union.auth')],
    ['it requests less than all others do, and more of its own', clients({
      executions: { ...AUTH, scopes: ['openid', 'email'] }, cluster: { ...AUTH, scopes: ['all', 'groups', 'usage'] }, usage: { ...AUTH, scopes: ['groups', 'all'] },
    }), ...at('union.auth.scopes', 'scopes:', 'the scope all, groups, as the other clients request', 'openid, email')],
    ['it alone requests nothing, and the others not the same',
      clients({ executions: withoutScopes, cluster: AUTH, usage: { ...AUTH, scopes: ['openid'] } }),
      ...at('union.auth', 'auth:', 'scopes in union.auth')],
    ['nothing has a namespace, as helm template leaves it',
      (['executions', 'cluster', 'usage'].flatMap((name, index) => service(name, { union: { auth: index === 0 ? withoutTokenUrl : AUTH } }, { namespace: null }))),
      { ...at('union.auth', 'auth:', 'tokenUrl in union.auth')[0], object: 'v1/ConfigMap executions' }],
    ['a client of a data plane lacks what the others have',
      operators({ 'union-operator': { union: { ...remote, auth: withoutTokenUrl } }, 'executor': { union: { ...remote, auth: AUTH } }, 'leaseworker': { union: { ...remote, auth: AUTH } } }),
      ...inDataPlane('union.auth', 'auth:', 'tokenUrl in union.auth', 'none')],
    ['a client of a data plane has no endpoint while the others have: one finding',
      manifests(...flyteadmin(externalAuth(ISSUER))) + operators({ 'union-operator': { admin: ADMIN }, 'executor': { admin: { endpoint: HOST, ...ADMIN } }, 'leaseworker': { admin: { endpoint: HOST, ...ADMIN } } }),
      ...inDataPlane('admin', 'admin:', 'admin.endpoint, the host of the control plane', 'none')],
    ['an operator has no ID to register under',
      dataPlaneService('union-operator', { union: { ...remote, auth: withoutId }, operator: { clusterData: { appId: 'ours' } } }),
      ...inDataPlane('union.auth', 'auth:', 'clientId in union.auth', 'none')],
    ['it lacks what the others have', executions(withoutTokenUrl), ...at('union.auth', 'auth:', 'tokenUrl in union.auth')],
    ['it requests less than the others', executions({ ...AUTH, scopes: ['openid'] }),
      ...at('union.auth.scopes', 'scopes:', 'the scope all, as the other clients request', 'openid')],
    ['it lacks the endpoint that the others have',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', { admin: ADMIN }), ...['cluster', 'usage'].flatMap((name) => service(name, { admin: { endpoint: 'flyteadmin:81', ...ADMIN }, union: { auth: AUTH } }))],
      ...at('admin', 'admin:', 'endpoint in admin')],
    ['an operator is not told of the control plane', dataPlaneService('union-operator', { union: { auth: AUTH } }),
      ...inDataPlane('union', 'union:', 'union.connection.host, the host of the control plane', 'none')],
    ['an admin client of a data plane has an empty endpoint',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', { admin: { ...ADMIN, endpoint: '' }, union: { connection: { host: HOST }, auth: AUTH } })],
      ...inDataPlane('admin.endpoint', 'endpoint: ""', 'admin.endpoint, the host of the control plane', 'an empty text')],
    ['an operator registers under another client',
      dataPlaneService('union-operator', { union: { connection: { host: HOST }, auth: AUTH }, operator: { clusterData: { appId: 'theirs' } } }),
      ...inDataPlane('operator.clusterData.appId', 'appId: theirs', 'operator.clusterData.appId ours, as union.auth.clientId says', 'theirs')],
    ['an operator registers under none',
      dataPlaneService('union-operator', { union: { connection: { host: HOST }, auth: AUTH }, operator: { clusterData: {} } }),
      ...inDataPlane('operator.clusterData', 'clusterData: {}', 'operator.clusterData.appId ours, as union.auth.clientId says', 'none')],
  ],
  passes: [
    ['the others request offline_access',
      clients({ executions: AUTH, cluster: { ...AUTH, scopes: ['all', 'offline_access'] }, usage: { ...AUTH, scopes: ['all', 'offline_access'] } })],
    ['all are complete', executions(AUTH)],
    ['clients of a data plane are told of the control plane',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', { admin: { endpoint: HOST, ...ADMIN }, union: { connection: { host: HOST }, auth: AUTH } })]],
    ['the chart knows the endpoints of its services',
      changed(CONTROL_PLANE_VALUES, 'configMap:\n', 'configMap:\n  admin: { endpoint: dns:///flyteadmin:81 }\n')],
    ['an operator registers as the client that it is, whatever its admin client',
      [...flyteadmin(externalAuth(ISSUER)), ...registered('ours', { endpoint: HOST, ...ADMIN, clientId: 'other' })]],
    ['one of two others has it', clients({ executions: withoutTokenUrl, cluster: withoutTokenUrl, usage: AUTH })],
    ['the others leave it empty', clients({ executions: withoutTokenUrl, cluster: { ...AUTH, tokenUrl: '' }, usage: { ...AUTH, tokenUrl: '' } })],
    ['it alone names scopes', clients({ executions: AUTH, cluster: withoutScopes, usage: withoutScopes })],
    ['those of another namespace have more', [...clients({ executions: withoutTokenUrl }), ...clients({ cluster: AUTH, usage: AUTH }, 'other-cp')]],
    ['those of the other plane have more',
      [...clients({ cluster: AUTH, usage: AUTH }), ...dataPlaneService('union-operator', { union: { ...remote, auth: withoutTokenUrl } }, 'union-cp')]],
    ['two differ, and nobody can tell which is right',
      [...service('executions', { union: { auth: withoutTokenUrl } }), ...service('cluster', { union: { auth: AUTH } })]],
  ],
  notApplicable: [
    ['its switch is off', [...flyteadmin(externalAuth(ISSUER)), ...clients({ executions: { enable: false } })]],
    ['part of its configuration is not in the input', service('executions', { union: { auth: withoutId } }, partly)],
    ['nobody demands a token',
      [...flyteadmin({}, { useAuth: false }), ...service('executions', { admin: { clientSecretLocation: '/etc/secrets/union/client_secret' } })]],
    ['another application has a section of the name', service('shop', { union: { auth: withoutId } }, { secrets: {} })],
    ['no service is a client', service('executions', { logger: {} })],
  ],
});
