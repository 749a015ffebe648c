import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubectlError, kubectlOf } from '../../../src/doctor/cluster/kubectl';

/** The environment of a kubectl that is a script. */
function kubectl(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'kubectl'), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin`, MARK: 'x' };
}

test.each([
  [undefined, '--request-timeout=20s get pods x\n'],
  ['eu', '--request-timeout=20s --context=eu get pods x\n'],
])('is run with the context %s, in the environment that was given', async (context, printed) => {
  expect(await kubectlOf(context, kubectl('echo "$@" $MARK'))(['get', 'pods'])).toBe(printed);
});

test.each<[string, string, string, string]>([
  ['its last line', 'echo half; echo "one\nError: forbidden" >&2; exit 1', 'Error: forbidden', 'half\n'],
  ['the command, where it said nothing', 'exit 1', 'Command failed: kubectl --request-timeout=20s get', ''],
])('what fails says %s', async (_, script, message, printed) => {
  const error = await kubectlOf(undefined, kubectl(script))(['get']).catch((thrown: unknown) => thrown);
  expect(error).toEqual(new KubectlError(message));
  expect((error as KubectlError).printed).toBe(printed);
});

test('one that is not there is said to be that', async () => {
  await expect(kubectlOf(undefined, { PATH: '/nowhere' })(['get'])).rejects.toEqual(new KubectlError('kubectl is not installed, or not on the PATH'));
});
