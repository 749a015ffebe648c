import { AUTHORIZER, cp } from './_control-plane';

/** Who may do what, in the values of the control plane. */
export const CONTROL_PLANE_AUTHORIZATION = [
  cp('no administrator', { [`${AUTHORIZER}.bootstrap.adminUsers`]: [] }, 'bootstrap-admin-missing'),
  cp('an administrator by address', { [`${AUTHORIZER}.bootstrap.adminUsers`]: [{ name: 'Ada', subject: 'ada@example.com' }] },
    'bootstrap-admin-subject'),
  cp('an administrator without a subject', { [`${AUTHORIZER}.bootstrap.adminUsers`]: [{ name: 'Ada' }] },
    'bootstrap-admin-missing services.authorizer.configMap.authorizer.bootstrap.adminUsers[0]'),
  cp('the service client is not among the accounts', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts.shift(); },
    'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts'),
  cp('an operator is not among the accounts', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts.splice(1, 1); },
    'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts'),
  cp('the eager client is not among the accounts', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts.splice(3, 1); },
    'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts'),
  cp('an account by its name', (v) => {
    v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts[1].clientId = 'operator-east';
  }, 'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts', 'bootstrap-account-unknown'),
  cp('an unknown role', (v) => {
    v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts[0].role = 'Administrator';
  }, 'bootstrap-account-missing'),
  cp('a cluster under another name', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].name = 'us-east'; },
    'cluster-operator-missing services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters'),
  cp('operators of two clusters swapped', (v) => {
    const [a, b] = v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters;
    [a.operators, b.operators] = [b.operators, a.operators];
  }, 'cluster-operator-missing', 'cluster-operator-missing services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[1].operators'),
  cp('a cluster without operators', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[1].operators = []; },
    'cluster-operator-missing'),
  cp('one cluster forgotten', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters.pop(); },
    'cluster-operator-missing services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters'),
  cp('headers not forwarded to the authorizer', { 'configMap.authorizer.authorizerClient.forwardHeaders': ['authorization'] },
    'authorizer-header-dropped'),
  cp('an external authorizer without TLS', {
    'configMap.authorizer': {
      type: 'External',
      externalClient: { failOpen: false, grpcConfig: { host: 'dns:///authorizer.example.com:443', insecure: true } },
    },
  }, 'authorizer-mode-contradicted', 'values-unknown-key configMap.authorizer.externalClient'),
  cp('an external authorizer that fails open', {
    [`${AUTHORIZER}.type`]: 'External',
    [`${AUTHORIZER}.externalClient`]: { failOpen: true, grpcConfig: { host: 'dns:///authorizer.auth.svc.cluster.local:50051', insecure: true } },
  }, 'authorizer-fails-open services.authorizer.configMap.authorizer.externalClient.failOpen'),
  cp('a key seeded for an unknown cluster', (v) => { v.services.identity.apiKeyOverrides[0].clusterName = 'us-east'; }, 'eager-key-unseeded'),
  cp('one key for the wrong cluster', (v) => { v.services.identity.apiKeyOverrides[1].clusterName = 'east'; }, 'eager-key-unseeded'),
  cp('no keys seeded', { 'services.identity.apiKeyOverrides': [] },
    'eager-key-unseeded east.values.yaml Values east/dataplane: config.operator.apiKey.enabled',
    'eager-key-unseeded west.values.yaml Values west/dataplane: config.operator.apiKey.enabled'),
  cp('another name of the key', (v) => { v.services.identity.apiKeyOverrides[0].key = 'FLYTE_API_KEY'; }, 'eager-key-unseeded'),
  cp('a Secret of the key that is not delivered', (v) => { v.services.identity.apiKeyOverrides[0].existingSecret.name = 'eager-api-key-us-east'; },
    'client-secret-undelivered services.identity.apiKeyOverrides[0]'),
];
