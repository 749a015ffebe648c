import { clientSecretKeyMissing } from '../../../src/verify/rules/credentials';
import { deployment, externalSecret, object, secret } from '../_manifests';
import { flyteadmin, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { flyteadmin as relyingParty } from '../_union';

const SECRET = 'union-controlplane-secrets';
const config = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };
const executions = service('executions', config);
const live = { uid: '0a0a0a0a', resourceVersion: '7' };
const expected = `key client_secret in Secret ${SECRET}`;

testRule(clientSecretKeyMissing, {
  fires: [
    ['the ExternalSecret writes another key', [...executions, externalSecret('auth', { target: SECRET, keys: ['clientSecret', 'pass.txt'] })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.data', expected, 'clientSecret, pass.txt'],
      remedy(['secretKey: clientSecret', 'secretKey: client_secret'])],
    ['of many keys it writes none that is read', [...executions, externalSecret('auth', { target: SECRET, keys: ['a', 'b', 'c', 'd', 'pass.txt'] })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.data', expected, '5 keys, without client_secret']],
    ['the template of the ExternalSecret replaces its keys',
      [...executions, externalSecret('auth', { target: SECRET, spec: { target: { name: SECRET, template: { data: { secret: '{{ .client_secret }}' } } } } })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec.data', expected, 'secret']],
    ['a Secret of the manifests holds another key, and two services read it',
      [...executions, ...service('cluster', config), secret(SECRET, { 'client-secret': 'something' })],
      ['v1/Secret union-cp/union-controlplane-secrets', 'stringData', expected, 'client-secret']],
    ['the Secret of a running cluster holds the database password alone',
      [...executions, { ...secret(SECRET, {}, 'union-cp', live), data: { 'pass.txt': 'c29tZXRoaW5n' } }],
      ['v1/Secret union-cp/union-controlplane-secrets', 'data', expected, 'pass.txt']],
    ['kubectl lists the objects of a cluster',
      [{ apiVersion: 'v1', kind: 'List', items: [...executions, secret(SECRET, { secret: 'something' }, 'union-cp', live)] }],
      ['v1/Secret union-cp/union-controlplane-secrets', 'stringData', expected, 'secret']],
    ['a variable is read from a key that is not there',
      [...service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } }, {
        env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: SECRET, key: 'client_secret' } } }],
      }), secret(SECRET, { secret: 'something' })],
      ['v1/Secret union-cp/union-controlplane-secrets', 'stringData', expected, 'secret']],
    ['the Secret of a running cluster holds nothing', [...executions, secret(SECRET, {}, 'union-cp', live)],
      ['v1/Secret union-cp/union-controlplane-secrets', '', expected, 'no keys']],
    ['the ExternalSecret has a template alone',
      [...executions, externalSecret('auth', { spec: { data: undefined, target: { name: SECRET, template: { data: { secret: 'made' } } } } })],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'spec', expected, 'secret']],
    ['the setting has a slip of the key that the Secret has',
      [
        ...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_sercet' } }),
        externalSecret('auth', { target: SECRET }),
      ], ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: admin.clientSecretLocation', '/etc/secrets/union/client_secret',
        '/etc/secrets/union/client_sercet'],
      remedy(['client_sercet', 'client_secret'])],
    ['a variable is read from a slip of the key',
      [...service('executions', { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } }, {
        env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: SECRET, key: 'client_secrt' } } }],
      }), externalSecret('auth', { target: SECRET })],
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].env[0]', `key client_secret of Secret ${SECRET}`, 'client_secrt']],
    ['a SealedSecret makes another key',
      [...executions, object('bitnami.com/v1alpha1', 'SealedSecret', SECRET, { spec: { encryptedData: { secret: 'AgB' } } })],
      [`bitnami.com/v1alpha1/SealedSecret union-cp/${SECRET}`, '', expected, 'secret']],
  ],
  passes: [
    ['an ExternalSecret merges the key into an empty Secret',
      [...executions, secret(SECRET), externalSecret('auth', { target: SECRET, creationPolicy: 'Merge' })]],
    ['items lead from another key to the file', [executions[0], deployment('executions', {
      container: { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }] },
      pod: {
        volumes: [
          { name: 'config', configMap: { name: 'executions' } },
          { name: 'auth', secret: { secretName: SECRET, items: [{ key: 'oauth', path: 'client_secret' }] } },
        ],
      },
    }), externalSecret('auth', { target: SECRET, keys: ['oauth'] })]],
    ['the key holds a placeholder, which is another rule\'s', [...executions, secret(SECRET, { client_secret: 'placeholder' })]],
  ],
  notApplicable: [
    ['the secret of the web application is not there, which is another rule\'s',
      [...relyingParty(), secret('flyte-admin-secrets', { client_secret: 'x' })]],
    ['nothing is mounted where the secret ought to lie',
      [...service('executions', config, { secrets: {} }), secret(SECRET, { secret: 'something' })]],
    ['authentication is off on purpose, so that nobody presents the secret',
      [...flyteadmin({}, { useAuth: false }), ...executions, externalSecret('auth', { target: SECRET, keys: ['other'] })]],
    ['nothing in the input writes the Secret', executions],
    ['the chart renders the Secret empty, for others to fill', [...executions, secret(SECRET)]],
    ['the chart renders it with the database password alone', [...executions, secret(SECRET, { 'pass.txt': 'something' })]],
    ['an ExternalSecret takes whatever the store holds',
      [...executions, externalSecret('auth', { target: SECRET, spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } })]],
    ['a Secret of that name lies in another namespace', [...executions, secret(SECRET, { secret: 'something' }, 'other')]],
  ],
});
