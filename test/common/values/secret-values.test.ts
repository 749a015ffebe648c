import { mayHoldSecret, secretsIn } from '../../../src/common/values/secret-values';

const VALUE = 'hunter2';
const KEY = '-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\n';

const all = (names: string, value: unknown) => Object.fromEntries(names.split(' ').map((name) => [name, value]));
const NAMED = 'dbPass password PASSWD passphrase pwd smtp_auth-password clientSecret CLIENT_SECRET bearer_token apiKey secretAccessKey secretKey privateKey encryptionKey signing-key secretValue';

test.each<[what: string, values: object, paths: string[]]>([
  ['secrets by the names of their keys', { s3: all(NAMED, VALUE), pwd: 1234 }, [...NAMED.split(' ').map((name) => `s3.${name}`), 'pwd']],
  ['variables', { env: [{ name: 'A', value: 'b' }, { name: 'DB_PASSWORD', value: VALUE }] }, ['env[1].value']],
  ['what can only be a secret, under any name', { a: KEY, b: ['see https://user:pass@db.example.com/x'], c: 'eyJhbGciOi.eyJzdWIi.c2ln' }, ['a', 'b[0]', 'c']],
  ['names of secrets', all('secretName passwordSecretRef tokenUrl dbPassKey passwordKey existingSecret imagePullSecret secret credentials accessKeyId compass clientSecretLocation', VALUE), []],
  ['locations', { passwordPath: '/etc/db/pass.txt', password: '/etc/db/pass.txt', token: 'file:///var/token', clientSecret: 'kube://secrets/union?key=client_secret' }, []],
  ['keys of a Secret', { data: [{ secretKey: 'password', remoteRef: { key: 'db' } }, { secretName: 'db', secretKey: 'pass' }] }, []],
  ['variables from a Secret', { env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] }, []],
  ['other types', { automountToken: true, password: null, apiKey: { token: [] } }, []],
  ...['', '{{ .Values.token }}', '${DB_PASS}', 'vault:secret/data/x#key', 'placeholder', '<your password>', 'ENC[AES256_GCM,data:x]']
    .map((value): [string, object, string[]] => [JSON.stringify(value), all(NAMED, value), []]),
])('%s', (_, values, paths) => expect(secretsIn(values)).toEqual(paths));

test.each<[path: string, value: unknown, isOne: boolean]>([
  ['grafana.adminPassword', VALUE, true],
  ['registry.secret', VALUE, true],
  ['aws.credentials', VALUE, true],
  ['minio.accessKey', VALUE, true],
  ['extra', [{ name: 'x', token: VALUE }], true],
  ['global.KUBERNETES_SECRET_NAME', VALUE, false],
  ['admin.clientSecret', 'placeholder', true],
  ['db.password', 'file:///etc/db/pass.txt', false],
  ['minio.accessKeyId', VALUE, false],
  ['secret.name', VALUE, false],
])('%s of files: %j may be a secret: %s', (path, value, isOne) => expect(mayHoldSecret(path, value)).toBe(isOne));
