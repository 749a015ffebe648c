import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { CACHE, needing } from '../_tools/needs';
import { instructionsOf, quickStart, ROOT } from './_readme';
import { shell } from './_shell';

requireCompiled();

/** What is printed for Python, Go and Java, with packages of this build; those that registries lack are generated from npm's. */
const PAGE = 'docs/getting-started.md';
/** The same app in each language; how it is run is on the page. */
const PIECES = join(ROOT, 'examples', 'pieces', 'languages');
const OTHERS = ['node_modules/cdk8s', 'node_modules/cdk8s-plus-28'];
const OWN = '.';
const folder = mkdtempSync(join(tmpdir(), 'languages-'));
/** What is left in the folder for temporary files, above all by the runtime of jsii for Java. */
const temporary = mkdtempSync(join(folder, 'tmp-'));
const env = {
  // jsii greets Node 20 with a banner.
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_NO_COMPILE: '1',
  // Each Maven runs for seconds: compilers for what runs for long cost half as much again.
  MAVEN_OPTS: `-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Djava.io.tmpdir=${temporary}`,
  TMPDIR: temporary,
};
const isHere = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

interface Assembly {
  readonly version: string;
  readonly targets: { readonly java: { readonly maven: { readonly groupId: string; readonly artifactId: string } } };
}

const assemblyOf = (name: string) => JSON.parse(readFileSync(join(ROOT, name, '.jsii'), 'utf8')) as Assembly;

const LANGUAGES = ['go', 'java', 'python'] as const;

/** Where jsii's generator puts a package of a language: all of them at once, as it reads the package much longer than it writes one. */
function generated(language: typeof LANGUAGES[number], name: string): string {
  // That of a package of somebody else is kept until its version is another.
  const out = name === OWN ? join(folder, 'generated') : join(CACHE, 'generated', `${basename(name)}-${assemblyOf(name).version}`);
  if (!existsSync(out)) {
    mkdirSync(dirname(out), { recursive: true });
    const making = mkdtempSync(join(dirname(out), 'making-'));
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak'), '--targets', ...LANGUAGES, '--code-only', '--outdir', making], {
      cwd: join(ROOT, name), env: { ...process.env, ...env }, stdio: 'pipe',
    });
    renameSync(making, out);
  }
  return join(out, language);
}

/** Does what a section says, in an empty folder, with the app of the page or files of the same names from a folder. */
async function follow(
  heading: string, app: string, before: (commands: string) => string = (commands) => commands, further = {}, folderOfApp?: string,
): Promise<void> {
  mkdirSync(app, { recursive: true });
  for (const step of instructionsOf(PAGE, heading)) {
    if ('file' in step) {
      const other = folderOfApp === undefined ? undefined : join(folderOfApp, basename(step.file));
      mkdirSync(dirname(join(app, step.file)), { recursive: true });
      writeFileSync(join(app, step.file), other !== undefined && existsSync(other) ? readFileSync(other, 'utf8') : step.text);
    } else {
      await shell(before(step.commands), app, { ...env, ...further });
    }
  }
}

function written(app: string): Record<string, string> {
  return Object.fromEntries(readdirSync(join(app, 'dist')).sort().map((file) => [file, readFileSync(join(app, 'dist', file), 'utf8')]));
}

let expected: Record<string, string>;
let piecesExpected: Record<string, string>;

beforeAll(() => {
  expected = inTypeScript(quickStart());
  piecesExpected = inTypeScript(readFileSync(join(PIECES, 'main.ts'), 'utf8'));
}, 60_000);

function inTypeScript(program: string): Record<string, string> {
  const app = mkdtempSync(join(ROOT, '.tmp', 'languages-'));
  writeFileSync(join(app, 'main.ts'), program);
  execFileSync(process.execPath, [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), 'main.ts'], {
    cwd: app, stdio: 'pipe',
  });
  const files = written(app);
  rmSync(app, { recursive: true });
  return files;
}

afterAll(() => {
  // Go's cache is read-only.
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true });
});

needing('go', isHere('go', 'version')).describe('Go', () => {
  test('the printed program writes the same bytes as in TypeScript', async () => {
    const modules = [...OTHERS, OWN].map((name) => generated('go', name)).flatMap((path) => readdirSync(path).map((name) => join(path, name)));
    const replace = modules.map((path) => {
      const [, name] = /^module (\S+)/m.exec(readFileSync(join(path, 'go.mod'), 'utf8'))!;
      return `go mod edit -replace ${name}=${path}`;
    });
    const app = join(folder, 'app-go');
    const replaced = (commands: string) => commands.replace('go mod tidy', `${replace.join('\n')}\ngo mod tidy`);
    await follow('Go', app, replaced);
    expect(written(app)).toEqual(expected);
    await follow('Go', `${app}-pieces`, replaced, {}, PIECES);
    expect(written(`${app}-pieces`)).toEqual(piecesExpected);
  }, 600_000);
});

/** Kept: what comes from registries, and what is made of cdk8s, is the same until its version is another. */
const MAVEN_REPOSITORY = join(CACHE, 'maven');

function isInMaven(name: string): boolean {
  const { version, targets: { java: { maven: { groupId, artifactId } } } } = assemblyOf(name);
  return existsSync(join(MAVEN_REPOSITORY, ...groupId.split('.'), artifactId, version, `${artifactId}-${version}.jar`));
}

needing('maven', isHere('mvn', '--version')).describe('Java', () => {
  test('the printed program writes the same bytes as in TypeScript', async () => {
    const options = `-B -Dmaven.repo.local=${MAVEN_REPOSITORY}`;
    for (const name of [...OTHERS.filter((other) => !isInMaven(other)), OWN]) {
      await shell(`mvn -q ${options} -Dmaven.javadoc.skip=true -Dmaven.source.skip=true install`, generated('java', name), env);
    }
    const app = join(folder, 'app-java');
    const offline = (commands: string) => commands.replace('mvn ', `mvn ${options} `);
    await follow('Java', app, offline);
    expect(written(app)).toEqual(expected);
    await follow('Java', `${app}-pieces`, offline, {}, PIECES);
    expect(written(`${app}-pieces`)).toEqual(piecesExpected);
  }, 1_800_000);
});

needing('python3 with venv', isHere('python3', '-c', 'import ensurepip, venv')).describe('Python', () => {
  test('the printed program installs, writes the same bytes as in TypeScript, and reports errors', async () => {
    const library = generated('python', OWN);
    // In the place of the index that has it: what it carries of its own; the rest comes from there.
    await shell('python3 -m venv build && build/bin/pip wheel --quiet --no-deps --wheel-dir wheels .', library, env);
    const app = join(folder, 'app-python');
    mkdirSync(app);
    writeFileSync(join(app, 'main.py'), quickStart('python'));
    await follow('Python', app, undefined, { PIP_FIND_LINKS: join(library, 'wheels'), PIP_PRE: '1' });
    expect(written(app)).toEqual(expected);
    const pieces = join(folder, 'app-python-pieces');
    await follow('Python', pieces, undefined, { PIP_FIND_LINKS: join(library, 'wheels'), PIP_PRE: '1' }, PIECES);
    expect(written(pieces)).toEqual(piecesExpected);
    writeFileSync(join(app, 'wrong.py'), quickStart('python').replace('domain="union.example.com"', 'domain="https://union.example.com"'));
    await expect(shell('.venv/bin/python wrong.py', app, env))
      .rejects.toThrow('domain: "https://union.example.com" has a scheme; write only the host, union.example.com');
  }, 600_000);
});
