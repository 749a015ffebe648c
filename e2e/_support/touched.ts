import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** The files that differ from a branch: committed, uncommitted and untracked. */
export function changedFiles(base?: string): string[] {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).split('\n').filter(Boolean);
  const isThere = (name: string) => {
    try {
      return git('rev-parse', '--verify', '--quiet', `${name}^{commit}`).length > 0;
    } catch {
      return false;
    }
  };
  const from = base ?? ['main', 'origin/main'].find(isThere);
  if (from === undefined || !isThere(from)) {
    throw new Error(`no ${from ?? 'main'} to compare with; name a branch or commit: --base <ref>`);
  }
  const [fork] = git('merge-base', from, 'HEAD');
  return [...new Set([...git('diff', '--name-only', fork), ...git('ls-files', '--others', '--exclude-standard')])].sort();
}

/** Those changed files that the entries load or run, directly or indirectly. */
export function touchedBy(changed: readonly string[], entries: readonly string[]): string[] {
  const reached = reachedFrom(entries);
  return changed.filter((file) => reached.has(file));
}

/** All files that the entries import or name, directly or indirectly. */
function reachedFrom(entries: readonly string[]): Set<string> {
  const reached = new Set<string>();
  for (const open = [...entries]; open.length > 0;) {
    const file = open.pop()!;
    if (!reached.has(file)) {
      reached.add(file);
      open.push(...(/\.[cm]?[jt]s$/.test(file) ? usedBy(file) : []));
    }
  }
  return reached;
}

const known = new Map<string, readonly string[]>();

function usedBy(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  known.set(file, known.get(file) ?? [...imported(file, text), ...named(file, text)]);
  return known.get(file)!;
}

function imported(file: string, text: string): string[] {
  return preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    if (fileName === 'cdk8s-union-auth') {
      return ['src/index.ts'];
    }
    const path = join(dirname(file), fileName);
    return fileName.startsWith('.') ? [path, `${path}.ts`, join(path, 'index.ts')].filter(isFile).slice(0, 1) : [];
  });
}

/** Programs that the file runs and files that it reads: paths in string literals, from the root or beside it; `examples` means all of them. */
function named(file: string, text: string): string[] {
  const texts = [...text.matchAll(/'([\w./-]+)'/g)].map(([, name]) => name);
  return texts.flatMap((name) => (name === 'examples' ? filesBelow('examples') : [name, join(dirname(file), name)].filter((path) => /\.\w+$/.test(path) && isFile(path))));
}

function isFile(path: string): boolean {
  return existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile();
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)));
}
