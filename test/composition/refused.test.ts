import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { stringify } from 'yaml';
import * as ua from '../../src';
import { verify } from '../../src/verify/verify';
import { externalSecrets, oktaAuth } from '../_tools/fixtures';
import { PLAIN } from '../_tools/plain-plane';
import { spiedWarnings } from '../_tools/spied-warnings';

/** What first users of planes and pieces do wrong or expect, each by name: refused or warned of with the path and what to do, or as expected. */

const identity = oktaAuth();
const secrets = externalSecrets();
const tls = [{ secretName: 'union-tls' }];
const warnings = spiedWarnings();

function inApp(namespace = 'union-cp'): { app: App; cp: Chart; outdir: string } {
  const outdir = mkdtempSync(join(tmpdir(), 'refused-'));
  const app = new App({ outdir });
  return { app, cp: new Chart(app, 'cp', { namespace }), outdir };
}

const ingressOf = (scope: Chart, host = identity.domain) => new ApiObject(scope, 'mine', {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'mine' },
  spec: {
    ingressClassName: 'nginx',
    tls: [{ hosts: [host] }],
    rules: [{ host, http: { paths: [{ path: '/x', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } }] } }],
  },
});

describe('an edge that is said twice', () => {
  test('a policy that admits another controller than the edge has is refused', () => {
    const { cp } = inApp();
    new ua.ControlPlaneEdge(cp, 'edge', { identity, controller: ua.EdgeController.traefik(), tls });
    new ua.ControlPlaneNetworkPolicy(cp, 'policy');
    expect(() => Testing.synth(cp)).toThrow('[cp/policy] admits ingress-nginx, and cp/edge serves the routes of namespace union-cp by traefik, which the policy locks out. Pass that edge: { edge }.');
  });

  test('values whose chart would serve the routes as well are warned of', () => {
    const { app, cp } = inApp();
    new ua.ControlPlaneAuth(cp, 'auth', { identity, secrets });
    new ua.ControlPlaneEdge(cp, 'edge', { identity, controller: ua.EdgeController.traefik(), tls });
    Testing.synth(cp);
    expect(warnings()).toContainEqual(expect.stringMatching(/^cp\/auth: cp\/edge serves the routes .* by traefik, and with these values the chart serves them too.*pass that edge: \{ edge \}$/));
    expect(app.node.findAll().length).toBeGreaterThan(2);
  });

  test('a plane in plain YAML requires its edge', () => {
    const { edge: _, ...without } = PLAIN;
    expect(() => new ua.ControlPlane(inApp().cp, 'plane', { identity, secrets, ...without } as never)).toThrow('edge: required');
  });
});

test('mounts of a misspelt service are refused with the names, of both planes', () => {
  const { cp } = inApp();
  const plane = new ua.ControlPlaneAuth(cp, 'auth', { identity, secrets });
  expect(() => plane.secretMounts('flyteadmn')).toThrow(/Control plane .*\/auth has a problem:\n.*service: "flyteadmn" is not a service of this release; it has .*flyteadmin/);
  const dataPlane = new ua.DataPlaneAuth(inApp('union').cp, 'auth', { dataPlane: identity.unlistedDataPlane(), secrets });
  expect(() => dataPlane.secretMounts('operator')).toThrow(/Data plane .*\/auth has a problem:\n.*service: "operator" is not a service of this release; it has .*union-operator/);
});

test('a mount in a workload of another namespace is refused, with the path of the workload', () => {
  const { app, cp } = inApp();
  const [mount] = new ua.ControlPlaneAuth(cp, 'auth', { identity, secrets }).secretMounts('flyteadmin');
  const reports = new kplus.Deployment(new Chart(app, 'reports', { namespace: 'reports' }), 'it', { containers: [{ image: 'x' }] });
  expect(() => mount.addTo(reports)).toThrow(/workload: "reports\/it" is in namespace reports, but the Secret .* in union-cp: .*Deliver it into reports, or move the workload/);
});

describe('texts', () => {
  const config = ua.ClientConfig.pkce(identity);

  test('are written below the outdir of the app, at synth', () => {
    const { app, outdir } = inApp();
    config.writeTo(app, 'clients/config.yaml');
    identity.checklist.writeTo(app, 'checklist.md');
    expect(readdirSync(outdir)).toEqual([]);
    app.synth();
    expect(readdirSync(outdir)).toEqual(expect.arrayContaining(['checklist.md', 'clients']));
  });

  test('two with one path are refused in either order', () => {
    const { app, cp } = inApp();
    config.writeTo(app, 'a.yaml');
    expect(() => ua.ClientConfig.deviceCode(identity).writeTo(cp, 'a.yaml')).toThrow(/a\.yaml/);
  });

  test('an app that fails leaves none behind', () => {
    const { app, cp, outdir } = inApp();
    config.writeTo(app, 'a.yaml');
    cp.node.addValidation({ validate: () => ['wrong'] });
    expect(() => app.synth()).toThrow('wrong');
    expect(readdirSync(outdir)).toEqual([]);
  });

  test('values that nothing writes or reads are warned of', () => {
    const { app, cp } = inApp();
    new ua.ControlPlaneAuth(cp, 'auth', { identity, secrets });
    app.synth();
    expect(warnings()).toContainEqual(expect.stringMatching(/^cp\/auth: .*helmValues/));
  });

  test('a values file that nothing writes is refused', () => {
    const { cp } = inApp();
    const plane = new ua.ControlPlaneAuth(cp, 'auth', { identity, secrets });
    expect(() => new ua.ArgoApplication(cp, 'argo', {
      plane, chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' }, valueFiles: { repository: 'https://git.example.com/acme.git', text: plane.helmValues },
    })).toThrow(/valueFiles\.text: .*writeTo/);
  });

  test('Testing.synth and toJson write none, and the class of the app does, as jsii calls it', () => {
    const { app, cp, outdir } = inApp();
    config.writeTo(app, 'a.yaml');
    Testing.synth(cp);
    expect(readdirSync(outdir)).toEqual([]);
    (Object.getPrototypeOf(app) as App).synth.call(app);
    expect(readdirSync(outdir)).toContain('a.yaml');
  });
});

describe('the place of a secret has one home', () => {
  test('the delivery has none', () => {
    expect(() => ua.SecretDelivery.externalSecrets({ store: ua.SecretStore.fromName('default'), databasePassword: { key: 'x' } } as never)).toThrow(/databasePassword: /);
    expect(() => ua.SecretDelivery.externalSecrets({ store: ua.SecretStore.fromName('default'), webClientSecret: { key: 'x' } } as never)).toThrow(/webClientSecret: /);
  });

  test('the password of the database is that of the database in plain YAML', () => {
    expect(() => new ua.ControlPlane(inApp().cp, 'plane', { identity, secrets, ...PLAIN, databasePassword: { key: 'x' } } as never)).toThrow(/databasePassword: applies to Union's chart/);
  });

  test('a team with one data plane names its own client alone', () => {
    const team = new ua.UnionIdentity({
      domain: 'union.example.com',
      identityProvider: ua.IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
      applications: { service: { clientId: 'team', secret: { key: 'union/team' } } },
    });
    expect(new ua.DataPlaneAuth(inApp('union').cp, 'auth', { dataPlane: team.unlistedDataPlane(), secrets }).clientId).toBe('team');
    expect(() => new ua.ControlPlaneAuth(inApp().cp, 'auth', { identity: team, secrets })).toThrow(/identity\.applications\.web: .*\n.*identity\.applications\.native: /);
  });
});

test('misread names are refused, with the intended ones', () => {
  const { cp } = inApp();
  expect(() => new ua.ControlPlaneAuth(cp, 'auth', { auth: identity, secrets } as never)).toThrow('identity: required');
  expect(() => new ua.ControlPlaneAuth(cp, 'auth', { identity, secrets, chartVersions: ua.ChartVersion.V2026_8 } as never)).toThrow('unknown prop. Did you mean chartVersion?');
  expect(Object.keys(ua)).not.toEqual(expect.arrayContaining(['UnionAuth', 'Edge', 'ChartRelease', 'CiClient', 'RouteGroupName']));
});

describe('pieces on routes of one\'s own', () => {
  const judged = (...charts: Chart[]) => verify(charts.map((chart) =>
    ({ name: `${chart.node.id}.yaml`, text: Testing.synth(chart).map((each) => stringify(each)).join('---\n') }))).findings.map(({ rule }) => rule);

  test('a guard that is taken from a route is missed there, as the route is marked', () => {
    const { cp } = inApp();
    const ingress = ingressOf(cp);
    new ua.IngressNginxGuard(cp, 'guard', { identity }).addTo(ingress);
    expect(judged(cp)).toEqual([]);
    const text = stringify(ingress.toJson()).replace(/^ +nginx\.ingress\.kubernetes\.io\/auth-.*\n(?: {6,}.*\n)*/gm, '');
    expect(verify([{ name: 'it.yaml', text }]).findings.map(({ rule }) => rule)).toContain('route-unguarded');
  });

  test('the verifier ignores missing objects: a piece alone has no finding', () => {
    const { cp } = inApp();
    new ua.ExternalSecret(cp, 'client', { store: ua.SecretStore.fromName('default'), target: { name: 'reports' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/reports' } }] });
    expect(judged(cp)).toEqual([]);
    expect(ua.AuthVerification.of(cp).findings()).toEqual([]);
  });

  test('a host to which browsers send no session is refused', () => {
    const { cp } = inApp();
    new ua.IngressNginxGuard(cp, 'guard', { identity }).addTo(ingressOf(cp, 'other.example.com'));
    expect(() => Testing.synth(cp)).toThrow(/\[cp\/mine\] is for host other\.example\.com: .*Use union\.example\.com, or RouteKind\.API/);
  });

  test('a Gateway at which callers say who they are is refused', () => {
    const { cp } = inApp();
    const route = new ApiObject(cp, 'route', {
      apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'r' }, spec: { parentRefs: [{ name: 'other' }], hostnames: [identity.domain], rules: [] },
    });
    expect(() => new ua.EnvoyGatewayGuard(cp, 'guard', { identity, gateway: 'public' }).addTo(route)).toThrow(/EnvoyGatewayGuard on cp\/route.*\n.*spec\.parentRefs: "union-cp\/other" is a Gateway at which callers can send identity headers/);
  });
});

test('conflicts of a merge are listed at once, and show no secret', () => {
  const { values } = ua.PlaneConfig.controlPlane({ identity });
  const auth = { appAuth: { authServerType: 'Self' }, userAuth: { openId: { clientSecretFile: 'hunter2-hunter2-hunter2' } } };
  const merge = () => values.mergeOver({ flyte: { configmap: { adminServer: { auth } } } });
  expect(merge).toThrow('mergeOver has 2 problems:');
  expect(merge).toThrow(/authServerType: is "Self" there and "External" here[^]*clientSecretFile: is \(not shown\) there/);
  expect(merge).not.toThrow(/hunter2/);
});
