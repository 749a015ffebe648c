import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as ts from 'typescript';
import * as library from '../../src';
import { ROOT } from './_readme';

const DOCS = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
const textOf = (file: string) => readFileSync(join(ROOT, 'docs', file), 'utf8');

/** The app that samples without imports are parts of. */
const APP = readFileSync(join(ROOT, 'docs', 'samples.ts'), 'utf8');
const PLACE = '// A sample goes here.\n';

interface Sample {
  readonly place: string;
  readonly code: string;
}

const SAMPLES: readonly Sample[] = DOCS.flatMap((file) => [...textOf(file).matchAll(/^```ts\n([\s\S]+?)^```/gm)].map(({ 1: code, index }) => ({
  place: `${file}:${textOf(file).slice(0, index).split('\n').length}`,
  code: isWhole(code) ? code : within(code),
})));

function isWhole(code: string): boolean {
  return /^import /m.test(code);
}

/** The app with a sample in its place, and the imports that it needs. */
function within(code: string): string {
  const uses = (name: string) => new RegExp(`(?<![\\w.'-])${name}(?![\\w-])`).test(code);
  const ours = Object.keys(library).filter(uses);
  const theirs = Object.keys(cdk8s).filter((name) => uses(name) && !ours.includes(name));
  return importing(importing(APP, 'cdk8s-union-auth', ours), 'cdk8s', theirs).replace(PLACE, `{\n${code}}\n`);
}

function importing(text: string, from: string, names: readonly string[]): string {
  const [statement, own] = new RegExp(`import \\{([^}]+)\\} from '${from}';`).exec(text)!;
  const imported = own.split(',').map((name) => name.trim()).filter(Boolean);
  return text.replace(statement, `import { ${[...new Set([...imported, ...names])].join(', ')} } from '${from}';`);
}

/** The errors of each sample, by its place. */
function errorsOf(samples: readonly Sample[]): Record<string, string[]> {
  const configFile = join(ROOT, 'examples', 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(configFile, ts.sys.readFile).config, ts.sys, dirname(configFile));
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const files = new Map(samples.map(({ place, code }) => [join(ROOT, 'examples', `${place.replace(/\W/g, '-')}.ts`), { place, code }]));
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => {
    const sample = files.get(name);
    return sample === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, sample.code, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => files.has(name) || fileExists(name);
  const program = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: false }, host);
  return Object.fromEntries([...files].map(([name, { place }]) => {
    const source = program.getSourceFile(name);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return [place, diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
  }));
}

describe('samples', () => {
  const bad = { place: 'bad.md:1', code: 'import { UnionAuth } from \'cdk8s-union-auth\';\nnew UnionAuth({ domain: 1 });\n' };
  let errors: Record<string, string[]>;

  // One program for all: each costs seconds.
  beforeAll(() => {
    errors = errorsOf([...SAMPLES, bad]);
  }, 120_000);

  test('all compile', () => {
    expect(SAMPLES.length).toBeGreaterThan(10);
    expect(errors).toEqual({ ...Object.fromEntries(SAMPLES.map(({ place }) => [place, []])), [bad.place]: expect.anything() as unknown });
  });

  test('the app that they are parts of is whole: it synthesizes as it stands', () => {
    expect(APP.split(PLACE)).toHaveLength(2);
    const folder = mkdtempSync(join(ROOT, '.tmp', 'samples-'));
    try {
      writeFileSync(join(folder, 'main.ts'), APP);
      execFileSync(process.execPath, [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), 'main.ts'], {
        cwd: folder, stdio: 'pipe',
      });
      expect(readdirSync(join(folder, 'dist'))).toEqual(expect.arrayContaining(['controlplane.values.yaml', 'union-cp.k8s.yaml', 'mine.k8s.yaml']));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test('a page with a sample that is a part says of which app before it', () => {
    const silent = DOCS.filter((file) => {
      const first = [...textOf(file).matchAll(/^```ts\n([\s\S]+?)^```/gm)].find(({ 1: code }) => !isWhole(code));
      return first !== undefined && !textOf(file).slice(0, first.index).includes('(samples.ts)');
    });
    expect(silent).toEqual([]);
  });

  test('one that does not compile is noticed', () => {
    expect(errors[bad.place]).toEqual([expect.stringContaining('is not assignable to type \'string\'')]);
  });
});
