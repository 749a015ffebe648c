import { createHash } from 'node:crypto';
import { servicePortNumber } from '../../../../src/contract/union/services';
import { CONTROLLER_CONFIG, HTTP_SNIPPET } from '../../../../src/contract/upstream/ingress-nginx';
import { Manifest, ofKind } from '../support';

/** Where the translated configuration listens, and what stands in for the cluster. */
export interface Loopback {
  readonly port: number;
  /** Where it listens in the clear; it sends on to https. */
  readonly plainPort?: number;
  /** Where it speaks HTTP/2 in the clear. The controller does on the same port; nginx before 1.25.1 needs one for each. */
  readonly http2Port?: number;
  readonly scratch: string;
  /** Where the port of a Service is. */
  readonly portOf: (service: string, port: number, grpc: boolean) => number;
  /** Text of the auth-url and its substitute. */
  readonly authUrl: readonly [string, string];
  /** Files of a certificate; without them it listens in the clear, without HTTP/2. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /**
   * The controller's ConfigMap.
   *
   * @default - what our edge asks its owner for
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** Files of the modules that the controller's nginx has built in; without them URIs are not escaped, and no snippet is taken. */
  readonly modules?: readonly string[];
}

interface Path {
  readonly path: string;
  readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name?: string; readonly number?: number } } };
  readonly annotations: Record<string, string>;
}

/**
 * What the ingress-nginx controller would make of Ingresses, as far as requests and authentication go.
 *
 * Follows the controller's template (rootfs/etc/nginx/template/nginx.tmpl, controller 1.12 to 1.15): one location a path,
 * longest first; a subrequest location with the request's headers and a cache; response headers copied into the
 * request; 401 turned into the sign-in redirect. What Lua does there is left out, but for the redirect to https. Last
 * compared with what the controller 1.15.1 writes for the same Ingresses and ConfigMap, directive by directive.
 */
export function translateIngresses(all: readonly Manifest[], loopback: Loopback): string {
  const hosts = new Map<string, Path[]>();
  for (const { metadata, spec } of ofKind(all, 'Ingress').values()) {
    for (const { host, http } of spec.rules) {
      const paths = http.paths.map(({ path, backend }: Path) => ({ path, backend, annotations: metadata.annotations ?? {} }));
      hosts.set(host, [...(hosts.get(host) ?? []), ...paths]);
    }
  }
  return [
    ...(loopback.modules ?? []).map((file) => `load_module ${file};`),
    'daemon off;',
    `pid ${loopback.scratch}/nginx.pid;`,
    'error_log stderr warn;',
    'events {}',
    'http {',
    ...settingsOf(loopback),
    `server { ${listen(loopback, ' default_server')} return 404; }`,
    ...[...hosts].map(([host, paths]) => server(host, paths, loopback)),
    ...(loopback.plainPort === undefined ? [] : [plainServer([...hosts.keys()], loopback.plainPort)]),
    '}',
  ].join('\n');
}

function settingsOf({ scratch, settings: given, modules, tls }: Loopback): string[] {
  const settings: Readonly<Record<string, string>> = given ?? CONTROLLER_CONFIG;
  return [
    'access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${scratch}/${kind};`),
    `proxy_cache_path ${scratch}/auth_cache levels=1:2 keys_zone=auth_cache:10m max_size=128m inactive=30m use_temp_path=off;`,
    `client_header_buffer_size ${settings['client-header-buffer-size'] ?? '1k'};`,
    `large_client_header_buffers ${settings['large-client-header-buffers'] ?? '4 8k'};`,
    `client_body_timeout ${settings['client-body-timeout'] ?? '60'}s;`,
    'variables_hash_bucket_size 256;',
    // The controller takes 2048, and nginx warns that more are in use.
    'variables_hash_max_size 4096;',
    'underscores_in_headers off;',
    'ignore_invalid_headers on;',
    'uninitialized_variable_warn off;',
    'map $http_upgrade $connection_upgrade { default upgrade; "" ""; }',
    'map $http_x_request_id $req_id { default $http_x_request_id; "" $request_id; }',
    // Escaping is done by a module, where it is there.
    ...(modules === undefined ? ['map $request_uri $escaped_request_uri { default $request_uri; }'] : [settings[HTTP_SNIPPET] ?? '']),
    ...(tls ? [`ssl_certificate ${tls.certificate};`, `ssl_certificate_key ${tls.key};`] : []),
  ];
}

function listen({ port, http2Port, tls }: Loopback, parameters = ''): string {
  const further = http2Port === undefined ? '' : ` listen 127.0.0.1:${http2Port} http2${parameters};`;
  return `listen 127.0.0.1:${port}${tls ? ' ssl http2' : ''}${parameters};${further}`;
}

/** By Lua (`lua_ingress.lua`), for hosts that have a certificate. */
function plainServer(hosts: readonly string[], port: number): string {
  return `server { listen 127.0.0.1:${port}; server_name ${hosts.join(' ')}; return 308 https://$host$request_uri; }`;
}

function server(host: string, paths: readonly Path[], loopback: Loopback): string {
  const longestFirst = [...paths].sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? 1 : -1));
  return [
    'server {',
    listen(loopback),
    `server_name ${host};`,
    ...longestFirst.flatMap((path, i) => location(host, path, i, loopback)),
    '}',
  ].join('\n');
}

type Read = (name: string) => string | undefined;

function location(host: string, { path, backend: { service }, annotations }: Path, i: number, loopback: Loopback): string[] {
  const read: Read = (name) => annotations[`nginx.ingress.kubernetes.io/${name}`];
  const isGrpc = read('backend-protocol') === 'GRPC';
  const authUrl = read('auth-url')?.replace(...loopback.authUrl);
  const port = loopback.portOf(service.name, service.port.number ?? servicePortNumber(service.name, service.port.name!), isGrpc);
  const target = read('rewrite-target');
  const passedOn = [
    ...backendHeaders(isGrpc ? 'grpc_set_header' : 'proxy_set_header'),
    ...timesAndSizes(read, isGrpc),
    ...(target === undefined ? [] : [`rewrite "(?i)${path}" ${target} break;`]),
    isGrpc ? `grpc_pass grpc://127.0.0.1:${port};` : `proxy_pass http://127.0.0.1:${port};`,
    'proxy_redirect off;',
  ];
  if (authUrl === undefined) {
    return [`location ~* "^${path}" {`, ...passedOn, '}'];
  }
  const names = { ask: `/_external-auth-${i}`, signIn: `@sign_in_${createHash('sha1').update(path).digest('hex')}` };
  return [
    ...subrequest(read, names.ask, authUrl, host),
    ...signInPage(read, names.signIn),
    `location ~* "^${path}" {`,
    ...guard(read, names, isGrpc, loopback.modules !== undefined),
    ...passedOn,
    '}',
  ];
}

/** What the controller tells every backend. */
function backendHeaders(set: string): string[] {
  const headers = {
    'Host': '$http_host',
    'Upgrade': '$http_upgrade',
    'Connection': '$connection_upgrade',
    'X-Request-ID': '$req_id',
    'X-Real-IP': '$remote_addr',
    'X-Forwarded-For': '$remote_addr',
    'X-Forwarded-Host': '$http_host',
    'X-Forwarded-Port': '$server_port',
    'X-Forwarded-Proto': '$scheme',
    'X-Forwarded-Scheme': '$scheme',
    'X-Scheme': '$scheme',
    'X-Original-Forwarded-For': '$http_x_forwarded_for',
    'X-Original-Forwarded-Host': '$http_x_forwarded_host',
    'Proxy': '""',
  };
  return Object.entries(headers).map(([name, value]) => `${set} ${name} ${value};`);
}

function timesAndSizes(read: Read, isGrpc: boolean): string[] {
  const buffer = read('proxy-buffer-size') ?? '4k';
  const timeouts = ['connect', 'send', 'read'].map((name) => [name, read(`proxy-${name}-timeout`) ?? (name === 'connect' ? '5' : '60')]);
  return [
    `client_max_body_size ${read('proxy-body-size') ?? '1m'};`,
    ...timeouts.map(([name, seconds]) => `proxy_${name}_timeout ${seconds}s;`),
    ...(isGrpc ? timeouts.map(([name, seconds]) => `grpc_${name}_timeout ${seconds}s;`) : []),
    'proxy_buffering off;',
    `proxy_buffer_size ${buffer};`,
    `proxy_buffers 4 ${buffer};`,
    'proxy_request_buffering on;',
    'proxy_http_version 1.1;',
    'proxy_next_upstream error timeout;',
    'proxy_next_upstream_tries 3;',
  ];
}

function subrequest(read: Read, name: string, authUrl: string, host: string): string[] {
  const cacheKey = read('auth-cache-key');
  return [
    `location = ${name} {`,
    'internal;',
    ...(cacheKey
      ? [
        'proxy_cache auth_cache;',
        // The controller hashes server name, location and key.
        `proxy_cache_key "${host}${name}${cacheKey}";`,
        ...(read('auth-cache-duration') ?? '200 202 401 5m').split(',').map((duration) => `proxy_cache_valid ${duration.trim()};`),
      ]
      : []),
    'proxy_intercept_errors off;',
    'proxy_pass_request_body off;',
    ...Object.entries({
      'Content-Length': '""',
      'X-Forwarded-Proto': '""',
      'X-Request-ID': '$req_id',
      'Host': new URL(authUrl.replace('$host', host)).hostname,
      'X-Original-URL': '$scheme://$http_host$request_uri',
      'X-Original-Method': '$request_method',
      'X-Sent-From': '"nginx-ingress-controller"',
      'X-Real-IP': '$remote_addr',
      'X-Forwarded-For': '$remote_addr',
      'X-Auth-Request-Redirect': '$request_uri',
    }).map(([header, value]) => `proxy_set_header ${header} ${value};`),
    `proxy_buffering ${cacheKey ? 'on' : 'off'};`,
    `proxy_buffer_size ${read('proxy-buffer-size') ?? '4k'};`,
    `proxy_buffers 4 ${read('proxy-buffer-size') ?? '4k'};`,
    'proxy_request_buffering on;',
    'proxy_ssl_server_name on;',
    'proxy_pass_request_headers on;',
    `client_max_body_size ${read('proxy-body-size') ?? '1m'};`,
    'proxy_http_version 1.1;',
    `set $target "${authUrl}";`,
    'proxy_pass $target;',
    '}',
  ];
}

function signInPage(read: Read, name: string): string[] {
  const url = read('auth-signin');
  return url === undefined ? [] : [`location ${name} {`, 'internal;', 'add_header Set-Cookie $auth_cookie;', `return 302 ${url};`, '}'];
}

function guard(read: Read, names: { readonly ask: string; readonly signIn: string }, isGrpc: boolean, escapes: boolean): string[] {
  const set = isGrpc ? 'grpc_set_header' : 'proxy_set_header';
  return [
    `auth_request ${names.ask};`,
    'auth_request_set $auth_cookie $upstream_http_set_cookie;',
    'add_header Set-Cookie $auth_cookie;',
    ...(read('auth-response-headers') ?? '').split(',').filter(Boolean).flatMap((name, n) => [
      `auth_request_set $authHeader${n} $upstream_http_${name.toLowerCase().replace(/-/g, '_')};`,
      `${set} '${name}' $authHeader${n};`,
    ]),
    ...(read('auth-signin') === undefined ? [] : [
      ...(escapes ? ['set_escape_uri $escaped_request_uri $request_uri;'] : []),
      `error_page 401 = ${names.signIn};`,
    ]),
  ];
}
