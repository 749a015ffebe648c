import type * as jsYaml from 'js-yaml';
import type { ScalarLayout } from 'js-yaml';

/** How a writer writes what needs no second thought; nothing where js-yaml decides. */
interface ScalarStyle {
  /** Whether texts of several lines stand as they are, in a literal block. */
  readonly literal: boolean;
  key(text: string): string | undefined;
  /** A text on one line. */
  line(text: string): string | undefined;
}

/**
 * Lines of a literal block that every reader takes as they are: the first one says how far they are indented.
 */
const LINES = /^[!-~][ -~\n]*$/;

/** Plain keys and texts that js-yaml wrote are remembered: in a fleet it is always the same few. */
const REMEMBERED = 5_000;
const LONGEST = 100;

/**
 * Writes YAML as js-yaml does, byte for byte, several times faster: maps, lists and ordinary scalars are
 * written straight away, and js-yaml is asked only for what may need quotes.
 */
export class YamlWriter {
  private asking?: jsYaml.DumpOptions;
  private readonly remembered = new Map<string, string>();
  private readonly plainKeys = new Set<string>();

  /**
   * @param optionsWith what js-yaml is asked with; it is loaded when there is something to ask, which small
   * apps never have
   */
  public constructor(
    private readonly style: ScalarStyle,
    private readonly optionsWith: (yaml: typeof jsYaml) => jsYaml.DumpOptions,
  ) {}

  /** What js-yaml is asked with. */
  public get options(): jsYaml.DumpOptions {
    this.asking ??= { ...this.optionsWith(loadJsYaml()), lineWidth: -1, noRefs: true, skipInvalid: true };
    return this.asking;
  }

  public write(document: unknown): string {
    // Joined at the end: a text that grows keeps all its pieces in memory.
    const out: string[] = [];
    if (Array.isArray(document)) {
      this.addItems(out, document, '\n', '');
    } else if (isMap(document)) {
      this.addEntries(out, document, '\n', '');
    }
    return out.length === 0 ? this.dump(document) : out.concat('\n').join('');
  }

  /**
   * @param lineBreak with the spaces in front of each line of the map
   * @param start what is in front of the first one
   */
  private addEntries(
    out: string[], map: Readonly<Record<string, unknown>>, lineBreak: string, start: string,
  ): void {
    let lead = start;
    for (const key of Object.keys(map)) {
      const name = this.key(key, lineBreak);
      out.push(`${lead}${name}:`);
      lead = this.addValue(out, map[key], lineBreak, name.startsWith('? ')) ? lineBreak : lead;
    }
  }

  private addItems(out: string[], list: readonly unknown[], lineBreak: string, start: string): void {
    let lead = start;
    for (const item of list) {
      out.push(`${lead}-`);
      lead = this.addValue(out, item === undefined ? null : item, lineBreak, true) ? lineBreak : lead;
    }
  }

  /**
   * Adds what follows a key, or the dash of an item. What is no data, a function for example, takes its key
   * with it.
   *
   * @param compact whether a map or a list begins on the same line
   */
  private addValue(out: string[], value: unknown, lineBreak: string, compact: boolean): boolean {
    const inner = `${lineBreak}  `;
    const before = out.length;
    if (Array.isArray(value)) {
      this.addItems(out, value, inner, compact ? ' ' : inner);
    } else if (isMap(value)) {
      this.addEntries(out, value, inner, compact ? ' ' : inner);
    }
    if (out.length === before) {
      const text = this.scalar(value, lineBreak);
      if (text === undefined) {
        out.pop();
        return false;
      }
      out.push(text);
    }
    return true;
  }

  /** A scalar, or a map or list without content. */
  private scalar(value: unknown, lineBreak: string): string | undefined {
    if (typeof value === 'string') {
      return ` ${this.text(value, lineBreak)}`;
    }
    if (value === null || typeof value === 'boolean'
      || (Number.isSafeInteger(value) && !Object.is(value, -0))) {
      return ` ${String(value)}`;
    }
    if (Array.isArray(value)) {
      return ' []';
    }
    if (isMap(value)) {
      return ' {}';
    }
    return value === undefined ? undefined : this.asked(value, lineBreak);
  }

  private key(key: string, lineBreak: string): string {
    if (this.plainKeys.has(key)) {
      return key;
    }
    const plain = this.style.key(key);
    if (plain === key && this.plainKeys.size < REMEMBERED) {
      this.plainKeys.add(key);
    }
    return plain ?? this.dump({ [key]: null }).slice(0, -': null\n'.length).replaceAll('\n', lineBreak);
  }

  private text(text: string, lineBreak: string): string {
    if (this.style.literal && text.includes('\n') && LINES.test(text)) {
      const one = text.endsWith('\n') ? '' : '-';
      const end = text.endsWith('\n\n') ? '+' : one;
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

  /** js-yaml's own text, moved to where it is. */
  private asked(value: unknown, lineBreak: string): string | undefined {
    const written = this.dump({ k: value });
    return written === '{}\n'
      ? undefined
      : written.slice('k:'.length).replace(/\n(?:\.\.\.\n)?$/, '').replace(/\n(?=[^\n])/g, lineBreak);
  }

  private dump(value: unknown): string {
    return loadJsYaml().dump(value, this.options);
  }
}

function loadJsYaml(): typeof jsYaml {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('js-yaml') as typeof jsYaml;
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The tag that js-yaml gives a string. */
export const STRING = 'tag:yaml.org,2002:str';

/** Keys that are without quotes, unless a reader would take them for something else (`on`, `null`). */
const PLAIN_KEY = /^[A-Za-z_][\w./-]{0,1000}$/;

/** The same without words that some reader takes for a boolean or for nothing. */
const PLAIN_EVERYWHERE = /^(?!(?:true|false|yes|no|on|off|y|n|null)$)[a-z_][\w./-]{0,1000}$/i;

/** What JSON and YAML write alike between quotes. */
const PRINTABLE = /^[ -~\n\t]*$/;

/** Writes configuration and values. */
export const CONFIG_WRITER = new YamlWriter(
  {
    key: plainKey,
    line: (text) => (PRINTABLE.test(text) ? JSON.stringify(text) : undefined),
    literal: false,
  },
  ({ DEFAULT_SCALAR_STYLE_RULES: { quoteInvalidPlain }, SCALAR_STYLE }) => {
    const quoteStrings = (layout: ScalarLayout) => {
      const { isKey, node: { tag, value } } = layout;
      if (tag === STRING && !(isKey && PLAIN_KEY.test(value))) {
        layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
      }
    };
    return { quoteStyle: 'double', scalarStyleRules: [quoteStrings, quoteInvalidPlain] };
  },
);

/**
 * YAML that Go, YAML 1.1 and YAML 1.2 readers all read back to the same values.
 *
 * Every string is quoted: a client ID such as `0o17` or `1e3` stays a string wherever it is read.
 */
export function toYaml(value: unknown): string {
  return CONFIG_WRITER.write(value);
}

/** A key that needs no quotes, wherever it is read. */
export function plainKey(key: string): string | undefined {
  return PLAIN_EVERYWHERE.test(key) ? key : undefined;
}
