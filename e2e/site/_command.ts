import { run } from '../../src/cli/cli';
import type { Report } from '../../src/verify/verify';

export async function command(argv: readonly string[], input = ''): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const code = await run(argv, {
    env: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    stdout: (text) => { out += text; },
    stderr: (text) => { err += text; },
    stdin: () => Buffer.from(input),
  });
  return { code, out, err };
}

/** The findings of `verify`, each as a rule and a place. */
export async function foundByCommand(paths: readonly string[], nameOf: (file: string) => string = (file) => file): Promise<string[]> {
  const { out, err } = await command(['verify', '--format', 'json', ...paths]);
  if (out === '') {
    throw new Error(err);
  }
  // Each place once, as the page shows it, even if several values are expected there.
  return (JSON.parse(out) as Report).findings.flatMap(({ also = [], ...finding }) => {
    const places = [finding, ...also].map(({ file, line, object, field }) => [JSON.stringify([file, line, object, field]), `${finding.rule} ${nameOf(file)}:${line}`] as const);
    return [...new Map(places).values()];
  }).sort();
}
