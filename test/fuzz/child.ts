/** The process that runs targets: it may hang or die, and somebody watches it. Its argument is the module of the targets. */
import type { Outcome } from './outcome';
import type { Target } from './targets/target';

/** What the watcher asks. */
export interface Job {
  readonly target: string;
  readonly input: Uint8Array;
}

/** What it hears: once without an outcome, when everything is loaded. */
export interface Answer {
  readonly outcome?: Outcome;
  /** The most memory that the process ever held, in bytes. */
  readonly peak: number;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- which one is said at run time
const { TARGETS } = require(process.argv[2]) as { readonly TARGETS: readonly Target[] };

function outcomeOf({ target, input }: Job): Outcome {
  try {
    return { kind: 'fine', signature: TARGETS.find(({ name }) => name === target)!.run(Buffer.from(input)) };
  } catch (error) {
    const message = error instanceof Error ? (error.name === 'BrokenPromise' ? error.message : error.stack) : undefined;
    return { kind: 'fault', message: message ?? String(error) };
  }
}

const answer = (outcome?: Outcome) => process.send!({ outcome, peak: process.resourceUsage().maxRSS * 1024 } satisfies Answer);

process.on('message', (job: Job) => answer(outcomeOf(job)));
process.on('disconnect', () => process.exit());
answer();
