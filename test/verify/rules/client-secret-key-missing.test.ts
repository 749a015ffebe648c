import { clientSecretKeyMissing } from '../../../src/verify/rules/credentials';
import { deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { flyteadmin, service } from '../_planes';
import { testRule } from '../_rule-harness';
import { flyteadmin as relyingParty } from '../_union';

const SECRET = 'union-controlplane-secrets';
const config = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };
const executions = service('executions', config);
const live = { uid: '0a0a0a0a', resourceVersion: '7' };
const expected = `key client_secret in Secret ${SECRET}`;
const reason = 'The input shows no Secret that a service reads its client secret from.';

testRule(clientSecretKeyMissing, {
  fires: [
    {
      when: 'the ExternalSecret writes another key',
      input: manifests(...executions, externalSecret('auth', { target: SECRET, keys: ['clientSecret', 'pass.txt'] })),
      findings: [{
        object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.data', line: 'data:', expected, found: 'clientSecret, pass.txt',
      }],
    },
    {
      when: 'of many keys it writes none that is read',
      input: manifests(...executions, externalSecret('auth', { target: SECRET, keys: ['a', 'b', 'c', 'd', 'pass.txt'] })),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.data', line: 'data:', expected, found: '5 keys, without client_secret' }],
    },
    {
      when: 'the template of the ExternalSecret replaces its keys',
      input: manifests(...executions, externalSecret('auth', { target: SECRET, spec: { target: { name: SECRET, template: { data: { secret: '{{ .client_secret }}' } } } } })),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.data', line: 'data:', expected, found: 'secret' }],
    },
    {
      when: 'a Secret of the manifests holds another key, and two services read it',
      input: manifests(...executions, ...service('cluster', config), secret(SECRET, { 'client-secret': 'something' })),
      findings: [{ object: 'v1/Secret union-cp/union-controlplane-secrets', field: 'stringData', line: 'stringData:', expected, found: 'client-secret' }],
    },
    {
      when: 'the Secret of a running cluster holds the database password alone',
      input: manifests(...executions, { ...secret(SECRET, {}, 'union-cp', live), data: { 'pass.txt': 'c29tZXRoaW5n' } }),
      findings: [{ object: 'v1/Secret union-cp/union-controlplane-secrets', field: 'data', line: 'data:', expected, found: 'pass.txt' }],
    },
    {
      when: 'kubectl lists the objects of a cluster',
      input: manifests({ apiVersion: 'v1', kind: 'List', items: [...executions, secret(SECRET, { secret: 'something' }, 'union-cp', live)] }),
      findings: [{ object: 'v1/Secret union-cp/union-controlplane-secrets', field: 'stringData', line: 'stringData:', expected, found: 'secret' }],
    },
    {
      when: 'a variable is read from a key that is not there',
      input: manifests(...service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } }, {
        env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: SECRET, key: 'client_secret' } } }],
      }), secret(SECRET, { secret: 'something' })),
      findings: [{ object: 'v1/Secret union-cp/union-controlplane-secrets', field: 'stringData', line: 'stringData:', expected, found: 'secret' }],
    },
    {
      when: 'the Secret of a running cluster holds nothing',
      input: manifests(...executions, secret(SECRET, {}, 'union-cp', live)),
      findings: [{ object: 'v1/Secret union-cp/union-controlplane-secrets', field: '', line: 'apiVersion: v1', expected, found: 'no keys' }],
    },
    {
      when: 'the ExternalSecret has a template alone',
      input: manifests(...executions, externalSecret('auth', { spec: { data: undefined, target: { name: SECRET, template: { data: { secret: 'made' } } } } })),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec', line: 'spec:', expected, found: 'secret' }],
    },
    {
      when: 'the setting has a slip of the key that the Secret has',
      input: manifests(
        ...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_sercet' } }),
        externalSecret('auth', { target: SECRET }),
      ),
      findings: [{
        object: 'v1/ConfigMap union-cp/executions',
        field: 'data["config.yaml"]: admin.clientSecretLocation',
        line: 'clientSecretLocation: /etc/secrets/union/client_sercet',
        expected: '/etc/secrets/union/client_secret',
        found: '/etc/secrets/union/client_sercet',
      }],
      remedy: [['client_sercet', 'client_secret']],
    },
    {
      when: 'a variable is read from a slip of the key',
      input: manifests(...service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } }, {
        env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: SECRET, key: 'client_secrt' } } }],
      }), externalSecret('auth', { target: SECRET })),
      findings: [{
        object: 'apps/v1/Deployment union-cp/executions',
        field: 'spec.template.spec.containers[0].env[0]',
        line: 'name: CLIENT_SECRET',
        expected: `key client_secret of Secret ${SECRET}`,
        found: 'client_secrt',
      }],
    },
    {
      when: 'a SealedSecret makes another key',
      input: manifests(...executions, object('bitnami.com/v1alpha1', 'SealedSecret', SECRET, { spec: { encryptedData: { secret: 'AgB' } } })),
      findings: [{ object: `bitnami.com/v1alpha1/SealedSecret union-cp/${SECRET}`, field: '', line: 'apiVersion: bitnami.com/v1alpha1', expected, found: 'secret' }],
    },
  ],
  passes: [
    {
      when: 'an ExternalSecret merges the key into an empty Secret',
      input: manifests(...executions, secret(SECRET), externalSecret('auth', { target: SECRET, creationPolicy: 'Merge' })),
    },
    {
      when: 'items lead from another key to the file',
      input: manifests(executions[0], deployment('executions', {
        container: { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }] },
        pod: {
          volumes: [
            { name: 'config', configMap: { name: 'executions' } },
            { name: 'auth', secret: { secretName: SECRET, items: [{ key: 'oauth', path: 'client_secret' }] } },
          ],
        },
      }), externalSecret('auth', { target: SECRET, keys: ['oauth'] })),
    },
    { when: 'the key holds a placeholder, which is another rule\'s', input: manifests(...executions, secret(SECRET, { client_secret: 'placeholder' })) },
  ],
  notApplicable: [
    { when: 'the secret of the web application is not there, which is another rule\'s', input: manifests(...relyingParty(), secret('flyte-admin-secrets', { client_secret: 'x' })), reason },
    { when: 'nothing is mounted where the secret ought to lie', input: manifests(...service('executions', config, { secrets: {} }), secret(SECRET, { secret: 'something' })), reason },
    {
      when: 'authentication is off on purpose, so that nobody presents the secret',
      input: manifests(...flyteadmin({}, { useAuth: false }), ...executions, externalSecret('auth', { target: SECRET, keys: ['other'] })),
      reason,
    },
    { when: 'nothing in the input writes the Secret', input: manifests(...executions), reason },
    { when: 'the chart renders the Secret empty, for others to fill', input: manifests(...executions, secret(SECRET)), reason },
    { when: 'the chart renders it with the database password alone', input: manifests(...executions, secret(SECRET, { 'pass.txt': 'something' })), reason },
    {
      when: 'an ExternalSecret takes whatever the store holds',
      input: manifests(...executions, externalSecret('auth', { target: SECRET, spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } })),
      reason,
    },
    { when: 'a Secret of that name lies in another namespace', input: manifests(...executions, secret(SECRET, { secret: 'something' }, 'other')), reason },
  ],
});
