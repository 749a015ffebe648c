import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AuthProfile, ControlPlaneAuth, ControlPlaneEdge, EdgeController, EnvoyGatewayGuard, IngressNginxGuard, IRouteGuard, RouteKind, TraefikGuard,
} from '../../../src';
import { externalSecrets, oktaAuth } from '../../_tools/fixtures';
import { expectValid } from '../../_tools/schemas';

const identity = oktaAuth();
const MARK = 'union-auth.cdk8s.io/guard';
const NGINX = 'nginx.ingress.kubernetes.io';
const TRAEFIK = 'traefik.ingress.kubernetes.io/router.middlewares';
const chart = (namespace: string | undefined = 'union-cp') => new Chart(new App(), 'own', { namespace });

interface Given {
  readonly name?: string;
  readonly annotations?: Record<string, string>;
  readonly spec?: object;
  readonly namespace?: string;
}

const object = (scope: Chart, apiVersion: string, kind: string, { name = 'reports', annotations, spec, namespace }: Given) =>
  new ApiObject(scope, `${kind}-${name}`, { apiVersion, kind, metadata: { name, annotations, namespace }, ...(spec ? { spec } : {}) });
const ingress = (scope: Chart, given: Given = {}) =>
  object(scope, 'networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ host: identity.domain }] }, ...given });
const ingressRoute = (scope: Chart, given: Given = {}) => object(scope, 'traefik.io/v1alpha1', 'IngressRoute', {
  spec: { routes: [{ kind: 'Rule', match: `Host(\`${identity.domain}\`) && PathPrefix(\`/reports\`)`, services: [{ name: 'reports', port: 80 }] }] }, ...given,
});
const gatewayRoute = (scope: Chart, kind = 'HTTPRoute', given: Given & { gateway?: object } = {}) => object(scope, 'gateway.networking.k8s.io/v1', kind, {
  spec: { parentRefs: [given.gateway ?? { name: 'public' }], hostnames: [identity.domain] }, ...given,
});

/** The emitted objects of one kind, as they would be applied. */
function emitted(scope: Chart, kind: string, name?: string): any[] {
  return Testing.synth(scope).filter((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
}

describe('ingress-nginx', () => {
  test('an Ingress of cdk8s-plus sends anonymous browsers to sign in', () => {
    const own = chart();
    const plus = new kplus.Ingress(own, 'plus', { className: 'nginx' });
    const service = new kplus.Service(own, 'service', { metadata: { name: 'reports' }, ports: [{ port: 80 }] });
    plus.addHostRule(identity.domain, '/reports', kplus.IngressBackend.fromService(service));
    const guard = new IngressNginxGuard(own, 'guard', { identity });
    guard.addTo(plus);
    const [{ metadata: { annotations } }] = emitted(own, 'Ingress');
    expect(annotations).toEqual(guard.annotations());
    expect(annotations).toMatchObject({
      [MARK]: 'browser',
      [`${NGINX}/auth-url`]: 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me',
      [`${NGINX}/auth-signin`]: 'https://union.example.com/login?redirect_url=$escaped_request_uri',
      [`${NGINX}/backend-protocol`]: 'HTTP',
    });
    expect(guard.apiObjects.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'ConfigMap/union-auth-gate-nginx', 'Deployment/union-auth-gate-nginx', 'Service/union-auth-gate-nginx', 'PodDisruptionBudget/union-auth-gate-nginx',
    ]);
  });

  test.each([
    [RouteKind.API, 'HTTP', '3600'],
    [RouteKind.GRPC, 'GRPC', '3600'],
    [RouteKind.GRPC_STREAMING, 'GRPC', '604800'],
  ])('%s answers 401', (kind, protocol, timeout) => {
    const own = chart();
    const guard = new IngressNginxGuard(own, 'guard', { identity });
    guard.addTo(ingress(own), kind);
    const [{ metadata: { annotations } }] = emitted(own, 'Ingress');
    expect(annotations).toEqual(guard.annotations(kind));
    expect(annotations).toMatchObject({ [`${NGINX}/backend-protocol`]: protocol, [`${NGINX}/proxy-read-timeout`]: timeout, [MARK]: kind });
    expect(annotations[`${NGINX}/auth-url`]).toContain('union-auth-gate-nginx');
    expect(Object.keys(annotations).filter((name) => name.includes('auth-signin'))).toEqual([]);
  });

  test.each(Object.values(RouteKind))('profile GUIDE, %s: guarded as well, by /me itself', (kind) => {
    const own = chart();
    const guard = new IngressNginxGuard(own, 'guard', { identity: oktaAuth({ profile: AuthProfile.GUIDE }) });
    expect(guard.annotations(kind)[`${NGINX}/auth-url`]).toMatch(/\/me$/);
    expect(guard.apiObjects).toEqual([]);
  });

  test('sizes and timeouts of the Ingress stay, and other annotations', () => {
    const own = chart();
    const mine = { [`${NGINX}/proxy-body-size`]: '50m', 'cert-manager.io/cluster-issuer': 'acme' };
    new IngressNginxGuard(own, 'guard', { identity }).addTo(ingress(own, { annotations: mine }));
    expect(emitted(own, 'Ingress')[0].metadata.annotations).toMatchObject(mine);
  });

  test('every annotation that says something else is refused, and nothing changes', () => {
    const own = chart();
    const annotations = { [`${NGINX}/auth-url`]: 'https://mine.example.com', [`${NGINX}/backend-protocol`]: 'HTTPS' };
    const mine = ingress(own, { annotations });
    expect(() => new IngressNginxGuard(own, 'guard', { identity }).addTo(mine)).toThrow(new RegExp(
      'IngressNginxGuard on own/Ingress-reports has 2 problems:[^]*backend-protocol"\\]: "HTTPS" conflicts with the guard, which sets "HTTP"[^]*auth-url"\\]: "https://mine',
    ));
    expect(emitted(own, 'Ingress')[0].metadata.annotations).toEqual(annotations);
  });

  test('an Ingress of another namespace asks the same gate', () => {
    const own = chart();
    const guard = new IngressNginxGuard(own, 'guard', { identity });
    const elsewhere = ingress(own, { namespace: 'reports' });
    guard.addTo(elsewhere);
    expect(emitted(own, 'Ingress')[0].metadata).toMatchObject({
      namespace: 'reports', annotations: { [`${NGINX}/auth-url`]: 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me' },
    });
  });

  test('the gate comes once for guard, plane and edge', () => {
    const own = chart();
    new IngressNginxGuard(own, 'guard', { identity });
    new ControlPlaneAuth(own, 'auth', { identity, secrets: externalSecrets() });
    new ControlPlaneEdge(own, 'edge', { identity, controller: EdgeController.ingressNginx({ ingressClassName: 'nginx' }), tlsEndsElsewhere: true });
    expect(new IngressNginxGuard(own, 'again', { identity }).apiObjects).toEqual([]);
    expect(emitted(own, 'Deployment')).toHaveLength(1);
    expect(() => new IngressNginxGuard(own, 'other', { identity, gate: { replicas: 3 } })).toThrow('differs from own/guard');
  });
});

describe('Traefik', () => {
  test('Middlewares come before those of an IngressRoute, on every route', () => {
    const own = chart();
    const match = `Host(\`${identity.domain}\`)`;
    const route = ingressRoute(own, { spec: { routes: [{ match, middlewares: [{ name: 'mine' }] }, { match }] } });
    const guard = new TraefikGuard(own, 'guard', { identity });
    guard.addTo(route, RouteKind.API);
    const [{ spec, metadata }] = emitted(own, 'IngressRoute');
    expect(spec.routes.map(({ middlewares }: any) => middlewares)).toEqual([
      [{ name: 'controlplane-headers' }, { name: 'controlplane-unauthorized' }, { name: 'mine' }],
      [{ name: 'controlplane-headers' }, { name: 'controlplane-unauthorized' }],
    ]);
    expect(metadata.annotations).toEqual({ [MARK]: 'api' });
    expect(guard.middlewares()).toEqual([
      { name: 'controlplane-headers', namespace: 'union-cp' }, { name: 'controlplane-sign-in', namespace: 'union-cp' },
    ]);
    expect(emitted(own, 'Middleware').map(({ metadata: { name } }) => name)).toEqual(['controlplane-sign-in', 'controlplane-unauthorized', 'controlplane-headers']);
  });

  test('an Ingress names them in its annotation, an HTTPRoute as filters', () => {
    const own = chart();
    const guard = new TraefikGuard(own, 'guard', { identity });
    guard.addTo(ingress(own, { annotations: { [TRAEFIK]: 'union-cp-mine@kubernetescrd' } }));
    guard.addTo(object(own, 'gateway.networking.k8s.io/v1', 'HTTPRoute', { spec: { hostnames: [identity.domain], rules: [{}] } }));
    expect(emitted(own, 'Ingress')[0].metadata.annotations[TRAEFIK]).toBe(
      'union-cp-controlplane-headers@kubernetescrd,union-cp-controlplane-sign-in@kubernetescrd,union-cp-mine@kubernetescrd',
    );
    expect(guard.annotations()).toEqual({
      [TRAEFIK]: 'union-cp-controlplane-headers@kubernetescrd,union-cp-controlplane-sign-in@kubernetescrd', [MARK]: 'browser',
    });
    expect(emitted(own, 'HTTPRoute')[0].spec.rules[0].filters.map(({ extensionRef }: any) => extensionRef)).toEqual([
      { group: 'traefik.io', kind: 'Middleware', name: 'controlplane-headers' }, { group: 'traefik.io', kind: 'Middleware', name: 'controlplane-sign-in' },
    ]);
  });

  test('a route of another namespace, and one without rules, are refused', () => {
    const own = chart();
    const guard = new TraefikGuard(own, 'guard', { identity });
    const route = ingressRoute(own, { namespace: 'other', spec: { routes: [] } });
    expect(() => guard.addTo(route)).toThrow([
      'TraefikGuard on own/IngressRoute-reports has 2 problems:',
      '  - route: "other/reports" is not the namespace of the Middlewares of this guard, union-cp; move the route there',
      '  - spec.routes: 0 entries exist yet; add the guard after the rules',
    ].join('\n'));
    expect(emitted(own, 'IngressRoute')[0].metadata.annotations).toBeUndefined();
  });

  test('with an edge of the chart the Middlewares come once, whichever is first', () => {
    const edge = (own: Chart) => new ControlPlaneEdge(own, 'edge', { identity, controller: EdgeController.traefik(), tlsEndsElsewhere: true });
    const [first, last] = [chart(), chart()];
    edge(first);
    expect(new TraefikGuard(first, 'guard', { identity }).apiObjects).toEqual([]);
    new TraefikGuard(last, 'guard', { identity });
    edge(last);
    const cleared = (own: Chart) => emitted(own, 'Middleware', 'controlplane-headers').map(({ spec }) => spec);
    expect(cleared(last)).toEqual(cleared(first));
    expect(cleared(first)[0].headers.forceSTSHeader).toBe(true);
    expect(emitted(last, 'Deployment')).toHaveLength(1);
  });
});

describe('Envoy Gateway', () => {
  const guarded = (own: Chart, props = {}) => new EnvoyGatewayGuard(own, 'guard', { identity, gateway: 'public', ...props });

  test('policies name routes of your own, and none of the chart', () => {
    const own = chart();
    const guard = guarded(own);
    guard.addTo(gatewayRoute(own));
    guard.addTo(gatewayRoute(own, 'HTTPRoute', { name: 'second' }));
    guard.addTo(gatewayRoute(own, 'GRPCRoute'), RouteKind.GRPC_STREAMING);
    const ref = (kind: string, name = 'reports') => ({ group: 'gateway.networking.k8s.io', kind, name });
    expect(emitted(own, 'SecurityPolicy').map(({ metadata, spec }) => [metadata.name, spec.targetRefs])).toEqual([
      ['controlplane-sign-in', [ref('HTTPRoute'), ref('HTTPRoute', 'second')]],
      ['controlplane-unauthorized', [ref('GRPCRoute')]],
    ]);
    expect(emitted(own, 'BackendTrafficPolicy')[0].spec).toEqual({ targetRefs: [ref('GRPCRoute')], timeout: { http: { requestTimeout: '0s' } } });
    expect(emitted(own, 'GRPCRoute')[0].metadata.annotations).toEqual({ [MARK]: 'grpc-streaming' });
    guard.apiObjects.forEach((each) => expect(each.metadata.getLabel('app.kubernetes.io/managed-by')).toBe('cdk8s-union-auth'));
  });

  test('identity headers are taken from callers at that Gateway', () => {
    const own = chart();
    guarded(own).addTo(gatewayRoute(own));
    const [{ spec }] = emitted(own, 'ClientTrafficPolicy');
    expect(spec.targetRefs).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }]);
    expect(spec.headers.earlyRequestHeaders.remove).toContain('x-user-subject');
    expect(emitted(own, 'SecurityPolicy')).toHaveLength(1);
  });

  test('where the version takes names alone, a filter of the route takes the rest', () => {
    const own = chart();
    guarded(own, { envoyGatewayVersion: '1.6' }).addTo(gatewayRoute(own));
    expect(emitted(own, 'EnvoyExtensionPolicy').map(({ metadata, spec }) => [metadata.name, spec.targetRefs.map(({ name }: any) => name)])).toEqual([
      ['controlplane-guarded-headers', ['reports']],
    ]);
  });

  test.each<[string, object, object, string]>([
    ['another Gateway', {}, { name: 'internal' }, 'spec.parentRefs: "union-cp/internal" is a Gateway at which callers can send identity headers'],
    ['a Gateway of another namespace', {}, { name: 'public', namespace: 'infra' }, '"infra/public" is a Gateway at which callers can send'],
    ['the Gateway of your own where the guard has the chart\'s', { gateway: undefined }, { name: 'public' }, 'this guard removes them at union-cp/controlplane'],
  ])('a route of %s is refused', (_, props, gateway, message) => {
    const own = chart();
    expect(() => guarded(own, props).addTo(gatewayRoute(own, 'HTTPRoute', { gateway }))).toThrow(message);
  });

  test('where a policy of yours takes the headers, any Gateway will do', () => {
    const own = chart();
    guarded(own, { gateway: undefined, httpRoutes: [], grpcRoutes: [], listeners: [] }).addTo(gatewayRoute(own, 'HTTPRoute', { gateway: { name: 'shared', namespace: 'infra' } }));
    expect(emitted(own, 'ClientTrafficPolicy')).toEqual([]);
    expect(emitted(own, 'SecurityPolicy')[0].spec.targetRefs).toHaveLength(1);
  });

  test('beside the chart\'s routes, a route of your own at the chart\'s Gateway', () => {
    const own = chart();
    new EnvoyGatewayGuard(own, 'guard', { identity }).addTo(gatewayRoute(own, 'HTTPRoute', { gateway: { name: 'controlplane', sectionName: 'https' } }));
    const [signIn] = emitted(own, 'SecurityPolicy', 'controlplane-sign-in');
    expect(signIn.spec.targetRefs.map(({ name }: any) => name)).toEqual(['controlplane-protected', 'reports']);
  });

  test('without an identity it adds nothing, and a GRPCRoute is none for browsers', () => {
    const own = chart();
    expect(() => new EnvoyGatewayGuard(own, 'bare').addTo(gatewayRoute(own))).toThrow('identity: required; addTo requires it');
    expect(() => guarded(chart()).addTo(gatewayRoute(chart(), 'GRPCRoute'))).toThrow('kind: "browser" answers gRPC clients with a page');
  });
});

const GUARDS: [string, (own: Chart) => IRouteGuard, (own: Chart, given?: Given) => ApiObject][] = [
  ['ingress-nginx', (own) => new IngressNginxGuard(own, 'guard', { identity }), ingress],
  ['Traefik', (own) => new TraefikGuard(own, 'guard', { identity }), ingressRoute],
  ['Envoy Gateway', (own) => new EnvoyGatewayGuard(own, 'guard', { identity, gateway: 'public' }), (own, given) => gatewayRoute(own, 'HTTPRoute', given)],
];

describe.each(GUARDS)('%s', (_, guardOf, routeOf) => {
  test('emits valid objects', () => {
    const own = chart();
    guardOf(own).addTo(routeOf(own));
    Testing.synth(own).filter(({ kind }) => !['HTTPRoute', 'IngressRoute', 'Ingress'].includes(kind)).forEach((each) => expectValid(each));
    expect(Testing.synth(own).length).toBeGreaterThan(4);
  });

  test('added again, nothing changes; added as another kind, it is refused', () => {
    const own = chart();
    const [guard, route] = [guardOf(own), routeOf(own)];
    guard.addTo(route);
    const once = Testing.synth(own);
    guard.addTo(route);
    expect(Testing.synth(own)).toEqual(once);
    expect(() => guard.addTo(route, RouteKind.API)).toThrow('already has the guard of RouteKind browser');
  });

  test('an invalid route is refused, with its path', () => {
    const own = chart();
    const guard = guardOf(own);
    const deployment = new ApiObject(own, 'deployment', { apiVersion: 'apps/v1', kind: 'Deployment' });
    expect(() => guard.addTo(deployment)).toThrow(/Guard on own\/deployment has a problem:\n  - route: "own\/deployment" must be one of /);
    expect(() => guard.addTo(own)).toThrow('must be one of');
    expect(() => guard.addTo(undefined as never)).toThrow('route: ');
    expect(() => guard.addTo(routeOf(own), 'pages' as never)).toThrow('must be one of RouteKind.');
  });

  test('a host to which browsers send no session fails the synthesis, with the route\'s path', () => {
    const own = chart();
    const host = 'grafana.example.com';
    const specs: Record<string, object> = {
      Ingress: { rules: [{ host }] },
      IngressRoute: { routes: [{ match: `Host(\`${host}\`)` }] },
      HTTPRoute: { parentRefs: [{ name: 'public' }], hostnames: [host] },
    };
    const route = (given: Given) => {
      const { kind } = routeOf(chart());
      return routeOf(own, { ...given, spec: specs[kind] });
    };
    const guard = guardOf(own);
    guard.addTo(route({ name: 'api' }), RouteKind.API);
    expect(() => Testing.synth(own)).not.toThrow();
    guard.addTo(route({ name: 'pages' }));
    expect(() => Testing.synth(own)).toThrow(/\[own\/\w+-pages\] is for host grafana\.example\.com: browsers send the session only to union\.example\.com/);
  });
});

test.each([
  ['Ingress', (own: Chart) => new IngressNginxGuard(own, 'guard', { identity }).addTo(ingress(own, { spec: { rules: [{ http: {} }] } }))],
  ['Ingress', (own: Chart) => new IngressNginxGuard(own, 'guard', { identity }).addTo(ingress(own, { spec: { defaultBackend: {} } }))],
  ['IngressRoute', (own: Chart) => new TraefikGuard(own, 'guard', { identity }).addTo(ingressRoute(own, { spec: { routes: [{ match: 'PathPrefix(`/x`)' }] } }))],
])('a %s without a host fails the synthesis', (_, build) => {
  const own = chart();
  build(own);
  expect(() => Testing.synth(own)).toThrow('has no host, so it accepts every Host header');
});

describe('edge.guard', () => {
  test.each<[string, EdgeController, (own: Chart) => ApiObject, string]>([
    ['ingress-nginx', EdgeController.ingressNginx({ ingressClassName: 'nginx' }), ingress, 'Ingress'],
    ['Traefik', EdgeController.traefik(), ingressRoute, 'IngressRoute'],
    ['Envoy Gateway', EdgeController.envoyGateway(), (own) => gatewayRoute(own, 'HTTPRoute', { gateway: { name: 'controlplane' } }), 'HTTPRoute'],
  ])('%s: guards by the gate of the edge', (_, edge, routeOf, kind) => {
    const own = chart();
    const { guard } = new ControlPlaneEdge(own, 'edge', { identity, controller: edge, tls: [{ secretName: 'tls' }] });
    guard.addTo(routeOf(own));
    expect(emitted(own, kind, 'reports')[0].metadata.annotations[MARK]).toBe('browser');
    expect(emitted(own, 'Deployment')).toHaveLength(1);
    const policies = emitted(own, 'SecurityPolicy', 'controlplane-sign-in');
    expect(policies.flatMap(({ spec }) => spec.targetRefs).filter(({ name }: any) => name === 'reports')).toHaveLength(kind === 'HTTPRoute' ? 1 : 0);
  });
});
