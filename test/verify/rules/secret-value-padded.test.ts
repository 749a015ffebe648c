import { secretValuePadded } from '../../../src/verify/rules/credentials';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { testRule } from '../_rule-harness';

const SECRET = 'union-controlplane-secrets';
const executions = service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } });
const reading = service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'S' } }, { env: [{ name: 'S', valueFrom: { secretKeyRef: { name: SECRET, key: 'client_secret' } } }] });
const encoded = (value: string, metadata = {}) =>
  object('v1', 'Secret', SECRET, { data: { client_secret: Buffer.from(value).toString('base64') } }, 'union-cp', metadata);
const finding = {
  object: `v1/Secret union-cp/${SECRET}`, field: 'data.client_secret', expected: 'the service client secret and nothing around it',
};
const reason = 'No Secret in the input has the value of a credential that a workload in the input reads.';

testRule(secretValuePadded, {
  fires: [
    { when: 'a cluster holds a carriage return', input: manifests(...executions, encoded('shh\r\n', { uid: '0a1b' })), findings: [{ ...finding, line: 'client_secret: c2hoDQo=', found: 'a value with a carriage return at its end' }] },
    { when: 'it ends in a line feed, and two services read it', input: manifests(...executions, ...service('cluster', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }), encoded('shh\n')), findings: [{ ...finding, line: 'client_secret: c2hoCg==', found: 'a value with a line feed at its end' }] },
    { when: 'it starts with a blank', input: manifests(...executions, encoded(' shh')), findings: [{ ...finding, line: 'client_secret: IHNoaA==', found: 'a value with white space before it' }] },
    { when: 'it is encoded twice', input: manifests(...executions, encoded(btoa('not-a-real-secret'))), findings: [{ ...finding, line: 'client_secret: Ym05MExXRXRjbVZoYkMxelpXTnlaWFE9', found: 'a value with base64 around it, once too often' }] },
    {
      when: 'a variable takes it as it is',
      input: manifests(...reading, encoded('shh ')),
      findings: [{ ...finding, line: 'client_secret: c2hoIA==', found: 'a value with a blank at its end, read from a variable' }],
    },
    {
      when: 'an ExternalSecret writes it as well',
      input: manifests(...executions, encoded('shh '), externalSecret(SECRET, { creationPolicy: 'Merge' })),
      findings: [{ ...finding, line: 'client_secret: c2hoIA==', found: 'a value with a blank at its end' }],
    },
    {
      when: 'one reads it from a variable, and another from a file',
      input: manifests(...reading, ...service('usage', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }), encoded('shh ')),
      findings: [{ ...finding, line: 'client_secret: c2hoIA==', found: 'a value with a blank at its end, read from a variable' }],
    },
    {
      when: 'the Secrets of two planes are so',
      input: manifests(...executions, ...dataPlaneService('union-operator', { admin: { clientId: 'service', clientSecretLocation: '/etc/union/secret/client_secret' } }), encoded('shh '),
        object('v1', 'Secret', 'union-secret-auth', { data: { client_secret: 'c2hoCg==' } }, 'union')),
      findings: [
        { ...finding, line: 'client_secret: c2hoIA==', found: 'a value with a blank at its end' },
        { ...finding, object: 'v1/Secret union/union-secret-auth', line: 'client_secret: c2hoCg==', found: 'a value with a line feed at its end' },
      ],
    },
  ],
  passes: [
    { when: 'there is nothing around it', input: manifests(...executions, encoded('shh')) },
  ],
  notApplicable: [
    { when: 'nothing is mounted where the secret ought to lie', input: manifests(...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/elsewhere' } }), encoded('shh ')), reason },
    { when: 'no Secret is in the input', input: manifests(...executions), reason },
    { when: 'it is a placeholder', input: manifests(...executions, secret(SECRET, { client_secret: 'placeholder\n' })), reason },
    { when: 'nobody reads the key', input: manifests(...executions, secret(SECRET, { other: 'shh\r' })), reason },
  ],
});
