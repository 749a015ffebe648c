import { dump } from 'js-yaml';
import { parse } from 'yaml';
import { CONFIG_WRITER, toYaml } from '../../../src/common/yaml/yaml';
import { MANIFEST_WRITER } from '../../../src/constructs/fleet/manifest-yaml';
import { drawn, oneIn, random } from '../../_tools/drawn';
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

  test('reads every value back', () => expect(read(toYaml(DOCUMENT))).toEqual(DOCUMENT));

  test.each(Object.entries(TRICKY))('reads a lone %s back', (_name, value) => expect(read(toYaml(value))).toBe(value));

  test('reads every key back', () => expect(read(toYaml(TRICKY_KEYS))).toEqual(TRICKY_KEYS));
});

describe("Go's YAML reader, through helm template", () => {
  const read = (content: object): unknown => contentAsGoReads(toYaml({ content }));

  test('reads every value back', () => {
    // Helm drops keys whose value is null: that is how it deletes defaults.
    const { nothing, ...rest } = DOCUMENT;
    expect(nothing).toBeNull();
    expect(read(rest)).toEqual(rest);
  });

  test('reads every key back', () => expect(read(TRICKY_KEYS)).toEqual(TRICKY_KEYS));
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

const CHARACTERS = ['a', 'B', '0', '7', '_', '.', '/', '-', ':', ' ', '#', '\n', '\t', '@', '=', ',', '+', '*', '(', '$', '%', '~', '<', '>', '|', '&', '!', ';', '\'', '"', '[', ']', '{', '}', '^', '?', '\\', '`', 'é', '\u0085', '\u2028', '🔑'];
const WORDS = ['true', 'No', 'on', 'Y', 'null', 'inf', 'NaN', 'e3', '0x1', '---', '...', 'https://example.com:443/a?b=c#d', '{{ .Values.a }}', 'line one\nline two\n', '  indented\n', 'a: b', 'a #b'];

/** Texts, numbers, maps and lists, some in others, and what JavaScript has besides. */
function generated(seed: number): unknown {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)];
  const text = () => (next() < 0.3 ? pick(WORDS) : Array.from({ length: next() * 7 }, () => pick(CHARACTERS)).join(''));
  const scalar = () => pick<() => unknown>([text, text, text, text, () => Math.floor(next() * 100), () => next(), () => -0, () => true, () => null, () => undefined, () => () => 1, () => new Date(0), () => new Map([['a', ['b']]]), () => Infinity])();
  const value = (depth: number): unknown => {
    const kind = next();
    if (depth > 0 && kind < 0.35) {
      return Object.fromEntries(Array.from({ length: next() * 4 }, () => [text(), value(depth - 1)]));
    }
    return depth > 0 && kind < 0.6 ? Array.from({ length: next() * 4 }, () => value(depth - 1)) : scalar();
  };
  return { first: value(4), second: value(4), list: [value(3), value(3)] };
}

/** The end of a document, which js-yaml marks after line breaks that count, and which the next document or the end of the file marks as well. */
function withoutEnd(text: string): string {
  return text.replace(/\n\.\.\.\n$/, '\n');
}

const SEEDS = Array.from({ length: 1500 }, (_, index) => index + 1);

describe.each([['manifests', MANIFEST_WRITER], ['configuration', CONFIG_WRITER]])('%s, byte for byte as js-yaml writes them', (_, writer) => {
  test('with tricky texts and keys', () => {
    const document = { keys: TRICKY_KEYS, ...TRICKY, lists: [Object.values(TRICKY), [[TRICKY]]], long: { ['k'.repeat(2000)]: { a: [1] }, 'two\nlines': ['x'] } };
    expect(writer.write(document)).toBe(withoutEnd(dump(document, writer.options)));
  });

  oneIn(4)('with every character in every place', () => {
    const texts = CHARACTERS.flatMap((one) => CHARACTERS.flatMap((two) => [one, `${one}${two}`, `a${one}${two}`, `${one}${two}a`, `a ${one}${two}`]));
    const document = { texts, byText: Object.fromEntries(texts.map((text) => [text, text])) };
    expect(writer.write(document)).toBe(withoutEnd(dump(document, writer.options)));
  });

  test('with documents of all shapes', () => {
    for (const seed of drawn(SEEDS, 10)) {
      const document = generated(seed);
      const expected = withoutEnd(dump(document, writer.options));
      expect({ seed, text: writer.write(document) }).toEqual({ seed, text: expected });
    }
  });

  test.each([[null], ['text'], [1], [[]], [{}], [[[]]], [[undefined]], [{ a: undefined }], [() => 1], [[1, { a: [] }]]])('with %j alone', (document) => {
    expect(writer.write(document)).toBe(dump(document, writer.options));
  });
});
