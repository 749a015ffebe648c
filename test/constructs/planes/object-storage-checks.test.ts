import { accountName, bucketName, containerName, endpointUrl, googleServiceAccount } from '../../../src/constructs/planes/object-storage-checks';

const of = (length: number) => 'a'.repeat(length);

test.each([
  ['a bucket', bucketName, [of(3), of(222), '0-a', 'a.b_c-d'], [of(2), of(223), '-ab', 'ab-', 'A-b', 'a..b', '10.0.0.1', 's3://acme', 'gs://acme', '']],
  ['a service account of Google', googleServiceAccount, ['union@acme.iam.gserviceaccount.com', 'a@b.c.gserviceaccount.com'], ['union@acme.com', '@a.gserviceaccount.com', 'A@a.gserviceaccount.com', 'union']],
  ['an account of Azure', accountName, [of(3), of(24), 'a1b'], [of(2), of(25), 'a-b', 'Abc']],
  ['a container', containerName, [of(3), of(63), 'a-b', `${'a-'.repeat(31)}a`], [of(2), of(64), `${'a-'.repeat(32)}a`, 'a--b', '-ab', 'ab-', 'Abc']],
  ['an endpoint', endpointUrl, ['https://minio.example.com', 'http://minio:9000', 'https://minio.example.com/'],
    ['minio.example.com', 'ftp://minio', 'https://a:b@minio', 'https://:b@minio', 'https://a@minio', 'https://minio/bucket', 'https://minio/?a', 'https://minio/#a', '']],
])('%s', (_, check, right, wrong) => {
  expect(right.filter((value) => check(value) !== undefined)).toEqual([]);
  expect(wrong.filter((value) => check(value) === undefined)).toEqual([]);
});

test('what is wrong is said with what to do', () => {
  const told = (value: string) => endpointUrl(value)?.split(/[;,] /)[1];
  expect(['minio', 'ftp://minio', 'https://a:b@minio', 'https://minio/bucket'].map(told)).toEqual([
    'write one such as https://minio.example.com:9000', 'write one such as https://minio.example.com:9000', 'remove them', 'give the bucket in its own prop',
  ]);
});
