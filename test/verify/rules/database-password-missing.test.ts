import { databasePasswordMissing } from '../../../src/verify/rules/credentials';
import { configMap, deployment, DeploymentProps, externalSecret, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const SECRET = 'union-controlplane-secrets';
const config = (db: Record<string, unknown>) => configMap('executions', { 'config.yaml': db });
const settings = config({ db: { host: 'h', passwordPath: '/etc/db/pass.txt' } });
const executions = (props: DeploymentProps = {}) =>
  deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { [SECRET]: '/etc/db' }, ...props });
/** With an init container that shares the config and lacks the mount. */
const sharing = (args: readonly string[]) => executions({
  pod: {
    initContainers: [{ name: 'init', args, volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }] }],
    volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: SECRET, secret: { secretName: SECRET } }],
  },
});
const delivered = externalSecret('db', { target: SECRET, creationPolicy: 'Merge', keys: ['pass.txt'] });
const unmounted = (container = 'container executions') => ({
  object: 'v1/ConfigMap union-cp/executions',
  field: 'data["config.yaml"]: db.passwordPath',
  expected: `/etc/db/pass.txt mounted in apps/v1/Deployment union-cp/executions, ${container}`,
  found: 'no mount that covers the path',
});
const undelivered = {
  object: 'apps/v1/Deployment union-cp/executions', field: 'spec.template.spec.volumes[1].secret', expected: `a writer of key pass.txt in Secret ${SECRET}`,
};
const other = [
  configMap('usage', { 'db.yaml': { database: { postgres: { passwordPath: '/etc/db/pass.txt' } } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { db: '/etc/db' } }),
  externalSecret('db', { keys: ['pass.txt'] }),
];

testRule(databasePasswordMissing, {
  fires: [
    ['nothing is mounted', [settings, executions({ secrets: { [SECRET]: '/etc/secrets/union' } })], unmounted()],
    ['only the init container that migrates lacks the mount', [settings, sharing(['executions', 'migrate', '--config', '/etc/config/*.yaml'])],
      unmounted('init container init')],
    ['the volume lost its Secret',
      [settings, executions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: SECRET }] } })],
      { ...unmounted(), found: 'a mount at /etc/db that does not show the file' },
      remedy(['        - name: executions\n          configMap:\n            name: executions\n        - name: union-controlplane-secrets\n', '        - name: executions\n          configMap:\n            name: executions\n        - name: union-controlplane-secrets\n          secret:\n            secretName: union-controlplane-secrets\n'])],
    ['the input writes that of another service alone', [settings, executions(), ...other],
      { ...undelivered, found: 'no writer of the Secret in the input' }],
    ['the input writes that of another service, and here the client secret alone',
      [settings, executions(), ...other, externalSecret('auth', { target: SECRET })],
      { ...undelivered, found: 'only keys client_secret' }],
    ['a cluster holds the Secret without it', [settings, executions(), secret(SECRET, { client_secret: 'x' }, 'union-cp', { uid: '0a1b' })],
      { ...undelivered, found: 'only keys client_secret' }],
    ['a cluster holds other Secrets', [settings, executions({ metadata: { uid: '1' } }), secret('x', { a: 'b' }, 'union-cp', { uid: '2' })],
      { ...undelivered, found: 'no such Secret among those of the cluster' }],
    ['the same Secret lacks it for two services: one cause',
      [settings, executions(), configMap('cluster', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('cluster', { configMaps: { cluster: '/etc/config' }, secrets: { [SECRET]: '/etc/db' } }), ...other],
      { ...undelivered, found: 'no writer of the Secret in the input' }],
    ['two write the Secret, and a cluster holds it',
      [settings, executions(), secret(SECRET, { client_secret: 'x', a: 'b' }, 'union-cp', { uid: '0a1b' }), externalSecret('auth', { target: SECRET, creationPolicy: 'Merge' })],
      { ...undelivered, found: 'only keys client_secret, a' }],
    ['two services have nothing mounted',
      [settings, executions({ secrets: {} }), configMap('cluster', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('cluster', { configMaps: { cluster: '/etc/config' } })],
      unmounted(),
      { ...unmounted(), object: 'v1/ConfigMap union-cp/cluster', expected: '/etc/db/pass.txt mounted in apps/v1/Deployment union-cp/cluster, container cluster' }],
    ['a cluster holds the Secret with no key at all', [settings, executions(), secret(SECRET, {}, 'union-cp', { uid: '0a1b' })],
      { ...undelivered, found: 'only keys of others' }],
  ],
  passes: [
    ['a ConfigMap has the file',
      [settings, configMap('db', { 'pass.txt': 'x' }), executions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: SECRET, configMap: { name: 'db' } }] } })]],
    ['the file is found in a Secret that a template of the store fills',
      [settings, executions(), ...other, externalSecret('auth', { target: SECRET, keys: [], spec: { target: { name: SECRET }, dataFrom: [{ extract: { key: 'x' } }] } })]],
    ['an ExternalSecret writes it', [settings, executions(), secret(SECRET), delivered]],
    ['it is made by hand, as most do', [settings, executions(), externalSecret('auth', { target: SECRET, creationPolicy: 'Merge' })]],
    ['an init container that does not ask the database shares the config', [settings, sharing(['flyteadmin', 'secrets', 'init'])]],
  ],
  notApplicable: [
    ['no password is named', [config({ db: { host: 'h' } }), executions()]],
    ['somebody else\'s workload names one',
      [configMap('app', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('app', { configMaps: { app: '/etc/app' } })]],
    ['a CSI driver mounts it',
      [settings, executions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: SECRET, csi: { driver: 'x' } }] } })]],
  ],
});
