import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goModule } from './go';
import { cached, fillCache, run, Tool } from './tool';

/** A program that is a package of another author's Go module. */
export interface GoProgram {
  readonly name: string;
  readonly module: string;
  /** Without the `v`. */
  readonly version: string;
  /** The package, relative to the module. @default the module's root */
  readonly program?: string;
  /** A checkout to build from, where the Go proxy lacks the version. */
  readonly checkout?: string;
  /** Duration of a first build on 2 cores. */
  readonly minutes: number;
  /** Go files instead of modules that the author replaces by folders: by module, then by file. */
  readonly folders?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Versions instead of those that the author requires and the Go proxy lacks, by module. */
  readonly versions?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  /** Whether a part is written in C, which needs a C compiler. */
  readonly cgo?: boolean;
}

/** Builds it in a module of our own, as `go install` refuses modules that replace others; a checkout builds itself. */
export function goProgram(wanted: GoProgram): Tool {
  const { name, module, version, program, checkout, minutes, folders = {}, versions = {}, tags = [], cgo = false } = wanted;
  const main = program ? `${module}/${program}` : module;
  return {
    name,
    version,
    needs: `Go 1.24 or newer${cgo ? ' and a C compiler' : ''}, 3 GB of disk for the module and build caches; about ${minutes} minutes on 2 cores`,
    minutes,
    locate: () => cached(name, version, name),
    install: () => fillCache(name, version, (cache, build) => {
      const options = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-tags', tags.join(','), '-o', join(cache, name)];
      const env = { CGO_ENABLED: cgo ? '1' : '0' };
      if (checkout !== undefined) {
        run('go', ['build', ...options, program ? `./${program}` : '.'], checkout, env);
        return;
      }
      write(join(build, 'go.mod'), goMod(name, goModule(module, `v${version}`).goMod, Object.keys(folders), versions));
      for (const [replaced, files] of Object.entries(folders)) {
        write(join(build, folderOf(replaced), 'go.mod'), `module ${replaced}\n`);
        Object.entries(files).forEach(([file, text]) => write(join(build, folderOf(replaced), file), text));
      }
      run('go', ['get', `${main}@v${version}`], build);
      run('go', ['build', ...options, main], build, env);
    }),
  };
}

/** Go applies only the replacements of the main module, which is ours: copies the author's, except folders. */
function goMod(name: string, theirs: string, folders: readonly string[], versions: Readonly<Record<string, string>>): string {
  const replacements = [...theirs.matchAll(/^(?:replace)?\s*(\S+(?: v\S+)? => [^.\s]\S* v\S+)/gm)].map(([, replacement]) => `replace ${replacement}`);
  const excluded = [...theirs.matchAll(/^exclude (\S+ v\S+)/gm)].map(([, exclusion]) => `exclude ${exclusion}`);
  return [
    `module example.com/${name}`,
    /^go .*$/m.exec(theirs)![0],
    ...replacements,
    ...Object.entries(versions).map(([replaced, version]) => `replace ${replaced} => ${replaced} ${version}`),
    ...folders.map((replaced) => `replace ${replaced} => ./${folderOf(replaced)}`),
    ...excluded,
    '',
  ].join('\n');
}

function folderOf(module: string): string {
  return module.replace(/\W+/g, '-');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
