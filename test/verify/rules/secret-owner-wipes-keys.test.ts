import { secretOwnerWipesKeys } from '../../../src/verify/rules/secret-writers';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const admin = 'flyte-admin-secrets';
const services = 'union-controlplane-secrets';
const cookies = 'cookie_hash_key, cookie_block_key';
const finding = {
  object: `external-secrets.io/v1/ExternalSecret union-cp/${admin}`,
  field: 'spec.target.creationPolicy',
  line: 'creationPolicy: Owner',
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
const reason = 'No ExternalSecret in the input has creationPolicy Owner or Orphan and a closed list of keys.';

testRule(secretOwnerWipesKeys, {
  fires: [
    { when: 'it owns flyte-admin-secrets, where the chart keeps cookie keys', input: manifests(externalSecret(admin, { creationPolicy: 'Owner' })), findings: [finding] },
    {
      when: 'it owns by default',
      input: manifests(externalSecret(admin, { keys: ['client_secret', 'oidc_client_secret'] })),
      findings: [{ ...finding, line: 'target: {}', found: 'creationPolicy Owner, which keeps client_secret, oidc_client_secret only' }],
    },
    {
      when: 'it is Orphan, which clears the Secret as well',
      input: manifests(externalSecret(admin, { creationPolicy: 'Orphan' })),
      findings: [{ ...finding, line: 'creationPolicy: Orphan', found: 'creationPolicy Orphan, which keeps client_secret only' }],
    },
    {
      when: 'it owns union-controlplane-secrets, where the chart keeps the database password',
      input: manifests(externalSecret(services, { creationPolicy: 'Owner' })),
      findings: [{ ...finding, object: `external-secrets.io/v1/ExternalSecret union-cp/${services}`, expected: `creationPolicy Merge, since others write pass.txt of ${services}` }],
    },
    {
      when: 'it owns union-controlplane-secrets, and values alone show who mounts it',
      input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'own.yaml': manifests(externalSecret(services, { creationPolicy: 'Owner' })) },
      findings: [{ ...finding, object: `external-secrets.io/v1/ExternalSecret union-cp/${services}`, expected: `creationPolicy Merge, since others write pass.txt of ${services}` }],
    },
    {
      when: 'a service reads its database password from a Secret of another name',
      input: manifests(
        externalSecret('auth', { creationPolicy: 'Owner' }),
        configMap('usage', { 'config.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }),
        deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { auth: '/etc/db' } }),
      ),
      findings: [{ ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: 'creationPolicy Merge, since others write pass.txt of auth' }],
    },
    {
      when: 'a manifest holds another key',
      input: manifests(secret('union-secret-auth', { app_secret: 'placeholder', client_secret: 'placeholder' }, null), externalSecret('union-secret-auth', { creationPolicy: 'Owner', namespace: 'union' })),
      findings: [{ ...finding, object: 'external-secrets.io/v1/ExternalSecret union/union-secret-auth', expected: 'creationPolicy Merge, since others write app_secret of union-secret-auth' }],
    },
    {
      when: 'generate-secrets writes a Secret of another name',
      input: manifests(
        externalSecret('auth', { creationPolicy: 'Owner' }),
        deployment('flyteadmin', { pod: { initContainers: [{ name: 'generate-secrets', command: ['flyteadmin', 'secrets', 'create', '--name', 'auth'] }] } }),
      ),
      findings: [{ ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: `creationPolicy Merge, since others write ${cookies} of auth` }],
    },
    {
      when: 'an Orphan clears what another one merges',
      input: manifests(externalSecret('auth', { creationPolicy: 'Orphan' }), externalSecret('more', { target: 'auth', creationPolicy: 'Merge', keys: ['app_secret'] })),
      findings: [{
        ...finding,
        object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
        line: 'creationPolicy: Orphan',
        expected: 'creationPolicy Merge, since others write app_secret of auth',
        found: 'creationPolicy Orphan, which keeps client_secret only',
      }],
    },
    { when: 'the operator keeps the token of its tunnel there', input: manifests(tunnel, ...operator(true)), findings: [wiped] },
    { when: 'values of a data plane leave the tunnel on', input: { 'dp.yaml': DATA_PLANE_VALUES, 'own.yaml': manifests(tunnel) }, findings: [wiped] },
    { when: 'it owns the Secret and writes nothing', input: manifests(externalSecret(admin, { keys: [] })), findings: [{ ...finding, line: 'target: {}', found: 'creationPolicy Owner, which keeps no key only' }] },
  ],
  passes: [
    {
      when: 'values say that the database is reached without a password',
      input: { 'cp.yaml': withValue(CONTROL_PLANE_VALUES, 'configMap.database.postgres.passwordPath', ''), 'own.yaml': manifests(externalSecret(services, { creationPolicy: 'Owner' })) },
    },
    { when: 'the operator has no tunnel', input: manifests(tunnel, ...operator(false)) },
    { when: 'the operator keeps its token in a Secret of its own', input: manifests(tunnel, ...operator(true, 'tunnel')) },
    ...['operator.enableTunnelService', 'config.operator.enableTunnelService'].map((path) => ({
      when: `values say ${path}: false, as without Union's cloud`,
      input: { 'dp.yaml': withValue(DATA_PLANE_VALUES, path, false), 'own.yaml': manifests(tunnel) },
    })),
    { when: 'another merges, which is a collision', input: manifests(externalSecret('union-secret-auth', { namespace: 'union' }), externalSecret('app', { target: 'union-secret-auth', creationPolicy: 'Merge', keys: ['app_secret'], namespace: 'union' })) },
    { when: 'two create it and let it be', input: manifests(...['union-secret-auth', 'app'].map((each) => externalSecret(each, { target: 'union-secret-auth', creationPolicy: 'Orphan', keys: [each], namespace: 'union' }))) },
    { when: 'a SealedSecret makes it, which is a collision', input: manifests(object('bitnami.com/v1alpha1', 'SealedSecret', 'flyte-secret-auth', { spec: { encryptedData: { app_secret: 'AgB' } } }), externalSecret('flyte-secret-auth')) },
    { when: 'the services in the input read their client secret there, and no password', input: manifests(externalSecret(services), ...usage({ admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } })) },
    ...[
      ['another operator writes it, which is a collision', object('onepassword.com/v1', 'OnePasswordItem', 'auth', {}, 'union-cp')],
      ['an object that nobody knows names it', object('example.com/v1', 'Anything', 'any', { spec: { secret: 'auth' } }, 'union-cp')],
      ['it is copied from another namespace', secret('auth', {}, 'vault', { annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } })],
    ].map(([when, other]) => ({
      when: when as string,
      input: manifests(externalSecret('auth'), other as Record<string, unknown>, deployment('usage', { secrets: { auth: '/etc/secrets/union' } })),
    })),
    { when: 'nobody else writes the Secret', input: manifests(externalSecret('flyte-secret-auth', { creationPolicy: 'Owner' })) },
    { when: 'it owns the data plane\'s Secret alone', input: manifests(externalSecret('union-secret-auth', { namespace: 'union' }), deployment('union-operator', { namespace: 'union', secrets: { 'union-secret-auth': '/etc/union/secret' } })) },
    { when: 'it writes the keys of the others itself', input: manifests(externalSecret(admin, { keys: ['client_secret', 'cookie_hash_key', 'cookie_block_key'] }), externalSecret(services, { keys: ['client_secret', 'pass.txt'] })) },
    { when: 'the template of the ExternalSecret writes them', input: manifests(externalSecret(services, { spec: { target: { template: { mergePolicy: 'Merge', data: { 'pass.txt': '{{ .password }}' } } } } })) },
    { when: 'the manifest holds no key', input: manifests(secret('flyte-secret-auth'), externalSecret('flyte-secret-auth')) },
    { when: 'the manifest holds the same key, which is a collision', input: manifests(secret('flyte-secret-auth', { client_secret: 'placeholder' }), externalSecret('flyte-secret-auth')) },
    { when: 'the services in the input reach their database without a password', input: manifests(externalSecret(services), ...usage({ admin: { clientId: 'service' } })) },
    { when: 'the manifest lies in another namespace', input: manifests(secret('union-secret-auth', { app_secret: 'placeholder' }, 'union-a'), externalSecret('union-secret-auth', { namespace: 'union-b' })) },
    {
      when: 'the Secret was read from a cluster',
      input: manifests(object('v1', 'Secret', 'union-secret-auth', { data: { client_secret: 'eA==', tunnel_token: 'eA==' } }, 'union', { uid: '0a1b' }), externalSecret('union-secret-auth', { namespace: 'union' })),
    },
  ],
  notApplicable: [
    { when: 'it merges', input: manifests(externalSecret(admin, { creationPolicy: 'Merge' })), reason },
    { when: 'it writes whatever the store holds', input: manifests(externalSecret(services, { spec: { dataFrom: [{ extract: { key: 'union/auth' } }] } })), reason },
    { when: 'it writes nothing', input: manifests(externalSecret(admin, { creationPolicy: 'None' })), reason },
    { when: 'nothing delivers', input: manifests(secret(admin)), reason },
  ],
});
