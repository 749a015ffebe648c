import { TRAEFIK } from '../../../../src/contract/edges/known-edges';
import { Guard } from '../../../../src/verify/edge/route';
import { guardOfMiddlewares, Middlewares } from '../../../../src/verify/edge/traefik/middlewares';
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

  test.each([['a.yaml', 'union-cp', true], ['b.yaml', 'union-cp', false], ['a.yaml', 'acme', false]])('is known to an object of %s in %s: %s', (file, namespace, expected) => {
    const texts = [manifests(middleware('m', {})), manifests(ingress('i', { namespace, paths: {} }))];
    const inputs = file === 'a.yaml' ? [{ name: file, text: texts.join('') }] : texts.map((text, i) => ({ name: ['a.yaml', file][i], text }));
    const model = new Model(parseManifests(inputs).objects);
    expect(Middlewares.of(model).known(model.ofKind('networking.k8s.io', 'Ingress')[0])).toBe(expected);
  });
});

test.each<[string, Json[], string[], string[]]>([
  ['is unfolded in its order, whatever the namespace of its links', [
    chain('outer', { name: 'a' }, { name: 'inner' }), middleware('a', {}), chain('inner', { name: 'b' }, { name: 'c', namespace: 'acme' }),
    middleware('b', {}), middleware('c', {}), middleware('c', {}, 'acme'),
  ], ['union-cp/a', 'union-cp/b', 'acme/c'], []],
  ['lists missing links', [chain('outer', { name: 'a' }, { name: 'inner' }, {}), chain('inner', { name: 'b' })], [], ['a', 'b', '']],
  ['that leads to itself ends, and a repeated link counts twice',
    [chain('a', { name: 'b' }, { name: 'c' }, { name: 'c' }), chain('b', { name: 'a' }), middleware('c', {})], ['union-cp/c', 'union-cp/c'], []],
])('a chain %s', (_, objects, expected, lacking) => {
  const model = modelOf(...objects);
  const { found, missing } = Middlewares.of(model).unfold([{ name: '', object: model.objects[0] }]);
  expect([found.map(({ name, namespace }) => `${namespace}/${name}`), missing]).toEqual([expected, lacking]);
});

describe('a guard', () => {
  const METHOD = 'the caller\'s method instead of GET, the only one that /me answers';
  const GATE = TRAEFIK.dialect.service;
  const forwardAuth = (spec: Json = {}) => middleware('auth', { forwardAuth: { address: 'http://flyteadmin/me', ...spec } });
  const errors = (status: string[], query?: string, rest: Json = {}) => middleware('errors', { errors: { status, query, ...rest } });
  const viaGate = (spec: Json, edit?: (config: string) => string) => [forwardAuth({ address: `http://${GATE}`, ...spec }), ...ownGate(TRAEFIK.dialect, edit)];
  const place = ({ field }: { field: { object: { name: string } } }) => `${field.object.name} ${field as unknown as string}`;

  /** Of an Ingress with references to middlewares, in the order of the objects, and further references. */
  function guard(objects: Json[], ...more: string[]): Guard {
    const model = modelOf(ingress('i', { paths: {} }), ...objects);
    const refs = model.objects.filter(({ kind }) => kind === 'Middleware').map(({ name }) => `union-cp-${name}@kubernetescrd`);
    const [middlewares, own] = [Middlewares.of(model), model.ofKind('networking.k8s.io', 'Ingress')[0]];
    const referred = [...refs, ...more].map((name) => ({ name, object: middlewares.referred(name, own) }));
    return guardOfMiddlewares(referred, own.field('spec'), middlewares);
  }
  const asking = (objects: Json[], ...more: string[]) => {
    const found = guard(objects, ...more);
    expect(found.kind).toBe('subrequest');
    return found as Extract<Guard, { kind: 'subrequest' }>;
  };

  test('is absent without references, and with references that guard nothing', () => {
    expect([guard([]), guard([middleware('m', { headers: {} })])]).toEqual([{ kind: 'none' }, { kind: 'none' }]);
  });

  test.each(['basicAuth', 'digestAuth'])('of another kind is %s', (key) => {
    const found = guard([middleware('a', { headers: {} }), middleware('b', { [key]: {} })], 'union-cp-c@kubernetescrd');
    expect(found.kind === 'other' && place(found)).toBe('b spec');
  });

  test.each<[string, Json[], string[], string, boolean | undefined]>([
    ['a missing reference', [], ['union-cp-a@kubernetescrd'], 'union-cp-a@kubernetescrd is not in the input', false],
    ['a missing reference beside others', [middleware('m', {})], ['a', 'b@kubernetescrd'], 'a, b@kubernetescrd is not in the input', true],
    ['a missing reference to a file', [middleware('m', {})], ['a', 'b@file'], 'a, b@file is not in the input', false],
    ['a missing link of a chain', [chain('m', { name: 'a' })], [], 'a is not in the input', true],
    ['a reference to another namespace', [{ ...forwardAuth(), metadata: { name: 'auth', namespace: 'elsewhere' } }], [],
      'union-cp-auth@kubernetescrd is not there, but in namespace elsewhere', false],
  ])('is unknown by %s', (_, objects, more, reason, dangling) => {
    const found = guard(objects, ...more);
    expect(found.kind === 'opaque' && [found.reason, found.dangling, `${found.field}`]).toEqual([`Middleware ${reason}`, dangling, 'spec']);
  });

  test('asks the address', () => {
    const found = asking([middleware('first', { headers: {} }), forwardAuth({ authRequestHeaders: ['Cookie'], authResponseHeaders: ['X-User-Subject'] })]);
    const places = { backendHeadersAt: `${found.backendHeadersAt}`, forwardedHeadersAt: `${found.forwardedHeadersAt}` };
    expect({ ...found, field: place(found), ...places }).toEqual({
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

  test('is not in the way where middlewares near by are unknown', () => {
    const model = modelOf(ingress('i', { namespace: 'acme', paths: {} }), forwardAuth());
    const refs = [{ name: 'auth', object: model.objects[1] }, { name: 'b', object: undefined }];
    expect(guardOfMiddlewares(refs, model.ofKind('networking.k8s.io', 'Ingress')[0].field('spec'), Middlewares.of(model))).toMatchObject({ kind: 'subrequest', flaw: undefined });
  });

  test.each<[string, Json[], string[], unknown]>([
    ['a missing middleware beside it', [forwardAuth()], ['b@file', 'union-cp-c@kubernetescrd'], 'Middleware union-cp-c@kubernetescrd is not in the input, without which Traefik leaves the route out'],
    ['none by a file beside it', [forwardAuth()], ['b@file', 'c@file'], undefined],
    ['another method', [forwardAuth({ preserveRequestMethod: true })], [], METHOD],
    ['none by the usual method', [forwardAuth({ preserveRequestMethod: false })], [], undefined],
    ['none by TLS', [forwardAuth({ address: 'https://flyteadmin/me' })], [], undefined],
    ['none by a gate', viaGate({}), [], undefined],
    ['another port of a gate', viaGate({ address: `http://${GATE}:81` }), [], `port 81 of ${GATE}, where no server of it listens`],
    ['an edit of a gate', viaGate({}, (text) => text.replace(/proxy_method GET;/g, 'proxy_method POST;')), [], expect.stringContaining('"proxy_method POST;"')],
    ['TLS to a gate', viaGate({ address: `HTTPS://${GATE}:80` }), [], 'TLS, which the gate does not speak'],
    ['none by the method that a gate is asked with', viaGate({ preserveRequestMethod: true }), [], undefined],
  ])('has a flaw by %s', (_, objects, more, flaw) => expect(asking(objects, ...more).flaw).toEqual(flaw));

  test.each<[Json[], string | undefined]>([
    [[errors(['401'], '/other'), forwardAuth({ authSigninURL: '/login' })], '/login of auth spec.forwardAuth.authSigninURL'],
    [[errors(['500', '401'], '/login'), forwardAuth({ authSigninURL: '' })], '/login of errors spec.errors.query'],
    ...['400-499', '401-403', '400-401'].map((status): [Json[], string] => [[errors([status], '/login'), forwardAuth()], '/login of errors spec.errors.query']),
    [[errors(['402-499', '500-401', '400'], '/login'), forwardAuth()], undefined],
    [[errors(['401']), forwardAuth()], undefined],
    [[forwardAuth()], undefined],
    // It hears nothing of a guard before it.
    [[forwardAuth(), errors(['401'], '/login')], undefined],
    [viaGate({}), 'https://$host/login of auth spec.forwardAuth.address'],
    [viaGate({ authRequestHeaders: ['Cookie'] }), undefined],
    [viaGate({ authRequestHeaders: ['Accept'] }), 'https://$host/login of auth spec.forwardAuth.address'],
    [viaGate({ authSigninURL: 'https://sso.example.com/' }), 'https://sso.example.com/ of auth spec.forwardAuth.authSigninURL'],
  ])('signs in: %#', (objects, expected) => {
    const { signIn } = asking(objects);
    expect(signIn && `${signIn.url} of ${place(signIn)}`).toBe(expected);
  });

  test.each<[Json | undefined, string, boolean]>([
    [undefined, '/login?redirect_url={url}', false],
    [{ 403: 302 }, '/login', false],
    [{ 401: 200 }, '/login', false],
    [{ 401: 302 }, '/login', true],
    [{ '400-403': '303' }, '/login', true],
    // Another page may do it in its own way.
    [undefined, '/sign-in.html', true],
  ])('with statusRewrites %j the answer of %s leads browsers on: %s', (statusRewrites, query, leads) => {
    expect(asking([errors(['401'], query, { statusRewrites }), forwardAuth()]).signIn?.keepsRefusal !== true).toBe(leads);
  });

  test('that asks a gate asks flyteadmin', () => {
    const found = asking(viaGate({}));
    expect(found).toMatchObject({ url: `http://${GATE}`, asks: 'http://flyteadmin.union-cp.svc:80/me' });
    expect(['x-user-subject', 'authorization'].map((header) => found.gateForwards?.(header))).toEqual([false, true]);
  });
});
