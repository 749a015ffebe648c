import { isMap, Node, ToStringOptions } from 'yaml';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { ChartName, DeadKey, ValueKey, ValuesContract } from '../../contract/union/values-contract';
import { chartOf } from './chart-of-file';
import { headOf } from './head';
import { MergedValues } from './merged-values';
import { show } from './show';
import { doesWorkOf, isReadByTemplates, isTemplate } from './template';
import { ValuesEditor } from './values-editor';
import { UnreadableValuesError, valueAt, ValuesFile, ValuesText } from './values-file';

export interface MigrateOptions {
  readonly from: ChartRelease;
  readonly to: ChartRelease;
  /** @default - told by what the file says */
  readonly chart?: ChartName;
}

/** Something that was done, or that a person must do. */
export interface MigrationNote {
  /** Line in the original. */
  readonly line: number;
  /** A phrase without a full stop. */
  readonly message: string;
}

export interface Migration {
  /** The whole file; the original's very bytes where nothing changed. */
  readonly text: string;
  readonly changed: readonly MigrationNote[];
  readonly left: readonly MigrationNote[];
}

/**
 * Rewrites a values file for another chart release. Comments, order, quotes and everything that is not about
 * authentication stay.
 *
 * @throws UnreadableValuesError when the text is no values file, or does not tell which chart it is for.
 */
export function migrateValues(text: ValuesText, { from, to, chart }: MigrateOptions): Migration {
  const file = ValuesFile.read(text);
  const contractsOf = ({ _contract: { controlPlane, dataPlane } }: ChartRelease) => [controlPlane.values, dataPlane.values];
  const name = chart ?? headOf(text.text).chart ?? toldBy(file, contractsOf(from));
  const contract = contractsOf(to).find((candidate) => candidate.chart === name)!;
  const migration = new Migrator(file, ValuesFile.read(text), contract);
  migration.run();
  const { changed, left } = migration;
  return { changed, left, text: changed.length === 0 ? text.text : file.document.toString(styleOf(text.text)) };
}

/** @throws UnreadableValuesError when the file does not tell. */
function toldBy(file: ValuesFile, contracts: readonly ValuesContract[]): ChartName {
  const guess = chartOf(file, contracts);
  if (guess.kind !== 'chart') {
    const reason = guess.kind === 'silent' ? 'says nothing about authentication, so there is nothing to migrate; or say which chart it is for' : 'may be for either chart; say which';
    throw new UnreadableValuesError([{ file: file.name, reason: `${reason} with --plane control or --plane data` }]);
  }
  return guess.chart;
}

class Migrator {
  public readonly changed: MigrationNote[] = [];
  public readonly left: MigrationNote[] = [];
  private readonly editor: ValuesEditor;

  /** @param original the same file once more, for its lines: `file` changes */
  public constructor(private readonly file: ValuesFile, private readonly original: ValuesFile, private readonly contract: ValuesContract) {
    this.editor = new ValuesEditor(file.document);
  }

  public run(): void {
    this.contract.dead.filter(({ path }) => this.file.has(path)).forEach((dead) => this.moveDeadKey(dead));
    this.contract.keys.forEach((key) => this.completeList(key));
    this.contract.keys.filter(({ type }) => type === 'objects').forEach((key) => this.mapToList(key));
    this.contract.keys.forEach((key) => this.fillIn(key));
  }

  private moveDeadKey({ path, replacedBy, why }: DeadKey): void {
    if (isReadByTemplates(path, this.file.values)) {
      this.leave(path, `${path}: your own templates read it, so it stays`);
    } else if (this.editor.isBehindAlias(path)) {
      this.leave(path, `${path}: ${why}; it stands behind an alias, move it by hand`);
    } else if (replacedBy.length === 0) {
      // What a narrower entry moved away is gone by now.
      if (this.editor.pair(path)) {
        this.leave(path, `${path}: ${why}; nothing took its place, remove it`);
      }
    } else {
      this.moveTo(path, replacedBy);
    }
  }

  private moveTo(path: string, replacedBy: readonly string[]): void {
    const value = valueAt(this.file.values, path);
    const targets = replacedBy.filter((target) => isBlank(valueAt(this.file.values, target)));
    const other = replacedBy.find((target) => !targets.includes(target) && show(valueAt(this.file.values, target)) !== show(value));
    if (other !== undefined) {
      this.leave(path, `${path}: ${other} says something else; decide which is right and remove the other`);
      return;
    }
    targets.forEach((target) => this.editor.pair(target) && this.editor.remove(target));
    if (targets.length > 0) {
      this.editor.move(path, targets);
      this.change(path, `moved ${path} to ${targets.join(' and ')}`);
    } else {
      this.editor.remove(path);
      this.change(path, `removed ${path}: ${replacedBy.join(' and ')} says the same`);
    }
  }

  private completeList({ path, chartList }: ValueKey): void {
    const list = valueAt(this.file.values, path);
    if (!chartList || !Array.isArray(list)) {
      return;
    }
    const merged = new MergedValues([this.file]);
    for (const entry of chartList.entries.filter((candidate) => !list.some((item) => doesWorkOf(candidate, item, merged)))) {
      if (this.editor.isBehindAlias(path)) {
        this.leave(path, `${path}: lacks the chart's ${show(entry)}; it stands behind an alias, add it by hand`);
      } else {
        this.editor.push(path, entry);
        this.change(path, `added the chart's ${show(entry)} to ${path}, which Helm replaces as a whole`);
      }
    }
  }

  /** `apiKeyOverrides` was a map by key until 2026.7.1. */
  private mapToList({ path }: ValueKey): void {
    const map = this.editor.pair(path)?.value;
    if (!isMap(map)) {
      return;
    }
    const entries = map.items.map(({ key, value }) => ({ key: String(key), ...(isMap(value) ? value.toJS(this.file.document) as object : {}) }));
    this.editor.pair(path)!.value = this.file.document.createNode(entries) as Node;
    this.change(path, `turned ${path} from a map by key into a list`);
  }

  /** What the release demands and the file does not say; another key of the same meaning may tell. */
  private fillIn({ path, required, meaning, description }: ValueKey): void {
    const isThere = (key: string) => !isBlank(this.editor.pair(key)?.value && this.editor.pair(key)!.value!.toJS(this.file.document));
    if (!required || [path, ...required.unless ?? []].some(isThere)) {
      return;
    }
    const same = this.contract.keys.find((key) => meaning && key.meaning === meaning && isLiteral(valueAt(this.file.values, key.path)));
    if (same && required.severity === 'error') {
      if (this.editor.pair(path)) {
        this.editor.remove(path);
      }
      this.editor.set(path, valueAt(this.file.values, same.path));
      this.change(same.path, `set ${path}, as ${same.path} has it`);
    } else {
      const need = required.severity === 'error' ? 'set it' : 'consider it';
      this.leave(path, `${path}: ${need}, unless another values file does (${description})`);
    }
  }

  private change(path: string, message: string): void {
    this.changed.push({ line: this.original.lineOf(path), message });
  }

  private leave(path: string, message: string): void {
    this.left.push({ line: this.original.lineOf(path), message });
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isLiteral(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !isTemplate(value) && !/<.*>/.test(value);
}

/** Writes as the file is written. */
function styleOf(text: string): ToStringOptions {
  const sequences = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n( *)- /m.exec(text);
  const nested = /^\S[^\n]*:[ \t]*(?:#[^\n]*)?\n( +)[^\s#-]/m.exec(text);
  return {
    lineWidth: 0,
    indent: nested?.[1].length ?? 2,
    indentSeq: !sequences || sequences[1].length < sequences[2].length,
    flowCollectionPadding: /[{[] /.test(text) || !/[{[]\S/.test(text),
    ...(/: '/.test(text) && !/: "/.test(text) ? { singleQuote: true } : {}),
  };
}
