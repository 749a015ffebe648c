import { nginxRefusal } from '../../../src/verify/edge/nginx-refusal';
import { readNginx } from '../../../src/verify/read/nginx-config';

const refusal = (text: string) => nginxRefusal(text, readNginx(text));

test.each([
  ['events { } http { server { listen 80; return 404; } }', undefined],
  ['server { location ~ ^/a{2}$ { return 404; } }', 'a directive without a semicolon before a closing brace'],
  ['server { listen 80; } }', 'a closing brace too many'],
  ['server { listen 80;', 'a block without its closing brace'],
  ['server { listen 80 }', 'a directive without a semicolon before a closing brace'],
  ['listen 80', 'a directive without a semicolon at the end'],
  ['server { proxy_method GET proxy_buffering off; location / { proxy_buffering on; } }', 'no semicolon behind proxy_method'],
  ['server { ; }', 'a ";" behind nothing'],
  ['http { server { listen 80; } }', 'no events block'],
  ['server { listen 80; }', undefined],
])('%s', (text, expected) => {
  expect(refusal(text)).toBe(expected);
});

test.each([
  ['return 302 $nowhere;', 'the variable $nowhere, which nothing defines'],
  ['return 302 "${nowhere}x";', 'the variable $nowhere, which nothing defines'],
  ['set $here a; return 302 $here;', undefined],
  ['map $host $here { default a; } server { return 302 $here; }', undefined],
  ['map $nowhere $here { default a; }', 'the variable $nowhere, which nothing defines'],
  ['auth_request_set $user $upstream_http_x_user; proxy_set_header X-User $user;', undefined],
  ['rewrite ^/(?<rest>.*)$ /$rest break;', undefined],
  ['server_name ~^(?P<tenant>.+)\\.example\\.com$; return 302 https://$tenant;', undefined],
  ['return 302 $scheme://$host$request_uri$is_args$args$arg_a$http_b$cookie_c$1;', undefined],
  ['proxy_pass http://$FLYTEADMIN;', undefined],
  ['include conf.d/*.conf; return 302 $nowhere;', undefined],
  ['rewrite ^/login$ /x break;', undefined],
])('variables: %s', (text, expected) => {
  expect(refusal(text)).toBe(expected);
});

test.each([
  ['geoip2 /db.mmdb { $country country iso_code; } return 302 $country;', undefined],
  ['geo $here { default a; } return 302 $here;', undefined],
  ['geo $remote_addr $here { default a; } return 302 $here;', undefined],
  ['split_clients $remote_addr $here { * a; } return 302 $here;', undefined],
  ['js_set $here main.f; js_var $there; return 302 $here$there;', undefined],
  ['set_by_lua_block $here { return; } return 302 $here;', undefined],
  ['auth_jwt_claim_set $here sub; return 302 $here;', undefined],
  ['more_set $here; return 302 $here;', undefined],
  ['unset $here; return 302 $here;', 'the variable $here, which nothing defines'],
  ['set $here $there;', 'the variable $there, which nothing defines'],
  ['map $there $here { default a; }', 'the variable $there, which nothing defines'],
  ['split_clients $here $there { * a; } return 302 $here;', 'the variable $here, which nothing defines'],
  ['set there a; return 302 $here;', 'the variable $here, which nothing defines'],
  ['user nginx; http { }', 'no events block'],
  ['set here a; return 302 $here;', 'the variable $here, which nothing defines'],
  ['set $a $b; set $b a;', undefined],
  ['load_module modules/geo.so; return 302 $here;', undefined],
  ['return 302 $Here;', undefined],
  ['return 302 $hereX;', undefined],
  ['return 302 ${here};', 'the variable $here, which nothing defines'],
  ['include events.conf; http { }', undefined],
  ['proxy_method GET proxy_pass http://a;', 'no semicolon behind proxy_method'],
  ['proxy_method GET error_page 401 = @in;', 'no semicolon behind proxy_method'],
  ['listen 80 add_header A b;', 'no semicolon behind listen'],
  ['listen 80 proxy_set_header A b;', 'no semicolon behind listen'],
  ['listen 80 server_name a; server_name b;', 'no semicolon behind listen'],
  ['proxy_method proxy_method;', 'no semicolon behind proxy_method'],
  ['return 200 listen;', undefined],
])('%s: %s', (text, expected) => {
  expect(refusal(text)).toBe(expected);
});
