import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './_readme';

export interface Ended {
  readonly code: number;
  /** Both streams. */
  readonly output: string;
}

/** How a place reaches the command: a folder of commands that goes first in the PATH, and variables of its own. */
export interface Reach {
  readonly bin: string;
  readonly env?: Readonly<Record<string, string>>;
}

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

function bash(script: string, cwd: string, { bin, env = {} }: Reach, variables: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script], {
      cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, ...variables, PATH: `${bin}${delimiter}${process.env.PATH}` },
    });
    let output = '';
    [child.stdout, child.stderr].forEach((stream) => stream.on('data', (chunk: Buffer) => { output += chunk.toString(); }));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

interface Input {
  readonly required?: boolean;
  readonly default?: string;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs the steps of `action.yml` as GitHub's runner does those of a composite action: inputs with their defaults, expressions in `env` alone,
 * each script in a bash of its own.
 *
 * @returns how the first step ended that failed, else the last
 */
export async function runAction(given: Readonly<Record<string, string>>, cwd: string, reach: Reach): Promise<Ended> {
  const { inputs, runs } = parse(textOf('action.yml')) as { inputs: Record<string, Input>; runs: { using: string; steps: Step[] } };
  const missing = Object.keys(inputs).filter((name) => inputs[name].required && given[name] === undefined);
  const unknown = Object.keys(given).filter((name) => !(name in inputs));
  if (runs.using !== 'composite' || missing.length > 0 || unknown.length > 0) {
    throw new Error(`action.yml is ${runs.using}; missing ${missing.join()}; unknown ${unknown.join()}`);
  }
  const valueOf = (text: string) => text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => given[name] ?? inputs[name].default ?? '');
  let ended: Ended = { code: 0, output: '' };
  for (const { run, shell, env = {} } of runs.steps.filter((step) => step.uses === undefined)) {
    if (shell !== 'bash' || run === undefined || run.includes('${{')) {
      throw new Error(`a step is not a script of bash, or holds an expression that the runner would paste into it: ${run}`);
    }
    const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, valueOf(value)]));
    ended = await bash(run, cwd, reach, variables);
    if (ended.code !== 0) {
      break;
    }
  }
  return ended;
}

/** Runs the job of the GitLab template, its lines one after another in one shell. */
export async function runGitlabJob(given: Readonly<Record<string, string>>, cwd: string, reach: Reach): Promise<Ended> {
  const job = parse(textOf('integrations/union-auth.gitlab-ci.yml'))['union-auth'] as { variables: Record<string, string>; script: string[] };
  return bash(job.script.join('\n'), cwd, reach, { ...job.variables, ...given });
}

interface Image {
  /** What the first stage runs. */
  readonly build: string;
  readonly entrypoint: readonly string[];
  readonly folder: string;
}

/** What the Dockerfile says, as far as it can be done without an image. */
export function dockerfile(): Image {
  const lines = textOf('integrations/Dockerfile').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const last = (instruction: string, among = lines) => among.filter((line) => line.startsWith(`${instruction} `)).at(-1)!.slice(instruction.length + 1);
  const second = lines.findIndex((line, index) => index > 0 && line.startsWith('FROM '));
  return {
    build: last('RUN', lines.slice(0, second)),
    entrypoint: JSON.parse(last('ENTRYPOINT')) as string[],
    folder: last('WORKDIR', lines.slice(0, second)),
  };
}
