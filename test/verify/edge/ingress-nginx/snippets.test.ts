import { bypassOf, ingressAnswer, locationFor, unreadSnippets } from '../../../../src/verify/edge/ingress-nginx/snippets';
import { readNginx } from '../../../../src/verify/read/nginx-config';
import { verify } from '../../../../src/verify/verify';
import { oneIn } from '../../../_tools/drawn';
import { ingress } from '../../_manifests';
import { Planes } from '../../faults/_planes';
import { kubeObjects, routesOf } from '../_routes';

describe('an Ingress', () => {
  const answer = (annotations: Record<string, string>) => ingressAnswer(kubeObjects(ingress('i', { annotations, paths: {} }))[0]);

  test.each<[Record<string, string>, string, string | undefined]>([
    [{ 'permanent-redirect': 'https://a.example.com' }, '/x', 'a redirect to https://a.example.com'],
    [{ 'permanent-redirect': ' ', 'temporal-redirect': 'https://b.example.com' }, '/x', 'a redirect to https://b.example.com'],
    [{ 'configuration-snippet': 'return 403;' }, '/x', 'return 403 in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new permanent;' }, '/old', 'rewrite ^/old$ /new permanent in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new redirect;' }, '/old', 'rewrite ^/old$ /new redirect in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new permanent;' }, '/other', undefined],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new break;' }, '/old', undefined],
    [{ 'server-snippet': 'return 503;', 'configuration-snippet': 'return 403;' }, '/x', 'return 503 in a snippet'],
    [{ 'server-snippet': 'location = /login { return 200; }' }, '/login', 'location = /login in a snippet'],
    [{ 'server-snippet': 'location = /login { return 200; }' }, '/x', undefined],
    [{ 'server-snippet': 'location = /login { return 200; } location ~ ^/api { proxy_pass http://executions; }' }, '/api', undefined],
    [{ 'server-snippet': 'location ~ ^/api { proxy_pass http://executions; } return 404;' }, '/api', 'return 404 in a snippet'],
  ])('%j answers %s: %s', (annotations, path, expected) => {
    expect(answer(annotations)).toBeDefined();
    expect(answer(annotations)?.(path)).toBe(expected);
  });

  test.each<Record<string, string>>([
    {},
    { 'permanent-redirect': ' ' },
    { 'configuration-snippet': 'proxy_set_header A b;' },
    { 'configuration-snippet': 'if ($http_x) { return 403; }' },
    { 'server-snippet': 'proxy_set_header A b;' },
    { 'server-snippet': 'location /login { return 200; }' },
    { 'server-snippet': 'location ~ ^/api { proxy_set_header A b; proxy_pass http://executions; }' },
  ])('%j asks the backend', (annotations) => expect(answer(annotations)).toBeUndefined());
});

const locations = (text: string) => readNginx(`server { ${text} }`)[0].block!.filter(({ name }) => name === 'location');

const neverUnread = (expression: string): never => {
  throw new Error(expression);
};

const LOCATIONS = 'location / { } location /api { } location /api/v1 { } location ^~ /static { } location = /me { } location = /me.php { } '
  + 'location ~ \\.php$ { } location ~* ^/CON { } location ~ ^/api/v1/x { } location @named { }';

test.each([
  ['/x', '/'],
  ['/api', '/api'],
  ['/api/v1', '/api/v1'],
  ['/api/v1/x', '~ ^/api/v1/x'],
  ['/static/a.php', '^~ /static'],
  ['/a.php', '~ \\.php$'],
  ['/A.PHP', '/'],
  ['/console', '~* ^/CON'],
  ['/me', '= /me'],
  ['/me.php', '= /me.php'],
  ['/me/x', '/'],
])('%s is for location %s', (path, expected) => expect(locationFor(path, locations(LOCATIONS), neverUnread)?.args.join(' ')).toBe(expected));

test('an unread expression is listed, and may match the path', () => {
  const unread: string[] = [];
  const text = 'location ~ (a)\\1 { } location ~ ^/a { } location / { }';
  expect(locationFor('/a', locations(text), (expression) => unread.push(expression))?.args).toEqual(['~', '^/a']);
  expect(unread).toEqual(['(a)\\1']);
});

test('a longer prefix lets expressions in again, and named locations are out of reach', () => {
  const found = (path: string, text: string) => locationFor(path, locations(text), () => undefined)?.args.join(' ');
  expect(found('/a/b', 'location ^~ /a { } location /a/b { } location ~ b$ { }')).toBe('~ b$');
  expect(found('/a/b', 'location /a/b { } location /a { } location / { }')).toBe('/a/b');
  expect(found('/a', 'location ~ a$ { } location ~ /a { }')).toBe('~ a$');
  expect(found('/a', 'location @a { } location = /b { } location ~ ( { }')).toBeUndefined();
});

test.each([
  ['auth_request off;', 'auth_request off;'],
  ['if ($http_x_debug) { auth_request off; }', 'auth_request off;'],
  ['satisfy any; allow all;', 'satisfy any;'],
  ['error_page 401 =200 /ok;', 'error_page 401 =200 /ok;'],
  ['error_page 403 404 =204 @in;', 'error_page 403 404 =204 @in;'],
  ['location /v1 { proxy_pass http://executions.union-cp.svc:81; }', 'location /v1 { … }'],
  ['location /v1 { proxy_pass http://executions/; }', 'location /v1 { … }'],
  ['location = /v1 { if ($arg_a) { grpc_pass executions:81; } }', 'location = /v1 { … }'],
  ['location ~ ^/v1 { fastcgi_pass grpc://flyteadmin.union-cp:81; }', 'location ~ ^/v1 { … }'],
  ['location /v1 { uwsgi_pass executions; }', 'location /v1 { … }'],
  ['location /v1 { proxy_pass http://$service.union-cp; }', 'location /v1 { … }'],
  ['location /v1 { proxy_pass http://upstream_balancer; }', 'location /v1 { … }'],
  ['location /docs { proxy_pass http://docs; } location /v1 { proxy_pass http://executions; }', 'location /v1 { … }'],
])('%s leads around the guard', (snippet, found) => expect(bypassOf(snippet)).toBe(found));

test.each([
  'auth_request /me;',
  'satisfy all;',
  'allow off; deny any;',
  'error_page 401 /login;',
  'error_page 401 =302 /login;',
  'error_page 401 /a=200;',
  'error_page 404 =200 /ok;',
  'error_page 404 =200 /401;',
  'add_trailer 401 =200;',
  'return 200;',
  'proxy_pass http://executions;',
  'if ($arg_a) { proxy_pass http://executions; }',
  'location /docs { proxy_pass http://docs.acme; }',
  'location /docs { proxy_pass; }',
  'location /v1 { return 200; }',
  'location /v1 { set $target http://executions; }',
  'location /v1 { auth_request /me; proxy_pass http://executions; }',
  'location = /_auth { internal; proxy_pass http://flyteadmin.union-cp.svc.cluster.local/me; }',
])('%s does not', (snippet) => expect(bypassOf(snippet)).toBeUndefined());

test.each([
  ['return 204;', 'return 204;'],
  ['return 401;', undefined],
  ['return https://union.example.com/200;', undefined],
  ['keepalive_requests 200;', undefined],
  ['add_header A 200;', undefined],
  ['proxy_pass http://docs.acme;', 'proxy_pass http://docs.acme;'],
  ['if ($http_x_debug) { grpc_pass docs:81; }', 'grpc_pass docs:81;'],
])('the guard itself with %s: %s', (snippet, found) => expect(bypassOf(snippet, true)).toBe(found));

const AUTH = 'location = /_auth { internal; proxy_pass http://flyteadmin.union-cp.svc.cluster.local:80/me; proxy_pass_request_body off; proxy_set_header Content-Length ""; }';
const guardOf = (annotations: Record<string, string>, ...others: Record<string, string>[]) =>
  routesOf(...[annotations, ...others].map((each, index) => ingress(`i${index}`, { host: 'a.example.com', annotations: each, paths: { '/a': 'executions' } })))[0].guard;

test.each<[string, Record<string, string>, ...Record<string, string>[]]>([
  ['in its own snippets', { 'configuration-snippet': 'auth_request /_auth;', 'server-snippet': AUTH }],
  ['for the whole server', { 'server-snippet': `auth_request /_auth; ${AUTH}` }],
  ['for the whole server, in the snippet of another Ingress', {}, { 'server-snippet': `auth_request /_auth; ${AUTH}` }],
])('auth_request may ask anything: %s', (_, own, ...others) => {
  expect(guardOf(own, ...others)).toMatchObject({ kind: 'opaque', reason: 'auth_request /_auth in a snippet of Ingress i0 may ask anything' });
});

test('auth_request off is none', () => expect(guardOf({ 'configuration-snippet': 'auth_request off;' })).toEqual({ kind: 'none' }));

oneIn(2)('a control plane that is guarded by snippets has no finding', () => {
  const planes = Planes.behind('ingress-nginx');
  const auth = 'nginx.ingress.kubernetes.io/auth-';
  for (const { metadata: { annotations } } of planes.all('Ingress').filter((each) => each.metadata.annotations[`${auth}url`])) {
    const url = annotations[`${auth}url`] as string;
    const signIn = annotations[`${auth}signin`] as string | undefined;
    const headers = (annotations[`${auth}response-headers`] as string | undefined ?? '').split(',').map((header) => header.trim()).filter(Boolean);
    for (const name of Object.keys(annotations).filter((each) => each.startsWith(auth))) {
      delete annotations[name];
    }
    const set = (annotations['nginx.ingress.kubernetes.io/backend-protocol'] ?? '').startsWith('GRPC') ? 'grpc_set_header' : 'proxy_set_header';
    annotations['nginx.ingress.kubernetes.io/configuration-snippet'] = [
      'auth_request /_auth;',
      ...headers.flatMap((header, i) => [`auth_request_set $auth${i} $upstream_http_${header.toLowerCase().replaceAll('-', '_')};`, `${set} ${header} $auth${i};`]),
      ...(signIn === undefined ? [] : ['error_page 401 = @login;']),
    ].join('\n');
    annotations['nginx.ingress.kubernetes.io/server-snippet'] =
      `location = /_auth { internal; proxy_pass ${url}; proxy_pass_request_body off; }\nlocation @login { return 302 ${signIn ?? '/login'}; }`;
  }
  const { findings } = verify([{ name: 'in.yaml', text: planes.objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('') }]);
  expect(findings.map(({ rule, object: { name }, found }) => `${rule} ${name} ${found}`)).toEqual([]);
});

test('directives that may decide about access, or change requests, by themselves', () => {
  const programs = [
    'include', 'perl', 'js_access', 'auth_basic', 'auth_jwt', 'auth_digest_user_file', 'auth_oidc', 'modsecurity_rules',
    ...['server_rewrite', 'rewrite', 'access', 'content', 'set', 'header_filter', 'body_filter'].map((phase) => `${phase}_by_lua_block`),
  ];
  const others = ['proxy_set_header', 'auth_request', 'set', 'includes', 'log_by_lua', 'rewrite'];
  const [own] = kubeObjects(ingress('i', { annotations: { 'configuration-snippet': [...programs, ...others].map((name) => `${name} x;`).join('\n') }, paths: {} }));
  expect(unreadSnippets(own, undefined)).toEqual(programs.map((name) => `${name} in the configuration-snippet of Ingress i, which is not read`));
});
