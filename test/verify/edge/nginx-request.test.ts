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

const login = 'location @in { return 302 https://a.example.com/login; }';
const second = (location: string) => `server { listen 127.0.0.1:81; location / { ${location} } }`;

test.each<[string, string, object | undefined]>([
  ['a server that returns by itself', 'server { return 403; location / { return 204; } }', { status: 403 }],
  ['its error page', `server { error_page 403 = @in; return 403; ${login} }`, { status: 302, location: 'https://a.example.com/login' }],
  ['no location for the path', 'server { location /api { return 204; } }', { status: 404 }],
  ['the error page of no location', `server { error_page 404 = @in; ${login} }`, { status: 302, location: 'https://a.example.com/login' }],
  ['no location, and files', 'server { root /var/www; location /api { return 204; } }', undefined],
  ['a location that does nothing', 'server { location / { expires 1h; } }', { status: 404 }],
  ['the error page of nothing', `server { location / { error_page 404 = @in; } ${login} }`, { status: 302, location: 'https://a.example.com/login' }],
  ['the error page of a return', `server { error_page 403 = @in; location / { return 403; } ${login} }`, { status: 302, location: 'https://a.example.com/login' }],
  ['an error page for another status', `server { error_page 404 = @in; location / { return 403; } ${login} }`, { status: 403 }],
  ['an error page of the location before that of the server', `server { error_page 403 = @in; location / { error_page 403 = /no; return 403; } location /no { return 410; } ${login} }`, { status: 410 }],
  ['an error page that fails', `server { error_page 403 = /no; error_page 410 = @in; location / { return 403; } location /no { return 410; } ${login} }`, { status: 410 }],
  ['an error page that is not followed', 'server { error_page 403 = /no; location / { return 403; } location /no { js_content main.no; } }', undefined],
  ['the same that keeps the status', 'server { error_page 403 /no; location / { return 403; } location /no { js_content main.no; } }', { status: 403 }],
  ['the same with a status of its own', 'server { error_page 403 =418 /no; location / { return 403; } location /no { js_content main.no; } }', { status: 418 }],
  ['an error page for some statuses', `server { error_page 401 403 = @in; location / { return 403; } ${login} }`, { status: 302, location: 'https://a.example.com/login' }],
  ['variables and the path of a named error page', 'server { error_page 403 = @in; location / { set $who alice; return 403; } location @in { return 302 https://$who$uri; } }', { status: 302, location: 'https://alice/console' }],
  ['the path of another error page', 'server { error_page 403 = /no?a; location / { return 403; } location /no { return 302 https://a$uri; } }', { status: 302, location: 'https://a/no' }],
  ['a path that is rewritten where it is', `server { location / { rewrite ^ /me break; return 204; proxy_pass http://127.0.0.1:81; } } ${second('return 302 https://a$request_uri;')}`, { status: 302, location: 'https://a/me?tab=1' }],
  ['locations that are rewritten to each other', 'server { location / { rewrite ^ /a last; return 204; } }', { status: 500 }],
  ['nothing behind a break', 'server { location / { break; return 204; proxy_pass http://a; } }', { status: 401 }],
  ['a condition that ends it', 'server { location / { if ($arg_a) { return 204; } if ($args = tab=1) { break; } return 418; proxy_pass http://a; } }', { status: 401 }],
  ['an answer that is not intercepted', `server { location / { proxy_intercept_errors off; error_page 401 = @in; proxy_pass http://a; } ${login} }`, { status: 401 }],
  ['the path of the target', `server { location / { proxy_pass http://localhost:81/me; } } ${second('return 302 https://a$request_uri;')}`, { status: 302, location: 'https://a/me' }],
  ['the path of the request', `server { location / { proxy_pass http://[::1]:81; } } ${second('return 302 https://a$request_uri;')}`, { status: 302, location: 'https://a/console?tab=1' }],
  ['a target by a variable', `server { location / { set $to 127.0.0.1:81; proxy_pass http://$to; } } ${second('return 204;')}`, { status: 204 }],
  ['a host that looks like the loopback', `server { location / { proxy_pass http://127.0.0.1.example.com:81; } } ${second('return 204;')}`, { status: 401 }],
  ['a host that ends like the loopback', `server { location / { proxy_pass http://my-localhost:81; } } ${second('return 204;')}`, { status: 401 }],
  ['another address of the loopback', 'server { location / { proxy_pass http://127.10.20.30:81; } } server { listen 81; return 204; }', { status: 204 }],
  ['an error page over http', 'server { error_page 403 http://sso.example.com/; return 403; }', { status: 302, location: 'http://sso.example.com/' }],
  ['a path with a URL in its query', 'server { error_page 403 = /no?next=http://a; location / { return 403; } location /no { return 410; } }', { status: 410 }],
  ['the port of http', 'server { listen 8080; return 204; } server { location /console { proxy_pass http://127.0.0.1:8080; } }', { status: 204 }],
])('%s', (_, http, expected) => {
  expect(answer(http)).toEqual(expected);
});

test('without a port the other server is asked at that of http', () => {
  const servers = 'server { listen 8080; location / { proxy_pass http://localhost; } } server { return 302 https://a$request_uri; }';
  expect(answer(servers, '/console', { port: '8080' })).toEqual({ status: 302, location: 'https://a/console' });
});

test('errors are intercepted, and what is no error is not', () => {
  const http = `server { proxy_intercept_errors on; error_page 204 300 = @in; location / { proxy_pass http://a; } ${login} }`;
  expect(answer(http, '/', { elsewhere: 204 })).toEqual({ status: 204 });
  expect(answer(http, '/', { elsewhere: 300 })).toEqual({ status: 302, location: 'https://a.example.com/login' });
});

test.each<[string, object]>([
  ['return 200 ok;', { status: 200 }],
  ['return 300 https://a;', { status: 300 }],
  ['return 301 https://a;', { status: 301, location: 'https://a' }],
  ['return 302;', { status: 302 }],
  ['return 302 https://a;', { status: 302, location: 'https://a' }],
  ['return 308 https://a;', { status: 308, location: 'https://a' }],
  ['return 309 https://a;', { status: 309 }],
  ['return https://a/404;', { status: 302, location: 'https://a/404' }],
  ['rewrite ^/(con)(.*)$ /$2; return 302 https://a$uri/$1/$3;', { status: 302, location: 'https://a/sole/con/$3' }],
  ['rewrite ^/(?<start>con)(?<rest>x)?.*$ /b; return 302 https://a/$start/$rest;', { status: 302, location: 'https://a/con/' }],
  ['if ($host ~ ^(?<who>\\w+)\\.(.*)) { return 302 https://$2/$who; }', { status: 302, location: 'https://example.com/union' }],
  ['if ($host ~ ^(x)) { return 403; } return 302 https://a/$1;', { status: 302, location: 'https://a/$1' }],
  ['if ($host !~ ^(x)) { return 204; }', { status: 204 }],
  ['rewrite ^ /b; return 302 https://a$uri$is_args$args;', { status: 302, location: 'https://a/b?tab=1' }],
  ['rewrite ^ /b?; return 302 https://a$uri$is_args$args;', { status: 302, location: 'https://a/b' }],
  ['rewrite ^/(.*) /b?from=$1; return 302 https://a$uri$is_args$args;', { status: 302, location: 'https://a/b?from=console&tab=1' }],
  ['rewrite ^/(.*) /b?from=$1?; return 302 https://a$uri$is_args$query_string;', { status: 302, location: 'https://a/b?from=console' }],
  ['rewrite ^ http://a/b;', { status: 302, location: 'http://a/b?tab=1' }],
  ['rewrite ^ https://a/b;', { status: 302, location: 'https://a/b?tab=1' }],
  ['rewrite ^ http://a/b permanent;', { status: 301, location: 'http://a/b?tab=1' }],
  ['rewrite ^ $scheme://a/b?;', { status: 302, location: '$scheme://a/b' }],
  ['rewrite ^ /b redirect;', { status: 302, location: 'http://union.example.com/b?tab=1' }],
  ['rewrite ^ /b/http://c; return 302 https://a$uri;', { status: 302, location: 'https://a/b/http://c' }],
  ['set $a b; set $c $a$a; return 302 https://a/${a}x$c$nowhere;', { status: 302, location: 'https://a/bxbb$nowhere' }],
  ['set $a; return 302 https://a/$a;', { status: 302, location: 'https://a/' }],
  ['return 302 https://$host/$http_x_missing/$upstream_http_x;', { status: 302, location: 'https://union.example.com//' }],
])('%s', (directives, expected) => {
  expect(answer(`server { location / { ${directives} } }`, '/console?tab=1', { headers: { host: 'union.example.com:8443' } })).toEqual(expected);
  expect(answer(`server { ${directives} }`, '/console?tab=1', { headers: { host: 'union.example.com:8443' } })).toEqual(expected);
});

test.each([
  ['rewrite ^ /b;', 'https://a/b'],
  ['rewrite ^/(.*) /b?from=$1;', 'https://a/b?from=console'],
])('%s without a query', (rewrite, location) => {
  expect(answer(`server { ${rewrite} return 302 https://a$uri$is_args$args; }`, '/console')).toEqual({ status: 302, location });
});

test.each([
  ['/a//b', '/a/b'],
  ['/a/./b', '/a/b'],
  ['/a/../b', '/b'],
  ['/../b/', '/b/'],
  ['/%61%2Fb%3f', '/a/b?'],
  ['/a%zz', '/a%zz'],
  ['/a?b=/../c', '/a'],
])('%s is %s to locations', (uri, path) => {
  expect(answer('server { location / { return 302 https://a$uri; } }', uri)?.location).toBe(`https://a${path}`);
});

test.each<[string, string, string]>([
  ['b exact; ~b matching; default other;', 'b', 'exact'],
  ['~b matching; b exact; default other;', 'abc', 'matching'],
  ['~b matching; default other;', 'B', 'other'],
  ['~*b matching; default other;', 'B', 'matching'],
  ['b exact; default other;', 'abc', 'other'],
  ['b exact;', 'c', ''],
  ['b;', 'b', ''],
  ['b $http_host;', 'b', 'union.example.com'],
  ['"" none; default other;', '', 'none'],
  ['~^~b matching; default other;', '~b', 'matching'],
  ['default other; default2 x;', 'default', 'other'],
])('map with %s of %j: %j', (entries, value, expected) => {
  const http = `map $http_x $y { a b; } map $http_x_kind $kind { ${entries} } map $kind $more { default $kind; }`;
  expect(answer(`${http} server { return 302 https://a/$more; }`, '/', { headers: { 'x-kind': value } })?.location).toBe(`https://a/${expected}`);
});

test.each<[string, boolean]>([
  ['$host ~ ^UNION', false],
  ['$host ~* ^UNION', true],
  ['$host !~* ^UNION', false],
  ['$host = $http_host', true],
  ['$host = other.example.com', false],
  ['$http_x_debug', false],
  ['$host != $http_host', false],
  ['$nowhere', false],
  ['text', false],
  [' $host = union.example.com ', true],
])('if (%s): %s', (condition, expected) => {
  expect(answer(`server { if (${condition}) { return 418; } return 204; }`)).toEqual({ status: expected ? 418 : 204 });
});
