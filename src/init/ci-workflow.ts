import { LOWEST_NODE } from './versions';

/**
 * A workflow of GitHub Actions that runs commands, and has the verifier annotate the pull request.
 *
 * @param commands what makes the folder, or holds it to what makes it
 */
export function ciWorkflow(commands: readonly string[], folder: string, { install, tool, judgesNothing }: {
  readonly install?: string;
  readonly tool: string;
  /** Whether the folder holds nothing yet that can be judged. */
  readonly judgesNothing: boolean;
}): string {
  return [
    'name: union-auth',
    'on:',
    '  pull_request:',
    '  push:',
    '    branches: [main]',
    'permissions:',
    '  contents: read',
    'jobs:',
    '  check:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v5',
    '      - uses: actions/setup-node@v5',
    '        with:',
    `          node-version: '${LOWEST_NODE.split('.')[0]}'`,
    ...[...(install === undefined ? [] : [install]), ...commands].map((command) => `      - run: ${command}`),
    `      - run: ${tool} verify --format github ${judgesNothing ? '--accept-nothing ' : ''}${folder}`,
    '      - uses: actions/upload-artifact@v4',
    '        with:',
    `          name: ${folder}`,
    `          path: ${folder}`,
    '',
  ].join('\n');
}
