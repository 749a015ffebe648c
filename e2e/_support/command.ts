import { run } from '../../src/cli/cli';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process. */
export async function command(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  let [out, err] = ['', ''];
  const code = await run(argv, {
    env,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    stdout: (text) => { out += text; },
    stderr: (text) => { err += text; },
    stdin: () => Buffer.alloc(0),
  });
  return { code, out, err };
}
