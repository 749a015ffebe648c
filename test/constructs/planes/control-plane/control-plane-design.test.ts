import { App, Chart, Yaml } from 'cdk8s';
import {
  ChartVersion, ControlPlaneAuth, ControlPlaneAuthProps, ControlPlaneEdge, EdgeController, EnvoyGatewayGuard, SecretDelivery, SecretStore,
} from '../../../../src';
import { verify } from '../../../../src/verify/verify';
import { oktaAuth } from '../../../_tools/fixtures';
import { spiedWarnings } from '../../../_tools/spied-warnings';

const identity = oktaAuth();
const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
const warnings = spiedWarnings();

/** A control plane beside the chart, with what else the app has. */
function valuesOf(props: (app: App) => Partial<ControlPlaneAuthProps>): Record<string, any> {
  const app = new App();
  const given = props(app);
  const plane = new ControlPlaneAuth(new Chart(app, 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets, ...given });
  const values = plane.helmValues.toObject();
  app.synthYaml();
  return values;
}

const edgeIn = (app: App, controller: EdgeController, chartVersion?: ChartVersion) =>
  new ControlPlaneEdge(new Chart(app, 'edge', { namespace: 'union-cp' }), 'edge', { identity, controller, chartVersion, tls: [{ secretName: 'union-tls' }] });

describe('the values leave the routes to', () => {
  test('an edge of one\'s own: the chart has no Ingresses, and no controller whose Service is called', () => {
    const values = valuesOf((app) => ({ edge: edgeIn(app, EdgeController.traefik()) }));
    const url = 'dns:///union.example.com';
    expect(values).toMatchObject({
      'global': { INGRESS_PROVIDER: 'none' },
      'ingress-nginx': { enabled: false },
      'configMap': { connection: { rootTenantURLPattern: url } },
      'flyte': { configmap: { adminServer: { admin: { endpoint: url, insecure: false }, connection: { rootTenantURLPattern: url } } } },
    });
    expect(warnings()).toEqual([]);
  });

  test('our Ingresses, by the controller of the chart or another one', () => {
    const byChart = valuesOf((app) => ({ edge: edgeIn(app, EdgeController.ingressNginx()) }));
    expect([byChart.global.INGRESS_PROVIDER, byChart['ingress-nginx'].enabled]).toEqual(['none', undefined]);
    expect(byChart.flyte.configmap.adminServer.admin).not.toHaveProperty('endpoint');
    const byOther = valuesOf((app) => ({ edge: edgeIn(app, EdgeController.ingressNginx({ ingressClassName: 'nginx' })) }));
    expect([byOther.global.INGRESS_PROVIDER, byOther['ingress-nginx'].enabled]).toEqual(['none', false]);
  });

  test('the Gateway of the chart, beside its Ingresses until the values say otherwise', () => {
    const edge = (app: App) => {
      new EnvoyGatewayGuard(new Chart(app, 'guard', { namespace: 'union-cp' }), 'guard', { envoyGatewayVersion: '1.8' });
      return { edge: ControlPlaneEdge.chartGateway() };
    };
    expect(valuesOf(edge).global.INGRESS_PROVIDER).toBe('both');
    expect(valuesOf((app) => ({ ...edge(app), extraValues: { global: { INGRESS_PROVIDER: 'envoy' } } })).global.INGRESS_PROVIDER).toBe('envoy');
    expect(warnings()).toEqual([]);
  });

  test('the chart, without settings', () => {
    const told = valuesOf(() => ({ edge: ControlPlaneEdge.chartIngress() }));
    expect(told).toEqual(valuesOf(() => ({})));
    expect(told.global).not.toHaveProperty('INGRESS_PROVIDER');
  });

  test('its Ingresses, served by a controller of another class than the one that the chart brings', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-body-size': '20m' };
    const edge = ControlPlaneEdge.chartIngress({ ingressClassName: 'nginx', annotations });
    const told = valuesOf(() => ({ edge }));
    expect(told).toMatchObject({
      'ingress': { className: 'nginx', annotations },
      'ingress-nginx': { enabled: false },
      'flyte': { configmap: { adminServer: { admin: { endpoint: 'dns:///union.example.com', insecure: false } } } },
    });
    expect(told.global).not.toHaveProperty('INGRESS_PROVIDER');
    const { findings } = verify([{ name: 'controlplane.values.yaml', text: Yaml.stringify(told) }]);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(valuesOf(() => ({ edge, chartVersion: ChartVersion.V2026_3 })).ingress.className).toBe('nginx');
  });
});

describe('a release that renders its Ingresses whatever its values say', () => {
  const chartVersion = ChartVersion.V2026_3;

  test('is warned of: nothing may serve them', () => {
    const values = valuesOf((app) => ({ edge: edgeIn(app, EdgeController.traefik(), chartVersion), chartVersion }));
    expect(values['ingress-nginx'].enabled).toBe(false);
    expect(values.global).not.toHaveProperty('INGRESS_PROVIDER');
    expect(warnings()).toEqual([expect.stringMatching(/release 2026\.3 renders its Ingresses.*class controlplane: let no other controller serve it beside traefik, or use a later chartVersion/)]);
  });

  test('goes together neither with Ingresses of the same names, nor with a Gateway that it lacks', () => {
    expect(() => valuesOf((app) => ({ edge: edgeIn(app, EdgeController.ingressNginx()), chartVersion })))
      .toThrow(/edge: "ingress-nginx" has Ingresses with the names.*use a later chartVersion, or pass ControlPlaneEdge\.chartIngress\(\)/);
    expect(() => valuesOf(() => ({ edge: ControlPlaneEdge.chartGateway(), chartVersion })))
      .toThrow(/edge: "ControlPlaneEdge\.chartGateway\(\)" does not exist in the chart of release 2026\.3; use a later chartVersion/);
  });
});

describe('synth warns', () => {
  test('where nothing emits the routes of an edge', () => {
    valuesOf(() => ({ edge: { controller: EdgeController.traefik() } }));
    expect(warnings()).toEqual([expect.stringContaining('edge uses traefik, but nothing in this app emits its routes for union-cp')]);
  });

  test('where nothing guards the routes of the chart\'s Gateway', () => {
    valuesOf(() => ({ edge: ControlPlaneEdge.chartGateway() }));
    expect(warnings()).toEqual([expect.stringContaining('this app has no EnvoyGatewayGuard for namespace union-cp: anyone can call them')]);
  });

  test('where two edges serve the routes, once', () => {
    const app = new App();
    edgeIn(app, EdgeController.traefik());
    new ControlPlaneAuth(new Chart(app, 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets }).helmValues.toObject();
    app.synthYaml();
    app.synthYaml();
    expect(warnings()).toEqual([expect.stringMatching(/edge\/edge serves the routes of namespace union-cp by traefik, and with these values the chart serves them too/)]);
  });

  test.each<[string, (app: App) => void]>([
    ['Ingresses of one\'s own', (app) => edgeIn(app, EdgeController.ingressNginx())],
    ['a guard', (app) => new EnvoyGatewayGuard(new Chart(app, 'guard', { namespace: 'union-cp' }), 'guard', { envoyGatewayVersion: '1.8' })],
  ])('of no second edge beside %s', (_, add) => {
    valuesOf((app) => {
      add(app);
      return {};
    });
    expect(warnings()).toEqual([]);
  });
});
