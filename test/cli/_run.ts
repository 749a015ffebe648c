import { run } from '../../src/cli/cli';
import { Io } from '../../src/cli/command';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process. */
export function cli(argv: readonly string[], options: Partial<Omit<Io, 'stdin'>> & { readonly input?: string | Buffer } = {}): Ran {
  let [out, err] = ['', ''];
  const { input = '', ...io } = options;
  const code = runNow(argv, {
    env: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    ...io,
    stdout: (text) => { out += text; },
    stderr: (text) => { err += text; },
    stdin: () => (typeof input === 'string' ? Buffer.from(input) : input),
  });
  return { code, out, err };
}

/** Every command but `doctor` is done when it returns. */
function runNow(...args: Parameters<typeof run>): number {
  const code = run(...args);
  if (typeof code !== 'number') {
    throw new Error(`${args[0].join(' ')} asks the network; wait for it`);
  }
  return code;
}
