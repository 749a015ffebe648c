import { databasePasswordMissing } from '../../../src/verify/rules/credentials';
import { configMap, deployment, DeploymentProps, externalSecret, manifests, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

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
  line: 'passwordPath: /etc/db/pass.txt',
  expected: `/etc/db/pass.txt mounted in apps/v1/Deployment union-cp/executions, ${container}`,
  found: 'no mount that covers the path',
});
const undelivered = {
  object: 'apps/v1/Deployment union-cp/executions', field: 'spec.template.spec.volumes[1].secret', line: 'secret:', expected: `a writer of key pass.txt in Secret ${SECRET}`,
};
const other = [
  configMap('usage', { 'db.yaml': { database: { postgres: { passwordPath: '/etc/db/pass.txt' } } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { db: '/etc/db' } }),
  externalSecret('db', { keys: ['pass.txt'] }),
];
const reason = 'No service in the input has a path for its database password.';

testRule(databasePasswordMissing, {
  fires: [
    { when: 'nothing is mounted', input: manifests(settings, executions({ secrets: { [SECRET]: '/etc/secrets/union' } })), findings: [unmounted()] },
    { when: 'only the init container that migrates lacks the mount', input: manifests(settings, sharing(['executions', 'migrate', '--config', '/etc/config/*.yaml'])), findings: [unmounted('init container init')] },
    { when: 'the volume lost its Secret', input: manifests(settings, executions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: SECRET }] } })), findings: [{ ...unmounted(), found: 'a mount at /etc/db that does not show the file' }] },
    { when: 'the input writes that of another service alone', input: manifests(settings, executions(), ...other), findings: [{ ...undelivered, found: 'no writer of the Secret in the input' }] },
    { when: 'the input writes that of another service, and here the client secret alone', input: manifests(settings, executions(), ...other, externalSecret('auth', { target: SECRET })), findings: [{ ...undelivered, found: 'only keys client_secret' }] },
    { when: 'a cluster holds the Secret without it', input: manifests(settings, executions(), secret(SECRET, { client_secret: 'x' }, 'union-cp', { uid: '0a1b' })), findings: [{ ...undelivered, found: 'only keys client_secret' }] },
    { when: 'a cluster holds other Secrets', input: manifests(settings, executions({ metadata: { uid: '1' } }), secret('x', { a: 'b' }, 'union-cp', { uid: '2' })), findings: [{ ...undelivered, found: 'no such Secret among those of the cluster' }] },
    {
      when: 'the same Secret lacks it for two services: one cause',
      input: manifests(settings, executions(), configMap('cluster', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('cluster', { configMaps: { cluster: '/etc/config' }, secrets: { [SECRET]: '/etc/db' } }), ...other),
      findings: [{ ...undelivered, found: 'no writer of the Secret in the input' }],
    },
    {
      when: 'two write the Secret, and a cluster holds it',
      input: manifests(settings, executions(), secret(SECRET, { client_secret: 'x', a: 'b' }, 'union-cp', { uid: '0a1b' }), externalSecret('auth', { target: SECRET, creationPolicy: 'Merge' })),
      findings: [{ ...undelivered, found: 'only keys client_secret, a' }],
    },
    {
      when: 'two services have nothing mounted',
      input: manifests(settings, executions({ secrets: {} }), configMap('cluster', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('cluster', { configMaps: { cluster: '/etc/config' } })),
      findings: [unmounted(), {
        ...unmounted(), object: 'v1/ConfigMap union-cp/cluster', expected: '/etc/db/pass.txt mounted in apps/v1/Deployment union-cp/cluster, container cluster',
      }],
    },
    { when: 'a cluster holds the Secret with no key at all', input: manifests(settings, executions(), secret(SECRET, {}, 'union-cp', { uid: '0a1b' })), findings: [{ ...undelivered, found: 'only keys of others' }] },
  ],
  passes: [
    {
      when: 'a ConfigMap has the file',
      input: manifests(settings, configMap('db', { 'pass.txt': 'x' }), executions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: SECRET, configMap: { name: 'db' } }] } })),
    },
    { when: 'the file is found in a Secret that a template of the store fills', input: manifests(settings, executions(), ...other, externalSecret('auth', { target: SECRET, keys: [], spec: { target: { name: SECRET }, dataFrom: [{ extract: { key: 'x' } }] } })) },
    { when: 'an ExternalSecret writes it', input: manifests(settings, executions(), secret(SECRET), delivered) },
    { when: 'it is made by hand, as most do', input: manifests(settings, executions(), externalSecret('auth', { target: SECRET, creationPolicy: 'Merge' })) },
    { when: 'an init container that does not ask the database shares the config', input: manifests(settings, sharing(['flyteadmin', 'secrets', 'init'])) },
  ],
  notApplicable: [
    { when: 'no password is named', input: manifests(config({ db: { host: 'h' } }), executions()), reason },
    { when: 'somebody else\'s workload names one', input: manifests(configMap('app', { 'config.yaml': { db: { passwordPath: '/etc/db/pass.txt' } } }), deployment('app', { configMaps: { app: '/etc/app' } })), reason },
    { when: 'a CSI driver mounts it', input: manifests(settings, executions({ pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: SECRET, csi: { driver: 'x' } }] } })), reason },
  ],
});
