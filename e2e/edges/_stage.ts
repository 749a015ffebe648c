import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { Manifest } from '../../test/constructs/edge/support';
import { Backends } from './_backends';
import { Case, EdgeTraits } from './_cases';
import { Certificate, certificateFor } from './_certificate';
import { Client } from './_client';
import { RouteTable } from './_contract';
import { RunningEdge, Surroundings } from './_edge';
import { Flyteadmin } from './_flyteadmin';
import { deviations } from './_judge';
import { KubeObject } from './_kubernetes';

/** The routes of the current release. */
export const TABLE = new RouteTable(ChartVersion._current);

export interface StageProps {
  readonly manifests: readonly Manifest[];
  /** Objects that the library does not emit. */
  readonly others?: readonly KubeObject[];
  readonly hosts: readonly string[];
  /** `service:port` of each backend. @default those of the current release */
  readonly services?: readonly string[];
  readonly start: (surroundings: Surroundings) => Promise<RunningEdge>;
  /** Starts a server between client and edge. */
  readonly before?: (running: RunningEdge, certificate: Certificate) => Promise<InFront>;
}

/** A server between client and edge. */
export interface InFront {
  readonly port: number;
  stop(): Promise<void>;
}

/** A real edge with stand-ins as its backends, and a client. */
export class Stage {
  /** Starts all parts, or stops those that have started and throws. */
  public static async set(props: StageProps): Promise<Stage> {
    const stage = new Stage();
    try {
      await stage.open(props);
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  public backends!: Backends;
  public flyteadmin!: Flyteadmin;
  public running!: RunningEdge;
  public client!: Client;
  private readonly closing: (() => unknown)[] = [];

  private constructor() {}

  public get traits(): EdgeTraits {
    return this.running.traits;
  }

  /** The cases with an unexpected result. */
  public deviations(cases: readonly Case[], traits = this.traits, atOnce?: number): Promise<string[]> {
    return deviations(cases, this.client, this.backends, traits, atOnce);
  }

  /** Stops all parts, the last one first, also if one of them fails. */
  public async close(): Promise<void> {
    const problems: unknown[] = [];
    for (const close of this.closing.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        problems.push(error);
      }
    }
    if (problems.length > 0) {
      throw problems[0];
    }
  }

  private async open({ manifests, others, hosts, services = TABLE.backends, start, before }: StageProps): Promise<void> {
    const certificate = await certificateFor(...hosts);
    this.backends = this.closed(await Backends.start(services));
    this.flyteadmin = this.closed(await Flyteadmin.start());
    this.running = this.closed(await start({ manifests, others, backends: this.backends, flyteadmin: this.flyteadmin, certificate }));
    const front = before === undefined ? this.running : this.closed(await before(this.running, certificate));
    this.client = new Client(front.port, certificate.certificate);
    this.closing.push(() => this.client.close());
  }

  private closed<T extends { stop(): Promise<unknown> }>(server: T): T {
    this.closing.push(() => server.stop());
    return server;
  }
}

/** One stage for all tests of a `describe`. */
export function staged(props: StageProps): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await Stage.set(props);
  });
  afterAll(async () => {
    console.log(`${stage?.traits.name}: ${stage?.client.requests} requests`);
    await stage?.close();
  });
  return () => stage!;
}
