import { Edge } from '../../src';
import { ChartRelease } from '../../src/contract/union/releases/chart-release';
import { edgeManifests, HOST, INTERNAL_HOST } from '../../test/constructs/edge/support';
import { Backends } from './_backends';
import { certificateFor } from './_certificate';
import { Client } from './_client';
import { RouteTable } from './_contract';
import { RunningEdge, Surroundings } from './_edge';
import { Flyteadmin } from './_flyteadmin';
import { grpcCalls } from './_grpc-calls';
import { deviations, slippedBy } from './_judge';
import { trickCases } from './_paths';
import { plainDeviations } from './_plain';
import { slowCases, TOPICS, unansweredCases } from './_topics';

const HOSTS = [HOST, INTERNAL_HOST];

/** The same requests and verdicts for every edge: what the contract says, asked of the real thing. */
export function describeEdge(edge: Edge, start: (surroundings: Surroundings) => Promise<RunningEdge>): void {
  describe(`the ${edge.name} edge`, () => {
    const table = new RouteTable(ChartRelease._current);
    let backends: Backends;
    let flyteadmin: Flyteadmin;
    let running: RunningEdge;
    let client: Client;

    beforeAll(async () => {
      const certificate = await certificateFor(...HOSTS);
      [backends, flyteadmin] = await Promise.all([Backends.start(table.backends), Flyteadmin.start()]);
      running = await start({ manifests: edgeManifests(edge), backends, flyteadmin, certificate });
      client = new Client(running.port, certificate.certificate);
    });

    afterAll(async () => {
      console.log(`${edge.name}: ${client?.requests} requests`);
      client?.close();
      await running?.stop();
      await Promise.all([backends?.stop(), flyteadmin?.stop()]);
    });

    it.each(TOPICS)('$name', async ({ cases }) => {
      const asked = flyteadmin.asked;
      const all = cases(table, running.traits, HOSTS);
      expect(await deviations(all, client, backends, running.traits)).toEqual([]);
      expect(all.length).toBeGreaterThan(0);
      if (all.every(({ expected }) => expected.kind === 'not served')) {
        expect(flyteadmin.asked).toBe(asked);
      }
    });

    it.each(grpcCalls(table, HOST))('gRPC: $name', async ({ asking, expected }) => {
      expect(await client.grpc(asking)).toMatchObject(expected);
    });

    it('no trick with paths opens a guarded route', async () => {
      expect(await slippedBy(trickCases(table, running.traits, HOST), client, backends, table)).toEqual([]);
    });

    it('answers that take long, and silent streams, arrive', async () => {
      expect(await deviations(slowCases(table, running.traits, HOST), client, backends, running.traits, 100)).toEqual([]);
    });

    it('whoever comes without TLS is sent to https', async () => {
      if (running.plainPort) {
        expect(await plainDeviations(running.plainPort, HOSTS)).toEqual([]);
      }
    });

    const unanswered = async (away: 'flyteadmin' | 'gate', round: string): Promise<string[]> =>
      // All at once: each waits as long as the edge does.
      deviations(unansweredCases(table, running.traits, HOST, away, round), client, backends, running.traits, 100);

    it('while flyteadmin is down, callers are told to try again', async () => {
      await flyteadmin.down();
      try {
        expect(await unanswered('flyteadmin', 'down')).toEqual([]);
      } finally {
        await flyteadmin.up();
      }
    });

    it('while /me hangs, callers are told to try again', async () => {
      flyteadmin.hang();
      const since = Date.now();
      try {
        expect(await unanswered('flyteadmin', 'hang')).toEqual([]);
        expect(Date.now() - since).toBeLessThan((running.traits.patience ?? 12) * 1000);
      } finally {
        flyteadmin.goOn();
      }
    });

    it('without the auth gate, callers are told to try again', async () => {
      if (running.endGate) {
        await running.endGate();
        expect(await unanswered('gate', 'gone')).toEqual([]);
      }
    });
  });
}
