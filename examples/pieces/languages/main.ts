import { App, Chart } from 'cdk8s';
import { Deployment, Ingress, IngressBackend } from 'cdk8s-plus-28';
import { IdentityProvider, IngressNginxGuard, PlaneConfig, SecretDelivery, SecretStore, UnionIdentity, WorkloadClient } from 'cdk8s-union-auth';

const identity = new UnionIdentity({
  domain: 'union.example.com',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: {
    web: { clientId: '0oa-web-1111', secret: { key: 'union/web' } },
    native: { clientId: '0oa-native-2222' },
    service: { clientId: '0oa-service-3333', secret: { key: 'union/service' } },
  },
  clients: { reports: { clientId: '0oa-reports-6666', secret: { key: 'union/reports' } } },
});
const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
const app = new App();
const own = new Chart(app, 'reports', { namespace: 'reports' });
const deployment = new Deployment(own, 'reports', { containers: [{ image: 'registry.example.com/acme/reports:1.4.2', portNumber: 8080 }] });
const ingress = new Ingress(own, 'ingress', { className: 'nginx', tls: [{ hosts: [identity.domain] }] });
ingress.addHostRule(identity.domain, '/reports', IngressBackend.fromService(deployment.exposeViaService()));

new IngressNginxGuard(new Chart(app, 'union-cp', { namespace: 'union-cp' }), 'guard', { identity }).addTo(ingress);
new WorkloadClient(own, 'client', { client: identity.client('reports'), secrets }).addTo(deployment);
const mine = { flyte: { flyteadmin: { replicaCount: 3 } } };
PlaneConfig.controlPlane({ identity }).values.mergeOver(mine).writeTo(app, 'controlplane.values.yaml');
app.synth();
