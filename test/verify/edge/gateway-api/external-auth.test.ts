import { ENVOY_GATEWAY } from '../../../../src/contract/edges/known-edges';
import { SubrequestGuard } from '../../../../src/verify/edge/route';
import { Json, object } from '../../_manifests';
import { gate, httpRoute, ownGate, routesOf } from '../_routes';

/** The guard of an HTTPRoute with the given filters. */
const guardOf = (filters: Json[], ...more: Json[]) => routesOf(httpRoute({ rules: [{ filters, backendRefs: [{ name: 'executions' }] }] }), ...more)[0].guard;
const guard = (externalAuth: Json, ...more: Json[]) => guardOf([{ type: 'RequestHeaderModifier' }, { type: 'ExternalAuth', externalAuth }], ...more);

const FIELD = 'spec.rules[0].filters[1].externalAuth';

test('over gRPC it is a guard of another kind', () => {
  const found = guard({ protocol: 'GRPC', backendRef: { name: 'authz' } });
  expect(found.kind === 'other' && `${found.field}`).toBe(FIELD);
});

test('over HTTP it asks a Service with the path of the request behind its own', () => {
  const http = { path: '/me', allowedHeaders: ['Cookie'], allowedResponseHeaders: ['X-User-Subject'] };
  const found = guard({ protocol: 'HTTP', backendRef: { name: 'flyteadmin', port: 80 }, http });
  expect(found.kind === 'subrequest' && { ...found, field: `${found.field}` }).toEqual({
    kind: 'subrequest',
    url: 'http://flyteadmin:80/me',
    flaw: '/me with the path of the request behind it',
    field: FIELD,
    backendHeaders: ['x-user-subject'],
    forwardedHeaders: ['authorization', 'cookie'],
  });
});

test('without port and path it asks for the root', () => {
  expect(guard({ backendRef: { name: 'flyteadmin', namespace: 'acme' } })).toMatchObject({ url: 'http://flyteadmin.acme/', flaw: '/ with the path of the request behind it' });
});

test('it takes precedence over middlewares, in any order of the filters', () => {
  expect(guardOf([{ type: 'ExternalAuth', externalAuth: { backendRef: { name: 'flyteadmin' } } }, { extensionRef: { kind: 'Middleware', name: 'guard' } }]))
    .toMatchObject({ kind: 'subrequest', url: 'http://flyteadmin/' });
});

test('a Service of another namespace wants a ReferenceGrant for the kind of the route', () => {
  const far = (...grants: Json[]) => guard({ backendRef: { name: 'flyteadmin', namespace: 'acme', port: 80 } }, object('v1', 'Service', 'flyteadmin', {}, 'acme'), ...grants);
  const asking = (kind: string, namespace = 'union-cp') => far(
    object('gateway.networking.k8s.io/v1', 'ReferenceGrant', 'ask', {
      spec: { from: [{ group: 'gateway.networking.k8s.io', kind, namespace }], to: [{ group: '', kind: 'Service' }] },
    }, 'acme'));
  expect(far()).toMatchObject({ flaw: 'in namespace acme, no ReferenceGrant for HTTPRoute.gateway.networking.k8s.io of namespace union-cp to Service' });
  expect(asking('GRPCRoute')).toMatchObject({ flaw: expect.stringContaining('no ReferenceGrant for HTTPRoute.gateway.networking.k8s.io of namespace union-cp') });
  expect(asking('HTTPRoute', 'other')).toMatchObject({ flaw: expect.stringMatching(/: ask is for HTTPRoute\.gateway\.networking\.k8s\.io of namespace other$/) });
  expect(asking('HTTPRoute')).toMatchObject({ flaw: '/ with the path of the request behind it' });
});

test.each<[string, Json, string]>([
  ['another kind', { to: [{ group: '', kind: 'Secret' }] }, ': one is to Secret'],
  ['another Service', { to: [{ group: '', kind: 'Service', name: 'other' }] }, ': one is to Service other'],
  ['nothing', { to: [] }, ': one is to nothing'],
  ['no one', { from: [] }, ': one is for no namespace'],
])('a grant for %s is reported, the first of several alone', (_, spec, end) => {
  const grant = (name: string) => object('gateway.networking.k8s.io/v1', 'ReferenceGrant', name, {
    spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'union-cp' }], to: [{ group: '', kind: 'Service' }], ...spec },
  }, 'acme');
  const found = guard({ backendRef: { name: 'flyteadmin', namespace: 'acme', port: 80 } }, object('v1', 'Service', 'flyteadmin', {}, 'acme'), grant('one'), grant('two'));
  expect(found).toMatchObject({ flaw: `in namespace acme, no ReferenceGrant for HTTPRoute.gateway.networking.k8s.io of namespace union-cp to Service${end}` });
});

describe('a gate', () => {
  const NAME = ENVOY_GATEWAY.dialect.service;
  const asking = (http: Json, ...more: Json[]) => guard({ backendRef: { name: NAME, namespace: 'union-cp', port: 80 }, http }, ...more);

  test('asks in its place, and sends browsers to sign in that tell what they ask for', () => {
    const found = asking({ allowedHeaders: ['Accept'] }, ...ownGate(ENVOY_GATEWAY.dialect));
    expect(found).toMatchObject({ asks: 'http://flyteadmin.union-cp.svc:80/me', flaw: undefined, signIn: { url: '/login' } });
    const { signIn, gateForwards } = found as SubrequestGuard;
    expect(`${signIn?.field}`).toBe(FIELD);
    expect(['x-user-subject', 'authorization'].map((header) => gateForwards?.(header))).toEqual([false, true]);
    expect(asking({}, ...ownGate(ENVOY_GATEWAY.dialect))).toMatchObject({ signIn: undefined });
  });

  test('that was edited has a flaw, and a foreign one is not checked', () => {
    const edited = ownGate(ENVOY_GATEWAY.dialect, (text) => text.replace('proxy_method GET;', 'proxy_method POST;'));
    expect(asking({}, ...edited)).toMatchObject({ flaw: expect.stringContaining('"proxy_method POST;"') });
    const foreign = gate('events { } http { server { listen 8080; location / { return 200; } } }', 'union-cp', 'other');
    expect(guard({ backendRef: { name: 'other', namespace: 'union-cp', port: 80 } }, ...foreign)).toMatchObject({ kind: 'opaque', reason: expect.stringContaining('ConfigMap other') });
  });
});
