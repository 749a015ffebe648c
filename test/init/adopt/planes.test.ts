import { valueAt } from '../../../src/common/data/json';
import { examine } from '../../../src/init';
import { Finds } from '../../../src/init/adopt/finds';
import { findPlain } from '../../../src/init/adopt/planes';
import { readStanding } from '../../../src/init/adopt/standing';
import '../../_tools/quiet-warnings';
import { KINDS } from '../_answers';
import { textsOf } from './_adopted';

const FILES = Object.entries(textsOf(examine(KINDS['plain YAML']).files));

/** What is found in the planes of `KINDS`, with something changed in every file. */
function found(change: (text: string) => string): Finds {
  const standing = readStanding(FILES.map(([name, text]) => ({ name, text: change(text) })), []);
  const finds = new Finds(standing.places);
  findPlain(standing, finds);
  return finds;
}
/** With variables in the containers of Union's services. */
const withEnv = (...env: readonly string[]) => (text: string) =>
  text.replace(/^( +)image: .*\/services:.*/gm, `$1env: [${env.map((variable) => `{ ${variable} }`).join()}]\n$&`);

test('everything is found', () => expect(found((text) => text).unseen).toEqual([]));

test.each([
  ['a key of a service account', 'GOOGLE_APPLICATION_CREDENTIALS', 'value: /etc/key.json', 'serviceAccountKey of ObjectStorage.gcs'],
  ['a secret of an application', 'AZURE_CLIENT_SECRET', 'valueFrom: { secretKeyRef: { name: azure, key: secret } }', 'clientSecret of ObjectStorage.azure'],
])('%s is told, which answers have no word for', (_, name, more, prop) => expect(found(withEnv(`name: ${name}, ${more}`)).unseen).toEqual([
  `planes.plain.storage: pods have ${name}, which answers cannot express; in an app it is ${prop}`,
]));

test('tenant and client of an application with a secret are those of its variables', () => {
  const { answers } = found((text) => withEnv('name: AZURE_TENANT_ID, value: t-1', 'name: AZURE_CLIENT_ID, value: c-1')(
    text.replace(/kind: "s3"\n( +)config:\n.*\n.*/g, 'kind: "azure"\n$1config:\n$1  account: "acmeunion"'),
  ));
  expect(answers).toHaveProperty('planes.plain.storage', { azure: { account: 'acmeunion', container: 'acme-union', tenantId: 't-1', clientId: 'c-1' } });
});

test('an access key from a Secret that no store fills has no halves', () => {
  const variables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => `name: ${name}, valueFrom: { secretKeyRef: { name: minio, key: ${name} } }`);
  const { answers } = found(withEnv(...variables));
  expect(answers).toHaveProperty('planes.plain.storage.s3.podIdentity', false);
});

const swap = (from: string | RegExp, to: string) => (text: string) => text.replaceAll(from instanceof RegExp ? new RegExp(from.source, 'g') : from, () => to);
const DATABASE = { host: 'postgres.example.com', user: 'union' };
const AUTHORITY = { caConfigMap: 'database-ca' };
const REGION = 'region: "us-east-2"';
const S3 = { bucket: 'acme-union', region: 'us-east-2', roleArn: 'arn:aws:iam::123456789012:role/union-storage' };
const OPTIONS = 'sslmode=verify-full sslrootcert=/etc/db-ca/ca.crt';

test.each<[what: string, change: (text: string) => string, path: string, value: unknown]>([
  ['a database as we make it', (text) => text, 'database', { ...DATABASE, ...AUTHORITY, tls: 'VERIFY_FULL' }],
  ['its usual port', swap('port: 5432', 'port: "5432"'), 'database.port', undefined],
  ['another port', swap('port: 5432', 'port: 6432'), 'database.port', 6432],
  ['another name', swap('dbname: "flyteadmin"', 'dbname: "union"'), 'database.name', 'union'],
  ['its usual TLS', swap(OPTIONS, 'sslmode=require'), 'database', DATABASE],
  ['TLS of an authority', swap(OPTIONS, OPTIONS.replace('full', 'ca')), 'database.tls', 'VERIFY_CA'],
  ['no TLS', swap(OPTIONS, 'sslmode=disable'), 'database.tls', 'DISABLE'],
  ['no options', swap(OPTIONS, ''), 'database', DATABASE],
  ['an authority that is nowhere mounted', swap('/etc/db-ca/ca.crt', '/etc/other/ca.crt'), 'database.caConfigMap', undefined],
  ['storage of AWS', (text) => text, 'storage', { s3: S3 }],
  ['its region in the first one', swap(REGION, 'region: "us-east-1"'), 'storage.s3.region', 'us-east-1'],
  ['storage elsewhere, with the region that it needs', swap(REGION, 'region: "us-east-1"\n          endpoint: "https://minio.example.com"'), 'storage.s3',
    { bucket: S3.bucket, endpoint: 'https://minio.example.com', roleArn: S3.roleArn }],
  ['storage elsewhere, in a region', swap(REGION, `${REGION}\n          endpoint: "https://minio.example.com"`), 'storage.s3.region', 'us-east-2'],
  ['an account without a role', swap(/eks.amazonaws.com\/role-arn: .*/, 'x: y'), 'storage.s3.roleArn', undefined],
])('%s', (_, change, path, value) => {
  const { answers } = found(change);
  expect(valueAt(answers, ['planes', 'plain', ...path.split('.')])).toEqual(value);
});

test('storage of an unknown kind is reported', () => {
  const { answers, unseen } = found((text) => text.replace(/kind: "s3"/g, 'kind: "oracle"'));
  expect(answers).not.toHaveProperty('planes.plain.storage');
  expect(unseen).toEqual(['planes.plain.storage: the object storage is of an unknown kind']);
});

test('the release with the same layout is reported if no label of ours shows it', () => {
  const { answers, unseen } = found((text) => text.replace(/managed-by: cdk8s-union-auth/g, 'managed-by: kustomize'));
  expect(answers).not.toHaveProperty('planes.plain.version');
  expect(unseen).toEqual(['planes.plain.version: nothing shows it; the newest known one is used']);
});
