import { LineCounter, parseDocument } from 'yaml';
import type { Look, Looks } from '../../src/verify/running/look';
import type { OtherCause, RuleCause, Symptom, SymptomGroup } from '../../src/verify/symptoms/symptom';
import { Filler } from './fill';
import { At, TextProblems } from './problems';

type Cause = RuleCause | OtherCause;
type Entry = Readonly<Record<string, unknown>>;

/** Keys of a cause besides its identifier: the id of a rule, or `cause`. */
const OF_A_CAUSE = ['remedy', 'words', 'see'];

/**
 * Reads the YAML of symptoms. A cause is `id-of-a-rule: text`, `cause: text` with a `remedy`, or `same: name` for one that several
 * symptoms share. Words are separated by ` | `; one that contains the sign has `\|`.
 */
export class SymptomsReader {
  private file = '';
  private places = new Map<object, number>();
  private readonly ids = new Set<string>();

  public constructor(
    private readonly problems: TextProblems,
    private readonly filler: Filler,
    private readonly rules: ReadonlySet<string>,
  ) {}

  /** Causes of more than one symptom, by name. */
  public shared(file: string, text: string): ReadonlyMap<string, Cause> {
    const entries = Object.entries(this.parsed(file, text) ?? {});
    return new Map(entries.map(([name, entry]) => [name, this.cause(entry as Entry, new Map())]));
  }

  /** The symptoms of one place, and its position. */
  public group(file: string, text: string, shared: ReadonlyMap<string, Cause>): SymptomGroup & { readonly order: number } {
    const { title, order, symptoms, ...rest } = this.parsed(file, text) ?? {};
    if (typeof title !== 'string' || typeof order !== 'number' || !Array.isArray(symptoms) || Object.keys(rest).length > 0) {
      this.problems.add({ file, line: 1 }, 'has a title, an order and symptoms, and nothing else');
      return { title: '', order: 0, symptoms: [] };
    }
    return { title, order, symptoms: (symptoms as Entry[]).map((symptom) => this.symptom(symptom, shared)) };
  }

  private symptom(entry: Entry, shared: ReadonlyMap<string, Cause>): Symptom {
    const at = this.at(entry);
    const { causes } = entry;
    this.onlyKeys(entry, ['id', 'title', 'words', 'see', 'causes']);
    if (!Array.isArray(causes) || causes.length === 0) {
      this.problems.add(at, 'a symptom has causes');
    }
    const id = this.text(entry, 'id');
    if (this.ids.has(id)) {
      this.problems.add(at, `two symptoms have the id ${id}`);
    }
    this.ids.add(id);
    return {
      id,
      title: this.text(entry, 'title'),
      words: this.words(entry),
      see: this.looks(entry),
      causes: (Array.isArray(causes) ? causes as Entry[] : []).map((cause) => this.cause(cause, shared)) as [Cause, ...Cause[]],
    };
  }

  private cause(entry: Entry, shared: ReadonlyMap<string, Cause>): Cause {
    const [key, ...others] = Object.keys(entry);
    const more = {
      ...('remedy' in entry ? { remedy: this.text(entry, 'remedy') } : {}),
      ...('words' in entry ? { words: this.words(entry) } : {}),
      ...('see' in entry ? { see: this.looks(entry) } : {}),
    };
    others.filter((other) => !OF_A_CAUSE.includes(other)).forEach((other) => this.problems.add(this.at(entry), `unknown key ${other} of a cause`));
    if (key === 'same') {
      const same = shared.get(String(entry.same));
      if (same === undefined) {
        this.problems.add(this.at(entry), `no cause is called ${String(entry.same)}: ${[...shared.keys()].join(', ')}`);
      }
      return { ...same!, ...more };
    }
    const cause = this.text(entry, key);
    if (key !== 'cause') {
      if (!this.rules.has(key)) {
        this.problems.add(this.at(entry), `no rule is called ${key}`);
      }
      return { rule: key, cause, ...more };
    }
    if (more.remedy === undefined) {
      this.problems.add(this.at(entry), 'a cause that no rule finds has a remedy');
    }
    return { cause, remedy: more.remedy ?? '', ...more };
  }

  private looks(entry: Entry): Looks {
    const looks = Array.isArray(entry.see) ? entry.see as Entry[] : [];
    if (looks.length === 0) {
      this.problems.add(this.at(entry), 'see has a look at least: run and shows');
    }
    return looks.map((look): Look => {
      this.onlyKeys(look, ['run', 'shows']);
      return { run: this.filler.command(String(look.run), this.at(look)), shows: this.text(look, 'shows') };
    }) as [Look, ...Look[]];
  }

  private words(entry: Entry): string[] {
    return this.text(entry, 'words').split(/ (?<!\\)\| /).map((word) => word.replaceAll('\\|', '|'));
  }

  private text(entry: Entry, key: string): string {
    const value = entry[key];
    if (typeof value !== 'string' || value === '') {
      this.problems.add(this.at(entry), `${key} must be a text`);
      return '';
    }
    return this.filler.text(value, this.at(entry));
  }

  private onlyKeys(entry: Entry, known: readonly string[]): void {
    Object.keys(entry).filter((key) => !known.includes(key))
      .forEach((key) => this.problems.add(this.at(entry), `unknown key ${key}; known are ${known.join(', ')}`));
  }

  private at(entry: object): At {
    return { file: this.file, line: this.places.get(entry) ?? 1 };
  }

  private parsed(file: string, text: string): Entry | undefined {
    this.file = file;
    this.places = new Map();
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines });
    document.errors.forEach(({ pos: [offset], message }) => this.problems.add({ file, line: lines.linePos(offset).line }, message.split('\n')[0]));
    return document.errors.length > 0 ? undefined : this.placed(document.contents, lines) as Entry;
  }

  /** The plain value of a node, with the line of each map recorded. */
  private placed(node: unknown, lines: LineCounter): unknown {
    const { items, range, value } = node as { items?: { key?: { value: unknown }; value?: unknown }[]; range?: [number]; value?: unknown };
    if (items === undefined) {
      return value;
    }
    if (!items.every((item) => item.key !== undefined)) {
      return items.map((item) => this.placed(item, lines));
    }
    const map = Object.fromEntries(items.map((item) => [String(item.key!.value), this.placed(item.value, lines)]));
    this.places.set(map, lines.linePos(range![0]).line);
    return map;
  }
}
