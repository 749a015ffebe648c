import { ApiObject, Chart, Testing } from 'cdk8s';
import { ClusterSecretStore, ISecretStore, SecretStore, SecretStoreProvider, StoreSecretKeyRef, StoreServiceAccountRef } from '../../../src';
import { ExternalSecret } from '../../../src/constructs/secrets/external-secret';
import { externalSecrets, synth } from '../../_tools/fixtures';
import { problemsOf } from '../../_tools/problems';
import { expectValid } from '../../_tools/schemas';

const { awsSecretsManager, vault, gcpSecretManager, azureKeyVault } = SecretStoreProvider;

const ACCOUNT: StoreServiceAccountRef = { name: 'reader' };
const KEY: StoreSecretKeyRef = { name: 'credentials', key: 'id' };
const SECRET: StoreSecretKeyRef = { name: 'credentials', key: 'secret' };
const REGION = { region: 'us-east-2' };
const ROLE = 'arn:aws:iam::123456789012:role/union';
const VAULT = { server: 'https://vault.example.com', role: 'union' };
const GOOGLE = { projectId: 'acme' };
const AZURE = { vaultUrl: 'https://acme.vault.azure.net' };
const TENANT = '11111111-2222-3333-4444-555555555555';
const AWS = { service: 'SecretsManager', ...REGION };

/** A reference in the namespace of the store, or with a namespace named. */
type Refer = <Ref extends object>(ref: Ref) => Ref & { namespace?: string };
/** A factory, and what it renders. */
type Case = [string, (ref: Refer) => SecretStoreProvider, (ref: Refer) => object];

const CASES: Case[] = [
  ['AWS, identity of the controller', () => awsSecretsManager(REGION), () => ({ aws: AWS })],
  ['AWS, role and ServiceAccount', (ref) => awsSecretsManager({ ...REGION, role: ROLE, serviceAccount: ref(ACCOUNT) }),
    (ref) => ({ aws: { ...AWS, role: ROLE, auth: { jwt: { serviceAccountRef: ref(ACCOUNT) } } } })],
  ['AWS, access key', (ref) => awsSecretsManager({ ...REGION, accessKeyId: ref(KEY), secretAccessKey: ref(SECRET) }),
    (ref) => ({ aws: { ...AWS, auth: { secretRef: { accessKeyIDSecretRef: ref(KEY), secretAccessKeySecretRef: ref(SECRET) } } } })],
  ['Vault, defaults', () => vault(VAULT),
    () => ({ vault: { server: VAULT.server, path: 'secret', version: 'v2', auth: { kubernetes: { mountPath: 'kubernetes', role: 'union' } } } })],
  ['Vault, everything',
    (ref) => vault({ server: 'https://vault.example.com:8200', role: 'union', path: 'kv', version: 'v1', mountPath: 'prod', serviceAccount: ref({ ...ACCOUNT, audiences: ['vault'] }) }),
    (ref) => ({
      vault: {
        server: 'https://vault.example.com:8200',
        path: 'kv',
        version: 'v1',
        auth: { kubernetes: { mountPath: 'prod', role: 'union', serviceAccountRef: ref({ ...ACCOUNT, audiences: ['vault'] }) } },
      },
    })],
  ['Google, identity of the controller', () => gcpSecretManager(GOOGLE), () => ({ gcpsm: { projectID: 'acme' } })],
  ['Google, regional, ServiceAccount', (ref) => gcpSecretManager({ ...GOOGLE, location: 'europe-west3', serviceAccount: ref(ACCOUNT) }),
    (ref) => ({ gcpsm: { projectID: 'acme', location: 'europe-west3', auth: { workloadIdentity: { serviceAccountRef: ref(ACCOUNT) } } } })],
  ['Google, key', (ref) => gcpSecretManager({ ...GOOGLE, serviceAccountKey: ref(KEY) }),
    (ref) => ({ gcpsm: { projectID: 'acme', auth: { secretRef: { secretAccessKeySecretRef: ref(KEY) } } } })],
  ['Azure, workload identity', (ref) => azureKeyVault({ ...AZURE, serviceAccount: ref(ACCOUNT) }),
    (ref) => ({ azurekv: { authType: 'WorkloadIdentity', ...AZURE, serviceAccountRef: ref(ACCOUNT) } })],
  ['Azure, managed identity', () => azureKeyVault({ ...AZURE, managedIdentity: true }), () => ({ azurekv: { authType: 'ManagedIdentity', ...AZURE } })],
  ...([['usgovcloudapi.net', 'USGovernmentCloud'], ['azure.cn', 'ChinaCloud']] as const).map(([domain, environmentType]): Case => [
    `Azure, ${environmentType}`, () => azureKeyVault({ vaultUrl: `https://acme.vault.${domain}/` }),
    () => ({ azurekv: { authType: 'WorkloadIdentity', vaultUrl: `https://acme.vault.${domain}/`, environmentType } }),
  ]),
  ['Azure, service principal', (ref) => azureKeyVault({ ...AZURE, tenantId: TENANT, clientId: ref(KEY), clientSecret: ref(SECRET) }),
    (ref) => ({ azurekv: { authType: 'ServicePrincipal', ...AZURE, tenantId: TENANT, authSecretRef: { clientId: ref(KEY), clientSecret: ref(SECRET) } } })],
];

test.each(CASES)('%s', (_what, provider, expected) => {
  const own: Refer = (ref) => ref;
  const elsewhere: Refer = (ref) => ({ ...ref, namespace: 'external-secrets' });
  const manifests = synth((chart) => {
    new SecretStore(chart, 'one', { metadata: { name: 'default', namespace: 'union' }, provider: provider(own) });
    new ClusterSecretStore(chart, 'all', { metadata: { name: 'default' }, provider: provider(elsewhere) });
  });
  const apiVersion = 'external-secrets.io/v1';
  expect(manifests).toEqual([
    { apiVersion, kind: 'SecretStore', metadata: { name: 'default', namespace: 'union' }, spec: { provider: expected(own) } },
    { apiVersion, kind: 'ClusterSecretStore', metadata: { name: 'default' }, spec: { provider: expected(elsewhere) } },
  ]);
  manifests.forEach(expectValid);
});

test.each<[string, () => unknown]>([
  ...['v1', 'v2'].map((version): [string, () => unknown] => [`the engine version ${version} of Vault`, () => vault({ ...VAULT, version })]),
  ...['us-east-2', 'ap-southeast-7', 'us-gov-west-1', 'cn-northwest-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1', 'mx-central-1']
    .map((region): [string, () => unknown] => [`the region ${region} of AWS`, () => awsSecretsManager({ region })]),
  ['any object with kind and name as a store', () => externalSecrets({ store: { kind: 'ClusterSecretStore', name: 'aws' } })],
])('accepts %s', (_, build) => expect(build).not.toThrow());

test('a store is passed to what reads from it, and exposes kind, name, metadata and L1 object', () => {
  const manifests = synth((chart) => {
    const store = new ClusterSecretStore(chart, 'store', { metadata: { name: 'aws' }, provider: awsSecretsManager(REGION) });
    new ExternalSecret(chart, 'it', { store, target: { name: 'target' }, data: [{ secretKey: 'a', remoteRef: { key: 'b' } }] });
    store.metadata.addLabel('a', 'b');
    expect([store.kind, store.name, store.apiObject.name]).toEqual(['ClusterSecretStore', 'aws', 'aws']);
    expect(store.node.defaultChild).toBeInstanceOf(ApiObject);
  });
  expect(manifests[0].metadata).toEqual({ name: 'aws', labels: { a: 'b' } });
  expect(manifests[1].spec.secretStoreRef).toEqual({ kind: 'ClusterSecretStore', name: 'aws' });
});

test('only a SecretStore takes the namespace of its chart', () => {
  const chart = new Chart(Testing.app(), 'stores', { namespace: 'union' });
  const provider = awsSecretsManager(REGION);
  new SecretStore(chart, 'one', { metadata: { name: 'aws' }, provider });
  new ClusterSecretStore(chart, 'all', { metadata: { name: 'aws-all' }, provider });
  expect((Testing.synth(chart) as { metadata: object }[]).map(({ metadata }) => metadata)).toEqual([{ name: 'aws', namespace: 'union' }, { name: 'aws-all' }]);
});

const principal = (namespace?: string) =>
  azureKeyVault({ ...AZURE, tenantId: TENANT, clientId: { ...KEY, namespace }, clientSecret: { ...SECRET, namespace } });

test.each<[string, typeof SecretStore | typeof ClusterSecretStore, object, string[]]>([
  ['namespaces in a SecretStore', SecretStore, { provider: principal('other') },
    ['clientId', 'clientSecret'].map((prop) => `provider.${prop}.namespace: "other" has no effect, as a SecretStore reads only in its namespace; leave it out`)],
  ['references of a ClusterSecretStore without a namespace', ClusterSecretStore, { provider: principal() },
    ['clientId', 'clientSecret'].map((prop) => `provider.${prop}.namespace: required; a ClusterSecretStore has no namespace of its own`)],
  ['a ClusterSecretStore in a namespace', ClusterSecretStore, { metadata: { name: 'aws', namespace: 'union' }, provider: awsSecretsManager(REGION) },
    ['metadata.namespace: "union" a ClusterSecretStore has no namespace; leave it out']],
])('rejects %s, all at once, and emits nothing', (_, Store, props, problems) => {
  const chart = Testing.chart();
  expect(problemsOf(() => new Store(chart, 'it', props as never))).toEqual(problems);
  expect(Testing.synth(chart)).toEqual([]);
});

const NO_OBJECT = 'is not an object name; use lower-case letters, digits, "-" and "."';
const BLANK = 'must not be empty';
const NO_MOUNT = 'is not a mount path; write it without a scheme and without "/" at its start and end';
const ENTRY = 'is the path of an entry in Vault\'s API; write only the mount path, secret, and use the part after data/ as the key of each secret';

/** A factory, something wrong, and what it says. */
type Rejected = ['awsSecretsManager' | 'azureKeyVault' | 'gcpSecretManager' | 'vault', object, string[]];
const each = (factory: Rejected[0], prop: string, values: readonly string[], problem: (value: string) => string, more: object = {}): Rejected[] =>
  values.map((value) => [factory, { ...more, [prop]: value }, [`${prop}: "${value}" ${problem(value)}`]]);

test.each<Rejected>([
  ['awsSecretsManager', { region: '', role: ' ' }, [`region: ${BLANK}`, `role: ${BLANK}`]],
  ...each('awsSecretsManager', 'region', ['us-east-2a', 'eastus', 'europe-west3', 'US-EAST-2', 'us-moon-1', 'us-east'],
    () => 'is not an AWS region; write one such as us-east-2, without a zone letter'),
  ['awsSecretsManager', { ...REGION, accessKeyId: KEY }, ['secretAccessKey: required; give both halves of the access key, or neither']],
  ['awsSecretsManager', { region: '<region>', secretAccessKey: SECRET },
    ['region: "<region>" is a placeholder; replace it with your own value', 'accessKeyId: required; give both halves of the access key, or neither']],
  ['awsSecretsManager', { ...REGION, accessKeyId: KEY, secretAccessKey: SECRET, serviceAccount: ACCOUNT }, ['serviceAccount: "reader" conflicts with an access key; give one of the two']],
  ...each('awsSecretsManager', 'role', ['union', 'arn:aws:iam::123456789012:user/x', 'arn:aws:iam::123456789012:role/'],
    () => 'is not a role ARN; write one such as arn:aws:iam::123456789012:role/union', REGION),
  ['awsSecretsManager', { region: 'cn-north-1', role: ROLE }, [`role: "${ROLE}" is in partition aws, but region cn-north-1 is in aws-cn; correct one of them`]],
  ['awsSecretsManager', { ...REGION, accessKeyId: KEY, secretAccessKey: KEY }, ['secretAccessKey.key: is also the key of accessKeyId; give each half its own key']],
  ['vault', { server: 'http://vault.example.com', role: '', path: '', mountPath: ' ', version: '2' }, [
    'server: "http://vault.example.com" is not https, so tokens and codes would be sent in the clear; use https://',
    ...['role', 'path', 'mountPath'].map((prop) => `${prop}: ${BLANK}`),
    'version: "2" is not a key-value engine version; write v1 or v2',
  ]],
  ...[['/v1', 'https://vault.example.com/v1'], ['/ui', 'https://example.com/vault/ui/vault/secrets']].flatMap(([part, server]) => each('vault', 'server', [server],
    () => `continues with ${part}, which the operator adds or a browser shows; remove ${part} and the rest`, { role: 'union' })),
  ...each('vault', 'path', ['secret/data', 'secret/data/union', 'v1/secret'], () => ENTRY, VAULT),
  ...['/secret', 'secret/', 'https://v/secret'].map((path): Rejected => ['vault', { ...VAULT, path, mountPath: path }, [`path: "${path}" ${NO_MOUNT}`, `mountPath: "${path}" ${NO_MOUNT}`]]),
  ...each('vault', 'mountPath', ['auth/kubernetes', 'kubernetes/login'], () => 'is the path of its API; write only the mount path, kubernetes', VAULT),
  ['gcpSecretManager', { projectId: '', location: '' }, [`projectId: ${BLANK}`, `location: ${BLANK}`]],
  ['gcpSecretManager', { ...GOOGLE, serviceAccount: ACCOUNT, serviceAccountKey: KEY }, ['serviceAccount: "reader" conflicts with a service account key; give one of the two']],
  ['gcpSecretManager', { projectId: 'projects/acme', location: 'us-central1-a' }, [
    'projectId: "projects/acme" is not a project ID; write one such as acme-123456',
    'location: "us-central1-a" is not a Google Cloud region; write one such as us-central1, without zone',
  ]],
  ...each('azureKeyVault', 'vaultUrl', ['https://portal.azure.com', 'https://acme.blob.core.windows.net', 'https://acme.managedhsm.azure.net'],
    () => 'is not an Azure vault; write the URI from the overview of the vault, such as https://acme.vault.azure.net'),
  ...each('azureKeyVault', 'vaultUrl', ['https://acme.vault.azure.net/secrets/web'], () => 'has a path; give only the vault here, and the secret as key of each entry'),
  ['azureKeyVault', { vaultUrl: 'acme.vault.azure.net', clientId: KEY }, [
    'vaultUrl: "acme.vault.azure.net" is not an absolute URL; write one that starts with https://',
    ...['tenantId', 'clientSecret'].map((prop) => `${prop}: required; a service principal needs it`),
  ]],
  ['azureKeyVault', { ...AZURE, tenantId: 'acme' }, ['tenantId: "acme" is not a tenant ID; write its UUID: az account show --query tenantId']],
  ['azureKeyVault', { ...AZURE, tenantId: '', clientId: KEY, clientSecret: SECRET, managedIdentity: true, serviceAccount: ACCOUNT }, [
    `tenantId: ${BLANK}`,
    'managedIdentity: true conflicts with a service principal; give one of the two',
    'serviceAccount: "reader" conflicts with the managed identity; give one of the two',
  ]],
  ['azureKeyVault', { ...AZURE, managedIdentity: true, serviceAccount: ACCOUNT }, ['serviceAccount: "reader" conflicts with the managed identity; give one of the two']],
  ['azureKeyVault', { ...AZURE, tenantId: TENANT, clientId: { name: '', key: 'ca/crt', namespace: 'a.b' }, clientSecret: SECRET }, [
    `clientId.name: "" ${NO_OBJECT}`,
    'clientId.namespace: "a.b" is not a namespace name; use lower-case letters, digits and "-", at most 63 characters',
    'clientId.key: "ca/crt" is not a Secret key; use letters, digits, "-", "_" and "."',
  ]],
])('%s rejects %j', (factory, props, problems) => {
  const make = SecretStoreProvider[factory] as (given: object) => unknown;
  expect(() => make(props)).toThrow(`SecretStoreProvider.${factory} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`);
  expect(problemsOf(() => make(props))).toEqual(problems);
});

describe.each([['SecretStore', SecretStore.fromName], ['ClusterSecretStore', ClusterSecretStore.fromName]])('%s.fromName', (kind, of) => {
  test('names an existing store', () => expect(of('acme.default')).toMatchObject({ kind, name: 'acme.default' }));

  test.each([['', BLANK], ['<store>', '"<store>" is a placeholder; replace it with your own value'], ['Default', `"Default" ${NO_OBJECT}`]])('rejects %j', (name, problem) => {
    expect(() => of(name)).toThrow(new Error(`${kind}.fromName has a problem:\n  - name: ${problem}`));
  });
});

test.each<[unknown, string]>([
  ['aws', ': "aws" is not a secret store; write SecretStore.fromName("aws"), or pass a SecretStore'],
  ...[{ kind: 'SecretStore' }, { name: 'aws' }, null].map((store): [unknown, string] =>
    [store, `: ${JSON.stringify(store)} is not a secret store; write SecretStore.fromName("default"), or pass a SecretStore`]),
  [{ kind: 'Secret', name: 'aws' }, '.kind: "Secret" is not a kind of store; write SecretStore or ClusterSecretStore'],
  [{ kind: 'SecretStore', name: 'AWS store' }, '.name: "AWS store" contains white space; remove it'],
  [{ kind: 'SecretStore', name: '' }, `.name: ${BLANK}`],
  [{ kind: 'SecretStore', name: 'Aws' }, `.name: "Aws" ${NO_OBJECT}`],
])('rejects %j for a store, once', (store, problem) => expect(problemsOf(() => externalSecrets({ store: store as ISecretStore }))).toEqual([`store${problem}`]));
