import { basename, isAbsolute, join, normalize, sep } from 'node:path';
import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { environment } from '../../common/system/environment';
import { writeFile } from '../../common/system/write-file';

/**
 * A file before it is written.
 *
 * @internal
 */
export interface OutputFile {
  /** Below the output folder, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Whether it is a script. */
  readonly executable: boolean;
}

/**
 * Texts by their paths, as files of which none is a script.
 *
 * @internal
 */
export function _plainFiles(texts: Readonly<Record<string, string>>): OutputFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text, executable: false }));
}

/** Which text of an app a file holds, by its place. */
const WRITTEN = new WeakMap<IConstruct, Map<string, TextFile>>();

/**
 * A text that is settled at construction and written only when asked. Everything that is no manifest is
 * handed out as one.
 */
export class TextFile {
  /** @internal */
  public static _of(content: string, executable: boolean = false): TextFile {
    return new TextFile(content, executable);
  }

  private outdir?: string;
  private app?: IConstruct;

  /**
   * @param content the whole text
   * @param executable whether it is a script
   */
  protected constructor(private readonly content: string, private readonly executable: boolean = false) {}

  /** The whole text. */
  public toString(): string {
    return this.content;
  }

  /**
   * Writes the text to a file, whole or not at all, and creates the directories on the way.
   *
   * @param path where to write, relative to the output folder of cdk8s (`dist`, or what `cdk8s synth -o`
   * names)
   * @throws when the path is blank, leaves that folder, or repeats its name, or another text of the same app
   *   lies there
   */
  public writeTo(path: string): void {
    this.takePlace(path);
    for (const { path: file, text, executable } of this._files(path)) {
      writeFile(this._locate(file), text, executable ? 0o755 : 0o644);
    }
  }

  /**
   * What `writeTo` writes, by its path.
   *
   * @internal
   */
  public _files(path: string): OutputFile[] {
    return [{ path, text: this.toString(), executable: this.executable }];
  }

  /**
   * Lets relative paths follow the app of a construct, which may have been told a folder of its own.
   *
   * @internal
   */
  public _belongsTo(scope: IConstruct): this {
    const { outdir } = scope.node.root as Partial<App>;
    this.outdir = typeof outdir === 'string' ? outdir : undefined;
    this.app = scope.node.root;
    return this;
  }

  /** @internal */
  protected _locate(path: string): string {
    return inOutputFolder(path, this.outdir);
  }

  /** Two planes that write to one path leave the values of the last alone. */
  private takePlace(path: string): void {
    const place = this._locate(path);
    if (this.app === undefined) {
      return;
    }
    const written = WRITTEN.get(this.app) ?? new Map<string, TextFile>();
    const before = written.get(place) ?? this;
    const isTaken = before !== this && before.toString() !== this.toString();
    new Problems('writeTo').check('path', path, () =>
      (isTaken ? 'holds another text of this app, which would be lost; name another file' : undefined))
      .throwIfAny();
    WRITTEN.set(this.app, written.set(place, this));
  }
}

/**
 * The place of a file in the folder that cdk8s writes to: what the CLI was told (`cdk8s synth -o`, `output`
 * in cdk8s.yaml), else `dist`.
 *
 * Source: cdk8s `App`, which resolves its own folder in the same way.
 *
 * @param path where to write, relative to that folder; an absolute path stays as it is
 * @param outdir the folder of an app that was told another one
 */
export function inOutputFolder(path: string, outdir: string = environment('CDK8S_OUTDIR') ?? 'dist'): string {
  new Problems('writeTo').check('path', path, filledInPath, (value) => misplaced(value, outdir)).throwIfAny();
  return isAbsolute(path) ? path : join(outdir, path);
}

function filledInPath(path: string): string | undefined {
  if (typeof path !== 'string' || path.trim() === '') {
    return 'is no path; name a file';
  }
  return /(^|\/)\.{0,2}$/.test(path) ? 'is a folder; name a file in it' : undefined;
}

function misplaced(path: string, outdir: string): string | undefined {
  const [first, ...rest] = normalize(path).split(sep);
  if (isAbsolute(path)) {
    return undefined;
  }
  if (first === '..') {
    return `leaves the output folder ${outdir}; write below it, or give an absolute path`;
  }
  // `cdk8s synth -o` would move half of it.
  return first === basename(outdir) && rest.length > 0
    ? `is relative to the output folder ${outdir} already; write ${rest.join('/')}`
    : undefined;
}
