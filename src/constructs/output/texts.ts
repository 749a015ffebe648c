import { dirname, relative, resolve, sep } from 'node:path';
import type { App } from 'cdk8s';
import { Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { constructType, isInTree, warn } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand } from '../../common/props/prop-types';
import { writeFile } from '../../common/system/write-file';
import { inOutputFolder, OutputFile } from './output-folder';

interface Source {
  readonly _isRead: boolean;
}

/** A text that synth writes, with the construct that registered it. */
interface Registered {
  readonly source: Source;
  readonly scope: IConstruct;
  readonly file: OutputFile;
}

/** A text that has no effect unless it is written. */
interface Expected {
  readonly source: Source;
  readonly scope: IConstruct;
  readonly remedy: string;
}

const ALL = new WeakMap<IConstruct, Texts>();

function isKept(text?: Registered): text is Registered {
  return text !== undefined && isInTree(text.scope);
}

function ownerOf({ scope }: Pick<Registered, 'scope'>): string {
  return scope.node.path || 'the app';
}

function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersOf(folder)];
}

/**
 * The texts of an app, such as values files and scripts. `writeTo` registers them, and `app.synth()` writes
 * them beside the manifests after all validations have passed.
 *
 * @example
 * plane.helmValues.writeTo(app, 'values.yaml');
 * Texts.of(app).toObject()['values.yaml'];
 */
export class Texts {
  /**
   * The texts of the app of a construct.
   *
   * @throws when the construct is not in an app.
   *
   * @example
   * const byPath = Texts.of(app).toObject();
   */
  public static of(scope: IConstruct): Texts {
    demand('Texts.of', { scope }, { scope: constructType });
    const { root } = scope.node;
    const app = root as Partial<App> & IConstruct;
    if (typeof app.synth !== 'function' || typeof app.outdir !== 'string') {
      new Problems('Texts').add('scope', scope.node.path, 'is not in an App; create its chart in '
        + 'one').throwIfAny();
    }
    const texts = ALL.get(root) ?? new Texts(app as App);
    ALL.set(root, texts);
    return texts;
  }

  /** By their absolute paths. */
  private readonly registered = new Map<string, Registered>();
  /** The folders of those paths, each with one of them. */
  private readonly folders = new Map<string, string>();
  private readonly expected: Expected[] = [];
  private isWritten = false;

  private constructor(private readonly app: App) {
    writeAtSynth(app);
    app.node.addValidation({ validate: () => this.clashesWithManifests() });
  }

  /** The texts that `app.synth()` writes, by path below the output folder. */
  public toObject(): { [path: string]: string } {
    return Object.fromEntries(this.current.map(({ file: { path, text } }) => [path, text]));
  }

  /** Writes the texts now, for apps whose `synth` is never called. */
  public write(): void {
    for (const [place, { scope, file: { text, executable } }] of this.registered) {
      if (isInTree(scope)) {
        writeFile(place, text, executable ? 0o755 : 0o644);
      }
    }
    this.isWritten = true;
    this.warnOfUnwritten();
  }

  /** @internal */
  public _register(source: Source, scope: IConstruct, files: readonly OutputFile[]): void {
    const problems = new Problems(`writeTo of ${ownerOf({ scope })}`);
    const places = files.map((file) =>
      ({ file, place: resolve(inOutputFolder(file.path, this.app.outdir)) }));
    for (const { file, place } of places) {
      problems.check('path', file.path, () => this.clashOf(place, file.text));
    }
    if (this.isWritten) {
      const late = 'would never be written, as app.synth() has already run; call writeTo before it';
      problems.add('path', files.at(-1)?.path, late);
    }
    problems.throwIfAny();
    for (const { file, place } of places) {
      this.registered.set(place, { source, scope, file });
      foldersOf(place).forEach((folder) => this.folders.set(folder, place));
    }
  }

  /** Two files cannot have one path, and a file cannot be the folder of another one. */
  private clashOf(place: string, text: string): string | undefined {
    const above = foldersOf(place).map((folder) => this.registered.get(folder));
    const beside = [...above, this.registered.get(this.folders.get(place) ?? '')].find(isKept);
    if (beside) {
      return `cannot be written beside ${beside.file.path}, another text of ${ownerOf(beside)}: one would be `
        + 'the folder of the other; use another file';
    }
    const before = this.registered.get(place);
    return isKept(before) && before.file.text !== text
      ? `is already the path of another text of ${ownerOf(before)}; use another file`
      : undefined;
  }

  /** @internal */
  public _expect(source: Source, scope: IConstruct, remedy: string): void {
    this.expected.push({ source, scope, remedy });
  }

  /** @internal */
  public get _outdir(): string {
    return this.app.outdir;
  }

  private get current(): Registered[] {
    return [...this.registered.values()].filter(isKept);
  }

  private warnOfUnwritten(): void {
    const sources = new Set(this.current.map(({ source }) => source));
    this.expected.filter(({ source, scope }) => isInTree(scope) && !sources.has(source) && !source._isRead)
      .forEach(({ scope, remedy }) => warn(scope, remedy));
  }

  /**
   * A path below the output folder, with slashes; undefined if it is elsewhere.
   *
   * @internal
   */
  public _below(path: string): string | undefined {
    const below = relative(this.app.outdir, inOutputFolder(path, this.app.outdir)).split(sep);
    return below[0] === '..' ? undefined : below.join('/');
  }

  private clashesWithManifests(): string[] {
    const isTaken = manifestPaths(this.app);
    return this.current.filter(({ file }) => isTaken((this._below(file.path) ?? '').split('/')))
      .map((each) => `${each.file.path}, a text of ${ownerOf(each)}, has the path of a manifest, and one `
        + 'would replace the other; use another file.');
  }
}

/**
 * Whether a path below the output folder, in steps, is a manifest, below one, or the folder of a Chart.
 *
 * Source: cdk8s 2.70, `lib/app.js`: `synth` and the namers.
 */
function manifestPaths({ node, yamlOutputType, outputFileExtension }: App): (steps: string[]) => boolean {
  const charts = node.findAll().filter((each): each is Chart => Chart.isChart(each)).map((chart) =>
    Names.toDnsLabel(chart));
  const isChart = (name: string) => charts.includes(name) || charts.includes(name.replace(/^\d{4}-/, ''));
  const isByChart = yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  const isManifest = (file: string) => {
    const name = file.slice(0, -outputFileExtension.length);
    switch (file.endsWith(outputFileExtension) && yamlOutputType) {
      case YamlOutputType.FILE_PER_APP: return name === 'app';
      case YamlOutputType.FILE_PER_CHART: return isChart(name);
      default: return file.endsWith(outputFileExtension) && /^[A-Z]\w*\./.test(name);
    }
  };
  return ([first, second]) => (isByChart
    ? isChart(first) && (second === undefined || isManifest(second))
    : isManifest(first));
}

const HOOKED = new WeakSet<object>();
/** With nested calls of synth, as in a subclass, only the outermost writes. */
const UNDER_WAY = new WeakSet<App>();

/**
 * Wraps `synth`, since cdk8s has no hook after synthesis: a validation runs before it is known whether others
 * fail, and also in `Testing.synth`. It wraps the method of the class, since jsii ignores one of the
 * instance.
 */
function writeAtSynth(app: App): void {
  let owner = Object.getPrototypeOf(app) as Pick<App, 'synth'>;
  while (!Object.hasOwn(owner, 'synth')) {
    owner = Object.getPrototypeOf(owner) as Pick<App, 'synth'>;
  }
  if (HOOKED.has(owner)) {
    return;
  }
  HOOKED.add(owner);
  const { synth } = owner;
  owner.synth = function (this: App): void {
    if (UNDER_WAY.has(this)) {
      synth.call(this);
      return;
    }
    UNDER_WAY.add(this);
    try {
      synth.call(this);
      ALL.get(this)?.write();
    } finally {
      UNDER_WAY.delete(this);
    }
  };
}
