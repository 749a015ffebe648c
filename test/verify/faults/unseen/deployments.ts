import { config, like, pod, set, without } from '../_changes';
import { Json, Planes } from '../_planes';
import { Charts, PeopleFault } from '../people/_people';
import { filled, inCluster, inRepository } from './_slip';

/** Slips that a look at a cluster shows, and those of repositories with Argo CD or Flux. */

const ready = (status: string, reason: string) => ({ status: { conditions: [{ type: 'Ready', status, reason }] } });
const left = (kind: string, name: string, put: (copy: Json) => void) => (planes: Planes) => {
  const copy = like(planes.get(kind, name));
  put(copy);
  planes.objects.push(copy);
};

export const CLUSTER: readonly PeopleFault[] = [
  inCluster('a key in camel case', filled('flyteadmin-oidc-client-secret', { client_secret: undefined, clientSecret: 'wb-7a61c0d2ff' }),
    'external-secret-not-ready ExternalSecret union-cp/flyteadmin-oidc-client-secret: spec.target.name', 'browser-secret-undelivered'),
  inCluster('the secret of before the rotation in one place', filled('flyte-secret-auth', { client_secret: 'sv-0000000000' }), 'client-secret-inconsistent'),
  inCluster('the web secret everywhere', filled('union-controlplane-secrets', { client_secret: 'wb-7a61c0d2ff' }), 'client-secret-inconsistent'),
  inCluster('a reference that was not resolved', filled('union-secret-auth', { client_secret: 'ref+awssecrets://union/service' }, 'union'),
    'client-secret-inconsistent data.app_secret ×2'),
  inCluster('a path of the Argo CD plugin', filled('union-secret-auth', { client_secret: '<path:secret/data/union#service>' }, 'union'),
    'client-secret-inconsistent data.app_secret ×2'),
  inCluster('a variable that envsubst missed', filled('flyteadmin-oidc-client-secret', { client_secret: '${OIDC_SECRET}' }), 'placeholder-secret'),
  inCluster('REPLACE_ME', filled('flyte-admin-secrets', { client_secret: 'REPLACE_ME' }), 'placeholder-secret'),
  inCluster('a whole JSON of the store as the secret', filled('union-controlplane-secrets', { client_secret: '{"client_secret":"sv-1f8c2d7e9a"}' }),
    'client-secret-inconsistent', 'secret-value-padded'),
  inCluster('cookie keys gone', filled('flyte-admin-secrets', { cookie_hash_key: undefined, cookie_block_key: undefined }), 'session-key-missing data ×2'),
  inCluster('a cookie key made by hand', filled('flyte-admin-secrets', { cookie_block_key: 'secret' }), 'session-key-missing'),
  inCluster('an empty password of the database', filled('union-controlplane-secrets', { 'pass.txt': '' }), 'placeholder-secret'),
  inCluster('a Secret in another namespace', set('Secret', 'union-secret-auth', { 'metadata.namespace': 'default' }), 'secret-namespace-mismatch metadata.namespace'),
  inCluster('a Secret gone', without('Secret', 'flyte-secret-auth'), 'client-secret-undelivered Deployment union-cp/flytescheduler: spec.template.spec.volumes[2].secret'),
  inCluster('an immutable Secret', set('Secret', 'union-secret-auth', { immutable: true }), 'secret-merge-deadlock'),
  inCluster('a sync that failed', (p) => Object.assign(p.get('ExternalSecret', 'flyte-secret-auth'), ready('False', 'SecretSyncedError')),
    'external-secret-not-ready status.conditions[0]'),
  inCluster('a store that is not ready', (p) => ['union-cp', 'union'].forEach((namespace) => p.add('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { aws: { service: 'SecretsManager', region: 'us-east-2' } } }, ...(namespace === 'union' ? ready('True', 'Valid') : ready('False', 'InvalidProviderConfig')) }, namespace)),
    'external-secret-not-ready status.conditions[0]'),
  inCluster('no pod of the gate', set('Deployment', 'union-auth-gate-nginx', { 'spec.replicas': 0 }), 'service-without-pods'),
  inCluster('flyteadmin scaled down', set('Deployment', 'flyteadmin', { 'spec.replicas': 0 }), 'service-without-pods'),
  inCluster('a config map edited by hand', config('executions', { 'union.auth.clientId': 'test-id' }),
    'client-secret-of-other', 'client-secret-inconsistent Secret union-cp/union-controlplane-secrets: data.client_secret'),
  inCluster('an old Ingress left', left('Ingress', 'controlplane-protected', (each) => { each.metadata.name = 'flyte-http'; each.metadata.annotations = {}; }),
    'route-unguarded metadata.annotations'),
  inCluster('an old operator left in another namespace', (p) => ['ConfigMap', 'Deployment'].forEach((kind) => left(kind, 'union-operator', (each) => { each.metadata.namespace = 'union-old'; })(p)),
    'client-secret-undelivered Deployment union-old/union-operator: spec.template.spec.volumes[2].secret'),
  inCluster('a debug flag left in the gate', (p) => { const { data } = p.get('ConfigMap', 'union-auth-gate-nginx'); data['nginx.conf'] = data['nginx.conf'].replace('location / {', 'location / { return 200;'); }, 'guard-asks-other'),
  inCluster('a class of another controller', (p) => p.add('networking.k8s.io/v1', 'IngressClass', 'controlplane', { spec: { controller: 'traefik.io/ingress-controller' } }, null),
    'auth-annotation-ignored Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-url"] ×5'),
  inCluster('a class of another name', (p) => p.add('networking.k8s.io/v1', 'IngressClass', 'control-plane', { spec: { controller: 'k8s.io/ingress-nginx' } }, null),
    'route-unattached Ingress union-cp/controlplane: spec.ingressClassName ×8'),
  inCluster('a certificate of another host', (p) => p.add('cert-manager.io/v1', 'Certificate', 'union-tls', { spec: { secretName: 'union-tls', dnsNames: ['staging.union.example.com'], issuerRef: { name: 'public', kind: 'ClusterIssuer' } } }), 'certificate-unfit spec.dnsNames'),
  inCluster('a Secret by a variable of no such key', (p) => { pod(p, 'flyteadmin').containers[0].env = [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'flyte-admin-secrets', key: 'client-secret' } } }]; },
    'client-secret-key-missing spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.key'),
  inCluster('a pod annotated for another Secret', set('Deployment', 'executions', { 'spec.template.metadata.annotations': { 'secret.reloader.stakater.com/reload': 'union-controlplane-secret' } }), 'client-secret-undelivered'),
  inCluster('a claim of the Vault agent in place of the volume', (p) => { const spec = pod(p, 'executions'); spec.volumes.splice(2, 1); spec.containers[0].volumeMounts.splice(2, 1); spec.initContainers[0].volumeMounts.splice(2, 1); },
    'client-secret-unmounted ConfigMap union-cp/executions: data["config.yaml"]: admin.clientSecretLocation'),
];

type Plane = 'cp' | 'east' | 'west';
const PLANES: Readonly<Record<Plane, readonly [chart: string, namespace: string]>> =
  { cp: ['controlplane', 'union-cp'], east: ['dataplane', 'east'], west: ['dataplane', 'west'] };
type Installs = Record<Plane, Json>;

/** The values in what installs the charts. */
function installed(head: string, installOf: (chart: string, namespace: string, values: Json, plane: Plane) => Json) {
  return (what: string, put: (installs: Installs, charts: Charts) => void, ...places: string[]): PeopleFault => inRepository(`${head}, ${what}`, (charts) => {
    const planes = Object.keys(PLANES) as Plane[];
    const installs = Object.fromEntries(planes.map((plane) => [plane, installOf(...PLANES[plane], charts[plane], plane)])) as Installs;
    put(installs, charts);
    charts.objects.push(...Object.values(installs));
    planes.forEach((plane) => charts.without.add(`${plane}.values.yaml`));
  }, ...places);
}

export const inArgo = installed('Argo CD', (chart, namespace, valuesObject, name) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd' },
  spec: {
    project: 'default',
    destination: { namespace, server: 'https://kubernetes.default.svc' },
    source: {
      chart,
      repoURL: 'https://charts.example.com/union',
      targetRevision: '2026.8.3',
      helm: { releaseName: `unionai-${chart}`, valuesObject },
    },
  },
}));

export const inFlux = installed('Flux', (chart, namespace, values) => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: `unionai-${chart}`, namespace },
  spec: {
    interval: '10m',
    releaseName: `unionai-${chart}`,
    values,
    chart: { spec: { chart, version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'union', namespace: 'flux-system' } } },
  },
}));

const valuesOf = (application: Json): Json => application.spec.source.helm.valuesObject;
const staging = (text: string) => text.replaceAll('union.example.com', 'staging.example.com').replaceAll('-id', '-staging-id').replaceAll('union/', 'staging/');

export const REPOSITORIES: readonly PeopleFault[] = [
  inArgo('a data plane into the namespace of the other', ({ east }) => { east.spec.destination.namespace = 'west'; },
    'release-astray Application argocd/east: spec.destination.namespace', 'release-astray Application argocd/west: spec.destination.namespace'),
  inArgo('the control plane into default', ({ cp }) => { cp.spec.destination.namespace = 'default'; }, 'release-astray spec.destination.namespace'),
  inArgo('a parameter that wins over the values', ({ east }) => { east.spec.source.helm.parameters = [{ name: 'global.AUTH_CLIENT_ID', value: 'old-operator-id' }]; }, 'values-contradiction beside.yaml Values east/dataplane: global.AUTH_CLIENT_ID'),
  inArgo('a chart of the former release', ({ cp }) => { cp.spec.source.targetRevision = '2026.3.0'; },
    'values-dead-key beside.yaml Values union-cp/controlplane: configMap.union.connection.trustedIdentityClaims',
    'values-dead-key beside.yaml Values union-cp/controlplane: global.OIDC_S2S_SCOPE',
    'values-dead-key beside.yaml Values union-cp/controlplane: services.identity'),
  inArgo('the data plane\'s chart for the control plane', ({ cp }) => { cp.spec.source.chart = 'dataplane'; },
    'client-secret-undelivered beside.yaml Values union-cp/dataplane: secrets.admin',
    'values-missing-key beside.yaml Values union-cp/dataplane: global.AUTH_CLIENT_ID ×2',
    'values-recommended-key beside.yaml Values union-cp/dataplane: secrets.admin.create'),
  inArgo('values as a text with a wrong indent', ({ east }) => { delete east.spec.source.helm.valuesObject; east.spec.source.helm.values = 'global:\n  AUTH_CLIENT_ID: east-operator-id\n CONTROLPLANE_HOST: union.example.com\n'; },
    'unreadable beside.yaml:41: spec.source.helm.values: is not YAML: bad indentation of a mapping entry'),
  inArgo('one host of staging', ({ west }) => { valuesOf(west).global.CONTROLPLANE_HOST = 'staging.example.com'; },
    'values-planes-disagree beside.yaml Values west/dataplane: global.CONTROLPLANE_HOST'),
  inArgo('a copy of the other cluster with its name only changed', ({ east, west }) => { west.spec.source.helm.valuesObject = { ...like(valuesOf(east)), clusterName: 'west' }; }, 'cluster-operator-missing beside.yaml Values west/dataplane: config.union.auth.clientId'),
  inArgo('a copy of the other cluster with its client only changed', ({ east, west }) => { west.spec.source.helm.valuesObject = { ...JSON.parse(JSON.stringify(valuesOf(east)).replaceAll('east-operator-id', 'west-operator-id')), clusterName: 'east' }; }, 'cluster-name-mismatch beside.yaml Values west/dataplane: clusterName'),
  inArgo('a valuesObject and values that differ', ({ cp }) => { cp.spec.source.helm.values = 'global:\n  UNION_HOST: old.example.com\n'; valuesOf(cp).global.UNION_HOST = 'older.example.com'; }, 'values-contradiction beside.yaml Values union-cp/controlplane: global.UNION_HOST'),
  inArgo('a Secret pruned', (_, charts) => { delete charts.get('Secret', 'union-controlplane-secrets').metadata.annotations; charts.get('ExternalSecret', 'union-controlplane-secrets-auth').spec.target.creationPolicy = 'Owner'; }, 'secret-owner-wipes-keys'),
  inArgo('the ExternalSecret of one cluster forgotten', (_, charts) => charts.remove('ExternalSecret', 'union-secret-auth', 'west'),
    'client-secret-undelivered beside.yaml Values west/dataplane: secrets.admin'),
  inArgo('the entry of the other cluster', (_, charts) => charts.get('ExternalSecret', 'union-secret-auth', 'west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/east-operator'; }), 'secret-entry-elsewhere ×2'),
  inArgo('the API key of the other cluster', (_, charts) => { charts.get('ExternalSecret', 'eager-api-key-west').spec.data[0].remoteRef.key = 'union/east-eager'; },
    'client-secret-inconsistent spec.data[0].remoteRef'),
  inArgo('an API key of staging', (_, charts) => { charts.get('ExternalSecret', 'eager-api-key-west').spec.data[0].remoteRef.key = 'staging/west-eager'; }, 'secret-entry-elsewhere'),
  inFlux('a release into the namespace of the other', ({ east }) => { east.spec.targetNamespace = 'west'; },
    'release-astray HelmRelease east/unionai-dataplane: spec.targetNamespace'),
  inFlux('a release of another name', ({ cp }) => { cp.spec.releaseName = 'union'; }, 'release-astray spec.releaseName'),
  inFlux('values of a key that is not there', ({ cp }, charts) => { cp.spec.valuesFrom = [{ kind: 'ConfigMap', name: 'union-values', valuesKey: 'prod.yaml' }]; charts.objects.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'union-values', namespace: 'union-cp' }, data: { 'values.yaml': 'global: {}\n' } }); }, 'install-values-unread HelmRelease union-cp/unionai-controlplane: spec.valuesFrom[0].valuesKey'),
  inFlux('two releases of one cluster', ({ west }) => { west.spec.values.clusterName = 'east'; }, 'cluster-name-mismatch beside.yaml Values west/dataplane: clusterName'),
  inFlux('a client of the former operator', ({ west }) => { west.spec.values.config.admin.admin.clientId = 'operator-id'; },
    'client-secret-of-other beside.yaml Values west/dataplane: config.admin.admin.clientId'),
  inRepository('production\'s values, one ID of staging', (charts) => { charts.files['staging/cp.values.yaml'] = staging(charts.textOf('cp')); charts.cp.configMap.union.auth.clientId = 'service-staging-id'; },
    'client-secret-of-other', 'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts',
    'cluster-operator-missing services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].viewers ×2',
    'client-secret-unmounted staging/cp.values.yaml Values union-cp/controlplane: configMap.admin.clientSecretLocation',
    'bootstrap-account-missing staging/cp.values.yaml Values union-cp/controlplane: services.authorizer.configMap.authorizer.bootstrap.serviceAccounts ×4',
    'cluster-operator-missing staging/cp.values.yaml Values union-cp/controlplane: services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].operators',
    'cluster-operator-missing staging/cp.values.yaml Values union-cp/controlplane: services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[1].operators'),
  inRepository('production\'s store entry from staging', set('ExternalSecret', 'flyte-secret-auth', { 'spec.data.0.remoteRef.key': 'staging/service' }), 'secret-entry-elsewhere'),
  inRepository('a store in two of three namespaces', (charts) => ['union-cp', 'east'].forEach((namespace) => charts.objects.push({ apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', metadata: { name: 'default', namespace }, spec: { provider: { aws: { service: 'SecretsManager', region: 'us-east-2' } } } })),
    'secret-namespace-mismatch ExternalSecret west/union-secret-auth: spec.secretStoreRef.name'),
  inRepository('all into one namespace by kustomize', (charts) => { charts.objects.forEach((each) => { each.metadata.namespace = 'union'; }); },
    'secret-namespace-mismatch ExternalSecret union/flyte-admin-secrets-auth: metadata.namespace',
    'secret-namespace-mismatch ExternalSecret union/flyte-admin-secrets-auth-oidc-client-secret: metadata.namespace',
    'secret-namespace-mismatch ExternalSecret union/flyteadmin-oidc-client-secret: metadata.namespace',
    'secret-namespace-mismatch ExternalSecret union/union-controlplane-secrets-auth: metadata.namespace',
    'secret-namespace-mismatch ExternalSecret union/eager-api-key-east: metadata.namespace',
    'secret-namespace-mismatch ExternalSecret union/eager-api-key-west: metadata.namespace',
    'secret-namespace-mismatch ExternalSecret union/union-secret-auth: metadata.namespace',
    'secret-namespace-mismatch ExternalSecret union/union-secret-auth: metadata.namespace'),
  inRepository('the namespace of one renamed', (charts) => { charts.objects.filter(({ metadata }) => metadata.namespace === 'west').forEach((each) => { each.metadata.namespace = 'union-west'; }); },
    'secret-namespace-mismatch ExternalSecret union-west/union-secret-auth: metadata.namespace'),
];
