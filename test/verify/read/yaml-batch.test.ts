import type { InputProblem } from '../../../src/common/yaml/input';
import type { ReadDocument } from '../../../src/common/yaml/read-document';
import { readYaml, YamlProblem } from '../../../src/common/yaml/yaml-reader';
import { readTexts, ReadText } from '../../../src/verify/read/yaml-batch';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

/** Texts that end or begin in ways that a neighbour could suffer from. */
const TEXTS: Readonly<Record<string, string>> = {
  'a document': CONFIG_MAP,
  'no last line break': CONFIG_MAP.trimEnd(),
  'nothing': '',
  'a comment': '# nothing here\n',
  'a comment before the marker': '# Source: a.yaml\n---\na: 1\n',
  'an end marker': 'a: 1\n...\n',
  'several documents': '---\na: 1\n---\nb: 2\n...\n---\nc: 3\n',
  'empty documents': '---\n---\na: 1\n---\n',
  'an empty tagged document': '--- !!str\n',
  'null': '~\n',
  'Windows line ends': 'a: 1\r\nb: 2\r\n',
  'a byte order mark': '\ufeffa: 1\n',
  'a directive': '%YAML 1.2\n---\na: 1\n',
  'a directive without a document': '%YAML 1.2\n',
  'a block that keeps its line breaks': 'a: |+\n  x\n\n\n',
  'a block that keeps its line breaks, cut off': 'a: |+\n  x',
  'a block at the root': '--- |\n x',
  'an anchor': 'a: &x 1\nb: *x\n',
  'an alias of nobody': 'a: *x\n',
  'an open quote': 'a: "x\n',
  'an open flow': 'a: [1,\n',
  'an open quote at the root': '--- "x\n',
  'an open flow at the root': '--- [1,\n',
  'a closed flow': '2]\n',
  'a closed quote': 'y"\n',
  'a quote that another text closes': 'x": 1\n',
  'a duplicate key': 'a: 1\nb: 2\na: 3\n',
  'bad indentation': 'a:\n  b: 1\n c: 2\n',
  'a null byte': 'a: \0\n',
  'JSON': '{"a": 1}',
  'broken JSON': '{"a": ',
  'a list of objects': `kind: List\napiVersion: v1\nitems:\n- ${CONFIG_MAP.replace(/\n(?=.)/g, '\n  ')}- ${CONFIG_MAP.replace(/\n(?=.)/g, '\n  ')}`,
  'a large text': `a: ${'x'.repeat(20_000)}\n`,
};

interface Outcome {
  readonly name: string;
  readonly documents: readonly Pick<ReadDocument, 'value' | 'duplicates'>[];
  /** The pieces of the text that lines are found in, without the marker of the next document. */
  readonly pieces: readonly string[];
}

function alone(name: string, text: string): Outcome | InputProblem {
  try {
    return outcome({ name, ...readYaml(text) }) as Outcome;
  } catch (error) {
    const { line, reason } = error as YamlProblem;
    return { file: name, line, reason };
  }
}

function outcome(read: ReadText | InputProblem): Outcome | InputProblem {
  if ('reason' in read) {
    return { file: read.file, line: read.line, reason: read.reason };
  }
  const { name, text, documents } = read;
  const spans = documents.flatMap(({ span, items }) => [...span === undefined ? [] : [span], ...items]);
  const pieces = spans.map(({ start, end }) => text.slice(start, end).split('\n---')[0].trimEnd());
  return { name, documents: documents.map(({ value, duplicates }) => ({ value, duplicates })), pieces };
}

test.each(Object.entries(TEXTS))('beside %s every text reads as it does alone', (_, neighbour) => {
  for (const [name, text] of Object.entries(TEXTS)) {
    const texts = [{ name: 'before', text: neighbour }, { name, text }, { name: 'behind', text: neighbour }];
    const read = [...readTexts(texts)];
    expect(read.map(outcome)).toEqual(texts.map((each) => alone(each.name, each.text)));
    read.forEach((each, index) => 'text' in each && expect(each.text).toBe(texts[index].text));
  }
});

const named = (texts: readonly string[]) => texts.map((text, index) => ({ name: `${index}.yaml`, text }));

test('each of thousands of texts gets its own documents', () => {
  const texts = named(Array.from({ length: 5000 }, (_, index) => `name: n${index}\ntext: ${'x'.repeat(index % 700)}\n`));
  expect([...readTexts(texts)].map((read) => ('documents' in read ? [read.name, read.documents.map(({ value }) => (value as { name: string }).name)] : read)))
    .toEqual(texts.map(({ name }, index) => [name, [`n${index}`]]));
});

test('of many texts only the bad ones are blamed, in order, with their own lines', () => {
  const texts = named(Array.from({ length: 100 }, (_, index) => (index % 70 === 0 ? 'a: 1\nb: [\n' : `n: ${index}\n`)));
  const unread = { file: 'unread.yaml', reason: 'is no UTF-8' };
  const problems = [...readTexts([...texts.slice(0, 20), unread, ...texts.slice(20)])].filter((read) => 'reason' in read);
  expect(problems).toMatchObject([{ file: '0.yaml', line: 3 }, unread, { file: '70.yaml', line: 3 }]);
});

describe('texts are taken as they are read', () => {
  /** How many more were taken when the first was given. */
  function takenFirst(text: string): number {
    let taken = 0;
    const inputs = function* () {
      for (; taken < 10_000; taken += 1) {
        yield { name: `${taken}.yaml`, text };
      }
    };
    expect(readTexts(inputs())[Symbol.iterator]().next().value).toMatchObject({ name: '0.yaml', text });
    return taken;
  }

  test.each([
    ['one of keys and dashes', `name: ${'x'.repeat(100)}\n`], ['JSON', `{"name": "${'x'.repeat(100)}"}\n`], ['a large one', `name: [${'x'.repeat(20_000)}]\n`],
  ])('%s waits for no other', (_, text) => {
    expect(takenFirst(text)).toBe(0);
  });

  test('small ones that take the parser wait for some others', () => {
    expect(takenFirst('name: [x]\n')).toBe(255);
    const long = takenFirst(`name: [${'x'.repeat(1000)}]\n`);
    expect([long > 25, long < 40]).toEqual([true, true]);
  });
});

test('the content of a text is told where its syntax is the problem', () => {
  const problems = [...readTexts(named(['a: [\n', 'a: \0\n', 'a: &x [*x]\n', '[[\n']))];
  expect(problems.map((problem) => 'content' in problem && problem.content)).toEqual(['a: [\n', false, false, '[[\n']);
});
