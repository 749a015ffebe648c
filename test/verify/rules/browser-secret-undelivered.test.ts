import { browserSecretUndelivered } from '../../../src/verify/rules/delivery';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

const NOT_APPLICABLE = 'The input does not show a flyteadmin with useAuth: true and where its web client secret comes from.';
const FILE = '/etc/secrets/oidc_client_secret';
const CONFIG = 'v1/ConfigMap union-cp/flyte-admin-base-config';
const inFile = { expected: `the key oidc_client_secret of the Secret flyte-admin-secrets, which is ${FILE} of flyteadmin`, found: 'a Secret flyte-admin-secrets without the key oidc_client_secret' };

/** flyteadmin's init container, which adds its own keys to the Secret. */
const withInit = {
  initContainers: [{ name: 'generate-secrets', command: ['/bin/sh', '-c', 'flyteadmin secrets create --name flyte-admin-secrets --fromPath /etc/scratch/secrets'] }],
};
/** Another service of the namespace, whose client secret the input delivers. */
const executions = [
  configMap('executions', { 'config.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } }),
  deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union/' } }),
];
const delivered = externalSecret('union', { target: 'union-controlplane-secrets', creationPolicy: 'Merge' });

/** flyteadmin's ConfigMap with a client of its own. */
const adminOf = (admin: object) => configMap('flyte-admin-base-config', {
  'server.yaml': { server: { security: { useAuth: true } }, auth: { userAuth: { openId: { clientId: 'web' } } }, admin },
});

testRule(browserSecretUndelivered, {
  fires: [
    {
      when: 'the guide\'s ExternalSecret writes client_secret only',
      input: manifests(...flyteadmin({ pod: undefined }), secret('flyte-admin-secrets'), externalSecret('flyte-admin-secrets-auth', { target: 'flyte-admin-secrets', creationPolicy: 'Merge' })),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union-cp/flyte-admin-secrets-auth', field: 'spec.data', line: 'data:', ...inFile }],
    },
    {
      when: 'a Secret in the manifests lacks the key',
      input: manifests(...flyteadmin(), secret('flyte-admin-secrets', { client_secret: 'sealed' })),
      findings: [{ object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', line: 'apiVersion: v1', ...inFile }],
    },
    {
      when: 'only the init container writes the Secret, and the input delivers those of other services',
      input: manifests(...flyteadmin(), deployment('keys', { pod: withInit }), ...executions, delivered),
      findings: [{ object: CONFIG, field: 'data["server.yaml"]: auth.userAuth.openId', line: 'openId:', ...inFile }],
    },
    {
      when: 'nothing mounts the Secret',
      input: manifests(...flyteadmin({ secrets: {} })),
      findings: [{
        object: CONFIG,
        field: 'data["server.yaml"]: auth.userAuth.openId',
        line: 'openId:',
        expected: `${FILE} in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`,
        found: 'no mount that covers the path',
      }],
    },
    {
      when: 'clientSecretFile names a file of a volume that shows others',
      input: manifests(...flyteadmin({
        auth: { userAuth: { openId: { clientSecretFile: '/etc/oauth/secret' } } },
        pod: {
          containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }, { name: 'oauth', mountPath: '/etc/oauth' }] }],
          volumes: [{ name: 'config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'oauth', secret: { secretName: 'oauth', items: [{ key: 'a', path: 'a' }] } }],
        },
      })),
      findings: [{
        object: CONFIG,
        field: 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile',
        line: 'clientSecretFile: /etc/oauth/secret',
        expected: '/etc/oauth/secret in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin',
        found: 'a mount at /etc/oauth that does not show the file',
      }],
    },
    {
      when: 'clientSecretFile names a slip of the key that is delivered',
      input: manifests(
        ...flyteadmin({ auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_sercet' } } }, secrets: { oauth: '/etc/secrets/oauth' } }),
        externalSecret('oauth'),
      ),
      findings: [{
        object: CONFIG,
        field: 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile',
        line: 'clientSecretFile: /etc/secrets/oauth/client_sercet',
        expected: '/etc/secrets/oauth/client_secret',
        found: '/etc/secrets/oauth/client_sercet',
      }],
    },
    {
      when: 'clientSecretFile names another key than the one that is delivered',
      input: manifests(
        ...flyteadmin({
          auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } },
          secrets: { 'flyte-admin-secrets': '/etc/secrets', 'oauth': '/etc/secrets/oauth' },
        }),
        externalSecret('oauth', { keys: ['oidc_client_secret'] }),
      ),
      findings: [{
        object: 'external-secrets.io/v1/ExternalSecret union-cp/oauth',
        field: 'spec.data',
        line: 'data:',
        expected: 'the key client_secret of the Secret oauth, which is /etc/secrets/oauth/client_secret of flyteadmin',
        found: 'a Secret oauth without the key client_secret',
      }],
    },
    {
      when: 'the environment reads a key that nobody writes',
      input: manifests(
        ...flyteadmin({ env: [{ name: 'FLYTE_SECRET_oidc_client_secret', valueFrom: { secretKeyRef: { name: 'web', key: 'secret' } } }] }),
        secret('web', { password: 'x' }),
      ),
      findings: [{
        object: 'v1/Secret union-cp/web',
        field: '',
        line: 'apiVersion: v1',
        expected: 'the key secret of the Secret web, which is the variable FLYTE_SECRET_oidc_client_secret of flyteadmin',
        found: 'a Secret web without the key secret',
      }],
    },
    {
      when: 'the input delivers the secrets of other services, and nothing writes this one',
      input: manifests(...flyteadmin(), ...executions, delivered),
      findings: [{
        object: CONFIG, field: 'data["server.yaml"]: auth.userAuth.openId', line: 'openId:', expected: inFile.expected, found: 'nothing in the input that writes the Secret flyte-admin-secrets',
      }],
    },
    {
      when: 'the input delivers the secrets of another namespace, and nothing writes this one',
      input: manifests(...flyteadmin({ namespace: 'other-cp' }), ...executions, delivered),
      findings: [{
        object: 'v1/ConfigMap other-cp/flyte-admin-base-config',
        field: 'data["server.yaml"]: auth.userAuth.openId',
        line: 'openId:',
        expected: inFile.expected,
        found: 'nothing in the input that writes the Secret flyte-admin-secrets',
      }],
    },
    {
      when: 'an empty Secret waits for an ExternalSecret that is not there',
      input: manifests(...flyteadmin(), secret('flyte-admin-secrets', {}, 'union-cp', { labels: { 'reconcile.external-secrets.io/managed': 'true' } })),
      findings: [{ object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', line: 'apiVersion: v1', ...inFile }],
    },
    {
      when: 'a cluster holds other Secrets of the namespace, whatever an ExternalSecret declares',
      input: manifests(
        ...flyteadmin({ metadata: { uid: '0a1b' } }),
        secret('other', { a: 'b' }, 'union-cp', { uid: '0a1c' }),
        externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] }),
      ),
      findings: [{
        object: 'external-secrets.io/v1/ExternalSecret union-cp/web',
        field: 'spec.data',
        line: 'data:',
        expected: inFile.expected,
        found: 'no Secret flyte-admin-secrets among those of the cluster',
      }],
    },
    {
      when: 'a cluster holds the Secret without the key, whatever an ExternalSecret declares',
      input: manifests(
        ...flyteadmin({ metadata: { uid: '0a1b' } }),
        secret('flyte-admin-secrets', { client_secret: 'x' }, 'union-cp', { uid: '0a1c' }),
        externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] }),
      ),
      findings: [{ object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', line: 'apiVersion: v1', ...inFile }],
    },
    {
      when: 'its Secret is mounted, and no setting names the file',
      input: manifests(...flyteadmin({ secrets: { 'flyte-admin-secrets': '/etc/secrets', 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' } })),
      findings: [{
        object: CONFIG,
        field: 'data["server.yaml"]: auth.userAuth.openId',
        line: 'openId:',
        expected: 'clientSecretFile: /etc/secrets/oauth/client_secret, where the Secret of the web application is mounted',
        found: `none, so that ${FILE} is read`,
      }],
    },
    {
      when: 'the volume that it is mounted from is not there',
      input: manifests(...flyteadmin({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }] } })),
      findings: [{
        object: 'apps/v1/Deployment union-cp/flyteadmin',
        field: 'spec.template.spec.containers[0].volumeMounts[1]',
        line: 'name: flyte-admin-secrets',
        expected: `${FILE} in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`,
        found: 'a mount of the volume flyte-admin-secrets, which the pod does not declare',
      }],
    },
    {
      when: 'the path of the mount has a slip',
      input: manifests(...flyteadmin({
        auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { oauth: '/etc/secrets/ouath' },
      }), externalSecret('oauth')),
      findings: [{
        object: 'apps/v1/Deployment union-cp/flyteadmin',
        field: 'spec.template.spec.containers[0].volumeMounts[1]',
        line: 'name: oauth',
        expected: '/etc/secrets/oauth/client_secret in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin',
        found: 'no mount that covers the path',
      }],
    },
  ],
  passes: [
    {
      when: 'the secret of its own client is nowhere, which is another rule\'s',
      input: manifests(adminOf({ clientId: 'ours', clientSecretLocation: '/elsewhere' }), flyteadmin()[1], secret('flyte-admin-secrets', { oidc_client_secret: 'x' })),
    },
    {
      when: 'the default file is delivered, whatever else is mounted',
      input: manifests(
        ...flyteadmin({ secrets: { 'flyte-admin-secrets': '/etc/secrets', 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' } }),
        secret('flyte-admin-secrets', { oidc_client_secret: 'x' }),
      ),
    },
    { when: 'an ExternalSecret writes both keys', input: manifests(...flyteadmin(), externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret', 'client_secret'] })) },
    {
      when: 'two ExternalSecrets write a key each, without namespaces',
      input: manifests(
        ...flyteadmin({ namespace: null }),
        externalSecret('web', { target: 'flyte-admin-secrets', creationPolicy: 'Merge', keys: ['oidc_client_secret'], namespace: null }),
        externalSecret('service', { target: 'flyte-admin-secrets', creationPolicy: 'Merge', namespace: null }),
      ),
    },
    {
      when: 'it has a Secret of its own, named by clientSecretFile',
      input: manifests(
        ...flyteadmin({ auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { 'flyte-admin-secrets': '/etc/secrets', 'oauth': '/etc/secrets/oauth' } }),
        externalSecret('oauth', {}),
      ),
    },
    {
      when: 'clientSecretName asks for the key that is there',
      input: manifests(...flyteadmin({ auth: { userAuth: { openId: { clientSecretName: 'web' } } } }), secret('flyte-admin-secrets', { web: 'x' })),
    },
  ],
  notApplicable: [
    { when: 'authentication is off, and nothing is mounted', input: manifests(...flyteadmin({ useAuth: false, secrets: {} })), reason: NOT_APPLICABLE },
    { when: 'a variable holds it', input: manifests(...flyteadmin({ env: [{ name: 'FLYTE_SECRET_oidc_client_secret', value: 'x' }] })), reason: NOT_APPLICABLE },
    {
      when: 'a ConfigMap has the file',
      input: manifests(...flyteadmin({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'flyte-admin-secrets', configMap: { name: 'web' } }] } }), configMap('web', { oidc_client_secret: 'x' })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'a variable takes it from a Secret that comes from elsewhere, whatever is mounted',
      input: manifests(...flyteadmin({
        env: [{ name: 'FLYTE_SECRET_oidc_client_secret', valueFrom: { secretKeyRef: { name: 'web', key: 'secret' } } }], secrets: { 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' },
      })),
      reason: NOT_APPLICABLE,
    },
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false }), secret('flyte-admin-secrets')), reason: NOT_APPLICABLE },
    { when: 'nothing in the input writes the Secret', input: manifests(...flyteadmin()), reason: NOT_APPLICABLE },
    { when: 'only the init container writes the Secret, and the others are provisioned as well', input: manifests(...flyteadmin(), deployment('keys', { pod: withInit }), ...executions), reason: NOT_APPLICABLE },
    { when: 'the chart renders the Secret without keys for others to fill', input: manifests(...flyteadmin(), secret('flyte-admin-secrets')), reason: NOT_APPLICABLE },
    { when: 'the value is a placeholder, which is another rule\'s finding', input: manifests(...flyteadmin(), secret('flyte-admin-secrets', { oidc_client_secret: 'placeholder' })), reason: NOT_APPLICABLE },
    {
      when: 'the store decides which keys there are',
      input: manifests(...flyteadmin(), externalSecret('all', { target: 'flyte-admin-secrets', spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'a CSI driver mounts the file',
      input: manifests(...flyteadmin({
        pod: {
          containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }, { name: 'csi', mountPath: '/etc/secrets' }] }],
          volumes: [{ name: 'config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'csi', csi: { driver: 'secrets-store.csi.k8s.io' } }],
        },
      })),
      reason: NOT_APPLICABLE,
    },
    { when: 'flyteadmin is not in the input', input: manifests(object('v1', 'Service', 'flyteadmin')), reason: NOT_APPLICABLE },
  ],
});
