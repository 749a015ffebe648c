import { EagerApiKey, ObjectStorage, SecretDelivery } from '../../../src';
import { configOf, controlPlane, dataPlane, find, named } from '../../_tools/made';
import { problemsOf } from '../../_tools/problems';
import { Manifest } from '../../examples/_dist';

const TENANT = '00000000-0000-0000-0000-000000000001';
const CLIENT = '00000000-0000-0000-0000-000000000002';

function planes(storage: ObjectStorage, secrets?: SecretDelivery) {
  const more = secrets && { secrets };
  const { made, manifests } = controlPlane({ storage, ...more });
  return { control: made, manifests: [...manifests, ...dataPlane({ storage, eagerApiKey: EagerApiKey.provisioned(), ...more }).manifests] };
}

const storageOf = (manifests: Manifest[], configMap: string, file = 'storage.yaml') => configOf(manifests, configMap, file).storage;
const podOf = (manifests: Manifest[], name: string) => find(manifests, 'Deployment', name).spec.template;

/** Every service that public sources show with a storage section, by its ConfigMap. */
const READERS = ['flyte-admin-base-config', 'union-operator', 'flyte-propeller-config'];

describe('with an identity of the pods', () => {
  const roleArn = 'arn:aws:iam::123456789012:role/union';
  test.each([
    ['S3', ObjectStorage.s3({ bucket: 'acme-union', region: 'eu-central-1', roleArn }), { kind: 's3', config: { auth_type: 'iam', region: 'eu-central-1' } }, { 'eks.amazonaws.com/role-arn': roleArn }],
    [
      'Google',
      ObjectStorage.gcs({ bucket: 'acme-union', projectId: 'acme', serviceAccount: 'union@acme.iam.gserviceaccount.com' }),
      { kind: 'google', config: { json: '', project_id: 'acme', scopes: 'https://www.googleapis.com/auth/cloud-platform' } },
      { 'iam.gke.io/gcp-service-account': 'union@acme.iam.gserviceaccount.com' },
    ],
    [
      'Azure',
      ObjectStorage.azure({ account: 'acme', container: 'acme-union', tenantId: TENANT, clientId: CLIENT }),
      { kind: 'azure', config: { account: 'acme' } },
      { 'azure.workload.identity/client-id': CLIENT, 'azure.workload.identity/tenant-id': TENANT },
    ],
  ])('%s', (_name, storage, stow, annotations) => {
    const { manifests } = planes(storage);
    for (const configMap of READERS) {
      expect(storageOf(manifests, configMap)).toMatchObject({ type: 'stow', container: 'acme-union', stow });
    }
    expect(storageOf(manifests, 'leaseworker', 'config.yaml')).toMatchObject({ container: 'acme-union', stow });
    for (const name of ['flyteadmin', 'union-operator', 'flytepropeller', 'leaseworker']) {
      const account = find(manifests, 'ServiceAccount', podOf(manifests, name).spec.serviceAccountName);
      expect(account.metadata.annotations).toEqual(annotations);
    }
    expect(named(manifests, 'ExternalSecret', 'union-object-storage')).toBeUndefined();
  });

  test('Azure finds the pods by their label', () => {
    const { manifests } = planes(ObjectStorage.azure({ account: 'acme', container: 'acme-union', tenantId: TENANT, clientId: CLIENT }));
    expect(podOf(manifests, 'flyteadmin').metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    expect(podOf(manifests, 'usage').metadata.labels).not.toHaveProperty(['azure.workload.identity/use']);
  });
});

describe('with delivered credentials', () => {
  const located = { accessKeyId: { key: 'union/storage', property: 'id' }, secretAccessKey: { key: 'union/storage', property: 'secret' } };
  const minio = ObjectStorage.s3({ bucket: 'union', endpoint: 'http://minio.minio.svc:9000', ...located });
  const { manifests } = planes(minio);

  test('each plane gets the Secret, and the pods the variables that the SDK looks for', () => {
    const delivering = manifests.filter(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === 'union-object-storage');
    expect(delivering.map(({ metadata }) => metadata.namespace)).toEqual(['union-cp', 'union']);
    expect((delivering[0] as any).spec.data.map(({ secretKey, remoteRef }: any) => [secretKey, remoteRef.key, remoteRef.property])).toEqual([
      ['access_key_id', 'union/storage', 'id'], ['secret_access_key', 'union/storage', 'secret'],
    ]);
    for (const name of ['flyteadmin', 'union-operator', 'flytepropeller', 'leaseworker']) {
      const [container] = podOf(manifests, name).spec.containers;
      expect(container.env.filter((variable: any) => variable.name.startsWith('AWS_'))).toEqual([
        { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'union-object-storage', key: 'access_key_id' } } },
        { name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'union-object-storage', key: 'secret_access_key' } } },
      ]);
    }
    expect(JSON.stringify(podOf(manifests, 'usage'))).not.toContain('union-object-storage');
  });

  test('the server is set by URL, over plain HTTP if it has no TLS', () => {
    expect(storageOf(manifests, 'flyte-admin-base-config').stow.config).toEqual({
      auth_type: 'iam', region: 'us-east-1', endpoint: 'http://minio.minio.svc:9000', disable_ssl: 'true',
    });
  });

  test('a scheme in capitals is one too', () => {
    const { config } = ObjectStorage.s3({ bucket: 'acme-union', endpoint: 'HTTP://minio.minio.svc:9000' })._location;
    expect(config).toMatchObject({ disable_ssl: 'true' });
  });

  test('a key of Google is a file', () => {
    const { manifests: google } = planes(ObjectStorage.gcs({ bucket: 'acme-union', projectId: 'acme', serviceAccountKey: { key: 'union/gcs' } }));
    const [container] = podOf(google, 'flyteadmin').spec.containers;
    expect(container.env).toContainEqual({ name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/etc/storage/key.json' });
    expect(container.volumeMounts).toContainEqual({ mountPath: '/etc/storage', name: 'union-object-storage', readOnly: true });
  });

  test('they are listed for the provider of the Secrets, and in the script', () => {
    const storage = ObjectStorage.s3({ bucket: 'union', endpoint: 'https://minio.example.com' });
    expect(planes(storage, SecretDelivery.provisioned()).control.requiredSecrets).toContainEqual({
      namespace: 'union-cp',
      name: 'union-object-storage',
      keys: { access_key_id: 'object storage access key ID', secret_access_key: 'object storage secret access key' },
      shared: false,
    });
    const script = planes(storage, SecretDelivery.kubernetesSecrets()).control.secretScript!.toString();
    expect(script).toContain('deliver union-object-storage \'\' access_key_id "$UNION_STORAGE_ACCESS_KEY_ID"');
    expect(script).toMatch(/^deliver union-controlplane-secrets .* pass\.txt "\$UNION_DATABASE_PASSWORD"$/m);
  });

  test('a store must be told where they lie', () => {
    expect(() => planes(ObjectStorage.s3({ bucket: 'union', endpoint: 'https://minio.example.com' }))).toThrow([
      'ControlPlane has 2 problems:',
      '  - storage.accessKeyId: required; give the location of the object storage access key ID in the store, or give the pods an identity of their own',
      '  - storage.secretAccessKey: required; give the location of the object storage secret access key in the store, or give the pods an identity of their own',
    ].join('\n'));
  });
});

const ROLE = 'arn:aws:iam::123456789012:role/x';
const MINIO = 'https://minio.example.com';

test.each<[string, () => unknown, string[]]>([
  ['s3', () => ObjectStorage.s3({ bucket: 's3://acme', region: '', roleArn: 'union' }), [
    'bucket: "s3://acme" is a URL; write only the name of the bucket',
    'region: must not be empty',
    'roleArn: "union" is not a role ARN; write one such as arn:aws:iam::123456789012:role/union',
  ]],
  ['s3 with two ways in', () => ObjectStorage.s3({ bucket: 'acme', region: 'us-east-2', roleArn: ROLE, podIdentity: false }), [
    `roleArn: "${ROLE}" conflicts with an access key, which SDKs prefer; leave one of the two out`,
  ]],
  ['s3 with a role of another partition', () => ObjectStorage.s3({ bucket: 'acme', region: 'cn-north-1', roleArn: ROLE }), [
    `roleArn: "${ROLE}" is in partition aws, but region cn-north-1 is in aws-cn; correct one of them`,
  ]],
  ['s3 with one entry for both halves', () => ObjectStorage.s3({
    bucket: 'acme', region: 'us-east-2', accessKeyId: { key: 'a' }, secretAccessKey: { key: 'a' },
  }), ['secretAccessKey: is also the location of accessKeyId; give each its own entry or property']],
  ...[['accessKeyId', 'secretAccessKey'], ['secretAccessKey', 'accessKeyId']].map(([given, other]): [string, () => ObjectStorage, string[]] => [`s3 with ${given} alone`,
    () => ObjectStorage.s3({ bucket: 'acme', region: 'us-east-2', [given]: { key: 'a' } }),
    [`${other}: required; the other half of the access key has a place in the store, and both are read from it; name its entry`]]),
  ['s3 with a region that is not one', () => ObjectStorage.s3({ bucket: 'acme', region: 'Ohio' }), ['region: "Ohio" is not an AWS region; write one such as us-east-2, without a zone letter']],
  ...['10.0.0.1', 'acme..union'].map((bucket): [string, () => ObjectStorage, string[]] => [`s3 with the bucket ${bucket}`,
    () => ObjectStorage.s3({ bucket, region: 'us-east-2' }), [`bucket: "${bucket}" is not a bucket name; use lower-case letters, digits, "-" and "."`]]),
  ['another server with a role of Amazon', () => ObjectStorage.s3({ bucket: 'acme', endpoint: MINIO, roleArn: ROLE }), [
    `roleArn: "${ROLE}" is a role of Amazon, which other servers do not support; leave it out`,
  ]],
  ...([
    ['with credentials', 'https://me:pw@minio.example.com', '"https://…@minio.example.com" contains credentials; remove them, and deliver them with accessKeyId and secretAccessKey'],
    ['that only a lenient parser reads', 'https:/minio.example.com', '"https:/minio.example.com" is not an absolute URL; write one such as https://minio.example.com:9000'],
    ['without its scheme', 'minio.example.com:9000', '"minio.example.com:9000" is not an absolute URL; write one such as https://minio.example.com:9000'],
    ['of a bucket', 's3://acme-union', '"s3://acme-union" is not an http or https URL; write one such as https://minio.example.com:9000'],
    ['with a path', `${MINIO}/acme`, `"${MINIO}/acme" must have only a host and a port; give the bucket in its own prop`],
  ] as const).map(([what, endpoint, problem]): [string, () => unknown, string[]] =>
    [`an endpoint ${what}`, () => ObjectStorage.s3({ bucket: 'acme', endpoint }), [`endpoint: ${problem}`]]),
  ['gcs', () => ObjectStorage.gcs({ bucket: 'A', projectId: 'Acme', serviceAccount: 'me@example.com' }), [
    'bucket: "A" is not a bucket name; use lower-case letters, digits, "-" and "."',
    'projectId: "Acme" is not a project ID; write one such as acme-123456',
    'serviceAccount: "me@example.com" is not a service account address; write one such as union@acme.iam.gserviceaccount.com',
  ]],
  ['gcs with two ways in', () => ObjectStorage.gcs({ bucket: 'acme', projectId: 'acme', serviceAccount: 'union@acme.iam.gserviceaccount.com', podIdentity: false }), [
    'serviceAccount: "union@acme.iam.gserviceaccount.com" conflicts with a key, which SDKs prefer; leave one of the two out',
  ]],
  ['azure', () => ObjectStorage.azure({ account: 'Acme', container: 'a--b', tenantId: 'x', clientId: CLIENT }), [
    'account: "Acme" is not a storage account name; use 3 to 24 lower-case letters and digits',
    'container: "a--b" is not a container name; use 3 to 63 lower-case letters, digits and single "-"',
    'tenantId: "x" is not a UUID; write one such as 00000000-0000-0000-0000-000000000001',
  ]],
])('%s says everything that is wrong', (_name, build, problems) => expect(problemsOf(build)).toEqual(problems));

test('an old project of Google has the domain of its organization', () => {
  expect(ObjectStorage.gcs({ bucket: 'acme', projectId: 'example.com:acme' })._location.config).toMatchObject({ project_id: 'example.com:acme' });
});
