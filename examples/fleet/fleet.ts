/** The app for the clusters of a fleet. Argo CD reads the repository with this example and its synthesized `dist`. */
import { Chart, YamlOutputType } from 'cdk8s';
import {
  ArgoApplication,
  ArgoApplicationSet,
  AuthVerification,
  ControlPlaneAuth,
  ControlPlaneNetworkPolicy,
  DataPlaneAuth,
  FleetApp,
  IdentityProvider,
  Registrations,
  SecretDelivery,
  SecretStore,
  SecretStoreProvider,
  UnionIdentity,
} from 'cdk8s-union-auth';
import { Cluster } from './clusters';

/** The secret store of each region. */
const SECRETS_REGION = { 'us-east': 'us-east-2', 'eu-west': 'eu-west-1' };
const REPOSITORY = 'https://git.example.com/acme/fleet.git';
const CHART = { repository: 'oci://registry.example.com/union', version: '2026.8.3' };

export function fleet(clusters: Cluster[]): FleetApp {
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    organization: 'acme',
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: {
      web: { clientId: '0oa-web-1111', secret: { key: 'union/web' } },
      native: { clientId: '0oa-native-2222' },
      service: { clientId: '0oa-service-3333', secret: { key: 'union/service' } },
    },
    dataPlanes: Object.fromEntries(clusters.map(({ name }) => [name, {
      operator: { clientId: `0oa-${name}-4444`, secret: { key: `union/${name}/operator` } },
      eager: { clientId: `0oa-${name}-5555`, secret: { key: `union/${name}/eager` } },
    }])),
  });
  const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('union') });

  // One folder per chart, one file per object: a new data plane only adds files, and Argo CD syncs each folder to one cluster.
  const app = new FleetApp({ yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
  const argo = new Chart(app, 'argocd', { namespace: 'argocd' });

  const controlPlane = new ControlPlaneAuth(plane('union-cp', 'union-cp', 'us-east'), 'auth', { identity, secrets });
  // Services trust identity headers, so only the edge and the pods of their namespace may call them.
  new ControlPlaneNetworkPolicy(controlPlane, 'network-policy');
  controlPlane.helmValues.writeTo(app, 'values/union-cp.values.yaml');
  new ArgoApplication(argo, 'controlplane', {
    metadata: { name: 'controlplane' },
    chart: CHART,
    plane: controlPlane,
    valueFiles: { repository: REPOSITORY },
    manifests: { repository: REPOSITORY },
    syncOptions: ['CreateNamespace=true'],
  });

  // All are in namespace `union`, each in its own cluster.
  const dataPlanes = clusters.map((cluster) => {
    const auth = new DataPlaneAuth(plane(cluster.name, 'union', cluster.region), 'auth', { dataPlane: identity.dataPlane(cluster.name), secrets });
    auth.helmValues.writeTo(app, `values/${cluster.name}.values.yaml`);
    return {
      plane: auth,
      // Written by hand: the settings of a region other than authentication.
      valuesBefore: [`regions/${cluster.region}.yaml`],
      wave: cluster.canary ? 'canary' : cluster.region,
    };
  });
  new ArgoApplicationSet(argo, 'dataplanes', {
    metadata: { name: 'dataplanes' },
    chart: CHART,
    manifests: { repository: REPOSITORY },
    valueFiles: { repository: REPOSITORY },
    planes: dataPlanes,
    waves: ['canary', 'us-east', 'eu-west'],
    syncOptions: ['CreateNamespace=true'],
  });

  new Registrations({ identity }).writeTo(app, '.');
  ArgoApplication.addSyncWaves(app);
  AuthVerification.of(app);
  return app;

  /** A chart for one cluster, with its secret store. */
  function plane(id: string, namespace: string, region: Cluster['region']): Chart {
    const chart = new Chart(app, id, { namespace });
    new SecretStore(chart, 'store', {
      metadata: { name: 'union' },
      provider: SecretStoreProvider.awsSecretsManager({ region: SECRETS_REGION[region] }),
    });
    return chart;
  }
}
