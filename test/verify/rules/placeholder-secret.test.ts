import { placeholderSecret } from '../../../src/verify/rules/credentials';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const location = '/etc/union/secret/client_secret';
const config = configMap('union-operator', { 'config.yaml': { admin: { clientId: 'service', clientSecretLocation: location } } }, 'union');
const operator = deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' }, secrets: { [name]: '/etc/union/secret' } });
const reading = (...writers: Record<string, unknown>[]) => manifests(config, operator, ...writers);
const inSecret = (value: string, metadata = {}) => secret(name, { client_secret: value }, 'union', metadata);
const viaClient = configMap('union-operator', { 'config.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } } }, 'union');
const viaVariable = (value: string) => manifests(
  viaClient,
  deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' }, env: [{ name: 'CLIENT_SECRET', value }] }),
);
const finding = {
  object: `v1/Secret union/${name}`,
  field: 'stringData.client_secret',
  line: 'client_secret: placeholder',
  expected: 'the service client secret',
  found: 'a placeholder that nothing in the input replaces',
};
const reason = 'No workload in the input reads a credential from a Secret that the input writes.';

testRule(placeholderSecret, {
  fires: [
    { when: 'the chart renders it (create: true) and nothing replaces it', input: reading(inSecret('placeholder')), findings: [finding] },
    {
      when: 'it is encoded',
      input: reading(object('v1', 'Secret', name, { data: { client_secret: 'cGxhY2Vob2xkZXI=' } }, null)),
      findings: [{ ...finding, object: `v1/Secret union/${name}`, field: 'data.client_secret', line: 'client_secret: cGxhY2Vob2xkZXI=' }],
    },
    { when: 'it is the default of flyte-core', input: reading(inSecret('foobar')), findings: [{ ...finding, line: 'client_secret: foobar' }] },
    { when: 'it is the guide\'s', input: reading(inSecret('<SERVICE_CLIENT_SECRET>')), findings: [{ ...finding, line: 'client_secret: <SERVICE_CLIENT_SECRET>' }] },
    { when: 'the value is empty', input: reading(inSecret('')), findings: [{ ...finding, line: 'client_secret: ""', found: 'an empty value that nothing in the input replaces' }] },
    { when: 'an ExternalSecret writes other keys only', input: reading(inSecret('placeholder'), externalSecret('app', { target: name, creationPolicy: 'Merge', keys: ['app_secret'], namespace: 'union' })), findings: [finding] },
    { when: 'the ExternalSecret lies in another namespace', input: reading(inSecret('placeholder'), externalSecret(name, { creationPolicy: 'Merge' })), findings: [finding] },
    { when: 'a cluster still holds it', input: reading(inSecret('placeholder', { uid: '0a1b' })), findings: [{ ...finding, found: 'a placeholder in the cluster' }] },
    {
      when: 'two workloads read it',
      input: manifests(config, operator, deployment('leaseworker', { namespace: 'union', configMaps: { 'union-operator': '/etc/config' }, secrets: { [name]: '/etc/union/secret' } }), inSecret('placeholder')),
      findings: [finding],
    },
    {
      when: 'it stands in a variable',
      input: viaVariable('placeholder'),
      findings: [{
        object: 'apps/v1/Deployment union/union-operator',
        field: 'spec.template.spec.containers[0].env[0].value',
        line: 'value: placeholder',
        expected: 'the service client secret',
        found: 'a placeholder',
      }],
    },
    {
      when: 'an empty text stands in a variable',
      input: viaVariable(''),
      findings: [{
        object: 'apps/v1/Deployment union/union-operator', field: 'spec.template.spec.containers[0].env[0].value', line: 'value: ""', expected: 'the service client secret', found: 'an empty value',
      }],
    },
    {
      when: 'a variable takes it from the Secret',
      input: manifests(viaClient, deployment('union-operator', {
        namespace: 'union',
        configMaps: { 'union-operator': '/etc/union/config' },
        env: [{ name: 'OTHER', value: 'placeholder' }, { name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name, key: 'client_secret' } } }],
      }), inSecret('placeholder')),
      findings: [finding],
    },
    {
      when: 'flyteadmin finds it as its web client secret',
      input: manifests(
        configMap('flyteadmin', { 'server.yaml': { auth: { userAuth: { openId: { clientId: 'web' } } } } }),
        deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' }, secrets: { 'flyte-admin-secrets': '/etc/secrets' } }),
        secret('flyte-admin-secrets', { oidc_client_secret: 'placeholder' }),
      ),
      findings: [{
        ...finding,
        object: 'v1/Secret union-cp/flyte-admin-secrets',
        field: 'stringData.oidc_client_secret',
        line: 'oidc_client_secret: placeholder',
        expected: 'the web client secret',
      }],
    },
  ],
  passes: [
    { when: 'an ExternalSecret merges the key', input: reading(inSecret('placeholder'), externalSecret(name, { creationPolicy: 'Merge', namespace: 'union' })) },
    { when: 'an ExternalSecret may write anything', input: reading(inSecret('placeholder'), externalSecret(name, { creationPolicy: 'Merge', namespace: 'union', spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } })) },
    { when: 'the manifest holds a value', input: reading(inSecret('not-a-real-secret')) },
    { when: 'SOPS encrypts the value', input: reading(inSecret('ENC[AES256_GCM,data:Zm9v,type:str]')) },
    { when: 'Argo CD\'s vault plugin replaces it', input: reading(inSecret('<path:secret/data/union#client_secret>')) },
    { when: 'the Secret lacks the key, which is client-secret-key-missing', input: reading(secret(name, {}, 'union')) },
    { when: 'a variable takes the value from elsewhere', input: viaVariable('$(OTHER)') },
  ],
  notApplicable: [
    { when: 'no workload mounts the Secret, as flyte-secret-auth without the scheduler', input: reading(secret('flyte-secret-auth', { client_secret: 'placeholder' })), reason },
    { when: 'nothing is mounted where the secret ought to lie', input: manifests(config, deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' } })), reason },
    {
      when: 'a cluster holds other Secrets alone',
      input: manifests(config, { ...operator, metadata: { name: 'union-operator', namespace: 'union', uid: '0a1b' } }, secret('other', { a: 'b' }, 'union', { uid: '0a1c' })),
      reason,
    },
    { when: 'the Secret is provisioned elsewhere', input: reading(), reason },
    { when: 'the input holds no workload', input: manifests(inSecret('placeholder')), reason },
    {
      when: 'the client does not authenticate',
      input: manifests(
        configMap('union-operator', { 'config.yaml': { union: { auth: { enable: false, clientSecretLocation: location } } } }, 'union'), operator, inSecret('placeholder'),
      ),
      reason,
    },
  ],
});
