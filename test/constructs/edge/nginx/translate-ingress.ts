import { servicePortNumber } from '../../../../src/contract/union/service-ports';
import { Manifest, ofKind } from '../support';

/** Where the translated configuration listens, and what stands in for the cluster. */
export interface Loopback {
  readonly port: number;
  readonly scratch: string;
  /** Where the port of a Service is. */
  readonly portOf: (service: string, port: number, grpc: boolean) => number;
  /** Text of the auth-url and what stands there instead. */
  readonly authUrl: readonly [string, string];
  /** Files of a certificate; without them it listens in the clear, without HTTP/2. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

interface Path {
  readonly path: string;
  readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name?: string; readonly number?: number } } };
  readonly annotations: Record<string, string>;
}

/**
 * What the ingress-nginx controller would make of Ingresses, as far as authentication goes.
 *
 * Follows the controller's template (rootfs/etc/nginx/template/nginx.tmpl, controller 1.12 to 1.15): one location a path,
 * longest first; a subrequest location with the request's headers and a cache; response headers copied into the
 * request; 401 turned into the sign-in redirect.
 */
export function translateIngresses(all: readonly Manifest[], loopback: Loopback): string {
  const hosts = new Map<string, Path[]>();
  for (const { metadata, spec } of ofKind(all, 'Ingress').values()) {
    for (const { host, http } of spec.rules) {
      const paths = http.paths.map(({ path, backend }: Path) => ({ path, backend, annotations: metadata.annotations ?? {} }));
      hosts.set(host, [...(hosts.get(host) ?? []), ...paths]);
    }
  }
  const { scratch } = loopback;
  return [
    'daemon off;',
    `pid ${scratch}/nginx.pid;`,
    'error_log stderr warn;',
    'events {}',
    'http {',
    'access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${scratch}/${kind};`),
    `proxy_cache_path ${scratch}/auth_cache keys_zone=auth_cache:1m;`,
    'large_client_header_buffers 4 32k;',
    'variables_hash_max_size 4096;',
    // The controller escapes with a module of its own.
    'map $request_uri $escaped_request_uri { default $request_uri; }',
    'map $http_upgrade $connection_upgrade { default upgrade; "" ""; }',
    ...(loopback.tls ? [`ssl_certificate ${loopback.tls.certificate};`, `ssl_certificate_key ${loopback.tls.key};`] : []),
    `server { listen ${listen(loopback)} default_server; return 404; }`,
    ...[...hosts].map(([host, paths]) => server(host, paths, loopback)),
    '}',
  ].join('\n');
}

function listen({ port, tls }: Loopback): string {
  return `127.0.0.1:${port}${tls ? ' ssl http2' : ''}`;
}

function server(host: string, paths: readonly Path[], loopback: Loopback): string {
  const longestFirst = [...paths].sort((a, b) => b.path.length - a.path.length);
  return [
    'server {',
    `listen ${listen(loopback)};`,
    `server_name ${host};`,
    ...longestFirst.flatMap((path, i) => location(host, path, i, loopback)),
    '}',
  ].join('\n');
}

function location(host: string, { path, backend: { service }, annotations }: Path, i: number, loopback: Loopback): string[] {
  const read = (name: string): string | undefined => annotations[`nginx.ingress.kubernetes.io/${name}`];
  const isGrpc = read('backend-protocol') === 'GRPC';
  const authUrl = read('auth-url')?.replace(...loopback.authUrl);
  const signIn = read('auth-signin');
  const backendPort = loopback.portOf(service.name, service.port.number ?? servicePortNumber(service.name, service.port.name!), isGrpc);
  const set = isGrpc ? 'grpc_set_header' : 'proxy_set_header';
  const timeout = (name: string) => `${isGrpc ? 'grpc' : 'proxy'}_${name}_timeout ${read(`proxy-${name}-timeout`) ?? '60'}s;`;
  const target = read('rewrite-target');
  const common = [
    `client_max_body_size ${read('proxy-body-size') ?? '1m'};`,
    timeout('read'),
    timeout('send'),
    `${set} Host $http_host;`,
    `${set} X-Forwarded-Host $http_host;`,
    `${set} X-Forwarded-Proto $scheme;`,
    ...(isGrpc ? [] : ['proxy_http_version 1.1;', 'proxy_set_header Upgrade $http_upgrade;', 'proxy_set_header Connection $connection_upgrade;']),
    ...(target === undefined ? [] : [`rewrite "(?i)${path}" ${target} break;`]),
    isGrpc ? `grpc_pass grpc://127.0.0.1:${backendPort};` : `proxy_pass http://127.0.0.1:${backendPort};`,
  ];
  if (authUrl === undefined) {
    return [`location ~* "^${path}" {`, ...common, '}'];
  }
  const cacheKey = read('auth-cache-key');
  const responseHeaders = (read('auth-response-headers') ?? '').split(',').filter(Boolean);
  return [
    `location = /_external-auth-${i} {`,
    'internal;',
    ...(cacheKey
      ? [
        'proxy_cache auth_cache;',
        // The controller hashes server name, location and key.
        `proxy_cache_key "${host}/_external-auth-${i}${cacheKey}";`,
        `proxy_cache_valid ${read('auth-cache-duration') ?? '200 202 401 5m'};`,
      ]
      : []),
    'proxy_pass_request_body off;',
    'proxy_set_header Content-Length "";',
    `client_max_body_size ${read('proxy-body-size') ?? '1m'};`,
    `proxy_set_header Host ${new URL(authUrl.replace('$host', host)).hostname};`,
    `proxy_buffer_size ${read('proxy-buffer-size') ?? '4k'};`,
    'proxy_buffers 4 32k;',
    `set $target "${authUrl}";`,
    'proxy_pass $target;',
    '}',
    `location ~* "^${path}" {`,
    `auth_request /_external-auth-${i};`,
    'auth_request_set $auth_cookie $upstream_http_set_cookie;',
    'add_header Set-Cookie $auth_cookie;',
    ...responseHeaders.flatMap((name, n) => [
      `auth_request_set $authHeader${n} $upstream_http_${name.toLowerCase().replace(/-/g, '_')};`,
      `${set} '${name}' $authHeader${n};`,
    ]),
    ...(signIn ? [`error_page 401 = @sign_in_${i};`] : []),
    ...common,
    '}',
    ...(signIn ? [`location @sign_in_${i} { return 302 ${signIn}; }`] : []),
  ];
}
