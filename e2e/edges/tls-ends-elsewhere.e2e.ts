import { Edge } from '../../src';
import { ChartRelease } from '../../src/contract/union/releases/chart-release';
import { edgeManifests, HOST } from '../../test/constructs/edge/support';
import { Running } from '../_support/processes';
import { egctl } from '../tools/egctl';
import { Backends } from './_backends';
import { Case } from './_cases';
import { certificateFor } from './_certificate';
import { Client } from './_client';
import { RouteTable } from './_contract';
import { RunningEdge, Surroundings } from './_edge';
import { startEnvoyGateway } from './_envoy-gateway';
import { Flyteadmin } from './_flyteadmin';
import { GrpcStatus } from './_grpc';
import { startIngressNginxInTheClear } from './_ingress-nginx';
import { deviations } from './_judge';
import { startLoadBalancer } from './_load-balancer';
import { TOPICS } from './_topics';
import { startTraefik } from './_traefik';

const EDGES: readonly (readonly [string, Edge, (surroundings: Surroundings) => Promise<RunningEdge>])[] = [
  ['ingress-nginx', Edge.ingressNginx(), startIngressNginxInTheClear],
  ['Traefik', Edge.traefik(), startTraefik],
  ['Envoy Gateway', Edge.envoyGateway({ envoyGatewayVersion: egctl.version }), startEnvoyGateway],
];

/** What a load balancer in front could change: who gets in, where people are sent, whether streams and WebSockets get through. */
const ASKED = TOPICS.filter(({ name }) => /^(every route of the release|forged headers, however|each header|WebSockets|HTTP\/2|the way back|foreign hosts)/.test(name));

/** Of a stream that is reset it makes 502, which gRPC clients read as UNAVAILABLE. */
function behindLoadBalancer(one: Case): Case {
  return one.via === 'grpc' && one.expected.kind === 'malformed' ? { ...one, expected: { kind: 'unavailable', code: GrpcStatus.UNAVAILABLE } } : one;
}

describe.each(EDGES)('%s behind a load balancer that ends TLS', (_, edge, start) => {
  const table = new RouteTable(ChartRelease._current);
  let backends: Backends;
  let flyteadmin: Flyteadmin;
  let running: RunningEdge;
  let balancer: Running & { readonly port: number };
  let client: Client;

  beforeAll(async () => {
    const certificate = await certificateFor(HOST);
    [backends, flyteadmin] = await Promise.all([Backends.start(table.backends), Flyteadmin.start()]);
    const manifests = edgeManifests(edge, { hosts: [HOST], tls: [], tlsEndsElsewhere: true });
    running = await start({ manifests, backends, flyteadmin, certificate });
    balancer = await startLoadBalancer(certificate, { port: running.plainPort!, http2Port: running.plainHttp2Port });
    client = new Client(balancer.port, certificate.certificate);
  });
  afterAll(async () => {
    client?.close();
    await balancer?.stop();
    await running?.stop();
    await Promise.all([backends?.stop(), flyteadmin?.stop()]);
  });

  it.each(ASKED)('$name', async ({ cases }) => {
    // The load balancer takes every host on each connection.
    const traits = { ...running.traits, bindsHostToConnection: false };
    const all = cases(table, traits, [HOST]).map(behindLoadBalancer);
    expect(all.length).toBeGreaterThan(0);
    expect(await deviations(all, client, backends, traits)).toEqual([]);
  });
});

test('all that a load balancer could change is asked', () => expect(ASKED).toHaveLength(7));
