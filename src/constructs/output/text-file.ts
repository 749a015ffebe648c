import { IConstruct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { constructType } from '../../common/props/construct-props';
import { demand, jsonMap, struct, text } from '../../common/props/prop-types';
import { toYaml } from '../../common/yaml/yaml';
import { MERGE_OPTIONS, MergeEdit, MergeOptions, mergeEdits, withEdits } from './merge-over';
import { OutputFile, inOutputFolder } from './output-folder';
import { Texts } from './texts';

/**
 * A text that is fixed at construction, and that `app.synth()` writes after a call of `writeTo`: every output
 * other than manifests.
 */
export class TextFile {
  /** @internal */
  public static _of(content: string, executable: boolean = false): TextFile {
    return new TextFile(content, executable);
  }

  /**
   * Whether its content was read, so that it need not be written.
   *
   * @internal
   */
  public _isRead = false;

  /**
   * Its path below the output folder, if it is written there.
   *
   * @internal
   */
  public _path?: string;

  /**
   * @param content the whole text
   * @param executable whether it is a script
   */
  protected constructor(private readonly content: string, private readonly executable: boolean = false) {}

  /** The whole text. */
  public get text(): string {
    this._isRead = true;
    return this._text;
  }

  /** The whole text. */
  public toString(): string {
    return this.text;
  }

  /**
   * Writes the text at `app.synth()`, after all validations have passed. Missing directories are created.
   *
   * @param scope the app, or a construct of it
   * @param path path relative to the output folder of the app (`dist`, or that of `cdk8s synth -o`)
   * @throws when the path is empty, is outside of that folder, or repeats its name, or when another text of
   *   the app has the same path. The synthesis fails if a manifest has it.
   */
  public writeTo(scope: IConstruct, path: string): void {
    demand('writeTo', { scope }, { scope: constructType });
    const texts = Texts.of(scope);
    inOutputFolder(path, texts._outdir);
    texts._register(this, scope, this._files(path));
    this._path = texts._below(path);
  }

  /**
   * The written files by path.
   *
   * @internal
   */
  public _files(path: string): OutputFile[] {
    return [{ path, text: this._text, executable: this.executable }];
  }

  /**
   * Adds a warning at synth if it is neither written nor read.
   *
   * @internal
   */
  public _expectedOf(scope: IConstruct, remedy: string): this {
    const { root } = scope.node;
    if ('outdir' in root && 'synth' in root) {
      Texts.of(scope)._expect(this, scope, remedy);
    }
    return this;
  }

  /** @internal */
  public get _text(): string {
    return this.content;
  }
}

/** A YAML document. Its text quotes every string, so that all readers parse it alike. */
export class YamlFile extends TextFile {
  /** @internal */
  public static _document(content: JsonObject, heading: string[] = []): YamlFile {
    return new YamlFile(content, heading);
  }

  /** Serialized, so that later changes of the caller's objects have no effect. */
  private readonly json: string;

  /**
   * @param document the document
   * @param heading lines of the comment at its top
   */
  protected constructor(document: Record<string, unknown>, private readonly heading: string[]) {
    super(heading.map((line) => `# ${line}\n`).join(''));
    this.json = JSON.stringify(document);
  }

  /** @internal */
  public override get _text(): string {
    return `${super._text}${toYaml(this._object)}`;
  }

  /**
   * Merges this document over an existing one, such as your own values: maps key by key, lists as a whole. An
   * empty text counts as missing, `null` as a value.
   *
   * @param existing the existing document
   * @param options which document wins if they differ
   * @throws when both have different values for a key and neither option decides. The error lists all such
   *   keys with both values, and hides secrets.
   */
  public mergeOver(existing: { [key: string]: unknown }, options: MergeOptions = {}): YamlFile {
    return this._with(withEdits(existing, this.editsOver(existing, options)), this.heading);
  }

  /**
   * Merges this document over the text of an existing one, and keeps its comments, order and layout.
   *
   * @param existing the text of a YAML document
   * @param options which document wins if they differ
   * @throws when the text is not a YAML document, and as `mergeOver` does.
   */
  public mergeOverText(existing: string, options: MergeOptions = {}): TextFile {
    demand('mergeOverText', { existing }, { existing: text() });
    const edited = loadEditor().editedText('mergeOverText', existing,
      (values) => this.editsOver(values, options), (edits) => toYaml(withEdits({}, edits)));
    return TextFile._of(edited);
  }

  /** @internal */
  protected _with(document: JsonObject, heading: string[]): YamlFile {
    return new YamlFile(document, heading);
  }

  private editsOver(existing: JsonObject, options: MergeOptions): MergeEdit[] {
    demand('mergeOver', { existing, options }, { existing: jsonMap, options: struct(MERGE_OPTIONS) });
    this._isRead = true;
    return mergeEdits(existing, this._object, options);
  }

  /** The document as a plain object; a copy. */
  public toObject(): Record<string, unknown> {
    this._isRead = true;
    return this._object;
  }

  /** @internal */
  public get _object(): JsonObject {
    return JSON.parse(this.json) as JsonObject;
  }
}

/** Loaded on demand, as the editor needs another YAML library. */
function loadEditor(): typeof import('../../common/values/edited-text') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../common/values/edited-text') as typeof import('../../common/values/edited-text');
}
