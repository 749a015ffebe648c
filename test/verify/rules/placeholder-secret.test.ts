import { placeholderSecret } from '../../../src/verify/rules/credentials';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

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
  expected: 'the service client secret',
  found: 'a placeholder that nothing in the input replaces',
};

testRule(placeholderSecret, {
  fires: [
    ['the chart renders it (create: true) and nothing replaces it', reading(inSecret('placeholder')), finding],
    ['it is encoded', reading(object('v1', 'Secret', name, { data: { client_secret: 'cGxhY2Vob2xkZXI=' } }, null)),
      { ...finding, object: `v1/Secret union/${name}`, field: 'data.client_secret' }],
    ['it is the default of flyte-core', reading(inSecret('foobar')), { ...finding }],
    ['it is the guide\'s', reading(inSecret('<SERVICE_CLIENT_SECRET>')), { ...finding }],
    ['the value is empty', reading(inSecret('')), { ...finding, found: 'an empty value that nothing in the input replaces' }],
    ['an ExternalSecret writes other keys only',
      reading(inSecret('placeholder'), externalSecret('app', { target: name, creationPolicy: 'Merge', keys: ['app_secret'], namespace: 'union' })),
      finding],
    ['the ExternalSecret lies in another namespace', reading(inSecret('placeholder'), externalSecret(name, { creationPolicy: 'Merge' })), finding],
    ['a cluster still holds it', reading(inSecret('placeholder', { uid: '0a1b' })), { ...finding, found: 'a placeholder in the cluster' }],
    ['two workloads read it',
      [config, operator, deployment('leaseworker', { namespace: 'union', configMaps: { 'union-operator': '/etc/config' }, secrets: { [name]: '/etc/union/secret' } }), inSecret('placeholder')],
      finding],
    ['it stands in a variable', viaVariable('placeholder'),
      ['apps/v1/Deployment union/union-operator', 'spec.template.spec.containers[0].env[0].value', 'the service client secret', 'a placeholder']],
    ['an empty text stands in a variable', viaVariable(''),
      ['apps/v1/Deployment union/union-operator', 'spec.template.spec.containers[0].env[0].value', 'the service client secret', 'an empty value'],
      remedy(['value: ""', 'valueFrom: { secretKeyRef: { name: union-secret-auth, key: client_secret } }'])],
    ['a variable takes it from the Secret',
      [viaClient, deployment('union-operator', {
        namespace: 'union',
        configMaps: { 'union-operator': '/etc/union/config' },
        env: [{ name: 'OTHER', value: 'placeholder' }, { name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name, key: 'client_secret' } } }],
      }), inSecret('placeholder')],
      finding],
    ['flyteadmin finds it as its web client secret', [
      configMap('flyteadmin', { 'server.yaml': { auth: { userAuth: { openId: { clientId: 'web' } } } } }),
      deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' }, secrets: { 'flyte-admin-secrets': '/etc/secrets' } }),
      secret('flyte-admin-secrets', { oidc_client_secret: 'placeholder' }),
    ], { ...finding, object: 'v1/Secret union-cp/flyte-admin-secrets', field: 'stringData.oidc_client_secret', expected: 'the web client secret' }],
  ],
  passes: [
    ['an ExternalSecret merges the key', reading(inSecret('placeholder'), externalSecret(name, { creationPolicy: 'Merge', namespace: 'union' }))],
    ['an ExternalSecret may write anything',
      reading(inSecret('placeholder'), externalSecret(name, { creationPolicy: 'Merge', namespace: 'union', spec: { data: [], dataFrom: [{ extract: { key: 'union' } }] } }))],
    ['the manifest holds a value', reading(inSecret('not-a-real-secret'))],
    ['SOPS encrypts the value', reading(inSecret('ENC[AES256_GCM,data:Zm9v,type:str]'))],
    ['Argo CD\'s vault plugin replaces it', reading(inSecret('<path:secret/data/union#client_secret>'))],
    ['the Secret lacks the key, which is client-secret-key-missing', reading(secret(name, {}, 'union'))],
    ['a variable takes the value from elsewhere', viaVariable('$(OTHER)')],
  ],
  notApplicable: [
    ['no workload mounts the Secret, as flyte-secret-auth without the scheduler',
      reading(secret('flyte-secret-auth', { client_secret: 'placeholder' }))],
    ['nothing is mounted where the secret ought to lie',
      [config, deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' } })]],
    ['a cluster holds other Secrets alone',
      [config, { ...operator, metadata: { name: 'union-operator', namespace: 'union', uid: '0a1b' } }, secret('other', { a: 'b' }, 'union', { uid: '0a1c' })]],
    ['the Secret is provisioned elsewhere', reading()],
    ['the input holds no workload', [inSecret('placeholder')]],
    ['the client does not authenticate', [
      configMap('union-operator', { 'config.yaml': { union: { auth: { enable: false, clientSecretLocation: location } } } }, 'union'), operator, inSecret('placeholder'),
    ]],
  ],
});
