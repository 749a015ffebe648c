import { spawn } from 'node:child_process';

/**
 * Runs commands as they are printed, in a shell that stops at the first failure. Asynchronously: this process may serve what they ask for.
 *
 * @returns what they print, both streams
 */
export function shell(commands: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-e', '-c', commands], {
      cwd,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', npm_config_audit: 'false', npm_config_fund: 'false', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    }
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${commands}\nended with ${code}:\n${output}`))));
  });
}
