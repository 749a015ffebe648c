/** Both planes in plain YAML, without Union's Helm charts. */
import { App, Chart } from 'cdk8s';
import { ControlPlane, DatabaseTls, DataPlane, EagerApiKey, EdgeController, IdentityProvider, ObjectStorage, SecretDelivery, ClusterSecretStore, UnionIdentity } from 'cdk8s-union-auth';

const identity = new UnionIdentity({
  domain: 'union.example.com',
  organization: 'acme',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: {
    web: { clientId: '0oa-web-1111', secret: { key: 'union/auth', property: 'web-client-secret' } },
    native: { clientId: '0oa-native-2222' },
    service: { clientId: '0oa-service-3333', secret: { key: 'union/auth', property: 'service-client-secret' } },
  },
});

const secrets = SecretDelivery.externalSecrets({ store: ClusterSecretStore.fromName('union') });

const database = {
  host: 'union.abc123.us-east-2.rds.amazonaws.com',
  user: 'union',
  password: { key: 'union/database', property: 'password' },
  tls: DatabaseTls.VERIFY_FULL,
  caConfigMap: 'database-ca',
};

const storage = ObjectStorage.s3({
  bucket: 'acme-union',
  region: 'us-east-2',
  roleArn: 'arn:aws:iam::123456789012:role/union-storage',
});

const images = { registry: 'registry.example.com/union', tag: '2026.8.3', pullSecrets: ['union-registry-secret'] };

// The edge has routes to these services, to flyteadmin, and to those that others provide in the namespace.
const services = ['executions', 'cluster', 'usage', 'dataproxy', 'flyteconsole', 'unionconsole'];

// cert-manager or another tool makes this Secret.
const edge = { controller: EdgeController.ingressNginx(), tls: [{ secretName: 'union-tls' }] };

// The labels of EKS, GKE and AKS. A cache on the nodes (NodeLocal DNSCache) needs its own address.
const networkPolicies = { dns: [{ namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } }] };

const app = new App();
const [cp, dp] = ['union-cp', 'union'].map((namespace) => new Chart(app, namespace, { namespace }));
new ControlPlane(cp, 'plane', { identity, secrets, database, storage, services, images, networkPolicies, edge });
// Another tool delivers the API key of eager tasks (docs/data-planes.md).
new DataPlane(dp, 'plane', { dataPlane: identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.provisioned() }), secrets, storage, images, networkPolicies });

identity.checklist.writeTo(app, 'oauth-applications.md');
app.synth();
