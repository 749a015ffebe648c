import { parse } from 'yaml';
import { authorizationHeaderMismatch, clientIdMismatch, clientIncomplete, nativeClientMisconfigured } from '../../../src/verify/rules/clients';
import { authorizer } from '../_authorization';
import { deployment, IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { dataPlaneService, ENTRA, externalAuth, flyteadmin, ISSUER, OKTA, partlyShown, service, TOKEN_URL } from '../_planes';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

const client = (clientId: string) => ({ union: { auth: { enable: true, clientId } } });
const controlPlane = service('executions', client('service'));
const operator = (clientId: string, namespace = 'union') => dataPlaneService('union-operator', client(clientId), namespace);
const listing = (ids: string) => deployment('flyteadmin', { metadata: { annotations: { 'union-auth.cdk8s.io/trusted-clients': ids } } });
const finding = (namespace: string, id: string, trusted = 'service') => ({
  object: `v1/ConfigMap ${namespace}/union-operator`,
  field: 'data["config.yaml"]: union.auth.clientId',
  expected: `a client that the control plane knows: ${trusted}`,
  found: id,
});
interface Labelled { readonly metadata: { readonly annotations?: object }; readonly [key: string]: unknown }

const inCluster = (cluster: string, ...objects: Parameters<typeof manifests>) =>
  manifests(...objects.map((each) => JSON.parse(JSON.stringify(each)) as Labelled).map((each) => ({ ...each, metadata: { ...each.metadata, annotations: { ...each.metadata.annotations, 'union-auth.cdk8s.io/cluster': cluster } } })));
/** A control plane that Flux installs, of whose values the input does not show all. */
const idPartly = (cluster?: string) => {
  const chart = { spec: { chart: 'controlplane', version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai' } } };
  const spec = { chart, values: parse(CONTROL_PLANE_VALUES) as object, valuesFrom: [{ kind: 'Secret', name: 'more' }] };
  const release = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'controlplane', { spec });
  return cluster === undefined ? manifests(release) : inCluster(cluster, release);
};

testRule(clientIdMismatch, {
  fires: [
    ['the data plane presents another client', [...controlPlane, ...operator('servise')],
      finding('union', 'servise'),
      remedy(['servise', 'service'])],
    ['one service of the data plane differs from the others',
      [...controlPlane, ...dataPlaneService('flytepropeller', { admin: { clientId: 'service' } }), ...operator('other')],
      finding('union', 'other')],
    ['the control plane lists clients, and one of several data planes is not among them',
      [...controlPlane, listing('plane-a, plane-b'), ...operator('plane-a', 'union-a'), ...operator('plane-c', 'union-c')],
      finding('union-c', 'plane-c', 'service, plane-a, plane-b')],
    ['two data planes share a client that the control plane does not know',
      [...controlPlane, ...operator('other', 'union-a'), ...operator('other', 'union-b')],
      finding('union-a', 'other'),
      finding('union-b', 'other')],
    ['the control plane of another cluster knows its client', {
      'staging.yaml': inCluster('staging', ...controlPlane, listing('east'), ...operator('production-east')),
      'production.yaml': inCluster('production', ...controlPlane, listing('production-east'), ...operator('production-east')),
    }, { ...finding('union', 'production-east', 'service, east'), object: 'v1/ConfigMap union/union-operator in cluster staging' }],
    ['values outside the input may list more clients, and no slip of one',
      idPartly() + manifests(...operator('servcie-id'), ...operator('other-id', 'union-b')),
      finding('union', 'servcie-id', 'service-id')],
    ['such values are those of another cluster',
      { 'staging.yaml': idPartly('staging'), 'production.yaml': inCluster('production', ...controlPlane, ...operator('servise')) },
      { ...finding('union', 'servise'), object: 'v1/ConfigMap union/union-operator in cluster production' }],
    ['one of several data planes has two clients',
      [...controlPlane, ...dataPlaneService('flytepropeller', client('plane-a1'), 'union-a'), ...operator('plane-a2', 'union-a'), ...operator('plane-b', 'union-b')],
      { ...finding('union-a', 'plane-a1'), object: 'v1/ConfigMap union-a/flytepropeller' },
      finding('union-a', 'plane-a2')],
  ],
  says: {
    '': 'ConfigMap union/union-operator has client servise, which the control plane does not know <- data["config.yaml"]: union.auth.clientId',
  },
  passes: [
    ['the data plane is in a cluster without a control plane', {
      'staging.yaml': inCluster('staging', ...controlPlane, listing('a')), 'production.yaml': inCluster('production', ...controlPlane, listing('b')), 'east.yaml': inCluster('east', ...operator('b')),
    }],
    ['the authorizer gives its client a role, and no comment or annotation lists it',
      [...controlPlane, ...authorizer({ bootstrap: { serviceAccounts: [{ clientId: 'east-operator', role: 'Admin' }] } }), ...operator('east-operator')]],
    ['both planes share the client', [...controlPlane, ...operator('service')]],
    ['the control plane lists the client of each data plane',
      [...controlPlane, listing('plane-a,plane-b'), ...operator('plane-a', 'union-a'), ...operator('plane-b', 'union-b')]],
    ['the control plane trusts the subject of the client',
      [...service('executions', { union: { ...client('service').union, connection: { trustedIdentityClaims: { enabled: true, externalIdentityClaim: 'plane-a@clients' } } } }), ...operator('plane-a')]],
    ['services of the control plane have a client each', [...controlPlane, ...service('cluster', client('cluster')), ...operator('cluster')]],
    ['the data plane belongs to the second of two control planes',
      [...controlPlane, ...service('executions', client('second'), { namespace: 'cp-2' }), ...operator('second')]],
  ],
  notApplicable: [
    ['the authorizer gives a role to an id that the provider wrote, and several data planes have clients of their own',
      [...controlPlane, ...authorizer({ bootstrap: { serviceAccounts: [{ clientId: 'an-object-id' }] } }), ...operator('a', 'union-a'), ...operator('b', 'union-b')]],
    ['values outside the input may list its client', idPartly() + manifests(...operator('other-id'))],
    ['its client differs by a number from one of values that are not shown whole', idPartly() + manifests(...operator('service-id2'))],
    ['the input holds the data plane alone', operator('other')],
    ['the input holds the control plane alone', controlPlane],
    ['the data plane has a client of its own and no list says whether the control plane knows it', [...controlPlane, ...operator('plane-a')]],
    ['the control plane takes identities from its own client, which lists no other',
      [...service('executions', { union: { ...client('service').union, connection: { trustedIdentityClaims: { externalIdentityClaim: 'service' } } } }), ...operator('plane-a')]],
    ['each of several data planes has a client of its own and no list says which',
      [...controlPlane, ...operator('plane-a', 'union-a'), ...operator('plane-b', 'union-b')]],
    ['the data plane signs in without a client of its own',
      [...controlPlane, ...dataPlaneService('flytepropeller', { admin: { clientId: 'other', authType: 'ExternalCommand' } })]],
  ],
});

const AUTH = { enable: true, clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', tokenUrl: TOKEN_URL, scopes: ['all'] };
const others = [...service('cluster', { union: { connection: {}, auth: AUTH } }), ...service('usage', { union: { connection: {}, auth: AUTH } })];
const executions = (auth: object) => manifests(...service('executions', { union: { connection: { insecure: false }, auth } }), ...others);
const incompleteAt = (field: string, line: string, expected: string, found = 'none') => [{ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: ${field}`, line, expected, found }] as const;

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
const incompletePartly = { pod: partlyShown('executions') };

testRule(clientIncomplete, {
  fires: [
    ['a client has no ID', service('executions', { union: { auth: withoutId } }), ...incompleteAt('union.auth', 'auth:', 'clientId in union.auth')],
    ['a client has neither an ID nor the place of its secret', service('executions', { union: { auth: { enable: true, tokenUrl: TOKEN_URL } } }),
      ...incompleteAt('union.auth', 'auth:', 'clientId in union.auth'),
      remedy(['        enable: true\n', '        enable: true\n        clientId: service\n        clientSecretLocation: /etc/secrets/union/client_secret\n'])],
    ['an admin client has no ID, and one of the flyteadmins that it may call demands tokens',
      [...flyteadmin(externalAuth(ISSUER)), ...flyteadmin({}, { namespace: 'other-cp', useAuth: false }),
        ...dataPlaneService('union-operator', { admin: { endpoint: HOST, clientSecretLocation: AUTH.clientSecretLocation } })],
      ...inDataPlane('admin', 'admin:', 'clientId in admin', 'none')],
    ['it names no scopes, and one of the others some more',
      clients({ executions: { enable: true, clientId: 'ours' }, cluster: AUTH, usage: { ...AUTH, scopes: ['all', 'openid'] } }),
      ...incompleteAt('union.auth', 'auth:', 'tokenUrl, scopes in union.auth')],
    ['it requests less than all others do, and more of its own', clients({
      executions: { ...AUTH, scopes: ['openid', 'email'] }, cluster: { ...AUTH, scopes: ['all', 'groups', 'usage'] }, usage: { ...AUTH, scopes: ['groups', 'all'] },
    }), ...incompleteAt('union.auth.scopes', 'scopes:', 'the scope all, groups, as the other clients request', 'openid, email')],
    ['it alone requests nothing, and the others not the same',
      clients({ executions: withoutScopes, cluster: AUTH, usage: { ...AUTH, scopes: ['openid'] } }),
      ...incompleteAt('union.auth', 'auth:', 'scopes in union.auth')],
    ...(['clientId', 'tokenUrl', 'scopes', 'audience', 'authorizationMetadataKey'] as const).map((key): FiringRow => {
      const whole = { ...AUTH, audience: 'x', authorizationMetadataKey: 'x-token' };
      return [`one leaves out ${key}, and the others set it`, clients({ executions: { ...whole, [key]: undefined }, cluster: whole, usage: whole }),
        ...incompleteAt('union.auth', 'auth:', `${key} in union.auth`)];
    }),
    ...(['endpoint', 'authorizationHeader'] as const).map((key): FiringRow => {
      const whole = { ...ADMIN, endpoint: 'flyteadmin:81', authorizationHeader: 'x-token' };
      return [`an admin client leaves out ${key}, and the others set it`,
        [...flyteadmin(externalAuth(ISSUER)), ...['executions', 'cluster', 'usage'].flatMap((name, i) => service(name, { admin: i === 0 ? { ...whole, [key]: undefined } : whole }))],
        ...incompleteAt('admin', 'admin:', `${key} in admin`)];
    }),
    ['nothing has a namespace, as helm template leaves it',
      (['executions', 'cluster', 'usage'].flatMap((name, index) => service(name, { union: { auth: index === 0 ? withoutTokenUrl : AUTH } }, { namespace: null }))),
      { ...incompleteAt('union.auth', 'auth:', 'tokenUrl in union.auth')[0], object: 'v1/ConfigMap executions' }],
    ['a client of a data plane lacks what the others have',
      operators({ 'union-operator': { union: { ...remote, auth: withoutTokenUrl } }, 'executor': { union: { ...remote, auth: AUTH } }, 'leaseworker': { union: { ...remote, auth: AUTH } } }),
      ...inDataPlane('union.auth', 'auth:', 'tokenUrl in union.auth', 'none')],
    ['a client of a data plane has no endpoint while the others have: one finding',
      manifests(...flyteadmin(externalAuth(ISSUER))) + operators({ 'union-operator': { admin: ADMIN }, 'executor': { admin: { endpoint: HOST, ...ADMIN } }, 'leaseworker': { admin: { endpoint: HOST, ...ADMIN } } }),
      ...inDataPlane('admin', 'admin:', 'admin.endpoint, the host of the control plane', 'none')],
    ['an operator has no ID to register under',
      dataPlaneService('union-operator', { union: { ...remote, auth: withoutId }, operator: { clusterData: { appId: 'ours' } } }),
      ...inDataPlane('union.auth', 'auth:', 'clientId in union.auth', 'none')],
    ['it lacks what the others have', executions(withoutTokenUrl), ...incompleteAt('union.auth', 'auth:', 'tokenUrl in union.auth')],
    ['it requests less than the others', executions({ ...AUTH, scopes: ['openid'] }),
      ...incompleteAt('union.auth.scopes', 'scopes:', 'the scope all, as the other clients request', 'openid')],
    ['it lacks the endpoint that the others have',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', { admin: ADMIN }), ...['cluster', 'usage'].flatMap((name) => service(name, { admin: { endpoint: 'flyteadmin:81', ...ADMIN }, union: { auth: AUTH } }))],
      ...incompleteAt('admin', 'admin:', 'endpoint in admin')],
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
  says: {
    '': 'ConfigMap union-cp/executions has no union.auth.clientId, which its sibling services have <- data["config.yaml"]: union.auth.clientId',
    'scope': 'ConfigMap union-cp/executions does not request scope all, groups, which its sibling services request <- '
      + 'ConfigMap union-cp/cluster: data["config.yaml"]: union.auth.scopes, ConfigMap union-cp/usage: data["config.yaml"]: union.auth.scopes',
    'endpoint': 'ConfigMap union/union-operator has no admin.endpoint, so this client calls nothing',
    'appId': 'ConfigMap union/union-operator registers its cluster as theirs, and its client is ours <- data["config.yaml"]: union.auth.clientId',
  },
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
    ['two differ, and neither is known to be right',
      [...service('executions', { union: { auth: withoutTokenUrl } }), ...service('cluster', { union: { auth: AUTH } })]],
  ],
  notApplicable: [
    ['its switch is off', [...flyteadmin(externalAuth(ISSUER)), ...clients({ executions: { enable: false } })]],
    ['part of its configuration is not in the input', service('executions', { union: { auth: withoutId } }, incompletePartly)],
    ['no token is demanded',
      [...flyteadmin({}, { useAuth: false }), ...service('executions', { admin: { clientSecretLocation: '/etc/secrets/union/client_secret' } })]],
    ['another application has a section of the name', service('shop', { union: { auth: withoutId } }, { secrets: {} })],
    ['no service is a client', service('executions', { logger: {} })],
  ],
});

const good = { clientId: 'native', redirectUri: 'http://localhost:53593/callback', scopes: ['all'] };
const misconfiguredAdmin = (flyteClient: Record<string, unknown> | undefined, issuer = ISSUER) => flyteadmin(externalAuth(issuer, { flyteClient }));
const servicesOf = (clientId: string) => service('executions', { admin: { clientId, clientSecretLocation: '/etc/secrets/union/client_secret' } });

const requesting = (...scopes: string[]) => service('executions', { admin: { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', scopes } });

const misconfiguredObject = 'v1/ConfigMap union-cp/flyte-admin-base-config';
const misconfiguredAt = (setting: string) => `data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.${setting}`;
const ownClient = { object: misconfiguredObject, field: misconfiguredAt('clientId'), expected: 'clientId of a public client of its own' };

testRule(nativeClientMisconfigured, {
  fires: [
    ['the chart\'s empty client ID was left in place', misconfiguredAdmin({ ...good, clientId: '' }), { ...ownClient, found: 'an empty client ID' }],
    ['Keycloak is asked for the default scopes', misconfiguredAdmin({ clientId: 'native', redirectUri: good.redirectUri }, 'https://sso.example.com/realms/acme'),
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient',
        'scopes that Keycloak knows, such as all', 'no scopes, so clients request all and offline']],
    ['no client is named at a provider that generates IDs', misconfiguredAdmin({ scopes: ['all'] }, OKTA),
      { ...ownClient, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', found: 'no clientId, so clients present flytectl, which Okta does not know' },
      remedy(['          flyteClient:\n', '          flyteClient:\n            clientId: native\n            audience: api://default\n'])],
    ['it is the web application\'s client', misconfiguredAdmin({ ...good, clientId: 'web' }),
      { ...ownClient, found: 'web, the client of the web application, which has a secret' }],
    ['it is a service\'s client', [...misconfiguredAdmin({ ...good, clientId: 'service' }), ...servicesOf('service')],
      { ...ownClient, found: 'service, the client of a service application, which has a secret' }],
    ['the redirect URI is the deployment\'s', misconfiguredAdmin({ ...good, redirectUri: 'https://union.example.com/callback' }),
      [misconfiguredObject, misconfiguredAt('redirectUri'), 'a loopback URI with a port, such as http://localhost:53593/callback', 'https://union.example.com/callback']],
    ['the redirect URI has no port to listen on', misconfiguredAdmin({ ...good, redirectUri: 'http://localhost/callback' }),
      [misconfiguredObject, misconfiguredAt('redirectUri'), 'a loopback URI with a port, such as http://localhost:53593/callback', 'http://localhost/callback']],
    ['Entra ID is asked for the scope all', misconfiguredAdmin({ ...good, scopes: ['all', 'offline_access'] }, ENTRA),
      [misconfiguredObject, misconfiguredAt('scopes'), 'scopes that Microsoft Entra ID knows, such as api://<application>/.default', 'all']],
    ['Entra ID is asked for flyteadmin\'s default scopes', misconfiguredAdmin({ clientId: 'native' }, ENTRA),
      [misconfiguredObject, 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', 'scopes that Microsoft Entra ID knows, such as api://<application>/.default',
        'no scopes, so clients request all and offline']],
    ['no client is named in a control plane of Union', [...misconfiguredAdmin(undefined, 'https://sso.example.com/oauth2'), ...service('usage', {})],
      [misconfiguredObject, 'data["server.yaml"]: auth.appAuth', 'clientId of a public client of its own',
        'no clientId, so clients present flytectl, which must be registered by this name']],
    ['the scopes are those of a sign-in alone, while services request more',
      [...misconfiguredAdmin({ ...good, scopes: ['openid', 'profile', 'email', 'offline', 'offline_access'] }, 'https://sso.example.com'), ...requesting('all')],
      [misconfiguredObject, misconfiguredAt('scopes'), 'all among the scopes, as the services request', '5 scopes, without all']],
    ['a scope has the letters of what services request in another order', [...misconfiguredAdmin({ ...good, scopes: ['lal', 'openid'] }), ...requesting('all')],
      [misconfiguredObject, misconfiguredAt('scopes'), 'all among the scopes, as the services request', 'lal, openid']],
    ['the list of scopes is empty', [...misconfiguredAdmin({ ...good, scopes: [] }), ...requesting('openid')],
      [misconfiguredObject, misconfiguredAt('scopes'), 'openid among the scopes, as the services request', 'no scopes']],
    ['the default asks for a scope that no service requests', [...misconfiguredAdmin({ clientId: 'native' }, 'https://sso.example.com'), ...requesting('openid')],
      [misconfiguredObject, 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', 'openid among the scopes, as the services request',
        'no scopes, so clients request all and offline']],
    ...(['', {}] as const).map((redirectUri): FiringRow => [`the redirect URI is ${JSON.stringify(redirectUri)}`, misconfiguredAdmin({ ...good, redirectUri }),
      [misconfiguredObject, misconfiguredAt('redirectUri'), 'a loopback URI with a port, such as http://localhost:53593/callback', 'an empty redirect URI']]),
    ['Keycloak is asked for offline', misconfiguredAdmin({ ...good, scopes: ['all', 'offline'] }, 'https://sso.example.com/realms/acme'),
      [misconfiguredObject, misconfiguredAt('scopes'), 'scopes that Keycloak knows, such as all', 'offline']],
    ['Entra ID is asked for the default scopes by name', misconfiguredAdmin({ ...good, scopes: ['all', 'offline'] }, ENTRA),
      [misconfiguredObject, misconfiguredAt('scopes'), 'scopes that Microsoft Entra ID knows, such as api://<application>/.default', 'all, offline']],
    ['the only scope is an empty text', [...misconfiguredAdmin({ ...good, scopes: [''] }), ...requesting('openid')],
      [misconfiguredObject, misconfiguredAt('scopes'), 'openid among the scopes, as the services request', 'no scopes']],
    ['services request a scope of a sign-in beside one of their own', [...misconfiguredAdmin({ ...good, scopes: ['openid'] }), ...requesting('all', 'openid')],
      [misconfiguredObject, misconfiguredAt('scopes'), 'all, openid among the scopes, as the services request', 'openid']],
    ['the port of the redirect URI has its digits in another order', misconfiguredAdmin({ ...good, redirectUri: 'http://localhost:53953/callback' }),
      [misconfiguredObject, misconfiguredAt('redirectUri'), 'http://localhost:53593/callback', 'http://localhost:53953/callback']],
  ],
  says: {
    client: 'flyteadmin tells SDK and CLI to sign in with service, the client of a service application, which has a secret <- '
      + 'ConfigMap union-cp/executions: data["config.yaml"]: admin.clientId',
    default: 'flyteadmin tells SDK and CLI no client ID; they present flytectl, which Okta does not know',
    redirect: 'flyteadmin tells SDK and CLI the redirect URI https://union.example.com/callback, where they do not listen',
    scopes: 'flyteadmin tells SDK and CLI scopes that do not work: no scopes, so clients request all and offline',
  },
  passes: [
    ...['localhost', '127.0.0.1', '[::1]'].map((host): Row => [`the SDK listens on ${host}`, misconfiguredAdmin({ ...good, redirectUri: `http://${host}:53593/callback` })]),
    ['flyteadmin names neither issuer nor web client, and a service no client',
      [...flyteadmin({ appAuth: { authServerType: 'External', thirdPartyConfig: { flyteClient: good } } }), ...service('executions', { union: { auth: { enable: true } } })]],
    ['services request an empty text', [...misconfiguredAdmin({ ...good, scopes: ['openid'] }), ...requesting('')]],
    ['a service requests nothing', [...misconfiguredAdmin({ ...good, scopes: ['openid'] }), ...servicesOf('ours')]],
    ['services have no scope in common',
      [...misconfiguredAdmin({ ...good, scopes: ['openid'] }), ...requesting('all'), ...service('usage', { admin: { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', scopes: ['usage'] } })]],
    ['services request a scope of a sign-in alone', [...misconfiguredAdmin({ ...good, scopes: ['offline_access'] }), ...requesting('openid')]],
    ['people ask for what services do, and a refresh token', [...misconfiguredAdmin({ ...good, scopes: ['all', 'offline_access'] }), ...requesting('all')]],
    ['people have a scope of their own', [...misconfiguredAdmin({ ...good, scopes: ['people'] }), ...requesting('all')]],
    ['the default asks for what services do', [...misconfiguredAdmin({ clientId: 'native' }, 'https://sso.example.com'), ...requesting('all')]],
    ['it is a client of its own', [...misconfiguredAdmin(good), ...servicesOf('service')]],
    ['the client is called flytectl, as one may at Keycloak', misconfiguredAdmin({ ...good, clientId: 'flytectl' }, 'https://sso.example.com/realms/acme')],
    ['flyteadmin\'s defaults stand at a provider of one\'s own', misconfiguredAdmin(undefined, 'https://sso.example.com/oauth2')],
    ['Keycloak is asked for what it knows', misconfiguredAdmin({ ...good, scopes: ['all'] }, 'https://sso.example.com/realms/acme')],
    ['the SDK listens on another port', misconfiguredAdmin({ ...good, redirectUri: 'http://127.0.0.1:12345/callback' })],
    ['one registration of Entra ID serves browsers and SDK',
      misconfiguredAdmin({ ...good, clientId: 'web', scopes: ['api://union/.default', 'offline_access'] }, ENTRA)],
    ['the service with the same client calls another flyteadmin',
      [...misconfiguredAdmin({ ...good, clientId: 'service' }), ...service('executions', { admin: { clientId: 'service' } }, { namespace: 'other-cp' })]],
  ],
  notApplicable: [
    ['flyteadmin is its own authorization server',
      flyteadmin({ appAuth: { authServerType: 'Self', thirdPartyConfig: { flyteClient: { clientId: '' } } } })],
    ['the input holds no flyteadmin', servicesOf('service')],
  ],
});

const headerAdmin = (headers: Record<string, string> = {}) => flyteadmin(externalAuth(ISSUER, {}, headers));
const union = (authorizationMetadataKey: string) => ({ union: { auth: { enable: true, clientId: 'service', authorizationMetadataKey } } });
const guarded = ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' } });
const gatewayGuard = (headersToExtAuth: string[]) => [
  object('gateway.networking.k8s.io/v1', 'GRPCRoute', 'protected', {
    spec: { hostnames: ['union.example.com'], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 81 }] }] },
  }),
  object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'protected' }],
      extAuth: { headersToExtAuth, http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } },
    },
  }),
];
const reads = 'which apps/v1/Deployment union-cp/flyteadmin reads';

testRule(authorizationHeaderMismatch, {
  fires: [
    ['services of both planes use another header',
      [...headerAdmin(), ...service('executions', union('x-token')), ...dataPlaneService('union-operator', union('flyte-auth'))],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union.auth.authorizationMetadataKey', `flyte-authorization, ${reads}`, 'x-token'],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.authorizationMetadataKey', `flyte-authorization, ${reads}`, 'flyte-auth']],
    ['flyteadmin was given another header and an admin client keeps the default', [
      ...headerAdmin({ grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }),
      ...service('executions', { admin: { clientId: 'service', authorizationHeader: 'flyte-authorization' } }),
    ], ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: admin.authorizationHeader', `x-token, ${reads}`, 'flyte-authorization']],
    ['flyteadmin reads one header over gRPC and another in /me', [...headerAdmin({ grpcAuthorizationHeader: 'x-token' }), guarded],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.grpcAuthorizationHeader',
        'flyte-authorization, as httpAuthorizationHeader has it: guards ask /me with what clients send over gRPC', 'x-token'],
      remedy(['      grpcAuthorizationHeader: x-token', '      grpcAuthorizationHeader: flyte-authorization'])],
    ['flyteadmin is told another header for each of the two', [...headerAdmin({ grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'y-token' }), guarded],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.httpAuthorizationHeader',
        'x-token, as grpcAuthorizationHeader has it: guards ask /me with what clients send over gRPC', 'y-token']],
    ['the guard of a gateway does not pass the header on that flyteadmin is told',
      [...headerAdmin({ grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }), ...gatewayGuard(['cookie'])],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.headersToExtAuth',
        'x-token among the request headers that reach http://flyteadmin:80/me', 'authorization, cookie']],
    ['the guard of a gateway passes only the default headers on', [...headerAdmin(), ...gatewayGuard(['cookie'])],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.headersToExtAuth',
        'flyte-authorization among the request headers that reach http://flyteadmin:80/me', 'authorization, cookie']],
  ],
  says: {
    client: 'ConfigMap union-cp/executions sends its token in flyte-authorization, and flyteadmin reads x-token <- '
      + 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.grpcAuthorizationHeader, '
      + 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.httpAuthorizationHeader',
    flyteadmin: 'flyteadmin reads tokens in y-token over one protocol, and x-token over the other <- data["server.yaml"]: auth.grpcAuthorizationHeader',
    guard: 'The guard of SecurityPolicy union-cp/guard does not pass x-token on to /me <- '
      + 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.grpcAuthorizationHeader, '
      + 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.httpAuthorizationHeader',
  },
  passes: [
    ['the guard fits one of two flyteadmins that it may ask',
      [...headerAdmin(), ...flyteadmin(externalAuth(ISSUER, {}, { grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }), { namespace: null }), ...gatewayGuard(['flyte-authorization'])]],
    ['the header differs in case alone', [...headerAdmin(), ...service('executions', union('Flyte-Authorization'))]],
    ['a client uses the standard header, which flyteadmin reads as well', [...headerAdmin(), ...service('executions', union('authorization'))]],
    ['the guard of a gateway passes the header on', [...headerAdmin(), ...gatewayGuard(['cookie', 'flyte-authorization'])]],
    ['ingress-nginx passes every header on', [...headerAdmin(), guarded]],
    ['a data plane fits one of two control planes', [
      ...headerAdmin(),
      ...flyteadmin(externalAuth(ISSUER, {}, { grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }), { namespace: 'union-cp-2' }),
      ...dataPlaneService('union-operator', union('x-token')),
    ]],
  ],
  notApplicable: [
    ['the client is switched off',
      [...headerAdmin(), ...service('executions', { union: { auth: { enable: false, authorizationMetadataKey: 'x-token' } } })]],
    ['a guard asks something else than /me',
      [...headerAdmin({ grpcAuthorizationHeader: 'x-token' }), ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': 'http://gate/' }, paths: { '/': 'flyteconsole' } })]],
    ['the guard of a gateway asks another flyteadmin', [...flyteadmin(externalAuth(ISSUER), { namespace: 'other-cp' }), ...gatewayGuard(['cookie'])]],
    ['the guard of a gateway asks a flyteadmin that asks for no tokens',
      [...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...gatewayGuard(['cookie'])]],
    ['clients name no header: they ask flyteadmin', [...headerAdmin(), ...service('executions', { admin: { clientId: 'service' } })]],
    ['the input holds the data plane alone', dataPlaneService('union-operator', union('x-token'))],
    ['flyteadmin asks for no tokens', [...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...service('executions', union('x-token'))]],
    ['the service belongs to another control plane', [...headerAdmin(), ...service('executions', union('x-token'), { namespace: 'other-cp' })]],
  ],
});
