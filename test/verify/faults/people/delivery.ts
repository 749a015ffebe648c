import { set, without } from '../_changes';
import { charts } from './_people';

/** How secrets reach the planes of the charts. */

export const DELIVERY = [
  charts('remoteRef in small letters', (c) => {
    const [entry] = c.get('ExternalSecret', 'union-secret-auth', 'east').spec.data;
    entry.remoteref = entry.remoteRef;
    delete entry.remoteRef;
  }, 'manifest-refused spec.data[0].remoteref'),
  charts('the kind of an ExternalSecret in the plural', set('ExternalSecret', 'union-secret-auth', { kind: 'ExternalSecrets' }, 'east'),
    'manifest-refused kind'),
  charts('no ExternalSecret for a data plane', without('ExternalSecret', 'union-secret-auth', 'east'),
    'client-secret-undelivered east.values.yaml Values east/dataplane: secrets.admin'),
  charts('no ExternalSecret for the control plane', without('ExternalSecret', 'union-controlplane-secrets-auth'),
    'client-secret-undelivered cp.values.yaml Values union-cp/controlplane: global.KUBERNETES_SECRET_NAME'),
  charts('no ExternalSecret for the browser', without('ExternalSecret', 'flyteadmin-oidc-client-secret'),
    'browser-secret-undelivered cp.values.yaml Values union-cp/controlplane: flyte.configmap.adminServer.auth.userAuth.openId.clientSecretFile'),
  charts('the namespace of the other data plane', set('ExternalSecret', 'union-secret-auth', { 'metadata.namespace': 'default' }, 'west'),
    'secret-namespace-mismatch metadata.namespace'),
  charts('the store entry of the other data plane', (c) => {
    for (const each of c.get('ExternalSecret', 'union-secret-auth', 'west').spec.data) {
      each.remoteRef.key = 'union/east-operator';
    }
  }, 'secret-entry-elsewhere ×2'),
  charts('one of two store entries of the other data plane',
    set('ExternalSecret', 'union-secret-auth', { 'spec.data.0.remoteRef.key': 'union/east-operator' }, 'west'), 'secret-entry-elsewhere'),
  charts('the entry of the service for the browser',
    set('ExternalSecret', 'flyteadmin-oidc-client-secret', { 'spec.data.0.remoteRef.key': 'union/service' }), 'client-secret-inconsistent spec.data[0].remoteRef'),
  charts('the entry of the browser for the services',
    set('ExternalSecret', 'union-controlplane-secrets-auth', { 'spec.data.0.remoteRef.key': 'union/web' }), 'client-secret-inconsistent spec.data[0].remoteRef'),
  charts('a staging entry for a data plane', (c) => {
    for (const each of c.get('ExternalSecret', 'union-secret-auth', 'east').spec.data) {
      each.remoteRef.key = 'staging/union/east-operator';
    }
  }, 'secret-entry-elsewhere ×2'),
  charts('a staging entry for the control plane',
    set('ExternalSecret', 'union-controlplane-secrets-auth', { 'spec.data.0.remoteRef.key': 'staging/union/service' }), 'client-secret-inconsistent spec.data[0].remoteRef', 'secret-entry-elsewhere'),
  charts('the entry of another cluster for the eager key',
    set('ExternalSecret', 'eager-api-key-west', { 'spec.data.0.remoteRef.key': 'union/east-eager' }),
    'client-secret-inconsistent spec.data[0].remoteRef'),
  charts('a key of the Secret misspelled',
    set('ExternalSecret', 'flyteadmin-oidc-client-secret', { 'spec.data.0.secretKey': 'client-secret', 'spec.target.template': undefined }), 'browser-secret-undelivered spec.data'),
  charts('the Secret\'s name misspelled', set('ExternalSecret', 'union-secret-auth', { 'spec.target.name': 'union-secrets-auth' }, 'east'),
    'client-secret-undelivered'),
  charts('an ExternalSecret that owns what it merges',
    set('ExternalSecret', 'union-secret-auth', { 'spec.target.creationPolicy': 'Owner' }, 'east'), 'secret-owner-wipes-keys'),
  charts('a policy of no meaning', set('ExternalSecret', 'flyte-secret-auth', { 'spec.target.deletionPolicy': 'Keep' }),
    'external-secret-policy-invalid'),
  charts('a deletion policy that the owner forbids',
    set('ExternalSecret', 'flyte-admin-secrets-auth', { 'spec.target.deletionPolicy': 'Delete' }), 'external-secret-policy-invalid'),
  charts('the API that is no longer served', set('ExternalSecret', 'flyte-secret-auth', { apiVersion: 'external-secrets.io/v1alpha1' }),
    'external-secret-api-unserved'),
  charts('no store', set('ExternalSecret', 'flyte-secret-auth', { 'spec.secretStoreRef': undefined }), 'external-secret-incomplete spec'),
  charts('a client ID in a Secret of the other data plane', (c) => {
    c.objects.push(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'union-secret-auth', namespace: 'east' },
        stringData: { client_id: 'west-operator-id', client_secret: 'placeholder', app_secret: 'placeholder' },
      },
    );
  }, 'object-duplicated metadata.name', 'secret-in-manifest stringData.client_id', 'secret-writers-collide stringData.app_secret ×2'),
  charts('a Secret in clear beside the charts', (c) => {
    c.objects.push(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'union-secret-auth', namespace: 'east' },
        stringData: { client_secret: 'oVerySecret1ClientSecret', app_secret: 'oVerySecret1ClientSecret' },
      },
    );
  }, 'object-duplicated metadata.name', 'secret-in-manifest stringData.app_secret ×2', 'secret-writers-collide stringData.app_secret ×2'),
  charts('the client secret in clear in a ConfigMap', (c) => {
    c.objects.push(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'oidc', namespace: 'union-cp' },
        data: { CLIENT_ID: 'web-id', OIDC_CLIENT_SECRET: 'oVerySecret1ClientSecret' },
      },
    );
  }, 'secret-in-manifest data.OIDC_CLIENT_SECRET'),
  charts('both data planes in one namespace', (c) => {
    for (const each of c.objects.filter(({ metadata }) => metadata.namespace === 'west')) {
      each.metadata.namespace = 'east';
    }
  }, 'secret-namespace-mismatch metadata.namespace'),
  charts('b64enc in the template', (c) => {
    const { template } = c.get('ExternalSecret', 'flyte-secret-auth').spec.target;
    template.data.client_secret = '{{ .client_secret | b64enc }}';
  }, 'external-secret-incomplete'),
  charts('b64dec in the template of one of two', (c) => {
    const { template } = c.get('ExternalSecret', 'flyte-admin-secrets-auth').spec.target;
    template.data.client_secret = '{{ .client_secret | b64dec }}';
  }, 'client-secret-inconsistent spec.data[0].remoteRef'),
  charts('quotes around the value in the template', (c) => {
    const { template } = c.get('ExternalSecret', 'union-secret-auth', 'east').spec.target;
    template.data.client_secret = '"{{ .client_secret }}"';
  }, 'secret-value-padded'),
  charts('a line feed behind the value in the template', (c) => {
    const { template } = c.get('ExternalSecret', 'flyteadmin-oidc-client-secret').spec.target;
    template.data.client_secret = '{{ .client_secret }}\n';
  }, 'secret-value-padded'),
  charts('the whole entry of the store as JSON', (c) => {
    const { template } = c.get('ExternalSecret', 'union-secret-auth', 'east').spec.target;
    template.data.client_secret = '{{ . | toJson }}';
  }, 'external-secret-incomplete'),
  charts('a property for one of two readers of an entry',
    set('ExternalSecret', 'union-secret-auth', { 'spec.data.0.remoteRef.property': 'client_secret' }, 'east'), 'client-secret-inconsistent spec.data[1].remoteRef'),
  charts('a version pinned for one of two readers of an entry',
    set('ExternalSecret', 'union-controlplane-secrets-auth', { 'spec.data.0.remoteRef.version': '1' }), 'client-secret-inconsistent spec.data[0].remoteRef'),
  charts('the Secret of one eager key for two clusters', (c) => {
    c.cp.services.identity.apiKeyOverrides[1].existingSecret.name = 'eager-api-key-east';
  }, 'eager-key-shared services.identity.apiKeyOverrides[1]'),
  charts('the target of an ExternalSecret twice', (c) => {
    const object = c.get('ExternalSecret', 'union-secret-auth', 'east');
    c.remove('ExternalSecret', 'union-secret-auth', 'east');
    const target = JSON.stringify({ target: object.spec.target }).slice(1, -1);
    c.files['external-secret.yaml'] = JSON.stringify(object).replace(target, `${target},${target}`);
  }, 'key-duplicated ExternalSecret east/union-secret-auth: spec.target'),
];
