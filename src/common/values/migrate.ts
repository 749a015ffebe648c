import { ChartVersion } from '../../contract/union/releases/chart-version';
import {
  ChartName, DeadKey, schemaName, ValueKey, ValuesContract,
} from '../../contract/union/values-contract';
import { aboveOf, copyOf, isBlank, isObject, pathText } from '../data/json';
import { show } from '../data/texts';
import { BYTE_ORDER_MARK, withoutMark } from '../yaml/input';
import { chartOf, dependenciesIn, headOf, ownPathsOf } from './head';
import { helmOutput } from './helm-output';
import { SourceText } from './source-text';
import { PlainValues, ValuesEdits, doesWorkOf, isReadByTemplates, isTemplate } from './template';
import { ValuesEditor } from './values-editor';
import { MergedValues, UnreadableValuesError, ValuesFile, ValuesText } from './values-file';

export interface MigrateOptions {
  readonly from: ChartVersion;
  readonly to: ChartVersion;
  /** @default - derived from the content */
  readonly chart?: ChartName;
}

/** A change, or a step that the user must do. */
export interface MigrationNote {
  /** Line in the original. */
  readonly line: number;
  /** A phrase without a full stop. */
  readonly message: string;
}

export interface Migration {
  /** The whole file; the original bytes if nothing changed. */
  readonly text: string;
  readonly changed: readonly MigrationNote[];
  readonly left: readonly MigrationNote[];
}

/**
 * Rewrites a values file for another chart release, and keeps comments, order, quotes and all settings other
 * than authentication.
 *
 * @throws UnreadableValuesError when the text is not a values file, or its chart is unknown.
 */
export function migrateValues(text: ValuesText, options: MigrateOptions): Migration {
  const release = helmOutput(text.text);
  if (release === undefined) {
    return migrateText(text, options);
  }
  if (release.documents !== release.values) {
    throw unreadable(text.name, 'is the full output of Helm; migrate only the values, as "helm get values '
      + 'RELEASE -o yaml" prints them');
  }
  const { changed, ...rest } = migrateText({ ...text, text: release.values }, options);
  return { ...rest, changed: [{ line: 1, message: 'the heading of Helm is a comment now' }, ...changed] };
}

function migrateText(text: ValuesText, { from, to, chart }: MigrateOptions): Migration {
  const file = ValuesFile.read(text);
  const lone = /\r(?!\n)/.exec(text.text);
  if (lone !== null) {
    // Helm treats it as the end of a line; an editor does not.
    throw unreadable(file.name, 'has a carriage return without a line feed, which Helm treats as the end of '
      + 'a line; save it with line feeds', text.text.slice(0, lone.index).split('\n').length);
  }
  const [twice] = file.duplicates;
  if (twice !== undefined) {
    throw unreadable(file.name, `has the key ${pathText(twice)} more than once, and Helm uses the last one; `
      + 'remove the others', file.lineOf(twice));
  }
  refuseSealed(file);
  const contractsOf = ({ _contract: { controlPlane, dataPlane } }: ChartVersion) => [
    controlPlane.values,
    dataPlane.values,
  ];
  refuseAround(file, [from, to].flatMap(contractsOf));
  const name = chart ?? headOf(text.text).chart ?? toldBy(file, contractsOf(from));
  const contract = contractsOf(to).find((candidate) => candidate.chart === name)!;
  const mark = text.text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const migration = new Migrator(file, editorOf(file, text.text), contract);
  migration.run(to);
  const { changed, left, editor } = migration;
  return { changed, left, text: changed.length === 0 ? text.text : mark + editor.text };
}

function unreadable(file: string, reason: string, line?: number): UnreadableValuesError {
  return new UnreadableValuesError([{ file, reason, line }]);
}

/** @throws UnreadableValuesError for SOPS files, whose ciphers depend on keys and bytes. */
function refuseSealed(file: ValuesFile): void {
  if (file.has('sops.mac')) {
    throw unreadable(file.name, 'is encrypted by SOPS, which would not decrypt it after a change; migrate '
      + 'what "sops decrypt" prints, and encrypt that again', file.lineOf('sops'));
  }
}

/** @throws UnreadableValuesError when the values are those of a parent chart. */
function refuseAround(file: ValuesFile, contracts: readonly ValuesContract[]): void {
  const keys = dependenciesIn(file, ownPathsOf(contracts));
  if (keys.length > 0) {
    throw new UnreadableValuesError(keys.map((key) => ({
      file: file.name,
      line: file.lineOf([key]),
      reason: `has values of Union's chart under the key ${key}, where a parent chart passes them on; `
        + 'migrate them in a file of their own, without that key',
    })));
  }
}

/** @throws UnreadableValuesError when the editor and the reader of the text disagree. */
function editorOf({ name, text }: ValuesFile, written: string): ValuesEditor {
  const editor = new ValuesEditor(name, SourceText.indented(withoutMark(written), withoutMark(text)));
  if (!editor.isResolved) {
    throw unreadable(
      name, 'has an alias or a merge key that refers to itself, or not to a map; write out its content',
    );
  }
  return editor;
}

/** @throws UnreadableValuesError when the file does not show its chart. */
function toldBy(file: ValuesFile, contracts: readonly ValuesContract[]): ChartName {
  const guess = chartOf(file, contracts);
  if (guess.chart === undefined) {
    const reason = guess.silent
      ? 'has no authentication settings, so there is nothing to migrate; or give its chart'
      : 'can be for either chart; give its chart';
    throw unreadable(file.name, `${reason} with --plane control or --plane data`);
  }
  return guess.chart;
}

class Migrator {
  public readonly changed: MigrationNote[] = [];
  public readonly left: MigrationNote[] = [];
  /** Paths that were moved or removed. */
  private readonly gone: string[] = [];

  /** @param original the original file, for line numbers */
  public constructor(
    private readonly original: ValuesFile,
    public readonly editor: ValuesEditor,
    private readonly contract: ValuesContract,
  ) {}

  public run(to: ChartVersion): void {
    this.contract.dead.filter(({ path }) => this.original.has(path))
      .forEach((dead) => this.moveDeadKey(dead));
    this.contract.keys.filter(({ path, type }) => path.endsWith('.apiKeyOverrides') && type === 'objects')
      .forEach((key) => this.mapToList(key));
    this.contract.keys.forEach((key) => this.fillIn(key));
    // The replacement of a list's entry depends on the globals.
    this.contract.keys.forEach((key) => this.completeList(key));
    this.prune();
    this.pointToSchema(to);
    this.changed.sort((a, b) => a.line - b.line);
  }

  private moveDeadKey({ path, replacedBy, why }: DeadKey): void {
    const { editor } = this;
    if (isReadByTemplates(path, this.original.values)) {
      this.leave(path, `${path}: your own templates read it, so it is kept`);
    } else if (editor.isEntangled(path)) {
      this.leave(path, `${path}: ${why}; it is behind an alias or anchor, move it by hand`);
    } else if (!editor.has(path) || this.isEmptied(path)) {
      // A more specific entry has already moved it.
    } else if (replacedBy.length === 0) {
      this.leave(path, `${path}: ${why}; it has no replacement, remove it`);
    } else {
      this.moveTo(path, replacedBy);
    }
  }

  private moveTo(path: string, replacedBy: readonly string[]): void {
    const { editor } = this;
    const value = editor.value(path);
    const targets = replacedBy.filter((target) => isBlank(editor.value(target)));
    const other =
      replacedBy.find((target) => !targets.includes(target) && show(editor.value(target)) !== show(value));
    if (other !== undefined) {
      this.leave(path, `${path}: ${other} has another value; remove the wrong one`);
      return;
    }
    const behindAlias = targets.find((target) => editor.isBehindAlias(target));
    if (behindAlias !== undefined) {
      this.leave(
        path, `${path}: belongs to ${behindAlias}, which is behind an alias or anchor; move it by hand`,
      );
      return;
    }
    const obstacle = targets.map((target) => editor.obstacleOf(target)).find((found) => found !== undefined);
    if (obstacle !== undefined) {
      this.leave(
        path, `${path}: belongs below ${obstacle}, which is not a map; make it one, and move it by hand`,
      );
      return;
    }
    const isMove = targets.length > 0;
    if (!this.edit((values) => (isMove ? values.move(path, targets) : values.remove(path)))) {
      this.leave(path, `${path}: belongs to ${replacedBy.join(' and ')}; ${ODD}, move it by hand`);
      return;
    }
    this.gone.push(path);
    this.change(path, isMove
      ? `moved ${path} to ${targets.join(' and ')}`
      : `removed ${path}: ${replacedBy.join(' and ')} has the same value`);
  }

  /**
   * Edits the text and its data. If they disagree afterwards, the text is restored.
   *
   * @returns whether they agree
   */
  private edit(change: (values: ValuesEdits) => void): boolean {
    const { source, values } = this.editor;
    const plain = new PlainValues(copyOf(values));
    change(plain);
    try {
      change(this.editor);
      if (isSame(this.editor.values, plain.values)) {
        return true;
      }
    } catch {
      // The edited text is not YAML any more.
    }
    this.editor.source = source;
    return false;
  }

  /** Whether a map is empty because all of its keys were removed. */
  private isEmptied(path: string): boolean {
    const value = this.editor.value(path);
    const isBare = isObject(value)
      ? Object.keys(value).every((key) => this.isEmptied(`${path}.${key}`))
      : isBlank(value);
    return isBare && this.gone.some((gone) => gone.startsWith(`${path}.`));
  }

  /** Removes maps that have become empty. */
  private prune(): void {
    for (const path of this.gone.flatMap(aboveOf)) {
      if (this.editor.has(path) && this.isEmptied(path)) {
        this.edit((values) => values.remove(path));
      }
    }
  }

  private completeList({ path, chartList }: ValueKey): void {
    const list = this.editor.value(path);
    if (!chartList || !Array.isArray(list)) {
      return;
    }
    const merged = new MergedValues([ValuesFile.of(this.original.name, this.editor.values)]);
    for (const entry of chartList.entries.filter((candidate) =>
      !list.some((item) => doesWorkOf(candidate, item, merged)))) {
      if (this.editor.isEntangled(path)) {
        this.leave(
          path,
          `${path}: lacks the chart's ${show(entry)}; it is behind an alias or anchor, add it by hand`,
        );
      } else if (!this.edit((values) => values.push(path, entry))) {
        this.leave(path, `${path}: lacks the chart's ${show(entry)}; ${ODD}, add it by hand`);
      } else {
        this.change(path, `added the chart's ${show(entry)} to ${path}, which Helm replaces as a whole`);
      }
    }
  }

  /** `apiKeyOverrides` was a map by key until 2026.7.1. */
  private mapToList({ path }: ValueKey): void {
    const map = this.editor.value(path);
    if (!isObject(map) || Object.keys(map).length === 0) {
      return;
    }
    if (!Object.values(map).every(isObject)) {
      this.leave(path, `${path}: is a list now, but not every entry is a map; convert it by hand`);
    } else if (this.editor.isEntangled(path)) {
      this.leave(path, `${path}: is a list now, but is behind an alias or anchor; convert it by hand`);
    } else if (!this.edit((values) => values.toList(path, 'key'))) {
      this.leave(path, `${path}: is a list now; ${ODD}, convert it by hand`);
    } else {
      this.change(path, `converted ${path} from a map by key to a list`);
    }
  }

  /** Sets required keys that the file lacks, from another key of the same meaning if there is one. */
  private fillIn({ path, required, meaning, description }: ValueKey): void {
    const { editor } = this;
    if (!required || [path, ...required.unless ?? []].some((key) => !isBlank(editor.value(key)))) {
      return;
    }
    const same = this.contract.keys.find((key) =>
      meaning && key.meaning === meaning && isLiteral(editor.value(key.path)));
    if (same && required.severity === 'error' && !editor.isBehindAlias(path)
      && editor.obstacleOf(path) === undefined
      && this.edit((values) => values.set(path, editor.value(same.path)))) {
      this.change(same.path, `set ${path} to the value of ${same.path}`);
    } else {
      const need = required.severity === 'error' ? 'set it' : 'consider it';
      this.leave(path, `${path}: ${need}, unless another values file does (${description})`);
    }
  }

  /** Editors use the schema in the first line, and `verify` its release. */
  private pointToSchema(to: ChartVersion): void {
    const { chart, release } = headOf(this.editor.text);
    if (chart !== undefined && release !== to.version) {
      this.editor.replaceInHead(`union-${chart}-${release}.schema.json`, schemaName(this.contract, to));
      this.changed.push({ line: 1, message: `pointed the first line to the schema of ${to}` });
    }
  }

  private change(path: string, message: string): void {
    this.changed.push({ line: this.original.lineOf(path), message });
  }

  private leave(path: string, message: string): void {
    this.left.push({ line: this.original.lineOf(path), message });
  }
}

/** Why an edit is not possible, without another reason. */
const ODD = 'because of its layout, an edit would change something else';

/** Whether two values are equal, in any order of keys; an empty map equals an absent one. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return entries.length === 0 ? null : entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

function isLiteral(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !isTemplate(value) && !/<.*>/.test(value);
}
