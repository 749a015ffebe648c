import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdgeController } from '../../../src';
import { CHART_GATEWAY_ROUTES, ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { BODY_SIZE, ANSWER_TIMEOUT_SECONDS, CONTROLLER_CONFIG, STREAMING_TIMEOUT_SECONDS } from '../../../src/contract/upstream/ingress-nginx';
import { edgeManifests } from './support';

const PAGE = readFileSync(join(__dirname, '../../../docs/moving-off-ingress-nginx.md'), 'utf8');
const section = (heading: string) => PAGE.slice(PAGE.indexOf(heading)).split(/\n##+ /)[0];

describe('the page about moving off ingress-nginx', () => {
  it.each(CHART_GATEWAY_ROUTES.map((route) => [route.name, route] as const))('checks a call of the route object %s', (_, { kind, rules }) => {
    const checks = section('## Check before DNS moves');
    const called = kind === 'GRPCRoute'
      ? [...checks.matchAll(/^grpc (\S+)$/gm)].map(([, method]) => `/${method}`)
      : [...checks.matchAll(/^check .*?https:\/\/union\.example\.com(\/\S*)/gm)].map(([, path]) => path);
    const within = (path: string) => rules.some(({ trees = [], exact = [] }) => exact.includes(path) || trees.some((tree) => path.startsWith(`${tree}/`)));
    expect(called.filter(within)).not.toEqual([]);
  });

  it('runs both edges, and has the verifier judge the chart before DNS moves', () => {
    const steps = section('### Beside Union\'s chart');
    const order = ['Apply the guard', 'INGRESS_PROVIDER: both', 'cdk8s-union-auth verify rendered.yaml', 'point DNS at it', 'INGRESS_PROVIDER: envoy`.'].map((step) => steps.indexOf(step));
    expect(order.every((place, i) => place > (order[i - 1] ?? 0))).toBe(true);
  });

  it('names what the chart’s routes lack of what its Ingresses serve', () => {
    const { routes: { groups }, gatewayRoutes } = ChartVersion.V2026_8._contract.controlPlane;
    const rules = gatewayRoutes.flatMap((route) => route.rules);
    const served = (path: string) => rules.some(({ trees = [], exact = [] }) => exact.includes(path) || trees.some((tree) => path === tree || path.startsWith(`${tree}/`)));
    const paths = groups.flatMap(({ routes }) => routes).map(({ path }) => path.replace(/\(.*/, '').replace(/\/?\*$/, ''));
    const lacking = [...new Set(paths.filter((path) => !served(path)))].filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
    const named = [...section('### Beside Union\'s chart').matchAll(/`(\/\w+|[a-z0-9]+\.[\w.]+Service|datacatalog\.DataCatalog)`/g)].map(([, name]) => name.replace(/^(?!\/)/, '/'));
    expect(named.sort()).toEqual(lacking.sort());
  });

  it('gives the limits that the edges emit or print', () => {
    const row = (start: string) => PAGE.split('\n').find((line) => line.startsWith(`| ${start}`))!.split('|').slice(2, 5).map((cell) => cell.trim());
    expect(row('largest request body')[0]).toContain(`${parseInt(BODY_SIZE, 10)} MiB`);
    expect(row('an answer that is not a stream')[0]).toBe(`${ANSWER_TIMEOUT_SECONDS / 3600} hour`);
    expect(row('a stream on which the server is silent')[0]).toBe(`${STREAMING_TIMEOUT_SECONDS / 86400} days`);
    expect(row('a stream that the client keeps open')[0]).toContain(`${Number(CONTROLLER_CONFIG['client-body-timeout']) / 86400} days with \`client-body-timeout\``);
    expect(row('a stream that the client keeps open')[1]).toContain('readTimeout: 0s');
    expect(row('request headers, which')[0]).toContain('32k and 2 MiB');
    expect(CONTROLLER_CONFIG['large-client-header-buffers']).toBe('64 32k');
    const gate = edgeManifests(EdgeController.traefik()).find(({ kind }) => kind === 'ConfigMap')!.data!['nginx.conf'];
    expect(gate).toContain('large_client_header_buffers 4 64k;');
    expect(row('request headers, which')[1]).toContain('64k each');
  });
});
