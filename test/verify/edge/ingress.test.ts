import { headersOf, replacesRefusal } from '../../../src/verify/edge/ingress-nginx/annotated-guard';
import { EdgeRoute, Guard } from '../../../src/verify/edge/route';
import { ingress, IngressProps, object } from '../_manifests';
import { modelOf, routesOf } from './_routes';

type Json = Record<string, unknown>;

const ME = 'http://flyteadmin/me';
const route = (props: Partial<IngressProps>): EdgeRoute => routesOf(ingress('i', { paths: { '/a': 'executions' }, ...props }))[0];
const ofSpec = (spec: Json, annotations: Json = {}) => routesOf(object('networking.k8s.io/v1', 'Ingress', 'i', { spec }, 'union-cp', { annotations }));

describe('routes', () => {
  test('are the paths of each rule, and the default', () => {
    const backend = (name: string, port: Json) => ({ service: { name, port } });
    const routes = ofSpec({
      rules: [
        { http: { paths: [{ path: '/a', backend: backend('a', { name: 'http' }) }] } },
        { host: 'a.example.com', http: { paths: [{ path: '/b', backend: backend('b', { number: 80 }) }, { backend: { resource: {} } }] } },
        { host: '', http: { paths: [{ path: '' }] } },
      ],
      defaultBackend: backend('d', {}),
    });
    expect(routes.map(({ host, match, path, field, backends }) => [`${host} ${match} ${path}`, `${field}`, backends])).toEqual([
      ['undefined start /a', 'spec.rules[0].http.paths[0].path', [{ service: 'a', port: 'http' }]],
      ['a.example.com start /b', 'spec.rules[1].http.paths[0].path', [{ service: 'b', port: '80' }]],
      ['a.example.com start /', 'spec.rules[1].http.paths[1].path', []],
      ['undefined start /', 'spec.rules[2].http.paths[0].path', []],
      ['undefined start /', 'spec.defaultBackend', [{ service: 'd' }]],
    ]);
    expect(ofSpec({})).toEqual([]);
    expect(ofSpec({ defaultBackend: null })).toEqual([]);
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
    const traefik = route({ annotations: { ...annotations, 'traefik.ingress.kubernetes.io/router.tls': 'true' } });
    expect(traefik).toMatchObject({ ownAnswer: undefined, backends: [{ service: 'executions' }] });
    expect(traefik).not.toHaveProperty('rewritten');
    expect(route({})).not.toHaveProperty('rewritten');
  });
});

describe('copies of requests go', () => {
  const copies = (url: string) => route({ annotations: { 'mirror-target': url } }).backends.slice(1);

  test.each<[string, object[]]>([
    ['http://copies.acme.svc:81$request_uri', [{ service: 'copies', namespace: 'acme', port: '81' }]],
    ['http://copies.acme$request_uri', [{ service: 'copies', namespace: 'acme' }]],
    ['https://copies.example.com', []],
    ['copies.acme', []],
  ])('to %s', (url, expected) => expect(copies(url)).toEqual(expected));
});

describe('a canary', () => {
  const canary = (name: string, props: Partial<IngressProps>) => ingress(name, { annotations: { 'canary': 'true', 'auth-url': '' }, paths: { '/a': 'canary' }, namespace: 'acme', ...props });
  const main = ingress('main', { host: 'a.example.com', annotations: { 'auth-url': ME }, paths: { '/a': 'executions', '/b': 'usage' } });

  test('leads to backends of its own, behind the guard of the other', () => {
    const routes = routesOf(canary('c', { host: 'a.example.com' }), main);
    expect(routes.map(({ path, guard, backends }) => [path, guard.kind, backends])).toEqual([
      ['/a', 'subrequest', [{ service: 'executions', port: 'http' }, { service: 'canary', namespace: 'acme', port: 'http' }]],
      ['/b', 'subrequest', [{ service: 'usage', port: 'http' }]],
    ]);
  });

  test.each<[string, Json]>([
    ['of another host', canary('c', { host: 'b.example.com' })],
    ['of another path', canary('c', { host: 'a.example.com', paths: { '/c': 'canary' } })],
  ])('%s is nobody’s', (_, object_) => {
    expect(routesOf(object_, main).flatMap(({ backends }) => backends.map(({ service }) => service))).toEqual(['executions', 'usage']);
  });

  test('that is switched off is an Ingress like others', () => {
    expect(routesOf(canary('c', { annotations: { canary: 'false' } })).map(({ path }) => path)).toEqual(['/a']);
  });
});

describe('the guard of annotations', () => {
  const guard = (annotations: Record<string, string>): Guard => route({ annotations }).guard;
  const asking = (annotations: Record<string, string>) => guard({ 'auth-url': ME, ...annotations }) as Extract<Guard, { kind: 'subrequest' }>;
  const at = (name: string) => `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`;

  test('asks a URL', () => {
    const found = asking({ 'auth-response-headers': 'X-User-Subject, ,Set-Cookie' });
    expect({ ...found, field: `${found.field}`, backendHeadersAt: `${found.backendHeadersAt}` }).toEqual({
      kind: 'subrequest', url: ME, field: at('auth-url'), backendHeaders: ['x-user-subject', 'set-cookie'], backendHeadersAt: at('auth-response-headers'),
    });
  });

  test('is none without a URL', () => {
    expect(guard({ 'auth-url': ' ' })).toEqual({ kind: 'none' });
    expect(guard({ 'auth-signin': 'https://a/login' })).toEqual({ kind: 'none' });
  });

  test('signs in', () => {
    const { signIn } = asking({ 'auth-signin': 'https://a/login' });
    expect([signIn?.url, `${signIn?.field}`]).toEqual(['https://a/login', at('auth-signin')]);
    expect(asking({ 'auth-signin': '' }).signIn).toBeUndefined();
  });

  const METHOD = 'instead of GET, the only one that /me answers';
  const PASSWORD = 'a password as well (auth-type: basic), which takes the place of a token in Authorization';
  test.each<[Record<string, string>, string | undefined]>([
    [{ 'auth-method': ' get ' }, undefined],
    [{ 'auth-method': ' ' }, undefined],
    [{ 'auth-method': ' post ' }, `post ${METHOD}`],
    [{ 'auth-type': ' basic ' }, PASSWORD],
    [{ 'auth-type': ' ' }, undefined],
    [{ 'auth-method': 'POST', 'auth-type': 'basic' }, `POST ${METHOD}`],
  ])('asks with %j: %s', (annotations, flaw) => expect(asking(annotations).flaw).toBe(flaw));

  test('may be softened', () => {
    expect(`${asking({ 'custom-http-errors': '404, 401' }).refusalReplaced}`).toBe(at('custom-http-errors'));
    expect(asking({ 'custom-http-errors': '404' }).refusalReplaced).toBeUndefined();
    expect(`${asking({ satisfy: ' any ' }).failsOpen}`).toBe(at('satisfy'));
    expect(asking({ satisfy: 'all' }).failsOpen).toBeUndefined();
  });
});

test('lists of annotations', () => {
  expect(['401', '404, 401', '4010', '', undefined].map(replacesRefusal)).toEqual([true, true, false, false, false]);
  expect([headersOf(' A,,b , C '), headersOf(''), headersOf()]).toEqual([['a', 'b', 'c'], [], []]);
});

describe('a class of ingress-nginx', () => {
  const edges = (...objects: Json[]) => routesOf(...objects).map(({ edge: { name } }) => name);
  const of = (className: string | undefined, annotations = {}) => ingress(`${className}`, { className, annotations, paths: { '/': 'x' } });

  test('is none, one of that name, or one whose Ingresses carry its annotations', () => {
    expect(edges(of(undefined), of('my-NGINX'), of('public'), of('public', { 'use-regex': 'true' }))).toEqual(Array(4).fill('ingress-nginx'));
    expect(edges(of(undefined, { 'kubernetes.io/ingress.class': 'alb' }), of('public'), of('other', { 'example.com/a': '' }))).toEqual(Array(3).fill('other'));
  });

  test.each([['Exact', 'exact'], ['Prefix', 'tree'], ['ImplementationSpecific', 'start']])('takes %s for %s', (pathType, match) => {
    expect(route({ pathType }).match).toBe(match);
    expect(route({ pathType, annotations: { 'use-regex': 'true' } }).match).toBe('regex');
    expect(route({ pathType, annotations: { 'use-regex': 'false' } }).match).toBe(match);
  });

  test.each<[Record<string, string>, boolean]>([[{ 'use-regex': 'true' }, true], [{ 'rewrite-target': '/b' }, true], [{ 'rewrite-target': '/a' }, false], [{}, false]])(
    'with %j turns all paths of the host into expressions: %s', (annotations, expected) => {
      const [server] = modelOf(ingress('i', { annotations, paths: { '/a': 'x' } }), ingress('j', { pathType: 'Exact', paths: { '/exact': 'y' } })).servers;
      expect(server.match('/exactly') !== undefined).toBe(expected);
    },
  );
});

test.each(['alb', 'haproxy', 'traefik'])('annotations that outlived a move to class %s say nothing', (name) => {
  for (const annotations of [{ 'auth-url': ME }, { 'proxy-body-size': '8m' }] as Record<string, string>[]) {
    expect(route({ className: name, annotations }).guard).toMatchObject({ kind: 'opaque', reason: `Ingress class ${name} is served by an unknown controller` });
  }
});

describe('the class of Traefik', () => {
  const PREFIX = 'traefik.ingress.kubernetes.io/';
  const traefik = (annotations: Record<string, string>, more: Partial<IngressProps> = {}, ...objects: Json[]) =>
    routesOf(ingress('i', { annotations, paths: { '/a': 'executions' }, ...more }), ...objects)[0];
  const headers = { apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware', metadata: { name: 'headers', namespace: 'union-cp' }, spec: { headers: { customRequestHeaders: { A: '' } } } };
  const auth = { ...headers, metadata: { name: 'auth', namespace: 'union-cp' }, spec: { forwardAuth: { address: ME } } };

  test('is one of that name without annotations of ingress-nginx, or any with its own', () => {
    expect(traefik({}, { className: 'my-Traefik' }).edge.name).toBe('traefik');
    expect(traefik({ [`${PREFIX}router.tls`]: 'true', 'auth-url': ME }, { className: 'public' })).toMatchObject({ edge: { name: 'traefik' }, guard: { url: ME } });
    expect(traefik({ 'auth-url': ME }, { className: 'traefik' }).edge.name).toBe('ingress-nginx');
  });

  test.each([['Exact', 'exact'], ['Prefix', 'start'], ['ImplementationSpecific', 'start']])('takes %s for %s', (pathType, match) => {
    expect(traefik({}, { className: 'traefik', pathType }).match).toBe(match);
  });

  test('names middlewares, which guard and change headers', () => {
    const route_ = traefik({ [`${PREFIX}router.middlewares`]: 'union-cp-headers@kubernetescrd, ,union-cp-auth@kubernetescrd ' }, {}, headers, auth);
    expect(route_.guard).toMatchObject({ kind: 'subrequest', url: ME });
    expect(route_.headerChanges.map(({ hop, header }) => `${hop} ${header}`)).toEqual(['before a']);
    expect(traefik({}, { className: 'traefik' })).toMatchObject({ guard: { kind: 'none' }, headerChanges: [] });
  });

  test('tells which of them are missing', () => {
    const { guard } = traefik({ [`${PREFIX}router.middlewares`]: 'union-cp-auth@kubernetescrd' });
    expect(guard.kind === 'opaque' && `${guard.field}: ${guard.reason}`)
      .toBe(`metadata.annotations["${PREFIX}router.middlewares"]: Middleware union-cp-auth@kubernetescrd is not in the input`);
  });
});

test.each([['Exact', 'exact'], ['Prefix', 'tree'], ['ImplementationSpecific', 'tree']])('a class that nobody knows takes %s for %s', (pathType, match) => {
  const { guard, match: how } = route({ className: 'public', pathType });
  expect(how).toBe(match);
  expect(guard.kind === 'opaque' && `${guard.field}: ${guard.reason}`).toBe('spec.ingressClassName: Ingress class public is served by an unknown controller');
});

describe('an Ingress without a class', () => {
  const plain = (annotations: Json, ...others: Json[]) => routesOf(
    object('networking.k8s.io/v1', 'Ingress', 'i', { spec: { rules: [{ http: { paths: [{ path: '/a', backend: { service: { name: 'executions' } } }] } }] } }, 'union-cp', { annotations }),
    ...others,
  )[0];
  const service = (annotations: Json) => object('v1', 'Service', 'executions', { spec: { ports: [{ port: 80 }] } }, 'union-cp', { annotations });
  const FOR_GCE = { kind: 'opaque', reason: 'Ingress i is for Google Cloud, whose guards are not read' };

  test.each<[string, Json, ...Json[]]>([
    ['an address', { 'kubernetes.io/ingress.global-static-ip-name': 'union' }],
    ['a certificate', { 'networking.gke.io/managed-certificates': 'union' }],
    ['a BackendConfig of its Service', {}, service({ 'cloud.google.com/backend-config': '{"default": "iap"}' })],
  ])('is for Google Cloud that has %s of it', (_, annotations, ...others) => {
    expect(plain(annotations, ...others)).toMatchObject({ edge: { name: 'other' }, guard: FOR_GCE });
  });

  test.each<[string, Json, ...Json[]]>([
    ['nothing', {}, service({ 'cloud.google.com/neg': '{"ingress": true}' })],
    ['annotations of ingress-nginx', { 'networking.gke.io/v1beta1.FrontendConfig': 'f', 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }],
  ])('is for ingress-nginx that has %s', (_, annotations, ...others) => {
    expect(plain(annotations, ...others)).toMatchObject({ edge: { name: 'ingress-nginx' }, guard: { kind: 'none' } });
  });
});
