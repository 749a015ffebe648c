import { onceByName, oncePerName } from '../../common/data/collections';
import type { PathStep } from '../../common/data/json';
import { LineCounter } from '../../common/yaml/input';
import type { ManifestText } from '../../common/yaml/input';
import type { Field } from './field';
import type { ObjectSource } from './object-source';
import { Snippet } from './snippet';

/** Finds the lines of fields in several texts. Only the needed parts are parsed again. */
export function lineFinder(texts: readonly ManifestText[]): (field: Field) => number {
  let textOf: ReadonlyMap<string, string> | undefined;
  const finderOf = oncePerName((file) => {
    textOf ??= new Map(texts.map(({ name, text }) => [name, text]));
    return new LineFinder(textOf.get(file) ?? '');
  });
  return (field) => finderOf(field.object.source.file).lineOf(field);
}

/** Lines of fields in a text; only the parts with these objects are parsed again. */
export class LineFinder {
  private readonly lines: LineCounter;
  private readonly once = onceByName();

  public constructor(private readonly text: string) {
    this.lines = new LineCounter(text);
  }

  /** The line of a field, from 1; that of its nearest ancestor if the field is absent. */
  public lineOf(field: Field): number {
    const { snippet, firstLine, root } = this.snippetOf(field.object.source);
    return firstLine + snippet.lineAt([...root, ...field.path], field.inner);
  }

  private snippetOf(source: ObjectSource): Located {
    const part = this.once(JSON.stringify(source.span ?? null), () => this.partOf(source));
    if (part !== undefined) {
      return part;
    }
    const whole =
      this.once(`document ${source.document}`, () => Snippet.read(this.text, source.document))
      ?? Snippet.EMPTY;
    return { snippet: whole, firstLine: 1, root: source.path };
  }

  /** Undefined if the part cannot be parsed separately, but only the whole text. */
  private partOf({ span }: ObjectSource): Located | undefined {
    if (span === undefined) {
      return undefined;
    }
    const start = this.lineStart(span.start);
    const end = span.end >= this.text.length ? this.text.length : this.lineStart(span.end);
    const snippet = Snippet.read(this.text.slice(start, end), 0);
    return (
      snippet && { snippet, firstLine: this.lines.before(start) + 1, root: snippet.isSequence ? [0] : [] }
    );
  }

  /** The start of an offset's line. */
  private lineStart(offset: number): number {
    return offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
  }
}

interface Located {
  readonly snippet: Snippet;
  readonly firstLine: number;
  /** The path from the root of the snippet to the object. */
  readonly root: readonly PathStep[];
}
