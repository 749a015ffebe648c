import { browserSecretUndelivered } from '../../../src/verify/rules/delivery';
import { configMap, deployment, externalSecret, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

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
    ['the guide\'s ExternalSecret writes client_secret only',
      [...flyteadmin({ pod: undefined }), secret('flyte-admin-secrets'), externalSecret('flyte-admin-secrets-auth', { target: 'flyte-admin-secrets', creationPolicy: 'Merge' })],
      { object: 'external-secrets.io/v1/ExternalSecret union-cp/flyte-admin-secrets-auth', field: 'spec.data', ...inFile }],
    ['a Secret in the manifests lacks the key', [...flyteadmin(), secret('flyte-admin-secrets', { client_secret: 'sealed' })],
      { object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', ...inFile }],
    ['only the init container writes the Secret, and the input delivers those of other services',
      [...flyteadmin(), deployment('keys', { pod: withInit }), ...executions, delivered],
      { object: CONFIG, field: 'data["server.yaml"]: auth.userAuth.openId', ...inFile }],
    ['nothing mounts the Secret', flyteadmin({ secrets: {} }),
      [CONFIG, 'data["server.yaml"]: auth.userAuth.openId', `${FILE} in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`,
        'no mount that covers the path'],
      remedy(['              mountPath: /etc/flyte/config\n', '              mountPath: /etc/flyte/config\n            - name: secrets\n              mountPath: /etc/secrets/\n'],
        ['      volumes:\n', '      volumes:\n        - name: secrets\n          secret:\n            secretName: flyte-admin-secrets\n'])],
    ['clientSecretFile names a file of a volume that shows others', flyteadmin({
      auth: { userAuth: { openId: { clientSecretFile: '/etc/oauth/secret' } } },
      pod: {
        containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }, { name: 'oauth', mountPath: '/etc/oauth' }] }],
        volumes: [{ name: 'config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'oauth', secret: { secretName: 'oauth', items: [{ key: 'a', path: 'a' }] } }],
      },
    }), [CONFIG, 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile', '/etc/oauth/secret in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin',
      'a mount at /etc/oauth that does not show the file']],
    ['clientSecretFile names a slip of the key that is delivered', [
      ...flyteadmin({ auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_sercet' } } }, secrets: { oauth: '/etc/secrets/oauth' } }),
      externalSecret('oauth'),
    ], [CONFIG, 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile', '/etc/secrets/oauth/client_secret', '/etc/secrets/oauth/client_sercet']],
    ['clientSecretFile names another key than the one that is delivered', [
      ...flyteadmin({
        auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } },
        secrets: { 'flyte-admin-secrets': '/etc/secrets', 'oauth': '/etc/secrets/oauth' },
      }),
      externalSecret('oauth', { keys: ['oidc_client_secret'] }),
    ], ['external-secrets.io/v1/ExternalSecret union-cp/oauth', 'spec.data',
      'the key client_secret of the Secret oauth, which is /etc/secrets/oauth/client_secret of flyteadmin', 'a Secret oauth without the key client_secret']],
    ['the environment reads a key that nobody writes', [
      ...flyteadmin({ env: [{ name: 'FLYTE_SECRET_oidc_client_secret', valueFrom: { secretKeyRef: { name: 'web', key: 'secret' } } }] }),
      secret('web', { password: 'x' }),
    ], ['v1/Secret union-cp/web', '', 'the key secret of the Secret web, which is the variable FLYTE_SECRET_oidc_client_secret of flyteadmin',
      'a Secret web without the key secret']],
    ['the input delivers the secrets of other services, and nothing writes this one', [...flyteadmin(), ...executions, delivered],
      [CONFIG, 'data["server.yaml"]: auth.userAuth.openId', inFile.expected, 'nothing in the input that writes the Secret flyte-admin-secrets']],
    ['the input delivers the secrets of another namespace, and nothing writes this one',
      [...flyteadmin({ namespace: 'other-cp' }), ...executions, delivered],
      ['v1/ConfigMap other-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId', inFile.expected,
        'nothing in the input that writes the Secret flyte-admin-secrets']],
    ['an empty Secret waits for an ExternalSecret that is not there',
      [
        ...flyteadmin(),
        secret('flyte-admin-secrets', {}, 'union-cp', { labels: { 'reconcile.external-secrets.io/managed': 'true' } }),
        externalSecret('other', { namespace: 'team' }),
      ],
      { object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', ...inFile }],
    ['a cluster holds other Secrets of the namespace, whatever an ExternalSecret declares', [
      ...flyteadmin({ metadata: { uid: '0a1b' } }),
      secret('other', { a: 'b' }, 'union-cp', { uid: '0a1c' }),
      externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] }),
    ], ['external-secrets.io/v1/ExternalSecret union-cp/web', 'spec.data', inFile.expected, 'no Secret flyte-admin-secrets among those of the cluster']],
    ['a cluster holds the Secret without the key, whatever an ExternalSecret declares', [
      ...flyteadmin({ metadata: { uid: '0a1b' } }),
      secret('flyte-admin-secrets', { client_secret: 'x' }, 'union-cp', { uid: '0a1c' }),
      externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret'] }),
    ], { object: 'v1/Secret union-cp/flyte-admin-secrets', field: '', ...inFile }],
    ['its Secret is mounted, and no setting names the file',
      flyteadmin({ secrets: { 'flyte-admin-secrets': '/etc/secrets', 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' } }),
      [CONFIG, 'data["server.yaml"]: auth.userAuth.openId',
        'clientSecretFile: /etc/secrets/oauth/client_secret, where the Secret of the web application is mounted', `none, so that ${FILE} is read`]],
    ['the volume that it is mounted from is not there',
      flyteadmin({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }] } }),
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.spec.containers[0].volumeMounts[1]',
        `${FILE} in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`, 'a mount of the volume flyte-admin-secrets, which the pod does not declare']],
    ['the path of the mount has a slip',
      [...flyteadmin({
        auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { oauth: '/etc/secrets/ouath' },
      }), externalSecret('oauth')],
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.spec.containers[0].volumeMounts[1]',
        '/etc/secrets/oauth/client_secret in apps/v1/Deployment union-cp/flyteadmin, container flyteadmin', 'no mount that covers the path']],
  ],
  passes: [
    ['the secret of its own client is nowhere, which is another rule\'s',
      [adminOf({ clientId: 'ours', clientSecretLocation: '/elsewhere' }), flyteadmin()[1], secret('flyte-admin-secrets', { oidc_client_secret: 'x' })]],
    ['the default file is delivered, whatever else is mounted', [
      ...flyteadmin({ secrets: { 'flyte-admin-secrets': '/etc/secrets', 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' } }),
      secret('flyte-admin-secrets', { oidc_client_secret: 'x' }),
    ]],
    ['an ExternalSecret writes both keys',
      [...flyteadmin(), externalSecret('web', { target: 'flyte-admin-secrets', keys: ['oidc_client_secret', 'client_secret'] })]],
    ['two ExternalSecrets write a key each, without namespaces', [
      ...flyteadmin({ namespace: null }),
      externalSecret('web', { target: 'flyte-admin-secrets', creationPolicy: 'Merge', keys: ['oidc_client_secret'], namespace: null }),
      externalSecret('service', { target: 'flyte-admin-secrets', creationPolicy: 'Merge', namespace: null }),
    ]],
    ['it has a Secret of its own, named by clientSecretFile', [
      ...flyteadmin({ auth: { userAuth: { openId: { clientSecretFile: '/etc/secrets/oauth/client_secret' } } }, secrets: { 'flyte-admin-secrets': '/etc/secrets', 'oauth': '/etc/secrets/oauth' } }),
      externalSecret('oauth', {}),
    ]],
    ['clientSecretName asks for the key that is there',
      [...flyteadmin({ auth: { userAuth: { openId: { clientSecretName: 'web' } } } }), secret('flyte-admin-secrets', { web: 'x' })]],
  ],
  notApplicable: [
    ['authentication is off, and nothing is mounted', flyteadmin({ useAuth: false, secrets: {} })],
    ['a variable holds it', flyteadmin({ env: [{ name: 'FLYTE_SECRET_oidc_client_secret', value: 'x' }] })],
    ['a ConfigMap has the file',
      [...flyteadmin({ pod: { volumes: [{ name: 'flyte-admin-base-config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'flyte-admin-secrets', configMap: { name: 'web' } }] } }), configMap('web', { oidc_client_secret: 'x' })]],
    ['a variable takes it from a Secret that comes from elsewhere, whatever is mounted', flyteadmin({
      env: [{ name: 'FLYTE_SECRET_oidc_client_secret', valueFrom: { secretKeyRef: { name: 'web', key: 'secret' } } }], secrets: { 'flyteadmin-oidc-client-secret': '/etc/secrets/oauth' },
    })],
    ['authentication is off', [...flyteadmin({ useAuth: false }), secret('flyte-admin-secrets')]],
    ['nothing in the input writes the Secret', flyteadmin()],
    ['only the init container writes the Secret, and the others are provisioned as well',
      [...flyteadmin(), deployment('keys', { pod: withInit }), ...executions]],
    ['the chart renders the Secret without keys for others to fill', [...flyteadmin(), secret('flyte-admin-secrets')]],
    ['the value is a placeholder, which is another rule\'s finding',
      [...flyteadmin(), secret('flyte-admin-secrets', { oidc_client_secret: 'placeholder' })]],
    ['the store decides which keys there are',
      [...flyteadmin(), externalSecret('all', { target: 'flyte-admin-secrets', spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } })]],
    ['a CSI driver mounts the file', flyteadmin({
      pod: {
        containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }, { name: 'csi', mountPath: '/etc/secrets' }] }],
        volumes: [{ name: 'config', configMap: { name: 'flyte-admin-base-config' } }, { name: 'csi', csi: { driver: 'secrets-store.csi.k8s.io' } }],
      },
    })],
    ['flyteadmin is not in the input', [object('v1', 'Service', 'flyteadmin')]],
  ],
});
