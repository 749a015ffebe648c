// Tests: test/common/values/migrate.test.ts, test/verify/model/statements.test.ts
import { ListEntry } from '../../contract/union/values-contract';
import { CLUSTER_DOMAIN } from '../../contract/upstream/kubernetes';
import { isObject, JsonObject, nameOf, parentOf, valueAt } from '../data/json';
import { escaped } from '../data/texts';
import { isNear } from '../props/suggestion';
import { MergedValues } from './values-file';

/** Whether the chart evaluates a value. The result is unknown: templates are kept, never evaluated. */
export function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{');
}

/** The start of a template statement, after the braces, as a regular expression. */
export const STATEMENT = '-?\\s*(?:if|range|with|define|end|else|include|template|tpl|toYaml|\\/\\*|\\$)';

/**
 * Whether a template in the values reads the key: then the user's own values use it, whatever the chart does.
 */
export function isReadByTemplates(path: string, values: JsonObject): boolean {
  const reference = new RegExp(`\\.Values\\.${escaped(path)}(?![\\w.])`);
  const reads = (value: unknown): boolean =>
    typeof value === 'string'
      ? isTemplate(value) && reference.test(value)
      : typeof value === 'object' && value !== null && Object.values(value).some(reads);
  return reads(values);
}

/** The values that are part of a list's entry. */
export function readBy(entry: ListEntry): string[] {
  return typeof entry !== 'string'
    ? []
    : [...entry.matchAll(EXPRESSION)].flatMap(([, expression]) => valuePathOf(expression) ?? []);
}

function valuePathOf(expression: string): string | undefined {
  return /^\.Values\.(.+)$/.exec(expression)?.[1];
}

const EXPRESSION = /\{\{-?\s*(.+?)\s*-?\}\}/g;

/** Whether an item of a user's list is equivalent to an entry of the chart's. */
export function doesWorkOf(entry: ListEntry, item: unknown, merged: MergedValues): boolean {
  if (typeof entry !== 'string') {
    return isObject(item) && item.name === entry.name;
  }
  return typeof item === 'string'
    && (normalized(item) === normalized(entry) || isMadeBy(patternOf(entry, merged), item));
}

/** A domain that is similar to the usual one is a misspelling. */
function isMadeBy(pattern: RegExp, item: string): boolean {
  const made = pattern.exec(item);
  const domain = made?.groups?.domain ?? CLUSTER_DOMAIN;
  return made !== null && (domain === CLUSTER_DOMAIN || !isNear(CLUSTER_DOMAIN, domain));
}

/**
 * A user's spelling of what the chart would compute: a set global means its value. A public URL can have a
 * port, and a cluster another domain.
 */
function patternOf(entry: string, merged: MergedValues): RegExp {
  const parts = entry.split(EXPRESSION).map((part, i) => {
    if (i % 2 === 0) {
      return escaped(part);
    }
    const path = valuePathOf(part);
    const value = path === undefined ? undefined : merged.get(path);
    return typeof value === 'string' && value !== '' && !isTemplate(value) ? escaped(value) : '[^/]+';
  });
  const port = /^https:\/\/[^:]*$/.test(entry.replace(EXPRESSION, '')) ? '(:\\d+)?' : '';
  const anyDomain = parts.join('').replace(escaped(CLUSTER_DOMAIN), '(?<domain>[^/:]+)');
  return new RegExp(`^${anyDomain}${port}/?$`);
}

function normalized(text: string): string {
  return text.replace(EXPRESSION, (_, expression: string) => `{{ ${expression} }}`);
}

/** Edits of values, in a text or in plain data. */
export interface ValuesEdits {
  /** Sets a value, and creates the maps above it. */
  set(path: string, value: unknown): void;
  /** Moves a value; copies it if it has several targets. */
  move(path: string, targets: readonly string[]): void;
  remove(path: string): void;
  /** Adds an item to the list at a path. */
  push(path: string, item: unknown): void;
  /** Turns a map of maps into a list of them, each with its key in a field. */
  toList(path: string, name: string): void;
}

/** Values without a text: the expected result of an edited text. */
export class PlainValues implements ValuesEdits {
  /** @param values changed in place */
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
