import { secretOwnerWipesKeys } from '../../../src/verify/rules/secret-writers';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const admin = 'flyte-admin-secrets';
const services = 'union-controlplane-secrets';
const cookies = 'cookie_hash_key, cookie_block_key';
const finding = {
  object: `external-secrets.io/v1/ExternalSecret union-cp/${admin}`,
  field: 'spec.target.creationPolicy',
  expected: `creationPolicy Merge, since others write ${cookies} of ${admin}`,
  found: 'creationPolicy Owner, which keeps client_secret only',
};
const usage = (config: Record<string, unknown>) => [
  configMap('usage', { 'config.yaml': config }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { [services]: '/etc/secrets/union' } }),
];
const tunnel = externalSecret('union-secret-auth', { namespace: 'union', creationPolicy: 'Owner' });
const operator = (enableTunnelService: boolean, secretName = 'union-secret-auth') => [
  configMap('union-operator', { 'config.yaml': { operator: { enableTunnelService } } }, 'union'),
  deployment('union-operator', {
    namespace: 'union',
    configMaps: { 'union-operator': '/etc/union/config' },
    container: { args: ['operator', 'serve', '--config', '/etc/union/config/*.yaml', '--operator.tunnel.k8sSecretName', secretName] },
  }),
];
const wiped = {
  ...finding,
  object: 'external-secrets.io/v1/ExternalSecret union/union-secret-auth',
  expected: 'creationPolicy Merge, since others write tunnel_token of union-secret-auth',
};

testRule(secretOwnerWipesKeys, {
  fires: [
    ['it owns flyte-admin-secrets, where the chart keeps cookie keys', [externalSecret(admin, { creationPolicy: 'Owner' })], finding],
    ['it owns by default', [externalSecret(admin, { keys: ['client_secret', 'oidc_client_secret'] })],
      { ...finding, found: 'creationPolicy Owner, which keeps client_secret, oidc_client_secret only' }],
    ['it is Orphan, which clears the Secret as well', [externalSecret(admin, { creationPolicy: 'Orphan' })],
      { ...finding, found: 'creationPolicy Orphan, which keeps client_secret only' }],
    ['it owns union-controlplane-secrets, where the chart keeps the database password', [externalSecret(services, { creationPolicy: 'Owner' })],
      { ...finding, object: `external-secrets.io/v1/ExternalSecret union-cp/${services}`, expected: `creationPolicy Merge, since others write pass.txt of ${services}` }],
    ['it owns union-controlplane-secrets, and values alone show who mounts it',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'own.yaml': manifests(externalSecret(services, { creationPolicy: 'Owner' })) },
      { ...finding, object: `external-secrets.io/v1/ExternalSecret union-cp/${services}`, expected: `creationPolicy Merge, since others write pass.txt of ${services}` }],
    ['a service reads its database password from a Secret of another name', [
      externalSecret('auth', { creationPolicy: 'Owner' }),
      configMap('usage', { 'config.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }),
      deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { auth: '/etc/db' } }),
    ], { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: 'creationPolicy Merge, since others write pass.txt of auth' }],
    ['a manifest holds another key',
      [secret('union-secret-auth', { app_secret: 'placeholder', client_secret: 'placeholder' }, null), externalSecret('union-secret-auth', { creationPolicy: 'Owner', namespace: 'union' })],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union/union-secret-auth', expected: 'creationPolicy Merge, since others write app_secret of union-secret-auth' }],
    ['generate-secrets writes a Secret of another name', [
      externalSecret('auth', { creationPolicy: 'Owner' }),
      deployment('flyteadmin', { pod: { initContainers: [{ name: 'generate-secrets', command: ['flyteadmin', 'secrets', 'create', '--name', 'auth'] }] } }),
    ], { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: `creationPolicy Merge, since others write ${cookies} of auth` }],
    ['an Orphan clears what another one merges',
      [externalSecret('auth', { creationPolicy: 'Orphan' }), externalSecret('more', { target: 'auth', creationPolicy: 'Merge', keys: ['app_secret'] })],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: 'creationPolicy Merge, since others write app_secret of auth', found: 'creationPolicy Orphan, which keeps client_secret only' }],
    ['the operator keeps the token of its tunnel there', [tunnel, ...operator(true)], wiped],
    ['values of a data plane leave the tunnel on', { 'dp.yaml': DATA_PLANE_VALUES, 'own.yaml': manifests(tunnel) }, wiped],
    ['it owns the Secret and writes nothing', [externalSecret(admin, { keys: [] })],
      { ...finding, found: 'creationPolicy Owner, which keeps no key only' }, remedy(['target: {}', 'target: { creationPolicy: Merge }'])],
  ],
  passes: [
    ['values say that the database is reached without a password',
      { 'cp.yaml': withValue(CONTROL_PLANE_VALUES, 'configMap.database.postgres.passwordPath', ''), 'own.yaml': manifests(externalSecret(services, { creationPolicy: 'Owner' })) }],
    ['the operator has no tunnel', [tunnel, ...operator(false)]],
    ['the operator keeps its token in a Secret of its own', [tunnel, ...operator(true, 'tunnel')]],
    ...['operator.enableTunnelService', 'config.operator.enableTunnelService'].map((path): Row => [`values say ${path}: false, as without Union's cloud`, { 'dp.yaml': withValue(DATA_PLANE_VALUES, path, false), 'own.yaml': manifests(tunnel) }]),
    ['another merges, which is a collision',
      [externalSecret('union-secret-auth', { namespace: 'union' }), externalSecret('app', { target: 'union-secret-auth', creationPolicy: 'Merge', keys: ['app_secret'], namespace: 'union' })]],
    ['two create it and let it be',
      (['union-secret-auth', 'app'].map((each) => externalSecret(each, { target: 'union-secret-auth', creationPolicy: 'Orphan', keys: [each], namespace: 'union' })))],
    ['a SealedSecret makes it, which is a collision',
      [object('bitnami.com/v1alpha1', 'SealedSecret', 'flyte-secret-auth', { spec: { encryptedData: { app_secret: 'AgB' } } }), externalSecret('flyte-secret-auth')]],
    ['the services in the input read their client secret there, and no password',
      [externalSecret(services), ...usage({ admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } })]],
    ...[
      ['another operator writes it, which is a collision', object('onepassword.com/v1', 'OnePasswordItem', 'auth', {}, 'union-cp')],
      ['an object that nobody knows names it', object('example.com/v1', 'Anything', 'any', { spec: { secret: 'auth' } }, 'union-cp')],
      ['it is copied from another namespace', secret('auth', {}, 'vault', { annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } })],
    ].map(([when, other]): Row => [when as string, [externalSecret('auth'), other as Record<string, unknown>, deployment('usage', { secrets: { auth: '/etc/secrets/union' } })]]),
    ['nobody else writes the Secret', [externalSecret('flyte-secret-auth', { creationPolicy: 'Owner' })]],
    ['it owns the data plane\'s Secret alone',
      [externalSecret('union-secret-auth', { namespace: 'union' }), deployment('union-operator', { namespace: 'union', secrets: { 'union-secret-auth': '/etc/union/secret' } })]],
    ['it writes the keys of the others itself',
      [externalSecret(admin, { keys: ['client_secret', 'cookie_hash_key', 'cookie_block_key'] }), externalSecret(services, { keys: ['client_secret', 'pass.txt'] })]],
    ['the template of the ExternalSecret writes them',
      [externalSecret(services, { spec: { target: { template: { mergePolicy: 'Merge', data: { 'pass.txt': '{{ .password }}' } } } } })]],
    ['the manifest holds no key', [secret('flyte-secret-auth'), externalSecret('flyte-secret-auth')]],
    ['the manifest holds the same key, which is a collision',
      [secret('flyte-secret-auth', { client_secret: 'placeholder' }), externalSecret('flyte-secret-auth')]],
    ['the services in the input reach their database without a password', [externalSecret(services), ...usage({ admin: { clientId: 'service' } })]],
    ['the manifest lies in another namespace',
      [secret('union-secret-auth', { app_secret: 'placeholder' }, 'union-a'), externalSecret('union-secret-auth', { namespace: 'union-b' })]],
    ['the Secret was read from a cluster',
      [object('v1', 'Secret', 'union-secret-auth', { data: { client_secret: 'eA==', tunnel_token: 'eA==' } }, 'union', { uid: '0a1b' }), externalSecret('union-secret-auth', { namespace: 'union' })]],
  ],
  notApplicable: [
    ['it merges', [externalSecret(admin, { creationPolicy: 'Merge' })]],
    ['it writes whatever the store holds', [externalSecret(services, { spec: { dataFrom: [{ extract: { key: 'union/auth' } }] } })]],
    ['it writes nothing', [externalSecret(admin, { creationPolicy: 'None' })]],
    ['nothing delivers', [secret(admin)]],
  ],
});
