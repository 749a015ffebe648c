import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as compiling from './texts/compile';

/**
 * Compiles the texts of rules and symptoms, which are Markdown and YAML beside the code, into typed modules beside them. These are not
 * committed: whatever needs them calls this first, and where nothing has changed it takes no time.
 */
const ROOT = join(__dirname, '..');

const WRITTEN = ['src/verify/texts/rule-texts.ts', 'src/doctor/texts/rule-texts.ts', 'src/verify/symptoms/symptom-groups.ts'];
const READ = ['src/verify/texts', 'src/verify/rules', 'src/verify/engine', 'src/verify/symptoms', 'src/doctor/texts', 'src/doctor/rules', 'src/contract', 'scripts/texts'];

function changedAt(path: string): number {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

function isFresh(): boolean {
  const oldest = Math.min(...WRITTEN.map(changedAt));
  const read = READ.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`));
  return read.filter((path) => !WRITTEN.includes(path) && /\.\w+$/.test(path)).every((path) => changedAt(path) <= oldest);
}

/** @throws Error that names file and line of everything that is wrong. */
export function writeTexts(): void {
  if (!isFresh()) {
    // What compiles reads the contract, which takes longer than all else here.
    const { compileTexts } = createRequire(__filename)('./texts/compile') as typeof compiling;
    compileTexts();
  }
}

if (require.main === module) {
  try {
    writeTexts();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
