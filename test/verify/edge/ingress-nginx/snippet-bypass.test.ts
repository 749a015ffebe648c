import { bypassOf } from '../../../../src/verify/edge/ingress-nginx/snippets';

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
