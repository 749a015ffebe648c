import { CREDENTIAL_HEADERS, GUARDED_HEADERS, METADATA_PREFIX } from '../union/caller-headers';
import { FLYTEADMIN_PATHS, LOGIN_REDIRECT_PARAMETER } from '../union/flyteadmin';
import { GATE_PORTS, KNOWN_EDGES } from './known-edges';
import type { AuthGateDialect } from './known-edges';

/** All kinds of gates. */
export const DIALECTS: readonly AuthGateDialect[] = KNOWN_EDGES.map(({ dialect }) => dialect);

/** Names of their Services and other objects. */
export const OWN_GATES: ReadonlySet<string> = new Set(DIALECTS.map(({ service }) => service));

/** The writable directory of a gate's nginx. */
export const GATE_SCRATCH = '/tmp';

/** The configuration of a gate in a pod. */
export function ownGateConfig(dialect: AuthGateDialect, flyteadmin: string): string {
  return authGateConfig({
    dialect,
    flyteadmin,
    signInListen: String(GATE_PORTS.signIn),
    unauthorizedListen: String(GATE_PORTS.unauthorized),
    escapeListen: '127.0.0.1:8082',
    scratch: GATE_SCRATCH,
  });
}

/** The flyteadmin address in a gate's configuration; undefined if it has none. */
export function flyteadminOf(config: string): string | undefined {
  return /^ *set \$flyteadmin (\S+);$/m.exec(config)?.[1];
}

export interface AuthGateSettings {
  readonly dialect: AuthGateDialect;
  /** `host:port` of flyteadmin's HTTP port. */
  readonly flyteadmin: string;
  /**
   * Values of `listen`: for browsers, which are redirected to sign-in, for callers that get 401, and for the
   * gate itself.
   */
  readonly signInListen: string;
  readonly unauthorizedListen: string;
  readonly escapeListen: string;
  /** A writable directory for nginx. */
  readonly scratch: string;
}

/**
 * Timeout of `/me`. Edges wait longer for the gate (10 s and more), and their own timeout errors are less
 * clear than the gate's 503.
 */
const CONNECT_SECONDS = 3;
const ANSWER_SECONDS = 8;

/** nginx's configuration: turns every request of an edge into the one that `/me` accepts. */
export function authGateConfig(settings: AuthGateSettings): string {
  const { dialect, scratch } = settings;
  return lines(
    'daemon off;',
    `pid ${scratch}/nginx.pid;`,
    'worker_processes 1;',
    'error_log stderr warn;',
    'events { worker_connections 1024; }',
    'http {',
    '  access_log off;',
    '  server_tokens off;',
    '  absolute_redirect off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `  ${kind}_temp_path ${scratch}/${kind};`,
    ),
    '  # Session cookies are large.',
    '  client_header_buffer_size 16k;',
    '  large_client_header_buffers 4 64k;',
    '  proxy_buffer_size 64k;',
    '  proxy_buffers 4 64k;',
    '  proxy_busy_buffers_size 128k;',
    '  client_max_body_size 0;',
    '  variables_hash_bucket_size 128;',
    '',
    "  # The pod's DNS servers, asked again and again: flyteadmin may come later than the gate, and move.",
    `  ${RESOLVER_MARK}`,
    ...(dialect.removalHeader === undefined ? [] : GUARDED_HEADERS.map(dropIfUnanswered)),
    ...(dialect.signIn === undefined ? [] : signInServers(settings, dialect.signIn)),
    '',
    '  # Anonymous callers get 401.',
    '  server {',
    ...listen(settings.unauthorizedListen),
    ...askMe(settings),
    '  }',
    '}',
  );
}

function signInServers(
  settings: AuthGateSettings, { originalUri, origin }: NonNullable<AuthGateDialect['signIn']>,
): string[] {
  const { signInListen, escapeListen } = settings;
  return [
    '  map $http_accept $is_browser { default 0; "~*text/html" 1; }',
    '',
    '  # Anonymous browsers are sent to sign in, all other callers get 401.',
    '  server {',
    ...listen(signInListen),
    '    error_page 401 = @sign_in;',
    ...askMe(settings),
    '    location @sign_in {',
    '      if ($is_browser = 0) { return 401; }',
    '      # %2F makes nginx treat the URI as quoted: without, it would not escape it below.',
    `      proxy_pass http://${escapeListen}/%2F${originalUri};`,
    '      proxy_method GET;',
    '      proxy_pass_request_body off;',
    '      proxy_pass_request_headers off;',
    '      proxy_set_header Content-Length "";',
    '      proxy_set_header X-Forwarded-Host $http_x_forwarded_host;',
    '      proxy_redirect off;',
    '    }',
    '  }',
    '',
    '  # Escapes the whole original URI, query included, into one parameter. A rewrite is where plain nginx '
      + 'escapes.',
    '  server {',
    `    listen ${escapeListen};`,
    '    rewrite ^ $request_uri;',
    '    # One slash in front, no backslash: //host would lead browsers away after sign-in.',
    `    rewrite ^/%2F[/\\x5c]*(.*)$ ${origin}${FLYTEADMIN_PATHS.login}?${LOGIN_REDIRECT_PARAMETER}=/$1? `
      + 'redirect;',
    '    return 404;',
    '  }',
  ];
}

/** The start script replaces these comments, or keeps them. */
const RESOLVER_MARK = '#resolver;';
const IPV6_MARK = '#ipv6: ';

function listen(address: string): string[] {
  return [`    listen ${address};`, `    ${IPV6_MARK}listen [::]:${address.replace(/.*:/, '')};`];
}

/**
 * The command that starts nginx. It detects the pod's DNS servers, and whether the node has IPv6: without
 * IPv6, nginx would not start with an IPv6 port.
 */
export function authGateStart(config: string, scratch: string): string {
  return lines(
    'set -eu',
    'servers=$(awk \'$1 == "nameserver" { print ($2 ~ /:/ ? "[" $2 "]" : $2) }\' /etc/resolv.conf | tr '
      + '\'\\n\' \' \')',
    'ipv6=',
    `if [ -e /proc/net/if_inet6 ]; then ipv6='s/${IPV6_MARK}//'; fi`,
    // Without braces: Flux substitutes variables in braces.
    `sed -e "s/${RESOLVER_MARK}/resolver \$servers"'valid=5s;/' -e "\$ipv6" ${config} > `
      + `${scratch}/nginx.conf`,
    `exec nginx -e stderr -c ${scratch}/nginx.conf`,
  );
}

/** Always GET /me, with only the credentials of the client. */
function askMe({ dialect: { removalHeader }, flyteadmin }: AuthGateSettings): string[] {
  const drops = GUARDED_HEADERS.map((name) => `$drop_${variable(name)}`).join('');
  return [
    '    location / {',
    '      # By a variable, or nginx would look the address up once and for all when it starts.',
    `      set $flyteadmin ${flyteadmin};`,
    `      rewrite ^ ${FLYTEADMIN_PATHS.me}? break;`,
    '      proxy_pass http://$flyteadmin;',
    '      proxy_http_version 1.1;',
    '      proxy_method GET;',
    '      proxy_pass_request_body off;',
    '      proxy_pass_request_headers off;',
    '      proxy_set_header Content-Length "";',
    '      proxy_set_header Connection "";',
    `      proxy_connect_timeout ${CONNECT_SECONDS}s;`,
    `      proxy_read_timeout ${ANSWER_SECONDS}s;`,
    `      resolver_timeout ${CONNECT_SECONDS}s;`,
    `      proxy_set_header Host ${flyteadmin.replace(/:\d+$/, '')};`,
    ...CREDENTIAL_HEADERS.map((name) => `      proxy_set_header ${name} $http_${variable(name)};`),
    // Metadata of the response, which flyteadmin behind the edge would treat as metadata of a request.
    `      proxy_hide_header ${METADATA_PREFIX}Content-Type;`,
    // The edge overwrites headers in the answer of /me; headers that the answer lacks must not come from the
    // client.
    ...(removalHeader === undefined ? [] : [`      add_header ${removalHeader} ${drops};`]),
    '    }',
    // 503 means "retry": gRPC clients map it to UNAVAILABLE, but 500 to UNKNOWN, which they do not retry.
    '    proxy_intercept_errors on;',
    '    error_page 500 501 502 503 504 505 = @unavailable;',
    '    location @unavailable { return 503; }',
  ];
}

function dropIfUnanswered(header: string): string {
  const name = variable(header);
  return `  map $upstream_http_${name} $drop_${name} { default ""; "" "${header},"; }`;
}

/** A header's name in an nginx variable. */
function variable(header: string): string {
  return header.toLowerCase().replace(/-/g, '_');
}

function lines(...all: string[]): string {
  return all.join('\n') + '\n';
}
