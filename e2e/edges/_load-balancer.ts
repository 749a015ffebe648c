import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, Running, temporaryDirectory } from '../_support/processes';
import { Certificate } from './_certificate';
import { runNginx } from './_gate';

/** The ports of an edge without TLS; some have another one for HTTP/2. */
export interface PlainPorts {
  readonly port: number;
  readonly http2Port?: number;
}

/** A load balancer as in clouds: ends TLS and sends HTTP to the edge, HTTP/2 for gRPC. */
export async function startLoadBalancer({ certificate, key }: Certificate, behind: PlainPorts): Promise<Running & { readonly port: number }> {
  const scratch = temporaryDirectory('load-balancer');
  const file = (name: string, text: string): string => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const port = await freePort();
  const told = { 'Host': '$http_host', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '$remote_addr' };
  const running = await runNginx([
    'daemon off;', `pid ${scratch}/nginx.pid;`, 'error_log stderr error;', 'events {}',
    'http {', 'access_log off;', ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${scratch}/${kind};`),
    'underscores_in_headers on;', 'ignore_invalid_headers off;', 'client_max_body_size 0;', 'large_client_header_buffers 8 64k;',
    'map $http_upgrade $connection_upgrade { default upgrade; "" ""; }',
    'server {', `listen 127.0.0.1:${port} ssl http2;`, `ssl_certificate ${file('tls.crt', certificate)};`, `ssl_certificate_key ${file('tls.key', key)};`,
    'location / {',
    'proxy_http_version 1.1;', 'proxy_request_buffering off;', 'proxy_buffering off;', 'proxy_read_timeout 120s;', 'grpc_read_timeout 120s;', 'grpc_send_timeout 120s;',
    'proxy_set_header Upgrade $http_upgrade;', 'proxy_set_header Connection $connection_upgrade;',
    ...Object.entries(told).flatMap(([name, value]) => [`proxy_set_header ${name} ${value};`, `grpc_set_header ${name} ${value};`]),
    `if ($content_type ~ "^application/grpc") { grpc_pass grpc://127.0.0.1:${behind.http2Port ?? behind.port}; }`,
    `proxy_pass http://127.0.0.1:${behind.port};`,
    '}', '}', '}',
  ].join('\n'), scratch, [port]);
  return { ...running, port, stop: () => running.stop() };
}
