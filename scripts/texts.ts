import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argumentsOf } from './command';
import type * as texts from './texts/compile';
import type * as propDocs from './texts/prop-docs';
import type * as stylesheets from './texts/stylesheets';

/**
 * Compiles the texts of rules and symptoms, which are Markdown and YAML next to the code, stylesheets, and the
 * documentation of props into typed modules. The modules are not committed: everything that needs them calls
 * this first; without changes it takes no time.
 */
const ROOT = join(__dirname, '..');

interface Step {
  readonly written: readonly string[];
  readonly read: readonly string[];
  /** Loaded on demand: the compiler takes the longest to load. */
  compile(): void;
}

const STEPS: readonly Step[] = [
  {
    written: ['src/verify/texts/rule-texts.ts', 'src/doctor/texts/rule-texts.ts', 'src/verify/symptoms/symptom-groups.ts'],
    read: ['src/verify/texts', 'src/verify/rules', 'src/verify/engine', 'src/verify/symptoms', 'src/doctor/texts', 'src/doctor/rules', 'src/contract', 'scripts/texts'],
    compile: () => (load('./texts/compile') as typeof texts).compileTexts(),
  },
  {
    written: ['src/init/questions/prop-docs.ts'],
    read: ['src/constructs', 'src/contract', 'src/init/questions', 'scripts/texts'],
    compile: () => (load('./texts/prop-docs') as typeof propDocs).compilePropDocs(),
  },
  {
    written: ['src/verify/drawing/stylesheets.ts'],
    read: ['src/verify/drawing', 'scripts/texts'],
    compile: () => (load('./texts/stylesheets') as typeof stylesheets).compileStylesheets(),
  },
];

const load = createRequire(__filename);

function changedAt(path: string): number {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

function isFresh({ written, read }: Step): boolean {
  const oldest = Math.min(...written.map(changedAt));
  const sources = read.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`));
  return sources.filter((path) => !written.includes(path) && /\.\w+$/.test(path)).every((path) => changedAt(path) <= oldest);
}

/** @throws Error that names file and line of everything that is wrong. */
export function writeTexts(): void {
  STEPS.filter((step) => !isFresh(step)).forEach((step) => step.compile());
}

if (require.main === module) {
  argumentsOf('npx projen texts   Compile the texts of rules and symptoms, and the documentation of props, into modules');
  try {
    writeTexts();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
