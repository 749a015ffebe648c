import { clientSectionMissing } from '../../../src/verify/rules/services';
import { configMap, deployment, manifests } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service, TOKEN_URL } from '../_planes';
import { testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

const NOT_APPLICABLE = 'The input does not show the whole configuration of a service that must authenticate: flyteadmin demands no tokens, or is not in the input and no service authenticates.';

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
    {
      when: 'a service has no client for its neighbours',
      input: manifests(...admin, ...usage({ admin: CLIENT, union: { connection: {} } })),
      findings: [finding('union-cp/usage', inConfig('union.auth'), 'union:', 'union.auth', 'config.yaml')],
    },
    {
      when: 'a service has no client for flyteadmin, and its section only says where that is',
      input: manifests(...admin, ...usage({ ...BOTH, admin: { endpoint: 'flyteadmin:81' } })),
      findings: [finding('union-cp/usage', inConfig('admin'), 'admin:', 'admin', 'config.yaml')],
    },
    {
      when: 'several services have lost the same section: one finding',
      input: manifests(...admin, ...usage({ admin: CLIENT }), ...service('cluster', { admin: CLIENT })),
      findings: [finding('union-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml', 'none, nor in 1 more service')],
    },
    {
      when: 'a service has lost both, also for its init container',
      input: manifests(...admin, ...service('usage', { logger: {} }, migrating)),
      findings: [
        finding('union-cp/usage', inConfig('admin'), 'logger: {}', 'admin', 'config.yaml'),
        finding('union-cp/usage', inConfig('union.auth'), 'logger: {}', 'union.auth', 'config.yaml'),
      ],
    },
    {
      when: 'services of two control planes have lost it: one finding each',
      input: manifests(...admin, ...admin.map((each) => ({ ...each, metadata: { ...each.metadata as Json, namespace: 'other-cp' } })), ...usage({ admin: CLIENT }), ...service('usage', { admin: CLIENT }, { namespace: 'other-cp' })),
      findings: [
        finding('union-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml'),
        finding('other-cp/usage', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml'),
      ],
    },
    {
      when: 'the second of two directories has part of the section',
      input: manifests(...admin, ...reading('usage', { admin: CLIENT }, { union: { connection: {} } })),
      findings: [finding('union-cp/more', 'data["more.yaml"]: union.auth', 'union:', 'union.auth', 'config.yaml')],
    },
    {
      when: 'the executions service has no connection of its own',
      input: manifests(...admin, ...service('executions', { ...BOTH, executions: { app: {} } })),
      findings: [finding('union-cp/executions', inConfig('executions.app.adminClient.connection'), 'app: {}', 'executions.app.adminClient.connection', 'config.yaml')],
    },
    {
      when: 'a shard, which is known by its container',
      input: manifests(...admin, ...usage(BOTH), configMap('actions', { 'config.yaml': { admin: CLIENT } }, 'union-cp'),
        deployment('actions-0-f288b103', { container: { name: 'actions' }, configMaps: { actions: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp' })),
      findings: [finding('union-cp/actions', inConfig('union.auth'), 'admin:', 'union.auth', 'config.yaml')],
    },
    {
      when: 'the file of the scheduler is gone',
      input: manifests(...admin, ...usage(BOTH), ...scheduler({})),
      findings: [finding('union-cp/flyte-scheduler-config', 'data["db.yaml"]: admin', 'database: {}', 'admin', 'admin.yaml')],
    },
    {
      when: 'the file of propeller is gone',
      input: manifests(...admin, ...propeller({})),
      findings: [finding('union/flyte-propeller-config', 'data["core.yaml"]: admin', 'propeller: {}', 'admin', 'admin.yaml')],
    },
    {
      when: 'flyteadmin is not in the input, and the other services of the plane authenticate',
      input: manifests(...propeller({}), ...dataPlaneService('union-operator', { union: { ...remote, auth: AUTH } })),
      findings: [finding('union/flyte-propeller-config', 'data["core.yaml"]: admin', 'propeller: {}', 'admin', 'admin.yaml')],
    },
    {
      when: 'a service of a data plane that nobody knows calls the control plane as nobody',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { union: remote })),
      findings: [{
        object: 'v1/ConfigMap union/reporter', field: inConfig('union.auth'), line: 'union:', ...anonymous,
      }],
    },
    {
      when: 'one that nobody knows is told of flyteadmin alone',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { admin: { endpoint: HOST } })),
      findings: [{ object: 'v1/ConfigMap union/reporter', field: inConfig('admin'), line: 'admin:', ...anonymous }],
    },
    {
      when: 'one that nobody knows is told in one of two directories',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...reading('reporter', { union: remote }, { logger: {} }, { plane: 'data' })),
      findings: [{ object: 'v1/ConfigMap union/reporter', field: inConfig('union.auth'), line: 'union:', ...anonymous }],
    },
    {
      when: 'values take the section away',
      input: changed(CONTROL_PLANE_VALUES, 'configMap:\n', 'configMap:\n  admin: null\n'),
      findings: [{
        object: 'v2/Values controlplane', field: 'configMap.admin', line: 'admin: null', expected: 'admin with the credentials of a client, in config.yaml', found: 'none, nor in 4 more services',
      }],
    },
    {
      when: 'values take the section of cluster resource sync away',
      input: `${DATA_PLANE_VALUES}clusterresourcesync: { config: { union: { auth: null } } }\n`,
      findings: [{
        object: 'v2/Values dataplane',
        field: 'clusterresourcesync.config.union.auth',
        line: 'clusterresourcesync: { config: { union: { auth: null } } }',
        expected: 'union.auth with the credentials of a client, in cluster_resources.yaml',
        found: 'none',
      }],
    },
  ],
  passes: [
    { when: 'all have their sections', input: manifests(...admin, ...usage(BOTH), ...scheduler({ 'admin.yaml': ADMIN }), ...propeller({ 'admin.yaml': ADMIN })) },
    { when: 'a switch is off: that is service-auth-disabled\'s to report', input: manifests(...admin, ...usage({ admin: CLIENT, union: { auth: { enable: false } } })) },
    { when: 'an admin client has another grant', input: manifests(...admin, ...usage({ ...BOTH, admin: { authType: 'ExternalCommand' } })) },
    {
      when: 'the client comes from the environment',
      input: manifests(...admin, ...usage({ union: { auth: AUTH } }).map((each, index) => (index === 0 ? each
        : deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp', env: [{ name: 'ADMIN.CLIENTID', value: 'ours' }] })))),
    },
    { when: 'the sections stand in two directories', input: manifests(...admin, ...reading('usage', { union: { auth: AUTH } }, { admin: CLIENT })) },
    { when: 'a service mounts no credentials of Union\'s services', input: manifests(...admin, ...service('usage', { union: remote }, { secrets: {} })) },
    { when: 'one that nobody knows calls nobody', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { logger: {} })) },
    { when: 'one that nobody knows has a client', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('reporter', { union: { ...remote, auth: AUTH } })) },
    {
      when: 'one that nobody knows has its client in another directory',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...reading('reporter', { union: remote }, { admin: CLIENT }, { plane: 'data' })),
    },
    { when: 'those that authenticate beside it are of the other plane', input: manifests(...propeller({}), ...service('usage', BOTH, { namespace: 'union' })) },
    { when: 'those that authenticate are of another namespace', input: manifests(...propeller({}), ...dataPlaneService('reporter', { union: { ...remote, auth: AUTH } }, 'union-b')) },
    { when: 'the values are the chart\'s', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    { when: 'authentication is off', input: manifests(...authless, ...usage({ logger: {} })), reason: NOT_APPLICABLE },
    { when: 'it is open-source Flyte', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...scheduler({})), reason: NOT_APPLICABLE },
    { when: 'no service of the plane authenticates', input: manifests(...propeller({})), reason: NOT_APPLICABLE },
    { when: 'the others of the plane have a client and no switch that is on', input: manifests(...propeller({}), ...dataPlaneService('reporter', ADMIN)), reason: NOT_APPLICABLE },
    { when: 'one of two flyteadmins demands no tokens of a data plane', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...flyteadmin({}, { namespace: 'other-cp', useAuth: false }), ...propeller({})), reason: NOT_APPLICABLE },
    { when: 'part of one directory is not in the input', input: manifests(...admin.slice(1), ...reading('usage', { logger: {} }, { logger: {} }, { unseen: true })), reason: NOT_APPLICABLE },
    {
      when: 'part of the configuration is not in the input',
      input: manifests(...admin.slice(1), deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, namespace: 'union-cp' })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'the webhook of the pods shares the files of a client',
      input: manifests(...dataPlaneService('union-operator', { union: { ...remote, auth: AUTH } }).slice(2),
        configMap('webhook', { 'core.yaml': { webhook: {}, admin: { endpoint: HOST } } }, 'union'), deployment('flytepropeller-webhook', {
          command: ['flytepropeller', 'webhook'], configMaps: { webhook: '/etc/flyte/config' }, secrets: { 'union-secret-auth': '/etc/union/secret' }, namespace: 'union',
        }), ...flyteadmin(externalAuth(ISSUER))),
      reason: NOT_APPLICABLE,
    },
  ],
});
