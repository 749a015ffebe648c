import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as ua from '../../src';
import { oktaAuth } from '../_tools/fixtures';

/** What a maintainer of construct libraries wrote after reading the index alone, in the names that there are. */

const identity = oktaAuth({ clients: { reports: { clientId: 'reports-id', secret: { key: 'union/reports' } } } });
const store = ua.SecretStore.fromName('default');
const secrets = ua.SecretDelivery.externalSecrets({ store });
const kinds = (chart: Chart) => Testing.synth(chart).map(({ kind }) => kind);

test('(a) a control plane beside the chart, its values in a file', () => {
  const app = new App();
  const edge = ua.ControlPlaneEdge.chartIngress({ ingressClassName: 'nginx' });
  const cp = new ua.ControlPlaneAuth(new Chart(app, 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets, edge });
  cp.helmValues.writeTo(app, 'cp.yaml');
  expect(ua.Texts.of(app).toObject()['cp.yaml']).toContain('className: "nginx"');
});

test('(b) a control plane in plain YAML behind Traefik, its database and certificate', () => {
  const cp = new Chart(new App(), 'cp', { namespace: 'union-cp' });
  const plane = new ua.ControlPlane(cp, 'plain', {
    identity,
    secrets,
    database: { host: 'h', user: 'u', password: { key: 'union/database' } },
    storage: ua.ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2' }),
    images: { registry: 'registry.example.com/union', tag: '2026.8.3' },
    edge: { controller: ua.EdgeController.traefik(), tls: [{ secretName: 'union-tls' }] },
  });
  expect(kinds(cp)).toEqual(expect.arrayContaining(['Deployment', 'IngressRoute', 'ExternalSecret']));
  expect([plane.auth.namespace, plane.edge.controller.name]).toEqual(['union-cp', 'traefik']);
});

test('(c) a data plane of the identity, beside the chart and in plain YAML', () => {
  const listing = oktaAuth({ dataPlanes: { east: { operator: { clientId: 'east', secret: { key: 'union/east' } } } } });
  const beside = new ua.DataPlaneAuth(new Chart(new App(), 'dp', { namespace: 'union' }), 'auth', { dataPlane: listing.dataPlane('east'), secrets });
  expect(beside.helmValues.toObject()).toHaveProperty('secrets.admin.clientId', 'east');
  const plane = new ua.DataPlane(new Chart(new App(), 'dp', { namespace: 'union' }), 'plane', {
    dataPlane: listing.dataPlane('east'),
    secrets,
    storage: ua.ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2' }),
    images: { registry: 'registry.example.com/union', tag: '2026.8.3' },
  });
  expect(plane.deployment('union-operator').name).toBe('union-operator');
});

test('(d) a workload of one\'s own that calls Union', () => {
  const own = new Chart(new App(), 'own', { namespace: 'reports' });
  const deployment = new kplus.Deployment(own, 'd', { containers: [{ image: 'x', name: 'main' }] });
  new ua.ExternalSecret(own, 'es', { store, target: { name: 'mine' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/other' } }] });
  const client = new ua.WorkloadClient(own, 'client', { client: identity.client('reports'), secrets });
  client.addTo(deployment);
  new ua.SecretMount({ secret: kplus.Secret.fromSecretName(own, 's', 'mine'), mountPath: '/x' }).addTo(deployment);
  const [{ spec }] = Testing.synth(own).filter(({ kind }) => kind === 'Deployment');
  expect(spec.template.spec.containers[0].volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/var/run/secrets/union', '/x']);
  expect(kinds(own).filter((kind) => kind === 'ExternalSecret')).toHaveLength(2);
});

test('(e) an Ingress of one\'s own, and its annotations as a map', () => {
  const own = new Chart(new App(), 'own', { namespace: 'union-cp' });
  const ingress = new kplus.Ingress(own, 'ing');
  const service = new kplus.Service(own, 'service', { ports: [{ port: 80 }] });
  ingress.addHostRule(identity.domain, '/x', kplus.IngressBackend.fromService(service));
  const guard = new ua.IngressNginxGuard(own, 'guard', { identity });
  guard.addTo(ingress);
  const [{ metadata }] = Testing.synth(own).filter(({ kind }) => kind === 'Ingress');
  expect(metadata.annotations).toEqual(guard.annotations());
});

test('(e) an IngressRoute and an HTTPRoute of one\'s own', () => {
  const own = new Chart(new App(), 'own', { namespace: 'union-cp' });
  const route = new ApiObject(own, 'r', {
    apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', spec: { routes: [{ kind: 'Rule', match: `Host(\`${identity.domain}\`)`, services: [{ name: 'x', port: 80 }] }] },
  });
  const traefik = new ua.TraefikGuard(own, 'traefik', { identity });
  traefik.addTo(route);
  expect(route.toJson()).toHaveProperty('spec.routes.0.middlewares', traefik.middlewares().map(({ name }) => ({ name })));
  const gateway = new Chart(new App(), 'gateway', { namespace: 'union-cp' });
  const httpRoute = new ApiObject(gateway, 'h', {
    apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'mine' }, spec: { parentRefs: [{ name: 'public' }], hostnames: [identity.domain], rules: [] },
  });
  const envoy = new ua.EnvoyGatewayGuard(gateway, 'envoy', { identity, gateway: 'public' });
  envoy.addTo(httpRoute, ua.RouteKind.API);
  expect(envoy.apiObjects.filter(({ kind }) => kind === 'SecurityPolicy').map((policy) => policy.toJson().spec.targetRefs[0].name)).toEqual(['mine']);
});

test('(f) values over one\'s own, a section of them, and the block of one service', () => {
  const cp = new ua.ControlPlaneAuth(new Chart(new App(), 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets });
  const service = cp.config.service('flyteadmin');
  expect(cp.helmValues.mergeOver({ my: 'values' }).toObject()).toEqual({ my: 'values', ...cp.helmValues.toObject() });
  expect(cp.helmValues.toObject()).toMatchObject(service.values.toObject());
  expect(service.toObject()).toHaveProperty('auth.appAuth.authServerType', 'External');
});

test('others: the guard of an edge, and all its objects', () => {
  const own = new Chart(new App(), 'own', { namespace: 'union-cp' });
  const edge = new ua.ControlPlaneEdge(own, 'edge', { identity, controller: ua.EdgeController.traefik(), tlsEndsElsewhere: true });
  expect(edge.apiObjects.length).toBeGreaterThan(5);
  edge.addRoute({ group: ua.RouteGroup.GUARDED_HTTP, path: '/x', service: 'x', port: 80 });
  expect(edge.routes).toContainEqual({ group: ua.RouteGroup.GUARDED_HTTP, path: '/x', service: 'x', port: 80, exact: false, guarded: true });
  const cp = new ua.ControlPlaneAuth(own, 'auth', { identity, secrets, edge });
  expect(cp.apiObjects.map(({ kind }) => kind)).toContain('ExternalSecret');
  expect(new ua.ExternalSecret(own, 'es', { store, target: { name: 'mine' }, data: [{ secretKey: 'a', remoteRef: { key: 'b' } }] }).metadata.namespace).toBe('union-cp');
  expect(() => edge.guard.addTo(own)).toThrow('must be one of Ingress, IngressRoute, HTTPRoute');
});
