import type { Field } from './field';
import type { ObjectSource } from './model/object-source';
import type { PathStep } from './path';
import { Snippet } from './snippet';

/** Finds the lines of fields in one text. Only the parts of the text that hold the objects in question are read again. */
export class LineFinder {
  private readonly lineStarts: readonly number[];
  private readonly read = new Map<string, unknown>();

  public constructor(private readonly text: string) {
    this.lineStarts = lineStartsOf(text);
  }

  /** The line of a field, from 1; of its nearest ancestor where the field itself is absent. */
  public lineOf(field: Field): number {
    const { snippet, firstLine, root } = this.snippetOf(field.object.source);
    return firstLine + snippet.lineAt([...root, ...field.path], field.inner);
  }

  private snippetOf(source: ObjectSource): Located {
    const part = this.once(JSON.stringify(source.span ?? null), () => this.partOf(source));
    if (part !== undefined) {
      return part;
    }
    const whole = this.once(`document ${source.document}`, () => Snippet.read(this.text, source.document)) ?? Snippet.EMPTY;
    return { snippet: whole, firstLine: 1, root: source.path };
  }

  /** Nothing where the part does not read on its own; the whole text does. */
  private partOf({ span }: ObjectSource): Located | undefined {
    if (span === undefined) {
      return undefined;
    }
    const firstLine = this.indexOfLine(span.start);
    const end = span.end >= this.text.length ? this.text.length : this.lineStarts[this.indexOfLine(span.end)];
    const snippet = Snippet.read(this.text.slice(this.lineStarts[firstLine], end), 0);
    return snippet && { snippet, firstLine: firstLine + 1, root: snippet.isSequence ? [0] : [] };
  }

  private once<T>(key: string, make: () => T): T {
    if (!this.read.has(key)) {
      this.read.set(key, make());
    }
    return this.read.get(key) as T;
  }

  private indexOfLine(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.lineStarts[middle] <= offset) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

interface Located {
  readonly snippet: Snippet;
  readonly firstLine: number;
  /** The way from the root of the snippet to the object. */
  readonly root: readonly PathStep[];
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
