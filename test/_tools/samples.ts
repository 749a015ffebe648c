import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as ts from 'typescript';
import * as library from '../../src';
import { compilerHost } from './compiler-host';

const ROOT = join(__dirname, '..', '..');

/** The app that samples without imports are parts of. */
export const APP = readFileSync(join(ROOT, 'docs', 'samples.ts'), 'utf8');
export const PLACE = '// A sample goes here.\n';

/** A piece of code of the documentation. */
export interface Sample {
  readonly place: string;
  readonly code: string;
}

/** The app with a sample in its place, and the imports that it needs. */
export function within(code: string): string {
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
export function errorsOf(samples: readonly Sample[]): Record<string, string[]> {
  const configFile = join(ROOT, 'examples', 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(configFile, ts.sys.readFile).config, ts.sys, dirname(configFile));
  const host = compilerHost({ ...options, noUnusedLocals: false });
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
