import { mutated } from './mutations';
import { causeOf, Failure } from './outcome';
import { Random } from './random';
import { shrunk } from './shrink';
import type { Target } from './targets/target';
import type { Watcher } from './watcher';

/** Something that an input did and must not. */
export interface Finding {
  readonly target: string;
  readonly failure: Failure;
  /** As small as it was made. */
  readonly input: Buffer;
}

/** What was done to one target. */
export interface Tally {
  executions: number;
  /** Signatures that were seen: how many different things happened. */
  readonly signatures: Set<string>;
  /** Failures of each cause. */
  readonly causes: Map<string, number>;
  /** The most milliseconds that an input took. */
  slowest: number;
}

/** Gives targets mutated inputs, one after the other, and keeps as further seeds what makes them do something new. */
export class Campaign {
  public readonly tallies = new Map<string, Tally>();
  private readonly random: Random;
  private readonly corpora: ReadonlyMap<string, Buffer[]>;
  private turn = 0;

  public constructor(
    private readonly watcher: Watcher,
    private readonly targets: readonly Target[],
    seeds: Readonly<Record<Target['seeds'], readonly Buffer[]>>,
    seed: number,
    private readonly found: (finding: Finding) => void,
  ) {
    this.random = new Random(seed);
    this.corpora = new Map(targets.map((target) => [target.name, [...seeds[target.seeds]]]));
    targets.forEach(({ name }) => this.tallies.set(name, { executions: 0, signatures: new Set(), causes: new Map(), slowest: 0 }));
  }

  /** Runs every seed as it is, so that what is found of them is not put down to a mutation. */
  public async runSeeds(): Promise<void> {
    for (const { name } of this.targets) {
      for (const seed of [...this.corpora.get(name)!]) {
        await this.execute(name, seed);
      }
    }
  }

  /** One input for one target; they take turns. */
  public async step(): Promise<void> {
    const { name } = this.targets[this.turn % this.targets.length];
    this.turn += 1;
    const corpus = this.corpora.get(name)!;
    const other = this.random.pick(this.corpora.get(this.random.oneIn(8) ? this.random.pick(this.targets).name : name)!);
    await this.execute(name, mutated(this.random.pick(corpus), this.random, other));
  }

  private async execute(target: string, input: Buffer): Promise<void> {
    const tally = this.tallies.get(target)!;
    const start = performance.now();
    const outcome = await this.watcher.run(target, input);
    tally.executions += 1;
    if (outcome.kind !== 'fine') {
      await this.report(target, outcome, input, tally);
      return;
    }
    tally.slowest = Math.max(tally.slowest, performance.now() - start);
    if (!tally.signatures.has(outcome.signature)) {
      tally.signatures.add(outcome.signature);
      this.corpora.get(target)!.push(input);
    }
  }

  private async report(target: string, failure: Failure, input: Buffer, { causes }: Tally): Promise<void> {
    const cause = causeOf(failure);
    const times = (causes.get(cause) ?? 0) + 1;
    causes.set(cause, times);
    if (times > 1) {
      return;
    }
    const stillFails = async (candidate: Buffer) => {
      const outcome = await this.watcher.run(target, candidate);
      return outcome.kind !== 'fine' && causeOf(outcome) === cause;
    };
    // What hangs takes its time at each try.
    this.found({ target, failure, input: await shrunk(input, stillFails, failure.kind === 'fault' ? 300 : 6) });
  }
}
