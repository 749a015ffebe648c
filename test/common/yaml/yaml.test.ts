import { parse } from 'yaml';
import { toYaml } from '../../../src/common/yaml/yaml';
import { contentAsGoReads } from '../../_tools/go-reader';
import { TRICKY, TRICKY_KEYS } from '../../_tools/tricky-strings';

const DOCUMENT = {
  strings: TRICKY,
  list: Object.values(TRICKY),
  nested: [{ list: [{ 'leading tab block': TRICKY['leading tab block'], 'long block': TRICKY['long block'] }] }],
  numbers: [0, -1, 0.5, 1500, 1e-7, 9007199254740991],
  booleans: [true, false],
  nothing: null,
  emptyList: [],
  emptyMap: {},
};

describe.each(['1.1', '1.2'] as const)('a YAML %s reader', (version) => {
  const read = (text: string): unknown => parse(text, { version, uniqueKeys: true, merge: false, stringKeys: false });

  test('reads every value back', () => {
    expect(read(toYaml(DOCUMENT))).toEqual(DOCUMENT);
  });

  test.each(Object.entries(TRICKY))('reads a lone %s back', (_name, value) => {
    expect(read(toYaml(value))).toBe(value);
  });

  test('reads every key back', () => {
    expect(read(toYaml(TRICKY_KEYS))).toEqual(TRICKY_KEYS);
  });
});

describe("Go's YAML reader, through helm template", () => {
  const read = (content: object): unknown => contentAsGoReads(toYaml({ content }));

  test('reads every value back', () => {
    // Helm drops keys whose value is null: that is how it deletes defaults.
    const { nothing, ...rest } = DOCUMENT;
    expect(nothing).toBeNull();
    expect(read(rest)).toEqual(rest);
  });

  test('reads every key back', () => {
    expect(read(TRICKY_KEYS)).toEqual(TRICKY_KEYS);
  });
});

test('strings are quoted, plain keys are not', () => {
  expect(toYaml({ clientId: '0o17', scopes: ['all'], useAuth: true, port: 80 })).toBe('clientId: "0o17"\nscopes:\n  - "all"\nuseAuth: true\nport: 80\n');
});

test('objects that occur twice are written twice: Go tools print aliases as they come', () => {
  const shared = { a: 'b' };
  expect(toYaml({ one: shared, two: shared })).toBe('one:\n  a: "b"\ntwo:\n  a: "b"\n');
});

test('long values stay on one line', () => {
  const line = 'word '.repeat(100);
  expect(toYaml({ line })).toBe(`line: "${line}"\n`);
});
