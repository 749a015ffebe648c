import { mayHoldSecret, secretsIn } from '../../../src/common/values/secret-values';

const VALUE = 'hunter2';
const KEY = '-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\n';

test.each<[what: string, values: object, paths: string[]]>([
  ['passwords of any name', { dbPass: VALUE, db: { password: 'p', PASSWD: 'p', passphrase: 'p', pwd: 1234 }, 'smtp_auth-password': 'p' },
    ['dbPass', 'db.password', 'db.PASSWD', 'db.passphrase', 'db.pwd', 'smtp_auth-password']],
  ['keys and tokens', { clientSecret: 'x', CLIENT_SECRET: 'x', bearer_token: 'x', apiKey: 'x', secretAccessKey: 'x', s3: { secretKey: 'x' }, privateKey: 'x', encryptionKey: 'x',
    'signing-key': 'x', secretValue: 'x' },
  ['clientSecret', 'CLIENT_SECRET', 'bearer_token', 'apiKey', 'secretAccessKey', 's3.secretKey', 'privateKey', 'encryptionKey', 'signing-key', 'secretValue']],
  ['variables', { env: [{ name: 'A', value: 'b' }, { name: 'DB_PASSWORD', value: VALUE }] }, ['env[1].value']],
  ['what can only be a secret, under any name', { a: KEY, b: ['see https://user:pass@db.example.com/x'], c: 'eyJhbGciOi.eyJzdWIi.c2ln' }, ['a', 'b[0]', 'c']],
  ['names and locations of secrets', {
    secretName: 'db', passwordSecretRef: 'db', tokenUrl: 'x', dbPassKey: 'pass.txt', passwordKey: 'x', existingSecret: 'db', imagePullSecret: 'regcred', secret: 'db', compass: 'x',
    credentials: 'ServiceCredentials', accessKeyId: 'x', clientSecretLocation: '/etc/x', passwordPath: '/etc/db/pass.txt', password: '/etc/db/pass.txt', token: 'file:///var/token',
    clientSecret: 'kube://secrets/union?key=client_secret', data: [{ secretKey: 'password', remoteRef: { key: 'db' } }, { secretName: 'db', secretKey: 'pass' }],
    env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }], apiKeyOverrides: [{ secretName: 'x' }], automountServiceAccountToken: true,
  }, []],
  ['values that others put in', { password: '', token: '{{ .Values.token }}', dbPass: '${DB_PASS}', apiKey: 'vault:secret/data/x#key', clientSecret: 'placeholder', pwd: '<your password>',
    secretKey: 'ENC[AES256_GCM,data:x]', pass: null }, []],
])('%s', (_, values, paths) => expect(secretsIn(values)).toEqual(paths));

test.each<[path: string, value: unknown, isOne: boolean]>([
  ['grafana.adminPassword', VALUE, true],
  ['registry.secret', VALUE, true],
  ['aws.credentials', VALUE, true],
  ['minio.accessKey', VALUE, true],
  ['extra', [{ name: 'x', token: VALUE }], true],
  ['global.KUBERNETES_SECRET_NAME', VALUE, false],
  ['minio.accessKeyId', VALUE, false],
  ['secret.name', VALUE, false],
])('%s of files: %j may be a secret: %s', (path, value, isOne) => expect(mayHoldSecret(path, value)).toBe(isOne));
