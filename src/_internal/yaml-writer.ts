import { dump, DumpOptions } from 'js-yaml';

/** How a writer writes what needs no second thought; nothing where js-yaml decides. */
export interface ScalarStyle {
  /** Whether texts of several lines stand as they are, in a literal block. */
  readonly literal: boolean;
  key(text: string): string | undefined;
  /** A text on one line. */
  line(text: string): string | undefined;
}

/** Lines of a literal block that every reader takes as they are: the first one says how far they are indented. */
const LINES = /^[!-~][ -~\n]*$/;

/** Texts that js-yaml wrote are remembered: in a fleet it is always the same few. */
const REMEMBERED = 5_000;
const LONGEST = 100;

/**
 * Writes YAML as js-yaml does, byte for byte, several times faster: maps, lists and ordinary scalars are written straight away, and
 * js-yaml is asked only for what may need quotes.
 */
export class YamlWriter {
  /** What js-yaml is asked with. */
  public readonly options: DumpOptions;
  private readonly remembered = new Map<string, string>();

  public constructor(private readonly style: ScalarStyle, options: DumpOptions) {
    this.options = { ...options, lineWidth: -1, noRefs: true, skipInvalid: true };
  }

  public write(document: unknown): string {
    const text = Array.isArray(document) ? this.items(document, '\n') : isMap(document) ? this.entries(document, '\n') : '';
    return text === '' ? dump(document, this.options) : `${text.slice(1)}\n`;
  }

  /** @param lineBreak with the spaces in front of each line of the map */
  private entries(map: Readonly<Record<string, unknown>>, lineBreak: string): string {
    let text = '';
    for (const [key, entry] of Object.entries(map)) {
      const value = this.value(entry, lineBreak);
      if (value !== undefined) {
        const name = this.key(key, lineBreak);
        text += `${lineBreak}${name}:${name.startsWith('? ') ? onOneLine(value, lineBreak) : value}`;
      }
    }
    return text;
  }

  private items(list: readonly unknown[], lineBreak: string): string {
    let text = '';
    for (const item of list) {
      const value = this.value(item === undefined ? null : item, lineBreak);
      if (value !== undefined) {
        text += `${lineBreak}-${onOneLine(value, lineBreak)}`;
      }
    }
    return text;
  }

  /** What follows a key, or the dash of an item; nothing for what is no data, a function for example. */
  private value(value: unknown, lineBreak: string): string | undefined {
    if (typeof value === 'string') {
      return ` ${this.text(value, lineBreak)}`;
    }
    if (value === null || typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) {
      return ` ${String(value)}`;
    }
    if (Array.isArray(value)) {
      return this.items(value, `${lineBreak}  `) || ' []';
    }
    if (isMap(value)) {
      return this.entries(value, `${lineBreak}  `) || ' {}';
    }
    return value === undefined ? undefined : this.asked(value, lineBreak);
  }

  private key(key: string, lineBreak: string): string {
    return this.style.key(key) ?? dump({ [key]: null }, this.options).slice(0, -': null\n'.length).replaceAll('\n', lineBreak);
  }

  private text(text: string, lineBreak: string): string {
    if (this.style.literal && text.includes('\n') && LINES.test(text)) {
      const end = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
      return `|${end}\n${text}`.replace(/\n(?=[^\n])/g, `${lineBreak}  `).replace(/\n$/, '');
    }
    return this.style.line(text) ?? this.recalled(text, lineBreak);
  }

  private recalled(text: string, lineBreak: string): string {
    const known = this.remembered.get(text);
    if (known !== undefined) {
      return known;
    }
    const written = this.asked(text, lineBreak)!.slice(1);
    if (!text.includes('\n') && text.length <= LONGEST && this.remembered.size < REMEMBERED) {
      this.remembered.set(text, written);
    }
    return written;
  }

  /** js-yaml's own text, moved to where it stands. */
  private asked(value: unknown, lineBreak: string): string | undefined {
    const written = dump({ k: value }, this.options);
    return written === '{}\n' ? undefined : written.slice('k:'.length).replace(/\n(?:\.\.\.\n)?$/, '').replace(/\n(?=[^\n])/g, lineBreak);
  }
}

/** A map or a list that begins where the dash stands, or the colon after a key of its own line. */
function onOneLine(inner: string, lineBreak: string): string {
  return inner.startsWith('\n') ? inner.slice(lineBreak.length + 1) : inner;
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
