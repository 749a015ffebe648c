/**
 * Union as one tenant of a platform: the platform's own chart, a control plane, two data planes with their own applications, a pipeline,
 * another team's manifest, and Argo CD to deliver everything. Each synthesis verifies it.
 */
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration, Include } from 'cdk8s';
import {
  ArgoApplication,
  AuthVerification,
  Authorization,
  ControlPlaneAuth,
  ControlPlaneNetworkPolicy,
  DataPlaneAuth,
  IdentityProvider,
  Registrations,
  SecretDelivery,
  SecretRotation,
  SecretStore,
  UnionIdentity,
} from 'cdk8s-union-auth';
import { Manifests, Platform } from './platform';

const domain = 'union.example.com';
const clusters = ['east', 'west'].map((clusterName) => ({ clusterName, namespace: `union-${clusterName}` }));

// The identity: clients, secrets, API keys and registrations follow from it.
const identity = new UnionIdentity({
  domain,
  organization: 'acme',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: {
    web: { clientId: '0oa-web-1111', secret: { key: 'union/web' } },
    native: { clientId: '0oa-native-2222' },
    service: { clientId: '0oa-service-3333', secret: { key: 'union/service' } },
  },
  dataPlanes: Object.fromEntries(clusters.map(({ clusterName }) => [clusterName, {
    operator: { clientId: `0oa-${clusterName}-4444`, secret: { key: `union/${clusterName}/operator` } },
    eager: { clientId: `0oa-${clusterName}-5555`, secret: { key: `union/${clusterName}/eager` } },
  }])),
  clients: { release: { clientId: '0oa-release-6666' } },
});

const secrets = SecretDelivery.externalSecrets({
  store: SecretStore.fromName('default'),
  refreshInterval: Duration.minutes(5),
  rotation: SecretRotation.reloader(),
});

const app = new App();
new Platform(app, 'platform', { domain, namespaces: ['union-cp', ...clusters.map(({ namespace }) => namespace)], certificateNamespace: 'union-cp' });

const controlPlane = new ControlPlaneAuth(new Chart(app, 'union-cp', { namespace: 'union-cp' }), 'auth', {
  identity,
  secrets,
  // Union's roles: name the first people of the console; services, clusters and their clients follow from the identity.
  authorization: Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada-1111' }] }),
  // Settings of the chart other than authentication.
  extraValues: { ingress: { tls: [{ hosts: [domain], secretName: 'union-tls' }] } },
});

// Services trust identity headers, so only the edge and the pods of their namespace may call them.
new ControlPlaneNetworkPolicy(controlPlane, 'network-policy');

const dataPlanes = clusters.map(({ clusterName, namespace }) =>
  new DataPlaneAuth(new Chart(app, namespace, { namespace }), 'auth', { dataPlane: identity.dataPlane(clusterName), secrets }));

// Another team's Deployment mounts the Secret of its data plane.
const [east] = dataPlanes;
const thirdParty = new Include(new Chart(app, 'third-party'), 'cost-exporter', { url: join(__dirname, 'third-party', 'cost-exporter.yaml') });
const exporter = thirdParty.apiObjects.find(({ kind }: ApiObject) => kind === 'Deployment')!;
east.secretMounts('union-operator').forEach((mount) => mount.addTo(exporter));

// Apply dist/argocd.k8s.yaml to an empty cluster with Argo CD, External Secrets and cert-manager; Argo CD installs the rest in any order.
const repository = 'https://git.example.com/acme/platform.git';
const argo = new Chart(app, 'argocd', { namespace: 'argocd' });
new Manifests(argo, 'platform', { name: 'platform', repository, path: 'rendered/platform' });
new Manifests(argo, 'third-party', { name: 'cost-exporter', repository, path: 'rendered/third-party' });
install('controlplane', controlPlane);
clusters.forEach(({ clusterName }, i) => install(`dataplane-${clusterName}`, dataPlanes[i]));

function install(name: string, plane: ControlPlaneAuth | DataPlaneAuth) {
  new ArgoApplication(argo, name, {
    metadata: { name },
    chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' },
    plane,
    // Both data planes are in the cluster of Argo CD; without this each goes to the cluster of its name.
    server: 'https://kubernetes.default.svc',
    // One directory per chart: the pipeline copies dist/<chart>.k8s.yaml to rendered/<chart>.
    manifests: { repository, folder: 'rendered' },
    automated: true,
    // The platform's Application creates the namespaces, and may be synced later.
    syncOptions: ['CreateNamespace=true'],
  });
  plane.helmValues.writeTo(app, join('values', `${name}.values.yaml`));
}

new Registrations({ identity }).writeTo(app, '.');

ArgoApplication.addSyncWaves(app);
AuthVerification.of(app);
app.synth();
