import { EnvoyGatewayGuard } from '../../../src';
import { TAKES_ALL } from '../../../src/contract/union/caller-headers';
import { coverageOf } from '../../../src/verify/model/coverage';
import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { manifests as emitted } from '../../constructs/edge/support';
import { IN_CLUSTER_ME, ingress, Json, manifests, object } from '../_manifests';
import { chartGatewayRoutes, flyteadmin, HOST } from '../_union';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';
import { ingressRoute, middleware, modelOf, routesOf } from './_routes';

/** Each judges a control plane by all rules. */
const deep = oneIn(2);

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
  ['a template in a snippet', /^a template in the configuration-snippet of Ingress i, which is not read/, at({ 'configuration-snippet': '{{ .Values.snippet }}' })],
  ['a template as auth-url', /^what the guard of Ingress i asks is a template/, at({ 'auth-url': '{{ include "guard" . }}' })],
  ['a template as the address of ForwardAuth', /^what the guard of Middleware m asks is a template/,
    middleware('m', { forwardAuth: { address: 'http://{{ .Values.gate }}/me' } }), ingressRoute(route(['m']))],
  ['a plugin of Traefik', /^Middleware m, a plugin, which is not read/, middleware('m', { plugin: { oidc: {} } }), ingressRoute(route(['m']))],
  ['a middleware that is not known', /^Middleware m, a middleware of the kind oidc, which is not read/, middleware('m', { oidc: {} }), ingressRoute(route(['m']))],
  ['a filter of an extension', /^the filter AuthenticationFilter basic of HTTPRoute r, which is not read/,
    httpRoute({ filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.nginx.org', kind: 'AuthenticationFilter', name: 'basic' } }] })],
  ['a filter that is not known', /^the filter JWT of HTTPRoute/, httpRoute({ filters: [{ type: 'JWT' }] })],
  ['Lua of others in Envoy', /^lua of EnvoyExtensionPolicy e, which is not read/, httpRoute({}), extension({ lua: [{ type: 'Inline', inline: 'function envoy_on_request(h) end' }] })],
  ['Lua in a ConfigMap', /^lua of/, httpRoute({}), extension({ lua: [{ type: 'ValueRef', valueRef: { kind: 'ConfigMap', name: 'x' } }] })],
  ['WebAssembly', /^wasm of/, httpRoute({}), extension({ wasm: [{ name: 'x' }] })],
  ['a program that Envoy asks', /^extProc of/, httpRoute({}), extension({ extProc: [{}] })],
  ['a module that Envoy loads', /^dynamicModule of/, httpRoute({}), extension({ dynamicModule: [{}] })],
];

describe.each(REFUSED.map(([what, says, ...objects]) => ({ what, says, objects })))('$what', ({ says, objects }) => {
  const input = [...flyteadmin(), ...objects];

  deep('may be a guard: nothing is found, and the report says what is not read', () => {
    const { findings } = verify([{ name: 'all.yaml', text: manifests(...input) }], { only: ['route-unguarded', 'gateway-route-unguarded'] });
    expect(findings).toEqual([]);
    const asked = coverageOf(modelOf(...input)).open.filter(({ missing }) => says.test(missing));
    expect(asked).toEqual([expect.objectContaining({ asked: true })]);
  });
});

deep.each<[string, RegExp, ...Json[]]>([
  ['a rewrite whose path is not read', /^rewrite-target of Ingress i for the path/, ingress('i', {
    host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'use-regex': 'true', 'rewrite-target': '/$1' }, paths: { '/(a)\\1': 'flyteadmin' },
  })],
  ['an expression of a middleware', /^replacePathRegex of/, middleware('m', { replacePathRegex: { regex: '(?=a)', replacement: '/' } }), ingressRoute(route(['m']))],
  ['a matcher of a rule of Traefik', /^the matcher Country of IngressRoute router, which is not read$/,
    ingressRoute({ ...route([]), match: `Host(\`${HOST}\`) && Country(\`CH\`)` })],
  ['a route of Traefik for TCP', /^IngressRouteTCP tcp leads to flyteadmin/, object('traefik.io/v1alpha1', 'IngressRouteTCP', 'tcp', {
    spec: { routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'flyteadmin', port: 81 }] }] },
  })],
  ['a plugin behind a guard', /a plugin, which is not read$/, middleware('m', { plugin: { x: {} } }), middleware('f', { forwardAuth: { address: IN_CLUSTER_ME } }),
    ingressRoute(route(['f', 'm']))],
])('%s is among what was not judged', (_, says, ...objects) => {
  const { open } = coverageOf(modelOf(...flyteadmin(), ...objects));
  expect(open.filter(({ missing }) => says.test(missing))).toHaveLength(1);
});

deep('a ConfigMap of headers that the input lacks is among what was not judged', () => {
  const { open } = coverageOf(modelOf(...flyteadmin(), at({ 'auth-url': IN_CLUSTER_ME, 'auth-proxy-set-headers': 'union-cp/away' })));
  expect(open.filter(({ missing }) => missing.includes('of headers ('))).toEqual([
    expect.objectContaining({ missing: 'the ConfigMap union-cp/away of headers (auth-proxy-set-headers of Ingress i) is not in the input' }),
  ]);
});

describe('claims that no guard lists', () => {
  const guarded = at({ 'auth-url': IN_CLUSTER_ME, 'auth-response-headers': 'X-User-Subject' });
  const asked = (...objects: Json[]) => coverageOf(modelOf(...flyteadmin(), ...objects)).open.filter(({ missing }) => missing.includes('of the controller'));

  deep('may reach services where the controller is not in the input, and the report says so', () => expect(asked(guarded)).toEqual([{
    missing: 'the ConfigMap of the controller that serves Ingress i is not in the input',
    question: 'whether X-User-Claim-* headers from callers reach services under names that no guard lists',
    add: 'the ConfigMap with the Deployment of its controller, or with its labels',
  }]));

  deep('are judged where it is, or where the Ingress takes them by itself', () => {
    const labels = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
    expect(asked(guarded, object('v1', 'ConfigMap', 'nginx', { data: {} }, 'ingress-nginx', { labels }))).toEqual([]);
    expect(asked(at({
      'auth-url': IN_CLUSTER_ME, 'auth-response-headers': 'X-User-Subject', 'configuration-snippet': "more_clear_input_headers 'X-User-Claim-*';",
    }))).toEqual([]);
  });
});

/** What no reader of expressions takes. */
describe.each(['/(a)(pi)\\1', '/(?<=x)api', '/(?=a)(pi)+', '/(?>api)', '/api{2000}', `/${'a?'.repeat(2100)}`])('the expression %s', (expression) => {
  const REGEX = { 'use-regex': 'true' };
  const objects = [
    ...flyteadmin(),
    ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, ...REGEX }, paths: { '/api': 'flyteadmin', '/me': 'flyteadmin' } }),
    ingress('open', { host: HOST, annotations: REGEX, paths: { [expression]: 'flyteadmin' } }),
  ];

  deep('of an open route is found, as it may take what must be guarded, and is among what was not judged', () => {
    const { findings, coverage: { open } } = verify([{ name: 'all.yaml', text: manifests(...objects) }], { only: ['route-unguarded'] });
    expect(findings.map(({ object: { name } }) => name)).toContain('open');
    expect(open.map(({ missing }) => missing)).toContain(`the path ${expression} of Ingress open is an expression that verify does not evaluate`);
  });

  deep('of a redirect may answer in the place of the backend', () => {
    const redirecting = at({ 'configuration-snippet': `rewrite "${expression}" /x redirect;` });
    const [nginx] = routesOf(redirecting);
    const [traefik] = routesOf(ingressRoute(route(['m'])), middleware('m', { redirectRegex: { regex: expression, replacement: '/x' } }));
    expect([nginx.ownAnswer?.('/login'), traefik.ownAnswer?.('/login')]).toEqual([expect.stringContaining('in a snippet'), expect.stringContaining('a redirect of')]);
  });
});

describe('an open route whose path may be any', () => {
  const guarded = (path: string) => [middleware('g', { forwardAuth: { address: IN_CLUSTER_ME } }), ingressRoute(
    { ...route(['g']), services: [{ name: 'executions', port: 81 }] },
    { ...route([]), match: `Host(\`${HOST}\`) && PathPrefix(\`${path}\`)`, priority: 1000, services: [{ name: 'executions', port: 81 }] },
  )];
  const found = (...objects: Json[]) => verify([{ name: 'all.yaml', text: manifests(...flyteadmin(), ...objects) }], { only: ['route-unguarded'] })
    .findings.map(({ object: { kind, name } }) => `${kind} ${name}`);

  deep.each([
    ['a template in an Ingress', ingress('open', { host: HOST, paths: { '{{ .Values.prefix }}': 'executions' } }), at({ 'auth-url': IN_CLUSTER_ME })],
    ['a template in a rule of Traefik', ...guarded('{{ .Values.prefix }}')],
    ['a pattern of Traefik 2', ...guarded('/{any:a.i}')],
    ['a variable of Traefik 2', ...guarded('/{any}')],
  ])('is found: %s', (_, ...objects) => expect(found(...objects as Json[])).toHaveLength(1));

  deep.each([
    ['/{any:a{1}i}/x.y', '/(?:a{1}i)/x\\.y'], ['/{tenant}/api', '/(?:[^/]+)/api'],
  ])('the pattern %s of Traefik 2 is the expression %s, which others take for a name', (pattern, path) => {
    expect(routesOf(...guarded(pattern)).map((each) => [each.path, each.match, each.conditional])).toEqual([
      ['/api', 'start', undefined], [path, 'regex', true],
    ]);
  });

  deep('is among what was not judged, where it is a template', () => {
    const { open } = coverageOf(modelOf(...flyteadmin(), ...guarded('{{ .Values.prefix }}')));
    expect(open.filter(({ missing }) => missing === 'the path {{ .Values.prefix }} of IngressRoute router is a template that verify does not evaluate')).toHaveLength(1);
  });
});

deep('variables of nginx are no templates', () => {
  const { open } = coverageOf(modelOf(...flyteadmin(), at({ 'auth-url': 'https://${host}/me', 'configuration-snippet': 'set $a ${request_uri}/b;' })));
  expect(open.filter(({ missing }) => missing.includes('template'))).toEqual([]);
});

deep('an object of values that is a template is among what was not judged', () => {
  const text = withValue(CONTROL_PLANE_VALUES, 'extraObjects', ['{{ include "own" . }}']);
  const { open } = verify([{ name: 'values-controlplane.yaml', text }]).coverage;
  expect(open.filter(({ missing }) => missing.includes('template'))).toEqual([expect.objectContaining({
    missing: expect.stringMatching(/^extraObjects\[0\] of controlplane 2026\.\d \(values-controlplane\.yaml\) is a template, which only Helm evaluates$/) as string, asked: true,
  })]);
});

deep('our own Lua guards nothing, and takes headers away', () => {
  const objects = [httpRoute({}), extension({ lua: [{ type: 'Inline', inline: TAKES_ALL }] })];
  const [{ guard, headerChanges, unread }] = routesOf(...objects);
  expect([guard.kind, unread]).toEqual(['none', []]);
  expect(headerChanges.map(({ hop, header }) => `${hop} ${header}`)).toEqual(expect.arrayContaining(['after grpc-metadata-*', 'after x-user-claim-*', 'after x-user-subject']));
});

deep('nothing of the guard for Envoy Gateway 1.6 is left unread', () => {
  const guard = emitted((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion: '1.6' })).map((each) => ({ ...each }));
  const { open } = coverageOf(modelOf(...flyteadmin(), ...chartGatewayRoutes(), ...guard));
  expect(open.filter(({ missing }) => missing.includes('not read'))).toEqual([]);
});
