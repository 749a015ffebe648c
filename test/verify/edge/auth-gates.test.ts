import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ControlPlaneEdge, EdgeController, EnvoyGatewayGuard } from '../../../src';
import { INGRESS_NGINX } from '../../../src/contract/edges/known-edges';
import { ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { GUARD_ANNOTATION } from '../../../src/contract/own-annotations';
import { GUARDED_HEADERS } from '../../../src/contract/union/caller-headers';
import { Finding } from '../../../src/verify/engine/finding';
import { coverageOf } from '../../../src/verify/model/coverage';
import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { unionAuth } from '../../constructs/edge/support';
import { configMap, deployment, ingress, Json, manifests, object } from '../_manifests';
import { chartGatewayRoutes, flyteadmin } from '../_union';
import { gate, httpRoute, modelOf } from './_routes';

/** Each judges a control plane. */
const it = oneIn(8);

/** Manifests of a construct together with those of the chart. */
function findings(rule: string, build: (scope: Construct) => void, chart: string, mend = (text: string) => text): readonly Finding[] {
  const scope = new Chart(new App(), 'edge');
  build(scope);
  const report = verify([{ name: 'all.yaml', text: `${mend(App.of(scope).synthYaml())}\n---\n${chart}` }], { only: [rule] });
  expect(report.crashed).toEqual([]);
  return report.findings;
}

const edge = (controller: EdgeController) => (scope: Construct) => new ControlPlaneEdge(scope, 'edge', { identity: unionAuth(), controller, tls: [{ secretName: 'tls' }] });
const guard = (scope: Construct) => new EnvoyGatewayGuard(scope, 'guard');
const off = flyteadmin({ useAuth: false });
const CHART = manifests(...flyteadmin(), ...chartGatewayRoutes());

describe.each<[string, (scope: Construct) => void, string]>([
  ['ForwardAuth', edge(EdgeController.traefik()), manifests(...off)],
  ['a SecurityPolicy', edge(EdgeController.envoyGateway()), manifests(...off)],
  ['the guard of the chart’s routes', guard, manifests(...off, ...chartGatewayRoutes())],
])('%s that asks an auth gate asks the flyteadmin behind it', (_, build, chart) => {
  const on = chart.replace('useAuth: false', 'useAuth: true');

  it('and so needs its authentication, in the namespace that the gate names', () => {
    const elsewhere = (text: string) => text.replace(/\$flyteadmin flyteadmin\.union-cp\./g, '$flyteadmin flyteadmin.acme-cp.');
    expect(findings('auth-not-enabled', build, chart)).not.toEqual([]);
    expect([findings('auth-not-enabled', build, on), findings('auth-not-enabled', build, chart, elsewhere)]).toEqual([[], []]);
  });

  it('and an edited gate is reported with the line', () => {
    const found = findings('guard-asks-other', build, on, (text) => text.replace(/rewrite \^ \/me\?/g, 'rewrite ^ /healthcheck?'));
    expect(found).not.toEqual([]);
    found.forEach((finding) => expect(finding.found).toMatch(/^line \d+ of its configuration, "rewrite \^ \/healthcheck\? break;", where this library writes "rewrite \^ \/me\? break;"$/));
    expect(findings('guard-asks-other', build, on)).toEqual([]);
  });
});

it('gRPC routes must not ask the gate’s port that redirects', () => {
  expect(findings('grpc-sign-in-redirect', guard, CHART)).toEqual([]);
  expect(findings('grpc-sign-in-redirect', guard, CHART, (text) => text.replace(/port: 8081$/gm, 'port: 8080'))).toEqual([
    expect.objectContaining({ object: expect.objectContaining({ name: 'controlplane-unauthorized' }), field: 'spec.extAuth.http.backendRefs', found: '/login' }),
  ]);
});

it('a gate that sends browsers to sign in needs the sign-in routes', () => {
  const expected = (chart: string) => findings('sign-in-route-missing', guard, chart).map((finding) => finding.expected);
  expect([expected(CHART), expected(CHART.replace('value: /callback', 'value: /elsewhere'))]).toEqual([[], ['a route for /callback to flyteadmin on union.example.com']]);
});

describe('a gate', () => {
  const GATE = 'union-auth-gate-nginx';
  const ASKS = 'http://flyteadmin.union-cp.svc:80/me';
  const nginx = (asked = 'flyteadmin:80') => ownGateConfig(INGRESS_NGINX.dialect, asked);
  const ours = (asked?: string, namespace: string | null = 'union-cp') => gate(nginx(asked), namespace, GATE);
  const service = (name: string, app = 'gate') => object('v1', 'Service', name, { spec: { selector: { app }, ports: [{ port: 80, targetPort: 8081 }] } });
  const labelled = (workload: Json, app: string) => {
    const { spec: { template } } = workload as { spec: { template: Json } };
    return { ...workload, spec: { template: { metadata: { labels: { app } }, ...template } } };
  };
  const pods = (configMaps: Record<string, string>, secrets: Record<string, string> = {}) => labelled(deployment('gate', { configMaps, secrets }), 'gate');
  const behind = (name: string, port: string | undefined, ...objects: Json[]) => {
    const model = modelOf(object('v1', 'Service', 'near', {}), ...objects);
    return model.authGates.behind(name, port, model.objects[0]);
  };
  const foreign = gate('events { } http { server { listen 8081; location / { rewrite ^ /me? break; proxy_method GET; proxy_pass http://flyteadmin:80; } } }');
  const open = (...objects: Json[]) => coverageOf(modelOf(...objects)).open;
  const [config, ...rest] = ours();

  test.each<[string, string, Json[], string | undefined]>([
    ['its name', GATE, ours(), ASKS],
    ['its namespace', `${GATE}.acme`, [ours()[0], object('v1', 'Service', GATE, {}), ...ours(undefined, 'acme')], 'http://flyteadmin.acme.svc:80/me'],
    ['what its pods mount', 'front', [service('front'), pods({ first: '/a', [GATE]: '/etc/nginx' }), configMap(GATE, { 'nginx.conf': nginx() })], ASKS],
    ['what its pods mount, beside what is missing', GATE, [service(GATE), pods({ [GATE]: '/etc/nginx', extra: '/etc/extra' }), config], ASKS],
    ['its configuration, wherever that is in its ConfigMap', GATE, [{ ...config, data: { 'number': 1, 'a.conf': 'server { }', 'b.conf': 'location', 'nginx.conf': nginx() } }, ...rest], ASKS],
    ['the flyteadmin that it asks by its name', GATE, ours('flyteadmin'), 'http://flyteadmin.union-cp.svc/me'],
    ['the flyteadmin of another namespace', GATE, ours('flyteadmin.acme'), 'http://flyteadmin.acme/me'],
    ['a flyteadmin of another name', GATE, ours('flyteadmin-eu'), 'http://flyteadmin-eu/me'],
    ['a proxy', GATE, ours('proxy'), 'http://proxy/me'],
    ['the name alone, without a namespace', GATE, ours(undefined, null), 'http://flyteadmin:80/me'],
    ['nothing that its pods mount', 'front', [service('front'), pods({ other: '/etc/nginx' }), configMap(GATE, { 'nginx.conf': nginx() })], undefined],
    ['no Secret that its pods mount', 'front', [service('front'), pods({}, { [GATE]: '/etc/nginx' }), configMap(GATE, { 'nginx.conf': nginx() })], undefined],
    ['nothing of another name', 'other', [...ours(), service('other')], undefined],
    ['nothing that serves nothing', 'gate', gate('stream { server { listen 8080; } }'), undefined],
    ['nothing that is not nginx', 'gate', gate('[server]\nlocation = "here"'), undefined],
  ])('is known by %s', (_, name, objects, asks) => {
    const answer = behind(name, '80', ...objects);
    expect([answer?.asks, answer === undefined]).toEqual([asks, asks === undefined]);
  });

  test.each<[string, string, number, string]>([
    ['whose Service is missing', '80', 1, `the Service ${GATE}, which is not in the input`],
    ['that is asked at another port', '81', 2, `port 81 of ${GATE}, where no server of it listens`],
  ])('%s refuses every request', (_, port, shown, flaw) => {
    const answer = behind(GATE, port, ...ours().slice(0, shown));
    expect(answer).toMatchObject({ flaw, removes: [] });
    expect(answer?.forwards('cookie')).toBe(true);
    expect(answer).not.toHaveProperty('asks');
  });

  test('that is not ours is not checked, and is listed', () => {
    expect(behind('gate', '80', ...foreign)).toMatchObject({ foreign: expect.stringContaining('the nginx of ConfigMap gate') });
    expect(behind('gate', '80', ...foreign)).not.toHaveProperty('asks');
    const annotations = { 'auth-url': 'http://gate.union-cp.svc.cluster.local:80/me' };
    const objects = [...flyteadmin(), ...foreign, ingress('controlplane', { host: 'union.example.com', annotations, paths: { '/api': 'flyteadmin' } })];
    expect(open(...objects)).toContainEqual(expect.objectContaining({
      missing: 'what the nginx of ConfigMap gate makes of requests is not read: it is not an auth gate of this library', question: 'the guard of those routes',
    }));
    expect(verify([{ name: 'all.yaml', text: manifests(...objects) }], { only: ['guard-asks-other', 'route-unguarded'] }).findings).toEqual([]);
  });

  describe('of others that names flyteadmin', () => {
    const shim = object('v1', 'Service', 'shim', { spec: { selector: { app: 'shim' }, ports: [{ port: 80 }] } });
    const pod = (container: object, app = 'shim') => labelled(deployment('shim', { pod: { containers: [{ name: 'shim', ...container }], volumes: undefined } }), app);
    const asking = (value: string) => pod({ env: [{ name: 'ME', value }] });
    const naming = asking('http://flyteadmin/me');
    const mounting = labelled(deployment('shim', { configMaps: { config: '/etc/shim' } }), 'shim');
    const file = (namespace: string) => configMap('config', { 'shim.toml': 'me = "http://flyteadmin/me"' }, namespace);

    test.each<[string, Json[], string | undefined]>([
      ['in its environment', [asking('http://flyteadmin.union-cp.svc.cluster.local:80/me')], 'http://flyteadmin.union-cp.svc.cluster.local:80/me'],
      ['by its bare name', [naming], ASKS],
      ['in its arguments', [pod({ args: ['--upstream=flyteadmin.union-cp:80'] })], 'http://flyteadmin.union-cp:80/me'],
      ['in a file that it mounts', [mounting, file('union-cp')], ASKS],
      ['in a file of another namespace', [mounting, file('elsewhere')], undefined],
      ['as a part of another name', [asking('http://my-flyteadmin/me')], undefined],
      ['nowhere', [pod({})], undefined],
      ['in pods that are not its own', [pod({ args: ['flyteadmin'] }, 'other')], undefined],
    ])('%s is taken to ask /me', (_, shown, asks) => {
      const answer = behind('shim', '80', shim, ...shown);
      expect([answer?.asks, answer?.foreign, answer?.signInUrl])
        .toEqual([asks, asks && 'what Service shim makes of requests is not read: it is not an auth gate of this library', undefined]);
    });

    test('is asked at a port that its Service has', () => {
      expect(behind('shim', '8080', shim, naming)).toMatchObject({ flaw: 'port 8080 of shim, which that Service does not have' });
    });

    test('is not flyteadmin, nor another service of the control plane, nor what is left of a gate of ours', () => {
      expect(['flyteadmin', 'authorizer', GATE, 'other'].filter((name) => behind(name, '80', service(name, 'shim'), naming) !== undefined)).toEqual(['other']);
    });

    test('leaves what the edge itself does to be judged', () => {
      const policy = (extAuth: object) =>
        object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'route' }], extAuth } });
      const route = httpRoute({ hostnames: ['union.example.com'], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }, { name: 'executions', port: 80 }] }] });
      const http = { backendRefs: [{ name: 'shim', port: 80 }], headersToBackend: GUARDED_HEADERS.map((header) => header.toLowerCase()) };
      const sound = { headersToExtAuth: ['cookie', 'flyte-authorization'], http };
      const around = [...flyteadmin(), shim, naming, route];
      const found = (extAuth: object) => verify([{ name: 'all.yaml', text: manifests(...around, policy(extAuth)) }])
        .findings.filter(({ object: { kind } }) => kind === 'SecurityPolicy').map(({ rule }) => rule);
      expect(found(sound)).toEqual(['claim-header-spoofable']);
      expect(open(...around, policy(sound))).toContainEqual(expect.objectContaining({ missing: expect.stringContaining('what Service shim makes') }));
      for (const [rule, extAuth] of Object.entries({
        'auth-fails-open': { ...sound, failOpen: true },
        'credential-header-dropped': { ...sound, headersToExtAuth: ['flyte-authorization'] },
        'identity-header-spoofable': { ...sound, http: { ...http, headersToBackend: ['x-user-subject'] } },
        'guard-asks-other': { ...sound, http: { ...http, backendRefs: [{ name: 'shim', port: 8080 }] } },
      })) {
        expect(found(extAuth)).toContain(rule);
      }
    });
  });

  describe('of ours that the input shows nothing of', () => {
    test.each<[string, string, string | undefined]>([
      ['union-auth-gate', '8080', '/login'],
      ['union-auth-gate', '8081', undefined],
      ['union-auth-gate-nginx.union-cp', '8081', undefined],
    ])('is known by its name and port: %s:%s', (name, port, signInUrl) => {
      const answer = behind(name, port);
      expect(answer).toMatchObject({ assumed: expect.stringContaining('is in the input'), asks: expect.stringMatching(/^http:\/\/flyteadmin\..*:80\/me$/) });
      expect([answer?.signInUrl, answer?.flaw]).toEqual([signInUrl, undefined]);
      expect(['cookie', 'flyte-authorization', 'grpc-metadata-userinfo-bin', 'x-user-subject'].filter((header) => answer?.forwards(header)))
        .toEqual(['cookie', 'flyte-authorization']);
    });

    const live = (namespace: string) => object('v1', 'Service', 'flyteadmin', {}, namespace, { uid: '1' });
    // A cluster that was read has other Services in its namespace.
    test.each<[string, string, boolean, ...Json[]]>([
      [GATE, '8080', false], [`${GATE}.elsewhere`, '8081', false], ['union-auth-gate', '80', false], ['union-auth-gate-other', '8081', false],
      [GATE, '8081', false, live('union-cp')], [GATE, '8081', true, live('union-eu')],
    ])('is meant by %s:%s: %s', (name, port, isMeant, ...objects) => expect(behind(name, port, ...objects) !== undefined).toBe(isMeant));

    test.each<[string, string, string, boolean]>([
      ['a guard of another namespace', 'other', 'union-eu', true], ['one, beside a flyteadmin elsewhere', 'flyteadmin', 'union-eu', false],
      ['one, beside such a gate elsewhere', GATE, 'union-eu', false], ['one, beside a Service here', 'other', 'union-cp', false],
    ])('is meant by %s: %s in %s: %s', (_, name, namespace, isMeant) => {
      const near = object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {}, 'acme', { annotations: { [GUARD_ANNOTATION]: 'protected' } });
      const model = modelOf(near, object('v1', 'Service', name, {}, namespace));
      expect(model.authGates.behind(`${GATE}.union-cp`, '8081', model.objects[0]) !== undefined).toBe(isMeant);
    });

    test('is among what was not judged', () => {
      const annotations = { 'auth-url': `http://${GATE}.union-cp.svc.cluster.local:8081/me` };
      expect(open(ingress('controlplane', { host: 'union.example.com', annotations, paths: { '/api': 'flyteadmin:80' } }))).toContainEqual({
        missing: `nothing of the auth gate ${GATE} is in the input`,
        question: 'whether the auth gate exists, and what it asks',
        add: 'the manifests with its Deployment, ConfigMap and Service',
      });
    });
  });
});
