import { set, without } from '../_changes';
import { Json, Planes } from '../_planes';
import { inPlanes } from './_people';

/** ExternalSecrets and the Secrets that they fill, in plain YAML. */

const plain = inPlanes();
const store = (planes: Planes, name: string): Json => planes.get('ExternalSecret', name).spec;

export const STORES = [
  plain('no ExternalSecret of the data plane', without('ExternalSecret', 'union-secret-auth'),
    'client-secret-undelivered Deployment union/union-operator: spec.template.spec.volumes[2].secret'),
  plain('an ExternalSecret in default', set('ExternalSecret', 'union-secret-auth', { 'metadata.namespace': 'default' }),
    'secret-namespace-mismatch metadata.namespace'),
  plain('a store entry of staging in the data plane',
    (p) => { for (const each of store(p, 'union-secret-auth').data) { each.remoteRef.key = 'staging/union/service'; } }, 'secret-entry-elsewhere ×2'),
  plain('a store entry of staging in the control plane',
    (p) => { store(p, 'union-controlplane-secrets-auth').data[0].remoteRef.key = 'union-staging/service'; },
    'client-secret-inconsistent spec.data[0].remoteRef', 'secret-entry-elsewhere'),
  plain('a store of staging in the data plane', (p) => { store(p, 'union-secret-auth').secretStoreRef.name = 'staging'; }, 'secret-entry-elsewhere'),
  plain('web entry for services', (p) => { store(p, 'flyte-admin-secrets-auth').data[0].remoteRef.key = 'union/web'; },
    'client-secret-inconsistent spec.data[0].remoteRef'),
  plain('service entry for the browser', (p) => { store(p, 'flyteadmin-oidc-client-secret').data[0].remoteRef.key = 'union/service'; },
    'client-secret-inconsistent spec.data[0].remoteRef'),
  plain('the database\'s entry for services',
    (p) => { store(p, 'union-controlplane-secrets-auth').data[0].remoteRef.key = 'union/database-password'; },
    'client-secret-inconsistent spec.data[0].remoteRef'),
  plain('the store in another namespace',
    (p) => p.add('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { fake: { data: [] } } } }, 'external-secrets'),
    'secret-namespace-mismatch ExternalSecret union-cp/flyte-admin-secrets-auth: spec.secretStoreRef.name ×7'),
  plain('a ClusterSecretStore by the kind of another', (p) => {
    p.add('external-secrets.io/v1', 'ClusterSecretStore', 'default', { spec: { provider: { fake: { data: [] } } } }, null);
    p.add('external-secrets.io/v1', 'SecretStore', 'other', { spec: { provider: { fake: { data: [] } } } });
  }, 'secret-store-missing ExternalSecret union-cp/flyte-admin-secrets-auth: spec.secretStoreRef ×7'),
  plain('a Secret by hand and an ExternalSecret that owns it',
    (p) => p.add('v1', 'Secret', 'flyteadmin-oidc-client-secret', { stringData: { client_secret: 'placeholder' } }),
    'secret-writers-collide stringData.client_secret'),
  plain('a Merge without a Secret to merge into', without('Secret', 'union-secret-auth'),
    'secret-merge-deadlock ExternalSecret union/union-secret-auth: spec.target.creationPolicy'),
  plain('placeholder values that apply writes again',
    set('Secret', 'union-secret-auth', { stringData: { client_secret: 'placeholder', app_secret: 'placeholder' } }), 'secret-writers-collide stringData.app_secret ×2'),
  plain('a value in clear', set('Secret', 'union-controlplane-secrets', { stringData: { client_secret: 'oVerySecret1ClientSecret' } }),
    'secret-in-manifest', 'secret-writers-collide'),
  plain('two ExternalSecrets for one Secret', (p) => {
    const copy = JSON.parse(JSON.stringify(p.get('ExternalSecret', 'flyteadmin-oidc-client-secret')));
    copy.metadata.name = 'browser';
    copy.spec.data[0].remoteRef.key = 'union/browser';
    p.objects.push(copy);
  }, 'client-secret-inconsistent spec.data[0].remoteRef', 'secret-writers-collide spec.target.name'),
  plain('b64enc in a template', (p) => {
    store(p, 'flyte-secret-auth').target.template.data.client_secret = '{{ .client_secret | b64enc }}';
  }, 'external-secret-incomplete'),
  plain('decoding of what is not encoded, for one of two', (p) => { store(p, 'union-secret-auth').data[0].remoteRef.decodingStrategy = 'Base64'; },
    'client-secret-inconsistent spec.data[0].remoteRef', 'client-secret-inconsistent spec.data[1].remoteRef', 'secret-entry-elsewhere'),
];
