import { copyOf, JsonObject } from '../_internal/json';
import { writeFile } from '../_internal/write-file';
import { toYaml } from '../_internal/yaml';

/** A YAML document that is rendered at construction and written only when asked. */
export class YamlFile {
  /** @internal */
  public static _of(content: JsonObject, heading: string[] = []): YamlFile {
    return new YamlFile(content, heading);
  }

  private readonly content: JsonObject;

  /**
   * @param content the document
   * @param heading lines of the comment at its top
   */
  protected constructor(content: Record<string, unknown>, private readonly heading: string[]) {
    // Rendered now: what the caller does to its own objects later must not show.
    this.content = copyOf(content);
  }

  /** The content as a plain object; a copy that the caller may change. */
  public toObject(): Record<string, unknown> {
    return copyOf(this.content);
  }

  /** The content as YAML, with its heading comment. Every string is quoted, so that all readers agree on it. */
  public toYaml(): string {
    return [...this.heading.map((line) => `# ${line}`), toYaml(this.content)].join('\n');
  }

  /**
   * Writes the document to a file, whole or not at all, and creates the directories on the way.
   *
   * @param path where to write, relative to the working directory
   */
  public writeTo(path: string): void {
    writeFile(path, this.toYaml());
  }
}
