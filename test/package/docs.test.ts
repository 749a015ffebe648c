import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import * as library from '../../src';
import { ROOT } from './_readme';

const DOCS = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
const textOf = (file: string) => readFileSync(join(ROOT, 'docs', file), 'utf8');

/** What samples without imports take for granted. */
const GIVEN: Readonly<Record<string, string>> = {
  app: 'App',
  chart: 'Chart',
  controlPlaneChart: 'Chart',
  argo: 'Chart',
  flux: 'Chart',
  runner: 'Deployment',
  auth: 'UnionAuth',
  secrets: 'SecretDelivery',
  controlPlane: 'ControlPlaneAuth',
  store: 'SecretStoreRef',
  webClientSecret: 'RemoteSecret',
  serviceClientSecret: 'RemoteSecret',
  database: 'Database',
  storage: 'ObjectStorage',
};

interface Sample {
  readonly place: string;
  readonly code: string;
}

const SAMPLES: readonly Sample[] = DOCS.flatMap((file) => [...textOf(file).matchAll(/^```ts\n([\s\S]+?)^```/gm)].map(({ 1: code, index }) => ({
  place: `${file}:${textOf(file).slice(0, index).split('\n').length}`,
  code: /^import /m.test(code) ? code : `${prelude(code)}${code}export {};\n`,
})));

function prelude(code: string): string {
  const uses = (name: string) => new RegExp(`(?<![\\w.'-])${name}(?![\\w-])`).test(code);
  const given = Object.keys(GIVEN).filter((name) => uses(name) && !new RegExp(`const ${name}\\b`).test(code));
  const exported = new Set([...Object.keys(library).filter(uses), ...given.map((name) => GIVEN[name])]);
  ['App', 'Chart', 'Deployment'].forEach((name) => exported.delete(name));
  return [
    'import { App, Chart, Helm } from \'cdk8s\';',
    'import { Deployment } from \'cdk8s-plus-28\';',
    `import { ${[...exported].join(', ')} } from 'cdk8s-union-auth';`,
    ...given.map((name) => `declare const ${name}: ${GIVEN[name]};`),
    '',
  ].join('\n');
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

  test('one that does not compile is noticed', () => {
    expect(errors[bad.place]).toEqual([expect.stringContaining('is not assignable to type \'string\'')]);
  });
});
