import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ControlPlaneEdge, Edge, EnvoyGatewayGuard } from '../../../src';
import { Finding } from '../../../src/verify/engine/finding';
import { verify } from '../../../src/verify/verify';
import { unionAuth } from '../../edge/support';
import { manifests } from '../_manifests';
import { chartGatewayRoutes, flyteadmin } from '../_union';

/** Manifests of a construct together with those of the chart. */
function findings(rule: string, build: (scope: Construct) => void, chart: string, mend = (text: string) => text): readonly Finding[] {
  const scope = new Chart(new App(), 'edge');
  build(scope);
  const report = verify([{ name: 'all.yaml', text: `${mend(App.of(scope).synthYaml())}\n---\n${chart}` }], { only: [rule] });
  expect(report.crashed).toEqual([]);
  return report.findings;
}

const traefik = (scope: Construct) => new ControlPlaneEdge(scope, 'edge', { auth: unionAuth(), edge: Edge.traefik(), tls: [{ secretName: 'tls' }] });
const envoy = (scope: Construct) => new ControlPlaneEdge(scope, 'edge', { auth: unionAuth(), edge: Edge.envoyGateway(), tls: [{ secretName: 'tls' }] });
const guard = (scope: Construct) => new EnvoyGatewayGuard(scope, 'guard');
const off = flyteadmin({ useAuth: false });

describe.each<[string, (scope: Construct) => void, string]>([
  ['ForwardAuth', traefik, manifests(...off)],
  ['a SecurityPolicy', envoy, manifests(...off)],
  ['the guard of the chart’s routes', guard, manifests(...off, ...chartGatewayRoutes())],
])('%s that asks an auth gate asks the flyteadmin behind it', (_, build, chart) => {
  it('and so needs its authentication', () => {
    expect(findings('auth-not-enabled', build, chart)).not.toEqual([]);
    expect(findings('auth-not-enabled', build, chart.replace('useAuth: false', 'useAuth: true'))).toEqual([]);
  });

  it('of the namespace that the gate names, not of another', () => {
    const elsewhere = (text: string) => text.replace(/server flyteadmin\.union-cp\./, 'server flyteadmin.acme-cp.');
    expect(findings('auth-not-enabled', build, chart, elsewhere)).toEqual([]);
  });

  it('and a gate that asks something else than /me is none', () => {
    expect(findings('auth-not-enabled', build, chart, (text) => text.replace(/rewrite \^ \/me\?/g, 'rewrite ^ /healthcheck?'))).toEqual([]);
  });
});

it('gRPC routes must not ask the gate’s port that redirects', () => {
  const wrong = (text: string) => text.replace(/port: 8081$/gm, 'port: 8080');
  const chart = manifests(...flyteadmin(), ...chartGatewayRoutes());
  expect(findings('grpc-sign-in-redirect', guard, chart)).toEqual([]);
  expect(findings('grpc-sign-in-redirect', guard, chart, wrong)).toEqual([
    expect.objectContaining({ object: expect.objectContaining({ name: 'controlplane-unauthorized' }), field: 'spec.extAuth.http.backendRefs', found: '/login' }),
  ]);
});

it('a gate that sends browsers to sign in needs the sign-in routes', () => {
  const chart = manifests(...flyteadmin(), ...chartGatewayRoutes());
  expect(findings('sign-in-route-missing', guard, chart)).toEqual([]);
  expect(findings('sign-in-route-missing', guard, chart.replace('value: /callback', 'value: /elsewhere')).map(({ expected }) => expected)).toEqual([
    'a route for /callback to flyteadmin on union.example.com',
  ]);
});
