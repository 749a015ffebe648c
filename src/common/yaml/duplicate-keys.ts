import { Event, EVENT_ID, getScalarValue } from 'js-yaml';
import type { PathStep } from './path';
import { documentStarts } from './spans';

/** The places of keys that stand more than once in one map, document by document. */
export function duplicateKeys(text: string, events: readonly Event[]): PathStep[][][] {
  return documentStarts(events).map((start) => {
    const found: PathStep[][] = [];
    new Walk(text, events, found).node(start + 1, []);
    return found;
  });
}

class Walk {
  public constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly found: PathStep[][],
  ) {}

  /** Returns the event behind the node. The parser bounds how deep it goes. */
  public node(index: number, path: readonly PathStep[]): number {
    const event = this.events[index];
    switch (event?.type) {
      case EVENT_ID.MAPPING: return this.mapping(index + 1, path);
      case EVENT_ID.SEQUENCE: return this.sequence(index + 1, path);
      default: return index + 1;
    }
  }

  private mapping(first: number, path: readonly PathStep[]): number {
    const seen = new Map<string, number>();
    let index = first;
    while (this.events[index].type !== EVENT_ID.POP) {
      const key = this.events[index];
      const name = key.type === EVENT_ID.SCALAR ? getScalarValue(this.text, key) : undefined;
      const behindKey = this.node(index, path);
      if (name !== undefined) {
        const times = (seen.get(name) ?? 0) + 1;
        seen.set(name, times);
        if (times === 2) {
          this.found.push([...path, name]);
        }
      }
      index = this.node(behindKey, name === undefined ? path : [...path, name]);
    }
    return index + 1;
  }

  private sequence(first: number, path: readonly PathStep[]): number {
    let index = first;
    for (let position = 0; this.events[index].type !== EVENT_ID.POP; position += 1) {
      index = this.node(index, [...path, position]);
    }
    return index + 1;
  }
}
