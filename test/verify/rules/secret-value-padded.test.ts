import { secretValuePadded } from '../../../src/verify/rules/credentials';
import { externalSecret, object, secret } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const SECRET = 'union-controlplane-secrets';
const executions = service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } });
const reading = service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'S' } }, { env: [{ name: 'S', valueFrom: { secretKeyRef: { name: SECRET, key: 'client_secret' } } }] });
const encoded = (value: string, metadata = {}) =>
  object('v1', 'Secret', SECRET, { data: { client_secret: Buffer.from(value).toString('base64') } }, 'union-cp', metadata);
const finding = { object: `v1/Secret union-cp/${SECRET}`, field: 'data.client_secret', expected: 'the service client secret and nothing around it' };

testRule(secretValuePadded, {
  fires: [
    ['a cluster holds a carriage return', [...executions, encoded('shh\r\n', { uid: '0a1b' })],
      { ...finding, found: 'a value with a carriage return at its end' }],
    ['it ends in a line feed, and two services read it',
      [...executions, ...service('cluster', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }), encoded('shh\n')],
      { ...finding, found: 'a value with a line feed at its end' }],
    ['it starts with a blank', [...executions, encoded(' shh')], { ...finding, found: 'a value with white space before it' },
      remedy(['IHNoaA==', 'c2ho'])],
    ['it is encoded twice', [...executions, encoded(btoa('not-a-real-secret'))],
      { ...finding, found: 'a value with base64 around it, once too often' }],
    ['a variable takes it as it is', [...reading, encoded('shh ')], { ...finding, found: 'a value with a blank at its end, read from a variable' }],
    ['an ExternalSecret writes it as well', [...executions, encoded('shh '), externalSecret(SECRET, { creationPolicy: 'Merge' })],
      { ...finding, found: 'a value with a blank at its end' }],
    ['one reads it from a variable, and another from a file',
      [...reading, ...service('usage', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }), encoded('shh ')],
      { ...finding, found: 'a value with a blank at its end, read from a variable' }],
    ['the Secrets of two planes are so',
      [...executions, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } }), encoded('shh '),
        object('v1', 'Secret', 'union-secret-auth', { data: { client_secret: 'c2hoCg==' } }, 'union')],
      { ...finding, found: 'a value with a blank at its end' },
      { ...finding, object: 'v1/Secret union/union-secret-auth', found: 'a value with a line feed at its end' }],
  ],
  passes: [['there is nothing around it', [...executions, encoded('shh')]]],
  notApplicable: [
    ['nothing is mounted where the secret ought to lie',
      [...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/elsewhere' } }), encoded('shh ')]],
    ['no Secret is in the input', executions],
    ['it is a placeholder', [...executions, secret(SECRET, { client_secret: 'placeholder\n' })]],
    ['nobody reads the key', [...executions, secret(SECRET, { other: 'shh\r' })]],
  ],
});
