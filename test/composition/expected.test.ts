import { App, Chart, Testing } from 'cdk8s';
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
  const cp = new ua.ControlPlaneAuth(new Chart(app, 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets });
  cp.helmValues.writeTo(app, 'cp.yaml');
  expect(ua.Texts.of(app).toObject()['cp.yaml']).toContain('union.example.com');
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
  expect(() => edge.guard.addTo(own)).toThrow('must be one of Ingress, IngressRoute, HTTPRoute');
});
