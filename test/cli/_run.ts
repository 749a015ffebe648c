import { run } from '../../src/cli/cli';
import { Io } from '../../src/cli/command';
import { initCommandWith } from '../../src/cli/init-command';
import type { Prompter } from '../../src/cli/init-interview';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Options = Partial<Omit<Io, 'stdin'>> & { readonly input?: string | Buffer };

/** The streams of a command, and what it prints to them. */
function recording({ input = '', ...own }: Options) {
  const printed = { out: '', err: '' };
  const io: Io = {
    env: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    ...own,
    stdout: (text) => { printed.out += text; },
    stderr: (text) => { printed.err += text; },
    stdin: () => (typeof input === 'string' ? Buffer.from(input) : input),
  };
  return { io, printed };
}

/** Runs the command line in this process. Every command but `doctor` is done when it returns. */
export function cli(argv: readonly string[], options: Options = {}): Ran {
  const { io, printed } = recording(options);
  const code = run(argv, io);
  if (typeof code !== 'number') {
    throw new Error(`${argv.join(' ')} asks the network; wait for it`);
  }
  return { code, ...printed };
}

export async function doctor(args: readonly string[], options: Options = {}): Promise<Ran> {
  const { io, printed } = recording(options);
  const code = await run(['doctor', ...args], io);
  return { code, ...printed };
}

/** `init`, in a terminal where something answers its questions. */
export async function init(args: readonly string[], prompter?: Prompter, input = ''): Promise<Ran> {
  const isTerminal = prompter !== undefined;
  const { io, printed } = recording({ input, stdinIsTerminal: isTerminal, stdoutIsTerminal: isTerminal, stderrIsTerminal: isTerminal });
  try {
    const code = await initCommandWith(async () => prompter!).run(args, io);
    return { code, ...printed };
  } catch (error) {
    return { code: 2, ...printed, err: printed.err + (error as Error).message };
  }
}
