import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AuthProfile, ControlPlaneAuth, ControlPlaneEdge, EdgeController, EnvoyGatewayGuard, IngressNginxGuard, IRouteGuard, RouteKind, TraefikGuard,
} from '../../../src';
import { externalSecrets, oktaAuth } from '../../_tools/fixtures';
import { expectValid } from '../../_tools/schemas';

const identity = oktaAuth();
const { domain } = identity;
const MARK = 'union-auth.cdk8s.io/guard';
const NGINX = 'nginx.ingress.kubernetes.io';
const TRAEFIK = 'traefik.ingress.kubernetes.io/router.middlewares';
const AUTH_URL = 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me';
const chart = (namespace: string | undefined = 'union-cp') => new Chart(new App(), 'own', { namespace });

interface Given {
  readonly name?: string;
  readonly annotations?: Record<string, string>;
  readonly spec?: object;
  readonly namespace?: string;
}

const object = (scope: Chart, apiVersion: string, kind: string, { name = 'reports', annotations, spec, namespace }: Given) =>
  new ApiObject(scope, `${kind}-${name}`, { apiVersion, kind, metadata: { name, annotations, namespace }, ...(spec ? { spec } : {}) });
const ingress = (scope: Chart, given: Given = {}) => object(scope, 'networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ host: domain }] }, ...given });
const ingressRoute = (scope: Chart, given: Given = {}) => object(scope, 'traefik.io/v1alpha1', 'IngressRoute', {
  spec: { routes: [{ kind: 'Rule', match: `Host(\`${domain}\`) && PathPrefix(\`/reports\`)`, services: [{ name: 'reports', port: 80 }] }] }, ...given,
});
const gatewayRoute = (scope: Chart, kind = 'HTTPRoute', given: Given & { gateway?: object } = {}) => object(scope, 'gateway.networking.k8s.io/v1', kind, {
  spec: { parentRefs: [given.gateway ?? { name: 'public' }], hostnames: [domain] }, ...given,
});
const nginxGuard = (own: Chart, props: object = {}, id = 'guard') => new IngressNginxGuard(own, id, { identity, ...props });
const traefikGuard = (own: Chart) => new TraefikGuard(own, 'guard', { identity });
const envoyGuard = (own: Chart, props: object = {}) => new EnvoyGatewayGuard(own, 'guard', { identity, gateway: 'public', ...props });

/** The emitted objects of one kind, as they would be applied. */
function emitted(scope: Chart, kind: string, name?: string): any[] {
  return Testing.synth(scope).filter((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
}
const annotationsIn = (own: Chart, kind = 'Ingress') => emitted(own, kind)[0].metadata.annotations;
const namesOf = (entries: { name: string }[]) => entries.map(({ name }) => name);

describe('ingress-nginx', () => {
  test('an Ingress of cdk8s-plus sends anonymous browsers to sign in', () => {
    const own = chart();
    const plus = new kplus.Ingress(own, 'plus', { className: 'nginx' });
    const service = new kplus.Service(own, 'service', { metadata: { name: 'reports' }, ports: [{ port: 80 }] });
    plus.addHostRule(domain, '/reports', kplus.IngressBackend.fromService(service));
    const guard = nginxGuard(own);
    guard.addTo(plus);
    expect(annotationsIn(own)).toEqual(guard.annotations());
    expect(guard.annotations()).toMatchObject({
      [MARK]: 'browser',
      [`${NGINX}/auth-url`]: AUTH_URL,
      [`${NGINX}/auth-signin`]: 'https://union.example.com/login?redirect_url=$escaped_request_uri',
      [`${NGINX}/backend-protocol`]: 'HTTP',
    });
    expect(guard.apiObjects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget'].map((kind) => `${kind} union-auth-gate-nginx`));
  });

  test.each([[RouteKind.API, 'HTTP', '3600'], [RouteKind.GRPC, 'GRPC', '3600'], [RouteKind.GRPC_STREAMING, 'GRPC', '604800']])('%s answers 401', (kind, protocol, timeout) => {
    const own = chart();
    const guard = nginxGuard(own);
    guard.addTo(ingress(own), kind);
    const annotations = annotationsIn(own);
    expect(annotations).toEqual(guard.annotations(kind));
    expect(annotations).toMatchObject({ [`${NGINX}/backend-protocol`]: protocol, [`${NGINX}/proxy-read-timeout`]: timeout, [MARK]: kind, [`${NGINX}/auth-url`]: AUTH_URL });
    expect(Object.keys(annotations).filter((name) => name.includes('auth-signin'))).toEqual([]);
  });

  test.each(Object.values(RouteKind))('profile GUIDE, %s: guarded as well, by /me itself', (kind) => {
    const guard = nginxGuard(chart(), { identity: oktaAuth({ profile: AuthProfile.GUIDE }) });
    expect(guard.annotations(kind)[`${NGINX}/auth-url`]).toMatch(/\/me$/);
    expect(guard.apiObjects).toEqual([]);
  });

  test('sizes and timeouts of the Ingress stay, and other annotations', () => {
    const own = chart();
    const mine = { [`${NGINX}/proxy-body-size`]: '50m', 'cert-manager.io/cluster-issuer': 'acme' };
    nginxGuard(own).addTo(ingress(own, { annotations: mine }));
    expect(annotationsIn(own)).toMatchObject(mine);
  });

  test('every annotation that says something else is rejected, and nothing changes', () => {
    const own = chart();
    const annotations = { [`${NGINX}/auth-url`]: 'https://mine.example.com', [`${NGINX}/backend-protocol`]: 'HTTPS' };
    const mine = ingress(own, { annotations });
    expect(() => nginxGuard(own).addTo(mine)).toThrow(
      /IngressNginxGuard on own\/Ingress-reports has 2 problems:[^]*backend-protocol"\]: "HTTPS" conflicts with the guard, which sets "HTTP"[^]*auth-url"\]: "https:\/\/mine/,
    );
    expect(annotationsIn(own)).toEqual(annotations);
  });

  test('an Ingress of another namespace asks the same gate', () => {
    const own = chart();
    nginxGuard(own).addTo(ingress(own, { namespace: 'reports' }));
    expect(emitted(own, 'Ingress')[0].metadata).toMatchObject({ namespace: 'reports', annotations: { [`${NGINX}/auth-url`]: AUTH_URL } });
  });

  test('the gate comes once for guard, plane and edge', () => {
    const own = chart();
    nginxGuard(own);
    new ControlPlaneAuth(own, 'auth', { identity, secrets: externalSecrets() });
    new ControlPlaneEdge(own, 'edge', { identity, controller: EdgeController.ingressNginx({ ingressClassName: 'nginx' }), tlsEndsElsewhere: true });
    expect(nginxGuard(own, {}, 'again').apiObjects).toEqual([]);
    expect(emitted(own, 'Deployment')).toHaveLength(1);
    expect(() => nginxGuard(own, { gate: { replicas: 3 } }, 'other')).toThrow('differs from own/guard');
  });
});

describe('Traefik', () => {
  test('Middlewares come before those of an IngressRoute, on every route', () => {
    const own = chart();
    const match = `Host(\`${domain}\`)`;
    const guard = traefikGuard(own);
    guard.addTo(ingressRoute(own, { spec: { routes: [{ match, middlewares: [{ name: 'mine' }] }, { match }] } }), RouteKind.API);
    const [{ spec, metadata }] = emitted(own, 'IngressRoute');
    const ours = ['controlplane-headers', 'controlplane-unauthorized'];
    expect(spec.routes.map(({ middlewares }: any) => namesOf(middlewares))).toEqual([[...ours, 'mine'], ours]);
    expect(metadata.annotations).toEqual({ [MARK]: 'api' });
    expect(guard.middlewares()).toEqual(['controlplane-headers', 'controlplane-sign-in'].map((name) => ({ name, namespace: 'union-cp' })));
    expect(emitted(own, 'Middleware').map(({ metadata: { name } }) => name)).toEqual(['controlplane-sign-in', 'controlplane-unauthorized', 'controlplane-headers']);
  });

  test('an Ingress names them in its annotation, an HTTPRoute as filters', () => {
    const own = chart();
    const guard = traefikGuard(own);
    guard.addTo(ingress(own, { annotations: { [TRAEFIK]: 'union-cp-mine@kubernetescrd' } }));
    guard.addTo(object(own, 'gateway.networking.k8s.io/v1', 'HTTPRoute', { spec: { hostnames: [domain], rules: [{}] } }));
    const ours = 'union-cp-controlplane-headers@kubernetescrd,union-cp-controlplane-sign-in@kubernetescrd';
    expect(annotationsIn(own)[TRAEFIK]).toBe(`${ours},union-cp-mine@kubernetescrd`);
    expect(guard.annotations()).toEqual({ [TRAEFIK]: ours, [MARK]: 'browser' });
    expect(emitted(own, 'HTTPRoute')[0].spec.rules[0].filters.map(({ extensionRef }: any) => extensionRef))
      .toEqual(['controlplane-headers', 'controlplane-sign-in'].map((name) => ({ group: 'traefik.io', kind: 'Middleware', name })));
  });

  test('a route of another namespace, and one without rules, are rejected', () => {
    const own = chart();
    const route = ingressRoute(own, { namespace: 'other', spec: { routes: [] } });
    expect(() => traefikGuard(own).addTo(route)).toThrow([
      'TraefikGuard on own/IngressRoute-reports has 2 problems:',
      '  - route: "other/reports" is not the namespace of the Middlewares of this guard, union-cp; move the route there',
      '  - spec.routes: 0 entries exist yet; add the guard after the rules',
    ].join('\n'));
    expect(annotationsIn(own, 'IngressRoute')).toBeUndefined();
  });

  test('with an edge of the chart the Middlewares come once, in either order', () => {
    const edge = (own: Chart) => new ControlPlaneEdge(own, 'edge', { identity, controller: EdgeController.traefik(), tlsEndsElsewhere: true });
    const [first, last] = [chart(), chart()];
    edge(first);
    expect(traefikGuard(first).apiObjects).toEqual([]);
    traefikGuard(last);
    edge(last);
    const [[ours], theirs] = [first, last].map((own) => emitted(own, 'Middleware', 'controlplane-headers').map(({ spec }) => spec));
    expect(theirs).toEqual([ours]);
    expect(ours.headers.forceSTSHeader).toBe(true);
    expect(emitted(last, 'Deployment')).toHaveLength(1);
  });
});

describe('Envoy Gateway', () => {
  test('policies name routes of your own, and none of the chart', () => {
    const own = chart();
    const guard = envoyGuard(own);
    guard.addTo(gatewayRoute(own));
    guard.addTo(gatewayRoute(own, 'HTTPRoute', { name: 'second' }));
    guard.addTo(gatewayRoute(own, 'GRPCRoute'), RouteKind.GRPC_STREAMING);
    const ref = (kind: string, name = 'reports') => ({ group: 'gateway.networking.k8s.io', kind, name });
    expect(emitted(own, 'SecurityPolicy').map(({ metadata, spec }) => [metadata.name, spec.targetRefs])).toEqual([
      ['controlplane-sign-in', [ref('HTTPRoute'), ref('HTTPRoute', 'second')]], ['controlplane-unauthorized', [ref('GRPCRoute')]],
    ]);
    expect(emitted(own, 'BackendTrafficPolicy')[0].spec).toEqual({ targetRefs: [ref('GRPCRoute')], timeout: { http: { requestTimeout: '0s' } } });
    expect(annotationsIn(own, 'GRPCRoute')).toEqual({ [MARK]: 'grpc-streaming' });
    guard.apiObjects.forEach((each) => expect(each.metadata.getLabel('app.kubernetes.io/managed-by')).toBe('cdk8s-union-auth'));
  });

  test('identity headers are taken from callers at that Gateway', () => {
    const own = chart();
    envoyGuard(own).addTo(gatewayRoute(own));
    const [{ spec }] = emitted(own, 'ClientTrafficPolicy');
    expect(spec.targetRefs).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }]);
    expect(spec.headers.earlyRequestHeaders.remove).toContain('x-user-subject');
    expect(emitted(own, 'SecurityPolicy')).toHaveLength(1);
  });

  test('where the version takes names alone, a filter of the route takes the rest', () => {
    const own = chart();
    envoyGuard(own, { envoyGatewayVersion: '1.6' }).addTo(gatewayRoute(own));
    expect(emitted(own, 'EnvoyExtensionPolicy').map(({ metadata, spec }) => [metadata.name, namesOf(spec.targetRefs)])).toEqual([['controlplane-guarded-headers', ['reports']]]);
  });

  test.each<[string, object, object, string]>([
    ['another Gateway', {}, { name: 'internal' }, 'spec.parentRefs: "union-cp/internal" is a Gateway at which callers can send identity headers'],
    ['a Gateway of another namespace', {}, { name: 'public', namespace: 'infra' }, '"infra/public" is a Gateway at which callers can send'],
    ['the Gateway of your own where the guard has the chart\'s', { gateway: undefined }, { name: 'public' }, 'this guard removes them at union-cp/controlplane'],
  ])('a route of %s is rejected', (_, props, gateway, message) => {
    const own = chart();
    expect(() => envoyGuard(own, props).addTo(gatewayRoute(own, 'HTTPRoute', { gateway }))).toThrow(message);
  });

  test('where a policy of yours takes the headers, any Gateway will do', () => {
    const own = chart();
    envoyGuard(own, { gateway: undefined, httpRoutes: [], grpcRoutes: [], listeners: [] }).addTo(gatewayRoute(own, 'HTTPRoute', { gateway: { name: 'shared', namespace: 'infra' } }));
    expect(emitted(own, 'ClientTrafficPolicy')).toEqual([]);
    expect(emitted(own, 'SecurityPolicy')[0].spec.targetRefs).toHaveLength(1);
  });

  test('beside the chart\'s routes, a route of your own at the chart\'s Gateway', () => {
    const own = chart();
    envoyGuard(own, { gateway: undefined }).addTo(gatewayRoute(own, 'HTTPRoute', { gateway: { name: 'controlplane', sectionName: 'https' } }));
    expect(namesOf(emitted(own, 'SecurityPolicy', 'controlplane-sign-in')[0].spec.targetRefs)).toEqual(['controlplane-protected', 'reports']);
  });

  test('without an identity it adds nothing, and a GRPCRoute is not for browsers', () => {
    const own = chart();
    expect(() => new EnvoyGatewayGuard(own, 'bare').addTo(gatewayRoute(own))).toThrow('identity: required; addTo requires it');
    expect(() => envoyGuard(chart()).addTo(gatewayRoute(chart(), 'GRPCRoute'))).toThrow('kind: "browser" answers gRPC clients with a page');
  });
});

const GUARDS: [string, (own: Chart) => IRouteGuard, (own: Chart, given?: Given) => ApiObject, EdgeController, object][] = [
  ['ingress-nginx', nginxGuard, ingress, EdgeController.ingressNginx({ ingressClassName: 'nginx' }), { rules: [{ host: 'grafana.example.com' }] }],
  ['Traefik', traefikGuard, ingressRoute, EdgeController.traefik(), { routes: [{ match: 'Host(`grafana.example.com`)' }] }],
  ['Envoy Gateway', envoyGuard, (own, given) => gatewayRoute(own, 'HTTPRoute', given), EdgeController.envoyGateway(),
    { parentRefs: [{ name: 'public' }], hostnames: ['grafana.example.com'] }],
];

describe.each(GUARDS)('%s', (name, guardOf, routeOf, controller, spec) => {
  test('emits valid objects', () => {
    const own = chart();
    guardOf(own).addTo(routeOf(own));
    Testing.synth(own).filter(({ kind }) => !['HTTPRoute', 'IngressRoute', 'Ingress'].includes(kind)).forEach((each) => expectValid(each));
    expect(Testing.synth(own).length).toBeGreaterThan(4);
  });

  test('added again, nothing changes; added as another kind, it is rejected', () => {
    const own = chart();
    const [guard, route] = [guardOf(own), routeOf(own)];
    guard.addTo(route);
    const once = Testing.synth(own);
    guard.addTo(route);
    expect(Testing.synth(own)).toEqual(once);
    expect(() => guard.addTo(route, RouteKind.API)).toThrow('already has the guard of RouteKind browser');
  });

  test('an invalid route is rejected, with its path', () => {
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
    const guard = guardOf(own);
    guard.addTo(routeOf(own, { name: 'api', spec }), RouteKind.API);
    expect(() => Testing.synth(own)).not.toThrow();
    guard.addTo(routeOf(own, { name: 'pages', spec }));
    expect(() => Testing.synth(own)).toThrow(/\[own\/\w+-pages\] is for host grafana\.example\.com: browsers send the session only to union\.example\.com/);
  });

  test('of an edge it guards by the gate of the edge', () => {
    const own = chart();
    const isEnvoy = name === 'Envoy Gateway';
    const route = isEnvoy ? gatewayRoute(own, 'HTTPRoute', { gateway: { name: 'controlplane' } }) : routeOf(own);
    new ControlPlaneEdge(own, 'edge', { identity, controller, tls: [{ secretName: 'tls' }] }).guard.addTo(route);
    expect(emitted(own, route.kind, 'reports')[0].metadata.annotations[MARK]).toBe('browser');
    expect(emitted(own, 'Deployment')).toHaveLength(1);
    const targets = emitted(own, 'SecurityPolicy', 'controlplane-sign-in').flatMap(({ spec: policy }) => namesOf(policy.targetRefs));
    expect(targets.filter((target) => target === 'reports')).toHaveLength(isEnvoy ? 1 : 0);
  });
});

test.each<[string, (own: Chart) => void]>([
  ['Ingress with a rule for every host', (own) => nginxGuard(own).addTo(ingress(own, { spec: { rules: [{ http: {} }] } }))],
  ['Ingress with a default backend', (own) => nginxGuard(own).addTo(ingress(own, { spec: { defaultBackend: {} } }))],
  ['IngressRoute', (own) => traefikGuard(own).addTo(ingressRoute(own, { spec: { routes: [{ match: 'PathPrefix(`/x`)' }] } }))],
])('an %s without a host fails the synthesis', (_, build) => {
  const own = chart();
  build(own);
  expect(() => Testing.synth(own)).toThrow('has no host, so it accepts every Host header');
});
