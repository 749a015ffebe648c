import { gate, httpRoute, routesOf } from './_routes';

type Json = Record<string, unknown>;

/** The guard of an HTTPRoute whose second filter is the given one. */
function guard(externalAuth: Json, ...more: Json[]) {
  const filters = [{ type: 'RequestHeaderModifier' }, { type: 'ExternalAuth', externalAuth }];
  return routesOf(httpRoute({ rules: [{ filters, backendRefs: [{ name: 'executions' }] }] }), ...more)[0].guard;
}

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

test('it counts before middlewares, wherever it stands among the filters', () => {
  const filters = [{ type: 'ExternalAuth', externalAuth: { backendRef: { name: 'flyteadmin' } } }, { extensionRef: { kind: 'Middleware', name: 'guard' } }];
  expect(routesOf(httpRoute({ rules: [{ filters, backendRefs: [{ name: 'executions' }] }] }))[0].guard).toMatchObject({ kind: 'subrequest', url: 'http://flyteadmin/' });
});

describe('a gate', () => {
  const nginx = (pass: string) => `events { } http { server { listen 8080; proxy_intercept_errors on;
    location / { rewrite ^ /me? break; proxy_method GET; proxy_set_header Cookie ""; error_page 401 = @in; ${pass} }
    location @in { if ($http_accept = "") { return 401; } return 302 https://$http_host/login; } } }`;
  const ASKS = 'proxy_pass http://flyteadmin:80;';
  const asking = (http: Json, ...more: Json[]) => {
    const found = guard({ backendRef: { name: 'gate', namespace: 'union-cp', port: 80 }, http }, ...more);
    return found.kind === 'subrequest' ? found : undefined;
  };

  test('asks in its place, and sends browsers to sign in that tell what they ask for', () => {
    const found = asking({ allowedHeaders: ['Accept'] }, ...gate(nginx(ASKS)));
    expect(found).toMatchObject({ asks: 'http://flyteadmin.union-cp.svc:80/me', flaw: undefined, signIn: { url: 'https://$host/login' } });
    expect(`${found?.signIn?.field}`).toBe(FIELD);
    expect(['cookie', 'authorization'].map((header) => found?.gateForwards?.(header))).toEqual([false, true]);
    expect(asking({}, ...gate(nginx(ASKS)))?.signIn).toBeUndefined();
  });

  test('has flaws of its own', () => {
    expect(asking({}, ...gate(nginx('return 200;')))?.flaw).toBe('200 for every request in its location /');
  });
});
