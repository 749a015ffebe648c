import { TRAEFIK } from '../../../../src/contract/edges/known-edges';
import { Guard } from '../../../../src/verify/edge/route';
import { guardOfMiddlewares, middlewareGuard, Middlewares } from '../../../../src/verify/edge/traefik/middlewares';
import { Model } from '../../../../src/verify/model/model';
import { parseManifests } from '../../../../src/verify/parse';
import { ingress, Json, manifests, object } from '../../_manifests';
import { middleware, modelOf, ownGate } from '../_routes';

const chain = (name: string, ...links: Json[]) => middleware(name, { chain: { middlewares: links } });

describe('a middleware', () => {
  const found = Middlewares.of(modelOf(
    middleware('auth', {}, 'acme'), middleware('auth', {}), middleware('loose', {}, null), object('traefik.containo.us/v1alpha1', 'Middleware', 'old', {}),
  ));

  test.each<[string, string | undefined, string | undefined]>([
    ['auth', 'union-cp', 'union-cp'],
    ['auth', 'acme', 'acme'],
    ['auth', 'other', undefined],
    ['loose', 'other', ''],
    ['old', 'union-cp', 'union-cp'],
    ['new', 'union-cp', undefined],
  ])('%s is found near %s in %s', (name, near, namespace) => {
    const middleware_ = found.named(name, { cluster: undefined, namespace: near });
    expect(middleware_ && (middleware_.namespace ?? '')).toBe(namespace);
  });

  test.each([
    ['union-cp-auth@kubernetescrd', 'union-cp/auth'],
    ['acme-auth', 'acme/auth'],
    ['any-loose@kubernetescrd', 'loose'],
    ['anyloose@kubernetescrd', undefined],
    ['other-auth@kubernetescrd', undefined],
    ['union-cp-auth@file', undefined],
  ])('%s refers to %s', (reference, expected) => {
    expect(found.referred(reference, { cluster: undefined })?.toString().replace(/^\S+ /, '')).toBe(expected);
  });
});

describe('a chain', () => {
  const unfolded = (...objects: Json[]) => {
    const model = modelOf(...objects);
    const { found, missing } = Middlewares.of(model).unfold(model.objects[0]);
    return { found: found.map(({ name, namespace }) => `${namespace}/${name}`), missing };
  };

  test('is unfolded in its order, whatever the namespace of its links', () => {
    const inner = chain('inner', { name: 'b' }, { name: 'c', namespace: 'acme' });
    expect(unfolded(chain('outer', { name: 'a' }, { name: 'inner' }), middleware('a', {}), inner, middleware('b', {}), middleware('c', {}), middleware('c', {}, 'acme')))
      .toEqual({ found: ['union-cp/a', 'union-cp/b', 'acme/c'], missing: [] });
  });

  test('tells what is missing', () => {
    expect(unfolded(chain('outer', { name: 'a' }, { name: 'inner' }, {}), chain('inner', { name: 'b' }))).toEqual({ found: [], missing: ['a', 'b', ''] });
  });

  test('that leads to itself ends, and what stands in it twice counts twice', () => {
    expect(unfolded(chain('a', { name: 'b' }, { name: 'c' }, { name: 'c' }), chain('b', { name: 'a' }), middleware('c', {}))).toEqual({ found: ['union-cp/c', 'union-cp/c'], missing: [] });
  });

  test('leaves out what is not there', () => {
    const model = modelOf(chain('a', { name: 'b' }), middleware('b', {}));
    expect(Middlewares.of(model).all([model.objects[0], undefined]).map(({ name }) => name)).toEqual(['b']);
  });
});

describe('middlewares are known', () => {
  const known = (file: string, namespace: string) => {
    const inputs = [{ name: 'a.yaml', text: manifests(middleware('m', {})) }, { name: file, text: manifests(ingress('i', { namespace, paths: {} })) }];
    const model = new Model(parseManifests(inputs[0].name === file ? [{ name: file, text: inputs.map(({ text }) => text).join('') }] : inputs).objects);
    return Middlewares.of(model).known(model.ingresses[0]);
  };

  test.each([['a.yaml', 'union-cp', true], ['b.yaml', 'union-cp', false], ['a.yaml', 'acme', false]])('to an object of %s in %s: %s', (file, namespace, expected) => {
    expect(known(file, namespace)).toBe(expected);
  });
});

describe('a guard', () => {
  const forwardAuth = (spec: Json = {}) => middleware('auth', { forwardAuth: { address: 'http://flyteadmin/me', ...spec } });
  /** Of an Ingress with references to middlewares, in the order of the objects, and further references. */
  function guard(objects: Json[], ...more: string[]): Guard {
    const model = modelOf(ingress('i', { paths: {} }), ...objects);
    const refs = model.objects.filter(({ kind }) => kind === 'Middleware').map(({ name }) => `union-cp-${name}@kubernetescrd`);
    return middlewareGuard([...refs, ...more], model.ingresses[0].field('spec'), Middlewares.of(model));
  }
  const asking = (objects: Json[], ...more: string[]) => {
    const found = guard(objects, ...more);
    expect(found.kind).toBe('subrequest');
    return found as Extract<Guard, { kind: 'subrequest' }>;
  };

  test('is none without references, and with such that guard nothing', () => {
    expect(guard([])).toEqual({ kind: 'none' });
    expect(guard([middleware('m', { headers: {} })])).toEqual({ kind: 'none' });
  });

  test.each(['basicAuth', 'digestAuth'])('of another kind is %s', (key) => {
    const found = guard([middleware('a', { headers: {} }), middleware('b', { [key]: {} })], 'union-cp-c@kubernetescrd');
    expect(found.kind === 'other' && `${found.field.object.name} ${found.field}`).toBe('b spec');
  });

  test.each<[string, Json[], string[], string, boolean]>([
    ['a reference', [], ['union-cp-a@kubernetescrd'], 'union-cp-a@kubernetescrd', false],
    ['a reference beside others', [middleware('m', {})], ['a', 'b@kubernetescrd'], 'a, b@kubernetescrd', true],
    ['a reference to a file', [middleware('m', {})], ['a', 'b@file'], 'a, b@file', false],
    ['a link of a chain', [chain('m', { name: 'a' })], [], 'a', true],
  ])('is unknown where %s is missing', (_, objects, more, missing, dangling) => {
    const found = guard(objects, ...more);
    expect(found).toMatchObject({ kind: 'opaque', reason: `Middleware ${missing} is not in the input`, dangling });
    expect(found.kind === 'opaque' && `${found.field}`).toBe('spec');
  });

  test('asks the address', () => {
    const found = asking([middleware('first', { headers: {} }), forwardAuth({ authRequestHeaders: ['Cookie'], authResponseHeaders: ['X-User-Subject'] })]);
    const places = { backendHeadersAt: `${found.backendHeadersAt}`, forwardedHeadersAt: `${found.forwardedHeadersAt}` };
    expect({ ...found, field: `${found.field.object.name} ${found.field}`, ...places }).toEqual({
      kind: 'subrequest',
      url: 'http://flyteadmin/me',
      field: 'auth spec.forwardAuth.address',
      backendHeaders: ['x-user-subject'],
      forwardedHeaders: ['cookie'],
      forwardedHeadersAt: 'spec.forwardAuth.authRequestHeaders',
      backendHeadersAt: 'spec.forwardAuth.authResponseHeaders',
    });
    expect(asking([forwardAuth()])).toMatchObject({ backendHeaders: [], forwardedHeaders: undefined });
  });

  test('says of a middleware that is in another namespace that it is there', () => {
    const found = guard([{ ...forwardAuth(), metadata: { name: 'auth', namespace: 'elsewhere' } }]);
    expect(found).toMatchObject({ kind: 'opaque', reason: 'Middleware union-cp-auth@kubernetescrd is not there, but in namespace elsewhere' });
  });

  test('does not stand where a middleware beside it is missing', () => {
    const flaw = (reference: string) => asking([forwardAuth()], 'b@file', reference).flaw;
    expect(flaw('union-cp-c@kubernetescrd')).toBe('Middleware union-cp-c@kubernetescrd is not in the input, without which Traefik leaves the route out');
    expect(flaw('c@file')).toBeUndefined();
  });

  test('does not stand where nobody knows of middlewares near by', () => {
    const model = modelOf(ingress('i', { namespace: 'acme', paths: {} }), forwardAuth());
    const refs = [{ name: 'auth', object: model.objects[1] }, { name: 'b', object: undefined }];
    expect(guardOfMiddlewares(refs, model.ingresses[0].field('spec'), Middlewares.of(model))).toMatchObject({ kind: 'subrequest', flaw: undefined });
  });

  test('may ask with another method', () => {
    expect(asking([forwardAuth({ preserveRequestMethod: true })]).flaw).toBe('the caller\'s method instead of GET, the only one that /me answers');
    expect(asking([forwardAuth({ preserveRequestMethod: false })]).flaw).toBeUndefined();
    expect(asking([forwardAuth({ address: 'https://flyteadmin/me' })]).flaw).toBeUndefined();
  });

  describe('signs in', () => {
    const errors = (spec: Json) => middleware('errors', { errors: spec });
    const signIn = (...objects: Json[]) => {
      const found = asking(objects).signIn;
      return found && `${found.url} of ${found.field.object.name} ${found.field}`;
    };

    test.each<[Json[], string | undefined]>([
      [[errors({ status: ['401'], query: '/other' }), forwardAuth({ authSigninURL: '/login' })], '/login of auth spec.forwardAuth.authSigninURL'],
      [[errors({ status: ['500', '401'], query: '/login' }), forwardAuth({ authSigninURL: '' })], '/login of errors spec.errors.query'],
      [[errors({ status: ['400-499'], query: '/login' }), forwardAuth()], '/login of errors spec.errors.query'],
      [[errors({ status: ['401-403'], query: '/login' }), forwardAuth()], '/login of errors spec.errors.query'],
      [[errors({ status: ['400-401'], query: '/login' }), forwardAuth()], '/login of errors spec.errors.query'],
      [[errors({ status: ['402-499', '500-401', '400'], query: '/login' }), forwardAuth()], undefined],
      [[errors({ status: ['401'] }), forwardAuth()], undefined],
      [[forwardAuth()], undefined],
      // It hears nothing of a guard before it.
      [[forwardAuth(), errors({ status: ['401'], query: '/login' })], undefined],
    ])('%j: %s', (objects, expected) => expect(signIn(...objects)).toBe(expected));
  });

  test.each<[Json | undefined, string, boolean]>([
    [undefined, '/login?redirect_url={url}', false],
    [{ 403: 302 }, '/login', false],
    [{ 401: 200 }, '/login', false],
    [{ 401: 302 }, '/login', true],
    [{ '400-403': '303' }, '/login', true],
    // A page of somebody's own may do it in its own way.
    [undefined, '/sign-in.html', true],
  ])('with statusRewrites %j the answer of %s leads browsers on: %s', (statusRewrites, query, leads) => {
    const found = asking([middleware('errors', { errors: { status: ['401'], query, statusRewrites } }), forwardAuth()]).signIn;
    expect(found?.keepsRefusal !== true).toBe(leads);
  });

  describe('that asks a gate', () => {
    const NAME = TRAEFIK.dialect.service;
    const viaGate = (spec: Json, edit?: (config: string) => string) =>
      asking([middleware('auth', { forwardAuth: { address: `http://${NAME}`, ...spec } }), ...ownGate(TRAEFIK.dialect, edit)]);

    test('asks flyteadmin, and sends browsers to sign in where they came from', () => {
      const found = viaGate({});
      expect(found).toMatchObject({ url: `http://${NAME}`, asks: 'http://flyteadmin.union-cp.svc:80/me', flaw: undefined, signIn: { url: 'https://$host/login' } });
      expect(`${found.signIn?.field}`).toBe('spec.forwardAuth.address');
      expect(['x-user-subject', 'authorization'].map((header) => found.gateForwards?.(header))).toEqual([false, true]);
    });

    test('tells it only the headers that are passed on', () => {
      expect(viaGate({ authRequestHeaders: ['Cookie'] }).signIn).toBeUndefined();
      expect(viaGate({ authRequestHeaders: ['Accept'] }).signIn?.url).toBe('https://$host/login');
    });

    test('signs in by itself before the gate does', () => {
      expect(viaGate({ authSigninURL: 'https://sso.example.com/' }).signIn?.url).toBe('https://sso.example.com/');
    });

    test('asks it at a port that it has, as this library writes it', () => {
      expect(viaGate({ address: `http://${NAME}:81` }).flaw).toBe(`port 81 of ${NAME}, where no server of it listens`);
      expect(viaGate({}, (text) => text.replace(/proxy_method GET;/g, 'proxy_method POST;')).flaw).toContain('"proxy_method POST;"');
    });

    test('cannot ask it over TLS, and may keep its method', () => {
      expect(viaGate({ address: `HTTPS://${NAME}:80` }).flaw).toBe('TLS, which the gate does not speak');
      expect(viaGate({ preserveRequestMethod: true }).flaw).toBeUndefined();
    });
  });
});
