import { clientSectionMissing, identityClaimMismatch, serviceAuthDisabled } from '../../../src/verify/rules/services';
import { authorizer } from '../_authorization';
import { configMap, deployment, manifests } from '../_manifests';
import { dataPlaneService, ENTRA, externalAuth, flyteadmin, ISSUER, OKTA, partlyShown, service, TOKEN_URL } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

const disabledAdmin = (rest = {}, options = {}) => flyteadmin(externalAuth(ISSUER, {}, rest), options);
const auth = (enable?: boolean | string) => ({
  union: { auth: { ...(enable === undefined ? {} : { enable }), clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } },
});
const chartDefault = { union: { internalConnectionConfig: { enabled: true }, auth: { enable: false } } };
const disabledFinding = {
  field: 'data["config.yaml"]: union.auth.enable',
  expected: 'enable: true, because flyteadmin has useAuth: true',
  found: 'enable: false',
};

testRule(serviceAuthDisabled, {
  fires: [
    ['the chart\'s default was left in place', [...disabledAdmin(), ...service('cluster', chartDefault)],
      { ...disabledFinding, object: 'v1/ConfigMap union-cp/cluster' }],
    ['a data plane does not authenticate, even with flyteadmin open to gRPC inside the cluster',
      [...disabledAdmin({ disableForGrpc: true }), ...dataPlaneService('union-operator', auth(false))],
      { ...disabledFinding, object: 'v1/ConfigMap union/union-operator' }],
    ['helm template leaves namespaces out', [...disabledAdmin({}, { namespace: null }), ...service('usage', auth(false), { namespace: null })],
      { ...disabledFinding, object: 'v1/ConfigMap usage' }, remedy(['enable: false', 'enable: true'])],
  ],
  says: { '': 'ConfigMap union-cp/cluster sends no token (enable: false), and flyteadmin demands one' },
  passes: [
    ['services authenticate', [...disabledAdmin(), ...service('cluster', auth(true)), ...dataPlaneService('union-operator', auth('true'))]],
    ['enable is left out, as older data plane charts do', [...disabledAdmin(), ...dataPlaneService('union-operator', auth())]],
    ['no service authenticates', [...disabledAdmin({}, { useAuth: false }), ...service('cluster', auth(false))]],
    ['flyteadmin is open to gRPC inside the cluster', [...disabledAdmin({ disableForGrpc: true }), ...service('cluster', auth(false))]],
    ['one of two control planes demands no tokens of the data plane',
      [...disabledAdmin(), ...disabledAdmin({}, { namespace: 'lab-cp', useAuth: false }), ...dataPlaneService('union-operator', auth(false))]],
  ],
  notApplicable: [
    ['the input holds the data plane alone', dataPlaneService('union-operator', auth(false))],
    ['the service has no such section',
      [...disabledAdmin(), ...dataPlaneService('flytepropeller', { union: { connection: { host: 'dns:///union.example.com' } } })]],
    ['the service belongs to another control plane', [...disabledAdmin(), ...service('cluster', auth(false), { namespace: 'other-cp' })]],
  ],
});

type Json = Record<string, unknown>;

const CLIENT = { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', tokenUrl: TOKEN_URL, scopes: ['all'] };
const AUTH = { enable: true, ...CLIENT };
const HOST = 'dns:///union.example.com';
const remote = { connection: { host: HOST } };
const ADMIN = { admin: { endpoint: HOST, ...CLIENT } };

/** flyteadmin with a client of its own. */
const [adminConfig, adminDeployment] = flyteadmin(externalAuth(ISSUER));
const withClient = (data: Json): Json => ({ ...adminConfig, data: { ...adminConfig.data as Json, ...data } });
const missingAdmin = [withClient({ 'admin.yaml': JSON.stringify(ADMIN) }), adminDeployment];
const authless = flyteadmin({}, { useAuth: false });

const usage = (config: Json) => service('usage', config);
const BOTH = { admin: CLIENT, union: { auth: AUTH } };
const scheduler = (files: Json) => [
  configMap('flyte-scheduler-config', { 'db.yaml': { database: {} }, ...files }, 'union-cp'),
  deployment('flytescheduler', { configMaps: { 'flyte-scheduler-config': '/etc/flyte/config' }, secrets: { 'flyte-secret-auth': '/etc/secrets' }, namespace: 'union-cp' }),
];
const propeller = (files: Json) => [
  configMap('flyte-propeller-config', { 'core.yaml': { propeller: {} }, ...files }, 'union'),
  deployment('flytepropeller', { configMaps: { 'flyte-propeller-config': '/etc/flyte/config' }, secrets: { 'union-secret-auth': '/etc/union/secret' }, namespace: 'union' }),
];
/** A service that reads two directories; of `unseen` the input does not show everything. */
const reading = (name: string, first: Json, second: Json, { plane = 'control', unseen = false } = {}) => {
  const [namespace, secret, directory] = plane === 'data' ? ['union', 'union-secret-auth', '/etc/union/secret'] : ['union-cp', 'union-controlplane-secrets', '/etc/secrets/union'];
  const sources = (more: string) => ({ projected: { sources: [more, ...unseen ? ['gone'] : []].map((source) => ({ configMap: { name: source } })) } });
  return [
    configMap(name, { 'config.yaml': first }, namespace),
    configMap('more', { 'more.yaml': second }, namespace),
    deployment(name, {
      namespace,
      configMaps: { [name]: '/etc/config', more: '/etc/more' },
      secrets: { [secret]: directory },
      pod: { volumes: [{ name, configMap: { name } }, { name: 'more', ...sources('more') }, { name: secret, secret: { secretName: secret } }] },
    }),
  ];
};
const missingMigrating = { pod: { initContainers: [{ name: 'migrate', command: ['usage', 'migrate'], volumeMounts: [{ name: 'usage', mountPath: '/etc/config' }] }] } };
const anonymous = { expected: 'union.auth or the credentials of an admin client', found: 'none' };
const missingFinding = (object: string, field: string, line: string, section: string, file: string, found = 'none') =>
  ({ object: `v1/ConfigMap ${object}`, field, line, expected: `${section} with the credentials of a client, in ${file}`, found });
const inConfig = (field: string) => `data["config.yaml"]: ${field}`;

testRule(clientSectionMissing, {
  fires: [
    ['a service has no client for its neighbours', [...missingAdmin, ...usage({ admin: CLIENT, union: { connection: {} } })],
      missingFinding('union-cp/usage', inConfig('union.auth'), 'union:', 'union.auth', 'config.yaml')],
    ['a service has no client for flyteadmin, and its section only says where that is',
      [...missingAdmin, ...usage({ ...BOTH, admin: { endpoint: 'flyteadmin:81' } })],
      missingFinding('union-cp/usage', inConfig('admin'), 'admin:', 'admin', 'config.yaml')],
    ['several services have lost the same section: one finding', [...missingAdmin, ...usage({ admin: CLIENT }), ...service('cluster', { admin: CLIENT })],
      missingFinding('union-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml', 'none, nor in 1 more service')],
    ['a service has lost both, also for its init container', [...missingAdmin, ...service('usage', { logger: {} }, missingMigrating)],
      missingFinding('union-cp/usage', inConfig('admin'), 'logger: {}', 'admin', 'config.yaml'),
      missingFinding('union-cp/usage', inConfig('union.auth'), 'logger: {}', 'union.auth', 'config.yaml')],
    ['services of two control planes have lost it: one finding each',
      [...missingAdmin, ...missingAdmin.map((each) => ({ ...each, metadata: { ...each.metadata as Json, namespace: 'other-cp' } })), ...usage({ admin: CLIENT }), ...service('usage', { admin: CLIENT }, { namespace: 'other-cp' })],
      missingFinding('union-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml'),
      missingFinding('other-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml')],
    ['the second of two directories has part of the section', [...missingAdmin, ...reading('usage', { admin: CLIENT }, { union: { connection: {} } })],
      missingFinding('union-cp/more', 'data["more.yaml"]: union.auth', 'union:', 'union.auth', 'config.yaml')],
    ['the executions service has no connection of its own', [...missingAdmin, ...service('executions', { ...BOTH, executions: { app: {} } })],
      missingFinding('union-cp/executions', inConfig('executions.app.adminClient.connection'), 'app: {}', 'executions.app.adminClient.connection', 'config.yaml')],
    ['a shard, which is known by its container',
      [...missingAdmin, ...usage(BOTH), configMap('actions', { 'config.yaml': { admin: CLIENT } }, 'union-cp'),
        deployment('actions-0-f288b103', { container: { name: 'actions' }, configMaps: { actions: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp' })],
      missingFinding('union-cp/actions', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml')],
    ['the file of the scheduler is gone', [...missingAdmin, ...usage(BOTH), ...scheduler({})],
      missingFinding('union-cp/flyte-scheduler-config', 'data["db.yaml"]: admin', 'database: {}', 'admin', 'admin.yaml')],
    ['the file of propeller is gone', [...missingAdmin, ...propeller({})],
      missingFinding('union/flyte-propeller-config', 'data["core.yaml"]: admin', 'propeller: {}', 'admin', 'admin.yaml')],
    ['flyteadmin is not in the input, and the other services of the plane authenticate',
      [...propeller({}), ...dataPlaneService('union-operator', { union: { ...remote, auth: AUTH } })],
      missingFinding('union/flyte-propeller-config', 'data["core.yaml"]: admin', 'propeller: {}', 'admin', 'admin.yaml')],
    ['an unknown service of a data plane calls the control plane without a client',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { union: remote })],
      { object: 'v1/ConfigMap union/reporter', field: inConfig('union.auth'), line: 'union:', ...anonymous }],
    ['an unknown service has settings of flyteadmin alone',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { admin: { endpoint: HOST } })],
      { object: 'v1/ConfigMap union/reporter', field: inConfig('admin'), line: 'admin:', ...anonymous }],
    ['an unknown service has its settings in one of two directories',
      [...flyteadmin(externalAuth(ISSUER)), ...reading('reporter', { union: remote }, { logger: {} }, { plane: 'data' })],
      { object: 'v1/ConfigMap union/reporter', field: inConfig('union.auth'), line: 'union:', ...anonymous }],
    ['values take the section away', changed(CONTROL_PLANE_VALUES, 'configMap:\n', 'configMap:\n  admin: null\n'),
      ['v2/Values controlplane', 'configMap.admin', 'admin with the credentials of a client, in config.yaml', 'none, nor in 4 more services']],
    ['values take the section of cluster resource sync away', `${DATA_PLANE_VALUES}clusterresourcesync: { config: { union: { auth: null } } }\n`,
      ['v2/Values dataplane', 'clusterresourcesync.config.union.auth', 'union.auth with the credentials of a client, in cluster_resources.yaml', 'none'],
      remedy(['clusterresourcesync: { config: { union: { auth: null } } }\n', ''])],
  ],
  says: { '': 'ConfigMap union-cp/usage has no union.auth in config.yaml, so its service calls without a client' },
  passes: [
    ['all have their sections', [...missingAdmin, ...usage(BOTH), ...scheduler({ 'admin.yaml': ADMIN }), ...propeller({ 'admin.yaml': ADMIN })]],
    ['a switch is off: that is service-auth-disabled\'s to report', [...missingAdmin, ...usage({ admin: CLIENT, union: { auth: { enable: false } } })]],
    ['an admin client has another grant', [...missingAdmin, ...usage({ ...BOTH, admin: { authType: 'ExternalCommand' } })]],
    ['the client comes from the environment', [...missingAdmin, ...usage({ union: { auth: AUTH } }).map((each, index) => (index === 0 ? each
      : deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp', env: [{ name: 'ADMIN.CLIENTID', value: 'ours' }] })))]],
    ['the sections stand in two directories', [...missingAdmin, ...reading('usage', { union: { auth: AUTH } }, { admin: CLIENT })]],
    ['a service mounts no credentials of Union\'s services', [...missingAdmin, ...service('usage', { union: remote }, { secrets: {} })]],
    ['an unknown service calls no other', [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { logger: {} })]],
    ['an unknown service has a client',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { union: { ...remote, auth: AUTH } })]],
    ['an unknown service has its client in another directory',
      [...flyteadmin(externalAuth(ISSUER)), ...reading('reporter', { union: remote }, { admin: CLIENT }, { plane: 'data' })]],
    ['those that authenticate beside it are of the other plane', [...propeller({}), ...service('usage', BOTH, { namespace: 'union' })]],
    ['those that authenticate are of another namespace',
      [...propeller({}), ...dataPlaneService('reporter', { union: { ...remote, auth: AUTH } }, 'union-b')]],
    ['the values are the chart\'s', CONTROL_PLANE_VALUES],
  ],
  notApplicable: [
    ['authentication is off', [...authless, ...usage({ logger: {} })]],
    ['it is open-source Flyte', [...flyteadmin(externalAuth(ISSUER)), ...scheduler({})]],
    ['no service of the plane authenticates', propeller({})],
    ['the others of the plane have a client and no switch that is on', [...propeller({}), ...dataPlaneService('reporter', ADMIN)]],
    ['one of two flyteadmins demands no tokens of a data plane',
      [...flyteadmin(externalAuth(ISSUER)), ...flyteadmin({}, { namespace: 'other-cp', useAuth: false }), ...propeller({})]],
    ['part of one directory is not in the input', [...missingAdmin.slice(1), ...reading('usage', { logger: {} }, { logger: {} }, { unseen: true })]],
    ['part of the configuration is not in the input',
      [...missingAdmin.slice(1), deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp' })]],
    ['the webhook of the pods shares the files of a client', [...dataPlaneService('union-operator', { union: { ...remote, auth: AUTH } }).slice(2),
      configMap('webhook', { 'core.yaml': { webhook: {}, admin: { endpoint: HOST } } }, 'union'), deployment('flytepropeller-webhook', {
        command: ['flytepropeller', 'webhook'], configMaps: { webhook: '/etc/flyte/config' }, secrets: { 'union-secret-auth': '/etc/union/secret' }, namespace: 'union',
      }), ...flyteadmin(externalAuth(ISSUER))]],
  ],
});

const CLAIMS = { enabled: true, externalIdentityClaim: 'ours', externalIdentityTypeClaim: 'app' };
const claiming = (name: string, claims: object, clientId = 'ours') =>
  service(name, { union: { auth: { enable: true, clientId }, connection: { trustedIdentityClaims: { ...CLAIMS, ...claims } } } });
const three = (claims: object) => manifests(...claiming('executions', claims), ...claiming('cluster', {}), ...claiming('usage', {}));
const at = (key: string, line: string, expected: string, found: string) => [{
  object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: union.connection.trustedIdentityClaims.${key}`, line, expected, found,
}] as const;

/** One service whose client gets its tokens from a provider. */
const at_ = (issuer: string, externalIdentityClaim: string | undefined, claims: object = {}, clientId = 'ours') => manifests(...service('executions', {
  union: { auth: { enable: true, clientId, tokenUrl: `${issuer}/token` }, connection: { trustedIdentityClaims: { ...CLAIMS, ...claims, externalIdentityClaim } } },
}));
const others = [...claiming('cluster', {}), ...claiming('usage', {})];
const without = { union: { auth: { enable: true, clientId: 'ours' } } };
/** Part of its configuration is not in the input. */
const partly = { pod: partlyShown('executions') };
const mismatchMigrating = { pod: { initContainers: [{ name: 'migrate', command: ['cluster', 'migrate'], volumeMounts: [{ name: 'cluster', mountPath: '/etc/config' }] }] } };
const claims = (more: object) => ({ union: { auth: { enable: true, clientId: 'ours' }, connection: { trustedIdentityClaims: { ...CLAIMS, ...more } } } });
const foreign = (claim: string, expected: string) => at('externalIdentityClaim', `externalIdentityClaim: ${claim}`, expected, claim);

testRule(identityClaimMismatch, {
  fires: [
    ['a claim is empty', three({ externalIdentityClaim: '' }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: ""', 'the subject of the service application', 'an empty claim')],
    ['a claim is blank', three({ externalIdentityClaim: ' ' }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: " "', 'the subject of the service application', 'an empty claim')],
    ['a claim is not a string', three({ externalIdentityClaim: {} }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: {}', 'the subject of the service application', 'an empty claim')],
    ['a claim is empty and the client leaves its ID out',
      service('executions', { union: { auth: { enable: true }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: '' } } } }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: ""', 'the subject of the service application', 'an empty claim'),
      remedy(['externalIdentityClaim: ""', 'externalIdentityClaim: service-id'])],
    ['one leaves out what the others have', three({ externalIdentityTypeClaim: undefined }),
      { ...at('', 'trustedIdentityClaims:', 'union.connection.trustedIdentityClaims.externalIdentityTypeClaim: app, as the other services have it', 'none')[0], field: 'data["config.yaml"]: union.connection.trustedIdentityClaims' }],
    ['one has what the others leave out',
      [...claiming('executions', {}), ...['cluster', 'usage'].flatMap((name) => claiming(name, { externalIdentityTypeClaim: undefined }))],
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: app', 'no union.connection.trustedIdentityClaims.externalIdentityTypeClaim, as the other services have it', 'app')],
    ['nothing has a namespace, as helm template leaves it',
      (['executions', 'cluster', 'usage'].flatMap((name, index) => service(name, claims(index === 0 ? { externalIdentityClaim: 'theirs' } : {}), { namespace: null }))),
      { ...at('externalIdentityClaim', 'externalIdentityClaim: theirs', 'ours, as the other services have it', 'theirs')[0], object: 'v1/ConfigMap executions' }],
    ['a subject that the client does not have is trusted without a switch', at_(OKTA, 'theirs', { enabled: undefined }),
      ...foreign('theirs', 'the subject of client ours, as which the service comes')],
    ['one names another subject', three({ externalIdentityClaim: 'theirs' }),
      ...at('externalIdentityClaim', 'externalIdentityClaim: theirs', 'ours, as the other services have it', 'theirs')],
    ['one claims to be a person', three({ externalIdentityTypeClaim: 'user' }),
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: user', 'app, as the other services have it', 'user')],
    ['one has lost the whole section',
      [...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } }), ...claiming('cluster', {}), ...claiming('usage', {})],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union', 'union.connection.trustedIdentityClaims, as the other services have it', 'none']],
    ['one has them switched off', three({ enabled: false }), ...at('enabled', 'enabled: false', 'true, as the other services have it', 'false')],
    ['one names a type, and the others name none',
      [...claiming('executions', {}), ...claiming('cluster', { externalIdentityTypeClaim: '' }), ...claiming('usage', { externalIdentityTypeClaim: '' })],
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: app', 'no union.connection.trustedIdentityClaims.externalIdentityTypeClaim, as the other services have it', 'app')],
    ['one names no type, and the others do', three({ externalIdentityTypeClaim: '' }),
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: ""', 'app, as the other services have it', 'none')],
    ['two clients have another subject, at a provider that writes client IDs',
      [...service('executions', {
        union: { auth: { enable: true, clientId: 'one', tokenUrl: 'https://acme.okta.com/oauth2/default/token' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'theirs' } } },
      }), ...service('cluster', { union: { auth: { enable: true, clientId: 'two' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'two' } } } })],
      ...foreign('theirs', 'the subject of client one, two, as which the service comes')],
    ['all name a subject that their client does not have, at a provider that writes client IDs', at_(OKTA, 'theirs'),
      ...foreign('theirs', 'the subject of client ours, as which the service comes')],
    ['all name the client ID, at a provider that writes ids of its own', at_(ENTRA, 'ours'),
      ...foreign('ours', 'the sub of the tokens of ours, which at Microsoft Entra ID is an id of its own')],
    ['all claim to be people', ['executions', 'cluster'].flatMap((name) => claiming(name, { externalIdentityTypeClaim: 'user' })),
      ...at('externalIdentityTypeClaim', 'externalIdentityTypeClaim: user', 'app: services are not people', 'user in all of them')],
    ['all have them off, beside an authorizer', [...authorizer(), ...claiming('executions', { enabled: false })],
      ...at('enabled', 'enabled: false', 'enabled: true, since the authorizer asks who the services are', 'enabled: false in all of them')],
  ],
  says: {
    '': 'ConfigMap union-cp/executions has externalIdentityTypeClaim app, and the other services have another one <- '
      + 'ConfigMap union-cp/cluster: data["config.yaml"]: union.connection.trustedIdentityClaims, '
      + 'ConfigMap union-cp/usage: data["config.yaml"]: union.connection.trustedIdentityClaims',
    'claim': 'ConfigMap union-cp/executions calls itself theirs, which its tokens do not say <- data["config.yaml"]: union.auth.clientId',
    'missing': 'ConfigMap union-cp/executions has no externalIdentityTypeClaim, which the other services have <- '
      + 'ConfigMap union-cp/cluster: data["config.yaml"]: union.connection.trustedIdentityClaims.externalIdentityTypeClaim, '
      + 'ConfigMap union-cp/usage: data["config.yaml"]: union.connection.trustedIdentityClaims.externalIdentityTypeClaim',
    'type': 'ConfigMap union-cp/executions and its siblings call services a user instead of an application',
    'off': 'ConfigMap union-cp/executions and its siblings do not say who calls (enabled: false)',
  },
  passes: [
    ['the only service claims to be a person', claiming('executions', { externalIdentityTypeClaim: 'user' })],
    ['the subject is the client ID, at a provider that writes client IDs', at_(OKTA, 'ours')],
    ['the subject is an id of the provider\'s own', at_(ENTRA, '66666666-7777-8888-9999-000000000000')],
    ['a blank stands around the subject and the client ID', at_(OKTA, ' ours', {}, 'ours ')],
    ['no subject is trusted', at_(OKTA, undefined, { enabled: undefined })],
    ['claims are switched off, whatever they name', at_(OKTA, 'theirs', { enabled: false })],
    ['claims are switched off, and empty', claiming('executions', { enabled: false, externalIdentityClaim: '' })],
    ['claims are switched on, and there are none', claiming('executions', { externalIdentityClaim: undefined })],
    ['one does not authenticate, and claims something else',
      [...service('executions', { union: { ...claims({ externalIdentityClaim: 'theirs' }).union, auth: { enable: false } } }), ...others]],
    ['one has no client', [...service('executions', { union: { connection: { insecure: false } } }), ...others]],
    ['part of the configuration is not in the input', [...service('executions', without, partly), ...others]],
    ['one of two has an init container that reads the same',
      [...claiming('executions', { externalIdentityClaim: 'theirs' }), ...service('cluster', claims({}), mismatchMigrating)]],
    ['a service of a data plane claims something else',
      [...dataPlaneService('union-operator', claims({ externalIdentityClaim: 'theirs' }), 'union-cp'), ...others]],
    ['another control plane has another subject',
      [...claiming('executions', { externalIdentityClaim: 'theirs' }), ...['cluster', 'usage'].flatMap((name) => service(name, claims({}), { namespace: 'other-cp' }))]],
    ['what the provider writes is unknown', at_('https://idp.example.com', 'theirs')],
    ['all agree', three({})],
    ['two differ, and neither is known to be right', [...claiming('executions', { externalIdentityClaim: 'theirs' }), ...claiming('cluster', {})]],
    ['one of two has lost the whole section, and may not need it',
      [...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } }), ...claiming('cluster', {})]],
    ['the others do not agree',
      [...claiming('executions', {}), ...claiming('cluster', { externalIdentityTypeClaim: 'user' }), ...claiming('usage', {}), ...claiming('leasor', { externalIdentityTypeClaim: 'user' })]],
    ['a service that names no client comes as another subject',
      service('executions', { union: { auth: { tokenUrl: 'https://acme.okta.com/oauth2/default/token' }, connection: { trustedIdentityClaims: { ...CLAIMS, externalIdentityClaim: 'theirs' } } } })],
    ['the client has no ID either, which is another fault', claiming('executions', { externalIdentityClaim: '' }, '')],
  ],
  notApplicable: [
    ['services authenticate and claim nothing', service('executions', without)],
    ['no service has claims', service('executions', { union: { connection: { insecure: false } } })],
  ],
});
