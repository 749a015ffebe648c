import { looksLikeJson, readConfig, readYaml, YamlProblem } from '../../../src/common/yaml/yaml-reader';

const valuesOf = (text: string) => readYaml(text).documents.map(({ value }) => value);

function problemOf(read: () => unknown): YamlProblem {
  try {
    read();
  } catch (error) {
    expect([error instanceof YamlProblem, (error as Error).name]).toEqual([true, 'YamlProblem']);
    return error as YamlProblem;
  }
  throw new Error('it was read');
}
/** Where and why a text cannot be read. */
const told = (read: () => unknown) => {
  const { line, message } = problemOf(read);
  return [line, message];
};

describe('the documents of a text', () => {
  test.each<[string, string, unknown[]]>([
    ['of lines alone', 'a: 1\n---\nb: 2\n---\nc: 3\n', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['that take the parser, between others', 'a: 1\n---\nb: [2]\n---\nc: [3]\n---\nd: 4\n---\ne: [5]\n', [{ a: 1 }, { b: [2] }, { c: [3] }, { d: 4 }, { e: [5] }]],
    ['behind a comment and a marker', '# a\n---\na: 1\n', [{ a: 1 }]],
    ['with a comment behind the marker', 'a: 1\n--- # b\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['with content behind the marker', 'a: 1\n--- {b: 2}\n', [{ a: 1 }, { b: 2 }]],
    ['with a text that looks like a marker', 'a: |\n  ---\n  b\nc: d\n---e: f\n', [{ 'a': '---\nb\n', 'c': 'd', '---e': 'f' }]],
    ['with a directive of their own', '%YAML 1.1\n---\na: 1\n...\n%YAML 1.1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['with a tag that a directive makes', '%TAG !x! tag:yaml.org,2002:\n---\na: !x!str 1\n---\nb: 2\n', [{ a: '1' }, { b: 2 }]],
    ['in JSON', ' \n{"a": [1]}\n', [{ a: [1] }]],
    ['in JSON, as a list', '[1, {"a": 2}]', [[1, { a: 2 }]]],
    ['in JSON, one behind the other', '{"a": 1}\n---\n{"b": 2}\n', [{ a: 1 }, { b: 2 }]],
    ['in JSON, as a stream', '{"a": 1}\n{"b": 2}\r\n{"c": "}\\n{"}\n', [{ a: 1 }, { b: 2 }, { c: '}\n{' }]],
    ['in JSON over several lines, as a stream', '{\n  "a": [\n    1\n  ]\n}\n{\n  "b": {\n  }\n}\n', [{ a: [1] }, { b: {} }]],
    ['in braces that are no JSON', '{a: 1}\n', [{ a: 1 }]],
  ])('%s', (_, text, values) => expect(valuesOf(text)).toEqual(values));

  test('JSON has no parts', () => expect(readYaml('{"a": 1, "items": [2]}').documents).toEqual([{ value: { a: 1, items: [2] }, items: [] }]));

  test('many of them are read, and each has its place', () => {
    const text = Array.from({ length: 3000 }, (_, index) => `---\nname: [n${index}]\ntext: ${'x'.repeat(index % 90)}\n`).join('');
    const { documents } = readYaml(text);
    expect(documents.map(({ value, span }) => [(value as { name: string[] }).name[0], text.slice(span!.start, span!.start + 5)]))
      .toEqual(Array.from({ length: 3000 }, (_, index) => [`n${index}`, 'name:']));
  });

  test('lines are found in the text that was read', () => {
    expect(readYaml('a:\n  b: [\n  1\n]\n').text).toBe('a:\n  b: [\n   1\n   ]\n');
    expect(readYaml('a: [\n 1 ]\n').text).toBe('a: [\n 1 ]\n');
  });
});

test.each([[' \n\t{', true], ['[', true], ['a: {', false], ['"a"', false], [`${' '.repeat(255)}{`, true], [`${' '.repeat(300)}{`, false]])('%j looks like JSON: %s', (text, expected) => {
  expect(looksLikeJson(text)).toBe(expected);
});

describe('keys that stand more than once', () => {
  test.each<[string, string, unknown, unknown]>([
    ['in a map', 'a: 1\nb: 2\na: 3\n', { a: 3, b: 2 }, [['a']]],
    ['three times', 'a: 1\na: 2\na: 3\n', { a: 3 }, [['a']]],
    ['at several places', 'a: {b: 1, b: 2}\nc: 1\nc: 2\n', { a: { b: 2 }, c: 2 }, [['a', 'b'], ['c']]],
    ['in a list', 'a:\n- b: 1\n- c: 1\n  d: [1, {e: 1}]\n  c: 2\n', { a: [{ b: 1 }, { c: 2, d: [1, { e: 1 }] }] }, [['a', 1, 'c']]],
    ['in a list of lists', '- []\n- - x\n  - {a: 1, a: 2}\n', [[], ['x', { a: 2 }]], [[1, 1, 'a']]],
    ['beside an alias', 'a: &x {b: 1}\nc: *x\nd: 1\nd: 2\n', { a: { b: 1 }, c: { b: 1 }, d: 2 }, [['d']]],
    ['below a key that stands twice', 'a: {b: 1, b: 2}\na: {c: 1}\n', { a: { c: 1 } }, [['a', 'b'], ['a']]],
    ['once in quotes', 'a: 1\n"a": 2\n', { a: 2 }, [['a']]],
  ])('%s are told, and the last one counts', (_, text, value, duplicates) => expect(readYaml(text).documents).toMatchObject([{ value, duplicates }]));

  test('are reported by name, an alias is not', () => {
    expect(readYaml('a: &x b\n*x : 1\n*x : 2\n').documents).toEqual([{ value: { a: 'b', b: 2 }, span: { start: 0, end: 22 }, items: [] }]);
  });

  test('are reported in their own document', () => {
    const { documents } = readYaml('a: 1\n---\nb: [1]\n---\nc: 1\nc: 2\n---\nd: [1]\n');
    expect(documents.map(({ duplicates }) => duplicates)).toEqual([undefined, undefined, [['c']], undefined]);
    expect(documents.every((document) => 'duplicates' in document === (document.duplicates !== undefined))).toBe(true);
  });

  test('do not hide what else is wrong', () => expect(told(() => readYaml('a: 1\na: 2\nb: !!int x\n'))[0]).toBe(3));
});

describe('what cannot be read', () => {
  test.each<[string, string, number, RegExp]>([
    ['an open bracket', 'a: [1\nb: 2\n', 2, /^line 2: \S/],
    ['an open bracket behind other documents', 'a: 1\n---\nb: 2\n---\nc: 3\nd: [1\ne: 2\n', 7, /^line 7: \S/],
    ['an open bracket behind one that takes the parser', 'a: [1]\n---\nb: [1\nc: 2\n', 4, /^line 4: \S/],
    ['bad indentation beside brackets that stand too far left', 'a: [\n1\n]\nb:\n   c: 1\n  d: 2\n', 2, /^line 2: \S/],
  ])('%s is named with its line', (_, text, line, message) => expect(told(() => readYaml(text))).toEqual([line, expect.stringMatching(message)]));

  test('lines count from the start of a long text', () => {
    const text = `${Array.from({ length: 4000 }, (_, index) => `---\na: [${index}]\n`).join('')}---\nb: [1\nc: 2\n`;
    expect(told(() => readYaml(text))[0]).toBe(8003);
  });

  test.each([['[', ']'], ['- ', '']])('nesting has its limit: %s', (open, close) => {
    const nested = (depth: number) => `${open.repeat(depth)}x${close.repeat(depth)}`;
    expect(valuesOf(nested(98))).toHaveLength(1);
    const problem = problemOf(() => readYaml(nested(99)));
    expect([problem.reason, problem.exhausting]).toEqual([expect.stringMatching(/^nesting exceeded/), true]);
  });

  test.each([
    ['a null byte', 'a: \0\n', true],
    ['an open bracket', 'a: [\n', false],
    ['a cycle', 'a: &x [*x]\n', true],
    ['an alias of nobody', 'a: *x\n', false],
    ['a star alone', 'a: * b\n', false],
  ])('%s exhausts the reader: %#', (_, text, exhausting) => expect(problemOf(() => readYaml(text)).exhausting).toBe(exhausting));
});

describe('aliases', () => {
  test.each(['&x [*x]', '&x [a,*x]', '&x [/a/*, *x]', '&x {a: *x}', '&x\n- *x', '&x\n-\t*x', '&x [\n  *x]', '&x [\r  *x]', 'a: &x\n  b: *x\n'])('%j contains itself', (text) => {
    expect(told(() => readYaml(text))).toEqual([undefined, 'an anchor contains itself; break the cycle of aliases']);
  });

  test('one node in two places is not a cycle', () => {
    expect(valuesOf('a: &x {b: [1]}\nc: [*x, *x, null]\nd: *x\n')).toEqual([{ a: { b: [1] }, c: [{ b: [1] }, { b: [1] }, null], d: { b: [1] } }]);
  });

  /** A list of a thousand texts, and that list so many times. */
  const expanded = (times: number, rest = '') => `a: &a [${Array.from({ length: 1000 }, () => 'x').join()}]\nb: [${Array.from({ length: times }, () => '*a').join()}]\n${rest}`;

  test('expand to a hundred thousand nodes, and to no more', () => {
    // Three maps and lists, a thousand texts, 98 times the list of them; the rest are texts of their own.
    const rest = (times: number) => `c: [${Array.from({ length: times }, () => 'y').join()}]\n`;
    expect(valuesOf(expanded(98, rest(898)))).toHaveLength(1);
    expect(told(() => readYaml(expanded(98, rest(899))))).toEqual([undefined, 'aliases expand to more than 100000 nodes; write the content out or split it']);
  });

  test('expand to as many nodes as a longer text has characters', () => {
    const rest = `c: ${'x'.repeat(200_000)}\n`;
    expect(valuesOf(expanded(150, rest))).toHaveLength(1);
    expect(() => readYaml(expanded(300, rest))).toThrow(/^aliases expand to more than 20\d{4} nodes/);
  });

  test('of aliases there are ten thousand at most', () => {
    const text = (times: number) => `a: &a 1\nb: [${Array.from({ length: times }, () => '*a').join()}]\n`;
    expect(valuesOf(text(10_000))).toHaveLength(1);
    const problem = problemOf(() => readYaml(text(10_001)));
    expect([problem.reason, problem.exhausting]).toEqual([expect.stringContaining('alias'), true]);
  });
});

describe('a config file', () => {
  test.each<[string, string, unknown[]]>([
    ['keeps the words of YAML 1.1', 'a: yes\nb: on\nc: true\nd: 017\n', [{ a: 'yes', b: 'on', c: true, d: 17 }]],
    ['may have documents', 'a: 1\n---\nb: [2]\n', [{ a: 1 }, { b: [2] }]],
    ['may hold base64', 'a: !!binary aGVsbG8=\n', [{ a: 'hello' }]],
    ['may merge', 'a: &a {b: 1}\nc:\n  <<: *a\n  d: 2\n', [{ a: { b: 1 }, c: { b: 1, d: 2 } }]],
    ['may be JSON', '{"a": "yes"}', [{ a: 'yes' }]],
    ['may have brackets that stand too far left', 'a: [\n1\n]\n', [{ a: [1] }]],
  ])('%s', (_, text, values) => expect(readConfig(text)).toEqual(values));

  test('has no key twice', () => expect(told(() => readConfig('a: 1\n---\nb: 1\nb: 2\n'))).toEqual([4, 'line 4: duplicated mapping key']));
});
