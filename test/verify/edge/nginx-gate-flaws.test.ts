import { gateFlaw } from '../../../src/verify/edge/nginx-gate-flaws';
import { readNginx } from '../../../src/verify/read/nginx-config';

function flaw(inLocation: string, inServer = '', inHttp = ''): string | undefined {
  const http = readNginx(`${inHttp} server { ${inServer} location / { ${inLocation} } }`);
  const server = http.find(({ name }) => name === 'server')!;
  return gateFlaw(server.block!.find(({ args }) => args[0] === '/')!, server, http);
}

const PASS = 'proxy_pass http://flyteadmin/me;';
const ASKS = `proxy_method GET; ${PASS}`;
const OTHER_METHOD = 'instead of GET, the only one that /me answers';
const LETS_IN = 'which lets callers in that flyteadmin refuses';
const LEAVES_OUT = 'answers from a cache whose key leaves out';

test.each<[string, string, string, string]>([
  ['return 200;', '', '', '200 for every request in its location /'],
  [ASKS, 'return 204;', '', '204 for every request in its location /'],
  [PASS, '', '', `the caller's method ${OTHER_METHOD}`],
  [`proxy_method POST; ${PASS}`, '', 'proxy_method GET;', `POST ${OTHER_METHOD}`],
  [`if ($http_x_debug = 1) { return 200; } ${ASKS}`, '', '', 'success if ($http_x_debug = 1), without asking'],
  [ASKS, 'if ($http_x_debug) { add_header A b; return 204; }', '', 'success if ($http_x_debug), without asking'],
  [`error_page 401 =200 /ok; ${ASKS}`, '', '', `error_page 401 =200 /ok, ${LETS_IN}`],
  ['error_page 401 =200 /ok; return 401;', '', '', `error_page 401 =200 /ok, ${LETS_IN}`],
  [ASKS, 'error_page 401 = @in; location @in { return 204; }', '', `error_page 401 = @in, ${LETS_IN}`],
  [`proxy_cache answers; ${ASKS}`, '', '', `${LEAVES_OUT} $http_cookie and $http_authorization and $http_flyte_authorization`],
  [ASKS, 'proxy_cache answers;', 'proxy_cache_key $http_cookie$http_flyte_authorization;', `${LEAVES_OUT} $http_authorization`],
])('%s in %j and %j: %s', (inLocation, inServer, inHttp, expected) => {
  expect(flaw(inLocation, inServer, inHttp)).toBe(expected);
});

test.each<[string, string, string]>([
  [ASKS, '', ''],
  [PASS, 'proxy_method GET;', ''],
  [PASS, '', 'proxy_method GET;'],
  ['return 401;', '', ''],
  ['return https://union.example.com/login;', '', ''],
  ['return https://union.example.com/200;', '', ''],
  ['root /var/www;', '', 'proxy_cache answers;'],
  [`if ($request_method = OPTIONS) { return 204; } ${ASKS}`, '', ''],
  [`if ($http_x_debug) { return 403; } limit_except GET { return 200; } ${ASKS}`, '', ''],
  [`error_page 401 /ok; ${ASKS}`, 'error_page 403 =302 /login;', ''],
  [`error_page 401 /a=200; ${ASKS}`, '', ''],
  [ASKS, 'error_page 401 = @in; location @in { return 302 /login; } location @other { return 200; }', ''],
  [ASKS, 'error_page 401 = @in; location @other { return 200; }', ''],
  [ASKS, 'error_page 401 = /ok; location /ok { return 200; }', ''],
  [`proxy_cache off; ${ASKS}`, 'proxy_cache answers;', ''],
  [`proxy_cache answers; proxy_cache_key $http_authorization$http_flyte_authorization$http_cookie; ${ASKS}`, '', ''],
])('%s in %j and %j says what flyteadmin says', (inLocation, inServer, inHttp) => {
  expect(flaw(inLocation, inServer, inHttp)).toBeUndefined();
});
