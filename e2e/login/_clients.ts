import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { YamlFile } from '../../src';
import { temporaryDirectory } from '../_support/processes';
import { pathOf, Tool } from '../_support/tool';
import { flyteGoClient } from '../tools/flyte-go-client';
import { flyteSdk } from '../tools/flyte-sdk';
import { flytekit } from '../tools/flytekit';
import { Provider } from './_world';

/** What came of a program. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** A program that a real client runs: it makes one guarded call. */
export interface ClientProgram {
  readonly tool: Tool;
  /** Words of the shell. */
  readonly command: string;
  /** Of `client.py`. */
  readonly source?: string;
}

/** Configured by its environment alone. */
export const FLYTEKIT: ClientProgram = {
  tool: flytekit,
  command: '-u client.py',
  source: `
from flytekit.configuration import Config
from flytekit.clients.friendly import SynchronousFlyteClient
print("answered", SynchronousFlyteClient(Config.auto().platform).list_projects_paginated(limit=1))
`,
};

/** By the config file that its environment names, or by an API key. Its threads now and then crash Python while that ends, so it does not end in order. */
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

/** By the config file that its environment names, as flytectl and uctl. */
export const GO_CLIENT: ClientProgram = { tool: flyteGoClient, command: '"$UCTL_CONFIG"' };

export interface RunOptions {
  /** Shell lines that are sourced before; as a pipeline does. */
  readonly shell?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with all output so far, whenever there is more. */
  readonly onOutput?: (output: string) => void;
}

/** Shell lines that put a config file where the client looks for it. */
export function withFile(file: YamlFile): string {
  return `cat > client.yaml <<'END'\n${file.toString()}END\nexport UCTL_CONFIG="$PWD/client.yaml"`;
}

/** Runs a client in a shell and a home of its own. */
export function runClient(provider: Provider, { tool, command, source = '' }: ClientProgram, { shell = '', env = {}, onOutput }: RunOptions = {}): Promise<Outcome> {
  const home = temporaryDirectory('client');
  writeFileSync(join(home, 'client.py'), source);
  writeFileSync(join(home, 'run.sh'), `${shell}\nexec ${pathOf(tool)} ${command}\n`);
  // Where a client would open a browser, it prints the address.
  writeFileSync(join(home, 'xdg-open'), '#!/bin/sh\necho "opens $1 "\n', { mode: 0o755 });
  const child = spawn('sh', ['run.sh'], {
    cwd: home,
    // Wide, so that no address is broken over lines.
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
  // A client that waits for ever must not outlive its test.
  const late = setTimeout(() => child.kill('SIGKILL'), 120_000);
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code, signal) => {
    clearTimeout(late);
    resolve({ code, output: signal ? `${output}\nended by ${signal}` : output });
  }));
}
