import { nestUnder } from '../../../src/common/data/json';
import { keyDuplicated, objectDuplicated, secretInManifest, secretKeysApplied } from '../../../src/verify/rules/manifests';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { service } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

const twice = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: controlplane
  annotations:
    a: x
  annotations:
    b: x
`;
const keyFinding = { object: 'networking.k8s.io/v1/Ingress controlplane', found: 'more than once; the last one counts' };

testRule(keyDuplicated, {
  fires: [
    ['a map of annotations stands twice', twice,
      { ...keyFinding, field: 'metadata.annotations', line: 'annotations:', expected: 'the key annotations once' }],
    ['an object of a List has a key twice',
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: other}\n- ${twice.trimEnd().replace(/\n/g, '\n  ')}\n`,
      { ...keyFinding, field: 'metadata.annotations', line: 'annotations:', expected: 'the key annotations once' }],
    ['a key of JSON stands twice', '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"},\n"data": {\n"x": "1",\n"x": "2"}}',
      ['v1/Secret a', 'data.x', 'the key x once', keyFinding.found, '"x": "2"}}'], remedy(['"x": "1",\n', ''])],
    ['a key of values stands twice',
      changed(CONTROL_PLANE_VALUES, '  INTERNAL_CLIENT_ID: service-id\n', '  INTERNAL_CLIENT_ID: other-id\n  INTERNAL_CLIENT_ID: service-id\n'),
      ['v2/Values controlplane', 'global.INTERNAL_CLIENT_ID', 'the key INTERNAL_CLIENT_ID once', keyFinding.found, 'INTERNAL_CLIENT_ID: service-id']],
  ],
  says: { '': 'Ingress controlplane has the key annotations more than once' },
  passes: [
    ['every key stands once', [secret('a')]],
    ['every key of values stands once', CONTROL_PLANE_VALUES],
    ['a key overrides a merged one', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nx: &x {a: b}\ndata:\n  <<: *x\n  a: c\n'],
    ['only a config file within has one twice', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x.yaml: |\n    a: 1\n    a: 2\n'],
  ],
  notApplicable: [['the input is empty', '---\n']],
});

const operator = (cluster: string) => [
  configMap('union-operator', { 'config.yaml': { operator: { clusterId: { name: cluster } } } }, 'union'),
  deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' }, env: [{ name: 'CLUSTER', value: cluster }] }),
];
const gate = (image: string, metadata = {}) => deployment('gate', { container: { image }, metadata });
const sweep = (image: string) => object('batch/v1', 'CronJob', 'sweep', {
  spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'sweep', image }] } } } } },
}, 'union-cp', said('east'));
const said = (cluster: string) => ({ annotations: { 'union-auth.cdk8s.io/cluster': cluster } });

testRule(objectDuplicated, {
  fires: [
    ['two data planes of one file share a namespace, as one cause', [...operator('east'), ...operator('west')],
      ['v1/ConfigMap union/union-operator', 'metadata.name', 'one ConfigMap union-operator in namespace union',
        'a second one beside that of input.yaml, document 1, and 1 more that are there twice']],
    ['two files are for one cluster',
      { 'a.yaml': manifests(gate('a:1', said('east'))), 'b.yaml': manifests(gate('a:2', said('east'))), 'c.yaml': manifests(gate('a:3', said('west'))) },
      ['apps/v1/Deployment union-cp/gate in cluster east', 'metadata.name', 'one Deployment gate in namespace union-cp of cluster east',
        'a second one beside that of a.yaml, document 1']],
    ['two files have one CronJob for one cluster',
      { 'a.yaml': manifests(sweep('a:1')), 'b.yaml': manifests(sweep('a:2')), 'c.yaml': manifests(gate('a:3', said('west'))) },
      ['batch/v1/CronJob union-cp/sweep in cluster east', 'metadata.name', 'one CronJob sweep in namespace union-cp of cluster east',
        'a second one beside that of a.yaml, document 1']],
    ['a data plane was copied with its clusterName, and not all of it changed', {
      'east.yaml': manifests(...operator('east'), gate('a:1'), secret('union-secret-auth', { client_secret: 'ref+vault://east' }, 'union')),
      'west.yaml': manifests(...operator('east'), gate('a:1'), secret('union-secret-auth', { client_secret: 'ref+vault://west' }, 'union')),
      'eu.yaml': manifests(...operator('eu')),
    }, ['v1/Secret union/union-secret-auth in cluster east', 'metadata.name', 'one Secret union-secret-auth in namespace union of cluster east',
      'a second one beside that of east.yaml, document 4']],
    ['versions of the API differ',
      [object('networking.k8s.io/v1', 'Ingress', 'a', { spec: {} }), object('networking.k8s.io/v1beta1', 'Ingress', 'a', { spec: {} })],
      ['networking.k8s.io/v1beta1/Ingress union-cp/a', 'metadata.name', 'one Ingress a in namespace union-cp',
        'a second one beside that of input.yaml, document 1'],
      remedy(['---\napiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata:\n  name: a\n  namespace: union-cp\nspec: {}\n', ''])],
  ],
  says: { '': 'ConfigMap union/union-operator is in the input more than once' },
  passes: [
    ['two overlays of two folders name one base, each without a namespace',
      Object.fromEntries(['blue/base', 'green/base'].map((folder, i) => [`apps/${folder}/shop.yaml`, manifests(deployment('shop', { namespace: null, container: { image: `shop:${i}` } }), configMap('shop', { 'a.yaml': `${i}` }, null))]))],
    ['they are for two clusters', { 'east.yaml': manifests(...operator('east')), 'west.yaml': manifests(...operator('west')) }],
    ['they lie in two namespaces', [secret('a', { x: '1' }), secret('a', { x: '2' }, 'union')]],
    ['they say the same', [gate('a:1'), gate('a:1')]],
    ['two files may be for two clusters', { 'a.yaml': manifests(gate('a:1')), 'b.yaml': manifests(gate('a:2')) }],
    ['a file of a cluster holds a patch', {
      'a.yaml': manifests(gate('a:1', said('east'))),
      'b.yaml': manifests(object('apps/v1', 'Deployment', 'gate', { spec: { replicas: 2 } }, 'union-cp', said('east'))),
      'c.yaml': manifests(gate('a:3', said('west'))),
    }],
    ['a file of a cluster holds a patch of an object other than a workload', {
      'a.yaml': manifests(gate('a:1', said('east')), secret('a', { x: '1' }, 'union-cp', said('east'))),
      'b.yaml': manifests(secret('a', { x: '2' }, 'union-cp', said('east'))),
      'c.yaml': manifests(gate('a:3', said('west'))),
    }],
    ['a Helm release takes the one over',
      [secret('a', { x: '1' }), secret('a', {}, 'union-cp', { annotations: { 'meta.helm.sh/release-name': 'cp' } })]],
    ['both are hooks of Helm', [...['a:1', 'a:2'].map((image) => gate(image, { annotations: { 'helm.sh/hook': 'pre-install' } })), configMap('a', {})]],
    ['a cluster shows one twice', [...['1', '2'].map((resourceVersion) => gate('a:1', { uid: 'x', resourceVersion })), configMap('a', {})]],
    ['names are generated',
      [...['a', 'b'].map((image) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'job-' }, spec: { containers: [{ name: 'a', image }] } })), configMap('a', {})]],
  ],
  notApplicable: [['there are Events only', [object('v1', 'Event', 'a')]]],
});

const value = 'not-a-real-secret';
const manifestFinding = {
  object: 'v1/Secret union-cp/flyte-secret-auth',
  field: 'stringData.client_secret',
  expected: 'client_secret of Secret flyte-secret-auth delivered from a secret store',
  found: 'a value in the manifest',
};
const reader = [
  configMap('usage', { 'config.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/auth/client_secret' } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { auth: '/etc/auth' } }),
];
const variable = (text: string) => manifests(
  configMap('usage', { 'config.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, env: [{ name: 'CLIENT_SECRET', value: text }, { name: 'LEVEL', value: 'debug' }] }),
);
const named = (text: string, metadata = {}) => manifests(secret('flyte-secret-auth', { client_secret: text }, 'union-cp', metadata));

testRule(secretInManifest, {
  fires: [
    ['the chart renders a client secret from the values', named(value), manifestFinding],
    ['it is merely encoded', [object('v1', 'Secret', 'flyte-secret-auth', { data: { client_secret: btoa(value) } }, null)],
      { ...manifestFinding, object: 'v1/Secret flyte-secret-auth', field: 'data.client_secret' },
      remedy(['data:\n  client_secret: bm90LWEtcmVhbC1zZWNyZXQ=\n', ''])],
    ['a cookie key and the database password stand in Secrets that upstream names',
      [secret('flyte-admin-secrets', { cookie_hash_key: value }), secret('union-controlplane-secrets', { 'pass.txt': value })],
      { ...manifestFinding, object: 'v1/Secret union-cp/flyte-admin-secrets', field: 'stringData.cookie_hash_key', expected: 'cookie_hash_key of Secret flyte-admin-secrets delivered from a secret store' },
      { ...manifestFinding, object: 'v1/Secret union-cp/union-controlplane-secrets', field: 'stringData["pass.txt"]', expected: 'pass.txt of Secret union-controlplane-secrets delivered from a secret store' }],
    ['a service reads the key of another Secret', [...reader, secret('auth', { client_secret: value, theme: 'dark' })],
      { ...manifestFinding, object: 'v1/Secret union-cp/auth', expected: 'client_secret of Secret auth delivered from a secret store' }],
    ...['admin.clientSecret', 'union.auth.client_secret', 'auth.userAuth.openId.clientSecret', 'database.postgres.password', 'db.password'].map((path): FiringRow =>
      [`the config has it at ${path}`, service('usage', nestUnder(path, value)),
        ['v1/ConfigMap union-cp/usage', `data["config.yaml"]: ${path}`, `${path} delivered from a secret store`, 'a value in the manifest']]),
    ['a variable of the pod holds it', variable(value),
      { ...manifestFinding, object: 'apps/v1/Deployment union-cp/usage', field: 'spec.template.spec.containers[0].env[0].value', expected: 'the service client secret delivered from a secret store' }],
    ['the template of an ExternalSecret holds it once more, for older readers',
      [externalSecret('auth', { spec: { target: { template: { data: { app_secret: value } } } } })],
      { ...manifestFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.target.template.data.app_secret', expected: 'app_secret of Secret auth delivered from a secret store' }],
    ['the template of an ExternalSecret holds it', [externalSecret('auth', { spec: { target: { template: { data: { client_secret: value } } } } })],
      { ...manifestFinding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.target.template.data.client_secret', expected: 'client_secret of Secret auth delivered from a secret store' }],
    ['a ConfigMap beside Union\'s services has it', [...service('usage', {}), configMap('shared', { client_secret: value, client_secret_path: '/etc/x' })],
      ['v1/ConfigMap union-cp/shared', 'data.client_secret', 'client_secret of ConfigMap shared delivered from a secret store', 'a value in the manifest']],
    ['a variable of flyteadmin\'s secret manager has it', [...service('usage', {}, { env: [{ name: 'FLYTE_SECRET_X', value }, { name: 'UNION_CLIENT_SECRET', value }, { name: 'OTHER', value }] })],
      ...['FLYTE_SECRET_X', 'UNION_CLIENT_SECRET'].map((name, i) => ({
        object: 'apps/v1/Deployment union-cp/usage', field: `spec.template.spec.containers[0].env[${i}].value`, expected: `${name} delivered from a secret store`, found: 'a value in the manifest',
      }))],
  ],
  says: { '': 'Secret union-cp/flyte-secret-auth contains the value of client_secret of Secret flyte-secret-auth' },
  passes: [
    ['it is a placeholder', named('placeholder')],
    ['it is empty', named('')],
    ['SOPS encrypts it', named('ENC[AES256_GCM,data:Zm9v,type:str]')],
    ['vals resolves it', named('ref+awssecrets://union/auth#/client_secret')],
    ['Argo CD\'s vault plugin replaces it', named('<client_secret>', { annotations: { 'avp.kubernetes.io/path': 'secret/data/union' } })],
    ['Flux substitutes it', named('${CLIENT_SECRET}')],
    ['the variable refers to another one', variable('$(OTHER)')],
    ['the template of an ExternalSecret computes it',
      [externalSecret('auth', { spec: { target: { template: { data: { client_secret: '{{ .secret | trim }}' } } } } })]],
  ],
  notApplicable: [
    ['a template of an ExternalSecret holds no client secret',
      [externalSecret('auth', { spec: { target: { template: { data: { theme: value, client_secret_hint: value } } } } })]],
    ['the variable takes it from a Secret',
      [configMap('usage', { 'config.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } } }), deployment('usage', {
        configMaps: { usage: '/etc/config' }, env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'auth', key: 'client_secret' } } }],
      })]],
    ['the Secret is empty', [secret('union-controlplane-secrets'), externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge' })]],
    ['the Secret was read from a cluster', named(value, { uid: '0a1b', resourceVersion: '7' })],
    ['External Secrets wrote what the input shows', named(value, { annotations: { 'reconcile.external-secrets.io/data-hash': 'c0ffee' } })],
    ['another application has the Secret', [secret('grafana', { 'client_secret': value, 'admin-password': value })]],
    ['a SealedSecret carries it',
      [object('bitnami.com/v1alpha1', 'SealedSecret', 'flyte-secret-auth', { spec: { encryptedData: { client_secret: 'AgB' } } })]],
  ],
});

const RECORD = 'kubectl.kubernetes.io/last-applied-configuration';
const name = 'union-secret-auth';
const applied = (fields: object) => ({ annotations: { [RECORD]: `${JSON.stringify({ kind: 'Secret', ...fields })}\n` } });
const live = (metadata: object, secretName = name, keys: object = { tunnel_token: 'token' }) =>
  secret(secretName, keys as Record<string, string>, 'union', { uid: '0a1b', ...metadata });
const owned = (...owners: [manager: string, ...keys: string[]][]) => ({
  managedFields: owners.map(([manager, ...keys]) =>
    ({ manager, operation: 'Apply', fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) } })),
});
const appliedObject = `v1/Secret union/${name}`;
const noted = { object: appliedObject, field: `metadata.annotations["${RECORD}"]`, expected: 'no record of kubectl that names keys' };
const hangs = { object: appliedObject, field: 'metadata.managedFields', expected: 'a further owner of each key, such as union-auth-keys' };
const owner = (keys: string) => `${keys}, which only kubectl apply or Argo CD owns: their next apply of a manifest without data removes them`;
const names = (keys: string) => `one that names ${keys}: the next apply of a manifest without data removes them`;

const application = ({ namespace = 'union', options, source = { path: 'manifests', repoURL: 'https://git.example.com/a.git' } }: { namespace?: string; options: string[]; source?: object },
  called = 'plane') => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: called, namespace: 'argocd' },
  spec: { source, destination: { namespace }, syncPolicy: { syncOptions: options } },
});
const replaced = { expected: 'a sync without Replace=true', found: 'Replace=true' };

testRule(secretKeysApplied, {
  fires: [
    ['an Application replaces the shared Secret of its namespace',
      [secret(name, {}, 'union'), application({ options: ['CreateNamespace=true', 'Replace=true'] })],
      { ...replaced, object: 'argoproj.io/v1alpha1/Application argocd/plane', field: 'spec.syncPolicy.syncOptions[1]' },
      remedy(['      - Replace=true\n', ''])],
    ['an Application replaces what the chart of Union makes',
      [application({ options: ['Replace=true'], source: { chart: 'dataplane', repoURL: 'https://unionai.github.io/helm-charts' } })],
      { ...replaced, object: 'argoproj.io/v1alpha1/Application argocd/plane', field: 'spec.syncPolicy.syncOptions[0]' }],
    ['the shared Secret asks for it itself',
      [secret(name, {}, 'union', { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Replace=true' } })],
      { ...replaced, object: appliedObject, field: 'metadata.annotations["argocd.argoproj.io/sync-options"]' }],
    ['kubectl noted data, as after create | apply', [live(applied({ data: { tunnel_token: 'dG9rZW4=', client_secret: 'eA==' } }))],
      { ...noted, found: names('tunnel_token, client_secret') }],
    ['kubectl noted stringData', [live(applied({ stringData: { tunnel_token: 'token' } }))], { ...noted, found: names('tunnel_token') }],
    ...['Merge', 'CreateOrMerge'].map((creationPolicy): FiringRow => [`another name, which an ExternalSecret fills by ${creationPolicy}`,
      [live(applied({ data: { a: 'eA==' } }), 'app'), externalSecret('app', { creationPolicy, namespace: 'union' })],
      { ...noted, object: 'v1/Secret union/app', found: names('a') }]),
    ['only those own keys who apply server-side',
      [live(owned(['kubectl', 'tunnel_token', 'a'], ['operator', 'a']), name, { tunnel_token: 'token', a: '1' })],
      { ...hangs, found: owner('tunnel_token') }],
    ['the annotation is gone, and the fields of a client-side apply wait for the next server-side one',
      [live(owned(['kubectl-client-side-apply', 'tunnel_token'], ['argocd-controller', 'tunnel_token']))],
      { ...hangs, found: owner('tunnel_token') }],
  ],
  says: {
    '': 'Secret union/union-secret-auth loses tunnel_token, client_secret at the next kubectl apply',
    'replace': 'Application argocd/plane has Replace=true: each sync removes the keys that others write into shared Secrets',
  },
  passes: [
    ['Argo CD replaces what is not Union\'s, or nothing',
      [live({}), application({ namespace: 'shop', options: ['Replace=true'] }), application({ options: ['ServerSideApply=true'] }, 'other')]],
    ['kubectl noted a manifest without data', [live(applied({}))]],
    ['there is no record, and the dump has no managed fields', [live({})]],
    ['the take-over script has run', [live(owned(['kubectl-client-side-apply', 'tunnel_token'], ['union-auth-keys', 'tunnel_token']))]],
    ['External Secrets and the operator own the keys', [live(owned(['externalsecrets.external-secrets.io/a', 'tunnel_token']))]],
    ['the record cannot be read', [live({ annotations: { [RECORD]: '{"data":' } })]],
  ],
  notApplicable: [
    ['the manifests are not a cluster\'s', [secret(name, {}, 'union', applied({ data: { a: 'eA==' } }))]],
    ['the Secret is of one hand', [live(applied({ data: { a: 'eA==' } }), 'grafana')]],
    ['an ExternalSecret owns it, or merges elsewhere', [
      live(applied({ data: { a: 'eA==' } }), 'app'),
      externalSecret('app', { namespace: 'union' }),
      externalSecret('other', { target: 'app', creationPolicy: 'Merge', namespace: 'elsewhere' }),
    ]],
  ],
});
