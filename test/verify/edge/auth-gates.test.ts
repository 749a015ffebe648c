import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ControlPlaneEdge, EdgeController, EnvoyGatewayGuard } from '../../../src';
import { INGRESS_NGINX } from '../../../src/contract/edges/known-edges';
import { ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { GUARDED_HEADERS } from '../../../src/contract/union/caller-headers';
import { Finding } from '../../../src/verify/engine/finding';
import { coverageOf } from '../../../src/verify/model/coverage';
import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { unionAuth } from '../../constructs/edge/support';
import { configMap, deployment, ingress, manifests, object } from '../_manifests';
import { chartGatewayRoutes, flyteadmin } from '../_union';
import { gate, modelOf } from './_routes';

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

const traefik = (scope: Construct) => new ControlPlaneEdge(scope, 'edge', { identity: unionAuth(), controller: EdgeController.traefik(), tls: [{ secretName: 'tls' }] });
const envoy = (scope: Construct) => new ControlPlaneEdge(scope, 'edge', { identity: unionAuth(), controller: EdgeController.envoyGateway(), tls: [{ secretName: 'tls' }] });
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
    const elsewhere = (text: string) => text.replace(/\$flyteadmin flyteadmin\.union-cp\./g, '$flyteadmin flyteadmin.acme-cp.');
    expect(findings('auth-not-enabled', build, chart, elsewhere)).toEqual([]);
  });

  it('and a gate that somebody edited is told with the line', () => {
    const edited = (text: string) => text.replace(/rewrite \^ \/me\?/g, 'rewrite ^ /healthcheck?');
    const found = findings('guard-asks-other', build, chart.replace('useAuth: false', 'useAuth: true'), edited);
    expect(found).not.toEqual([]);
    found.forEach((finding) => expect(finding.found).toMatch(/^line \d+ of its configuration, "rewrite \^ \/healthcheck\? break;", where this library writes "rewrite \^ \/me\? break;"$/));
    expect(findings('guard-asks-other', build, chart.replace('useAuth: false', 'useAuth: true'))).toEqual([]);
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

describe('a gate', () => {
  const nginx = (asked = 'flyteadmin:80') => ownGateConfig(INGRESS_NGINX.dialect, asked);
  const service = (name: string, namespace: string | null = 'union-cp') =>
    object('v1', 'Service', name, { spec: { selector: { app: 'gate' }, ports: [{ port: 80, targetPort: 8081 }] } }, namespace);
  const pods = (configMaps: Record<string, string>, secrets: Record<string, string> = {}) => {
    const workload = deployment('gate', { configMaps, secrets }) as { spec: { template: Record<string, unknown> } };
    return { ...workload, spec: { template: { metadata: { labels: { app: 'gate' } }, ...workload.spec.template } } };
  };
  const behind = (name: string, port: string | undefined, ...objects: Record<string, unknown>[]) => {
    const model = modelOf(object('v1', 'Service', 'near', {}), ...objects);
    return model.authGates.behind(name, port, model.objects[0]);
  };
  const ASKS = 'http://flyteadmin.union-cp.svc:80/me';

  const GATE = 'union-auth-gate-nginx';
  const foreign = 'events { } http { server { listen 8081; location / { rewrite ^ /me? break; proxy_method GET; proxy_pass http://flyteadmin:80; } } }';

  test.each<[string, string, Record<string, unknown>[], string | undefined]>([
    ['its name', GATE, gate(nginx(), 'union-cp', GATE), ASKS],
    ['its namespace', `${GATE}.acme`, [...gate(nginx(), 'union-cp', GATE).slice(0, 1), object('v1', 'Service', GATE, {}), ...gate(nginx(), 'acme', GATE)], 'http://flyteadmin.acme.svc:80/me'],
    ['what its pods mount', 'front', [service('front'), pods({ first: '/a', [GATE]: '/etc/nginx' }), configMap(GATE, { 'nginx.conf': nginx() })], ASKS],
    ['nothing that its pods mount', 'front', [service('front'), pods({ other: '/etc/nginx' }), configMap(GATE, { 'nginx.conf': nginx() })], undefined],
    ['no Secret that its pods mount', 'front', [service('front'), pods({}, { [GATE]: '/etc/nginx' }), configMap(GATE, { 'nginx.conf': nginx() })], undefined],
    ['nothing of another name', 'other', [...gate(nginx(), 'union-cp', GATE), service('other')], undefined],
    ['nothing that serves nothing', 'gate', gate('stream { server { listen 8080; } }'), undefined],
    ['nothing that is no nginx', 'gate', gate('[server]\nlocation = "here"'), undefined],
  ])('is known by %s', (_, name, objects, asks) => {
    expect(behind(name, '80', ...objects)?.asks).toBe(asks);
    expect(behind(name, '80', ...objects) === undefined).toBe(asks === undefined);
  });

  test('is found wherever it stands in its ConfigMap', () => {
    const [config, ...rest] = gate(nginx(), 'union-cp', GATE);
    const data = { 'a.conf': 'server { }', 'b.conf': 'location', 'nginx.conf': nginx() };
    expect(behind(GATE, '80', { ...config, data: { number: 1, ...data } }, ...rest)?.asks).toBe(ASKS);
  });

  test.each([
    ['flyteadmin', 'http://flyteadmin.union-cp.svc/me'],
    ['flyteadmin.acme', 'http://flyteadmin.acme/me'],
    ['flyteadmin-eu', 'http://flyteadmin-eu/me'],
    ['proxy', 'http://proxy/me'],
  ])('that asks %s asks %s', (address, asks) => expect(behind(GATE, '80', ...gate(nginx(address), 'union-cp', GATE))?.asks).toBe(asks));

  test('of no namespace asks by the name alone', () => {
    expect(behind(GATE, '80', ...gate(nginx(), null, GATE))?.asks).toBe('http://flyteadmin:80/me');
  });

  test.each<[string, string, number, string]>([
    ['whose Service is missing', '80', 1, `the Service ${GATE}, which is not in the input`],
    ['that is asked at another port', '81', 2, `port 81 of ${GATE}, where no server of it listens`],
  ])('%s lets nobody pass', (_, port, shown, flaw) => {
    const answer = behind(GATE, port, ...gate(nginx(), 'union-cp', GATE).slice(0, shown));
    expect(answer).toMatchObject({ flaw, removes: [] });
    expect(answer?.forwards('cookie')).toBe(true);
    expect(answer).not.toHaveProperty('asks');
  });

  test('that is none of ours is not judged, and the report says so', () => {
    expect(behind('gate', '80', ...gate(foreign))).toMatchObject({ foreign: expect.stringContaining('the nginx of ConfigMap gate') });
    expect(behind('gate', '80', ...gate(foreign))).not.toHaveProperty('asks');
    const guarded = ingress('controlplane', {
      host: 'union.example.com', annotations: { 'auth-url': 'http://gate.union-cp.svc.cluster.local:80/me' }, paths: { '/api': 'flyteadmin' },
    });
    const objects = [...flyteadmin(), ...gate(foreign), guarded];
    expect(coverageOf(modelOf(...objects)).open).toContainEqual(expect.objectContaining({
      missing: 'what the nginx of ConfigMap gate makes of requests is not read: it is not an auth gate of this library',
      question: 'the guard of those routes',
    }));
    const { findings: found } = verify([{ name: 'all.yaml', text: manifests(...objects) }], { only: ['guard-asks-other', 'route-unguarded'] });
    expect(found).toEqual([]);
  });

  describe('by somebody else that names flyteadmin', () => {
    const shim = object('v1', 'Service', 'shim', { spec: { selector: { app: 'shim' }, ports: [{ port: 80 }] } });
    const pod = (container: object, labels = { app: 'shim' }) => object('apps/v1', 'Deployment', 'shim', {
      spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'shim', ...container }] } } },
    });
    const asking = (value: string) => pod({ env: [{ name: 'ME', value }] });

    test.each<[string, object[], string | undefined]>([
      ['in its environment', [asking('http://flyteadmin.union-cp.svc.cluster.local:80/me')], 'http://flyteadmin.union-cp.svc.cluster.local:80/me'],
      ['by its bare name', [asking('http://flyteadmin/me')], 'http://flyteadmin.union-cp.svc:80/me'],
      ['in its arguments', [pod({ args: ['--upstream=flyteadmin.union-cp:80'] })], 'http://flyteadmin.union-cp:80/me'],
      ['as a part of another name', [asking('http://my-flyteadmin/me')], undefined],
      ['nowhere', [pod({})], undefined],
      ['in pods that are not its own', [pod({ args: ['flyteadmin'] }, { app: 'other' })], undefined],
    ])('%s is taken to ask /me', (_, shown, asks) => {
      const answer = behind('shim', '80', shim, ...shown as typeof shim[]);
      expect(answer?.asks).toBe(asks);
      expect(answer?.foreign).toBe(asks && 'what Service shim makes of requests is not read: it is not an auth gate of this library');
      expect(answer?.signInUrl).toBeUndefined();
    });

    test('in a file that it mounts is taken to ask /me', () => {
      const volumes = [{ name: 'config', configMap: { name: 'config' } }];
      const mounting = pod({});
      (mounting.spec as { template: { spec: object } }).template.spec = { containers: [{ name: 'shim' }], volumes };
      const asks = (namespace: string) =>
        behind('shim', '80', shim, mounting, configMap('config', { 'shim.toml': 'me = "http://flyteadmin/me"' }, namespace))?.asks;
      expect(asks('union-cp')).toBe('http://flyteadmin.union-cp.svc:80/me');
      expect(asks('elsewhere')).toBeUndefined();
    });

    test('is asked at a port that its Service has', () => {
      expect(behind('shim', '8080', shim, asking('http://flyteadmin/me')))
        .toMatchObject({ flaw: 'port 8080 of shim, which that Service does not have' });
    });

    test('is not flyteadmin, nor another service of the control plane, nor what is left of a gate of ours', () => {
      const named = (name: string) => behind(name, '80',
        object('v1', 'Service', name, { spec: { selector: { app: 'shim' }, ports: [{ port: 80 }] } }), asking('http://flyteadmin/me'));
      expect(named('flyteadmin')).toBeUndefined();
      expect(named('authorizer')).toBeUndefined();
      expect(named('union-auth-gate-nginx')).toBeUndefined();
      expect(named('other')).toBeDefined();
    });

    test('leaves what the edge itself does to be judged', () => {
      const policy = (extAuth: object) =>
        object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'protected' }], extAuth } });
      const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'protected', {
        spec: { hostnames: ['union.example.com'], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }, { name: 'executions', port: 80 }] }] },
      });
      const sound = {
        headersToExtAuth: ['cookie', 'flyte-authorization'],
        http: { backendRefs: [{ name: 'shim', port: 80 }], headersToBackend: GUARDED_HEADERS.map((header) => header.toLowerCase()) },
      };
      const found = (extAuth: object) => {
        const objects = [...flyteadmin(), shim, asking('http://flyteadmin/me'), policy(extAuth), route];
        return verify([{ name: 'all.yaml', text: manifests(...objects) }]).findings.filter(({ object: { kind } }) => kind === 'SecurityPolicy').map(({ rule }) => rule);
      };
      expect(found(sound)).toEqual(['claim-header-spoofable']);
      expect(coverageOf(modelOf(...flyteadmin(), shim, asking('http://flyteadmin/me'), policy(sound), route)).open)
        .toContainEqual(expect.objectContaining({ missing: expect.stringContaining('what Service shim makes') }));
      expect(found({ ...sound, failOpen: true })).toContain('auth-fails-open');
      expect(found({ ...sound, headersToExtAuth: ['flyte-authorization'] })).toContain('credential-header-dropped');
      expect(found({ ...sound, http: { ...sound.http, headersToBackend: ['x-user-subject'] } })).toContain('identity-header-spoofable');
      expect(found({ ...sound, http: { ...sound.http, backendRefs: [{ name: 'shim', port: 8080 }] } })).toContain('guard-asks-other');
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
      expect(answer?.signInUrl).toBe(signInUrl);
      expect(answer?.flaw).toBeUndefined();
      expect(['cookie', 'flyte-authorization', 'grpc-metadata-userinfo-bin', 'x-user-subject'].filter((header) => answer?.forwards(header)))
        .toEqual(['cookie', 'flyte-authorization']);
    });

    test.each([['union-auth-gate-nginx', '8080'], ['union-auth-gate-nginx.elsewhere', '8081'], ['union-auth-gate', '80'], ['union-auth-gate-other', '8081']])('is not meant by %s:%s', (name, port) => {
      expect(behind(name, port)).toBeUndefined();
    });

    test('is missing where a cluster that was read has other Services in its namespace', () => {
      const live = object('v1', 'Service', 'flyteadmin', {}, 'union-cp', { uid: '1' });
      expect(behind('union-auth-gate-nginx', '8081', live)).toBeUndefined();
      expect(behind('union-auth-gate-nginx', '8081', object('v1', 'Service', 'flyteadmin', {}, 'union-eu', { uid: '1' }))).toBeDefined();
    });

    test('is among what was not judged', () => {
      const alone = object('networking.k8s.io/v1', 'Ingress', 'controlplane', {
        spec: { rules: [{ host: 'union.example.com', http: { paths: [{ path: '/api', pathType: 'Prefix', backend: { service: { name: 'flyteadmin', port: { number: 80 } } } }] } }] },
      }, 'union-cp', { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me' } });
      expect(coverageOf(modelOf(alone)).open).toContainEqual({
        missing: 'nothing of the auth gate union-auth-gate-nginx is in the input',
        question: 'whether the auth gate exists, and what it asks',
        add: 'the manifests with its Deployment, ConfigMap and Service',
      });
    });
  });
});
