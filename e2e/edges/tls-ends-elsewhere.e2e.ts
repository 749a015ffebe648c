import { EdgeController } from '../../src';
import { edgeManifests, HOST } from '../../test/constructs/edge/support';
import { egctl } from '../tools/egctl';
import { Case } from './_cases';
import { RunningEdge, Surroundings } from './_edge';
import { startEnvoyGateway } from './_envoy-gateway';
import { GrpcStatus } from './_grpc';
import { startIngressNginxWithoutTls } from './_ingress-nginx';
import { startLoadBalancer } from './_load-balancer';
import { staged, TABLE } from './_stage';
import { TOPICS } from './_topics';
import { startTraefik } from './_traefik';

const EDGES: readonly (readonly [string, EdgeController, (surroundings: Surroundings) => Promise<RunningEdge>])[] = [
  ['ingress-nginx', EdgeController.ingressNginx(), startIngressNginxWithoutTls],
  ['Traefik', EdgeController.traefik(), startTraefik],
  ['Envoy Gateway', EdgeController.envoyGateway({ envoyGatewayVersion: egctl.version }), startEnvoyGateway],
];

/** What a load balancer could change: who gets in, redirects to sign-in, streams and WebSockets. */
const ASKED = TOPICS.filter(({ name }) => /^(every route of the release|forged headers in every|each forged header|WebSockets|HTTP\/2|redirects to sign-in|foreign hosts)/.test(name));

/** The load balancer answers a reset stream with 502, which gRPC clients read as UNAVAILABLE. */
function behindLoadBalancer(one: Case): Case {
  return one.via === 'grpc' && one.expected.kind === 'malformed' ? { ...one, expected: { kind: 'unavailable', code: GrpcStatus.UNAVAILABLE } } : one;
}

describe.each(EDGES)('%s behind a load balancer that ends TLS', (_, edge, start) => {
  const stage = staged({
    manifests: edgeManifests(edge, { hosts: [HOST], tls: [], tlsEndsElsewhere: true }),
    hosts: [HOST],
    start,
    before: ({ plainPort, plainHttp2Port }, certificate) => startLoadBalancer(certificate, { port: plainPort!, http2Port: plainHttp2Port }),
  });

  it.each(ASKED)('$name', async ({ cases }) => {
    // The load balancer accepts every host on each connection.
    const traits = { ...stage().traits, bindsHostToConnection: false };
    const all = cases(TABLE, traits, [HOST]).map(behindLoadBalancer);
    expect(all.length).toBeGreaterThan(0);
    expect(await stage().deviations(all, traits)).toEqual([]);
  });
});

test('the tests behind a load balancer include all seven topics', () => expect(ASKED).toHaveLength(7));
