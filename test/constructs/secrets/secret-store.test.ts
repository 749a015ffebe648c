import { ApiObject, Chart, Testing } from 'cdk8s';
import { ClusterSecretStore, SecretStore, SecretStoreProvider, StoreSecretKeyRef, StoreServiceAccountRef } from '../../../src';
import { ExternalSecret } from '../../../src/constructs/secrets/external-secret';
import { synth } from '../../_tools/fixtures';
import { expectValid } from '../../_tools/schemas';

const { awsSecretsManager, vault, gcpSecretManager, azureKeyVault } = SecretStoreProvider;

const ACCOUNT: StoreServiceAccountRef = { name: 'reader' };
const KEY: StoreSecretKeyRef = { name: 'credentials', key: 'id' };
const SECRET: StoreSecretKeyRef = { name: 'credentials', key: 'secret' };

/** A factory that gets its references in the namespace of the store, or with a namespace named; and what it renders. */
type Case = [string, (ns: object) => SecretStoreProvider, (ns: object) => object];

const CASES: Case[] = [
  [
    'AWS, identity of the controller',
    () => awsSecretsManager({ region: 'us-east-2' }),
    () => ({ aws: { service: 'SecretsManager', region: 'us-east-2' } }),
  ],
  [
    'AWS, role and ServiceAccount',
    (ns) => awsSecretsManager({ region: 'us-east-2', role: 'arn:aws:iam::123456789012:role/reader', serviceAccount: { ...ACCOUNT, ...ns } }),
    (ns) => ({
      aws: {
        service: 'SecretsManager',
        region: 'us-east-2',
        role: 'arn:aws:iam::123456789012:role/reader',
        auth: { jwt: { serviceAccountRef: { ...ACCOUNT, ...ns } } },
      },
    }),
  ],
  [
    'AWS, access key',
    (ns) => awsSecretsManager({ region: 'us-east-2', accessKeyId: { ...KEY, ...ns }, secretAccessKey: { ...SECRET, ...ns } }),
    (ns) => ({
      aws: {
        service: 'SecretsManager',
        region: 'us-east-2',
        auth: { secretRef: { accessKeyIDSecretRef: { ...KEY, ...ns }, secretAccessKeySecretRef: { ...SECRET, ...ns } } },
      },
    }),
  ],
  [
    'Vault, defaults',
    () => vault({ server: 'https://vault.example.com', role: 'union' }),
    () => ({
      vault: { server: 'https://vault.example.com', path: 'secret', version: 'v2', auth: { kubernetes: { mountPath: 'kubernetes', role: 'union' } } },
    }),
  ],
  [
    'Vault, everything',
    (ns) =>
      vault({ server: 'https://vault.example.com:8200', role: 'union', path: 'kv', version: 'v1', mountPath: 'prod', serviceAccount: { ...ACCOUNT, audiences: ['vault'], ...ns } }),
    (ns) => ({
      vault: {
        server: 'https://vault.example.com:8200',
        path: 'kv',
        version: 'v1',
        auth: { kubernetes: { mountPath: 'prod', role: 'union', serviceAccountRef: { ...ACCOUNT, audiences: ['vault'], ...ns } } },
      },
    }),
  ],
  ['Google, identity of the controller', () => gcpSecretManager({ projectId: 'acme' }), () => ({ gcpsm: { projectID: 'acme' } })],
  [
    'Google, regional, ServiceAccount',
    (ns) => gcpSecretManager({ projectId: 'acme', location: 'europe-west3', serviceAccount: { ...ACCOUNT, ...ns } }),
    (ns) => ({ gcpsm: { projectID: 'acme', location: 'europe-west3', auth: { workloadIdentity: { serviceAccountRef: { ...ACCOUNT, ...ns } } } } }),
  ],
  [
    'Google, key',
    (ns) => gcpSecretManager({ projectId: 'acme', serviceAccountKey: { ...KEY, ...ns } }),
    (ns) => ({ gcpsm: { projectID: 'acme', auth: { secretRef: { secretAccessKeySecretRef: { ...KEY, ...ns } } } } }),
  ],
  [
    'Azure, workload identity',
    (ns) => azureKeyVault({ vaultUrl: 'https://acme.vault.azure.net', serviceAccount: { ...ACCOUNT, ...ns } }),
    (ns) => ({ azurekv: { authType: 'WorkloadIdentity', vaultUrl: 'https://acme.vault.azure.net', serviceAccountRef: { ...ACCOUNT, ...ns } } }),
  ],
  [
    'Azure, managed identity',
    () => azureKeyVault({ vaultUrl: 'https://acme.vault.azure.net', managedIdentity: true }),
    () => ({ azurekv: { authType: 'ManagedIdentity', vaultUrl: 'https://acme.vault.azure.net' } }),
  ],
  ...([['usgovcloudapi.net', 'USGovernmentCloud'], ['azure.cn', 'ChinaCloud']] as const).map(([domain, environmentType]): Case => [
    `Azure, ${environmentType}`,
    () => azureKeyVault({ vaultUrl: `https://acme.vault.${domain}/` }),
    () => ({ azurekv: { authType: 'WorkloadIdentity', vaultUrl: `https://acme.vault.${domain}/`, environmentType } }),
  ]),
  [
    'Azure, service principal',
    (ns) =>
      azureKeyVault({ vaultUrl: 'https://acme.vault.azure.net', tenantId: 'tenant', clientId: { ...KEY, ...ns }, clientSecret: { ...SECRET, ...ns } }),
    (ns) => ({
      azurekv: {
        authType: 'ServicePrincipal',
        vaultUrl: 'https://acme.vault.azure.net',
        tenantId: 'tenant',
        authSecretRef: { clientId: { ...KEY, ...ns }, clientSecret: { ...SECRET, ...ns } },
      },
    }),
  ],
];

describe.each(CASES)('%s', (_what, provider, expected) => {
  test('in one namespace', () => {
    const manifests = synth((chart) => new SecretStore(chart, 'it', { metadata: { name: 'default', namespace: 'union' }, provider: provider({}) }));
    expect(manifests).toEqual([
      { apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', metadata: { name: 'default', namespace: 'union' }, spec: { provider: expected({}) } },
    ]);
    manifests.forEach(expectValid);
  });

  test('for all namespaces', () => {
    const ns = { namespace: 'external-secrets' };
    const manifests = synth((chart) => new ClusterSecretStore(chart, 'it', { metadata: { name: 'default' }, provider: provider(ns) }));
    expect(manifests).toEqual([
      { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', metadata: { name: 'default' }, spec: { provider: expected(ns) } },
    ]);
    manifests.forEach(expectValid);
  });
});

test.each(['v1', 'v2'])('Vault has a key-value engine of version %s', (version) => {
  expect(() => vault({ server: 'https://vault.example.com', role: 'union', version })).not.toThrow();
});

test.each(['us-east-2', 'ap-southeast-7', 'us-gov-west-1', 'cn-northwest-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1', 'mx-central-1'])('AWS has the region %s', (region) => {
  expect(() => awsSecretsManager({ region })).not.toThrow();
});

test('a store is passed to what reads from it', () => {
  const manifests = synth((chart) => {
    const store = new ClusterSecretStore(chart, 'store', { metadata: { name: 'aws' }, provider: awsSecretsManager({ region: 'us-east-2' }) });
    new ExternalSecret(chart, 'it', { store, target: { name: 'target' }, data: [{ secretKey: 'a', remoteRef: { key: 'b' } }] });
    expect(store.apiObject.name).toBe(store.name);
    store.metadata.addLabel('a', 'b');
  });
  expect(manifests[0].metadata).toEqual({ name: 'aws', labels: { a: 'b' } });
  expect(manifests[1].spec.secretStoreRef).toEqual({ kind: 'ClusterSecretStore', name: 'aws' });
});

test('a store is identified by kind and name, and exposes its L1 object', () => {
  const chart = Testing.chart();
  const provider = awsSecretsManager({ region: 'us-east-2' });
  const one = new SecretStore(chart, 'one', { metadata: { name: 'aws' }, provider });
  const all = new ClusterSecretStore(chart, 'all', { metadata: { name: 'aws-all' }, provider });
  expect(one).toMatchObject({ kind: 'SecretStore', name: 'aws' });
  expect(all).toMatchObject({ kind: 'ClusterSecretStore', name: 'aws-all' });
  expect(one.node.defaultChild).toBeInstanceOf(ApiObject);
});

test('only a SecretStore takes the namespace of its chart', () => {
  const chart = new Chart(Testing.app(), 'stores', { namespace: 'union' });
  const provider = awsSecretsManager({ region: 'us-east-2' });
  new SecretStore(chart, 'one', { metadata: { name: 'aws' }, provider });
  new ClusterSecretStore(chart, 'all', { metadata: { name: 'aws-all' }, provider });
  expect((Testing.synth(chart) as { metadata: object }[]).map(({ metadata }) => metadata)).toEqual([{ name: 'aws', namespace: 'union' }, { name: 'aws-all' }]);
});

test('a ClusterSecretStore refuses a namespace', () => {
  const metadata = { name: 'aws', namespace: 'union' };
  expect(() => new ClusterSecretStore(Testing.chart(), 'it', { metadata, provider: awsSecretsManager({ region: 'us-east-2' }) })).toThrow(
    message('ClusterSecretStore', ['metadata.namespace: "union" a ClusterSecretStore has no namespace; leave it out']),
  );
});

const message = (subject: string, problems: string[]) =>
  new Error([problems.length === 1 ? `${subject} has a problem:` : `${subject} has ${problems.length} problems:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));

const AZURE = { vaultUrl: 'https://acme.vault.azure.net' };

describe('references and namespaces', () => {
  const account = (ns: object) => azureKeyVault({ ...AZURE, tenantId: 'tenant', clientId: { ...KEY, ...ns }, clientSecret: { ...SECRET, ...ns } });

  test('a SecretStore refuses foreign namespaces, all at once', () => {
    const chart = Testing.chart();
    expect(() => new SecretStore(chart, 'it', { provider: account({ namespace: 'other' }) })).toThrow(
      message('SecretStore', [
        'provider.clientId.namespace: "other" has no effect, as a SecretStore reads only in its namespace; leave it out',
        'provider.clientSecret.namespace: "other" has no effect, as a SecretStore reads only in its namespace; leave it out',
      ]),
    );
    expect(Testing.synth(chart)).toEqual([]);
  });

  test('a ClusterSecretStore needs a namespace for each, all at once', () => {
    const chart = Testing.chart();
    expect(() => new ClusterSecretStore(chart, 'it', { provider: account({}) })).toThrow(
      message('ClusterSecretStore', [
        'provider.clientId.namespace: required; a ClusterSecretStore has no namespace of its own',
        'provider.clientSecret.namespace: required; a ClusterSecretStore has no namespace of its own',
      ]),
    );
    expect(Testing.synth(chart)).toEqual([]);
  });
});

const NO_OBJECT = 'is not an object name; use lower-case letters, digits, "-" and "."';
const NO_KEY = 'is not a Secret key; use letters, digits, "-", "_" and "."';
const NO_NAMESPACE = 'is not a namespace name; use lower-case letters, digits and "-", at most 63 characters';
const NOT_HTTPS = 'is not https, so tokens and codes would be sent in the clear; use https://';
const BLANK = 'must not be empty';

const ROLE = 'arn:aws:iam::123456789012:role/union';
const VAULT = 'https://vault.example.com';
const NO_MOUNT = 'is not a mount path; write it without a scheme and without "/" at its start and end';

/** A factory that is given something wrong, and what it says. */
type Refused = [string, string, () => SecretStoreProvider, string[]];

test.each<Refused>([
  ['AWS without region', 'awsSecretsManager', () => awsSecretsManager({ region: '', role: ' ' }), [`region: ${BLANK}`, `role: ${BLANK}`]],
  ...['us-east-2a', 'eastus', 'europe-west3', 'US-EAST-2', 'us-moon-1', 'us-east'].map((region): [string, string, () => SecretStoreProvider, string[]] => [
    `AWS region ${region}`,
    'awsSecretsManager',
    () => awsSecretsManager({ region }),
    [`region: "${region}" is not an AWS region; write one such as us-east-2, without a zone letter`],
  ]),
  [
    'AWS with half an access key',
    'awsSecretsManager',
    () => awsSecretsManager({ region: 'us-east-2', accessKeyId: KEY }),
    ['secretAccessKey: required; give both halves of the access key, or neither'],
  ],
  [
    'AWS with the other half',
    'awsSecretsManager',
    () => awsSecretsManager({ region: '<region>', secretAccessKey: SECRET }),
    ['region: "<region>" is a placeholder; replace it with your own value', 'accessKeyId: required; give both halves of the access key, or neither'],
  ],
  [
    'AWS with two kinds of credentials',
    'awsSecretsManager',
    () => awsSecretsManager({ region: 'us-east-2', accessKeyId: KEY, secretAccessKey: SECRET, serviceAccount: ACCOUNT }),
    ['serviceAccount: "reader" conflicts with an access key; give one of the two'],
  ],
  [
    'Vault with nothing right',
    'vault',
    () => vault({ server: 'http://vault.example.com', role: '', path: '', mountPath: ' ', version: '2' }),
    [
      `server: "http://vault.example.com" ${NOT_HTTPS}`,
      `role: ${BLANK}`,
      `path: ${BLANK}`,
      `mountPath: ${BLANK}`,
      'version: "2" is not a key-value engine version; write v1 or v2',
    ],
  ],
  ['Google without project', 'gcpSecretManager', () => gcpSecretManager({ projectId: '', location: '' }), [`projectId: ${BLANK}`, `location: ${BLANK}`]],
  [
    'Google with two kinds of credentials',
    'gcpSecretManager',
    () => gcpSecretManager({ projectId: 'acme', serviceAccount: ACCOUNT, serviceAccountKey: KEY }),
    ['serviceAccount: "reader" conflicts with a service account key; give one of the two'],
  ],
  ...(['union', 'arn:aws:iam::123456789012:user/x', 'arn:aws:iam::123456789012:role/']).map((role): Refused => [
    `AWS role ${role}`,
    'awsSecretsManager',
    () => awsSecretsManager({ region: 'us-east-2', role }),
    [`role: "${role}" is not a role ARN; write one such as arn:aws:iam::123456789012:role/union`],
  ]),
  [
    'AWS with a role of another partition',
    'awsSecretsManager',
    () => awsSecretsManager({ region: 'cn-north-1', role: ROLE }),
    [`role: "${ROLE}" is in partition aws, but region cn-north-1 is in aws-cn; correct one of them`],
  ],
  [
    'AWS with one key for both halves',
    'awsSecretsManager',
    () => awsSecretsManager({ region: 'us-east-2', accessKeyId: KEY, secretAccessKey: KEY }),
    ['secretAccessKey.key: is also the key of accessKeyId; give each half its own key'],
  ],
  ...([['/v1', 'https://vault.example.com/v1'], ['/ui', 'https://example.com/vault/ui/vault/secrets']]).map(([part, server]): Refused => [
    `Vault at ${server}`,
    'vault',
    () => vault({ server, role: 'union' }),
    [`server: "${server}" continues with ${part}, which the operator adds or a browser shows; remove ${part} and the rest`],
  ]),
  ...(['secret/data', 'secret/data/union', 'v1/secret']).map((path): Refused => [
    `Vault path ${path}`,
    'vault',
    () => vault({ server: VAULT, role: 'union', path }),
    [`path: "${path}" is the path of an entry in Vault's API; write only the mount path, secret, and use the part after data/ as the key of each secret`],
  ]),
  ...(['/secret', 'secret/', 'https://v/secret']).map((path): Refused => [
    `Vault paths ${path}`,
    'vault',
    () => vault({ server: VAULT, role: 'union', path, mountPath: path }),
    [`path: "${path}" ${NO_MOUNT}`, `mountPath: "${path}" ${NO_MOUNT}`],
  ]),
  ...(['auth/kubernetes', 'kubernetes/login']).map((mountPath): Refused => [
    `Vault auth method at ${mountPath}`,
    'vault',
    () => vault({ server: VAULT, role: 'union', mountPath }),
    [`mountPath: "${mountPath}" is the path of its API; write only the mount path, kubernetes`],
  ]),
  [
    'Google, project and zone',
    'gcpSecretManager',
    () => gcpSecretManager({ projectId: 'projects/acme', location: 'us-central1-a' }),
    [
      'projectId: "projects/acme" is not a project ID; write one such as acme-123456',
      'location: "us-central1-a" is not a Google Cloud region; write one such as us-central1, without zone',
    ],
  ],
  ...(['https://portal.azure.com', 'https://acme.blob.core.windows.net', 'https://acme.managedhsm.azure.net']).map((vaultUrl): Refused => [
    `Azure, ${vaultUrl}`,
    'azureKeyVault',
    () => azureKeyVault({ vaultUrl }),
    [`vaultUrl: "${vaultUrl}" is not an Azure vault; write the URI from the overview of the vault, such as https://acme.vault.azure.net`],
  ]),
  [
    'Azure, an entry of the vault',
    'azureKeyVault',
    () => azureKeyVault({ vaultUrl: 'https://acme.vault.azure.net/secrets/web' }),
    ['vaultUrl: "https://acme.vault.azure.net/secrets/web" has a path; give only the vault here, and the secret as key of each entry'],
  ],
  [
    'Azure, service principal without its parts',
    'azureKeyVault',
    () => azureKeyVault({ vaultUrl: 'acme.vault.azure.net', clientId: KEY }),
    [
      'vaultUrl: "acme.vault.azure.net" is not an absolute URL; write one that starts with https://',
      'tenantId: required; a service principal needs it',
      'clientSecret: required; a service principal needs it',
    ],
  ],
  [
    'Azure, a service principal that is the managed identity and a ServiceAccount too',
    'azureKeyVault',
    () => azureKeyVault({ ...AZURE, tenantId: '', clientId: KEY, clientSecret: SECRET, managedIdentity: true, serviceAccount: ACCOUNT }),
    [
      `tenantId: ${BLANK}`,
      'managedIdentity: true conflicts with a service principal; give one of the two',
      'serviceAccount: "reader" conflicts with the managed identity; give one of the two',
    ],
  ],
  [
    'Azure, managed identity with a ServiceAccount',
    'azureKeyVault',
    () => azureKeyVault({ ...AZURE, managedIdentity: true, serviceAccount: ACCOUNT }),
    ['serviceAccount: "reader" conflicts with the managed identity; give one of the two'],
  ],
  [
    'Azure, references with nothing right',
    'azureKeyVault',
    () => azureKeyVault({ ...AZURE, tenantId: 'tenant', clientId: { name: '', key: 'ca/crt', namespace: 'a.b' }, clientSecret: SECRET }),
    [`clientId.name: "" ${NO_OBJECT}`, `clientId.namespace: "a.b" ${NO_NAMESPACE}`, `clientId.key: "ca/crt" ${NO_KEY}`],
  ],
])('%s is refused', (_what, factory, build, problems) => expect(build).toThrow(message(`SecretStoreProvider.${factory}`, problems)));
