import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';
import { oncePer } from '../../src/common/data/collections';
import { appFiles, examine, keptFiles, readAnswers } from '../../src/init';
import { CDK8S_PLUS, LOWEST_NODE, PEERS, TOOLS } from '../../src/init/app-files';
import { drawn } from '../_tools/drawn';
import { runHere } from '../examples/_dist';
import { KINDS, LEAST } from './_answers';

const ROOT = join(__dirname, '..', '..');
const { devDependencies, peerDependencies, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const examined = oncePer((answers: object) => examine(answers));
const appOf = oncePer((answers: object) => appFiles(examined(answers), '1.2.3'));

function fileOf(answers: object, path: string): string {
  return appOf(answers).find((file) => file.path === path)!.text;
}

/** What each main.ts writes, by its path below the output folder; in this process, since each would take seconds to start. */
function written(mains: Readonly<Record<string, string>>): Record<string, Record<string, string>> {
  // Beside node_modules, where they find cdk8s.
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.tmp', 'apps-'));
  try {
    return Object.fromEntries(Object.entries(mains).map(([kind, text], index) => {
      const [main, dist] = [join(folder, `${index}.ts`), join(folder, 'dist', `${index}`)];
      writeFileSync(main, text);
      runHere(main, dist);
      return [kind, filesIn(dist)];
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Object.fromEntries(files.sort().map((file) => [relative(folder, file), readFileSync(file, 'utf8')]));
}

describe('the app writes the very bytes that synth makes', () => {
  const some = drawn(Object.entries(KINDS), 1);
  let apps: Record<string, Record<string, string>>;

  beforeAll(() => {
    apps = written(Object.fromEntries(some.map(([kind, answers]) => [kind, fileOf(answers, 'main.ts')])));
  }, 120_000);

  test.each(some)('%s', (kind, answers) => {
    expect(apps[kind]).toEqual(Object.fromEntries(examined(answers).files.map(({ path, text }) => [path, text])));
  });
});

test('a program is printed as a person would write it', () => expect(fileOf(KINDS['everything of the identity'], 'main.ts')).toMatchSnapshot());

test.each(drawn(Object.entries(KINDS), 2))('%s: every TypeScript file is right by itself, and no line too long', (_, answers) => {
  expect(fileOf(answers, 'main.ts').split('\n').filter((line) => line.length > 110)).toEqual([]);
  for (const name of ['main.ts', 'main.test.ts']) {
    const source = ts.createSourceFile(name, fileOf(answers, name), ts.ScriptTarget.ES2022) as ts.SourceFile & { parseDiagnostics: unknown[] };
    expect(source.parseDiagnostics).toEqual([]);
  }
});

test('the app needs what this library is built with', () => {
  const { dependencies, devDependencies: tools } = JSON.parse(fileOf(KINDS['plain YAML'], 'package.json'));
  expect({ ...PEERS, ...CDK8S_PLUS }).toEqual(peerDependencies);
  expect(dependencies).toEqual({ ...peerDependencies, 'cdk8s-union-auth': '1.2.3' });
  expect(tools).toEqual(Object.fromEntries(Object.keys(TOOLS).map((name) => [name, devDependencies[name]])));
  expect(engines.node).toBe(`>= ${LOWEST_NODE}`);
});

test('beside the charts cdk8s-plus is not needed', () => {
  expect(JSON.parse(fileOf(LEAST, 'package.json')).dependencies).not.toHaveProperty('cdk8s-plus-28');
});

test('the README names only files that are made', () => {
  const named = [...fileOf(LEAST, 'README.md').matchAll(/dist\/([\w./-]+\.(?:yaml|json|md|sh))/g)].map(([, path]) => path);
  const made = examined(LEAST).files.map(({ path }) => path);
  expect(named.filter((path) => !made.includes(path))).toEqual([]);
});

test.each([
  ['that was named', { planes: { charts: { version: 'controlplane-2026.8.3' } } }, '2026.8.3'],
  ['that are of the release, where a month has two', { planes: { charts: { version: '2026.6' } } }, '\'>=2026.6.1 <2026.6.9\''],
  ['that are of the newest known, where none was named', {}, '\'>=2026.8.0 <2026.9.0\''],
])('the README has Helm take the versions of the charts %s', (_, more, version) => {
  const readme = appFiles(examine({ ...LEAST, ...more }), '1.2.3').find(({ path }) => path === 'README.md')!.text;
  const commands = readme.split('\n').filter((line) => line.startsWith('helm '));
  expect(commands).toHaveLength(6);
  expect(commands.filter((command) => !command.includes(` --version ${version} `))).toEqual([]);
});

describe.each(['Entra ID, to be registered', 'authentik, to be registered'])('%s: what the provider chooses comes later', (kind) => {
  const kept = keptFiles(examined(KINDS[kind]), '1.2.3');
  const yamlIn = (readme: string) => /```yaml\n([^]+?)```/.exec(readme)![1];

  test('the answers stay in the app until then, and the README has what to add to them, and the command that goes on', () => {
    const [{ text: answers }] = kept;
    expect(fileOf(KINDS[kind], 'union-auth.yaml')).toBe(answers);
    const steps = /init --yes --answers union-auth.yaml\nnpm run synth\n/;
    expect(fileOf(KINDS[kind], 'README.md')).toMatch(steps);
    const more = yamlIn(fileOf(KINDS[kind], 'README.md'));
    const withMore = (text: string) => examine({ ...readAnswers(answers).answers as object, ...readAnswers(text).answers as object });
    expect(withMore(more).problems.map(({ path }) => path)).toContain('applications.service.subject');
    const { problems } = withMore(more.replace(/<client ID>/g, () => `id-${i++}`).replace(/<.*>/, 'subject'));
    expect(problems).toEqual([]);
  });
  let i = 0;

  test('without code the same', () => {
    expect(kept.find(({ path }) => path === 'README.md')!.text).toContain('npx cdk8s-union-auth@1.2.3 init --yes --values-only --answers union-auth.yaml\n');
  });

  test('CI does not fail for want of manifests', () => {
    for (const files of [kept, appOf(KINDS[kind])]) {
      expect(files.find(({ path }) => path.startsWith('.github'))!.text).toContain('verify --format github --accept-nothing dist\n');
    }
    expect(fileOf(LEAST, '.github/workflows/union-auth.yaml')).not.toContain('--accept-nothing');
  });

  test('main.ts imports nothing that it does not use', () => expect(fileOf(KINDS[kind], 'main.ts')).toMatch(/^import \{ App \} from 'cdk8s';$/m));
});

test.each(drawn(Object.entries(KINDS), 5))('%s: the README has kubectl apply every manifest but the empty ones', (_, answers) => {
  const readme = fileOf(answers, 'README.md');
  const applied = [...readme.matchAll(/^kubectl apply --filename dist\/(.+)$/gm)].map(([, path]) => path);
  const manifests = examined(answers).files.filter(({ path, text }) => path.endsWith('.k8s.yaml') && text.trim() !== '');
  expect(applied.sort()).toEqual(manifests.map(({ path }) => path).sort());
});

test('files without code use one version of this library, and link to readable guides', () => {
  const kept = keptFiles(examined(KINDS['delivered by others']), '1.2.3').filter(({ path }) => !path.startsWith('union-auth')).map(({ text }) => text).join('\n');
  expect([...kept.matchAll(/npx cdk8s-union-auth\S*/g)].map(([call]) => call).filter((call) => !call.endsWith('@1.2.3'))).toEqual([]);
  expect(kept).not.toContain('node_modules');
  expect(kept).toMatch(/https:\/\/github\.com\/[\w./-]+\/blob\/main\/docs\/secret-delivery\.md/);
});
