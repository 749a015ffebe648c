import type { App } from 'cdk8s';
import { Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { constructType, isInTree, warn } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand } from '../../common/props/prop-types';
import { writeFile } from '../../common/system/write-file';
import { inOutputFolder, OutputFile } from './output-folder';

/** The parts of a text that synth needs. */
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

  /** By their paths on disk. */
  private readonly registered = new Map<string, Registered>();
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
    const problems = new Problems(`writeTo of ${scope.node.path || 'the app'}`);
    const places = files.map((file) => ({ file, place: inOutputFolder(file.path, this.app.outdir) }));
    for (const { file: { path, text }, place } of places) {
      const before = this.registered.get(place);
      problems.check('path', path, () => (before === undefined || !isInTree(before.scope)
        || before.file.text === text
        ? undefined
        : `is already the path of another text of ${before.scope.node.path || 'this app'}; use another `
          + 'file'));
    }
    if (this.isWritten) {
      const late = 'would never be written, as app.synth() has already run; call writeTo before it';
      problems.add('path', files.at(-1)?.path, late);
    }
    problems.throwIfAny();
    places.forEach(({ file, place }) => this.registered.set(place, { source, scope, file }));
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
    return [...this.registered.values()].filter(({ scope }) => isInTree(scope));
  }

  private warnOfUnwritten(): void {
    const sources = new Set(this.current.map(({ source }) => source));
    this.expected.filter(({ source, scope }) => isInTree(scope) && !sources.has(source) && !source._isRead)
      .forEach(({ scope, remedy }) => warn(scope, remedy));
  }

  private clashesWithManifests(): string[] {
    const isManifest = manifestNames(this.app);
    return this.current.filter(({ file: { path } }) => isManifest(path)).map(({ file: { path }, scope }) =>
      `${path}, a text of ${scope.node.path || 'the app'}, has the path of a manifest, and one would replace `
        + 'the other; use another file.');
  }
}

/**
 * Whether a manifest of the app has the path.
 *
 * Source: cdk8s 2.70, `lib/app.js`: `synth` and the namers.
 */
function manifestNames({ node, yamlOutputType, outputFileExtension }: App): (path: string) => boolean {
  const charts = node.findAll().filter((each): each is Chart => Chart.isChart(each)).map((chart) =>
    Names.toDnsLabel(chart));
  const isChart = (name: string) => charts.includes(name) || charts.includes(name.replace(/^\d{4}-/, ''));
  return (path) => {
    if (!path.endsWith(outputFileExtension)) {
      return false;
    }
    const name = path.slice(0, -outputFileExtension.length);
    switch (yamlOutputType) {
      case YamlOutputType.FILE_PER_APP: return name === 'app';
      case YamlOutputType.FILE_PER_CHART: return isChart(name);
      case YamlOutputType.FILE_PER_RESOURCE: return /^[A-Z]\w*\.[^/]+$/.test(name);
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        return /\/[A-Z]\w*\.[^/]+$/.test(name) && isChart(name.slice(0, name.lastIndexOf('/')));
    }
  };
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
