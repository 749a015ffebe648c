import { secretMergeDeadlock } from '../../../src/verify/rules/secret-writers';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const merge = { target: name, creationPolicy: 'Merge', namespace: 'union' };
const operator = (props = {}) => deployment('union-operator', { secrets: { [name]: '/etc/union/secret' }, namespace: 'union', ...props });
const guide = manifests(externalSecret(name, merge), operator());
const generateSecrets = { initContainers: [{ name: 'generate-secrets', args: ['flyteadmin', 'secrets', 'create', '--name=flyte-admin-secrets'] }] };
const finding = {
  object: `external-secrets.io/v1/ExternalSecret union/${name}`,
  field: 'spec.target.creationPolicy',
  line: 'creationPolicy: Merge',
  expected: `an object that creates Secret ${name} for apps/v1/Deployment union/union-operator`,
  found: 'creationPolicy Merge and nothing in the input that creates it',
};
const reason = 'Nothing in the input merges into a Secret that a workload in the input uses and that comes from the input alone.';
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
    {
      when: 'kustomize gave the Secret and the ExternalSecret another name, and no pod is shown',
      input: manifests(externalSecret(`acme-${name}-auth-v2`, merge), empty(`acme-${name}-v2`)),
      findings: [{
        object: `external-secrets.io/v1/ExternalSecret union/acme-${name}-auth-v2`,
        field: 'spec.target.creationPolicy',
        line: 'creationPolicy: Merge',
        expected: `an object that creates Secret ${name}`,
        found: `creationPolicy Merge, and the empty Secret for it is called acme-${name}-v2`,
      }],
      remedy: [[`acme-${name}-v2`, name]],
    },
    { when: 'the data plane chart renders no Secret (create: false)', input: guide, findings: [finding] },
    {
      when: 'the Vault Secrets Operator is not told to make it',
      input: manifests(vault({ overwrite: true }), operator()),
      findings: [{ ...finding, object: 'secrets.hashicorp.com/v1beta1/VaultStaticSecret union/vault', field: 'spec.destination.create', line: 'destination:', found: 'no create: true and nothing in the input that creates it' }],
      remedy: [['overwrite: true', 'create: true']],
    },
    {
      when: 'the workloads have no namespace, as helm template leaves it',
      input: manifests(externalSecret(name, merge), operator({ namespace: null })),
      findings: [{ ...finding, expected: `an object that creates Secret ${name} for apps/v1/Deployment union-operator` }],
    },
    {
      when: 'the Secret takes no keys',
      input: manifests(externalSecret(name, merge), operator(), { ...secret(name, {}, 'union'), immutable: true }),
      findings: [{
        object: `v1/Secret union/${name}`,
        field: 'immutable',
        line: 'immutable: true',
        expected: 'a Secret that takes new values',
        found: `immutable: true, and external-secrets.io/v1/ExternalSecret union/${name} writes it`,
      }],
    },
    {
      when: 'the Secret stands in another namespace',
      input: manifests(secret(name, {}, 'union-cp'), externalSecret(name, merge), operator()),
      findings: [{ ...finding, found: 'creationPolicy Merge and nothing in its namespace that creates it, but in namespace union-cp' }],
    },
    { when: 'two ExternalSecrets merge and nobody creates', input: manifests(externalSecret(name, merge), externalSecret('app', { ...merge, keys: ['app_secret'] }), operator()), findings: [finding, { ...finding, object: 'external-secrets.io/v1/ExternalSecret union/app' }] },
    {
      when: 'the init container that would create it waits for it, too',
      input: manifests(
        externalSecret('flyte-admin-secrets-auth', { target: 'flyte-admin-secrets', creationPolicy: 'Merge' }),
        deployment('flyteadmin', { secrets: { 'flyte-admin-secrets': '/etc/secrets' }, pod: { ...generateSecrets } }),
      ),
      findings: [{
        ...finding,
        object: 'external-secrets.io/v1/ExternalSecret union-cp/flyte-admin-secrets-auth',
        expected: 'an object that creates Secret flyte-admin-secrets for apps/v1/Deployment union-cp/flyteadmin',
      }],
    },
    {
      when: 'the operator that waits for it names it in its arguments',
      input: manifests(externalSecret(name, merge), operator({ container: { args: ['--operator.tunnel.k8sSecretName', name], volumeMounts: [] } })),
      findings: [finding],
    },
    {
      when: 'a cluster dump says that the Secret is missing',
      input: manifests(live('SecretMissing'), operator()),
      findings: [finding],
    },
    {
      when: 'the manifests are items of a List',
      input: manifests({ apiVersion: 'v1', kind: 'List', items: [externalSecret(name, merge), operator()] }),
      findings: [finding],
    },
    {
      when: 'the first of its users starts without it',
      input: manifests(externalSecret(name, merge), deployment('leaseworker', {
        namespace: 'union', pod: { volumes: [{ name: 'auth', secret: { secretName: name, optional: true } }] },
      }), operator()),
      findings: [finding],
    },
    {
      when: 'all of its users start without it',
      input: manifests(externalSecret(name, merge), operator({ pod: { volumes: [{ name, secret: { secretName: name, optional: true } }] } })),
      findings: [finding],
    },
    {
      when: 'a cluster dump has several conditions, and one says that the Secret is missing',
      input: manifests({ ...live('SecretMissing'), status: { conditions: [{ type: 'Deleted', reason: 'Other' }, { type: 'Ready', reason: 'SecretMissing' }] } }, operator()),
      findings: [finding],
    },
    {
      when: 'another ExternalSecret writes nothing',
      input: manifests(externalSecret(name, merge), externalSecret('none', { ...merge, creationPolicy: 'None' }), operator()),
      findings: [finding],
    },
    {
      when: 'a workload reads another key of the Secret, which nobody writes',
      input: manifests(externalSecret(name, { ...merge, keys: ['app_secret'] }), configMap('union-operator', { 'config.yaml': { admin: { clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret' } } }, 'union'),
        operator({ configMaps: { 'union-operator': '/etc/config' } })),
      findings: [finding],
    },
    {
      when: 'it merges the database password as well',
      input: manifests(externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge', keys: ['client_secret', 'pass.txt'] }), ...database),
      findings: [{
        ...finding,
        object: 'external-secrets.io/v1/ExternalSecret union-cp/union-controlplane-secrets',
        expected: 'an object that creates Secret union-controlplane-secrets for apps/v1/Deployment union-cp/usage',
      }],
    },
    {
      when: 'one of two that wait for it names it in its arguments',
      input: manifests(externalSecret(name, merge), operator({ container: { args: ['--operator.tunnel.k8sSecretName', name], volumeMounts: [] } }),
        deployment('leaseworker', { namespace: 'union', secrets: { [name]: '/etc/union/secret' } })),
      findings: [finding],
    },
  ],
  passes: [
    { when: 'the Vault Secrets Operator fills a Secret that is there', input: manifests(secret(name, {}, 'union'), vault({}), operator()) },
    { when: 'another operator creates it', input: manifests(object('onepassword.com/v1', 'OnePasswordItem', name, {}, 'union'), externalSecret(name, merge), operator()) },
    { when: 'an object that nobody knows may create it', input: manifests(object('example.com/v1', 'Anything', 'any', { spec: { secret: name } }, 'union'), externalSecret(name, merge), operator()) },
    {
      when: 'one of two containers of a Job creates it',
      input: manifests(externalSecret(name, merge), operator(), object('batch/v1', 'Job', 'create', {
        spec: { template: { spec: { containers: [{ name: 'wait', command: ['sleep', '1'] }, { name: 'kubectl', command: ['kubectl', 'create', 'secret', 'generic', name] }] } } },
      }, 'union')),
    },
    { when: 'an empty Secret stands beside it', input: manifests(secret(name, {}, 'union'), externalSecret(name, merge), operator()) },
    { when: 'the chart renders its Secret without namespace', input: manifests(secret(name, { client_secret: 'placeholder' }, null), externalSecret(name, merge), operator()) },
    {
      when: 'another ExternalSecret creates it',
      input: manifests(externalSecret(name, merge), externalSecret('owner', { ...merge, creationPolicy: 'Owner', keys: ['app_secret'] }), operator()),
    },
    {
      when: 'a SealedSecret creates it',
      input: manifests(object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: { app_secret: 'AgB' } } }, 'union'), externalSecret(name, merge), operator()),
    },
    {
      when: 'a Job that does not wait for it creates it',
      input: manifests(externalSecret(name, merge), operator(), object('batch/v1', 'Job', 'create', {
        spec: { template: { spec: { containers: [{ name: 'kubectl', command: ['sh', '-c', `kubectl create secret generic ${name}`] }] } } },
      }, 'union')),
    },
  ],
  notApplicable: [
    { when: 'a Secret of a longer name is another one', input: manifests(externalSecret(name, merge), empty(`acme-${name}`)), reason },
    { when: 'the one of a longer name holds keys', input: manifests(externalSecret(`acme-${name}`, merge), secret(`acme-${name}`, { a: 'b' }, 'union')), reason },
    { when: 'the one of a longer name is not for External Secrets', input: manifests(externalSecret(`acme-${name}`, merge), empty(`acme-${name}`, {})), reason },
    {
      when: 'a ClusterExternalSecret merges in other namespaces',
      input: manifests(object('external-secrets.io/v1', 'ClusterExternalSecret', name, { spec: { namespaces: ['union-b'], externalSecretSpec: { target: { name, creationPolicy: 'Merge' } } } }, null), operator()),
      reason,
    },
    { when: 'the input holds no workload, as beside the charts', input: manifests(externalSecret(name, merge)), reason },
    { when: 'no workload uses the Secret, as flyte-secret-auth without the scheduler', input: manifests(externalSecret('flyte-secret-auth', { creationPolicy: 'Merge' }), operator({ namespace: 'union-cp' })), reason },
    { when: 'the Vault Secrets Operator makes it', input: manifests(vault({ create: true }), operator()), reason },
    { when: 'the ExternalSecret owns its Secret', input: manifests(externalSecret(name, { namespace: 'union' }), operator()), reason },
    { when: 'CreateOrMerge creates it', input: manifests(externalSecret(name, { ...merge, creationPolicy: 'CreateOrMerge' }), operator()), reason },
    {
      when: 'the database password in the Secret comes from elsewhere',
      input: manifests(externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge' }), ...database),
      reason,
    },
    { when: 'a cluster dump without Secrets says that it is synced', input: manifests(live('SecretSynced'), operator()), reason },
    { when: 'another application uses it', input: manifests(externalSecret('app', { creationPolicy: 'Merge' }), deployment('grafana', { secrets: { app: '/etc/app' } })), reason },
  ],
});
