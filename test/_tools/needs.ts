/** The one that `.ci/run` builds. */
export const KUBE_SCORE_VERSION = '1.20.0';

/** Software that npm does not bring, and the command that does. */
export const TOOLS = {
  'nginx': 'apt-get install nginx',
  'shellcheck': 'apt-get install shellcheck',
  'dash': 'apt-get install dash',
  'bash': 'apt-get install bash',
  'zsh': 'apt-get install zsh',
  'fish': 'apt-get install fish',
  'kube-score': `go install github.com/zegl/kube-score/cmd/kube-score@v${KUBE_SCORE_VERSION}`,
  'python3': 'apt-get install python3',
  'python3 with venv': 'apt-get install python3-venv',
  'Unix': 'run the tests on Linux or macOS',
  'go': 'apt-get install golang',
  'maven': 'apt-get install maven',
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
