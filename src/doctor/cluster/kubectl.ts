import { execFile } from 'node:child_process';
import { quoted } from '../ask/remote-text';

/** Runs the user's kubectl. Tests replace it. */
export type Kubectl = (args: readonly string[]) => Promise<string>;

/** An error of kubectl. */
export class KubectlError extends Error {
  public override readonly name = 'KubectlError';

  /** @param printed its output in spite of the error */
  public constructor(message: string, public readonly printed = '') {
    super(message);
  }
}

const PATIENCE = 30_000;
const LARGEST_OUTPUT = 64 * 1024 * 1024;

/** @param context of the kubeconfig; the current one by default */
export function kubectlOf(
  context: string | undefined, env: Readonly<Record<string, string | undefined>>,
): Kubectl {
  const common = ['--request-timeout=20s', ...(context === undefined ? [] : [`--context=${context}`])];
  return (args) => new Promise((resolve, reject) => {
    execFile(
      'kubectl',
      [...common, ...args],
      { env: { ...env }, timeout: PATIENCE, maxBuffer: LARGEST_OUTPUT, encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
        } else {
          const isMissing = 'code' in error && (error.code as unknown) === 'ENOENT';
          const reason = isMissing
            ? 'kubectl is not installed, or not on the PATH'
            : quoted(stderr.trim().split('\n').pop() || error.message);
          reject(new KubectlError(reason, stdout));
        }
      },
    );
  });
}
