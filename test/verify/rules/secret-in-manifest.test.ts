import { secretInManifest } from '../../../src/verify/rules/manifests';
import { configMap, deployment, externalSecret, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const value = 'not-a-real-secret';
const finding = {
  object: 'v1/Secret union-cp/flyte-secret-auth',
  field: 'stringData.client_secret',
  line: `client_secret: ${value}`,
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
const reason = 'No manifest in the input has a place for the value of a credential.';
const named = (text: string, metadata = {}) => manifests(secret('flyte-secret-auth', { client_secret: text }, 'union-cp', metadata));

testRule(secretInManifest, {
  fires: [
    { when: 'the chart renders a client secret from the values', input: named(value), findings: [finding] },
    {
      when: 'it is merely encoded',
      input: manifests(object('v1', 'Secret', 'flyte-secret-auth', { data: { client_secret: btoa(value) } }, null)),
      findings: [{ ...finding, object: 'v1/Secret flyte-secret-auth', field: 'data.client_secret', line: `client_secret: ${btoa(value)}` }],
    },
    {
      when: 'a cookie key and the database password stand in Secrets that upstream names',
      input: manifests(secret('flyte-admin-secrets', { cookie_hash_key: value }), secret('union-controlplane-secrets', { 'pass.txt': value })),
      findings: [
        {
          ...finding,
          object: 'v1/Secret union-cp/flyte-admin-secrets',
          field: 'stringData.cookie_hash_key',
          line: `cookie_hash_key: ${value}`,
          expected: 'cookie_hash_key of Secret flyte-admin-secrets delivered from a secret store',
        },
        {
          ...finding,
          object: 'v1/Secret union-cp/union-controlplane-secrets',
          field: 'stringData["pass.txt"]',
          line: `pass.txt: ${value}`,
          expected: 'pass.txt of Secret union-controlplane-secrets delivered from a secret store',
        },
      ],
    },
    {
      when: 'a service reads the key of another Secret',
      input: manifests(...reader, secret('auth', { client_secret: value, theme: 'dark' })),
      findings: [{ ...finding, object: 'v1/Secret union-cp/auth', expected: 'client_secret of Secret auth delivered from a secret store' }],
    },
    {
      when: 'a variable of the pod holds it',
      input: variable(value),
      findings: [{
        ...finding,
        object: 'apps/v1/Deployment union-cp/usage',
        field: 'spec.template.spec.containers[0].env[0].value',
        line: `value: ${value}`,
        expected: 'the service client secret delivered from a secret store',
      }],
    },
    {
      when: 'the template of an ExternalSecret holds it once more, for older readers',
      input: manifests(externalSecret('auth', { spec: { target: { template: { data: { app_secret: value } } } } })),
      findings: [{
        ...finding,
        object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
        field: 'spec.target.template.data.app_secret',
        line: `app_secret: ${value}`,
        expected: 'app_secret of Secret auth delivered from a secret store',
      }],
    },
    {
      when: 'the template of an ExternalSecret holds it',
      input: manifests(externalSecret('auth', { spec: { target: { template: { data: { client_secret: value } } } } })),
      findings: [{
        ...finding,
        object: 'external-secrets.io/v1/ExternalSecret union-cp/auth',
        field: 'spec.target.template.data.client_secret',
        expected: 'client_secret of Secret auth delivered from a secret store',
      }],
    },
  ],
  passes: [
    { when: 'it is a placeholder', input: named('placeholder') },
    { when: 'it is empty', input: named('') },
    { when: 'SOPS encrypts it', input: named('ENC[AES256_GCM,data:Zm9v,type:str]') },
    { when: 'vals resolves it', input: named('ref+awssecrets://union/auth#/client_secret') },
    { when: 'Argo CD\'s vault plugin replaces it', input: named('<client_secret>', { annotations: { 'avp.kubernetes.io/path': 'secret/data/union' } }) },
    { when: 'Flux substitutes it', input: named('${CLIENT_SECRET}') },
    { when: 'the variable refers to another one', input: variable('$(OTHER)') },
    { when: 'the template of an ExternalSecret computes it', input: manifests(externalSecret('auth', { spec: { target: { template: { data: { client_secret: '{{ .secret | trim }}' } } } } })) },
  ],
  notApplicable: [
    { when: 'a template of an ExternalSecret holds no client secret', input: manifests(externalSecret('auth', { spec: { target: { template: { data: { theme: value, client_secret_hint: value } } } } })), reason },
    {
      when: 'the variable takes it from a Secret',
      input: manifests(configMap('usage', { 'config.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'CLIENT_SECRET' } } }), deployment('usage', {
        configMaps: { usage: '/etc/config' }, env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'auth', key: 'client_secret' } } }],
      })),
      reason,
    },
    { when: 'the Secret is empty', input: manifests(secret('union-controlplane-secrets'), externalSecret('union-controlplane-secrets', { creationPolicy: 'Merge' })), reason },
    { when: 'the Secret was read from a cluster', input: named(value, { uid: '0a1b', resourceVersion: '7' }), reason },
    { when: 'External Secrets wrote what the input shows', input: named(value, { annotations: { 'reconcile.external-secrets.io/data-hash': 'c0ffee' } }), reason },
    { when: 'another application has the Secret', input: manifests(secret('grafana', { 'client_secret': value, 'admin-password': value })), reason },
    { when: 'a SealedSecret carries it', input: manifests(object('bitnami.com/v1alpha1', 'SealedSecret', 'flyte-secret-auth', { spec: { encryptedData: { client_secret: 'AgB' } } })), reason },
  ],
});
