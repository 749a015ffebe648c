import { Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { PathStep } from '../../common/data/json';
import { LineCounter } from '../../common/yaml/input';
import { behind } from '../../common/yaml/spans';

interface Place {
  readonly offset: number;
  /** Index of the node's event. */
  readonly index: number;
  /** The number of path elements that were found. */
  readonly steps: number;
}

/** A piece of YAML whose nodes are found by path. */
export class Snippet {
  public static readonly EMPTY = new Snippet('', [], 0);

  /** A document of a text; undefined if the text cannot be parsed. */
  public static read(text: string, document: number): Snippet | undefined {
    try {
      const events = parseEvents(text, {});
      let position = -1;
      const start = events.findIndex(
        ({ type }) => type === EVENT_ID.DOCUMENT && (position += 1) === document,
      );
      return start < 0 ? undefined : new Snippet(text, events, start + 1);
    } catch {
      return undefined;
    }
  }

  private readonly lines: LineCounter;

  private constructor(
    private readonly text: string, private readonly events: readonly Event[], private readonly root: number,
  ) {
    this.lines = new LineCounter(text);
  }

  public get isSequence(): boolean {
    return this.events[this.root]?.type === EVENT_ID.SEQUENCE;
  }

  /**
   * The line of a place, relative to the first line of the text; with `inner`, a place in the YAML of a text
   * there. A path into a text has the index of a document as its next step.
   */
  public lineAt(path: readonly PathStep[], inner?: readonly PathStep[]): number {
    const place = this.walk(path);
    const event = this.events[place.index];
    const [document = 0, ...rest] = path.slice(place.steps);
    const isWhole = place.steps === path.length;
    // Only a block literal keeps the lines of the YAML in it.
    if ((isWhole ? inner === undefined : typeof document !== 'number')
      || event?.type !== EVENT_ID.SCALAR
      || event.style !== SCALAR_STYLE.LITERAL_BLOCK) {
      return this.lines.before(place.offset);
    }
    const embedded = Snippet.read(getScalarValue(this.text, event), document as number);
    if (embedded === undefined) {
      return this.lines.before(place.offset);
    }
    return this.lines.before(event.valueStart)
      + (isWhole ? embedded.lineAt(inner ?? []) : embedded.lineAt(rest, inner));
  }

  /** Follows a path as far as possible. The place of a value is that of its key. */
  private walk(path: readonly PathStep[]): Place {
    let index = this.root;
    let offset = offsetOf(this.events[index]);
    for (const [steps, step] of path.entries()) {
      const found = this.child(index, step);
      if (found === undefined) {
        return { offset, index, steps };
      }
      ({ index, offset } = found);
    }
    return { offset, index, steps: path.length };
  }

  private child(parent: number, step: PathStep): { offset: number; index: number } | undefined {
    const { events } = this;
    let index = parent + 1;
    // Of a repeated key, the last one applies.
    let found: { offset: number; index: number } | undefined;
    if (events[parent]?.type === EVENT_ID.SEQUENCE) {
      for (
        let position = 0;
        events[index].type !== EVENT_ID.POP;
        position += 1, index = behind(events, index)
      ) {
        if (position === step) {
          return { offset: offsetOf(events[index]), index };
        }
      }
    } else if (events[parent]?.type === EVENT_ID.MAPPING) {
      while (events[index].type !== EVENT_ID.POP) {
        const key = events[index];
        const value = behind(events, index);
        if (key.type === EVENT_ID.SCALAR && getScalarValue(this.text, key) === String(step)) {
          found = { offset: key.valueStart, index: value };
        }
        index = behind(events, value);
      }
    }
    return found;
  }
}

function offsetOf(event: Event | undefined): number {
  switch (event?.type) {
    case EVENT_ID.SCALAR: return Math.max(event.valueStart, 0);
    case EVENT_ID.ALIAS: return event.anchorStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE: return event.start;
    default: return 0;
  }
}
