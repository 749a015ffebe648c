import { fileLink } from '../common/package-info';
import { _plainFiles, OutputFile } from '../constructs/output/output-folder';
import { Answers, isPlain } from './answers';
import { ANSWERS_FILE, ANSWERS_SCHEMA_FILE, answersSchemaText, answersText } from './answers-file';
import { Examined } from './examine';
import { registersFirst } from './identity-program';
import { Means, nextSteps } from './next-steps';
import { toTypeScript } from './program/typescript';

/** The other dependencies of an app. A test compares them with those of the library's build. */
export const PEERS = { cdk8s: '^2.70.0', constructs: '^10.5.0' };
export const CDK8S_PLUS = { 'cdk8s-plus-28': '^2.5.6' };
export const TOOLS = { '@types/node': '^20', 'cdk8s-cli': '^2.207.0', 'tsx': '^4', 'typescript': '~5.9.3' };
export const LOWEST_NODE = '20.12.0';
/** A supported version, for CI. */
const NODE = '24';

/**
 * A workflow of GitHub Actions that runs commands, and annotates the pull request with `verify`.
 *
 * @param commands commands that create the folder, or check that it is up to date
 */
function ciWorkflow(commands: readonly string[], folder: string, { install, tool, judgesNothing }: {
  readonly install?: string;
  readonly tool: string;
  /** Whether the folder contains nothing to verify yet. */
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
    `          node-version: '${NODE}'`,
    ...[...(install === undefined ? [] : [install]), ...commands].map((command) => `      - run: ${command}`),
    `      - run: ${tool} verify --format github ${judgesNothing ? '--accept-nothing ' : ''}${folder}`,
    '      - uses: actions/upload-artifact@v4',
    '        with:',
    `          name: ${folder}`,
    `          path: ${folder}`,
    '',
  ].join('\n');
}

/** The folder of the generated files, next to the answers. */
export const OUTPUT_FOLDER = 'dist';

/**
 * The files for people who do not write code, besides those generated in `dist/`.
 *
 * @param library the version of this library that generates it again, in npm's notation
 */
export function keptFiles(made: Examined, library: string): OutputFile[] {
  const { answers } = made;
  // Nothing is installed here: without a version, npx would later run another one.
  const tool = `npx cdk8s-union-auth@${library}`;
  const again = `${tool} synth ${ANSWERS_FILE}`;
  const anew = [`${tool} init --yes --values-only --answers ${ANSWERS_FILE}`];
  const guide = (name: string) => fileLink(`docs/${name}`);
  return _plainFiles({
    [ANSWERS_FILE]: answersText(answers),
    [ANSWERS_SCHEMA_FILE]: answersSchemaText(),
    'README.md': readme(made, { tool, again, anew, guide }),
    '.github/workflows/union-auth.yaml': ciWorkflow([`${again} --check`], OUTPUT_FOLDER, {
      tool, judgesNothing: registersFirst(answers),
    }),
  });
}

function readme(made: Examined, means: Means & { readonly again: string }): string {
  return [
    `# Authentication of https://${made.answers.domain}`,
    '',
    `\`${ANSWERS_FILE}\` has your answers; everything in \`${OUTPUT_FOLDER}/\` is generated `
      + 'from it. After a change, generate it again:',
    '',
    '```sh',
    means.again,
    '```',
    '',
    '## Next steps',
    '',
    ...nextSteps(made, means),
  ].join('\n');
}

/** A cdk8s app that generates the examined output. */
export function appFiles(made: Examined, library: string): OutputFile[] {
  const { answers, program, files } = made;
  return _plainFiles({
    'main.ts': toTypeScript(program!),
    'main.test.ts': testText(answers, files),
    'cdk8s.yaml': 'language: typescript\napp: npx tsx main.ts\noutput: dist\n',
    'package.json': `${JSON.stringify(packageJson(answers, library), null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(TSCONFIG, null, 2)}\n`,
    'README.md': readmeOfApp(made),
    '.gitignore': 'node_modules/\ndist/\n',
    '.github/workflows/union-auth.yaml': ciWorkflow(['npm test', 'npx cdk8s synth'], 'dist', {
      install: 'npm ci',
      tool: TOOL,
      judgesNothing: registersFirst(answers),
    }),
    // Until the rest can be generated, no other code uses them.
    ...(registersFirst(answers)
      ? { [ANSWERS_FILE]: answersText(answers), [ANSWERS_SCHEMA_FILE]: answersSchemaText() }
      : {}),
  });
}

function packageJson(answers: Answers, library: string): object {
  const name = `union-auth-${answers.domain.replace(/[^a-z0-9]+/g, '-')}`;
  return {
    name,
    private: true,
    scripts: {
      synth: 'cdk8s synth',
      test: 'tsc --noEmit && node --import tsx --test main.test.ts',
      verify: 'cdk8s-union-auth verify dist',
    },
    engines: { node: `>= ${LOWEST_NODE}` },
    dependencies: { ...PEERS, ...(isPlain(answers) ? CDK8S_PLUS : {}), 'cdk8s-union-auth': library },
    devDependencies: TOOLS,
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'node16',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    types: ['node'],
  },
  include: ['*.ts'],
};

const TOOL = 'npx cdk8s-union-auth';

function readmeOfApp(made: Examined): string {
  return [
    `# Authentication of https://${made.answers.domain}`,
    '',
    `\`main.ts\` describes the deployment; everything else is generated from it. Needs Node ${LOWEST_NODE} `
      + 'or later.',
    '',
    '```sh',
    'npm install      # once; commit package-lock.json',
    'npm run synth    # writes dist/',
    'npm test         # checks the types and the output, and runs verify',
    '```',
    '',
    '## Next steps',
    '',
    ...nextSteps(made, {
      anew: [`${TOOL} init --yes --answers ${ANSWERS_FILE}`, 'npm run synth'],
      tool: TOOL,
      guide: (name) => `\`node_modules/cdk8s-union-auth/docs/${name}\``,
    }),
    'More: `node_modules/cdk8s-union-auth/docs/`.',
    '',
  ].join('\n');
}

function testText({ domain }: Answers, files: readonly OutputFile[]): string {
  const expected = files.map(({ path }) => path).filter((path) => !path.endsWith('.schema.json'));
  const judged = expected.some((path) => path.endsWith('.k8s.yaml'));
  return [
    ...TEST_HEAD,
    ...(judged
      ? ['const cli = join(\'node_modules\', \'cdk8s-union-auth\', \'lib\', \'cli\', \'main.js\');']
      : []),
    ...TEST_START,
    ...expected.map((path) => `  '${path}',`),
    '];',
    ...TEST_BODY.map((line) => line.replace('DOMAIN', domain)),
    ...(judged ? TEST_VERDICT : []),
    '',
  ].join('\n');
}

const TEST_HEAD = [
  '/** Checks the output of main.ts, and runs verify on it. */',
  'import assert from \'node:assert/strict\';',
  'import { execFileSync } from \'node:child_process\';',
  'import { existsSync, mkdtempSync, readFileSync, rmSync } from \'node:fs\';',
  'import { tmpdir } from \'node:os\';',
  'import { join } from \'node:path\';',
  'import { after, before, test } from \'node:test\';',
  '',
  'const outdir = mkdtempSync(join(tmpdir(), \'union-auth-\'));',
];

const TEST_START = [
  '',
  'before(() => {',
  '  execFileSync(process.execPath, [\'--import\', \'tsx\', \'main.ts\'], { env: { ...process.env, '
    + 'CDK8S_OUTDIR: outdir } });',
  '});',
  '',
  'after(() => rmSync(outdir, { recursive: true }));',
  '',
  'const FILES = [',
];

const TEST_BODY = [
  '',
  'test(\'writes every file\', () => {',
  '  assert.deepEqual(FILES.filter((file) => !existsSync(join(outdir, file))), []);',
  '});',
  '',
  'test(\'registers the domain with the provider\', () => {',
  '  assert.ok(readFileSync(join(outdir, \'oauth-applications.md\'), '
    + '\'utf8\').includes(\'https://DOMAIN/callback\'));',
  '});',
];

const TEST_VERDICT = [
  '',
  'test(\'verify has no finding\', () => {',
  '  execFileSync(process.execPath, [cli, \'verify\', outdir], { stdio: \'pipe\' });',
  '});',
];
