import { folderDifference } from '../../src/cli/folder-difference';
import { planFolder, writeFolder } from '../../src/cli/write-folder';
import { scratch } from '../_tools/scratch';

type Texts = Readonly<Record<string, string>>;

const { at } = scratch();
const planned = (texts: Texts) => planFolder(at(), Object.entries(texts).map(([path, text]) => ({ path, text, executable: false })));

/** What is printed of a folder that a run has written, and of what the next would write; by its file alone where there is one. */
function difference(before: Texts, after: Texts): string[] {
  writeFolder(planned(before), false);
  return folderDifference(planned(after)).map((line) => line.replace(`${at()}/`, ''));
}

const manifest = (kind: string, name: string, rest = '') => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: union\n${rest}`;
const inFile = (before: string, after: string, file = 'a.yaml') => difference({ [file]: before }, { [file]: after }).slice(1).map((line) => line.slice(4));

test('nothing, where nothing would change', () => {
  expect(difference({ 'a.yaml': 'a: 1\n', 'b.txt': 'x' }, { 'a.yaml': 'a: 1\n', 'b.txt': 'x' })).toEqual([]);
});

test('files that come, go and change', () => {
  expect(difference({ 'gone.yaml': manifest('ConfigMap', 'old'), 'note.md': 'one\n' }, { 'new/a.yaml': `${manifest('ConfigMap', 'a')}---\n${manifest('Secret', 'b')}`, 'note.md': 'two\n' })).toEqual([
    '- gone.yaml',
    '    - ConfigMap union/old',
    '+ new/a.yaml',
    '    + ConfigMap union/a',
    '    + Secret union/b',
    '~ note.md',
    '    - 1: one',
    '    + 1: two',
  ]);
});

test('objects that come, go and change, in whatever order they are', () => {
  const [a, b] = [manifest('ConfigMap', 'a', 'data: {host: old.example.com}\n'), manifest('ConfigMap', 'b')];
  expect(inFile(`${a}---\n${b}`, `${manifest('Service', 'c')}---\n${a.replace('old', 'new')}`)).toEqual([
    '+ Service union/c',
    '~ ConfigMap union/a',
    '    ~ data.host: "old.example.com" -> "new.example.com"',
    '- ConfigMap union/b',
  ]);
});

test.each([
  ['a value', 'a: {b: 1, c: x}', 'a: {b: 2, c: x}', ['~ a.b: 1 -> 2']],
  ['a key that comes, and one that goes', 'a: {b: 1}', 'a: {c: yes}', ['+ a.c: true', '- a.b: 1']],
  ['a map that comes, by its keys', 'a: 1', 'a: 1\nb: {c: {d: 1}, e: {}}', ['+ b.c.d: 1', '+ b.e: {}']],
  ['a list that comes, by its entries', 'a: 1', 'a: 1\nb: [c, d]\ne: []', ['+ b[0]: "c"', '+ b[1]: "d"', '+ e: []']],
  ['a list that goes', 'a: 1\nb: [c]', 'a: 1', ['- b[0]: "c"']],
  ['documents without content', '---\n---\na: 1\n---\n""\n', 'a: 2\n---\n', ['~ a: 1 -> 2']],
  ['null in the place of a map', 'a: {b: 1}', 'a: null', ['~ a: {…} -> null']],
  ['a map in the place of null', 'a: null', 'a: {b: 1}', ['~ a: null -> {…}']],
  ['keys with dots', 'a: {"x.example.com/y": 1}', 'a: {"x.example.com/y": 2}', ['~ a["x.example.com/y"]: 1 -> 2']],
  ['an entry at the head of a list', 'a: [x, y]', 'a: [w, x, y]', ['+ a[0]: "w"']],
  ['entries by name', 'env: [{name: A, value: "1"}, {name: B, value: "2"}]', 'env: [{name: B, value: "3"}]', ['~ env[B].value: "2" -> "3"', '- env[A].name: "A"', '- env[A].value: "1"']],
  ['an entry without a name', 'data: [{from: x, to: 1}, {from: y, to: 2}]', 'data: [{from: x, to: 1}, {from: y, to: 3}]', ['~ data[1].to: 2 -> 3']],
  ['another type', 'a: "1"', 'a: 1', ['~ a: "1" -> 1']],
  ['lines of a text', 'a: |\n  x\n  y\n  z\n', 'a: |\n  x\n  Y\n  z\n', ['~ a:', '    - 2: y', '    + 2: Y']],
  ['comments alone', '# old\na: 1\n', '# new\na: 1\n', ['only comments, quotes or order']],
  ['a file that is no longer YAML', 'a: [', 'a: 1', ['- 1: a: [', '+ 1: a: 1']],
])('%s', (_, before, after, expected) => expect(inFile(before, after)).toEqual(expected));

test('lines of a text, each with its number', () => {
  expect(inFile('a\nb\nc\nd\n', 'b\nx\nd\ne\n', 'run.sh')).toEqual(['- 1: a', '- 3: c', '+ 2: x', '+ 4: e']);
});

test('a long text that is another altogether', () => {
  const text = (word: string) => Array.from({ length: 3_000 }, (_, i) => `${word} ${i}`).join('\n');
  expect(inFile(text('old'), text('new'), 'a.txt')).toHaveLength(6_000);
});

test('no value of a secret', () => {
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`;
  const applied = 'kubectl.kubernetes.io/last-applied-configuration';
  const texts = (word: string) => ({
    'secret.yaml': `${manifest('Secret', 's', `data: {note: ${word}, new${word}: x}\nstringData: {key: "${word}\\nof two lines"}\n`)}type: Opaque\n`,
    'applied.yaml': `kind: Service\nmetadata: {name: a, annotations: {${applied}: '${word}'}}\n`,
    'values.yaml': `db: {password: ${word}, url: "https://me:${word}@db.example.com"}\nclientSecret: ${word}\ntoken: ${jwt}${word}\nenv: [{name: DB_PASSWORD, value: ${word}}]\n`,
    'broken.yaml': `password: ${word}\n[`,
    'run.sh': `export DB_PASSWORD=${word}\nkubectl --from-literal="$SECRET" # ${word.length}\n`,
    'note.md': `-----BEGIN PRIVATE KEY-----\n${word}\n-----END PRIVATE KEY-----\n`,
  });
  const found = difference(texts('hunter22'), texts('correcthorse')).join('\n');
  expect(found).not.toMatch(/hunter22(?!:)|correcthorse(?!:)|eyJ/);
  const shown = ['data.note', 'stringData.key', 'db.password', 'env[DB_PASSWORD].value'].map((path) => `~ ${path}: (not shown)`);
  expect([...shown, '- 1: export DB_PASSWORD=(not shown)', 'contains a secret: its lines are not shown'].filter((line) => !found.includes(line))).toEqual([]);
});

test('where a secret is, by name and key, is shown', () => {
  const reference = (key: string) => `secretRef: {name: ${key}}\nsecretName: ${key}\nremoteRef: {key: union/${key}}\nsecretKey: ${key}\n`;
  expect(inFile(reference('a'), reference('b')).join('\n')).not.toContain('not shown');
});
