import { GateQuestion, NginxGate } from '../../../src/verify/edge/nginx-gate';

const gate = (server: string, http = '') => new NginxGate(`events { } http { ${http} server { listen 8080; ${server} } }`);
const answer = (server: string, question: GateQuestion = {}, http = '') => gate(server, http).answer('8080', question);
const ASKS = 'proxy_method GET; proxy_pass http://flyteadmin/me$is_args$args;';

test.each<[string, string, string, string | undefined]>([
  ['a rewritten path', 'rewrite ^ /me? break; proxy_pass http://flyteadmin:80;', '', 'http://flyteadmin:80/me'],
  ['a path rewritten for good', 'rewrite ^.*$ /me last; proxy_pass https://flyteadmin;', '', 'https://flyteadmin/me'],
  ['a path rewritten whatever it is', 'rewrite .* /me?a=b break; proxy_pass http://flyteadmin;', '', 'http://flyteadmin/me'],
  ['one that is rewritten at times', 'rewrite ^/a /me break; proxy_pass http://flyteadmin;', '', 'http://flyteadmin'],
  ['one that is rewritten on the way', 'rewrite ^ /me; proxy_pass http://flyteadmin;', '', 'http://flyteadmin'],
  ['a path with the query', 'proxy_pass http://flyteadmin/me$is_args$args;', '', 'http://flyteadmin/me'],
  ['a path with the query alone', 'proxy_pass http://flyteadmin/me?$args;', '', 'http://flyteadmin/me'],
  ['a path before the rest of the path', 'proxy_pass http://flyteadmin/me;', '', 'http://flyteadmin/me…'],
  ['no path', 'proxy_pass http://flyteadmin;', '', 'http://flyteadmin'],
  ['variables', 'set $scheme_ https; set $admin flyteadmin.union-cp; rewrite ^ /me break; proxy_pass $scheme_://$admin;', '', 'https://flyteadmin.union-cp/me'],
  ['an upstream', 'rewrite ^ /me break; proxy_pass http://admin;', 'upstream other { server a; } upstream admin { keepalive 8; server flyteadmin:80; }', 'http://flyteadmin:80/me'],
  ['an upstream without servers', 'rewrite ^ /me break; proxy_pass http://admin;', 'upstream admin { keepalive 8; }', 'http://admin/me'],
  ['something that speaks no HTTP', 'proxy_pass unix:/run/admin.sock;', '', undefined],
  ['nothing', 'return 401;', '', undefined],
])('asks %s', (_, location, http, asks) => {
  expect(answer(`location / { ${location} }`, {}, http)?.asks).toBe(asks);
});

test('variables of the server and of the location are filled in', () => {
  expect(answer('set $admin flyteadmin; location / { set $path /me$is_args$args; proxy_pass http://$admin$path; }')?.asks).toBe('http://flyteadmin/me');
});

test('a location for one path asks the whole URL', () => {
  expect(answer('location = /auth { proxy_pass http://flyteadmin/me?a=b; } location / { return 403; }', { path: '/auth' })?.asks).toBe('http://flyteadmin/me');
});

describe('the server', () => {
  const two = new NginxGate('server { listen 8080; location / { proxy_pass http://a; } } server { listen 8081; location / { proxy_pass http://b; } }');

  test('is the one that listens on the port, the first where it is not known', () => {
    expect(two.answer('8081', {})?.asks).toBe('http://b');
    expect(two.answer(undefined, {})?.asks).toBe('http://a');
    expect(two.answer('8082', {})).toBeUndefined();
  });

  test('is no upstream', () => {
    const behind = new NginxGate('upstream admin { server flyteadmin:80; } server { location / { proxy_pass http://admin; } }');
    expect(behind.answer(undefined, {})?.asks).toBe('http://flyteadmin:80');
  });

  test('does not start with a configuration that nginx refuses', () => {
    const refused = new NginxGate('http { server { listen 8080; } }').answer('8080', {});
    expect(refused).toMatchObject({ flaw: 'a configuration that nginx refuses: no events block', removes: [] });
    expect(refused?.forwards('cookie')).toBe(true);
  });
});

describe('the location', () => {
  test('is reached by the path that the edge asks for', () => {
    const server = `location = /a { ${ASKS} } location = /b { return 200; }`;
    expect(answer(server, { path: '/a' })).toMatchObject({ asks: 'http://flyteadmin/me', flaw: undefined });
    expect(answer(server, { path: '/b' })).toMatchObject({ asks: undefined, flaw: '200 for every request in its location = /b' });
    const nowhere = answer(server, { path: '/c' });
    expect(nowhere).toMatchObject({ flaw: 'no location for /c', removes: [] });
    expect(nowhere?.forwards('cookie')).toBe(false);
  });

  test('is any of them where that is the path of the request', () => {
    expect(answer(`location = /healthz { return 404; } location / { ${ASKS} }`)).toMatchObject({ asks: 'http://flyteadmin/me', flaw: undefined });
    expect(answer(`location / { ${ASKS} } location /b { return 200; }`)?.flaw).toBe('200 for every request in its location /b');
  });

  test('is out of reach by name, and where it is internal', () => {
    expect(answer(`location / { internal; ${ASKS} } location @in { return 200; }`)?.flaw).toBe('no location for the requests');
  });
});

describe('callers that flyteadmin refuses', () => {
  const intercepting = (page: string, more: string) => `proxy_intercept_errors on; location / { error_page 401 ${page}; ${ASKS} } ${more}`;

  test('are let in by what an error page leads to', () => {
    expect(answer(intercepting('= /ok', 'location = /ok { internal; return 204; }'), { path: '/auth' })?.flaw).toBe('204 for callers that flyteadmin refuses');
    expect(answer(intercepting('= /no', 'location = /no { internal; return 403; }'), { path: '/auth' })?.flaw).toBeUndefined();
  });

  test.each<[string, string, string, GateQuestion, string | undefined]>([
    ['at the host that was asked for', '= @in', 'location @in { return 302 https://$http_host/login?redirect_url=$request_uri; }', {}, 'https://$host/login'],
    ['at the host that the edge tells', '= @in', 'location @in { return 302 https://$http_x_forwarded_host/login; }', { adds: { 'x-forwarded-host': 'a.example.com' } }, 'https://a.example.com/login'],
    ['behind another port', '= @in', 'location @in { return 302 /login; }', {}, 'http://$host:8080/login'],
    ['on another host', 'https://sso.example.com/', '', {}, 'https://sso.example.com/'],
    ['if they ask for a page', '= @in', 'location @in { if ($http_accept ~ text/html) { return 302 https://a/login; } return 401; }', {}, 'https://a/login'],
    ['if the edge tells that they ask for a page', '= @in', 'location @in { if ($http_accept ~ text/html) { return 302 https://a/login; } return 401; }', { headers: ['accept'] }, 'https://a/login'],
    ['not if the edge does not tell', '= @in', 'location @in { if ($http_accept ~ text/html) { return 302 https://a/login; } return 401; }', { headers: ['cookie'] }, undefined],
    ['for the page that they asked for', '= @in', 'location @in { if ($request_uri = /console/projects) { return 302 https://a/login; } return 401; }', {}, 'https://a/login'],
    ['in a way that is not followed', '= @in', 'location @in { js_content main.login; }', {}, '/login'],
    ['not by a page that is not followed', '= /page', 'location = /page { js_content main.page; }', {}, undefined],
    ['not by a refusal', '= @in', 'location @in { return 403; }', {}, undefined],
  ])('are sent to sign in %s', (_, page, more, question, signInUrl) => {
    expect(answer(intercepting(page, more), question)?.signInUrl).toBe(signInUrl);
  });

  test('are sent to sign in by an error page of the server', () => {
    const server = (status: string) => `proxy_intercept_errors on; error_page 500 /50x.html; error_page ${status} = @in; location / { ${ASKS} } location @in { js_content main.login; }`;
    expect(answer(server('401'))?.signInUrl).toBe('/login');
    expect(answer(server('403'))).not.toHaveProperty('signInUrl');
  });
});

describe('headers', () => {
  const forwarded = (location: string, server = '', http = '') => {
    const found = answer(`${server} location / { ${location} ${ASKS} }`, {}, http)!;
    return ['cookie', 'authorization', 'flyte-authorization'].filter(found.forwards);
  };

  test.each<[string, string, string, string[]]>([
    ['', '', '', ['cookie', 'authorization', 'flyte-authorization']],
    ['proxy_set_header Authorization "";', '', '', ['cookie', 'flyte-authorization']],
    ['proxy_set_header Authorization $http_x_token;', '', '', ['cookie', 'flyte-authorization']],
    ['proxy_set_header Authorization "Bearer $http_authorization";', '', '', ['cookie', 'authorization', 'flyte-authorization']],
    ['proxy_pass_request_headers off;', '', '', []],
    ['proxy_set_header Flyte-Authorization $http_flyte_authorization;', 'proxy_pass_request_headers off;', '', ['flyte-authorization']],
    ['', 'proxy_set_header Cookie "";', 'proxy_set_header Authorization "";', ['authorization', 'flyte-authorization']],
    ['', '', 'proxy_set_header Cookie "";', ['authorization', 'flyte-authorization']],
    ['proxy_set_header Host $host;', 'proxy_set_header Cookie "";', '', ['cookie', 'authorization', 'flyte-authorization']],
  ])('%j in %j and %j pass on %j', (location, server, http, expected) => {
    expect(forwarded(location, server, http)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['', []],
    ['add_header X-Envoy-Auth-Headers-To-Remove "X-User-Subject, x-user-token,";', ['x-user-subject', 'x-user-token']],
    ['add_header Cache-Control no-store; add_header x-envoy-auth-headers-to-remove "$gone,x-user-token$kept";', ['x-user-subject', 'x-user-token']],
    ['add_header x-envoy-auth-headers-to-remove;', []],
  ])('%j has the edge drop %j', (directives, removed) => {
    const maps = 'map $upstream_http_x_user_subject $gone { "" x-user-subject; default ""; } map $upstream_http_x_user_token $kept { "" ""; default x; }';
    expect(answer(`${directives} location / { ${ASKS} }`, {}, maps)?.removes).toEqual(removed);
  });
});
