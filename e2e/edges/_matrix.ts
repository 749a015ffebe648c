import { ChartVersion, EdgeController } from '../../src';
import { edgeManifests, HOST, INTERNAL_HOST, Manifest } from '../../test/constructs/edge/support';
import { EDGE_ANSWERS, madeBesideChart } from '../../test/init/_beside-chart';
import { RouteTable } from './_contract';
import { RunningEdge, Surroundings } from './_edge';
import { grpcCalls } from './_grpc-calls';
import { slippedBy } from './_judge';
import { trickCases } from './_paths';
import { plainDeviations } from './_plain';
import { staged, TABLE } from './_stage';
import { slowCases, TOPICS, unansweredCases } from './_topics';

const HOSTS = [HOST, INTERNAL_HOST];

type Start = (surroundings: Surroundings) => Promise<RunningEdge>;

/**
 * Runs the same requests against every edge, and compares the results with the contract.
 *
 * @param answers what `init` is told of the edge
 */
export function describeEdge(edge: EdgeController, start: Start, answers = EDGE_ANSWERS[edge.name]): void {
  const own = { name: `the ${edge.name} edge`, manifests: edgeManifests(edge), hosts: HOSTS, table: TABLE, start };
  const beside = madeBesideChart(answers, ChartVersion._current).manifests as Manifest[];
  describeServing(own);
  // Without delivery, which the suite `api-server` tests.
  describeServing({
    name: `the ${edge.name} edge that init makes beside Union's chart`,
    manifests: beside.filter(({ kind }) => !['Secret', 'ExternalSecret'].includes(kind)),
    hosts: [HOST],
    table: edge._kind.comesWithChart ? new RouteTable(ChartVersion._current, 'by their beginning') : TABLE,
    openByBeginning: edge._kind.comesWithChart,
    start,
  });
}

interface Serving {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly hosts: readonly string[];
  readonly table: RouteTable;
  /** Whether an open path passes ambiguous paths to flyteadmin, which checks callers itself. */
  readonly openByBeginning?: boolean;
  readonly start: Start;
}

function describeServing({ name, manifests, hosts, table, openByBeginning, start }: Serving): void {
  describe(name, () => {
    const stage = staged({ manifests, hosts, start });
    const topics = TOPICS.filter(({ needsHosts = 1 }) => hosts.length >= needsHosts);

    it.each(topics)('$name', async ({ cases }) => {
      const { flyteadmin, traits } = stage();
      const asked = flyteadmin.asked;
      const all = cases(table, traits, hosts);
      expect(await stage().deviations(all)).toEqual([]);
      expect(all.length).toBeGreaterThan(0);
      if (all.every(({ expected }) => expected.kind === 'not served')) {
        expect(flyteadmin.asked).toBe(asked);
      }
    });

    it.each(grpcCalls(table, HOST))('gRPC: $name', async ({ asking, expected }) => {
      expect(await stage().client.grpc(asking)).toMatchObject(expected);
    });

    it('no ambiguous path opens a guarded route', async () => {
      const { client, backends, traits } = stage();
      expect(await slippedBy(trickCases(table, traits, HOST), client, backends, table, openByBeginning)).toEqual([]);
    });

    it('slow answers and silent streams arrive', async () => {
      const { traits } = stage();
      expect(await stage().deviations(slowCases(table, traits, HOST), traits, 100)).toEqual([]);
    });

    it('requests without TLS are redirected to https', async () => {
      const { plainPort } = stage().running;
      if (plainPort) {
        expect(await plainDeviations(plainPort, hosts)).toEqual([]);
      }
    });

    const unanswered = async (away: 'flyteadmin' | 'gate', round: string): Promise<string[]> => {
      const { traits } = stage();
      // All at the same time, since each waits as long as the edge does.
      return stage().deviations(unansweredCases(table, traits, HOST, away, round), traits, 100);
    };

    it('guarded routes refuse callers while flyteadmin is down', async () => {
      await stage().flyteadmin.down();
      try {
        expect(await unanswered('flyteadmin', 'down')).toEqual([]);
      } finally {
        await stage().flyteadmin.up();
      }
    });

    it('guarded routes refuse callers while /me hangs', async () => {
      const { flyteadmin, traits } = stage();
      flyteadmin.hang();
      const since = Date.now();
      try {
        expect(await unanswered('flyteadmin', 'hang')).toEqual([]);
        expect(Date.now() - since).toBeLessThan((traits.patience ?? 12) * 1000);
      } finally {
        flyteadmin.goOn();
      }
    });

    it('guarded routes refuse callers without the auth gate', async () => {
      const { endGate } = stage().running;
      if (endGate) {
        await endGate();
        expect(await unanswered('gate', 'gone')).toEqual([]);
      }
    });
  });
}
