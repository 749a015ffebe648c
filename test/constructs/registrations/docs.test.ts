import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as ts from 'typescript';
import * as library from '../../../src';

const DOCS = join(__dirname, '..', '..', '..', 'docs');

function samples(file: string, language: string): string[] {
  return [...readFileSync(join(DOCS, file), 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);
}

/** Runs a sample as a module, and returns what it exports. */
function run(code: string): Record<string, unknown> {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const modules: Record<string, unknown> = { 'cdk8s': cdk8s, 'cdk8s-union-auth': library };
  const exported = {};
  new Function('require', 'exports', outputText)((name: string) => modules[name], exported);
  return exported;
}

describe.each(['providers.md', 'registrations.md'])('%s', (file) => {
  const directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
  const before = process.cwd();
  beforeAll(() => process.chdir(directory));
  afterAll(() => {
    process.chdir(before);
    rmSync(directory, { recursive: true });
  });

  test.each(samples(file, 'ts').map((code, i) => [i + 1, code]))('sample %i runs', (_, code) => {
    expect(() => run(code as string)).not.toThrow();
  });

  test('names only what the library exports', () => {
    const imported = samples(file, 'ts').flatMap((code) => [.../import \{([^}]*)\} from 'cdk8s-union-auth'/.exec(code)![1].matchAll(/\w+/g)].map(String));
    expect(imported.filter((name) => !(name in library))).toEqual([]);
  });
});
