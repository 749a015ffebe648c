import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ChartVersion, ControlPlaneAuth, ControlPlaneEdge, DataPlaneAuth, EnvoyGatewayGuard, IdentityProvider, IngressNginxGuard, PlaneConfig,
  ServiceSecrets, TraefikGuard, UnionIdentity,
} from '../../../src';
import { externalSecrets, unionAuth } from '../../_tools/fixtures';

/** A piece for another release, provider or namespace than its plane is rejected at synth: with its path, the plane's, and what to do. */

const identity = unionAuth();
const moved = unionAuth({ identityProvider: IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'acme' }) });
const secrets = externalSecrets();
const OLD = ChartVersion.V2026_3;

interface Said {
  readonly identity: UnionIdentity;
  readonly namespace: string;
  readonly chartVersion?: ChartVersion;
}

const RIGHT: Said = { identity, namespace: 'union-cp', chartVersion: ChartVersion.V2026_8 };

/** The faults that cdk8s lists before it synthesizes anything. */
function faultsOf(app: App): string[] {
  return app.node.findAll().flatMap((construct) => construct.node.validate().map((fault) => `[${construct.node.path}] ${fault}`));
}

function beside(build: (own: Chart) => void): string[] {
  const app = new App();
  new ControlPlaneAuth(new Chart(app, 'cp', { namespace: 'union-cp' }), 'auth', { ...RIGHT, secrets });
  build(new Chart(app, 'own'));
  return faultsOf(app);
}

const PIECES: [string, (own: Chart, said: Said) => void, boolean][] = [
  ['ControlPlaneEdge', (own, said) => new ControlPlaneEdge(own, 'it', { ...said, tlsEndsElsewhere: true }), true],
  ['IngressNginxGuard', (own, { chartVersion: _, ...said }) => new IngressNginxGuard(own, 'it', said), false],
  ['TraefikGuard', (own, { chartVersion: _, ...said }) => new TraefikGuard(own, 'it', said), false],
  ['EnvoyGatewayGuard', (own, { chartVersion: _, ...said }) => new EnvoyGatewayGuard(own, 'it', { ...said, gateway: 'public' }), false],
  ['ServiceConfig.addTo', (own, said) => PlaneConfig.controlPlane(said).service('flyteadmin').addTo(new kplus.ConfigMap(own, 'it')), true],
];

describe.each(PIECES)('%s', (_, add, followsRelease) => {
  test('of the plane of the app has no fault', () => expect(beside((own) => add(own, RIGHT))).toEqual([]));

  test('all that differs is listed at once', () => {
    const faults = beside((own) => add(own, { identity: moved, namespace: 'acme-cp', chartVersion: OLD }));
    expect(faults).toEqual([
      expect.stringMatching(/^\[own\/it\] is in namespace acme-cp, but the control plane cp\/auth is in union-cp: .*\. Give both the same namespace, or their charts\.$/),
      `[own/it] accepts tokens of https://sso.example.com/realms/acme, but the control plane cp/auth accepts those of ${identity.identityProvider.issuer}. Give both the same UnionIdentity.`,
      ...followsRelease
        ? [`[own/it] is for chart release ${OLD}, but the control plane cp/auth is for ${ChartVersion.V2026_8}, whose files, keys and routes may differ. Give both the same chartVersion.`]
        : [],
    ]);
  });

  test('of another deployment it is left alone', () => {
    expect(beside((own) => add(own, { ...RIGHT, identity: unionAuth({ domain: 'other.example.com' }), namespace: 'other' }))).toEqual([]);
  });
});

test('in the chart of the plane, the domain differs, too', () => {
  const chart = new Chart(new App(), 'cp', { namespace: 'union-cp' });
  new ControlPlaneAuth(chart, 'auth', { ...RIGHT, secrets });
  new IngressNginxGuard(chart, 'guard', { identity: unionAuth({ domain: 'other.example.com' }) });
  expect(() => Testing.synth(chart)).toThrow('is for other.example.com, but the control plane cp/auth is for union.example.com. Give both the same UnionIdentity.');
});

describe('of a data plane', () => {
  const listed = (provider: UnionIdentity) => provider.dataPlane('east');
  const listing = (given: object = {}) => unionAuth({ dataPlanes: { east: { operator: { clientId: 'east', secret: { key: 'union/east' } } } }, ...given });

  test.each<[string, (own: Chart, config: PlaneConfig) => void]>([
    ['ServiceSecrets', (own, config) => new ServiceSecrets(own, 'it', { config: config.service('union-operator'), secrets })],
    ['ServiceConfig.addTo', (own, config) => config.service('union-operator').addTo(new kplus.ConfigMap(own, 'it'))],
  ])('%s', (_, add) => {
    const faults = (said: object, from = listing()) => {
      const app = new App();
      new DataPlaneAuth(new Chart(app, 'dp', { namespace: 'union' }), 'auth', { dataPlane: listed(listing()), secrets, chartVersion: ChartVersion.V2026_8 });
      add(new Chart(app, 'own'), PlaneConfig.dataPlane({ dataPlane: listed(from), namespace: 'apart', chartVersion: ChartVersion.V2026_8, ...said }));
      return faultsOf(app).map((fault) => fault.slice(0, 60));
    };
    expect(faults({ namespace: 'apart' })).toEqual([expect.stringContaining('is in namespace apart')]);
    expect(faults({ chartVersion: OLD }, listing({ identityProvider: moved.identityProvider }))).toEqual([
      expect.stringContaining('is in namespace apart'), expect.stringContaining('accepts tokens of'), expect.stringContaining('is for chart release'),
    ]);
  });
});
