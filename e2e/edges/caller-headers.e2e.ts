import { ControlPlaneEdgeProps, EdgeController } from '../../src';
import { edgeManifests, HOST } from '../../test/constructs/edge/support';
import { chartGateway } from './_chart';
import { RunningEdge, Surroundings } from './_edge';
import { NEWEST_WITH_LUA, startEnvoyGateway } from './_envoy-gateway';
import { startIngressNginxWithDefaults } from './_ingress-nginx';
import { staged, TABLE } from './_stage';
import { FORGERY_TOPICS } from './_topics';

interface Combination {
  readonly name: string;
  readonly edge: EdgeController;
  readonly props?: Partial<ControlPlaneEdgeProps>;
  readonly start: (surroundings: Surroundings) => Promise<RunningEdge>;
}

/** Gateways on which Lua removes the headers, or only headers by name are removed, and ingress-nginx without our settings. */
const COMBINATIONS: readonly Combination[] = [
  { name: 'Envoy Gateway 1.6, by Lua', edge: EdgeController.envoyGateway({ envoyGatewayVersion: '1.6' }), start: startEnvoyGateway },
  {
    name: 'a shared Gateway, by Lua',
    edge: EdgeController.envoyGateway({ envoyGatewayVersion: NEWEST_WITH_LUA, gateway: { name: 'shared' } }),
    props: { tls: undefined },
    start: (surroundings) => startEnvoyGateway({ ...surroundings, others: [chartGateway('shared', [HOST])] }),
  },
  {
    name: 'Envoy Gateway of an unknown version',
    edge: EdgeController.envoyGateway(),
    start: async (surroundings) => {
      const running = await startEnvoyGateway(surroundings);
      return { ...running, traits: { ...running.traits, takesPrefixes: 'no route' } };
    },
  },
  { name: 'ingress-nginx with its defaults', edge: EdgeController.ingressNginx(), start: startIngressNginxWithDefaults },
];

describe.each(COMBINATIONS)('$name', ({ edge, props, start }) => {
  const stage = staged({ manifests: edgeManifests(edge, { hosts: [HOST], ...props }), hosts: [HOST], start });

  it.each(FORGERY_TOPICS)('$name', async ({ cases }) => {
    const all = cases(TABLE, stage().traits, [HOST]);
    expect(all.length).toBeGreaterThan(0);
    expect(await stage().deviations(all)).toEqual([]);
  });
});
