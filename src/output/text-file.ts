import { writeFile } from '../_internal/write-file';

/** A text that is rendered at construction and written only when asked. */
export class TextFile {
  /** @internal */
  public static _of(content: string, executable: boolean = false): TextFile {
    return new TextFile(content, executable);
  }

  private constructor(private readonly content: string, private readonly executable: boolean) {}

  /** The whole text. */
  public toString(): string {
    return this.content;
  }

  /**
   * Writes the text to a file, whole or not at all, and creates the directories on the way.
   *
   * @param path where to write, relative to the working directory
   */
  public writeTo(path: string): void {
    writeFile(path, this.content, this.executable ? 0o755 : 0o644);
  }
}
