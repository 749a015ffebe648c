import { readTexts } from '../../../src/verify/read/read-texts';

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

test.each([
  ['keys and dashes', 'name: x\n'], ['what takes the parser', 'name: [x]\n'], ['JSON', '{"name": "x"}\n'], ['megabytes', `name: [${'x'.repeat(1_000_000)}]\n`],
])('a text of %s is read before the next is taken', (_, text) => {
  let taken = 0;
  const inputs = function* () {
    for (; taken < 10; taken += 1) {
      yield { name: `${taken}.yaml`, text };
    }
  };
  expect(readTexts(inputs())[Symbol.iterator]().next().value).toMatchObject({ name: '0.yaml', text });
  expect(taken).toBe(0);
});

test('the content of a text is told where its syntax is the problem', () => {
  const problems = [...readTexts(named(['a: [\n', 'a: \0\n', 'a: &x [*x]\n', '[[\n']))];
  expect(problems.map((problem) => 'content' in problem && problem.content)).toEqual(['a: [\n', false, false, '[[\n']);
});
