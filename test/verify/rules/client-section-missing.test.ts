import { clientSectionMissing } from '../../../src/verify/rules/services';
import { configMap, deployment } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service, TOKEN_URL } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

type Json = Record<string, unknown>;

const CLIENT = { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', tokenUrl: TOKEN_URL, scopes: ['all'] };
const AUTH = { enable: true, ...CLIENT };
const HOST = 'dns:///union.example.com';
const remote = { connection: { host: HOST } };
const ADMIN = { admin: { endpoint: HOST, ...CLIENT } };

/** flyteadmin with a client of its own. */
const [adminConfig, adminDeployment] = flyteadmin(externalAuth(ISSUER));
const withClient = (data: Json): Json => ({ ...adminConfig, data: { ...adminConfig.data as Json, ...data } });
const admin = [withClient({ 'admin.yaml': JSON.stringify(ADMIN) }), adminDeployment];
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
const migrating = { pod: { initContainers: [{ name: 'migrate', command: ['usage', 'migrate'], volumeMounts: [{ name: 'usage', mountPath: '/etc/config' }] }] } };
const anonymous = { expected: 'union.auth or the credentials of an admin client', found: 'none' };
const finding = (object: string, field: string, line: string, section: string, file: string, found = 'none') =>
  ({ object: `v1/ConfigMap ${object}`, field, line, expected: `${section} with the credentials of a client, in ${file}`, found });
const inConfig = (field: string) => `data["config.yaml"]: ${field}`;

testRule(clientSectionMissing, {
  fires: [
    ['a service has no client for its neighbours', [...admin, ...usage({ admin: CLIENT, union: { connection: {} } })],
      finding('union-cp/usage', inConfig('union.auth'), 'union:', 'union.auth', 'config.yaml')],
    ['a service has no client for flyteadmin, and its section only says where that is',
      [...admin, ...usage({ ...BOTH, admin: { endpoint: 'flyteadmin:81' } })],
      finding('union-cp/usage', inConfig('admin'), 'admin:', 'admin', 'config.yaml')],
    ['several services have lost the same section: one finding', [...admin, ...usage({ admin: CLIENT }), ...service('cluster', { admin: CLIENT })],
      finding('union-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml', 'none, nor in 1 more service')],
    ['a service has lost both, also for its init container', [...admin, ...service('usage', { logger: {} }, migrating)],
      finding('union-cp/usage', inConfig('admin'), 'logger: {}', 'admin', 'config.yaml'),
      finding('union-cp/usage', inConfig('union.auth'), 'logger: {}', 'union.auth', 'config.yaml')],
    ['services of two control planes have lost it: one finding each',
      [...admin, ...admin.map((each) => ({ ...each, metadata: { ...each.metadata as Json, namespace: 'other-cp' } })), ...usage({ admin: CLIENT }), ...service('usage', { admin: CLIENT }, { namespace: 'other-cp' })],
      finding('union-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml'),
      finding('other-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml')],
    ['the second of two directories has part of the section', [...admin, ...reading('usage', { admin: CLIENT }, { union: { connection: {} } })],
      finding('union-cp/more', 'data["more.yaml"]: union.auth', 'union:', 'union.auth', 'config.yaml')],
    ['the executions service has no connection of its own', [...admin, ...service('executions', { ...BOTH, executions: { app: {} } })],
      finding('union-cp/executions', inConfig('executions.app.adminClient.connection'), 'app: {}', 'executions.app.adminClient.connection', 'config.yaml')],
    ['a shard, which is known by its container',
      [...admin, ...usage(BOTH), configMap('actions', { 'config.yaml': { admin: CLIENT } }, 'union-cp'),
        deployment('actions-0-f288b103', { container: { name: 'actions' }, configMaps: { actions: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp' })],
      finding('union-cp/actions', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml')],
    ['the file of the scheduler is gone', [...admin, ...usage(BOTH), ...scheduler({})],
      finding('union-cp/flyte-scheduler-config', 'data["db.yaml"]: admin', 'database: {}', 'admin', 'admin.yaml')],
    ['the file of propeller is gone', [...admin, ...propeller({})],
      finding('union/flyte-propeller-config', 'data["core.yaml"]: admin', 'propeller: {}', 'admin', 'admin.yaml')],
    ['flyteadmin is not in the input, and the other services of the plane authenticate',
      [...propeller({}), ...dataPlaneService('union-operator', { union: { ...remote, auth: AUTH } })],
      finding('union/flyte-propeller-config', 'data["core.yaml"]: admin', 'propeller: {}', 'admin', 'admin.yaml')],
    ['a service of a data plane that nobody knows calls the control plane as nobody',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { union: remote })],
      { object: 'v1/ConfigMap union/reporter', field: inConfig('union.auth'), line: 'union:', ...anonymous }],
    ['one that nobody knows is told of flyteadmin alone',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { admin: { endpoint: HOST } })],
      { object: 'v1/ConfigMap union/reporter', field: inConfig('admin'), line: 'admin:', ...anonymous }],
    ['one that nobody knows is told in one of two directories',
      [...flyteadmin(externalAuth(ISSUER)), ...reading('reporter', { union: remote }, { logger: {} }, { plane: 'data' })],
      { object: 'v1/ConfigMap union/reporter', field: inConfig('union.auth'), line: 'union:', ...anonymous }],
    ['values take the section away', changed(CONTROL_PLANE_VALUES, 'configMap:\n', 'configMap:\n  admin: null\n'),
      ['v2/Values controlplane', 'configMap.admin', 'admin with the credentials of a client, in config.yaml', 'none, nor in 4 more services']],
    ['values take the section of cluster resource sync away', `${DATA_PLANE_VALUES}clusterresourcesync: { config: { union: { auth: null } } }\n`,
      ['v2/Values dataplane', 'clusterresourcesync.config.union.auth', 'union.auth with the credentials of a client, in cluster_resources.yaml', 'none'],
      remedy(['clusterresourcesync: { config: { union: { auth: null } } }\n', ''])],
  ],
  passes: [
    ['all have their sections', [...admin, ...usage(BOTH), ...scheduler({ 'admin.yaml': ADMIN }), ...propeller({ 'admin.yaml': ADMIN })]],
    ['a switch is off: that is service-auth-disabled\'s to report', [...admin, ...usage({ admin: CLIENT, union: { auth: { enable: false } } })]],
    ['an admin client has another grant', [...admin, ...usage({ ...BOTH, admin: { authType: 'ExternalCommand' } })]],
    ['the client comes from the environment', [...admin, ...usage({ union: { auth: AUTH } }).map((each, index) => (index === 0 ? each
      : deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp', env: [{ name: 'ADMIN.CLIENTID', value: 'ours' }] })))]],
    ['the sections stand in two directories', [...admin, ...reading('usage', { union: { auth: AUTH } }, { admin: CLIENT })]],
    ['a service mounts no credentials of Union\'s services', [...admin, ...service('usage', { union: remote }, { secrets: {} })]],
    ['one that nobody knows calls nobody', [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { logger: {} })]],
    ['one that nobody knows has a client',
      [...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { union: { ...remote, auth: AUTH } })]],
    ['one that nobody knows has its client in another directory',
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
    ['part of one directory is not in the input', [...admin.slice(1), ...reading('usage', { logger: {} }, { logger: {} }, { unseen: true })]],
    ['part of the configuration is not in the input',
      [...admin.slice(1), deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp' })]],
    ['the webhook of the pods shares the files of a client', [...dataPlaneService('union-operator', { union: { ...remote, auth: AUTH } }).slice(2),
      configMap('webhook', { 'core.yaml': { webhook: {}, admin: { endpoint: HOST } } }, 'union'), deployment('flytepropeller-webhook', {
        command: ['flytepropeller', 'webhook'], configMaps: { webhook: '/etc/flyte/config' }, secrets: { 'union-secret-auth': '/etc/union/secret' }, namespace: 'union',
      }), ...flyteadmin(externalAuth(ISSUER))]],
  ],
});
