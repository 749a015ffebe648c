import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { ConfigFile, ConfigFileError, readConfigFile } from '../verify/engine/config-file';
import { RULES } from '../verify/registry';
import { printableLines } from '../verify/report/printable';
import { Io, UsageError } from './io';
import { readAll } from './read-input';

/** The file that is looked for in the current folder and those above it. */
export const CONFIG_FILE = 'cdk8s-union-auth.yaml';

/** The options by which findings and files are left out. */
export const CONFIG_OPTIONS = {
  config: { type: 'string' },
  exclude: { type: 'string', multiple: true },
} as const;

export const CONFIG_HELP = `  --config FILE       findings that are accepted, with rule, object, reason and
                      expiry, and files that are not read (default: ${CONFIG_FILE} in this folder or one above
                      it)
  --exclude GLOB      do not read these files and folders; may be repeated
`;

/** What the caller leaves out. */
export interface JudgingConfig {
  readonly config?: ConfigFile;
  readonly isExcluded: (path: string) => boolean;
}

/** @throws UsageError when the file is not there or says what cannot be. */
export function judgingConfig(
  values: { readonly config?: string; readonly exclude?: readonly string[] }, io: Io,
): JudgingConfig {
  const cwd = io.cwd ?? '.';
  const file = values.config ?? foundUpward(cwd);
  const config = file === undefined ? undefined : readConfig(file, io);
  const exclusions = [
    ...(values.exclude ?? []).map((glob) => excluded(glob, cwd)),
    ...(config?.exclude ?? []).map((glob) => excluded(glob, dirname(config?.source.name ?? ''))),
  ];
  // It is no manifest: reading the folder that it lies in must not complain about it.
  const isConfig = (path: string) => file !== undefined && resolve(path) === resolve(file);
  return { config, isExcluded: (path) => isConfig(path) || exclusions.some((matches) => matches(path)) };
}

function readConfig(file: string, io: Io): ConfigFile {
  const [source] = readAll([file], io);
  try {
    return readConfigFile(source, RULES.ids);
  } catch (error) {
    throw error instanceof ConfigFileError
      ? new UsageError(printableLines(error.message))
      : error;
  }
}

function foundUpward(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, CONFIG_FILE);
    if (existsSync(file)) {
      return relative('', file);
    }
    if (dirname(at) === at) {
      return undefined;
    }
  }
}

/** Whether a path is one that is named, or lies below it: a file, a folder or a glob, from a folder. */
export function pathMatcher(path: string, folder: string): (path: string) => boolean {
  const { base, glob, isGlob } = picomatch.scan(path);
  return isGlob ? excluded(`./${glob}`, resolve(folder, base)) : within(resolve(folder, path));
}

function within(root: string): (path: string) => boolean {
  return (path) => resolve(path) === root || resolve(path).startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * A glob with a slash counts from a folder; one without names files and folders anywhere, as in .gitignore.
 */
function excluded(glob: string, folder: string): (path: string) => boolean {
  const isRooted = glob.startsWith('./') || glob.replace(/\/$/, '').includes('/');
  const pattern = glob.replace(/^\.\//, '').replace(/\/$/, '');
  const matches = picomatch(pattern, { dot: true });
  return (path) => {
    const below = relative(resolve(folder), resolve(path)).split(sep);
    const candidates = isRooted ? below.map((_, index) => below.slice(0, index + 1).join('/')) : below;
    return candidates.some((candidate) => matches(candidate));
  };
}
