import { COLLECTION_STYLE, Event, EVENT_ID, getScalarValue } from 'js-yaml';
import { valueAt } from './model/json-access';
import type { Span } from './model/object-source';
import type { ReadText } from './yaml-reader';

/** The spans of one document. */
export interface DocumentSpans {
  readonly whole: Span;
  /** Of the entries of a block list `items` at the root, as `kubectl get -o yaml` writes it. */
  readonly items: readonly Span[];
}

/** Works the spans out while the reader's events are at hand, so that lines can be found without reading the text again. */
export function spansOf(text: string, { documents, events = [] }: ReadText): DocumentSpans[] {
  const starts: number[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.DOCUMENT) {
      starts.push(index);
    }
  });
  return starts.map((start, position) => {
    const next = starts[position + 1] ?? events.length;
    const end = offsetFrom(events, next, text.length);
    const holdsList = Array.isArray(valueAt(documents[position], ['items']));
    return {
      whole: { start: offsetFrom(events, start + 1, text.length), end },
      items: holdsList ? itemSpans(text, events, start + 1, end) : [],
    };
  });
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

function itemSpans(text: string, events: readonly Event[], root: number, end: number): Span[] {
  const list = itemsOf(text, events, root);
  const event = list === undefined ? undefined : events[list];
  if (list === undefined || event?.type !== EVENT_ID.SEQUENCE || event.style !== COLLECTION_STYLE.BLOCK) {
    return [];
  }
  const starts: number[] = [];
  let index = list + 1;
  for (; events[index].type !== EVENT_ID.POP; index = behind(events, index)) {
    starts.push(offsetFrom(events, index, end));
  }
  const last = offsetFrom(events, index, end);
  return starts.map((start, position) => ({ start, end: starts[position + 1] ?? last }));
}

/** The event of the value under `items` of the mapping at the root. */
function itemsOf(text: string, events: readonly Event[], root: number): number | undefined {
  for (let index = root + 1; events[index].type !== EVENT_ID.POP; index = behind(events, index + 1)) {
    const key = events[index];
    if (key.type === EVENT_ID.SCALAR && getScalarValue(text, key) === 'items') {
      return index + 1;
    }
  }
  return undefined;
}

/** The event behind a node and everything in it. */
export function behind(events: readonly Event[], node: number): number {
  let depth = 0;
  let index = node;
  do {
    const { type } = events[index];
    depth += type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING ? 1 : type === EVENT_ID.POP ? -1 : 0;
    index += 1;
  } while (depth > 0);
  return index;
}
