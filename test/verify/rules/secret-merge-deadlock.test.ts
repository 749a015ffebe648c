import { secretMergeDeadlock } from '../../../src/verify/rules/secret-writers';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const merge = { target: name, creationPolicy: 'Merge', namespace: 'union' };
const operator = (props = {}) => deployment('union-operator', { secrets: { [name]: '/etc/union/secret' }, namespace: 'union', ...props });
const guide = manifests(externalSecret(name, merge), operator());
const generateSecrets = { initContainers: [{ name: 'generate-secrets', args: ['flyteadmin', 'secrets', 'create', '--name=flyte-admin-secrets'] }] };
const finding = {
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
    ['the data plane chart renders no Secret (create: false)', guide, finding],
    ['the Vault Secrets Operator is not told to make it', [vault({ overwrite: true }), operator()],
      { ...finding, object: 'secrets.hashicorp.com/v1beta1/VaultStaticSecret union/vault', field: 'spec.destination.create', found: 'no create: true and nothing in the input that creates it' },
      remedy(['overwrite: true', 'create: true'])],
    ['the workloads have no namespace, as helm template leaves it', [externalSecret(name, merge), operator({ namespace: null })],
      { ...finding, expected: `an object that creates Secret ${name} for apps/v1/Deployment union-operator` },
      remedy(['---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\n', '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: union-secret-auth\n  namespace: union\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\n'])],
    ['the Secret takes no keys', [externalSecret(name, merge), operator(), { ...secret(name, {}, 'union'), immutable: true }],
      [`v1/Secret union/${name}`, 'immutable', 'a Secret that takes new values',
        `immutable: true, and external-secrets.io/v1/ExternalSecret union/${name} writes it`]],
    ['the Secret stands in another namespace', [secret(name, {}, 'union-cp'), externalSecret(name, merge), operator()],
      { ...finding, found: 'creationPolicy Merge and nothing in its namespace that creates it, but in namespace union-cp' }],
    ['two ExternalSecrets merge and nobody creates',
      [externalSecret(name, merge), externalSecret('app', { ...merge, keys: ['app_secret'] }), operator()],
      finding,
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union/app' }],
    ['the init container that would create it waits for it, too', [
      externalSecret('flyte-admin-secrets-auth', { target: 'flyte-admin-secrets', creationPolicy: 'Merge' }),
      deployment('flyteadmin', { secrets: { 'flyte-admin-secrets': '/etc/secrets' }, pod: { ...generateSecrets } }),
    ], { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/flyte-admin-secrets-auth', expected: 'an object that creates Secret flyte-admin-secrets for apps/v1/Deployment union-cp/flyteadmin' }],
    ['the operator that waits for it names it in its arguments',
      [externalSecret(name, merge), operator({ container: { args: ['--operator.tunnel.k8sSecretName', name], volumeMounts: [] } })],
      finding],
    ['a cluster dump says that the Secret is missing', [live('SecretMissing'), operator()], finding],
    ['the manifests are items of a List', [{ apiVersion: 'v1', kind: 'List', items: [externalSecret(name, merge), operator()] }], finding],
    ['the first of its users starts without it',
      [externalSecret(name, merge), deployment('leaseworker', {
        namespace: 'union', pod: { volumes: [{ name: 'auth', secret: { secretName: name, optional: true } }] },
      }), operator()],
      finding],
    ['all of its users start without it',
      [externalSecret(name, merge), operator({ pod: { volumes: [{ name, secret: { secretName: name, optional: true } }] } })],
      finding],
    ['a cluster dump has several conditions, and one says that the Secret is missing',
      [{ ...live('SecretMissing'), status: { conditions: [{ type: 'Deleted', reason: 'Other' }, { type: 'Ready', reason: 'SecretMissing' }] } }, operator()],
      finding],
    ['another ExternalSecret writes nothing', [externalSecret(name, merge), externalSecret('none', { ...merge, creationPolicy: 'None' }), operator()],
      finding],
    ['a workload reads another key of the Secret, which nobody writes',
      [externalSecret(name, { ...merge, keys: ['app_secret'] }), configMap('union-operator', { 'config.yaml': { admin: { clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret' } } }, 'union'),
        operator({ configMaps: { 'union-operator': '/etc/config' } })],
      finding],
    ['it merges the database password as well',
      [externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge', keys: ['client_secret', 'pass.txt'] }), ...database],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/union-controlplane-secrets', expected: 'an object that creates Secret union-controlplane-secrets for apps/v1/Deployment union-cp/usage' }],
    ['one of two that wait for it names it in its arguments',
      [externalSecret(name, merge), operator({ container: { args: ['--operator.tunnel.k8sSecretName', name], volumeMounts: [] } }),
        deployment('leaseworker', { namespace: 'union', secrets: { [name]: '/etc/union/secret' } })],
      finding],
  ],
  passes: [
    ['the Vault Secrets Operator fills a Secret that is there', [secret(name, {}, 'union'), vault({}), operator()]],
    ['another operator creates it', [object('onepassword.com/v1', 'OnePasswordItem', name, {}, 'union'), externalSecret(name, merge), operator()]],
    ['an object that nobody knows may create it',
      [object('example.com/v1', 'Anything', 'any', { spec: { secret: name } }, 'union'), externalSecret(name, merge), operator()]],
    ['one of two containers of a Job creates it', [externalSecret(name, merge), operator(), object('batch/v1', 'Job', 'create', {
      spec: { template: { spec: { containers: [{ name: 'wait', command: ['sleep', '1'] }, { name: 'kubectl', command: ['kubectl', 'create', 'secret', 'generic', name] }] } } },
    }, 'union')]],
    ['an empty Secret stands beside it', [secret(name, {}, 'union'), externalSecret(name, merge), operator()]],
    ['the chart renders its Secret without namespace', [secret(name, { client_secret: 'placeholder' }, null), externalSecret(name, merge), operator()]],
    ['another ExternalSecret creates it',
      [externalSecret(name, merge), externalSecret('owner', { ...merge, creationPolicy: 'Owner', keys: ['app_secret'] }), operator()]],
    ['a SealedSecret creates it',
      [object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: { app_secret: 'AgB' } } }, 'union'), externalSecret(name, merge), operator()]],
    ['a Job that does not wait for it creates it', [externalSecret(name, merge), operator(), object('batch/v1', 'Job', 'create', {
      spec: { template: { spec: { containers: [{ name: 'kubectl', command: ['sh', '-c', `kubectl create secret generic ${name}`] }] } } },
    }, 'union')]],
  ],
  notApplicable: [
    ['a Secret of a longer name is another one', [externalSecret(name, merge), empty(`acme-${name}`)]],
    ['the one of a longer name holds keys', [externalSecret(`acme-${name}`, merge), secret(`acme-${name}`, { a: 'b' }, 'union')]],
    ['the one of a longer name is not for External Secrets', [externalSecret(`acme-${name}`, merge), empty(`acme-${name}`, {})]],
    ['a ClusterExternalSecret merges in other namespaces',
      [object('external-secrets.io/v1', 'ClusterExternalSecret', name, { spec: { namespaces: ['union-b'], externalSecretSpec: { target: { name, creationPolicy: 'Merge' } } } }, null), operator()]],
    ['the input holds no workload, as beside the charts', [externalSecret(name, merge)]],
    ['no workload uses the Secret, as flyte-secret-auth without the scheduler',
      [externalSecret('flyte-secret-auth', { creationPolicy: 'Merge' }), operator({ namespace: 'union-cp' })]],
    ['the Vault Secrets Operator makes it', [vault({ create: true }), operator()]],
    ['the ExternalSecret owns its Secret', [externalSecret(name, { namespace: 'union' }), operator()]],
    ['CreateOrMerge creates it', [externalSecret(name, { ...merge, creationPolicy: 'CreateOrMerge' }), operator()]],
    ['the database password in the Secret comes from elsewhere',
      [externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge' }), ...database]],
    ['a cluster dump without Secrets says that it is synced', [live('SecretSynced'), operator()]],
    ['another application uses it', [externalSecret('app', { creationPolicy: 'Merge' }), deployment('grafana', { secrets: { app: '/etc/app' } })]],
  ],
});
