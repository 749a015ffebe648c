import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { writeFile } from '../../common/system/write-file';
import { inOutputFolder } from './output-folder';

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
 * A text that is settled at construction and written only when asked. Everything that is no manifest is
 * handed out as one.
 */
export class TextFile {
  /** @internal */
  public static _of(content: string, executable: boolean = false): TextFile {
    return new TextFile(content, executable);
  }

  private outdir?: string;

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
   * @throws when the path is blank, leaves that folder, or repeats its name
   */
  public writeTo(path: string): void {
    // Whether it is a path at all.
    this._locate(path);
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
    return this;
  }

  /** @internal */
  protected _locate(path: string): string {
    return inOutputFolder(path, this.outdir);
  }
}
