import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientEnvironment, UnionIdentity, YamlFile } from '../../src';
import { temporaryDirectory } from '../_support/processes';
import { pathOf, Tool } from '../_support/tool';
import { flyteGoClient } from '../tools/flyte-go-client';
import { flyteSdk } from '../tools/flyte-sdk';
import { flytekit } from '../tools/flytekit';
import { Provider } from './_world';

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** A program of a real client that makes one guarded call. */
export interface ClientProgram {
  readonly tool: Tool;
  /** Arguments, as words of the shell. */
  readonly command: string;
  /** The text of `client.py`. */
  readonly source?: string;
}

/** Configured only by its environment. */
export const FLYTEKIT: ClientProgram = {
  tool: flytekit,
  command: '-u client.py',
  source: `
from flytekit.configuration import Config
from flytekit.clients.friendly import SynchronousFlyteClient
print("answered", SynchronousFlyteClient(Config.auto().platform).list_projects_paginated(limit=1))
`,
};

/** Configured by the file that its environment names, or by an API key. It ends by `_exit`, since its threads sometimes crash Python at the end. */
export const FLYTE_SDK: ClientProgram = {
  tool: flyteSdk,
  command: '-u client.py',
  source: `
import os, flyte
from flyte.remote import Project
flyte.init_from_api_key() if os.environ.get("FLYTE_API_KEY") else flyte.init_from_config()
print("answered", list(Project.listall()), flush=True)
os._exit(0)
`,
};

/** Configured by the file that its environment names, as flytectl and uctl are. */
export const GO_CLIENT: ClientProgram = { tool: flyteGoClient, command: '"$UCTL_CONFIG"' };

export interface RunOptions {
  /** Shell lines that run first, as in a pipeline. */
  readonly shell?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with all output so far when there is more. */
  readonly onOutput?: (output: string) => void;
}

/** Shell lines that write a config file and point the client to it. */
export function withFile(file: YamlFile): string {
  return `cat > client.yaml <<'END'\n${file.toString()}END\nexport UCTL_CONFIG="$PWD/client.yaml"`;
}

/** The sign-ins of a pipeline: description, program, and the emitted shell lines. */
export function pipelineSignIns(identity: UnionIdentity): (readonly [string, ClientProgram, string])[] {
  const ci = identity.client('ci');
  const signIns: readonly (readonly [string, ClientProgram, ClientEnvironment])[] = [
    ['flytekit signs in with its emitted environment', FLYTEKIT, ClientEnvironment.flytekit(ci)],
    ['flyte-sdk signs in with its emitted file and the variable that names it', FLYTE_SDK, ClientEnvironment.flyteSdk(ci)],
    ['the Go client of flytectl and uctl signs in with the same file', GO_CLIENT, ClientEnvironment.flyteSdk(ci)],
    ['flyte-sdk signs in with an API key', FLYTE_SDK, ClientEnvironment.apiKey(ci)],
  ];
  return signIns.map(([what, program, environment]) => [what, program, environment.toShell().toString()]);
}

/** Runs a client in its own shell and home directory. */
export function runClient(provider: Provider, { tool, command, source = '' }: ClientProgram, { shell = '', env = {}, onOutput }: RunOptions = {}): Promise<Outcome> {
  const home = temporaryDirectory('client');
  writeFileSync(join(home, 'client.py'), source);
  writeFileSync(join(home, 'run.sh'), `${shell}\nexec ${pathOf(tool)} ${command}\n`);
  // Prints the address that a client opens in a browser.
  writeFileSync(join(home, 'xdg-open'), '#!/bin/sh\necho "opens $1 "\n', { mode: 0o755 });
  const child = spawn('sh', ['run.sh'], {
    cwd: home,
    // Wide enough for addresses without line breaks.
    env: { PATH: `${home}:${process.env.PATH}`, BROWSER: 'xdg-open %s', HOME: home, TMPDIR: home, COLUMNS: '1000', PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring', ...provider.environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      onOutput?.(output);
    });
  }
  // A client that hangs must not outlive its test.
  const late = setTimeout(() => child.kill('SIGKILL'), 120_000);
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code, signal) => {
    clearTimeout(late);
    resolve({ code, output: signal ? `${output}\nended by ${signal}` : output });
  }));
}
