import { COLLECTION_STYLE, Event, EVENT_ID, getScalarValue } from 'js-yaml';

/** A part of a text: whole lines, from the line of `start` to before the line of `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first offset at or behind an event; document and closing events have none. */
function offsetFrom(events: readonly Event[], from: number, length: number): number {
  for (let index = from; index < events.length; index += 1) {
    const event = events[index];
    if (event.type === EVENT_ID.SCALAR && event.valueStart >= 0) {
      return event.valueStart;
    }
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      return event.start;
    }
    if (event.type === EVENT_ID.ALIAS) {
      return event.anchorStart;
    }
  }
  return length;
}

/** The spans of the documents of a text. */
export function documentSpans(text: string, events: readonly Event[]): Span[] {
  const starts = documentStarts(events).map((start) => offsetFrom(events, start + 1, text.length));
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

/** The entries of a block list `items` at the root of a document; none for other lists. */
export function itemSpans(text: string, events: readonly Event[], document: number): Span[] {
  const list = itemsOf(text, events, documentStarts(events)[document] + 1);
  const event = list === undefined ? undefined : events[list];
  if (list === undefined || event?.type !== EVENT_ID.SEQUENCE || event.style !== COLLECTION_STYLE.BLOCK) {
    return [];
  }
  const starts: number[] = [];
  let index = list + 1;
  for (; events[index].type !== EVENT_ID.POP; index = behind(events, index)) {
    starts.push(offsetFrom(events, index, text.length));
  }
  const last = offsetFrom(events, index, text.length);
  return starts.map((start, position) => ({ start, end: starts[position + 1] ?? last }));
}

/** The event of the value under `items` of the mapping at a root. */
function itemsOf(text: string, events: readonly Event[], root: number): number | undefined {
  for (let index = root + 1; events[index].type !== EVENT_ID.POP; index = behind(events, index + 1)) {
    const key = events[index];
    if (key.type === EVENT_ID.SCALAR && getScalarValue(text, key) === 'items') {
      return index + 1;
    }
  }
  return undefined;
}

/** The events that begin a document. */
export function documentStarts(events: readonly Event[]): number[] {
  const starts: number[] = [];
  for (let index = 0; index < events.length; index += 1) {
    if (events[index].type === EVENT_ID.DOCUMENT) {
      starts.push(index);
    }
  }
  return starts;
}

/** How deep an event leads. */
const DEPTHS: ReadonlyMap<number, number> = new Map([
  [EVENT_ID.SEQUENCE, 1], [EVENT_ID.MAPPING, 1], [EVENT_ID.POP, -1],
]);

/** The event behind a node and everything in it. */
export function behind(events: readonly Event[], node: number): number {
  let depth = 0;
  let index = node;
  do {
    const { type } = events[index];
    depth += DEPTHS.get(type) ?? 0;
    index += 1;
  } while (depth > 0);
  return index;
}
