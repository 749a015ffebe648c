import { nestUnder } from '../../../src/common/data/json';
import {
  clientSecretKeyMissing, clientSecretUnmounted, credentialUnreadable, databasePasswordMissing, placeholderSecret, schedulerSecretUnmounted,
  secretValuePadded, sessionKeyMissing,
} from '../../../src/verify/rules/credentials';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, DeploymentProps, externalSecret, manifests, object, secret } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { flyteadmin as relyingParty, flyteadmin as silent, flyteadmin as unionFlyteadmin } from '../_union';

const unmountedLocation = '/etc/secrets/union/client_secret';
const unmountedConfig = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: unmountedLocation } } });
const withMounts = (secrets: Record<string, string>, pod = {}) =>
  manifests(unmountedConfig, deployment('executions', { configMaps: { executions: '/etc/config' }, secrets, pod }));

const unmountedFinding = {
  object: 'v1/ConfigMap union-cp/executions',
  field: 'data["admin.yaml"]: admin.clientSecretLocation',
  expected: `${unmountedLocation} mounted in apps/v1/Deployment union-cp/executions, container executions`,
};

/** The shape of the data plane chart: the pod webhook mounts the files of another workload, and not its Secret. */
const DIRECTORY = '/etc/flyte/config';
const dataPlaneConfig = configMap('leaseworker', {
  'admin.yaml': { admin: { clientId: 'dp1', clientSecretLocation: '/etc/union/secret/client_secret' } },
  'union.yaml': { union: { auth: { enable: true, type: 'ClientSecret', clientId: 'dp1', clientSecretLocation: '/etc/union/secret/client_secret' } } },
  'webhook.yaml': { webhook: { certDir: '/etc/webhook/certs', secretName: 'union-pod-webhook' } },
}, 'union');
const running = (name: string, command: readonly string[], args?: readonly string[], secrets: Record<string, string> = {}) =>
  deployment(name, { namespace: 'union', command, configMaps: { leaseworker: DIRECTORY }, secrets, container: args ? { args } : {} });
const podWebhook = running('union-pod-webhook', ['flytepropeller'], ['webhook', '--config', `${DIRECTORY}/*.yaml`], { 'union-pod-webhook': '/etc/webhook/certs' });
const leaseworker = (secrets: Record<string, string> = {}) =>
  running('leaseworker', ['leaseworker', 'run', '--config', `${DIRECTORY}/*.yaml`], undefined, secrets);
const unmountedUnmounted = (key: string, section: string, name: string) => ({
  object: 'v1/ConfigMap union/leaseworker',
  field: `data["${key}"]: ${section}.clientSecretLocation`,
  expected: `/etc/union/secret/client_secret mounted in apps/v1/Deployment union/${name}, container ${name}`,
  found: 'no mount that covers the path',
});

/** A volume of the secrets store driver, and the class that names its files. */
const csi = (name: string, className = 'union', namespace = 'union-cp') => manifests(
  unmountedConfig,
  deployment('executions', {
    configMaps: { executions: '/etc/config' },
    container: { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }] },
    pod: {
      volumes: [
        { name: 'executions', configMap: { name: 'executions' } },
        { name: 'auth', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: 'union' } } },
      ],
    },
  }),
  object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', className, {
    spec: { provider: 'vault', parameters: { objects: `- objectName: ${name}\n  secretPath: kv/data/union\n  secretKey: client_secret\n` } },
  }, namespace),
);
/** A pod into which the Vault agent writes files. */
const agent = (annotations: Record<string, string>) => manifests(unmountedConfig, object('apps/v1', 'Deployment', 'executions', {
  spec: {
    template: {
      metadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true', ...annotations } },
      spec: {
        containers: [{ name: 'executions', image: 'registry.example.com/executions:1', volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }] }],
        volumes: [{ name: 'executions', configMap: { name: 'executions' } }],
      },
    },
  },
}));
const withLocation = (clientSecretLocation: string, container = {}) => manifests(
  configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation } } }),
  deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, container }),
);

testRule(clientSecretUnmounted, {
  fires: [
    ['the path has no slash in front', withLocation(unmountedLocation.slice(1)),
      { ...unmountedFinding, expected: unmountedFinding.expected.slice(1), found: 'a path without / in front, which leads wherever the image starts the process' },
      remedy([`clientSecretLocation: ${unmountedLocation.slice(1)}`, `clientSecretLocation: ${unmountedLocation}`])],
    ['the path has no slash in front, and the process starts elsewhere', withLocation(unmountedLocation.slice(1), { workingDir: '/app' }),
      { ...unmountedFinding, expected: unmountedFinding.expected.slice(1), found: 'no mount that covers the path' }],
    ['no mount covers the path', withMounts({ 'union-controlplane-secrets': '/etc/db' }), { ...unmountedFinding, found: 'no mount that covers the path' }],
    ['items rename the key', [unmountedConfig, deployment('executions', {
      configMaps: { executions: '/etc/config' },
      container: { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }] },
      pod: {
        volumes: [
          { name: 'executions', configMap: { name: 'executions' } },
          { name: 'auth', secret: { secretName: 'union-controlplane-secrets', items: [{ key: 'client_secret', path: 'secret' }] } },
        ],
      },
    })], { ...unmountedFinding, found: 'a mount at /etc/secrets/union that does not show the file' }],
    ['a nested mount hides the directory', withMounts({ outer: '/etc/secrets/union', inner: '/etc/secrets/union/client_secret' }),
      { ...unmountedFinding, found: 'a mount at /etc/secrets/union/client_secret that does not show the file' }],
    ['the pod declares no such volume',
      withMounts({ auth: '/etc/secrets/union' }, { volumes: [{ name: 'executions', configMap: { name: 'executions' } }] }),
      { ...unmountedFinding, found: 'a mount of the volume auth, which the pod does not declare' },
      remedy(['      volumes:\n', '      volumes:\n        - name: auth\n          secret:\n            secretName: union-controlplane-secrets\n'])],
    ['a client lacks the mount, beside a pod webhook that shares its config', [dataPlaneConfig, leaseworker(), podWebhook],
      unmountedUnmounted('admin.yaml', 'admin', 'leaseworker')],
    ['flytepropeller runs in a Deployment that is named like the pod webhook',
      [dataPlaneConfig, running('union-pod-webhook', ['flytepropeller'], ['--config', `${DIRECTORY}/*.yaml`])],
      unmountedUnmounted('admin.yaml', 'admin', 'union-pod-webhook')],
  ],
  says: {
    mount: 'Deployment union-cp/executions does not mount etc/secrets/union/client_secret, from which it reads its client secret <- '
      + 'data["admin.yaml"]: admin.clientSecretLocation',
  },
  passes: [
    ['the path has no slash in front, and the process starts at the root', withLocation(unmountedLocation.slice(1), { workingDir: '/' })],
    ['the pod webhook shares the config of a client and mounts no client secret',
      [dataPlaneConfig, leaseworker({ 'union-secret-auth': '/etc/union/secret' }), podWebhook]],
    ['the Secret is mounted at the directory', withMounts({ 'union-controlplane-secrets': '/etc/secrets/union/' })],
    ['a subPath mounts the file alone', [unmountedConfig, deployment('executions', {
      configMaps: { executions: '/etc/config' },
      container: { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'auth', mountPath: unmountedLocation, subPath: 'client_secret' }] },
      pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: 'auth', secret: { secretName: 'auth' } }] },
    })]],
  ],
  notApplicable: [
    ['the password of a database is not mounted, which is another rule\'s',
      [configMap('executions', { 'db.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }), deployment('executions', { configMaps: { executions: '/etc/config' } })]],
    ['the config is read by a pod webhook alone', [dataPlaneConfig, podWebhook]],
    ['the input has no workload', [unmountedConfig, secret('union-controlplane-secrets')]],
    ['a SecretProviderClass gives the file', csi('client_secret')],
    ['the Vault agent gives the file',
      agent({ 'vault.hashicorp.com/agent-inject-secret-auth': 'kv/data/union', 'vault.hashicorp.com/agent-inject-file-auth': 'client_secret', 'vault.hashicorp.com/secret-volume-path-auth': '/etc/secrets/union/' })],
    ['a CSI driver provides the files', withMounts({ auth: '/etc/secrets/union' }, {
      volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: 'auth', csi: { driver: 'secrets-store.csi.k8s.io' } }],
    })],
  ],
});

const configured = { clientId: 'service', clientSecretLocation: '/etc/secrets/client_secret' };
const scheduler = (admin: Record<string, unknown>, props: DeploymentProps = {}) => [
  configMap('flyte-scheduler-config', { 'admin.yaml': { admin: { endpoint: 'flyteadmin:81', ...admin } } }),
  deployment('flytescheduler', { configMaps: { 'flyte-scheduler-config': '/etc/flyte/config' }, ...props }),
];
const mounted = { secrets: { 'flyte-secret-auth': '/etc/secrets/' } };
const admin = flyteadmin(externalAuth(ISSUER));

const schedulerFinding = {
  object: 'v1/ConfigMap union-cp/flyte-scheduler-config',
  field: 'data["admin.yaml"]: admin.clientSecretLocation',
  expected: '/etc/secrets/client_secret mounted in apps/v1/Deployment union-cp/flytescheduler, container flytescheduler',
};
const schedulerUnmounted = manifests(...scheduler(configured));

testRule(schedulerSecretUnmounted, {
  fires: [
    ['nothing is mounted', schedulerUnmounted, { ...schedulerFinding, found: 'no mount that covers the path' },
      remedy(['              mountPath: /etc/flyte/config\n', '              mountPath: /etc/flyte/config\n            - name: secret\n              mountPath: /etc/secrets/\n'],
        ['      volumes:\n', '      volumes:\n        - name: secret\n          secret:\n            secretName: flyte-secret-auth\n'])],
    ['the Secret is mounted where the union services have theirs',
      [...admin, ...scheduler(configured, { secrets: { 'flyte-secret-auth': '/etc/secrets/union' } })],
      { ...schedulerFinding, found: 'no mount that covers the path' }],
    ['the configuration names no client while flyteadmin asks for tokens', [...admin, ...scheduler({})],
      { ...schedulerFinding, field: 'data["admin.yaml"]: admin', found: 'no mount that covers the path' }],
    ['the container has another name and runs the scheduler',
      [scheduler(configured)[0], deployment('native', { configMaps: { 'flyte-scheduler-config': '/etc/flyte/config' }, command: ['/bin/flytescheduler', 'run'] })],
      { ...schedulerFinding, expected: '/etc/secrets/client_secret mounted in apps/v1/Deployment union-cp/native, container native', found: 'no mount that covers the path' }],
    ['the configuration names no client, says how it authenticates, and another service has a client',
      [...admin, ...scheduler({ authType: 'ClientSecret' }), ...service('executions', { admin: configured })],
      { ...schedulerFinding, field: 'data["admin.yaml"]: admin', found: 'no mount that covers the path' }],
  ],
  says: { mount: 'Deployment union-cp/flytescheduler does not mount /etc/secrets/client_secret, from which it reads its client secret' },
  passes: [
    ['its database password is mounted nowhere, which is another rule\'s',
      [...admin, configMap('flyte-scheduler-config', { 'admin.yaml': { admin: configured, database: { passwordPath: '/etc/db/pass.txt' } } }), scheduler({}, mounted)[1]]],
    ['flyte-secret-auth is mounted', [...admin, ...scheduler(configured, mounted)]],
    ['the default location is mounted for a client without settings', [...admin, ...scheduler({}, mounted)]],
    ['another Secret is mounted there', scheduler(configured, { secrets: { 'my-secret': '/etc/secrets' } })],
  ],
  notApplicable: [
    ['it authenticates in another way', [...admin, ...scheduler({ authType: 'ExternalCommand' })]],
    ['nothing says that flyteadmin asks for tokens', [...silent({ useAuth: null }), ...scheduler(configured)]],
    ['a CSI driver may mount it', [...admin, ...scheduler(configured, {
      ...mounted, pod: { volumes: [{ name: 'flyte-scheduler-config', configMap: { name: 'flyte-scheduler-config' } }, { name: 'flyte-secret-auth', csi: { driver: 'secrets-store.csi.k8s.io' } }] },
    })]],
    ['the scheduler only checks its configuration', [...admin, ...scheduler({}, { command: ['flytescheduler', 'config', 'validate'] })]],
    ['the chart renders the Secret and no scheduler', [...admin, secret('flyte-secret-auth', { client_secret: 'placeholder' })]],
    ['flyteadmin asks for no tokens', [...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...scheduler(configured)]],
    ['the secret comes from the environment', [...admin, ...scheduler({ clientSecretEnvVar: 'CLIENT_SECRET' })]],
    ['its configuration and flyteadmin are not in the input', [scheduler({})[1]]],
    ['another service mounts nothing', [...admin, ...service('executions', { admin: configured }, { secrets: {} })]],
    ['only an init container runs the scheduler\'s binary', [scheduler(configured)[0], deployment('other', {
      pod: {
        containers: [{ name: 'main' }],
        initContainers: [{ name: 'precheck', command: ['flytescheduler', 'precheck'], volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
        volumes: [{ name: 'config', configMap: { name: 'flyte-scheduler-config' } }],
      },
    })]],
  ],
});

test('a scheduler without its mount is one finding, not two', () => {
  const report = verify([{ name: 'input.yaml', text: schedulerUnmounted }]);
  expect(report.findings.map(({ rule }) => rule)).toEqual([schedulerSecretUnmounted.id]);
  expect(clientSecretUnmounted.explanation).toContain(schedulerSecretUnmounted.id);
});

const PASSWORD_SECRET = 'union-controlplane-secrets';
const passwordConfig = (db: Record<string, unknown>) => configMap('executions', { 'config.yaml': db });
const settings = passwordConfig({ db: { host: 'h', passwordPath: '/etc/db/pass.txt' } });
const passwordExecutions = (props: DeploymentProps = {}) =>
  deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { [PASSWORD_SECRET]: '/etc/db' }, ...props });
/** With an init container that shares the config and lacks the mount. */
const sharing = (args: readonly string[]) => passwordExecutions({
  pod: {
    initContainers: [{ name: 'init', args, volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }] }],
    volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: PASSWORD_SECRET, secret: { secretName: PASSWORD_SECRET } }],
  },
});
const DATABASE = { host: 'db', username: 'flyte' };
const delivered = externalSecret('db', { target: PASSWORD_SECRET, creationPolicy: 'Merge', keys: ['pass.txt'] });
const passwordUnmounted = (container = 'container executions') => ({
  object: 'v1/ConfigMap union-cp/executions',
  field: 'data["config.yaml"]: db.passwordPath',
  expected: `/etc/db/pass.txt mounted in apps/v1/Deployment union-cp/executions, ${container}`,
  found: 'no mount that covers the path',
});
const undelivered = {
  object: 'apps/v1/Deployment union-cp/executions', field: 'spec.template.spec.volumes[1].secret', expected: `a writer of key pass.txt in Secret ${PASSWORD_SECRET}`,
};
const other = [
  configMap('usage', { 'db.yaml': { database: { postgres: { passwordPath: '/etc/db/pass.txt' } } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { db: '/etc/db' } }),
  externalSecret('db', { keys: ['pass.txt'] }),
];

testRule(databasePasswordMissing, {
  fires: [
    ['nothing is mounted', [settings, passwordExecutions({ secrets: { [PASSWORD_SECRET]: '/etc/secrets/union' } })], passwordUnmounted()],
    ['only the init container that migrates lacks the mount', [settings, sharing(['executions', 'migrate', '--config', '/etc/config/*.yaml'])],
      passwordUnmounted('init container init')],
    ['the volume lost its Secret',
      [settings, passwordExecutions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: PASSWORD_SECRET }] } })],
      { ...passwordUnmounted(), found: 'a mount at /etc/db that does not show the file' },
      remedy(['        - name: executions\n          configMap:\n            name: executions\n        - name: union-controlplane-secrets\n', '        - name: executions\n          configMap:\n            name: executions\n        - name: union-controlplane-secrets\n          secret:\n            secretName: union-controlplane-secrets\n'])],
    ['the input writes that of another service alone', [settings, passwordExecutions(), ...other],
      { ...undelivered, found: 'no writer of the Secret in the input' }],
    ['the input writes that of another service, and here the client secret alone',
      [settings, passwordExecutions(), ...other, externalSecret('auth', { target: PASSWORD_SECRET })],
      { ...undelivered, found: 'only keys client_secret' }],
    ['a cluster holds the Secret without it', [settings, passwordExecutions(), secret(PASSWORD_SECRET, { client_secret: 'x' }, 'union-cp', { uid: '0a1b' })],
      { ...undelivered, found: 'only keys client_secret' }],
    ['a cluster holds other Secrets', [settings, passwordExecutions({ metadata: { uid: '1' } }), secret('x', { a: 'b' }, 'union-cp', { uid: '2' })],
      { ...undelivered, found: 'no such Secret among those of the cluster' }],
    ['the same Secret lacks it for two services: one cause',
      [settings, passwordExecutions(), configMap('cluster', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('cluster', { configMaps: { cluster: '/etc/config' }, secrets: { [PASSWORD_SECRET]: '/etc/db' } }), ...other],
      { ...undelivered, found: 'no writer of the Secret in the input' }],
    ['two write the Secret, and a cluster holds it',
      [settings, passwordExecutions(), secret(PASSWORD_SECRET, { client_secret: 'x', a: 'b' }, 'union-cp', { uid: '0a1b' }), externalSecret('auth', { target: PASSWORD_SECRET, creationPolicy: 'Merge' })],
      { ...undelivered, found: 'only keys client_secret, a' }],
    ['two services have nothing mounted',
      [settings, passwordExecutions({ secrets: {} }), configMap('cluster', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('cluster', { configMaps: { cluster: '/etc/config' } })],
      passwordUnmounted(),
      { ...passwordUnmounted(), object: 'v1/ConfigMap union-cp/cluster', expected: '/etc/db/pass.txt mounted in apps/v1/Deployment union-cp/cluster, container cluster' }],
    ['a cluster holds the Secret with no key at all', [settings, passwordExecutions(), secret(PASSWORD_SECRET, {}, 'union-cp', { uid: '0a1b' })],
      { ...undelivered, found: 'only keys of others' }],
    ...['database.postgres', 'database', 'db'].map((section): FiringRow => [`${section} has a user and no password`, [...other, ...service('cluster', nestUnder(section, DATABASE))],
      ['v1/ConfigMap union-cp/cluster', `data["config.yaml"]: ${section}`, `${section}.passwordPath, the file with the password of flyte`, 'none']]),
  ],
  says: {
    '': 'Deployment union-cp/executions never gets its database password: no writer of the Secret in the input',
    'path': 'ConfigMap union-cp/cluster has no passwordPath for database user flyte',
    'mount': 'Deployment union-cp/executions does not mount /etc/db/pass.txt, from which it reads its database password',
  },
  passes: [
    ...[{ password: 'x' }, { passwordPath: '/etc/db/pass.txt' }].map((more): Row => [`a database has a user and a ${Object.keys(more)[0]}`,
      [...other, configMap('cluster', { 'config.yaml': { db: { ...DATABASE, ...more } } }), deployment('cluster', { configMaps: { cluster: '/etc/config' }, secrets: { db: '/etc/db' } })]]),
    ['a ConfigMap has the file',
      [settings, configMap('db', { 'pass.txt': 'x' }), passwordExecutions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: PASSWORD_SECRET, configMap: { name: 'db' } }] } })]],
    ['the file is found in a Secret that a template of the store fills',
      [settings, passwordExecutions(), ...other, externalSecret('auth', { target: PASSWORD_SECRET, keys: [], spec: { target: { name: PASSWORD_SECRET }, dataFrom: [{ extract: { key: 'x' } }] } })]],
    ['an ExternalSecret writes it', [settings, passwordExecutions(), secret(PASSWORD_SECRET), delivered]],
    ['it is made by hand, as most do', [settings, passwordExecutions(), externalSecret('auth', { target: PASSWORD_SECRET, creationPolicy: 'Merge' })]],
    ['an init container that does not ask the database shares the config', [settings, sharing(['flyteadmin', 'secrets', 'init'])]],
  ],
  notApplicable: [
    ['no password is named', [passwordConfig({ db: { host: 'h' } }), passwordExecutions()]],
    ['another owner\'s workload names one',
      [configMap('app', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('app', { configMaps: { app: '/etc/app' } })]],
    ['a CSI driver mounts it',
      [settings, passwordExecutions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: PASSWORD_SECRET, csi: { driver: 'x' } }] } })]],
  ],
});

const placeholderName = 'union-secret-auth';
const placeholderLocation = '/etc/union/secret/client_secret';
const placeholderConfig = configMap('union-operator', { 'config.yaml': { admin: { clientId: 'service', clientSecretLocation: placeholderLocation } } }, 'union');
const operator = deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' }, secrets: { [placeholderName]: '/etc/union/secret' } });
const placeholderReading = (...writers: Record<string, unknown>[]) => manifests(placeholderConfig, operator, ...writers);
const inSecret = (value: string, metadata = {}) => secret(placeholderName, { client_secret: value }, 'union', metadata);
const viaClient = configMap('union-operator', { 'config.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } } }, 'union');
const viaVariable = (value: string) => manifests(
  viaClient,
  deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' }, env: [{ name: 'CLIENT_SECRET', value }] }),
);
const placeholderFinding = {
  object: `v1/Secret union/${placeholderName}`,
  field: 'stringData.client_secret',
  expected: 'the service client secret',
  found: 'a placeholder that nothing in the input replaces',
};

testRule(placeholderSecret, {
  fires: [
    ['the chart renders it (create: true) and nothing replaces it', placeholderReading(inSecret('placeholder')), placeholderFinding],
    ['it is encoded', placeholderReading(object('v1', 'Secret', placeholderName, { data: { client_secret: 'cGxhY2Vob2xkZXI=' } }, null)),
      { ...placeholderFinding, object: `v1/Secret union/${placeholderName}`, field: 'data.client_secret' }],
    ['it is the default of flyte-core', placeholderReading(inSecret('foobar')), { ...placeholderFinding }],
    ['it is the guide\'s', placeholderReading(inSecret('<SERVICE_CLIENT_SECRET>')), { ...placeholderFinding }],
    ['the value is empty', placeholderReading(inSecret('')), { ...placeholderFinding, found: 'an empty value that nothing in the input replaces' }],
    ['an ExternalSecret writes other keys only',
      placeholderReading(inSecret('placeholder'), externalSecret('app', { target: placeholderName, creationPolicy: 'Merge', keys: ['app_secret'], namespace: 'union' })),
      placeholderFinding],
    ['the ExternalSecret lies in another namespace', placeholderReading(inSecret('placeholder'), externalSecret(placeholderName, { creationPolicy: 'Merge' })), placeholderFinding],
    ['a cluster still holds it', placeholderReading(inSecret('placeholder', { uid: '0a1b' })), { ...placeholderFinding, found: 'a placeholder in the cluster' }],
    ['two workloads read it',
      [placeholderConfig, operator, deployment('leaseworker', { namespace: 'union', configMaps: { 'union-operator': '/etc/config' }, secrets: { [placeholderName]: '/etc/union/secret' } }), inSecret('placeholder')],
      placeholderFinding],
    ['it is in a variable', viaVariable('placeholder'),
      ['apps/v1/Deployment union/union-operator', 'spec.template.spec.containers[0].env[0].value', 'the service client secret', 'a placeholder']],
    ['a variable is empty', viaVariable(''),
      ['apps/v1/Deployment union/union-operator', 'spec.template.spec.containers[0].env[0].value', 'the service client secret', 'an empty value'],
      remedy(['value: ""', 'valueFrom: { secretKeyRef: { name: union-secret-auth, key: client_secret } }'])],
    ['a variable takes it from the Secret',
      [viaClient, deployment('union-operator', {
        namespace: 'union',
        configMaps: { 'union-operator': '/etc/union/config' },
        env: [{ name: 'OTHER', value: 'placeholder' }, { name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: placeholderName, key: 'client_secret' } } }],
      }), inSecret('placeholder')],
      placeholderFinding],
    ['flyteadmin finds it as its web client secret', [
      configMap('flyteadmin', { 'server.yaml': { auth: { userAuth: { openId: { clientId: 'web' } } } } }),
      deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' }, secrets: { 'flyte-admin-secrets': '/etc/secrets' } }),
      secret('flyte-admin-secrets', { oidc_client_secret: 'placeholder' }),
    ], { ...placeholderFinding, object: 'v1/Secret union-cp/flyte-admin-secrets', field: 'stringData.oidc_client_secret', expected: 'the web client secret' }],
  ],
  says: { '': 'Secret union/union-secret-auth gives services a placeholder that nothing in the input replaces as their service client secret' },
  passes: [
    ['an ExternalSecret merges the key', placeholderReading(inSecret('placeholder'), externalSecret(placeholderName, { creationPolicy: 'Merge', namespace: 'union' }))],
    ['an ExternalSecret may write anything',
      placeholderReading(inSecret('placeholder'), externalSecret(placeholderName, { creationPolicy: 'Merge', namespace: 'union', spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } }))],
    ['the manifest holds a value', placeholderReading(inSecret('not-a-real-secret'))],
    ['SOPS encrypts the value', placeholderReading(inSecret('ENC[AES256_GCM,data:Zm9v,type:str]'))],
    ['Argo CD\'s vault plugin replaces it', placeholderReading(inSecret('<path:secret/data/union#client_secret>'))],
    ['the Secret lacks the key, which is client-secret-key-missing', placeholderReading(secret(placeholderName, {}, 'union'))],
    ['a variable takes the value from elsewhere', viaVariable('$(OTHER)')],
  ],
  notApplicable: [
    ['no workload mounts the Secret, as flyte-secret-auth without the scheduler',
      placeholderReading(secret('flyte-secret-auth', { client_secret: 'placeholder' }))],
    ['nothing is mounted where the secret ought to lie',
      [placeholderConfig, deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' } })]],
    ['a cluster holds other Secrets alone',
      [placeholderConfig, { ...operator, metadata: { name: 'union-operator', namespace: 'union', uid: '0a1b' } }, secret('other', { a: 'b' }, 'union', { uid: '0a1c' })]],
    ['the Secret is provisioned elsewhere', placeholderReading()],
    ['the input holds no workload', [inSecret('placeholder')]],
    ['the client does not authenticate', [
      configMap('union-operator', { 'config.yaml': { union: { auth: { enable: false, clientSecretLocation: placeholderLocation } } } }, 'union'), operator, inSecret('placeholder'),
    ]],
  ],
});

const unreadableLocation = '/etc/secrets/union/client_secret';
const unreadableConfig = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: unreadableLocation } } });
const UNREADABLE_SECRET = { secretName: 'union-controlplane-secrets' };

interface Pod {
  readonly volume: Record<string, unknown>;
  readonly pod?: Record<string, unknown>;
  readonly container?: Record<string, unknown>;
}

/** The mode as a manifest has it: `0400` reads as an octal number. */
const filesOf = ({ volume, pod = {}, container = {} }: Pod): string => manifests(unreadableConfig, deployment('executions', {
  container: { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }], securityContext: container },
  pod: { securityContext: pod, volumes: [{ name: 'config', configMap: { name: 'executions' } }, { name: 'auth', ...volume }] },
}));

const unreadableFinding = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.volumes[1].secret',
  expected: `a mode by which apps/v1/Deployment union-cp/executions, container executions may read ${unreadableLocation}, or an fsGroup`,
  found: '0400, for root alone',
};
const NON_ROOT = { runAsNonRoot: true, runAsUser: 1000 };
const owned = { secret: { ...UNREADABLE_SECRET, defaultMode: 0o400 } };

const NAMED = { name: UNREADABLE_SECRET.secretName };
const FOR_ROOT = [{ key: 'client_secret', path: 'client_secret', mode: 0o400 }];

testRule(credentialUnreadable, {
  fires: [
    ['the files are for root alone and the pod runs as another user', filesOf({ volume: owned, pod: NON_ROOT }), unreadableFinding],
    ['the container says so', filesOf({ volume: owned, container: { runAsUser: 65532 } }), unreadableFinding],
    ['the user of the image is not root', filesOf({ volume: owned, pod: { runAsNonRoot: true } }), unreadableFinding,
      remedy(['      securityContext:\n        runAsNonRoot: true', '      securityContext:\n        fsGroup: 65534\n        runAsNonRoot: true'])],
    ['the mode is written in octal', filesOf({ volume: owned, pod: NON_ROOT }).replace('defaultMode: 256', 'defaultMode: 0400'), unreadableFinding],
    ['the item has the mode',
      filesOf({ volume: { secret: { ...UNREADABLE_SECRET, items: [{ key: 'client_secret', path: 'client_secret', mode: 0o600 }] } }, pod: NON_ROOT }),
      { ...unreadableFinding, found: '0600, for root alone' }],
    ['the group may read, and the process is of another',
      filesOf({ volume: { secret: { ...UNREADABLE_SECRET, defaultMode: 0o440 } }, pod: { ...NON_ROOT, runAsGroup: 1000 } }),
      { ...unreadableFinding, found: '0440, for root alone' }],
    ['a projected volume has the mode',
      filesOf({ volume: { projected: { defaultMode: 0o400, sources: [{ secret: { name: 'union-controlplane-secrets' } }] } }, pod: NON_ROOT }),
      { ...unreadableFinding, field: 'spec.template.spec.volumes[1].projected.sources[0].secret' }],
    ['no user may read', filesOf({ volume: { secret: { ...UNREADABLE_SECRET, defaultMode: 0 } }, pod: NON_ROOT }),
      { ...unreadableFinding, found: '0000, for root alone' }],
  ],
  says: { '': 'Deployment union-cp/executions cannot read its credential: the file has the mode 0400, for root alone' },
  passes: [
    ['another Secret in the volume is for root alone',
      filesOf({ volume: { projected: { sources: [{ secret: { name: 'other', items: FOR_ROOT } }, { secret: { name: UNREADABLE_SECRET.secretName } }] } }, pod: NON_ROOT })
        + manifests(externalSecret(UNREADABLE_SECRET.secretName))],
    ['a ConfigMap of its name in the volume is for root alone',
      filesOf({ volume: { projected: { sources: [{ configMap: { ...NAMED, items: FOR_ROOT } }, { secret: NAMED }] } }, pod: NON_ROOT })],
    ['no mode is set', filesOf({ volume: { secret: UNREADABLE_SECRET }, pod: NON_ROOT })],
    ['the pod has an fsGroup', filesOf({ volume: owned, pod: { ...NON_ROOT, fsGroup: 1000 } })],
    ['the process is root', filesOf({ volume: owned, pod: { runAsUser: 0 } })],
    ['the container is root again', filesOf({ volume: owned, pod: NON_ROOT, container: { runAsUser: 0, runAsNonRoot: false } })],
    ['no user of the process is given', filesOf({ volume: owned })],
    ['the group may read, and no other group is named', filesOf({ volume: { secret: { ...UNREADABLE_SECRET, defaultMode: 0o440 } }, pod: NON_ROOT })],
    ['root\'s group is among the others',
      filesOf({ volume: { secret: { ...UNREADABLE_SECRET, defaultMode: 0o440 } }, pod: { ...NON_ROOT, runAsGroup: 1000, supplementalGroups: [0] } })],
    ['the item is readable',
      filesOf({ volume: { secret: { ...UNREADABLE_SECRET, defaultMode: 0o400, items: [{ key: 'client_secret', path: 'client_secret', mode: 0o444 }] } }, pod: NON_ROOT })],
  ],
  notApplicable: [
    ['a ConfigMap has the file',
      filesOf({ volume: { configMap: { name: 'auth', defaultMode: 0o400 } }, pod: NON_ROOT }) + manifests(configMap('auth', { client_secret: 'x' }))],
    ['a variable has the secret',
      [configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'S' } } }), deployment('executions', {
        configMaps: { executions: '/etc/config' }, env: [{ name: 'S', valueFrom: { secretKeyRef: { name: UNREADABLE_SECRET.secretName, key: 'client_secret' } } }],
      })]],
    ['nothing is mounted where the secret ought to lie', [unreadableConfig, deployment('executions', { configMaps: { executions: '/etc/config' } })]],
    ['no file of a Secret is read', filesOf({ volume: { emptyDir: {} }, pod: NON_ROOT })],
  ],
});

const LIVE = { uid: '0a1b' };
const SESSION_SECRET = 'v1/Secret union-cp/flyte-admin-secrets';

/** The Secret as a cluster holds it. */
const held = (data: Record<string, string>) => object('v1', 'Secret', 'flyte-admin-secrets', { data: { oidc_client_secret: 'eA==', ...data } }, 'union-cp', LIVE);
const sessionExpected = (key: string) => `the key ${key}, with which flyteadmin signs and encrypts its session cookies`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const HASH = base64('h'.repeat(86));
const BLOCK = base64('b'.repeat(43));
const both = { cookie_hash_key: HASH, cookie_block_key: BLOCK };

/** What is mounted where flyteadmin looks for its keys. */
const mounting = (volume: object) => ({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'flyte-admin-secrets', ...volume }] } });

testRule(sessionKeyMissing, {
  fires: [
    ['the Secret of a cluster has neither key', [...unionFlyteadmin({ metadata: LIVE }), held({})],
      ...['cookie_hash_key', 'cookie_block_key'].map((key) =>
        ({ object: SESSION_SECRET, field: 'data', line: 'data:', expected: sessionExpected(key), found: 'no such key in the cluster' }))],
    ['a key is empty, and the other a placeholder', [...unionFlyteadmin(), held({ cookie_hash_key: '', cookie_block_key: 'cGxhY2Vob2xkZXI=' })],
      [SESSION_SECRET, 'data.cookie_hash_key', sessionExpected('cookie_hash_key'), 'an empty value in the cluster'],
      [SESSION_SECRET, 'data.cookie_block_key', sessionExpected('cookie_block_key'), 'a placeholder in the cluster']],
    ['the keys were made by hand', [...unionFlyteadmin(), held({ cookie_hash_key: base64('a key!'), cookie_block_key: base64('secret') })],
      [SESSION_SECRET, 'data.cookie_hash_key', '64 random bytes in base64 without padding', 'a text of another form'],
      [SESSION_SECRET, 'data.cookie_block_key', '16, 24, 32 random bytes in base64 without padding', '4 bytes']],
    ['the configuration gives a key another name',
      [...unionFlyteadmin({ auth: { userAuth: { cookieHashKeySecretName: 'hash', openId: { clientId: 'web' } } } }), held(both)],
      [SESSION_SECRET, 'data', sessionExpected('hash'), 'no such key in the cluster']],
  ],
  says: {
    '': 'Secret union-cp/flyte-admin-secrets has no usable cookie_hash_key, which flyteadmin\'s session cookies need',
    'unfit': 'Secret union-cp/flyte-admin-secrets has a cookie_hash_key that flyteadmin cannot use: a text of another form',
  },
  passes: [
    ['two flyteadmins have keys of other names', [
      ...unionFlyteadmin({ auth: { userAuth: { cookieHashKeySecretName: 'hash', openId: { clientId: 'web' } } } }), held({ hash: HASH, cookie_block_key: BLOCK }),
      ...unionFlyteadmin({ namespace: 'other-cp' }), { ...held(both), metadata: { name: 'flyte-admin-secrets', namespace: 'other-cp', ...LIVE } },
    ]],
    ['both keys are there', [...unionFlyteadmin({ metadata: LIVE }), held(both)]],
    ['a variable holds one of them',
      [...unionFlyteadmin({ env: [{ name: 'FLYTE_SECRET_cookie_hash_key', value: 'x' }] }), held({ cookie_block_key: BLOCK })]],
  ],
  notApplicable: [
    ['the Secret is not mounted', [...unionFlyteadmin({ secrets: {} }), held({})]],
    ['a ConfigMap of its name is mounted', [...unionFlyteadmin(mounting({ configMap: { name: 'flyte-admin-secrets' } })), held({})]],
    ['several Secrets are mounted there',
      [...unionFlyteadmin(mounting({ projected: { sources: ['flyte-admin-secrets', 'more'].map((name) => ({ secret: { name } })) } })), held({})]],
    ['the Secret is one that is to be applied: generate-secrets adds the keys',
      [...unionFlyteadmin(), secret('flyte-admin-secrets', { oidc_client_secret: 'x' })]],
    ['authentication is off', [...unionFlyteadmin({ useAuth: false }), held({})]],
    ['the Secret is not in the input', unionFlyteadmin({ metadata: LIVE })],
  ],
});

const MISSING_SECRET = 'union-controlplane-secrets';
const missingConfig = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };
const missingExecutions = service('executions', missingConfig);
const live = { uid: '0a0a0a0a', resourceVersion: '7' };
const missingExpected = `key client_secret in Secret ${MISSING_SECRET}`;

testRule(clientSecretKeyMissing, {
  fires: [
    ['the ExternalSecret writes another key', [...missingExecutions, externalSecret('auth', { target: MISSING_SECRET, keys: ['clientSecret', 'pass.txt'] })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.data', missingExpected, 'clientSecret, pass.txt'],
      remedy(['secretKey: clientSecret', 'secretKey: client_secret'])],
    ['of many keys it writes none that is read', [...missingExecutions, externalSecret('auth', { target: MISSING_SECRET, keys: ['a', 'b', 'c', 'd', 'pass.txt'] })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.data', missingExpected, '5 keys, without client_secret']],
    ['the template of the ExternalSecret replaces its keys',
      [...missingExecutions, externalSecret('auth', { target: MISSING_SECRET, spec: { target: { name: MISSING_SECRET, template: { data: { secret: '{{ .client_secret }}' } } } } })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.data', missingExpected, 'secret']],
    ['a Secret of the manifests holds another key, and two services read it',
      [...missingExecutions, ...service('cluster', missingConfig), secret(MISSING_SECRET, { 'client-secret': 'something' })],
      ['v1/Secret union-cp/union-controlplane-secrets', 'stringData', missingExpected, 'client-secret']],
    ['the Secret of a running cluster holds the database password alone',
      [...missingExecutions, { ...secret(MISSING_SECRET, {}, 'union-cp', live), data: { 'pass.txt': 'c29tZXRoaW5n' } }],
      ['v1/Secret union-cp/union-controlplane-secrets', 'data', missingExpected, 'pass.txt']],
    ['kubectl lists the objects of a cluster',
      [{ apiVersion: 'v1', kind: 'List', items: [...missingExecutions, secret(MISSING_SECRET, { secret: 'something' }, 'union-cp', live)] }],
      ['v1/Secret union-cp/union-controlplane-secrets', 'stringData', missingExpected, 'secret']],
    ['a variable is read from a key that is not there',
      [...service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } }, {
        env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: MISSING_SECRET, key: 'client_secret' } } }],
      }), secret(MISSING_SECRET, { secret: 'something' })],
      ['v1/Secret union-cp/union-controlplane-secrets', 'stringData', missingExpected, 'secret']],
    ['the Secret of a running cluster holds nothing', [...missingExecutions, secret(MISSING_SECRET, {}, 'union-cp', live)],
      ['v1/Secret union-cp/union-controlplane-secrets', '', missingExpected, 'no keys']],
    ['the ExternalSecret has a template alone',
      [...missingExecutions, externalSecret('auth', { spec: { data: undefined, target: { name: MISSING_SECRET, template: { data: { secret: 'made' } } } } })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec', missingExpected, 'secret']],
    ['the setting has a slip of the key that the Secret has',
      [
        ...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_sercet' } }),
        externalSecret('auth', { target: MISSING_SECRET }),
      ], ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: admin.clientSecretLocation', '/etc/secrets/union/client_secret',
        '/etc/secrets/union/client_sercet'],
      remedy(['client_sercet', 'client_secret'])],
    ['a variable is read from a slip of the key',
      [...service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } }, {
        env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: MISSING_SECRET, key: 'client_secrt' } } }],
      }), externalSecret('auth', { target: MISSING_SECRET })],
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].env[0]', `key client_secret of Secret ${MISSING_SECRET}`, 'client_secrt']],
    ['a SealedSecret makes another key',
      [...missingExecutions, object('bitnami.com/v1alpha1', 'SealedSecret', MISSING_SECRET, { spec: { encryptedData: { secret: 'AgB' } } })],
      [`bitnami.com/v1alpha1/SealedSecret union-cp/${MISSING_SECRET}`, '', missingExpected, 'secret']],
    ['an ExternalSecret that writes the key has a slip of the Secret, which another one writes', [
      ...missingExecutions, externalSecret('auth', { target: MISSING_SECRET, keys: ['clientSecret'] }), externalSecret('union-controlplane-secrts'),
    ], ['external-secrets.io/v1/ExternalSecret union-cp/union-controlplane-secrts', 'spec.target.name', missingExpected, 'union-controlplane-secrts']],
    ['one of three services mounts another key at the path', [
      ...['cluster', 'usage', 'executions'].flatMap((name) => service(name, missingConfig, {
        pod: { volumes: [{ name, configMap: { name } }, { name: MISSING_SECRET, secret: { secretName: MISSING_SECRET, items: [{ key: name === 'executions' ? 'app_secret' : 'client_secret', path: 'client_secret' }] } }] },
      })), externalSecret('auth', { target: MISSING_SECRET, keys: ['client_secret', 'app_secret'] }),
    ], ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].volumeMounts[1]',
      `key client_secret of Secret ${MISSING_SECRET} at /etc/secrets/union/client_secret, as the other services mount it`, 'key app_secret']],
  ],
  says: {
    '': 'Secret union-controlplane-secrets has no key client_secret, which services read',
    'misspelt': 'ConfigMap union-cp/executions reads /etc/secrets/union/client_sercet, and the Secret has client_secret',
  },
  passes: [
    ['an ExternalSecret merges the key into an empty Secret',
      [...missingExecutions, secret(MISSING_SECRET), externalSecret('auth', { target: MISSING_SECRET, creationPolicy: 'Merge' })]],
    ['items lead from another key to the file', [missingExecutions[0], deployment('executions', {
      container: { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }] },
      pod: {
        volumes: [
          { name: 'config', configMap: { name: 'executions' } },
          { name: 'auth', secret: { secretName: MISSING_SECRET, items: [{ key: 'oauth', path: 'client_secret' }] } },
        ],
      },
    }), externalSecret('auth', { target: MISSING_SECRET, keys: ['oauth'] })]],
    ['the key holds a placeholder, which is another rule\'s', [...missingExecutions, secret(MISSING_SECRET, { client_secret: 'placeholder' })]],
  ],
  notApplicable: [
    ['the secret of the web application is not there, which is another rule\'s',
      [...relyingParty(), secret('flyte-admin-secrets', { client_secret: 'x' })]],
    ['nothing is mounted where the secret ought to lie',
      [...service('executions', missingConfig, { secrets: {} }), secret(MISSING_SECRET, { secret: 'something' })]],
    ['authentication is off on purpose, so that no client presents the secret',
      [...flyteadmin({}, { useAuth: false }), ...missingExecutions, externalSecret('auth', { target: MISSING_SECRET, keys: ['other'] })]],
    ['nothing in the input writes the Secret', missingExecutions],
    ['the chart renders the Secret empty, for others to fill', [...missingExecutions, secret(MISSING_SECRET)]],
    ['the chart renders it with the database password alone', [...missingExecutions, secret(MISSING_SECRET, { 'pass.txt': 'something' })]],
    ['an ExternalSecret takes whatever the store holds',
      [...missingExecutions, externalSecret('auth', { target: MISSING_SECRET, spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } })]],
    ['a Secret of that name lies in another namespace', [...missingExecutions, secret(MISSING_SECRET, { secret: 'something' }, 'other')]],
  ],
});

const PADDED_SECRET = 'union-controlplane-secrets';
const paddedExecutions = service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } });
const paddedReading = service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'S' } }, { env: [{ name: 'S', valueFrom: { secretKeyRef: { name: PADDED_SECRET, key: 'client_secret' } } }] });
const encoded = (value: string, metadata = {}) =>
  object('v1', 'Secret', PADDED_SECRET, { data: { client_secret: Buffer.from(value).toString('base64') } }, 'union-cp', metadata);
const paddedFinding = { object: `v1/Secret union-cp/${PADDED_SECRET}`, field: 'data.client_secret', expected: 'the service client secret and nothing around it' };

testRule(secretValuePadded, {
  fires: [
    ['a cluster holds a carriage return', [...paddedExecutions, encoded('shh\r\n', { uid: '0a1b' })],
      { ...paddedFinding, found: 'a value with a carriage return at its end' }],
    ['it ends in a line feed, and two services read it',
      [...paddedExecutions, ...service('cluster', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }), encoded('shh\n')],
      { ...paddedFinding, found: 'a value with a line feed at its end' }],
    ['it starts with a blank', [...paddedExecutions, encoded(' shh')], { ...paddedFinding, found: 'a value with white space before it' },
      remedy(['IHNoaA==', 'c2ho'])],
    ['it is encoded twice', [...paddedExecutions, encoded(btoa('not-a-real-secret'))],
      { ...paddedFinding, found: 'a value with base64 around it, once too often' }],
    ['a variable takes it as it is', [...paddedReading, encoded('shh ')], { ...paddedFinding, found: 'a value with a blank at its end, read from a variable' }],
    ['an ExternalSecret writes it as well', [...paddedExecutions, encoded('shh '), externalSecret(PADDED_SECRET, { creationPolicy: 'Merge' })],
      { ...paddedFinding, found: 'a value with a blank at its end' }],
    ['one reads it from a variable, and another from a file',
      [...paddedReading, ...service('usage', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }), encoded('shh ')],
      { ...paddedFinding, found: 'a value with a blank at its end, read from a variable' }],
    ['the Secrets of two planes are so',
      [...paddedExecutions, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } }), encoded('shh '),
        object('v1', 'Secret', 'union-secret-auth', { data: { client_secret: 'c2hoCg==' } }, 'union')],
      { ...paddedFinding, found: 'a value with a blank at its end' },
      { ...paddedFinding, object: 'v1/Secret union/union-secret-auth', found: 'a value with a line feed at its end' }],
    ['a template writes quotes around it', [externalSecret(PADDED_SECRET, { spec: { target: { template: { data: { client_secret: '"{{ .client_secret }}"' } } } } })],
      [`external-secrets.io/v1/ExternalSecret union-cp/${PADDED_SECRET}`, 'spec.target.template.data.client_secret',
        'a template that writes the value and nothing around it', 'a template that writes quotes around it, or behind it']],
  ],
  says: {
    '': 'Secret union-cp/union-controlplane-secrets has more than the secret under client_secret: a value with a carriage return at its end',
    'template': 'ExternalSecret union-cp/union-controlplane-secrets writes more than the secret under client_secret: a template that writes quotes '
      + 'around it, or behind it',
  },
  passes: [['there is nothing around it', [...paddedExecutions, encoded('shh')]]],
  notApplicable: [
    ['nothing is mounted where the secret ought to lie',
      [...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/elsewhere' } }), encoded('shh ')]],
    ['no Secret is in the input', paddedExecutions],
    ['it is a placeholder', [...paddedExecutions, secret(PADDED_SECRET, { client_secret: 'placeholder\n' })]],
    ['nothing reads the key', [...paddedExecutions, secret(PADDED_SECRET, { other: 'shh\r' })]],
  ],
});
