import type * as jsYaml from 'js-yaml';
import type { ScalarLayout } from 'js-yaml';

/** The notation of simple scalars; undefined if js-yaml decides. */
interface ScalarStyle {
  /** Whether texts of several lines become literal blocks. */
  readonly literal: boolean;
  key(text: string): string | undefined;
  /** A text on one line. */
  line(text: string): string | undefined;
}

/**
 * Lines that every reader reads from a literal block unchanged; the first line determines the indentation.
 */
const LINES = /^[!-~][ -~\n]*$/;

/** Plain keys and texts written by js-yaml are cached, as a fleet repeats the same few. */
const REMEMBERED = 5_000;
const LONGEST = 100;

/**
 * Writes YAML byte for byte like js-yaml, several times faster: it writes maps, lists and ordinary scalars
 * itself, and uses js-yaml only for scalars that may need quotes.
 */
export class YamlWriter {
  private asking?: jsYaml.DumpOptions;
  private readonly remembered = new Map<string, string>();
  private readonly plainKeys = new Set<string>();

  /** @param optionsWith the options for js-yaml, which is loaded on demand; small apps never need it */
  public constructor(
    private readonly style: ScalarStyle,
    private readonly optionsWith: (yaml: typeof jsYaml) => jsYaml.DumpOptions,
  ) {}

  /** The options for js-yaml. */
  public get options(): jsYaml.DumpOptions {
    this.asking ??= { ...this.optionsWith(loadJsYaml()), lineWidth: -1, noRefs: true, skipInvalid: true };
    return this.asking;
  }

  public write(document: unknown): string {
    // Joined at the end: a growing string keeps all its pieces in memory.
    const out: string[] = [];
    if (Array.isArray(document)) {
      this.addItems(out, document, '\n', '');
    } else if (isMap(document)) {
      this.addEntries(out, document, '\n', '');
    }
    return out.length === 0 ? this.dump(document) : out.concat('\n').join('');
  }

  /**
   * @param lineBreak newline and indentation of each line of the map
   * @param start prefix of the first line
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
   * Adds the value of a key, or of an item's dash. Values that are not data, such as functions, are omitted
   * with their key.
   *
   * @param compact whether a map or a list starts on the same line
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

  /** A scalar, or an empty map or list. */
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

  /** js-yaml's own text, with the indentation of its place. */
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

/** js-yaml's tag of a string. */
export const STRING = 'tag:yaml.org,2002:str';

/** Keys without quotes, unless a reader would parse them as something else (`on`, `null`). */
const PLAIN_KEY = /^[A-Za-z_][\w./-]{0,1000}$/;

/** The same without words that some reader parses as a boolean or null. */
const PLAIN_EVERYWHERE = /^(?!(?:true|false|yes|no|on|off|y|n|null)$)[a-z_][\w./-]{0,1000}$/i;

/** Characters that JSON and YAML write alike in quotes. */
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
 * YAML that readers of Go, YAML 1.1 and YAML 1.2 parse to the same values.
 *
 * Every string is quoted, so that a client ID such as `0o17` or `1e3` is a string for every reader.
 */
export function toYaml(value: unknown): string {
  return CONFIG_WRITER.write(value);
}

/** A key that needs no quotes for any reader. */
export function plainKey(key: string): string | undefined {
  return PLAIN_EVERYWHERE.test(key) ? key : undefined;
}
