import type { OutputFile } from '../../../src/constructs/output/output-folder';
import { element } from '../shared/dom';

/** The lines of a file: whether each is new, and whether an example replaces a missing answer in it. */
export interface Line {
  readonly text: string;
  readonly added: boolean;
  readonly example: boolean;
}

/** New lines, by the number of their occurrences. */
export function marked(text: string, before: string | undefined, examples: readonly string[] = []): Line[] {
  const left = new Map<string, number>();
  before?.split('\n').forEach((line) => left.set(line, (left.get(line) ?? 0) + 1));
  return text.split('\n').map((line) => {
    const times = left.get(line) ?? 0;
    left.set(line, times - 1);
    return { text: line, added: before !== undefined && times === 0, example: examples.some((example) => line.includes(example)) };
  });
}

/** A list of files and the selected one. Changes by the last answer are marked. */
export class FileView {
  private before = new Map<string, string>();
  private now = new Map<string, string>();
  private chosen: string | undefined;
  private inZip: ReadonlySet<string> = new Set();
  private examples: readonly string[] = [];

  public constructor(private readonly list: HTMLElement, private readonly view: HTMLElement) {}

  /**
   * @param inZip the files of the zip; an app writes the others when it runs
   * @param examples the examples in place of missing answers
   */
  public show(files: readonly OutputFile[], inZip: ReadonlySet<string>, examples: readonly string[]): void {
    this.inZip = inZip;
    this.examples = examples;
    const next = new Map(files.map(({ path, text }) => [path, text]));
    if (files.length > 0 && !same(this.now, next)) {
      this.before = this.now;
      this.now = next;
    }
    if (this.chosen === undefined || !this.now.has(this.chosen)) {
      this.chosen = ['main.ts', ...this.now.keys()].find((path) => this.now.has(path));
    }
    this.render();
  }

  private render(): void {
    const focused = document.activeElement?.getAttribute('data-path');
    const paths = [...this.now];
    const synthesized = paths.filter(([path]) => !this.inZip.has(path));
    this.list.replaceChildren(...paths.filter(([path]) => this.inZip.has(path)).map((file) => this.entry(file)),
      ...(synthesized.length === 0 ? [] : [element('li', { class: 'soft group' }, 'What the app writes when it runs:')]), ...synthesized.map((file) => this.entry(file)));
    if (focused) {
      this.list.querySelector<HTMLElement>(`[data-path="${CSS.escape(focused)}"]`)?.focus();
    }
    const text = this.now.get(this.chosen ?? '');
    const before = this.before.size === 0 ? undefined : this.before.get(this.chosen!) ?? '';
    this.view.replaceChildren(...(text === undefined ? [] : fileOf(this.chosen!, text, marked(text, before, this.examples))));
  }

  private entry([path, text]: readonly [string, string]): HTMLElement {
    const isChanged = this.before.size > 0 && this.before.get(path) !== text;
    return element('li', {}, element('button', {
      'type': 'button', 'class': 'quiet', 'data-path': path, 'aria-pressed': String(path === this.chosen), 'click': () => { this.chosen = path; this.render(); },
    }, path, isChanged ? element('span', { class: 'changed' }, ' changed') : undefined));
  }
}

function fileOf(path: string, text: string, shown: readonly Line[]): HTMLElement[] {
  const copied = element('span', { role: 'status', class: 'soft' });
  const copy = element('button', { type: 'button', click: () => { void navigator.clipboard.writeText(text).then(() => { copied.textContent = ' Copied'; }); } }, 'Copy');
  const lines = shown.map(({ text: line, added, example }) => {
    const row = element('span', { class: 'line' }, line || ' ');
    const looks = example ? 'example' : added ? 'added' : '';
    return looks === '' ? row : element('mark', { class: looks, title: example ? 'an example, until you answer' : undefined }, row);
  });
  return [
    element('p', { class: 'choices' }, element('strong', { class: 'file' }, path), copy, copied),
    element('pre', { 'class': 'lines', 'tabindex': 0, 'aria-label': path }, ...lines),
  ];
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
}
