/**
 * The whole app for the samples of the guides. Put a sample where the comment says so. Names that it does not define come from this
 * file; import all others from cdk8s-union-auth or cdk8s.
 */
import { ApiObject, App, Chart } from 'cdk8s';
import { ConfigMap, Deployment, Ingress, IngressBackend, Secret, Service } from 'cdk8s-plus-28';
import {
  ControlPlaneAuth, Database, IdentityProvider, ObjectStorage, SecretDelivery, SecretStore, UnionIdentity,
} from 'cdk8s-union-auth';

const identity = new UnionIdentity({
  domain: 'union.example.com',
  organization: 'acme',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: {
    web: { clientId: '0oa-web-1111', secret: { key: 'union/web' } },
    native: { clientId: '0oa-native-2222' },
    service: { clientId: '0oa-service-3333', secret: { key: 'union/service' } },
  },
  dataPlanes: {
    'us-east': { operator: { clientId: '0oa-operator-4444', secret: { key: 'union/us-east' } } },
    'us-west': { operator: { clientId: '0oa-operator-5555', secret: { key: 'union/us-west' } } },
  },
  clients: {
    ci: { clientId: '0oa-ci-7777', secret: { key: 'union/ci' } },
    release: { clientId: '0oa-release-6666', secret: { key: 'union/release' } },
  },
});

const store = SecretStore.fromName('default');
const secrets = SecretDelivery.externalSecrets({ store });

// Only for planes in plain YAML.
const database: Database = { host: 'postgres.example.com', user: 'union', password: { key: 'union/database' } };
const storage = ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2' });

const app = new App();
const chart = new Chart(app, 'mine');
const argo = new Chart(app, 'argocd');
const flux = new Chart(app, 'flux');
const controlPlaneChart = new Chart(app, 'union-cp');
const controlPlane = new ControlPlaneAuth(controlPlaneChart, 'auth', { identity, secrets });

// Your workload, such as a runner of pipelines.
const runner = new Deployment(chart, 'runner', { containers: [{ image: 'registry.example.com/runner:1.0.0' }] });

// Your objects, to which the samples add pieces.
const own = new Chart(app, 'own', { namespace: 'union-cp' });
const reports = new Service(own, 'reports', { ports: [{ port: 80 }] });
const ingress = new Ingress(own, 'ingress');
ingress.addHostRule(identity.domain, '/reports', IngressBackend.fromService(reports));
const ingressRoute = new ApiObject(own, 'ingress-route', {
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'IngressRoute',
  spec: { routes: [{ kind: 'Rule', match: `Host(\`${identity.domain}\`)`, services: [{ name: reports.name, port: 80 }] }] },
});
const attached = { parentRefs: [{ name: 'public' }], hostnames: [identity.domain] };
const httpRoute = new ApiObject(own, 'http-route', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: attached });
const grpcRoute = new ApiObject(own, 'grpc-route', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute', spec: attached });
const configMap = new ConfigMap(own, 'config');
const secret = Secret.fromSecretName(own, 'secret', 'reports-client');
const deployment = new Deployment(own, 'deployment', { containers: [{ image: 'registry.example.com/reports:1.0.0' }] });

// A sample goes here.

controlPlane.helmValues.writeTo(app, 'controlplane.values.yaml');
app.synth();
