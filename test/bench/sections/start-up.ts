import { deepStrictEqual } from 'node:assert';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bareApp } from '../inputs/bare';
import { quickStart } from '../inputs/quick-start';
import { readDocuments } from '../inputs/read-documents';
import { median, Program, run, takeTurns, Usage } from '../measure';
import { atMost, milliseconds, Row, times } from '../report';
import { Context } from './section';

const ROOT = join(__dirname, '..', '..', '..');
const CDK8S_CLI = join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
const COMMAND = join(ROOT, 'lib', 'cli', 'main.js');

/** Seconds of processor time that the library may take over cdk8s alone. */
const LOADING = 0.02;
const SYNTHESIS = 1.1;
const COMMAND_OVER_NODE = 1.5;

const cpu = (turns: readonly Record<string, Usage>[], name: string) => median(turns.map((turn) => turn[name].cpu));

/** How long one waits for what is small. */
export function startUp(context: Context): Row[] {
  return [loading(context), synthesis(context), ...command(context)];
}

function loading({ turns: count }: Context): Row {
  const script = (...packages: string[]): Program => ({ args: ['-e', packages.map((name) => `require(${JSON.stringify(name)});`).join('')], cwd: ROOT });
  const turns = takeTurns(count, { cdk8s: script('cdk8s'), both: script('cdk8s', ROOT) });
  return {
    what: '`require(\'cdk8s-union-auth\')` after cdk8s',
    ours: milliseconds(cpu(turns, 'both')),
    other: `cdk8s alone: ${milliseconds(cpu(turns, 'cdk8s'))}`,
    ...atMost(LOADING, median(turns.map(({ cdk8s, both }) => both.cpu - cdk8s.cpu)), milliseconds),
  };
}

/** Both in JavaScript: a compiler in front of them would hide the difference. */
function synthesis({ folder, turns: count }: Context): Row {
  const [ours, bare] = ['quick-start', 'bare'].map((name) => join(folder, name));
  project(ours, quickStart());
  run(synth(ours));
  const objects = readDocuments(join(ours, 'dist'));
  project(bare, bareApp(Object.fromEntries(Object.entries(objects).map(([file, documents]) => [file.replace('.k8s.yaml', ''), documents]))));
  run(synth(bare));
  deepStrictEqual(readDocuments(join(bare, 'dist')), objects, 'cdk8s alone writes other objects than the quick start');
  const turns = takeTurns(count, { ours: synth(ours), bare: synth(bare) });
  return {
    what: '`cdk8s synth` of the quick start, values files included',
    ours: milliseconds(cpu(turns, 'ours')),
    other: `cdk8s alone, same objects, no values files: ${milliseconds(cpu(turns, 'bare'))}`,
    ...atMost(SYNTHESIS, median(turns.map((turn) => turn.ours.cpu / turn.bare.cpu)), times),
  };
}

function synth(cwd: string): Program {
  return { args: [CDK8S_CLI, 'synth'], cwd };
}

/** A project as users have it, with this checkout for the installed library. */
function project(folder: string, main: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'main.js'), main);
  writeFileSync(join(folder, 'cdk8s.yaml'), 'language: typescript\napp: node main.js\noutput: dist\n');
  symlinkSync(ROOT, join(folder, 'node_modules', 'cdk8s-union-auth'));
  for (const name of ['cdk8s', 'constructs']) {
    symlinkSync(dirname(require.resolve(`${name}/package.json`)), join(folder, 'node_modules', name));
  }
}

function command({ turns: count }: Context): Row[] {
  const turns = takeTurns(count, {
    'node': { args: ['-e', '0'] },
    '--version': { args: [COMMAND, '--version'] },
    '--help': { args: [COMMAND, '--help'] },
  });
  return (['--version', '--help'] as const).map((option) => ({
    what: `\`cdk8s-union-auth ${option}\``,
    ours: milliseconds(cpu(turns, option)),
    other: `Node and an empty program: ${milliseconds(cpu(turns, 'node'))}`,
    ...atMost(COMMAND_OVER_NODE, median(turns.map((turn) => turn[option].cpu / turn.node.cpu)), times),
  }));
}
