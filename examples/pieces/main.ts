/** Single pieces for your own Ingress, Deployment and values file: docs/pieces.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Deployment, Ingress, IngressBackend } from 'cdk8s-plus-28';
import { ControlPlaneAuth, IdentityProvider, IngressNginxGuard, SecretDelivery, SecretStore, UnionIdentity, WorkloadClient } from 'cdk8s-union-auth';

const identity = new UnionIdentity({
  domain: 'union.example.com',
  organization: 'acme',
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
const own = new Chart(app, 'reports', { namespace: 'reports', disableResourceNameHashes: true });

// Your Deployment that calls Union gets mount, variables and config of its client.
const deployment = new Deployment(own, 'reports', {
  containers: [{ name: 'reports', image: 'registry.example.com/acme/reports:1.4.2', portNumber: 8080 }],
});
new WorkloadClient(own, 'client', { client: identity.client('reports'), secrets }).addTo(deployment);

// Your Ingress redirects anonymous browsers to sign-in. Its auth gate runs beside flyteadmin.
const plane = new Chart(app, 'union-cp', { namespace: 'union-cp', disableResourceNameHashes: true });
const guard = new IngressNginxGuard(plane, 'guard', { identity });
const ingress = new Ingress(own, 'ingress', { className: 'nginx', tls: [{ hosts: [identity.domain] }] });
ingress.addHostRule(identity.domain, '/reports', IngressBackend.fromService(deployment.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] })));
guard.addTo(ingress);

// Your values file keeps its comments. A value that both set differently is an error.
const mine = readFileSync(join(__dirname, 'values.mine.yaml'), 'utf8');
new ControlPlaneAuth(plane, 'auth', { identity, secrets }).helmValues.mergeOverText(mine).writeTo(app, 'controlplane.values.yaml');

app.synth();
