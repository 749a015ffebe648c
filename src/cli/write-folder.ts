import {
  Stats, existsSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../common/data/digest';
import { isObject } from '../common/data/json';
import { makeFolder, writeFile } from '../common/system/write-file';
import type { OutputFile } from '../constructs/output/output-folder';
import { cannotBe, UsageError } from './command';

/**
 * A list of the written files in the folder, so that the next run distinguishes its own files from others.
 */
const MARKER = '.union-auth-files';

/** The marker of a folder with these files. */
export function markerFile(files: readonly OutputFile[]): OutputFile {
  const digests = Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)]));
  return { path: MARKER, text: `${JSON.stringify(digests, null, 2)}\n`, executable: false };
}

/** The changes of a folder by writing. */
export interface FolderPlan {
  readonly folder: string;
  readonly files: readonly OutputFile[];
  /** New or changed files. */
  readonly written: readonly string[];
  /** Files of an earlier run that this one does not write. */
  readonly removed: readonly string[];
  /** Files that others wrote or changed, and that would be lost. */
  readonly lost: readonly string[];
  /** Whether the folder has content, but no run has written there. */
  readonly foreign: boolean;
}

/** @throws UsageError when it is not a folder, or cannot be read. */
export function planFolder(folder: string, files: readonly OutputFile[]): FolderPlan {
  if (folder.trim() === '') {
    throw new UsageError('The folder to write to must not be empty; give one, or set the variable for it');
  }
  const before = entriesOf(folder);
  const ours = markerOf(folder);
  const isUntouched = (path: string) => {
    const content = contentOf(folder, path);
    return content !== undefined && ours?.[path] === sha256(content);
  };
  const removed = Object.keys(ours ?? {}).filter((path) =>
    !files.some((file) => file.path === path) && existsSync(join(folder, path)) && isUntouched(path));
  files.forEach(({ path }) => refuseOtherKind(folder, path, removed));
  const written = files.filter(({ path, text }) => contentOf(folder, path) !== text).map(({ path }) => path);
  return {
    folder,
    files,
    written,
    removed,
    lost: written.filter((path) => contentOf(folder, path) !== undefined && !isUntouched(path)),
    foreign: ours === undefined && before.length > 0,
  };
}

/** The subfolder for new files until all of them are complete. */
const STAGE = '.union-auth-partial';

/**
 * Replaces the files of an earlier run with the new ones once all are on disk: if the disk is full, or
 * writing fails, nothing has changed.
 *
 * @throws UsageError when files of others would be lost, or the folder is not ours, unless it is forced.
 */
export function writeFolder(plan: FolderPlan, isForced: boolean): void {
  const { folder, files, written, removed } = plan;
  if (!isForced) {
    refuseLoss(plan);
  }
  const stage = join(folder, STAGE);
  const fresh = [...files.filter(({ path }) => written.includes(path)), markerFile(files)];
  let made: string | undefined;
  try {
    made = makeFolder(folder);
    rmSync(stage, { recursive: true, force: true });
    fresh.forEach(({ path, text, executable }) =>
      writeFile(join(stage, path), text, executable ? 0o755 : 0o644));
    removed.forEach((path) => removeFile(folder, path));
    fresh.forEach(({ path }) => {
      makeFolder(dirname(join(folder, path)));
      renameSync(join(stage, path), join(folder, path));
    });
    made = undefined;
  } catch (error) {
    throw new UsageError(`${folder} ${cannotBe('written', error)}`);
  } finally {
    // A new folder is removed with the rest of this run.
    rmSync(made ?? stage, { recursive: true, force: true });
  }
}

/** Also removes folders that become empty. */
function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path));
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    if (readdirSync(join(folder, above)).length > 0) {
      return;
    }
    rmdirSync(join(folder, above));
  }
}

/**
 * Something other than a file cannot be replaced, nor can a file become a folder, unless it is removed
 * anyway.
 */
function refuseOtherKind(folder: string, path: string, removed: readonly string[]): void {
  const file = join(folder, path);
  if (statsOf(file)?.isDirectory() && !leavesOf(folder, path).every((each) => removed.includes(each))) {
    throw new UsageError(`${file} is a folder, and a file of that name is to be written; move it away`);
  }
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const stats = statsOf(join(folder, above));
    if (stats !== undefined && !stats.isDirectory() && !removed.includes(above)) {
      throw new UsageError(`${join(folder, above)} is a file, and ${file} is to be written; move it away`);
    }
  }
}

/** The content of a folder: files, and empty folders. */
function leavesOf(folder: string, path: string): string[] {
  const entries = readable(path, () => readdirSync(join(folder, path), { withFileTypes: true }));
  return entries.length === 0 ? [path] : entries.flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    return entry.isDirectory() ? leavesOf(folder, below) : [below];
  });
}

function refuseLoss({ folder, lost, foreign, written }: FolderPlan): void {
  if (foreign) {
    const replaced = lost.length > 0
      ? `--force would replace ${lost.join(', ')}, and leave the rest`
      : `--force would add ${written.length} files and replace none`;
    throw new UsageError(
      `${folder} is not empty, and nothing in it was written by this command; name another folder. `
        + `${replaced}.`,
    );
  }
  if (lost.length > 0) {
    throw new UsageError(
      `${folder}: changed by hand since it was written: ${lost.join(', ')}; put the change into the answers, `
        + 'or replace it with --force.',
    );
  }
}

/** Version control, our own marker, and the rest of a killed run. */
function entriesOf(folder: string): string[] {
  const stats = readable(folder, () => statSync(folder, { throwIfNoEntry: false }));
  if (stats === undefined) {
    return [];
  }
  if (!stats.isDirectory()) {
    throw new UsageError(`${folder} is a file; name a folder`);
  }
  return readable(folder, () => readdirSync(folder)).filter((name) =>
    !['.git', MARKER, STAGE].includes(name));
}

function markerOf(folder: string): Readonly<Record<string, unknown>> | undefined {
  const text = contentOf(folder, MARKER);
  try {
    const marker: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(marker) ? marker : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined if there is no such file. */
export function contentOf(folder: string, path: string): string | undefined {
  const file = join(folder, path);
  const stats = statsOf(file);
  return stats === undefined || stats.isDirectory()
    ? undefined
    : readable(file, () => readFileSync(file, 'utf8'));
}

/** Undefined if nothing exists, as below a file. */
function statsOf(path: string): Stats | undefined {
  return readable(path, () => {
    try {
      return statSync(path, { throwIfNoEntry: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
        return undefined;
      }
      throw error;
    }
  });
}

/** @throws UsageError when it is not readable, or a parent folder is a file. */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${path} ${cannotBe('read', error)}`);
  }
}
