import { constructFromEvents, parseEvents, Schema } from 'js-yaml';
import { stringify } from 'yaml';
import { BlockReader } from '../../../src/common/yaml/block-reader';
import { SharedTexts } from '../../../src/common/yaml/input';
import { CONFIG_SCHEMA, MANIFEST_SCHEMA } from '../../../src/common/yaml/schemas';
import type { ReadDocument } from '../../../src/common/yaml/spans';
import { oneIn, SEED } from '../../_tools/drawn';
import { fleet } from '../../bench/inputs/rendered-planes';

const read = (text: string, schema = MANIFEST_SCHEMA) => new BlockReader(text, schema, new SharedTexts()).read({ start: 0, end: text.length });

/** What the parser makes of a text: its documents, or nothing where it refuses it. */
function parsed(text: string, schema: Schema): readonly unknown[] | undefined {
  try {
    return constructFromEvents(parseEvents(text, { maxDepth: 100 }), { schema, source: text });
  } catch {
    return undefined;
  }
}

/** Fails where the reader reads what the parser refuses, or reads it as something else. Tells whether it read the text. */
function isReadAlike(text: string): boolean {
  return [MANIFEST_SCHEMA, CONFIG_SCHEMA].map((schema) => {
    const document = read(text, schema);
    if (document !== undefined) {
      expect({ text, documents: [document.value] }).toEqual({ text, documents: parsed(text, schema) });
    }
    return document !== undefined;
  }).every(Boolean);
}

/** Pieces that texts are put together from: whatever a line may hold that means something. */
const LINES = [
  'a: b', 'b: 1', 'c:', 'a: "x y"', 'd: \'x\'', '"q r": s', '\'t\': u', 'e: []', 'f: {}', 'g: |', 'g: |-', 'g: >', 'g: |+', 'g: |2', '- a', '- b: c', '- - d',
  '-', '- ', '- "e"', '- e: |', '- []', '- {}', '--- ', '---', '...', '# note', 'x: y # note', 'x: y#z', 'text', 'text: more: text', 'a:b', 'a:b: c', 'a : b',
  'k: yes', 'k: 08', 'k: 0x1f', 'k: 1_000', 'k: ~', 'k: null', 'k: .5', 'k: -1', 'k: - 1', 'k: -', 'k: --config', 'yes: a', '1: a', '08: b', 'null: c', '~: d', '.: e', '<<: f',
  'k: &a b', 'k: *a', 'k: !t b', 'k: [a, b]', 'k: {a: b}', 'k: "a', 'k: a"', 'k: \'it\'\'s\'', 'k: "a\\n"', 'k: "a" b', 'k: \'a\' # b', 'k: a  ', '"a":b', '? a', ': b', '%a', '@a', '`a`',
  'k: %a', 'k: @a', 'k: a\tb', '\ta: b', 'k: ünïcode', 'ü: a', 'k: \u2028', 'k: \ud83d\ude00', 'k: \u0007', 'k: \ufeffa', '\ufeffk: a', 'k: a\r', '__proto__: a', 'constructor: a', 'http://a: b', 'k: a,b',
  'k: a]', 'k: $a', 'k: =', 'k: <a>', 'k: a - b', 'k: ?a', 'k: :a', 'k: 2026-11-25', 'k: 1e3', 'k: .inf', 'k: .nan', 'k: 12345678901234567890', 'items:', '',
];

/** The same numbers at each run. */
function* randomNumbers(): Generator<number, never> {
  for (let state = 1; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

oneIn(6)('what it reads of any lines, the parser reads alike', () => {
  const numbers = randomNumbers();
  const below = (limit: number) => numbers.next().value % limit;
  let known = 0;
  for (let count = 0; count < (SEED === undefined ? 40_000 : 10_000); count += 1) {
    const lines = Array.from({ length: 1 + below(6) }, () => `${' '.repeat([0, 0, 0, 2, 2, 4, 1, 3][below(8)])}${LINES[below(LINES.length)]}`);
    known += isReadAlike(`${lines.join('\n')}${below(8) === 0 ? '' : '\n'}`) ? 1 : 0;
  }
  expect(known).toBeGreaterThan(SEED === undefined ? 1000 : 250);
});

oneIn(6)('what it reads of a manifest with a fault, the parser reads alike', () => {
  const numbers = randomNumbers();
  const below = (limit: number) => numbers.next().value % limit;
  let known = 0;
  for (const text of fleet(70).flatMap((each) => Array.from({ length: SEED === undefined ? 30 : 8 }, () => each))) {
    const lines = text.split('\n');
    const at = below(lines.length);
    const odd = LINES[below(LINES.length)];
    const faults = [
      () => lines.splice(at, 1), () => lines.splice(at, 0, ' '.repeat(below(8)) + odd), () => { lines[at] = ` ${lines[at]}`; }, () => { lines[at] = lines[at].replace(/^ /, ''); },
      () => { lines[at] = lines[at].replace(/: .*$/, odd.slice(1)); }, () => { lines[at] += odd; }, () => lines.splice(at, 0, lines[at]),
    ];
    faults[below(faults.length)]();
    known += isReadAlike(lines.join('\n')) ? 1 : 0;
  }
  expect(known).toBeGreaterThan(SEED === undefined ? 500 : 100);
});

test('it reads what tools print, all of it', () => {
  expect(fleet(70).filter((text) => read(text) === undefined)).toEqual([]);
  const texts = { plain: 'a b', number: 1, word: true, none: null, quoted: 'true', colon: 'a: b', block: 'a: 1\n\nb:\n  - c\n', cut: 'a\nb', list: ['a', { b: 'c', d: ['e'] }, ['f', 'g']], empty: [], blank: {} };
  const text = stringify(texts);
  expect(read(text)?.value).toEqual(texts);
});

function pieces(text: string, { span, items }: ReadDocument): string[] {
  return [...span === undefined ? [] : [span], ...items].map(({ start, end }) => text.slice(start, end));
}

test('it says where a document and the entries of its list stand', () => {
  const text = '---\n# a list\nkind: List\nitems:\n  - a: 1\n    b: 2\n  # the second\n  - c:\n      - 3\nmetadata: {}\n';
  const document = read(text);
  expect(document?.value).toEqual({ kind: 'List', items: [{ a: 1, b: 2 }, { c: [3] }], metadata: {} });
  expect(pieces(text, document!)).toEqual([text.slice(text.indexOf('kind')), 'a: 1\n    b: 2\n  # the second\n  - ', 'c:\n      - 3\n']);
});

test('a list that is not at the root has no places', () => expect(read('a:\n  items:\n    - b: 1\n')?.items).toEqual([]));

test.each([
  ['an anchor', 'a: &x b\n'], ['a tag', 'a: !x b\n'], ['a key twice', 'a: 1\na: 2\n'], ['a merge', '<<: { a: 1 }\n'], ['a tab', 'a: |\n  b\tc\n'], ['a carriage return', 'a: b\r\n'],
  ['a second document', 'a: 1\n---\nb: 2\n'], ['an end marker', 'a: 1\n...\n'], ['no content', '# nothing\n'], ['a text alone', 'a\n'], ['nesting without end', `${'- '.repeat(200)}a\n`],
])('%s is the parser\'s business', (_, text) => expect(read(text)).toBeUndefined());

test.each<[string, string, unknown]>([
  ['comments and blank lines', '# a\n\na: 1\n  # b\n\n   \nb: 2\n# c\n', { a: 1, b: 2 }],
  ['a text without a line end', 'a: b', { a: 'b' }],
  ['a block without a line end', 'a: |\n  b', { a: 'b\n' }],
  ['the start of a document', '---\na: b\n', { a: 'b' }],
  ['keys of many letters', 'a_b: 1\nC/d: 2\n.e: 3\n$f: 4\n0g: 5\n_h: 6\n/i: 7\nj k: 8\nl-m: 9\n', { 'a_b': 1, 'C/d': 2, '.e': 3, '$f': 4, '0g': 5, '_h': 6, '/i': 7, 'j k': 8, 'l-m': 9 }],
  ['a key with a colon in it', 'a:b: c\nhttp://d: e\n', { 'a:b': 'c', 'http://d': 'e' }],
  ['keys in quotes', '"a: b": 1\n\'c\': 2\n', { 'a: b': 1, 'c': 2 }],
  ['keys that are no texts', '1: a\ntrue: b\n', { 1: 'a', true: 'b' }],
  ['spaces behind keys and values', 'a:   b c   \nb:  \n  c: 1 \n', { a: 'b c', b: { c: 1 } }],
  ['nothing behind a key', 'a:\nb:\n  c:\nd:', { a: null, b: { c: null }, d: null }],
  ['colons and hashes in a text', 'a: b:c#d\nb: e:\u00e9\nf: g# h\n', { a: 'b:c#d', b: 'e:\u00e9', f: 'g# h' }],
  ['a dash that begins a text', 'a: -b\nc:\n- --d\n', { a: '-b', c: ['--d'] }],
  ['quotes', 'a: "b: # \'c\'"\nd: \'e: "f"\\\'\n', { a: 'b: # \'c\'', d: 'e: "f"\\' }],
  ['quotes with nothing in them', 'a: ""\nb: \'\'\n', { a: '', b: '' }],
  ['empty lists and maps', 'a: []\nb: {}\nc:\n- []\n- {}\n', { a: [], b: {}, c: [[], {}] }],
  ['a list at the column of its key', 'a:\n- b\n- c\nd: 1\n', { a: ['b', 'c'], d: 1 }],
  ['a list further on', 'a:\n    - b\n    - c\nd: 1\n', { a: ['b', 'c'], d: 1 }],
  ['a list at the root', '- a\n- 1\n', ['a', 1]],
  ['a list of maps', '- a: 1\n  b: 2\n-   c: 3\n    d: 4\n', [{ a: 1, b: 2 }, { c: 3, d: 4 }]],
  ['a list of lists', '- - a\n  - b\n- - - c\n', [['a', 'b'], [['c']]]],
  ['a list of texts in quotes', '- "a"\n- \'b\'\n', ['a', 'b']],
  ['a block', 'a: |\n  b\n    c\n\n  d # e\nf: 1\n', { a: 'b\n  c\n\nd # e\n', f: 1 }],
  ['a block without its last line end', 'a: |-\n  b\n  c\n', { a: 'b\nc' }],
  ['a block before blank lines', 'a: |\n  b\n\n \n\nc: 1\n', { a: 'b\n', c: 1 }],
  ['a block at the end, before blank lines', 'a: |-\n  b\n\n\n', { a: 'b' }],
  ['a block in a list', 'a:\n- |\n  b\n- c: |-\n    d\n  e: 1\n', { a: ['b\n', { c: 'd', e: 1 }] }],
  ['deep maps', `${Array.from({ length: 32 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('').trimEnd()} b\n`, expect.anything()],
])('it reads %s', (_, text, value) => {
  expect(read(text)?.value).toEqual(value);
  isReadAlike(text);
});

test.each([
  ['an indented document', '  a: 1\n'], ['maps deeper than 32', `${Array.from({ length: 33 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('').trimEnd()} b\n`],
  ['a text over two lines', 'a: b\n  c\n'], ['a text in quotes over two lines', 'a: "b\n  c"\n'], ['an escape', 'a: "\\n"\n'], ['a doubled quote', 'a: \'b\'\'c\'\n'],
  ['a comment behind a text', 'a: b # c\n'], ['something behind quotes', 'a: "b" c\n'], ['a colon in a text', 'a: b: c\n'], ['a folded text', 'a: >\n  b\n'], ['a list in brackets', 'a: [b]\n'],
  ['a block that begins with a blank line', 'a: |\n\n  b\n'], ['a block with a blank line that is too long', 'a: |\n  b\n    \n  c\n'], ['an empty block', 'a: |\nb: 1\n'],
  ['a block with all its line ends', 'a: |+\n  b\n'], ['a line that stands too far left', 'a:\n   b: 1\n  c: 2\n'], ['a line that stands too far right', 'a: 1\n  b: 2\n'],
  ['a list entry that stands too far right', '- a\n  - b\n'], ['a key that objects have of their own', '__proto__: 1\n'], ['a key without a colon', 'a: 1\nb\n'], ['a key with a space before its colon', 'a : 1\n'],
  ['quotes without an end', 'a: "b\n'], ['a key in quotes without a space behind', '"a":1\n'], ['a question mark', '? a\n'], ['an odd letter', 'a: \u2028\n'], ['a dash alone', '-\n'], ['a dash as a text', 'a: - b\n'],
])('it leaves %s to the parser', (_, text) => expect(read(text)).toBeUndefined());

test('the parts of a text are read one by one, whatever the others contain', () => {
  const parts = ['a: 1\n', '---\nb: \u2028\n', '---\nc: 3\n', '---\nd: [4]\n', '---\ne:\n  items:\n  - 5\n', '---\nitems:\n- f\n- g: 1\n'];
  const text = parts.join('');
  const reader = new BlockReader(text, MANIFEST_SCHEMA, new SharedTexts());
  let end = 0;
  const documents = parts.map((part) => reader.read({ start: end, end: end += part.length }));
  expect(documents.map((document) => document && [document.value, pieces(text, document)])).toEqual([
    [{ a: 1 }, ['a: 1\n']], undefined, [{ c: 3 }, ['c: 3\n']], undefined, [{ e: { items: [5] } }, ['e:\n  items:\n  - 5\n']],
    [{ items: ['f', { g: 1 }] }, ['items:\n- f\n- g: 1\n', 'f\n- ', 'g: 1\n']],
  ]);
});
