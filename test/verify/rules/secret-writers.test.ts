import { secretMergeDeadlock, secretOwnerWipesKeys, secretWritersCollide } from '../../../src/verify/rules/secret-writers';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const name = 'union-secret-auth';
const merge = { target: name, creationPolicy: 'Merge', namespace: 'union' };
const deadlockOperator = (props = {}) => deployment('union-operator', { secrets: { [name]: '/etc/union/secret' }, namespace: 'union', ...props });
const guide = manifests(externalSecret(name, merge), deadlockOperator());
const generateSecrets = { initContainers: [{ name: 'generate-secrets', args: ['flyteadmin', 'secrets', 'create', '--name=flyte-admin-secrets'] }] };
const deadlockFinding = {
  object: `external-secrets.io/v1/ExternalSecret union/${name}`,
  field: 'spec.target.creationPolicy',
  expected: `an object that creates Secret ${name} for apps/v1/Deployment union/union-operator`,
  found: 'creationPolicy Merge and nothing in the input that creates it',
};
const vault = (destination: object) =>
  object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'vault', { spec: { destination: { name, ...destination } } }, 'union');
const database = [
  configMap('usage', { 'db.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/db' } }),
];
const live = (conditionReason: string) => {
  const merging = externalSecret(name, merge);
  return {
    ...merging,
    metadata: { ...(merging.metadata as object), uid: '0a1b' },
    status: { conditions: [{ type: 'Ready', status: 'True', reason: conditionReason }] },
  };
};

/** An empty Secret as we emit it for External Secrets to fill. */
const empty = (secretName: string, labels: object = { 'reconcile.external-secrets.io/managed': 'true' }) =>
  ({ ...object('v1', 'Secret', secretName, {}, 'union'), metadata: { name: secretName, namespace: 'union', labels } });

testRule(secretMergeDeadlock, {
  fires: [
    ['kustomize gave the Secret and the ExternalSecret another name, and no pod is shown',
      [externalSecret(`acme-${name}-auth-v2`, merge), empty(`acme-${name}-v2`)],
      [`external-secrets.io/v1/ExternalSecret union/acme-${name}-auth-v2`, 'spec.target.creationPolicy', `an object that creates Secret ${name}`,
        `creationPolicy Merge, and the empty Secret for it is called acme-${name}-v2`],
      remedy([`acme-${name}-v2`, name])],
    ['the data plane chart renders no Secret (create: false)', guide, deadlockFinding],
    ['the Vault Secrets Operator is not told to make it', [vault({ overwrite: true }), deadlockOperator()],
      { ...deadlockFinding, object: 'secrets.hashicorp.com/v1beta1/VaultStaticSecret union/vault', field: 'spec.destination.create', found: 'no create: true and nothing in the input that creates it' },
      remedy(['overwrite: true', 'create: true'])],
    ['the workloads have no namespace, as helm template leaves it', [externalSecret(name, merge), deadlockOperator({ namespace: null })],
      { ...deadlockFinding, expected: `an object that creates Secret ${name} for apps/v1/Deployment union-operator` },
      remedy(['---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\n', '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: union-secret-auth\n  namespace: union\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\n'])],
    ['the Secret takes no keys', [externalSecret(name, merge), deadlockOperator(), { ...secret(name, {}, 'union'), immutable: true }],
      [`v1/Secret union/${name}`, 'immutable', 'a Secret that takes new values',
        `immutable: true, and external-secrets.io/v1/ExternalSecret union/${name} writes it`]],
    ['the Secret is in another namespace', [secret(name, {}, 'union-cp'), externalSecret(name, merge), deadlockOperator()],
      { ...deadlockFinding, found: 'creationPolicy Merge and nothing in its namespace that creates it, but in namespace union-cp' }],
    ['two ExternalSecrets merge and neither creates',
      [externalSecret(name, merge), externalSecret('app', { ...merge, keys: ['app_secret'] }), deadlockOperator()],
      deadlockFinding,
      { ...deadlockFinding, object: 'external-secrets.io/v1/ExternalSecret union/app' }],
    ['the init container that would create it waits for it, too', [
      externalSecret('flyte-admin-secrets-auth', { target: 'flyte-admin-secrets', creationPolicy: 'Merge' }),
      deployment('flyteadmin', { secrets: { 'flyte-admin-secrets': '/etc/secrets' }, pod: { ...generateSecrets } }),
    ], { ...deadlockFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/flyte-admin-secrets-auth', expected: 'an object that creates Secret flyte-admin-secrets for apps/v1/Deployment union-cp/flyteadmin' }],
    ['the operator that waits for it names it in its arguments',
      [externalSecret(name, merge), deadlockOperator({ container: { args: ['--operator.tunnel.k8sSecretName', name], volumeMounts: [] } })],
      deadlockFinding],
    ['a cluster dump says that the Secret is missing', [live('SecretMissing'), deadlockOperator()], deadlockFinding],
    ['the manifests are items of a List', [{ apiVersion: 'v1', kind: 'List', items: [externalSecret(name, merge), deadlockOperator()] }], deadlockFinding],
    ['the first of its users starts without it',
      [externalSecret(name, merge), deployment('leaseworker', {
        namespace: 'union', pod: { volumes: [{ name: 'auth', secret: { secretName: name, optional: true } }] },
      }), deadlockOperator()],
      deadlockFinding],
    ['all of its users start without it',
      [externalSecret(name, merge), deadlockOperator({ pod: { volumes: [{ name, secret: { secretName: name, optional: true } }] } })],
      deadlockFinding],
    ['a cluster dump has several conditions, and one says that the Secret is missing',
      [{ ...live('SecretMissing'), status: { conditions: [{ type: 'Deleted', reason: 'Other' }, { type: 'Ready', reason: 'SecretMissing' }] } }, deadlockOperator()],
      deadlockFinding],
    ['another ExternalSecret writes nothing', [externalSecret(name, merge), externalSecret('none', { ...merge, creationPolicy: 'None' }), deadlockOperator()],
      deadlockFinding],
    ['a workload reads another key of the Secret, which nothing writes',
      [externalSecret(name, { ...merge, keys: ['app_secret'] }), configMap('union-operator', { 'config.yaml': { admin: { clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret' } } }, 'union'),
        deadlockOperator({ configMaps: { 'union-operator': '/etc/config' } })],
      deadlockFinding],
    ['it merges the database password as well',
      [externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge', keys: ['client_secret', 'pass.txt'] }), ...database],
      { ...deadlockFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/union-controlplane-secrets', expected: 'an object that creates Secret union-controlplane-secrets for apps/v1/Deployment union-cp/usage' }],
    ['one of two that wait for it names it in its arguments',
      [externalSecret(name, merge), deadlockOperator({ container: { args: ['--operator.tunnel.k8sSecretName', name], volumeMounts: [] } }),
        deployment('leaseworker', { namespace: 'union', secrets: { [name]: '/etc/union/secret' } })],
      deadlockFinding],
  ],
  says: {
    '': 'ExternalSecret union/acme-union-secret-auth-auth-v2 waits for Secret union-secret-auth, which nothing creates',
    'immutable': 'Secret union/union-secret-auth is immutable, and ExternalSecret union/union-secret-auth merges into it',
  },
  passes: [
    ['the Vault Secrets Operator fills a Secret that is there', [secret(name, {}, 'union'), vault({}), deadlockOperator()]],
    ['another operator creates it', [object('onepassword.com/v1', 'OnePasswordItem', name, {}, 'union'), externalSecret(name, merge), deadlockOperator()]],
    ['an object of an unknown kind may create it',
      [object('example.com/v1', 'Anything', 'any', { spec: { secret: name } }, 'union'), externalSecret(name, merge), deadlockOperator()]],
    ['one of two containers of a Job creates it', [externalSecret(name, merge), deadlockOperator(), object('batch/v1', 'Job', 'create', {
      spec: { template: { spec: { containers: [{ name: 'wait', command: ['sleep', '1'] }, { name: 'kubectl', command: ['kubectl', 'create', 'secret', 'generic', name] }] } } },
    }, 'union')]],
    ['an empty Secret stands beside it', [secret(name, {}, 'union'), externalSecret(name, merge), deadlockOperator()]],
    ['the chart renders its Secret without namespace', [secret(name, { client_secret: 'placeholder' }, null), externalSecret(name, merge), deadlockOperator()]],
    ['another ExternalSecret creates it',
      [externalSecret(name, merge), externalSecret('owner', { ...merge, creationPolicy: 'Owner', keys: ['app_secret'] }), deadlockOperator()]],
    ['a SealedSecret creates it',
      [object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: { app_secret: 'AgB' } } }, 'union'), externalSecret(name, merge), deadlockOperator()]],
    ['a Job that does not wait for it creates it', [externalSecret(name, merge), deadlockOperator(), object('batch/v1', 'Job', 'create', {
      spec: { template: { spec: { containers: [{ name: 'kubectl', command: ['sh', '-c', `kubectl create secret generic ${name}`] }] } } },
    }, 'union')]],
  ],
  notApplicable: [
    ['a Secret of a longer name is another one', [externalSecret(name, merge), empty(`acme-${name}`)]],
    ['the one of a longer name holds keys', [externalSecret(`acme-${name}`, merge), secret(`acme-${name}`, { a: 'b' }, 'union')]],
    ['the one of a longer name is not for External Secrets', [externalSecret(`acme-${name}`, merge), empty(`acme-${name}`, {})]],
    ['a ClusterExternalSecret merges in other namespaces',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', name, { spec: { namespaces: ['union-b'], externalSecretSpec: { target: { name, creationPolicy: 'Merge' } } } }, null), deadlockOperator()]],
    ['the input holds no workload, as beside the charts', [externalSecret(name, merge)]],
    ['no workload uses the Secret, as flyte-secret-auth without the scheduler',
      [externalSecret('flyte-secret-auth', { creationPolicy: 'Merge' }), deadlockOperator({ namespace: 'union-cp' })]],
    ['the Vault Secrets Operator makes it', [vault({ create: true }), deadlockOperator()]],
    ['the ExternalSecret owns its Secret', [externalSecret(name, { namespace: 'union' }), deadlockOperator()]],
    ['CreateOrMerge creates it', [externalSecret(name, { ...merge, creationPolicy: 'CreateOrMerge' }), deadlockOperator()]],
    ['the database password in the Secret comes from elsewhere',
      [externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge' }), ...database]],
    ['a cluster dump without Secrets says that it is synced', [live('SecretSynced'), deadlockOperator()]],
    ['another application uses it', [externalSecret('app', { creationPolicy: 'Merge' }), deployment('grafana', { secrets: { app: '/etc/app' } })]],
  ],
});

const admin = 'flyte-admin-secrets';
const services = 'union-controlplane-secrets';
const cookies = 'cookie_hash_key, cookie_block_key';
const keysFinding = {
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
const keysOperator = (enableTunnelService: boolean, secretName = 'union-secret-auth') => [
  configMap('union-operator', { 'config.yaml': { operator: { enableTunnelService } } }, 'union'),
  deployment('union-operator', {
    namespace: 'union',
    configMaps: { 'union-operator': '/etc/union/config' },
    container: { args: ['operator', 'serve', '--config', '/etc/union/config/*.yaml', '--operator.tunnel.k8sSecretName', secretName] },
  }),
];
const wiped = {
  ...keysFinding,
  object: 'external-secrets.io/v1/ExternalSecret union/union-secret-auth',
  expected: 'creationPolicy Merge, since others write tunnel_token of union-secret-auth',
};

testRule(secretOwnerWipesKeys, {
  fires: [
    ['it owns flyte-admin-secrets, where the chart keeps cookie keys', [externalSecret(admin, { creationPolicy: 'Owner' })], keysFinding],
    ['it owns by default', [externalSecret(admin, { keys: ['client_secret', 'oidc_client_secret'] })],
      { ...keysFinding, found: 'creationPolicy Owner, which keeps client_secret, oidc_client_secret only' }],
    ['it is Orphan, which clears the Secret as well', [externalSecret(admin, { creationPolicy: 'Orphan' })],
      { ...keysFinding, found: 'creationPolicy Orphan, which keeps client_secret only' }],
    ['it owns union-controlplane-secrets, where the chart keeps the database password', [externalSecret(services, { creationPolicy: 'Owner' })],
      { ...keysFinding, object: `external-secrets.io/v1/ExternalSecret union-cp/${services}`, expected: `creationPolicy Merge, since others write pass.txt of ${services}` }],
    ['it owns union-controlplane-secrets, and values alone show who mounts it',
      { 'cp.yaml': CONTROL_PLANE_VALUES, 'own.yaml': manifests(externalSecret(services, { creationPolicy: 'Owner' })) },
      { ...keysFinding, object: `external-secrets.io/v1/ExternalSecret union-cp/${services}`, expected: `creationPolicy Merge, since others write pass.txt of ${services}` }],
    ['a service reads its database password from a Secret of another name', [
      externalSecret('auth', { creationPolicy: 'Owner' }),
      configMap('usage', { 'config.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }),
      deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { auth: '/etc/db' } }),
    ], { ...keysFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: 'creationPolicy Merge, since others write pass.txt of auth' }],
    ['a manifest holds another key',
      [secret('union-secret-auth', { app_secret: 'placeholder', client_secret: 'placeholder' }, null), externalSecret('union-secret-auth', { creationPolicy: 'Owner', namespace: 'union' })],
      { ...keysFinding, object: 'external-secrets.io/v1/ExternalSecret union/union-secret-auth', expected: 'creationPolicy Merge, since others write app_secret of union-secret-auth' }],
    ['generate-secrets writes a Secret of another name', [
      externalSecret('auth', { creationPolicy: 'Owner' }),
      deployment('flyteadmin', { pod: { initContainers: [{ name: 'generate-secrets', command: ['flyteadmin', 'secrets', 'create', '--name', 'auth'] }] } }),
    ], { ...keysFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: `creationPolicy Merge, since others write ${cookies} of auth` }],
    ['an Orphan clears what another one merges',
      [externalSecret('auth', { creationPolicy: 'Orphan' }), externalSecret('more', { target: 'auth', creationPolicy: 'Merge', keys: ['app_secret'] })],
      { ...keysFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', expected: 'creationPolicy Merge, since others write app_secret of auth', found: 'creationPolicy Orphan, which keeps client_secret only' }],
    ['the operator keeps the token of its tunnel there', [tunnel, ...keysOperator(true)], wiped],
    ['values of a data plane leave the tunnel on', { 'dp.yaml': DATA_PLANE_VALUES, 'own.yaml': manifests(tunnel) }, wiped],
    ['it owns the Secret and writes nothing', [externalSecret(admin, { keys: [] })],
      { ...keysFinding, found: 'creationPolicy Owner, which keeps no key only' }, remedy(['target: {}', 'target: { creationPolicy: Merge }'])],
  ],
  says: {
    '': 'ExternalSecret union-cp/flyte-admin-secrets removes cookie_hash_key, cookie_block_key from Secret flyte-admin-secrets, which others write',
  },
  passes: [
    ['values say that the database is reached without a password',
      { 'cp.yaml': withValue(CONTROL_PLANE_VALUES, 'configMap.database.postgres.passwordPath', ''), 'own.yaml': manifests(externalSecret(services, { creationPolicy: 'Owner' })) }],
    ['the operator has no tunnel', [tunnel, ...keysOperator(false)]],
    ['the operator keeps its token in a Secret of its own', [tunnel, ...keysOperator(true, 'tunnel')]],
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
      ['an object of an unknown kind names it', object('example.com/v1', 'Anything', 'any', { spec: { secret: 'auth' } }, 'union-cp')],
      ['it is copied from another namespace', secret('auth', {}, 'vault', { annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } })],
    ].map(([when, other]): Row => [when as string, [externalSecret('auth'), other as Record<string, unknown>, deployment('usage', { secrets: { auth: '/etc/secrets/union' } })]]),
    ['nothing else writes the Secret', [externalSecret('flyte-secret-auth', { creationPolicy: 'Owner' })]],
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

const placeholder = { client_secret: 'placeholder' };
const collideOperator = deployment('union-operator', { namespace: 'union', secrets: { [name]: '/etc/union/secret' } });
const withManifest = {
  object: `v1/Secret union/${name}`,
  field: 'stringData.client_secret',
  expected: `client_secret left to external-secrets.io/v1/ExternalSecret union/${name}`,
  found: 'a placeholder that each apply puts back',
};
const ownedBy = (owner: string) => `${name}, which external-secrets.io/v1/${owner} owns`;
const owned = {
  object: 'external-secrets.io/v1/ExternalSecret union/second',
  field: 'spec.target.name',
  expected: 'a Secret that no other ExternalSecret owns',
  found: ownedBy('ExternalSecret union/first'),
};
const ofCluster = (clusterName: string) => ({ ...owned, object: `external-secrets.io/v1/ClusterExternalSecret ${clusterName}`, field: 'spec.externalSecretSpec.target.name' });
const cluster = (clusterName: string, creationPolicy: string) => object('external-secrets.io/v1', 'ClusterExternalSecret', clusterName, {
  spec: { namespaces: ['union', 'union-b'], externalSecretSpec: { target: { name, creationPolicy }, data: [] } },
}, null);
const sealed = (keys: Record<string, string>) => object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: keys } }, 'union');

testRule(secretWritersCollide, {
  fires: [
    ['the chart renders the placeholder (create: true) that is merged over',
      [secret(name, placeholder, 'union'), externalSecret(name, merge), collideOperator],
      withManifest],
    ['the chart renders its Secret without namespace', [secret(name, placeholder, null), externalSecret(name, merge)],
      { ...withManifest, object: `v1/Secret ${name}` }],
    ['a manifest writes a value that is delivered, too',
      [object('v1', 'Secret', name, { data: { client_secret: 'bm90LWEtcmVhbC1zZWNyZXQ=' } }, 'union'), externalSecret(name, merge)],
      { ...withManifest, field: 'data.client_secret', found: 'a value that each apply puts back' }],
    ['the owner would take over a placeholder',
      [secret(name, { client_secret: '' }, 'union'), externalSecret(name, { ...merge, creationPolicy: 'Owner' })],
      { ...withManifest, found: 'an empty value that each apply puts back' }],
    ['two ExternalSecrets own one Secret',
      [externalSecret('first', { ...merge, creationPolicy: 'Owner' }), externalSecret('second', { ...merge, creationPolicy: 'Owner', keys: ['app_secret'] })],
      owned],
    ['one merges into what the other owns by default',
      [externalSecret('second', { ...merge, keys: ['app_secret'] }), externalSecret('first', { ...merge, creationPolicy: undefined })],
      owned],
    ['two merge one key', [externalSecret('first', merge), externalSecret('second', { ...merge, keys: ['app_secret', 'client_secret'] })],
      { ...owned, field: 'spec.data[1]', expected: `one writer of client_secret in Secret ${name}`, found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too' }],
    ['a ClusterExternalSecret names the namespace',
      [externalSecret('first', { ...merge, creationPolicy: 'Owner' }), object('external-secrets.io/v1', 'ClusterExternalSecret', 'second', {
        spec: { namespaces: ['union'], externalSecretSpec: { target: { name, creationPolicy: 'Merge' }, data: [] } },
      }, null)],
      ofCluster('second')],
    ['a ClusterExternalSecret owns it in each of its namespaces',
      [cluster('first', 'Owner'), externalSecret('second', merge), externalSecret('third', { ...merge, namespace: 'union-b' })],
      { ...owned, found: ownedBy('ClusterExternalSecret first') },
      { ...owned, object: 'external-secrets.io/v1/ExternalSecret union-b/third', found: ownedBy('ClusterExternalSecret first') }],
    ['a ClusterExternalSecret merges into what each of its namespaces has',
      [externalSecret('first', { ...merge, creationPolicy: 'Owner' }), externalSecret('third', { ...merge, creationPolicy: 'Owner', namespace: 'union-b' }), cluster('last', 'Merge')],
      { ...ofCluster('last'), found: ownedBy('ExternalSecret union-b/third') },
      { ...ofCluster('last'), found: ownedBy('ExternalSecret union/first') }],
    ['a template makes the key that another merges', [externalSecret('first', merge), externalSecret('second', {
      ...merge, keys: [], spec: { target: { name, creationPolicy: 'Merge', template: { data: { client_secret: 'made' } } } },
    })], { ...owned, field: 'spec.target.template.data.client_secret', expected: `one writer of client_secret in Secret ${name}`, found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too' }],
    ['nothing in the file has a namespace, as helm template leaves it',
      [secret(name, placeholder, null), externalSecret(name, { ...merge, namespace: null })],
      { ...withManifest, object: `v1/Secret ${name}`, expected: `client_secret left to external-secrets.io/v1/ExternalSecret ${name}` },
      remedy(['stringData:\n  client_secret: placeholder\n', ''])],
    ['an ExternalSecret owns what a SealedSecret makes, whatever the keys',
      [sealed({ app_secret: 'AgB' }), externalSecret('second', { ...merge, creationPolicy: 'Owner' })],
      { ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which bitnami.com/v1alpha1/SealedSecret union/${name} writes too` }],
    ['an ExternalSecret owns what another operator makes',
      [object('onepassword.com/v1', 'OnePasswordItem', name, {}, 'union'), externalSecret('second', { ...merge, creationPolicy: 'Owner' })],
      { ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which onepassword.com/v1/OnePasswordItem union/${name} writes too` }],
    ['a SealedSecret writes the same key', [sealed({ client_secret: 'AgB' }), externalSecret('second', merge)],
      { ...owned, expected: 'a Secret that no other controller writes', found: `${name}, which bitnami.com/v1alpha1/SealedSecret union/${name} writes too` }],
    ['two merge one key, and another data plane has a Secret of the name',
      [externalSecret('first', merge), externalSecret('second', merge), externalSecret('third', { ...merge, namespace: 'union-b' })],
      { ...owned, field: 'spec.data[0]', expected: `one writer of client_secret in Secret ${name}`, found: 'external-secrets.io/v1/ExternalSecret union/first, which writes it too' }],
  ],
  says: { '': 'Secret union/union-secret-auth and another writer both write client_secret: a placeholder that each apply puts back' },
  passes: [
    ['the manifest is empty', [secret(name, {}, 'union'), externalSecret(name, merge), collideOperator]],
    ['chart and ExternalSecret write different keys', [secret(name, { app_secret: 'placeholder' }, 'union'), externalSecret(name, merge)]],
    ['two merge different keys', [externalSecret('first', merge), externalSecret('second', { ...merge, keys: ['app_secret'] })]],
    ['the owner clears another key, which is secret-owner-wipes-keys',
      [secret(name, { app_secret: 'x' }, 'union'), externalSecret(name, { ...merge, creationPolicy: 'Owner' })]],
    ['a SealedSecret writes another key', [sealed({ app_secret: 'AgB' }), externalSecret(name, merge)]],
    ['one of them may write anything',
      [externalSecret('first', { ...merge, spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } }), externalSecret('second', merge)]],
  ],
  notApplicable: [
    ['each Secret has one writer', [externalSecret(name, merge)]],
    ['no workload of the plane uses the Secret',
      [secret('flyte-secret-auth', placeholder), externalSecret('flyte-secret-auth', { creationPolicy: 'Merge' }), deployment('flyteadmin')]],
    ['two data planes have one each', [externalSecret(name, { namespace: 'union-a' }), externalSecret(name, { namespace: 'union-b' })]],
    ['files without a namespace may be of two releases',
      { 'secret.yaml': manifests(secret(name, placeholder, null)), 'delivery.yaml': manifests(externalSecret(name, { ...merge, namespace: null })) }],
    ['a Secret without a namespace may be of either data plane',
      [secret(name, placeholder, null), externalSecret('first', merge), externalSecret('second', { ...merge, namespace: 'union-b' })]],
    ['one object is given twice', [externalSecret(name, merge), externalSecret(name, merge)]],
    ['the Secret was read from a cluster',
      [object('v1', 'Secret', name, { data: { client_secret: 'eA==' } }, 'union', { resourceVersion: '7' }), externalSecret(name, merge)]],
    ['External Secrets wrote what the input shows',
      [secret(name, { client_secret: 'x' }, 'union', { annotations: { 'reconcile.external-secrets.io/data-hash': 'c0ffee' } }), externalSecret(name, merge)]],
    ['one of them writes nothing', [externalSecret('first', { ...merge, creationPolicy: 'None' }), externalSecret('second', merge)]],
    ['a ClusterExternalSecret selects namespaces that the input does not show',
      [externalSecret('first', merge), object('external-secrets.io/v1', 'ClusterExternalSecret', 'second', {
        spec: { namespaceSelector: {}, externalSecretSpec: { target: { name } } },
      }, null)]],
    ['generate-secrets adds keys that are delivered', [
      externalSecret('flyte-admin-secrets', { creationPolicy: 'Merge', keys: ['cookie_hash_key'] }),
      deployment('flyteadmin', { secrets: { 'flyte-admin-secrets': '/etc/secrets' }, pod: { initContainers: [{ name: 'generate-secrets', args: ['flyteadmin', 'secrets', 'create', '--name=flyte-admin-secrets'] }] } }),
    ]],
  ],
});
