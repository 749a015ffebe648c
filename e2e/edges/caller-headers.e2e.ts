import { ControlPlaneEdgeProps, Edge } from '../../src';
import { ChartRelease } from '../../src/contract/union/releases/chart-release';
import { edgeManifests, HOST } from '../../test/constructs/edge/support';
import { Backends } from './_backends';
import { certificateFor } from './_certificate';
import { chartGateway } from './_chart';
import { Client } from './_client';
import { RouteTable } from './_contract';
import { RunningEdge, Surroundings } from './_edge';
import { startEnvoyGateway } from './_envoy-gateway';
import { Flyteadmin } from './_flyteadmin';
import { startIngressNginxAsItComes } from './_ingress-nginx';
import { deviations } from './_judge';
import { FORGERY_TOPICS } from './_topics';

interface Combination {
  readonly name: string;
  readonly edge: Edge;
  readonly props?: Partial<ControlPlaneEdgeProps>;
  readonly start: (surroundings: Surroundings) => Promise<RunningEdge>;
}

/** An Envoy Gateway that takes names alone, a Gateway of others that takes none, and a controller that nobody has given our settings. */
const COMBINATIONS: readonly Combination[] = [
  { name: 'Envoy Gateway 1.6, by Lua', edge: Edge.envoyGateway({ envoyGatewayVersion: '1.6' }), start: startEnvoyGateway },
  {
    name: 'a Gateway of others, by Lua',
    edge: Edge.envoyGateway({ envoyGatewayVersion: '1.8', gateway: { name: 'shared' } }),
    props: { tls: undefined },
    start: (surroundings) => startEnvoyGateway({ ...surroundings, others: [chartGateway('shared', [HOST])] }),
  },
  {
    name: 'Envoy Gateway of whatever version',
    edge: Edge.envoyGateway(),
    start: async (surroundings) => {
      const running = await startEnvoyGateway(surroundings);
      return { ...running, traits: { ...running.traits, takesPrefixes: 'no route' } };
    },
  },
  { name: 'ingress-nginx as it comes', edge: Edge.ingressNginx(), start: startIngressNginxAsItComes },
];

describe.each(COMBINATIONS)('$name', ({ edge, props, start }) => {
  const table = new RouteTable(ChartRelease._current);
  let backends: Backends;
  let flyteadmin: Flyteadmin;
  let running: RunningEdge;
  let client: Client;

  beforeAll(async () => {
    const certificate = await certificateFor(HOST);
    [backends, flyteadmin] = await Promise.all([Backends.start(table.backends), Flyteadmin.start()]);
    const manifests = edgeManifests(edge, { hosts: [HOST], ...props });
    running = await start({ manifests, backends, flyteadmin, certificate });
    client = new Client(running.port, certificate.certificate);
  });
  afterAll(async () => {
    client?.close();
    await running?.stop();
    await Promise.all([backends?.stop(), flyteadmin?.stop()]);
  });

  it.each(FORGERY_TOPICS)('$name', async ({ cases }) => {
    const all = cases(table, running.traits, [HOST]);
    expect(all.length).toBeGreaterThan(0);
    expect(await deviations(all, client, backends, running.traits)).toEqual([]);
  });
});
