import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const SOURCES = join(__dirname, '..', '..', 'src', 'contract');

/** Words for people, and functions, which have tests of their own. */
const isLeftOut = ([name, value]: [string, unknown]) =>
  value === undefined || typeof value === 'function' || ['why', 'source', 'description', 'symptom'].includes(name);

/** A value as YAML has it: patterns as texts, maps as objects, sets as lists. */
export function plain(value: unknown): unknown {
  if (value instanceof RegExp) {
    return String(value);
  }
  if (value instanceof Map) {
    return plain(Object.fromEntries(value));
  }
  if (value instanceof Set || Array.isArray(value)) {
    return [...value as Iterable<unknown>].map(plain);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter((entry) => !isLeftOut(entry)).map(([name, each]) => [name, plain(each)]))
    : value;
}

/**
 * Holds every constant of a folder of the contract against `facts.yaml`, which has each a second time, written from the sources that it names. A constant that
 * is missing on either side fails.
 *
 * @param folder below `src/contract`
 * @param elsewhere modules whose facts other tests hold
 */
export function testFacts(folder: string, ...elsewhere: readonly string[]): void {
  const facts = parse(readFileSync(join(__dirname, folder, 'facts.yaml'), 'utf8')) as Record<string, object>;
  const modules = readdirSync(join(SOURCES, folder)).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length));

  test.each(modules.filter((name) => !elsewhere.includes(name)))('the facts of %s', (name) => {
    const constants = jest.requireActual<Record<string, unknown>>(join(SOURCES, folder, name));
    expect(plain(constants)).toEqual(facts[name] ?? {});
  });

  test('no facts are of a module that does not exist', () => expect(Object.keys(facts).filter((name) => !modules.includes(name))).toEqual([]));
}
