import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { parse } from 'yaml';

export const ROOT = join(__dirname, '..', '..');
const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** One Kubernetes object as a file has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Record<string, string> };
  readonly [field: string]: any;
}

/** Runs the README's command, for some examples, and returns what it printed. */
export function runExamples(examples: readonly string[]): string {
  return execFileSync(process.execPath, [TSX, join(ROOT, 'examples', 'synth.ts'), ...examples], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What each program wrote when it ran in this process, which loads it once only. */
const WRITTEN = new Map<string, string>();

/** Has a program write into a folder, in this process: to start another one takes longer than the work. */
export function runHere(main: string, outdir: string): void {
  const written = WRITTEN.get(main);
  if (written !== undefined) {
    rmSync(outdir, { recursive: true, force: true });
    cpSync(written, outdir, { recursive: true });
    return;
  }
  run(main, outdir);
  const kept = mkdtempSync(join(tmpdir(), 'written-'));
  cpSync(outdir, kept, { recursive: true });
  WRITTEN.set(main, kept);
}

function run(main: string, outdir: string): void {
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = outdir;
  try {
    rmSync(outdir, { recursive: true, force: true });
    jest.requireActual(main);
  } finally {
    if (before === undefined) {
      delete process.env.CDK8S_OUTDIR;
    } else {
      process.env.CDK8S_OUTDIR = before;
    }
  }
}

/** Runs the app of an example as the cdk8s CLI would, into an empty `dist/`, without the seconds that the CLI takes. */
export function runApp(example: string): void {
  const folder = join(ROOT, 'examples', example);
  rmSync(join(folder, 'dist'), { recursive: true });
  execFileSync(process.execPath, [TSX, 'main.ts'], { cwd: folder, stdio: 'pipe' });
}

/** Everything that an example wrote, by path below its `dist/`. */
export function distOf(example: string): Map<string, string> {
  const dist = join(ROOT, 'examples', example, 'dist');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return new Map(files.map((file) => [relative(dist, file), readFileSync(file, 'utf8')]));
}

export function manifestsIn(text: string): Manifest[] {
  return (loadAll(text) as (Manifest | null)[]).filter((manifest) => manifest !== null);
}

/** What an app would write, without the text in between, which takes longer than to make the objects. */
export function objectsOf(app: App): Manifest[] {
  return app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
}

export function valuesIn(text: string): any {
  return parse(text);
}
