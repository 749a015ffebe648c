import { IConstruct } from 'constructs';
import { constructType } from '../../common/props/construct-props';
import { demand } from '../../common/props/prop-types';
import { inOutputFolder, OutputFile } from './output-folder';
import { Texts } from './texts';

/**
 * A text that is settled at construction, and written by `app.synth()` where `writeTo` says so. Everything
 * that is not a manifest is handed out as one.
 */
export class TextFile {
  /** @internal */
  public static _of(content: string, executable: boolean = false): TextFile {
    return new TextFile(content, executable);
  }

  /**
   * Whether someone has read it, so that it is of use without being written.
   *
   * @internal
   */
  public _isRead = false;

  /**
   * Where synth writes it, below the output folder.
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
   * Has `app.synth()` write the text, once all validations have passed; the directories on the way are
   * created.
   *
   * @param scope the app, or a construct of it
   * @param path where to write, relative to the output folder of the app (`dist`, or what `cdk8s synth -o`
   *   names)
   * @throws when the path is blank, leaves that folder, or repeats its name, or another text of the same app
   *   is written there. The synthesis fails where a manifest is.
   */
  public writeTo(scope: IConstruct, path: string): void {
    demand('writeTo', { scope }, { scope: constructType });
    const texts = Texts.of(scope);
    inOutputFolder(path, texts._outdir);
    texts._register(this, scope, this._files(path));
    this._path = path;
  }

  /**
   * What `writeTo` has written, by its path.
   *
   * @internal
   */
  public _files(path: string): OutputFile[] {
    return [{ path, text: this._text, executable: this.executable }];
  }

  /**
   * Has synth warn where no one writes or reads it.
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
