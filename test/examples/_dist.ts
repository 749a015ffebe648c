import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { parse } from 'yaml';

export const ROOT = join(__dirname, '..', '..');

/** One Kubernetes object as it stands in a file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Record<string, string> };
  readonly [field: string]: any;
}

/** Runs the README's command and returns what it printed. */
export function runExamples(): string {
  return execFileSync('npm', ['run', '--silent', 'example'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs the app of an example as the cdk8s CLI would, into an empty `dist/`, without the seconds that the CLI takes. */
export function runApp(example: string): void {
  const folder = join(ROOT, 'examples', example);
  rmSync(join(folder, 'dist'), { recursive: true });
  execFileSync(process.execPath, [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'main.ts'], { cwd: folder, stdio: 'pipe' });
}

/** Everything that an example wrote, by path below its `dist/`. */
export function distOf(example: string): Map<string, string> {
  const dist = join(ROOT, 'examples', example, 'dist');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return new Map(files.map((file) => [relative(dist, file), readFileSync(file, 'utf8')]));
}

export function manifestsIn(text: string): Manifest[] {
  return (loadAll(text) as (Manifest | null)[]).filter((manifest) => manifest !== null);
}

export function valuesIn(text: string): any {
  return parse(text);
}
