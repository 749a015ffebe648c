import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVOY_GATEWAY, INGRESS_NGINX, TRAEFIK } from '../../../src/contract/edges/known-edges';
import { authGateStart, flyteadminOf, ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { GUARDED_HEADERS } from '../../../src/contract/union/caller-headers';

const FLYTEADMIN = 'flyteadmin.union-cp.svc.cluster.local:80';
/** As `test/constructs/edge/auth-gate.nginx.test.ts` runs it. */
const CONFIG = readFileSync(join(__dirname, 'own-gate.conf'), 'utf8');
const linesOf = (text: string) => text.split('\n');
const [traefik, envoy, nginx] = [TRAEFIK, ENVOY_GATEWAY, INGRESS_NGINX].map(({ dialect }) => ownGateConfig(dialect, FLYTEADMIN));

test('the gate of Traefik: browsers are redirected to the host that they asked for', () => expect(traefik).toBe(CONFIG));

test('the gate of Envoy Gateway redirects by a path, and lists the headers of the caller to remove', () => {
  const variable = (header: string) => header.toLowerCase().replaceAll('-', '_');
  const removes = `      add_header x-envoy-auth-headers-to-remove ${GUARDED_HEADERS.map((header) => `$drop_${variable(header)}`).join('')};`;
  const maps = GUARDED_HEADERS.map((header) =>
    `  map $upstream_http_${variable(header)} $drop_${variable(header)} { default ""; "" "${header},"; }`);
  const sameBut = CONFIG.replaceAll('$http_x_forwarded_uri', '$request_uri').replace('https://$http_x_forwarded_host/login', '/login');
  expect(linesOf(envoy)).toEqual(linesOf(sameBut).flatMap((line) => [
    line,
    ...line === '  #resolver;' ? maps : [],
    ...line.startsWith('      proxy_hide_header') ? [removes] : [],
  ]));
});

test('the gate of ingress-nginx, which redirects by itself, has only the server that answers 401', () => {
  const from = linesOf(CONFIG).findIndex((line) => line.includes('$is_browser'));
  const to = linesOf(CONFIG).indexOf('  # Anonymous callers get 401.');
  expect(linesOf(nginx)).toEqual(linesOf(CONFIG).filter((_, i) => i < from || i >= to - 1));
});

test('flyteadmin\'s address is read back, where there is one', () => {
  expect([traefik, nginx, 'events {}'].map(flyteadminOf)).toEqual([FLYTEADMIN, FLYTEADMIN, undefined]);
});

test('nginx starts with the servers of DNS that the pod has, and with IPv6 where the node has it', () => expect(authGateStart('/etc/gate/nginx.conf', '/tmp')).toBe([
  'set -eu',
  'servers=$(awk \'$1 == "nameserver" { print ($2 ~ /:/ ? "[" $2 "]" : $2) }\' /etc/resolv.conf | tr \'\\n\' \' \')',
  'ipv6=',
  'if [ -e /proc/net/if_inet6 ]; then ipv6=\'s/#ipv6: //\'; fi',
  'sed -e "s/#resolver;/resolver $servers"\'valid=5s;/\' -e "$ipv6" /etc/gate/nginx.conf > /tmp/nginx.conf',
  'exec nginx -e stderr -c /tmp/nginx.conf',
  '',
].join('\n')));
