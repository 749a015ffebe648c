import { secretInManifest } from '../../../src/verify/rules/manifests';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const value = 'not-a-real-secret';
const finding = {
  object: 'v1/Secret union-cp/flyte-secret-auth',
  field: 'stringData.client_secret',
  expected: 'client_secret of Secret flyte-secret-auth delivered from a secret store',
  found: 'a value in the manifest',
};
const reader = [
  configMap('usage', { 'config.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/auth/client_secret' } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, secrets: { auth: '/etc/auth' } }),
];
const variable = (text: string) => manifests(
  configMap('usage', { 'config.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } } }),
  deployment('usage', { configMaps: { usage: '/etc/config' }, env: [{ name: 'CLIENT_SECRET', value: text }, { name: 'LEVEL', value: 'debug' }] }),
);
const named = (text: string, metadata = {}) => manifests(secret('flyte-secret-auth', { client_secret: text }, 'union-cp', metadata));

testRule(secretInManifest, {
  fires: [
    ['the chart renders a client secret from the values', named(value), finding],
    ['it is merely encoded', [object('v1', 'Secret', 'flyte-secret-auth', { data: { client_secret: btoa(value) } }, null)],
      { ...finding, object: 'v1/Secret flyte-secret-auth', field: 'data.client_secret' },
      remedy(['data:\n  client_secret: bm90LWEtcmVhbC1zZWNyZXQ=\n', ''])],
    ['a cookie key and the database password stand in Secrets that upstream names',
      [secret('flyte-admin-secrets', { cookie_hash_key: value }), secret('union-controlplane-secrets', { 'pass.txt': value })],
      { ...finding, object: 'v1/Secret union-cp/flyte-admin-secrets', field: 'stringData.cookie_hash_key', expected: 'cookie_hash_key of Secret flyte-admin-secrets delivered from a secret store' },
      { ...finding, object: 'v1/Secret union-cp/union-controlplane-secrets', field: 'stringData["pass.txt"]', expected: 'pass.txt of Secret union-controlplane-secrets delivered from a secret store' }],
    ['a service reads the key of another Secret', [...reader, secret('auth', { client_secret: value, theme: 'dark' })],
      { ...finding, object: 'v1/Secret union-cp/auth', expected: 'client_secret of Secret auth delivered from a secret store' }],
    ['a variable of the pod holds it', variable(value),
      { ...finding, object: 'apps/v1/Deployment union-cp/usage', field: 'spec.template.spec.containers[0].env[0].value', expected: 'the service client secret delivered from a secret store' }],
    ['the template of an ExternalSecret holds it once more, for older readers',
      [externalSecret('auth', { spec: { target: { template: { data: { app_secret: value } } } } })],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.target.template.data.app_secret', expected: 'app_secret of Secret auth delivered from a secret store' }],
    ['the template of an ExternalSecret holds it', [externalSecret('auth', { spec: { target: { template: { data: { client_secret: value } } } } })],
      { ...finding, object: 'external-secrets.io/v1/ExternalSecret union-cp/auth', field: 'spec.target.template.data.client_secret', expected: 'client_secret of Secret auth delivered from a secret store' }],
  ],
  passes: [
    ['it is a placeholder', named('placeholder')],
    ['it is empty', named('')],
    ['SOPS encrypts it', named('ENC[AES256_GCM,data:Zm9v,type:str]')],
    ['vals resolves it', named('ref+awssecrets://union/auth#/client_secret')],
    ['Argo CD\'s vault plugin replaces it', named('<client_secret>', { annotations: { 'avp.kubernetes.io/path': 'secret/data/union' } })],
    ['Flux substitutes it', named('${CLIENT_SECRET}')],
    ['the variable refers to another one', variable('$(OTHER)')],
    ['the template of an ExternalSecret computes it',
      [externalSecret('auth', { spec: { target: { template: { data: { client_secret: '{{ .secret | trim }}' } } } } })]],
  ],
  notApplicable: [
    ['a template of an ExternalSecret holds no client secret',
      [externalSecret('auth', { spec: { target: { template: { data: { theme: value, client_secret_hint: value } } } } })]],
    ['the variable takes it from a Secret',
      [configMap('usage', { 'config.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } } }), deployment('usage', {
        configMaps: { usage: '/etc/config' }, env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'auth', key: 'client_secret' } } }],
      })]],
    ['the Secret is empty', [secret('union-controlplane-secrets'), externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge' })]],
    ['the Secret was read from a cluster', named(value, { uid: '0a1b', resourceVersion: '7' })],
    ['External Secrets wrote what the input shows', named(value, { annotations: { 'reconcile.external-secrets.io/data-hash': 'c0ffee' } })],
    ['another application has the Secret', [secret('grafana', { 'client_secret': value, 'admin-password': value })]],
    ['a SealedSecret carries it',
      [object('bitnami.com/v1alpha1', 'SealedSecret', 'flyte-secret-auth', { spec: { encryptedData: { client_secret: 'AgB' } } })]],
  ],
});
