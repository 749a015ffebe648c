import { classController } from '../../../src/verify/edge/ingress-class';
import { headersOf, replacesRefusal } from '../../../src/verify/edge/ingress-nginx/annotated-guard';
import { EdgeRoute, Guard } from '../../../src/verify/edge/route';
import { ingress, IngressProps, Json, object } from '../_manifests';
import { kubeObjects, middleware, modelOf, routesOf } from './_routes';

const ME = 'http://flyteadmin/me';
const PREFIX = 'traefik.ingress.kubernetes.io/';
const route = (props: Partial<IngressProps>, ...more: Json[]): EdgeRoute => routesOf(ingress('i', { paths: { '/a': 'executions' }, ...props }), ...more)[0];
const ofSpec = (spec: Json, annotations: Json = {}) => object('networking.k8s.io/v1', 'Ingress', 'i', { spec }, 'union-cp', { annotations });

describe('routes', () => {
  test('are the paths of each rule, and the default', () => {
    const backend = (name: string, port: Json) => ({ service: { name, port } });
    const routes = routesOf(ofSpec({
      rules: [
        { http: { paths: [{ path: '/a', backend: backend('a', { name: 'http' }) }] } },
        { host: 'a.example.com', http: { paths: [{ path: '/b', backend: backend('b', { number: 80 }) }, { backend: { resource: {} } }] } },
        { host: '', http: { paths: [{ path: '' }] } },
      ],
      defaultBackend: backend('d', {}),
    }));
    expect(routes.map(({ host, match, path, field, backends }) => [`${host} ${match} ${path}`, `${field}`, backends])).toEqual([
      ['undefined start /a', 'spec.rules[0].http.paths[0].path', [{ service: 'a', port: 'http' }]],
      ['a.example.com start /b', 'spec.rules[1].http.paths[0].path', [{ service: 'b', port: '80' }]],
      ['a.example.com start /', 'spec.rules[1].http.paths[1].path', []],
      ['undefined start /', 'spec.rules[2].http.paths[0].path', []],
      ['undefined start /', 'spec.defaultBackend', [{ service: 'd' }]],
    ]);
    expect([{}, { defaultBackend: null }].map((spec) => routesOf(ofSpec(spec)))).toEqual([[], []]);
  });

  test.each<[string | undefined, string, string | undefined]>([
    [undefined, 'HTTP', undefined],
    ['HTTP', 'HTTP', undefined],
    ['AUTO_HTTP', 'HTTP', undefined],
    ['GRPC', 'GRPC', undefined],
    [' grpcs ', 'GRPC', 'GRPCS'],
    ['HTTPS', 'HTTP', 'HTTPS'],
    ['FCGI', 'HTTP', 'FCGI'],
    ['XGRPC', 'HTTP', undefined],
    ['GRPCX', 'HTTP', undefined],
  ])('with backend-protocol %s speak %s, and %s', (value, protocol, otherProtocol) => {
    expect(route({ annotations: value === undefined ? {} : { 'backend-protocol': value } })).toMatchObject({ protocol, otherProtocol });
  });

  test('are rewritten and answered by ingress-nginx alone', () => {
    const annotations = { 'rewrite-target': '/$1', 'permanent-redirect': 'https://a.example.com', 'mirror-target': 'http://copies.acme' };
    const nginx = route({ annotations, paths: { '/a/(.*)': 'executions' } });
    expect([nginx.rewritten?.('/a/x'), nginx.ownAnswer?.('/x')]).toEqual(['/x', 'a redirect to https://a.example.com']);
    const traefik = route({ annotations: { ...annotations, [`${PREFIX}router.tls`]: 'true' } });
    expect(traefik).toMatchObject({ ownAnswer: undefined, backends: [{ service: 'executions' }] });
    expect([traefik.rewritten, route({}).rewritten]).toEqual([undefined, undefined]);
  });

  test.each<[string, object[]]>([
    ['http://copies.acme.svc:81$request_uri', [{ service: 'copies', namespace: 'acme', port: '81' }]],
    ['http://copies.acme$request_uri', [{ service: 'copies', namespace: 'acme' }]],
    ['https://copies.example.com', []],
    ['copies.acme', []],
  ])('have copies that go to %s', (url, expected) => expect(route({ annotations: { 'mirror-target': url } }).backends.slice(1)).toEqual(expected));
});

describe('a canary', () => {
  const canary = (props: Partial<IngressProps>) => ingress('c', { annotations: { 'canary': 'true', 'auth-url': '' }, paths: { '/a': 'canary' }, namespace: 'acme', ...props });
  const main = ingress('main', { host: 'a.example.com', annotations: { 'auth-url': ME }, paths: { '/a': 'executions', '/b': 'usage' } });
  const [OWN, USAGE] = [{ service: 'executions', port: 'http' }, { service: 'usage', port: 'http' }];

  test.each<[string, Partial<IngressProps>, object[]]>([
    ['leads to backends of its own, behind the guard of the other', { host: 'a.example.com' }, [{ service: 'canary', namespace: 'acme', port: 'http' }]],
    ['of another host leads nowhere', { host: 'b.example.com' }, []],
    ['of another path leads nowhere', { host: 'a.example.com', paths: { '/c': 'canary' } }, []],
  ])('%s', (_, props, own) => {
    expect(routesOf(canary(props), main).map(({ path, guard, backends }) => [path, guard.kind, backends])).toEqual([
      ['/a', 'subrequest', [OWN, ...own]], ['/b', 'subrequest', [USAGE]],
    ]);
  });

  test('that is switched off is an Ingress like others', () => expect(routesOf(canary({ annotations: { canary: 'false' } })).map(({ path }) => path)).toEqual(['/a']));
});

const at = (name: string) => `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`;
const METHOD = 'instead of GET, the only one that /me answers';
const PASSWORD = 'a password as well (auth-type: basic), which takes the place of a token in Authorization';
const asking = { kind: 'subrequest', url: ME, field: at('auth-url') };

test.each<[Record<string, string>, Json]>([
  [{ 'auth-url': ' ' }, { kind: 'none' }],
  [{ 'auth-signin': 'https://a/login' }, { kind: 'none' }],
  [{ 'auth-url': ME }, asking],
  [{ 'auth-url': ME, 'auth-response-headers': 'X-User-Subject, ,Set-Cookie' }, { ...asking, backendHeaders: ['x-user-subject', 'set-cookie'], backendHeadersAt: at('auth-response-headers') }],
  [{ 'auth-url': ME, 'auth-signin': 'https://a/login' }, { ...asking, signIn: `https://a/login at ${at('auth-signin')}` }],
  [{ 'auth-url': ME, 'auth-signin': '' }, asking],
  [{ 'auth-url': ME, 'auth-method': ' get ' }, asking],
  [{ 'auth-url': ME, 'auth-method': ' ' }, asking],
  [{ 'auth-url': ME, 'auth-method': ' post ' }, { ...asking, flaw: `post ${METHOD}` }],
  [{ 'auth-url': ME, 'auth-type': ' basic ' }, { ...asking, flaw: PASSWORD }],
  [{ 'auth-url': ME, 'auth-type': ' ' }, asking],
  [{ 'auth-url': ME, 'auth-method': 'POST', 'auth-type': 'basic' }, { ...asking, flaw: `POST ${METHOD}` }],
  [{ 'auth-url': ME, 'custom-http-errors': '404, 401' }, { ...asking, refusalReplaced: at('custom-http-errors') }],
  [{ 'auth-url': ME, 'custom-http-errors': '404' }, asking],
  [{ 'auth-url': ME, 'satisfy': ' any ' }, { ...asking, failsOpen: at('satisfy') }],
  [{ 'auth-url': ME, 'satisfy': 'all' }, asking],
])('the guard of annotations: %j', (annotations, expected) => {
  const { signIn, backendHeaders = [], ...rest } = route({ annotations }).guard as Extract<Guard, { kind: 'subrequest' }>;
  const shown = Object.entries(rest).filter(([, value]) => value !== undefined).map(([name, value]) => [name, typeof value === 'string' ? value : `${value as object}`]);
  const headers = backendHeaders.length > 0 ? { backendHeaders } : {};
  expect({ ...Object.fromEntries(shown) as Json, ...headers, ...signIn && { signIn: `${signIn.url} at ${signIn.field}` } }).toEqual(expected);
});

test('lists of annotations', () => {
  expect(['401', '404, 401', '4010', '', undefined].map(replacesRefusal)).toEqual([true, true, false, false, false]);
  expect([headersOf(' A,,b , C '), headersOf(''), headersOf()]).toEqual([['a', 'b', 'c'], [], []]);
});

describe('a class of ingress-nginx', () => {
  const edges = (...objects: Json[]) => routesOf(...objects).map(({ edge: { name } }) => name);
  const of = (className: string | undefined, annotations = {}) => ingress(`${className}`, { className, annotations, paths: { '/': 'x' } });

  test('is empty, has that name, or has Ingresses with its annotations', () => {
    expect(edges(of(undefined), of('my-NGINX'), of('public'), of('public', { 'use-regex': 'true' }))).toEqual(Array(4).fill('ingress-nginx'));
    expect(edges(of(undefined, { 'kubernetes.io/ingress.class': 'alb' }), of('public'), of('other', { 'example.com/a': '' }))).toEqual(Array(3).fill('other'));
  });

  test.each<[Record<string, string>, boolean]>([[{ 'use-regex': 'true' }, true], [{ 'rewrite-target': '/b' }, true], [{ 'rewrite-target': '/a' }, false], [{}, false]])(
    'with %j turns all paths of the host into expressions: %s', (annotations, expected) => {
      const [server] = modelOf(ingress('i', { annotations, paths: { '/a': 'x' } }), ingress('j', { pathType: 'Exact', paths: { '/exact': 'y' } })).servers;
      expect(server.match('/exactly') !== undefined).toBe(expected);
    },
  );
});

test.each([
  ['ingress-nginx', { annotations: {} }, ['exact', 'tree', 'start']],
  ['ingress-nginx with use-regex', { annotations: { 'use-regex': 'true' } }, ['regex', 'regex', 'regex']],
  ['ingress-nginx without it', { annotations: { 'use-regex': 'false' } }, ['exact', 'tree', 'start']],
  ['Traefik', { className: 'traefik' }, ['exact', 'start', 'start']],
  ['an unknown controller', { className: 'public' }, ['exact', 'tree', 'tree']],
])('%s matches the types of paths', (_, props: Partial<IngressProps>, expected) => {
  expect(['Exact', 'Prefix', 'ImplementationSpecific'].map((pathType) => route({ ...props, pathType }).match)).toEqual(expected);
});

test.each<[string, Record<string, string>, string]>([
  ...['alb', 'haproxy', 'traefik'].flatMap((name) => ([{ 'auth-url': ME }, { 'proxy-body-size': '8m' }] as Record<string, string>[]).map((annotations): [string, Record<string, string>, string] =>
    [name, annotations, `spec.ingressClassName: Ingress class ${name} is served by an unknown controller`])),
  ['public', {}, 'spec.ingressClassName: Ingress class public is served by an unknown controller'],
  ['', { [`${PREFIX}router.middlewares`]: 'union-cp-auth@kubernetescrd' }, `metadata.annotations["${PREFIX}router.middlewares"]: Middleware union-cp-auth@kubernetescrd is not in the input`],
])('of class %s with %j no guard is known', (className, annotations, reason) => {
  const { guard } = route({ className: className || undefined, annotations });
  expect(guard.kind === 'opaque' && `${guard.field}: ${guard.reason}`).toBe(reason);
});

describe('the class of Traefik', () => {
  const headers = middleware('headers', { headers: { customRequestHeaders: { A: '' } } });
  const auth = middleware('auth', { forwardAuth: { address: ME } });

  test('is one of that name without annotations of ingress-nginx, or any with its own', () => {
    expect(route({ className: 'my-Traefik' }).edge.name).toBe('traefik');
    expect(route({ annotations: { [`${PREFIX}router.tls`]: 'true', 'auth-url': ME }, className: 'public' })).toMatchObject({ edge: { name: 'traefik' }, guard: { url: ME } });
    expect(route({ annotations: { 'auth-url': ME }, className: 'traefik' }).edge.name).toBe('ingress-nginx');
  });

  test('names middlewares, which guard and change headers', () => {
    const { guard, headerChanges } = route({ annotations: { [`${PREFIX}router.middlewares`]: 'union-cp-headers@kubernetescrd, ,union-cp-auth@kubernetescrd ' } }, headers, auth);
    expect(guard).toMatchObject({ kind: 'subrequest', url: ME });
    expect(headerChanges.map(({ hop, header }) => `${hop} ${header}`)).toEqual(['before a']);
    expect(route({ className: 'traefik' })).toMatchObject({ guard: { kind: 'none' }, headerChanges: [] });
  });
});

describe('an Ingress without a class', () => {
  const plain = (annotations: Json, ...others: Json[]) =>
    routesOf(ofSpec({ rules: [{ http: { paths: [{ path: '/a', backend: { service: { name: 'executions' } } }] } }] }, annotations), ...others)[0];
  const service = (annotations: Json) => object('v1', 'Service', 'executions', { spec: { ports: [{ port: 80 }] } }, 'union-cp', { annotations });
  const GCE = { edge: { name: 'other' }, guard: { kind: 'opaque', reason: 'Ingress i is for Google Cloud, whose guards are not read' } };
  const NGINX = { edge: { name: 'ingress-nginx' }, guard: { kind: 'none' } };

  test.each<[string, object, Json, ...Json[]]>([
    ['an address of Google Cloud', GCE, { 'kubernetes.io/ingress.global-static-ip-name': 'union' }],
    ['a certificate of Google Cloud', GCE, { 'networking.gke.io/managed-certificates': 'union' }],
    ['a BackendConfig of its Service', GCE, {}, service({ 'cloud.google.com/backend-config': '{"default": "iap"}' })],
    ['nothing of it', NGINX, {}, service({ 'cloud.google.com/neg': '{"ingress": true}' })],
    ['a class', NGINX, { 'kubernetes.io/ingress.class': 'nginx', 'kubernetes.io/ingress.global-static-ip-name': 'union' }],
    ['annotations of ingress-nginx, too', NGINX, { 'networking.gke.io/v1beta1.FrontendConfig': 'f', 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }],
  ])('that has %s is for %j', (_, expected, annotations, ...others) => expect(plain(annotations, ...others)).toMatchObject(expected));
});

test('the class of another cluster does not count', () => {
  const [own, ...classes] = kubeObjects(ingress('i', { className: 'own', paths: {} }), object('networking.k8s.io/v1', 'IngressClass', 'own', { spec: { controller: 'example.com/own' } }, null));
  expect(['east', 'west'].map((cluster) => classController(own.settledIn({ cluster: 'east' }), classes.map((each) => each.settledIn({ cluster }))))).toEqual(['example.com/own', undefined]);
});
