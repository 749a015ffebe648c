import { Json, Planes } from '../_planes';
import { Charts } from '../people/_people';
import { Slip, config, filled, inCluster, inRepository, like, objectOf, pod, set } from './_slip';

/** Slips that a look at a cluster shows, and those of repositories with Argo CD or Flux. */

const ready = (status: string, reason: string) => ({ status: { conditions: [{ type: 'Ready', status, reason }] } });
const left = (kind: string, name: string, put: (copy: Json) => void) => (planes: Planes) => {
  const copy = like(objectOf(planes, kind, name));
  put(copy);
  planes.objects.push(copy);
};

export const CLUSTER: readonly Slip[] = [
  inCluster('a key in camel case', filled('flyteadmin-oidc-client-secret', { client_secret: undefined, clientSecret: 'wb-7a61c0d2ff' }), 'Secret union-cp/flyteadmin-oidc-client-secret', 'ConfigMap union-cp/flyte-admin-base-config'),
  inCluster('the secret of before the rotation in one place', filled('flyte-secret-auth', { client_secret: 'sv-0000000000' }), 'Secret union-cp/flyte-secret-auth: data'),
  inCluster('the web secret everywhere', filled('union-controlplane-secrets', { client_secret: 'wb-7a61c0d2ff' }), 'Secret union-cp/union-controlplane-secrets: data'),
  inCluster('a reference that nobody resolved', filled('union-secret-auth', { client_secret: 'ref+awssecrets://union/service' }, 'union'), 'Secret union/union-secret-auth: data'),
  inCluster('a path of the Argo CD plugin', filled('union-secret-auth', { client_secret: '<path:secret/data/union#service>' }, 'union'), 'Secret union/union-secret-auth: data'),
  inCluster('a variable that envsubst missed', filled('flyteadmin-oidc-client-secret', { client_secret: '${OIDC_SECRET}' }), 'Secret union-cp/flyteadmin-oidc-client-secret: data'),
  inCluster('REPLACE_ME', filled('flyte-admin-secrets', { client_secret: 'REPLACE_ME' }), 'Secret union-cp/flyte-admin-secrets: data'),
  inCluster('a whole JSON of the store as the secret', filled('union-controlplane-secrets', { client_secret: '{"client_secret":"sv-1f8c2d7e9a"}' }), 'Secret union-cp/union-controlplane-secrets: data'),
  inCluster('cookie keys gone', filled('flyte-admin-secrets', { cookie_hash_key: undefined, cookie_block_key: undefined }), 'Secret union-cp/flyte-admin-secrets', 'ConfigMap union-cp/flyte-admin-base-config', 'Deployment union-cp/flyteadmin'),
  inCluster('a cookie key made by hand', filled('flyte-admin-secrets', { cookie_block_key: 'secret' }), 'Secret union-cp/flyte-admin-secrets: data'),
  inCluster('an empty password of the database', filled('union-controlplane-secrets', { 'pass.txt': '' }), 'Secret union-cp/union-controlplane-secrets: data'),
  inCluster('a Secret in another namespace', set('Secret', 'union-secret-auth', { 'metadata.namespace': 'default' }), 'ConfigMap union/', 'Secret default/union-secret-auth', 'Deployment union/', 'ExternalSecret union/'),
  inCluster('a Secret gone', (p) => p.remove('Secret', 'flyte-secret-auth'), 'ConfigMap union-cp/flyte-scheduler-config', 'Deployment union-cp/flytescheduler', 'ExternalSecret union-cp/flyte-secret-auth'),
  inCluster('an immutable Secret', set('Secret', 'union-secret-auth', { immutable: true }), 'Secret union/union-secret-auth', 'ExternalSecret union/union-secret-auth'),
  inCluster('a sync that failed', (p) => Object.assign(objectOf(p, 'ExternalSecret', 'flyte-secret-auth'), ready('False', 'SecretSyncedError')), 'ExternalSecret union-cp/flyte-secret-auth: status'),
  inCluster('a store that is not ready', (p) => ['union-cp', 'union'].forEach((namespace) => p.add('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { aws: { service: 'SecretsManager', region: 'us-east-2' } } }, ...(namespace === 'union' ? ready('True', 'Valid') : ready('False', 'InvalidProviderConfig')) }, namespace)), 'SecretStore union-cp/default: status'),
  inCluster('no pod of the gate', set('Deployment', 'union-auth-gate-nginx', { 'spec.replicas': 0 }), 'Deployment union-cp/union-auth-gate-nginx: spec.replicas'),
  inCluster('flyteadmin scaled down', set('Deployment', 'flyteadmin', { 'spec.replicas': 0 }), 'Deployment union-cp/flyteadmin: spec.replicas'),
  inCluster('a config map edited by hand', config('executions', 'config.yaml', { 'union.auth.clientId': 'test-id' }), 'ConfigMap union-cp/executions'),
  inCluster('an old Ingress left', left('Ingress', 'controlplane-protected', (each) => { each.metadata.name = 'flyte-http'; each.metadata.annotations = {}; }), 'Ingress union-cp/flyte-http'),
  inCluster('an old operator left in another namespace', (p) => ['ConfigMap', 'Deployment'].forEach((kind) => left(kind, 'union-operator', (each) => { each.metadata.namespace = 'union-old'; })(p)), 'union-old/union-operator'),
  inCluster('a debug flag left in the gate', (p) => { const { data } = objectOf(p, 'ConfigMap', 'union-auth-gate-nginx'); data['nginx.conf'] = data['nginx.conf'].replace('location / {', 'location / { return 200;'); }, 'ConfigMap union-cp/union-auth-gate-nginx'),
  inCluster('a class of another controller', (p) => p.add('networking.k8s.io/v1', 'IngressClass', 'controlplane', { spec: { controller: 'traefik.io/ingress-controller' } }, null), 'IngressClass controlplane', 'Ingress union-cp/controlplane'),
  inCluster('a class of another name', (p) => p.add('networking.k8s.io/v1', 'IngressClass', 'control-plane', { spec: { controller: 'k8s.io/ingress-nginx' } }, null), 'Ingress union-cp/controlplane'),
  inCluster('a certificate of another host', (p) => p.add('cert-manager.io/v1', 'Certificate', 'union-tls', { spec: { secretName: 'union-tls', dnsNames: ['staging.union.example.com'], issuerRef: { name: 'public', kind: 'ClusterIssuer' } } }), 'Certificate union-cp/union-tls: spec.dnsNames', 'Ingress union-cp/controlplane'),
  inCluster('a Secret by a variable of no such key', (p) => { pod(p, 'flyteadmin').containers[0].env = [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'flyte-admin-secrets', key: 'client-secret' } } }]; }, 'Deployment union-cp/flyteadmin'),
  inCluster('a pod annotated for another Secret', (p) => { objectOf(p, 'Deployment', 'executions').spec.template.metadata.annotations = { 'secret.reloader.stakater.com/reload': 'union-controlplane-secret' }; }, 'Deployment union-cp/executions'),
  inCluster('a claim of the Vault agent in place of the volume', (p) => { const spec = pod(p, 'executions'); spec.volumes.splice(2, 1); spec.containers[0].volumeMounts.splice(2, 1); spec.initContainers[0].volumeMounts.splice(2, 1); }, 'Deployment union-cp/executions', 'ConfigMap union-cp/executions'),
];

type Plane = 'cp' | 'east' | 'west';
const PLANES: Readonly<Record<Plane, readonly [chart: string, namespace: string]>> =
  { cp: ['controlplane', 'union-cp'], east: ['dataplane', 'east'], west: ['dataplane', 'west'] };
type Installs = Record<Plane, Json>;

/** The values in what installs the charts. */
function installed(head: string, installOf: (chart: string, namespace: string, values: Json, plane: Plane) => Json) {
  return (what: string, put: (installs: Installs, charts: Charts) => void, ...places: string[]): Slip => inRepository(`${head}, ${what}`, (charts) => {
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

export const REPOSITORIES: readonly Slip[] = [
  inArgo('a data plane into the namespace of the other', ({ east }) => { east.spec.destination.namespace = 'west'; }, 'Application argocd/east: spec.destination', 'Values west/dataplane'),
  inArgo('the control plane into default', ({ cp }) => { cp.spec.destination.namespace = 'default'; }, 'Application argocd/cp: spec.destination', 'Values default/controlplane', 'ConfigMap default/'),
  inArgo('a parameter that wins over the values', ({ east }) => { east.spec.source.helm.parameters = [{ name: 'global.AUTH_CLIENT_ID', value: 'old-operator-id' }]; }, 'Values east/dataplane: global.AUTH_CLIENT_ID', 'Application argocd/east: spec.source.helm.parameters', 'Values east/dataplane: '),
  inArgo('a chart of the former release', ({ cp }) => { cp.spec.source.targetRevision = '2026.3.0'; }, 'Values union-cp/controlplane', 'Application argocd/cp: spec.source.targetRevision'),
  inArgo('the data plane\'s chart for the control plane', ({ cp }) => { cp.spec.source.chart = 'dataplane'; }, 'Application argocd/cp', 'Values union-cp/'),
  inArgo('values as a text with a wrong indent', ({ east }) => { delete east.spec.source.helm.valuesObject; east.spec.source.helm.values = 'global:\n  AUTH_CLIENT_ID: east-operator-id\n CONTROLPLANE_HOST: union.example.com\n'; }, 'spec.source.helm.values'),
  inArgo('one host of staging', ({ west }) => { valuesOf(west).global.CONTROLPLANE_HOST = 'staging.example.com'; }, 'Values west/dataplane: global.CONTROLPLANE_HOST'),
  inArgo('a copy of the other cluster with its name only changed', ({ east, west }) => { west.spec.source.helm.valuesObject = { ...like(valuesOf(east)), clusterName: 'west' }; }, 'Values west/dataplane: ', 'ExternalSecret west/union-secret-auth', 'Values union-cp/controlplane: services.authorizer'),
  inArgo('a copy of the other cluster with its client only changed', ({ east, west }) => { west.spec.source.helm.valuesObject = { ...JSON.parse(JSON.stringify(valuesOf(east)).replaceAll('east-operator-id', 'west-operator-id')), clusterName: 'east' }; }, 'Values west/dataplane: clusterName', 'Values east/dataplane: clusterName'),
  inArgo('a valuesObject and values that differ', ({ cp }) => { cp.spec.source.helm.values = 'global:\n  UNION_HOST: old.example.com\n'; valuesOf(cp).global.UNION_HOST = 'older.example.com'; }, 'Values union-cp/controlplane: global.UNION_HOST', 'Application argocd/cp', 'Values union-cp/controlplane: ingress.host'),
  inArgo('a Secret pruned', (_, charts) => { delete charts.get('Secret', 'union-controlplane-secrets').metadata.annotations; charts.get('ExternalSecret', 'union-controlplane-secrets-auth').spec.target.creationPolicy = 'Owner'; }, 'Secret union-cp/union-controlplane-secrets', 'ExternalSecret union-cp/union-controlplane-secrets-auth'),
  inArgo('the ExternalSecret of one cluster forgotten', (_, charts) => charts.remove('ExternalSecret', 'union-secret-auth', 'west'), 'Values west/dataplane', 'Secret west/union-secret-auth', 'ConfigMap west/'),
  inArgo('the entry of the other cluster', (_, charts) => charts.get('ExternalSecret', 'union-secret-auth', 'west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/east-operator'; }), 'ExternalSecret west/union-secret-auth: spec.data'),
  inArgo('the API key of the other cluster', (_, charts) => { charts.get('ExternalSecret', 'eager-api-key-west').spec.data[0].remoteRef.key = 'union/east-eager'; }, 'ExternalSecret union-cp/eager-api-key-west: spec'),
  inArgo('an API key of staging', (_, charts) => { charts.get('ExternalSecret', 'eager-api-key-west').spec.data[0].remoteRef.key = 'staging/west-eager'; }, 'ExternalSecret union-cp/eager-api-key-west: spec'),
  inFlux('a release into the namespace of the other', ({ east }) => { east.spec.targetNamespace = 'west'; }, 'HelmRelease east/', 'Values west/dataplane'),
  inFlux('a release of another name', ({ cp }) => { cp.spec.releaseName = 'union'; }, 'HelmRelease union-cp/unionai-controlplane', 'Secret union-cp/flyte-admin-secrets', 'Values union-cp/controlplane'),
  inFlux('values of a key that is not there', ({ cp }, charts) => { cp.spec.valuesFrom = [{ kind: 'ConfigMap', name: 'union-values', valuesKey: 'prod.yaml' }]; charts.objects.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'union-values', namespace: 'union-cp' }, data: { 'values.yaml': 'global: {}\n' } }); }, 'HelmRelease union-cp/unionai-controlplane: spec.valuesFrom', 'ConfigMap union-cp/union-values'),
  inFlux('two releases of one cluster', ({ west }) => { west.spec.values.clusterName = 'east'; }, 'Values west/dataplane: clusterName', 'Values east/dataplane: clusterName'),
  inFlux('a client of the former operator', ({ west }) => { west.spec.values.config.admin.admin.clientId = 'operator-id'; }, 'Values west/dataplane: config.admin.admin.clientId'),
  inRepository('production\'s values, one ID of staging', (charts) => { charts.files['staging/cp.values.yaml'] = staging(charts.textOf('cp')); charts.cp.configMap.union.auth.clientId = 'service-staging-id'; }, 'Values union-cp/controlplane: configMap.union.auth.clientId'),
  inRepository('production\'s store entry from staging', (charts) => { charts.get('ExternalSecret', 'flyte-secret-auth').spec.data[0].remoteRef.key = 'staging/service'; }, 'ExternalSecret union-cp/flyte-secret-auth: spec.data'),
  inRepository('a store in two of three namespaces', (charts) => ['union-cp', 'east'].forEach((namespace) => charts.objects.push({ apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', metadata: { name: 'default', namespace }, spec: { provider: { aws: { service: 'SecretsManager', region: 'us-east-2' } } } })), 'ExternalSecret west/union-secret-auth: spec.secretStoreRef'),
  inRepository('all into one namespace by kustomize', (charts) => { charts.objects.forEach((each) => { each.metadata.namespace = 'union'; }); }, 'union/', 'Values '),
  inRepository('the namespace of one renamed', (charts) => { charts.objects.filter(({ metadata }) => metadata.namespace === 'west').forEach((each) => { each.metadata.namespace = 'union-west'; }); }, 'union-west/', 'Values west/dataplane'),
];
