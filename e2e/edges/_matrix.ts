import { EdgeController } from '../../src';
import { edgeManifests, HOST, INTERNAL_HOST } from '../../test/constructs/edge/support';
import { RunningEdge, Surroundings } from './_edge';
import { grpcCalls } from './_grpc-calls';
import { slippedBy } from './_judge';
import { trickCases } from './_paths';
import { plainDeviations } from './_plain';
import { staged, TABLE } from './_stage';
import { slowCases, TOPICS, unansweredCases } from './_topics';

const HOSTS = [HOST, INTERNAL_HOST];

/** The same requests and verdicts for every edge: what the contract says, asked of the real thing. */
export function describeEdge(edge: EdgeController, start: (surroundings: Surroundings) => Promise<RunningEdge>): void {
  describe(`the ${edge.name} edge`, () => {
    const stage = staged({ manifests: edgeManifests(edge), hosts: HOSTS, start });

    it.each(TOPICS)('$name', async ({ cases }) => {
      const { flyteadmin, traits } = stage();
      const asked = flyteadmin.asked;
      const all = cases(TABLE, traits, HOSTS);
      expect(await stage().deviations(all)).toEqual([]);
      expect(all.length).toBeGreaterThan(0);
      if (all.every(({ expected }) => expected.kind === 'not served')) {
        expect(flyteadmin.asked).toBe(asked);
      }
    });

    it.each(grpcCalls(TABLE, HOST))('gRPC: $name', async ({ asking, expected }) => {
      expect(await stage().client.grpc(asking)).toMatchObject(expected);
    });

    it('no trick with paths opens a guarded route', async () => {
      const { client, backends, traits } = stage();
      expect(await slippedBy(trickCases(TABLE, traits, HOST), client, backends, TABLE)).toEqual([]);
    });

    it('answers that take long, and silent streams, arrive', async () => {
      const { traits } = stage();
      expect(await stage().deviations(slowCases(TABLE, traits, HOST), traits, 100)).toEqual([]);
    });

    it('whoever comes without TLS is sent to https', async () => {
      const { plainPort } = stage().running;
      if (plainPort) {
        expect(await plainDeviations(plainPort, HOSTS)).toEqual([]);
      }
    });

    const unanswered = async (away: 'flyteadmin' | 'gate', round: string): Promise<string[]> => {
      const { traits } = stage();
      // All at once: each waits as long as the edge does.
      return stage().deviations(unansweredCases(TABLE, traits, HOST, away, round), traits, 100);
    };

    it('while flyteadmin is down, callers are told to try again', async () => {
      await stage().flyteadmin.down();
      try {
        expect(await unanswered('flyteadmin', 'down')).toEqual([]);
      } finally {
        await stage().flyteadmin.up();
      }
    });

    it('while /me hangs, callers are told to try again', async () => {
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

    it('without the auth gate, callers are told to try again', async () => {
      const { endGate } = stage().running;
      if (endGate) {
        await endGate();
        expect(await unanswered('gate', 'gone')).toEqual([]);
      }
    });
  });
}
