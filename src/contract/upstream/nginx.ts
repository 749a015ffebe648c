/**
 * Variables that nginx knows without being told.
 *
 * Source: the alphabetical index of variables of nginx.org, at 1.29.
 */
export const BUILT_IN_VARIABLES: ReadonlySet<string> = new Set([
  'ancient_browser', 'args', 'binary_remote_addr', 'body_bytes_sent', 'bytes_received', 'bytes_sent',
  'connection', 'connection_requests', 'connection_time', 'connections_active', 'connections_reading',
  'connections_waiting', 'connections_writing', 'content_length', 'content_type', 'document_root',
  'document_uri', 'gzip_ratio', 'host', 'hostname', 'http2', 'http3', 'https', 'invalid_referer', 'is_args',
  'is_request_port', 'limit_conn_status', 'limit_rate', 'limit_req_status', 'memcached_key', 'modern_browser',
  'msec', 'msie', 'nginx_version', 'pid', 'pipe', 'protocol', 'query_string', 'realpath_root', 'scheme',
  'secure_link', 'secure_link_expires', 'session_time', 'slice_range', 'status', 'time_iso8601', 'time_local',
  'uri',
]);

/** Families of them, and of modules. */
export const VARIABLE_PREFIXES = [
  'acme_', 'arg_', 'cookie_', 'date_', 'fastcgi_', 'geoip_', 'geoip2_', 'http_', 'jwt_', 'ngx_', 'oidc_',
  'opentelemetry_', 'opentracing_', 'otel_', 'proxy_', 'realip_', 'remote_', 'request', 'secure_link_',
  'sent_http_', 'sent_trailer_', 'server_', 'session_log_', 'ssl_', 'tcpinfo_', 'uid_', 'upstream_', 'vod_',
] as const;
