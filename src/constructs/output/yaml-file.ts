import { JsonObject } from '../../common/data/json';
import { toYaml } from '../../common/yaml/yaml';
import { TextFile } from './text-file';

/** A YAML document. As text every string is quoted, so that all readers agree on it. */
export class YamlFile extends TextFile {
  /** @internal */
  public static _document(content: JsonObject, heading: string[] = []): YamlFile {
    return new YamlFile(content, heading);
  }

  /** As a text, which nobody can change: what the caller does to its own objects later must not show. */
  private readonly json: string;

  /**
   * @param document the document
   * @param heading lines of the comment at its top
   */
  protected constructor(document: Record<string, unknown>, heading: string[]) {
    super(heading.map((line) => `# ${line}\n`).join(''));
    this.json = JSON.stringify(document);
  }

  /** The whole text. */
  public override toString(): string {
    return `${super.toString()}${toYaml(this.toObject())}`;
  }

  /** The document as a plain object; a copy that the caller may change. */
  public toObject(): Record<string, unknown> {
    return JSON.parse(this.json) as JsonObject;
  }
}
