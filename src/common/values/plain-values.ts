import { nameOf, parentOf } from '../data/dotted-path';
import { isObject, JsonObject, valueAt } from '../data/json';

/** What is done to values, in a text or in plain data. */
export interface ValuesEdits {
  /** Sets a value, and makes the maps on the way. */
  set(path: string, value: unknown): void;
  /** Moves what stands at a path, and copies it where it is wanted twice. */
  move(path: string, targets: readonly string[]): void;
  remove(path: string): void;
  /** Adds an item to the list at a path. */
  push(path: string, item: unknown): void;
  /** Turns a map of maps into a list of them, each with its key under a name. */
  toList(path: string, name: string): void;
}

/** Values without a text: what an edited text must say. */
export class PlainValues implements ValuesEdits {
  /** @param values are changed */
  public constructor(public readonly values: JsonObject) {}

  public set(path: string, value: unknown): void {
    let map = this.values;
    for (const key of path.split('.').slice(0, -1)) {
      const inner = isObject(map[key]) ? map[key] : {};
      map[key] = inner;
      map = inner;
    }
    map[nameOf(path)] = value;
  }

  public move(path: string, targets: readonly string[]): void {
    const value = valueAt(this.values, path);
    targets.forEach((target) => this.set(target, value));
    this.remove(path);
  }

  public remove(path: string): void {
    const parent = parentOf(path);
    delete (parent === '' ? this.values : valueAt(this.values, parent) as JsonObject)[nameOf(path)];
  }

  public push(path: string, item: unknown): void {
    this.set(path, [...valueAt(this.values, path) as unknown[], item]);
  }

  public toList(path: string, name: string): void {
    const entries = Object.entries(valueAt(this.values, path) as JsonObject);
    this.set(path, entries.map(([key, value]) => ({ [name]: key, ...value as JsonObject })));
  }
}
