import { ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Job } from './child';
import type { Outcome } from './outcome';

export interface Limits {
  /** Milliseconds of a processor. */
  readonly time: number;
  /** Bytes that a process may hold. */
  readonly memory: number;
}

const MIB = 1024 * 1024;

export const LIMITS: Limits = { time: 5000, memory: 512 * MIB };

/** Until then everything is loaded, on a busy machine, too. */
const LOADING = 120_000;

/** Runs targets in a process of their own, and ends it where one hangs or holds too much. */
export class Watcher {
  private child?: ChildProcess;

  /** @param targets the module of the targets */
  public constructor(private readonly targets = join(__dirname, 'targets', 'index.ts'), private readonly limits: Limits = LIMITS) {}

  /** What comes of an input. What goes beyond a limit is run again, in a new process: others before it may be to blame. */
  public async run(target: string, input: Uint8Array): Promise<Outcome> {
    const outcome = await this.attempt({ target, input });
    if (outcome.kind === 'fine' || outcome.kind === 'fault') {
      return outcome;
    }
    this.stop();
    const again = await this.attempt({ target, input });
    if (again.kind !== 'fine' && again.kind !== 'fault') {
      this.stop();
    }
    return again;
  }

  public stop(): void {
    this.child?.removeAllListeners();
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private async attempt(job: Job): Promise<Outcome> {
    if (this.child === undefined) {
      this.child = start(this.targets, this.limits);
      const loaded = await next(this.child, LOADING);
      if ('kind' in loaded) {
        this.stop();
        throw new Error(`the targets of ${this.targets} cannot be loaded: ${loaded.message}`);
      }
    }
    this.child.send(job);
    const answer = await next(this.child, this.limits.time);
    if ('kind' in answer) {
      return answer;
    }
    const { outcome, peak } = answer;
    return peak > this.limits.memory ? { kind: 'memory', message: `holds ${Math.round(peak / MIB)} MiB` } : outcome!;
  }
}

function start(targets: string, { memory }: Limits): ChildProcess {
  // The garbage collector gets to work before the limit is reached; what still goes beyond it dies.
  const heap = Math.floor((memory / MIB) * 0.6);
  return fork(join(__dirname, 'child.ts'), [targets], {
    execArgv: ['--require', 'tsx/cjs', `--max-old-space-size=${heap}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Ticks a second of the clock that Linux counts processor time with. */
const TICKS = 100;

/** A busy machine may take so many times as long. */
const BUSY = 12;

/** Milliseconds of a processor that a process took so far; nothing where the system does not tell. */
function processorTime({ pid }: ChildProcess): number | undefined {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, '').trim().split(' ').slice(11, 13);
    return ((Number(user) + Number(system)) * 1000) / TICKS;
  } catch {
    return undefined;
  }
}

/** The next thing that a process says, or what became of it. Others that keep the machine busy do not count against it. */
function next(child: ChildProcess, patience: number): Promise<Answer | Extract<Outcome, { kind: 'hang' | 'death' }>> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (chunk: Buffer) => { said = `${said}${chunk.toString()}`.slice(-4000); };
    const settle = (value: Answer | Extract<Outcome, { kind: 'hang' | 'death' }>) => {
      clearTimeout(timer);
      child.stderr!.off('data', hear);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(value);
    };
    const onMessage = (answer: Answer) => settle(answer);
    const onExit = (code: number | null, signal: string | null) => settle({ kind: 'death', message: `ends with ${signal ?? code}: ${/FATAL ERROR.*/.exec(said)?.[0] ?? said.trim().slice(0, 300)}` });
    const [asked, before] = [Date.now(), processorTime(child) ?? 0];
    const look = () => {
      const waited = Date.now() - asked;
      const spent = Math.max((processorTime(child) ?? Infinity) - before, waited / BUSY);
      if (Math.min(spent, waited) >= patience) {
        settle({ kind: 'hang', message: `gives no answer within ${patience} ms` });
      } else {
        timer = setTimeout(look, Math.max(patience - spent, 50));
      }
    };
    let timer = setTimeout(look, patience);
    child.stderr!.on('data', hear);
    child.once('message', onMessage as (message: unknown) => void);
    child.once('exit', onExit);
  });
}
