import { NginxRequests } from '../../../src/verify/edge/nginx-request';
import { readNginx } from '../../../src/verify/read/nginx-config';

/** What a port answers while everything that is asked elsewhere answers a status. */
function answer(http: string, uri = '/console?tab=1', { port = '80', elsewhere = 401, headers = {} as Record<string, string> } = {}) {
  return new NginxRequests(readNginx(http), elsewhere).answer(port, { uri, headers: new Map(Object.entries({ host: 'union.example.com', ...headers })) });
}

const asks = 'location / { proxy_pass http://flyteadmin/me; }';

test.each<[string, string, object | undefined]>([
  ['the answer of what is asked', `server { ${asks} }`, { status: 401 }],
  ['an error page does not touch it by itself', `server { error_page 401 = @in; ${asks} location @in { return 302 /login; } }`, { status: 401 }],
  ['but where errors are intercepted', `server { proxy_intercept_errors on; error_page 401 = @in; ${asks} location @in { return 302 https://$host/login; } }`, { status: 302, location: 'https://union.example.com/login' }],
  ['a redirect without a code', `server { proxy_intercept_errors on; error_page 401 @in; ${asks} location @in { return https://$http_host/login?next=$request_uri; } }`, { status: 302, location: 'https://union.example.com/login?next=/console?tab=1' }],
  ['an error page on another host', `server { proxy_intercept_errors on; error_page 401 https://sso.example.com/; ${asks} }`, { status: 302, location: 'https://sso.example.com/' }],
  ['an error page that answers a path', `server { proxy_intercept_errors on; error_page 401 = /ok; ${asks} location = /ok { return 204; } }`, { status: 204 }],
  ['the same that keeps the status', `server { proxy_intercept_errors on; error_page 401 /ok; ${asks} location = /ok { return 204; } }`, { status: 401 }],
  ['an error page with a status of its own', `server { proxy_intercept_errors on; error_page 401 =200 /ok.html; ${asks} }`, { status: 200 }],
  ['a named location that is nowhere', `server { proxy_intercept_errors on; error_page 401 = @in; ${asks} }`, { status: 404 }],
  ['a location that answers in a way that is not followed', 'server { location / { js_content main.handle; } }', undefined],
  ['a server without any', 'server { }', { status: 404 }],
  ['another server on the loopback', 'server { location / { proxy_pass http://127.0.0.1:81; } } server { listen 127.0.0.1:81; location /console { return 204; } }', { status: 204 }],
  ['nobody on the loopback', 'server { location / { proxy_pass http://127.0.0.1:82; } }', { status: 502 }],
  ['servers that ask each other', 'server { location / { proxy_pass http://127.0.0.1:80; } }', undefined],
  ['the longest prefix', 'server { location / { return 401; } location /con { return 403; } location = /console/ { return 200; } }', { status: 403 }],
  ['an expression before a prefix', 'server { location /con { return 403; } location ~* ^/CONSOLE$ { return 200; } }', { status: 200 }],
  ['a prefix that keeps expressions out', 'server { location ^~ /con { return 403; } location ~ ^/console$ { return 200; } }', { status: 403 }],
  ['a path that is rewritten to another location', 'server { location /console { rewrite ^/console(.*)$ /me$1 last; } location /me { return 204; } }', { status: 204 }],
  ['an expression that rewrites to another host', 'server { rewrite ^/(.*)$ https://login.example.com/$1?from=here; }', { status: 302, location: 'https://login.example.com/console?from=here&tab=1' }],
  ['a permanent rewriting that drops the query', 'server { absolute_redirect off; rewrite ^ /login? permanent; }', { status: 301, location: '/login' }],
])('%s', (_, http, expected) => {
  expect(answer(http)).toEqual(expected);
});

test('a path becomes a whole URL, with the host that was asked for and the port of the server', () => {
  expect(answer('server { listen 8080; return 301 /login; }', '/', { port: '8080' })).toEqual({ status: 301, location: 'http://union.example.com:8080/login' });
  expect(answer('server { listen 8080; absolute_redirect off; return 301 /login; }', '/', { port: '8080' })).toEqual({ status: 301, location: '/login' });
});

test('nobody listens on another port', () => {
  expect(answer('server { return 200; }', '/', { port: '8080' })).toEqual({ status: 502 });
});

test.each<[string, Record<string, string>, number]>([
  ['$http_accept ~* text/html', { accept: 'text/HTML' }, 418],
  ['$http_accept !~ html', { accept: 'text/html' }, 204],
  ['$http_accept = ""', {}, 418],
  ['$http_accept != a', { accept: 'b' }, 418],
  ['$http_x_debug', { 'x-debug': '1' }, 418],
  ['$http_x_debug', { 'x-debug': '0' }, 204],
  ['$kind = page', { accept: 'text/html' }, 418],
  ['$kind = call', { accept: 'application/json' }, 418],
  ['$kind = rest', { accept: '*/*' }, 418],
])('if (%s) with %j', (condition, headers, status) => {
  const kinds = 'map $http_accept $kind { default rest; application/json call; "~*text/html" page; }';
  expect(answer(`${kinds} server { if (${condition}) { return 418; } return 204; }`, '/', { headers })).toEqual({ status });
});

test('headers are passed on as the configuration says', () => {
  const inner = 'server { listen 127.0.0.1:81; return 302 https://$host/$http_x_user/$http_cookie; }';
  const outer = (directives: string) => answer(`server { set $who alice; location / { ${directives} proxy_pass http://127.0.0.1:81; } } ${inner}`, '/', { headers: { cookie: 'c' } })?.location;
  expect(outer('')).toBe('https://127.0.0.1//c');
  expect(outer('proxy_set_header X-User $who;')).toBe('https://127.0.0.1/alice/c');
  expect(outer('proxy_pass_request_headers off; proxy_set_header Host $host; ')).toBe('https://union.example.com//');
});
