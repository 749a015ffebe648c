import { readTexts } from '../../src/verify/yaml-batch';
import { ReadDocument, readYaml, YamlProblem } from '../../src/verify/yaml-reader';

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

/** What a text is read as, and the pieces of it that lines are found in. */
function outcome(text: string, read: unknown): unknown {
  const pieces = (documents: readonly ReadDocument[]) =>
    documents.map(({ span, items }) => [span, ...items].map((each) => each && text.slice(each.start, each.end)));
  return read instanceof YamlProblem ? `line ${read.line}: ${read.reason}` : { read, pieces: pieces(read as readonly ReadDocument[]) };
}

function alone(text: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    return error;
  }
}

test.each(Object.entries(TEXTS))('beside %s every text reads as it does alone', (_, neighbour) => {
  for (const [name, text] of Object.entries(TEXTS)) {
    const read = readTexts([neighbour, text, neighbour]);
    const expected = [outcome(neighbour, alone(neighbour)), outcome(text, alone(text)), outcome(neighbour, alone(neighbour))];
    expect([name, outcome(neighbour, read[0]), outcome(text, read[1]), outcome(neighbour, read[2])]).toEqual([name, ...expected]);
  }
});

test('each of thousands of texts gets its own documents', () => {
  const texts = Array.from({ length: 5000 }, (_, index) => `name: n${index}\ntext: ${'x'.repeat(index % 700)}\n`);
  expect(readTexts(texts).map((read) => (read instanceof YamlProblem ? read : read.map(({ value }) => (value as { name: string }).name))))
    .toEqual(texts.map((_, index) => [`n${index}`]));
});

test('of many texts only the bad one is blamed, with its own line', () => {
  const texts = Array.from({ length: 100 }, (_, index) => (index === 70 ? 'a: 1\nb: [\n' : `n: ${index}\n`));
  const bad = readTexts(texts).flatMap((read, index) => (read instanceof YamlProblem ? [[index, read.line]] : []));
  expect(bad).toEqual([[70, 3]]);
});
