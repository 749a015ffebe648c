import { EVENT_ID, Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { Field, PathStep } from './field';

/** Finds the lines of fields in one text. It parses anew, so it is made only for texts with findings. */
export class LineFinder {
  private readonly documents: readonly number[];
  private readonly events: readonly Event[];
  private readonly lineStarts: readonly number[];

  public constructor(private readonly text: string) {
    this.events = parseEvents(text, {});
    this.documents = this.events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [index] : []));
    this.lineStarts = lineStartsOf(text);
  }

  /** The line of a field, from 1; of its nearest ancestor where the field itself is absent. */
  public lineOf(field: Field): number {
    const { source } = field.object;
    const start = this.documents[source.document];
    if (start === undefined) {
      return 1;
    }
    const place = this.walk(start + 1, [...source.path, ...field.path]);
    const line = this.lineAt(place.offset);
    return field.inner && place.whole ? line + this.innerLines(place.index, field.inner) : line;
  }

  /** Follows a path from the event of a node. Keys count as the place of their value. */
  private walk(root: number, path: readonly PathStep[]): { offset: number; index: number; whole: boolean } {
    let index = root;
    let offset = this.offsetOf(root);
    for (const step of path) {
      const found = this.child(index, step);
      if (found === undefined) {
        return { offset, index, whole: false };
      }
      ({ index, offset } = found);
    }
    return { offset, index, whole: true };
  }

  private child(parent: number, step: PathStep): { offset: number; index: number } | undefined {
    const event = this.events[parent];
    let index = parent + 1;
    if (event?.type === EVENT_ID.SEQUENCE) {
      for (let position = 0; this.isNode(index); position += 1, index = this.after(index)) {
        if (position === step) {
          return { offset: this.offsetOf(index), index };
        }
      }
    } else if (event?.type === EVENT_ID.MAPPING) {
      while (this.isNode(index)) {
        const key = this.events[index];
        const value = this.after(index);
        if (key.type === EVENT_ID.SCALAR && getScalarValue(this.text, key) === String(step)) {
          return { offset: key.valueStart, index: value };
        }
        index = this.after(value);
      }
    }
    return undefined;
  }

  private isNode(index: number): boolean {
    const event = this.events[index];
    return event !== undefined && event.type !== EVENT_ID.POP && event.type !== EVENT_ID.DOCUMENT;
  }

  /** The event behind a node and everything in it. */
  private after(index: number): number {
    let depth = 0;
    do {
      const { type } = this.events[index];
      depth += type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING ? 1 : type === EVENT_ID.POP ? -1 : 0;
      index += 1;
    } while (depth > 0);
    return index;
  }

  private offsetOf(index: number): number {
    const event = this.events[index];
    switch (event?.type) {
      case EVENT_ID.SCALAR: return Math.max(event.valueStart, 0);
      case EVENT_ID.ALIAS: return event.anchorStart;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: return event.start;
      default: return 0;
    }
  }

  /** How many lines below its key a place in an embedded YAML lies; only block literals keep their lines. */
  private innerLines(index: number, path: readonly PathStep[]): number {
    const event = this.events[index];
    if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.LITERAL_BLOCK) {
      return 0;
    }
    const inner = new LineFinder(getScalarValue(this.text, event));
    const place = inner.walk(1, path);
    return inner.lineAt(place.offset) - 1 + this.lineAt(event.valueStart) - this.lineAt(this.keyOffset(index));
  }

  private keyOffset(valueIndex: number): number {
    const key = this.events[valueIndex - 1];
    return key?.type === EVENT_ID.SCALAR ? key.valueStart : this.offsetOf(valueIndex);
  }

  private lineAt(offset: number): number {
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
    return low + 1;
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
