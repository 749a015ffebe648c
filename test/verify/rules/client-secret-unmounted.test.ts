import { clientSecretUnmounted } from '../../../src/verify/rules/credentials';
import { configMap, deployment, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const location = '/etc/secrets/union/client_secret';
const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: location } } });
const withMounts = (secrets: Record<string, string>, pod = {}) =>
  manifests(config, deployment('executions', { configMaps: { executions: '/etc/config' }, secrets, pod }));

const finding = {
  object: 'v1/ConfigMap union-cp/executions',
  field: 'data["admin.yaml"]: admin.clientSecretLocation',
  expected: `${location} mounted in apps/v1/Deployment union-cp/executions, container executions`,
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
const unmounted = (key: string, section: string, name: string) => ({
  object: 'v1/ConfigMap union/leaseworker',
  field: `data["${key}"]: ${section}.clientSecretLocation`,
  expected: `/etc/union/secret/client_secret mounted in apps/v1/Deployment union/${name}, container ${name}`,
  found: 'no mount that covers the path',
});

/** A volume of the secrets store driver, and the class that names its files. */
const csi = (name: string, className = 'union', namespace = 'union-cp') => manifests(
  config,
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
const agent = (annotations: Record<string, string>) => manifests(config, object('apps/v1', 'Deployment', 'executions', {
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
    ['the path has no slash in front', withLocation(location.slice(1)),
      { ...finding, expected: finding.expected.slice(1), found: 'a path without / in front, which leads wherever the image starts the process' },
      remedy([`clientSecretLocation: ${location.slice(1)}`, `clientSecretLocation: ${location}`])],
    ['the path has no slash in front, and the process starts elsewhere', withLocation(location.slice(1), { workingDir: '/app' }),
      { ...finding, expected: finding.expected.slice(1), found: 'no mount that covers the path' }],
    ['no mount covers the path', withMounts({ 'union-controlplane-secrets': '/etc/db' }), { ...finding, found: 'no mount that covers the path' }],
    ['items rename the key', [config, deployment('executions', {
      configMaps: { executions: '/etc/config' },
      container: { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }] },
      pod: {
        volumes: [
          { name: 'executions', configMap: { name: 'executions' } },
          { name: 'auth', secret: { secretName: 'union-controlplane-secrets', items: [{ key: 'client_secret', path: 'secret' }] } },
        ],
      },
    })], { ...finding, found: 'a mount at /etc/secrets/union that does not show the file' }],
    ['a nested mount hides the directory', withMounts({ outer: '/etc/secrets/union', inner: '/etc/secrets/union/client_secret' }),
      { ...finding, found: 'a mount at /etc/secrets/union/client_secret that does not show the file' }],
    ['the pod declares no such volume',
      withMounts({ auth: '/etc/secrets/union' }, { volumes: [{ name: 'executions', configMap: { name: 'executions' } }] }),
      { ...finding, found: 'a mount of the volume auth, which the pod does not declare' },
      remedy(['      volumes:\n', '      volumes:\n        - name: auth\n          secret:\n            secretName: union-controlplane-secrets\n'])],
    ['a client lacks the mount, beside a pod webhook that shares its config', [dataPlaneConfig, leaseworker(), podWebhook],
      unmounted('admin.yaml', 'admin', 'leaseworker')],
    ['flytepropeller runs in a Deployment that is named like the pod webhook',
      [dataPlaneConfig, running('union-pod-webhook', ['flytepropeller'], ['--config', `${DIRECTORY}/*.yaml`])],
      unmounted('admin.yaml', 'admin', 'union-pod-webhook')],
  ],
  passes: [
    ['the path has no slash in front, and the process starts at the root', withLocation(location.slice(1), { workingDir: '/' })],
    ['the pod webhook shares the config of a client and mounts no client secret',
      [dataPlaneConfig, leaseworker({ 'union-secret-auth': '/etc/union/secret' }), podWebhook]],
    ['the Secret is mounted at the directory', withMounts({ 'union-controlplane-secrets': '/etc/secrets/union/' })],
    ['a subPath mounts the file alone', [config, deployment('executions', {
      configMaps: { executions: '/etc/config' },
      container: { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'auth', mountPath: location, subPath: 'client_secret' }] },
      pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: 'auth', secret: { secretName: 'auth' } }] },
    })]],
  ],
  notApplicable: [
    ['the password of a database is not mounted, which is another rule\'s',
      [configMap('executions', { 'db.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }), deployment('executions', { configMaps: { executions: '/etc/config' } })]],
    ['the config is read by a pod webhook alone', [dataPlaneConfig, podWebhook]],
    ['the input has no workload', [config, secret('union-controlplane-secrets')]],
    ['a SecretProviderClass gives the file', csi('client_secret')],
    ['the Vault agent gives the file',
      agent({ 'vault.hashicorp.com/agent-inject-secret-auth': 'kv/data/union', 'vault.hashicorp.com/agent-inject-file-auth': 'client_secret', 'vault.hashicorp.com/secret-volume-path-auth': '/etc/secrets/union/' })],
    ['a CSI driver provides the files', withMounts({ auth: '/etc/secrets/union' }, {
      volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: 'auth', csi: { driver: 'secrets-store.csi.k8s.io' } }],
    })],
  ],
});
