import { EnvoyGatewayGuard } from '../../../src';
import { TAKES_ALL } from '../../../src/contract/union/own-lua';
import { coverageOf } from '../../../src/verify/model/coverage';
import { verify } from '../../../src/verify/verify';
import { manifests as emitted } from '../../constructs/edge/support';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { chartGatewayRoutes, flyteadmin, HOST } from '../_union';
import { ingressRoute, middleware, modelOf, routesOf } from './_routes';

type Json = Record<string, unknown>;

const route = (middlewares: string[], path = '/api') => ({
  kind: 'Rule', match: `Host(\`${HOST}\`) && PathPrefix(\`${path}\`)`, middlewares: middlewares.map((name) => ({ name })), services: [{ name: 'flyteadmin', port: 80 }],
});

const httpRoute = (rule: Json): Json => object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', {
  spec: { parentRefs: [{ name: 'g' }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }], matches: [{ path: { value: '/api' } }], ...rule }] },
});

const extension = (spec: Json): Json => object('gateway.envoyproxy.io/v1alpha1', 'EnvoyExtensionPolicy', 'e', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'r' }], ...spec },
});

const at = (annotations: Record<string, string>) => ingress('i', { host: HOST, annotations, paths: { '/api': 'flyteadmin' } });

/** What each reader refuses, before a route that no guard can be seen of, and what the report says of it. */
const REFUSED: readonly (readonly [what: string, says: RegExp, ...objects: Json[]])[] = [
  ['Lua in a snippet', /^access_by_lua_block in the configuration-snippet of Ingress i, which is not read/, at({ 'configuration-snippet': 'access_by_lua_block { x }' })],
  ['a password in a snippet', /^auth_basic in the server-snippet of/, at({ 'server-snippet': 'auth_basic "x";' })],
  ['a file of a snippet', /^include in the configuration-snippet of/, at({ 'configuration-snippet': 'include /etc/x.conf;' })],
  ['a plugin of Traefik', /^Middleware m, a plugin, which is not read/, middleware('m', { plugin: { oidc: {} } }), ingressRoute(route(['m']))],
  ['a middleware that is not known', /^Middleware m, a middleware of the kind oidc, which is not read/, middleware('m', { oidc: {} }), ingressRoute(route(['m']))],
  ['a filter of an extension', /^the filter AuthenticationFilter basic of HTTPRoute r, which is not read/,
    httpRoute({ filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.nginx.org', kind: 'AuthenticationFilter', name: 'basic' } }] })],
  ['a filter that is not known', /^the filter JWT of HTTPRoute/, httpRoute({ filters: [{ type: 'JWT' }] })],
  ['Lua of others in Envoy', /^lua of EnvoyExtensionPolicy e, which is not read/, httpRoute({}), extension({ lua: [{ type: 'Inline', inline: 'function envoy_on_request(h) end' }] })],
  ['Lua in a ConfigMap', /^lua of/, httpRoute({}), extension({ lua: [{ type: 'ValueRef', valueRef: { kind: 'ConfigMap', name: 'x' } }] })],
  ['WebAssembly', /^wasm of/, httpRoute({}), extension({ wasm: [{ name: 'x' }] })],
  ['a program that Envoy asks', /^extProc of/, httpRoute({}), extension({ extProc: [{}] })],
];

describe.each(REFUSED.map(([what, says, ...objects]) => ({ what, says, objects })))('$what', ({ says, objects }) => {
  const input = [...flyteadmin(), ...objects];

  test('may be a guard: nothing is found, and the report says what is not read', () => {
    const { findings } = verify([{ name: 'all.yaml', text: manifests(...input) }], { only: ['route-unguarded', 'gateway-route-unguarded'] });
    expect(findings).toEqual([]);
    const asked = coverageOf(modelOf(...input)).open.filter(({ missing }) => says.test(missing));
    expect(asked).toEqual([expect.objectContaining({ asked: true })]);
  });
});

test.each<[string, RegExp, ...Json[]]>([
  ['a rewrite whose path is not read', /^rewrite-target of Ingress i for the path/, ingress('i', {
    host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'use-regex': 'true', 'rewrite-target': '/$1' }, paths: { '/(a)\\1': 'flyteadmin' },
  })],
  ['an expression of a middleware', /^replacePathRegex of/, middleware('m', { replacePathRegex: { regex: '(?=a)', replacement: '/' } }), ingressRoute(route(['m']))],
  ['a plugin behind a guard', /a plugin, which is not read$/, middleware('m', { plugin: { x: {} } }), middleware('f', { forwardAuth: { address: IN_CLUSTER_ME } }),
    ingressRoute(route(['f', 'm']))],
])('%s is among what was not judged', (_, says, ...objects) => {
  const { open } = coverageOf(modelOf(...flyteadmin(), ...objects));
  expect(open.filter(({ missing }) => says.test(missing))).toHaveLength(1);
});

test('an auth gate whose locations are not read may say anything, and the report says so', () => {
  const gate = (location: string) => object('v1', 'ConfigMap', 'gate', {
    data: { 'nginx.conf': `events { } http { server { listen 80; location ${location} { return 200; } location / { proxy_method GET; proxy_pass http://flyteadmin/me; } } }` },
  });
  const service = object('v1', 'Service', 'gate', { spec: { ports: [{ port: 80 }] } });
  const unread = (location: string) => coverageOf(modelOf(...flyteadmin(), gate(location), service, at({ 'auth-url': 'http://gate.union-cp.svc.cluster.local/me' }))).open
    .filter(({ missing }) => missing.includes('of the auth gate is not read'));
  expect(unread('~ (m)\\1')).toEqual([expect.objectContaining({ missing: 'the expression (m)\\1 of the auth gate is not read', asked: true })]);
  expect(unread('~ ^/none')).toEqual([]);
});

test('our own Lua guards nothing, and takes headers away', () => {
  const objects = [httpRoute({}), extension({ lua: [{ type: 'Inline', inline: TAKES_ALL }] })];
  const [{ guard, headerChanges, unread }] = routesOf(...objects);
  expect([guard.kind, unread]).toEqual(['none', []]);
  expect(headerChanges.map(({ hop, header }) => `${hop} ${header}`)).toEqual(expect.arrayContaining(['after grpc-metadata-*', 'after x-user-claim-*', 'after x-user-subject']));
});

test('nothing of the guard for Envoy Gateway 1.6 is left unread', () => {
  const guard = emitted((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion: '1.6' })).map((each) => ({ ...each }));
  const { open } = coverageOf(modelOf(...flyteadmin(), ...chartGatewayRoutes(), ...guard));
  expect(open.filter(({ missing }) => missing.includes('not read'))).toEqual([]);
});
