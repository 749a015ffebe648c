import { App, Chart } from 'cdk8s';
import { ControlPlaneAuth, ControlPlaneEdge, DataPlaneAuth, EdgeController, SecretStore, SecretStoreProvider } from '../../../src';
import { ExternalSecret } from '../../../src/constructs/secrets/external-secret';
import { dataPlaneOf, externalSecrets, unionAuth } from '../../_tools/fixtures';

const identity = unionAuth();
const secrets = externalSecrets();
const tls = [{ secretName: 'union-tls' }];
const edge = (app: App, namespace?: string, of = identity) => new ControlPlaneEdge(new Chart(app, 'edge', { namespace }), 'edge', { identity: of, controller: EdgeController.traefik(), tls });
const control = (app: App, namespace?: string) => new ControlPlaneAuth(new Chart(app, 'cp', { namespace }), 'auth', { identity, secrets });

describe('a namespace of a chart that is none', () => {
  const bad = ['Bad_NS', '', 'a.b', 'a'.repeat(64)];

  test.each(bad)('%j is refused by planes, with their other problems', (namespace) => {
    const chart = new Chart(new App(), 'test', { namespace });
    expect(() => new ControlPlaneAuth(chart, 'cp', { identity, secrets, releaseName: 'Bad_Name' })).toThrow(/has 2 problems:[^]*releaseName: "Bad_Name"[^]*namespace: ".*" is not a namespace name/);
    expect(() => new DataPlaneAuth(chart, 'dp', { dataPlane: dataPlaneOf(identity), secrets })).toThrow('is not a namespace name');
    expect(chart.node.children).toEqual([]);
  });

  test.each(bad)('%j is refused by every object that would lie there', (namespace) => {
    const chart = new Chart(new App(), 'test', { namespace });
    const store = SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' });
    expect(() => new SecretStore(chart, 'store', { provider: store })).toThrow(/^The chart test has a problem:\n {2}- namespace: ".*" is not a namespace name/);
    expect(() => new ExternalSecret(chart, 'secret', {
      store: SecretStore.fromName('a'), target: { name: 'a' }, data: [{ secretKey: 'a', remoteRef: { key: 'a' } }],
    })).toThrow('The chart test has a problem');
    expect(() => new SecretStore(chart, 'own', { provider: store, metadata: { namespace: 'fine' } })).not.toThrow();
    expect(chart.node.children.map(({ node }) => node.id)).toEqual(['own']);
  });
});

describe('an edge of Envoy Gateway beside the Gateway of the chart', () => {
  const both = (provider: string, of = identity, namespace?: string) => () => {
    const app = new App();
    new ControlPlaneEdge(new Chart(app, 'edge', { namespace }), 'edge', { identity: of, controller: EdgeController.envoyGateway(), tls });
    new ControlPlaneAuth(new Chart(app, 'cp'), 'auth', { identity, secrets, edge: ControlPlaneEdge.chartGateway(), extraValues: { global: { INGRESS_PROVIDER: provider } } });
    return app.synthYaml();
  };

  test.each(['envoy', 'both'])('is refused, as their names are the same: %s', (provider) => {
    expect(both(provider)).toThrow('[edge/edge] has routes with the names of those that the chart of cp/auth renders by global.INGRESS_PROVIDER, and one would replace the other. '
      + 'Remove that from its extraValues, or remove this edge and guard the chart\'s routes with EnvoyGatewayGuard.');
  });

  test('is taken where the chart renders none, and before another control plane', () => {
    const other = unionAuth({ domain: 'staging.example.com' });
    for (const make of [both('nginx'), both('envoy', other, 'staging'), both('envoy', other)]) {
      expect(make).not.toThrow();
    }
  });
});

describe('a chart without namespace beside one with', () => {
  test.each([[undefined, 'acme-cp', 'union-cp'], ['acme-cp', undefined, 'acme-cp']])('is refused where an edge would lead elsewhere: plane in %s, edge in %s', (of, before, plane) => {
    const app = new App();
    control(app, of);
    edge(app, before);
    expect(() => app.synthYaml()).toThrow(
      `[edge/edge] is in namespace ${before ?? 'union-cp'}, but the control plane cp/auth is in ${plane}: its routes would lead to Services that do not exist. `
      + 'Give both the same namespace, or their charts.',
    );
  });

  test('is taken where both come to the same, in any order, or there is another control plane', () => {
    for (const steps of [[control, edge], [edge, control]]) {
      const app = new App();
      steps.forEach((step, i) => (i === 0 ? step(app, 'union-cp') : step(app)));
      expect(() => app.synthYaml()).not.toThrow();
    }
    const app = new App();
    control(app, 'acme-cp');
    edge(app, undefined, unionAuth({ domain: 'staging.example.com' }));
    expect(() => app.synthYaml()).not.toThrow();
  });
});
