import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderDifference } from '../../src/cli/folder-difference';
import { initCommandWith } from '../../src/cli/init-command';
import { planFolder, writeFolder } from '../../src/cli/write-folder';
import { JsonObject } from '../../src/common/data/json';
import { answersText } from '../../src/init';
import { KINDS, LEAST } from '../init/_answers';
import { cli } from './_run';

type Texts = Readonly<Record<string, string>>;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'difference-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const planned = (texts: Texts) => planFolder(folder, Object.entries(texts).map(([path, text]) => ({ path, text, executable: false })));

/** What is printed of a folder that a run has written, and of what the next would write; by its file alone where there is one. */
function difference(before: Texts, after: Texts): string[] {
  writeFolder(planned(before), false);
  return folderDifference(planned(after)).map((line) => line.replace(`${folder}/`, ''));
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
  expect(found).toContain('~ data.note: (not shown)');
  expect(found).toContain('~ stringData.key: (not shown)');
  expect(found).toContain('~ db.password: (not shown)');
  expect(found).toContain('~ env[DB_PASSWORD].value: (not shown)');
  expect(found).toContain('- 1: export DB_PASSWORD=(not shown)');
  expect(found).toContain('contains a secret: its lines are not shown');
});

test('where a secret is, by name and key, is shown', () => {
  const reference = (key: string) => `secretRef: {name: ${key}}\nsecretName: ${key}\nremoteRef: {key: union/${key}}\nsecretKey: ${key}\n`;
  expect(inFile(reference('a'), reference('b')).join('\n')).not.toContain('not shown');
});

describe('the commands', () => {
  const file = () => join(folder, 'union-auth.yaml');
  const dist = () => join(folder, 'dist');
  const synth = (...args: string[]) => cli(['synth', file(), '--output', dist(), ...args]);
  const says = (answers: JsonObject) => writeFileSync(file(), answersText(answers));

  test('synth --diff says what would change, ends with 1, and writes nothing', () => {
    says(LEAST);
    synth();
    expect(synth('--diff')).toMatchObject({ code: 0, out: '' });
    says({ ...LEAST, domain: 'new.example.com' });
    const { code, out } = synth('--diff');
    expect(code).toBe(1);
    expect(out).toContain(`~ ${join(dist(), 'controlplane.values.yaml')}\n    ~ global.UNION_HOST: "union.example.com" -> "new.example.com"\n`);
    expect(readFileSync(join(dist(), 'controlplane.values.yaml'), 'utf8')).not.toContain('new.example.com');
    expect(synth('--check')).toMatchObject({ code: 1 });
  });

  test('synth --diff shows files and objects that come and go', () => {
    says(KINDS['everything of the identity']);
    synth();
    says(LEAST);
    const { out } = synth('--diff');
    expect(out).toContain(`- ${join(dist(), 'dataplane-east.values.yaml')}\n`);
    expect(out).toContain(`+ ${join(dist(), 'dataplane.values.yaml')}\n`);
    expect(existsSync(join(dist(), 'dataplane.values.yaml'))).toBe(false);
  });

  test('synth --diff reports changes by others', () => {
    says(LEAST);
    mkdirSync(dist());
    writeFileSync(join(dist(), 'union-cp.k8s.yaml'), manifest('ConfigMap', 'theirs'));
    const { code, out, err } = synth('--diff');
    expect([code, out]).toEqual([1, expect.stringContaining('    - ConfigMap union/theirs\n')]);
    expect(err).toContain(`Not written by this command, or changed since: ${join(dist(), 'union-cp.k8s.yaml')}\n`);
    expect(readdirSync(dist())).toEqual(['union-cp.k8s.yaml']);
  });

  test('synth --diff ends with 2 where there is no answer', () => {
    says({ domain: 'union.example.com' });
    expect(synth('--diff')).toMatchObject({ code: 2, out: '' });
    says(LEAST);
    expect(cli(['synth', file(), '--output', file(), '--diff'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is a file; name a folder') });
  });

  test.each([[['--values-only']], [[]]])('init %p --diff says what would change in a folder that init wrote', async (options) => {
    says(LEAST);
    const target = join(folder, 'acme');
    const init = async (...more: string[]) => {
      let out = '';
      const io = { env: {}, stdoutIsTerminal: false, stderrIsTerminal: false, stdout: (text: string) => { out += text; }, stderr: () => {}, stdin: () => Buffer.from('') };
      const code = await initCommandWith(() => Promise.reject(new Error('asks'))).run(['--answers', file(), '--yes', ...options, ...more, target], io);
      return { code, out };
    };
    expect(await init('--diff')).toMatchObject({ code: 1, out: expect.stringContaining(`+ ${join(target, 'README.md')}\n`) });
    expect(existsSync(target)).toBe(false);
    await init();
    expect(await init('--diff')).toEqual({ code: 0, out: '' });
    const changed = await init('--diff', '--set', 'domain=new.example.com');
    expect(changed).toMatchObject({ code: 1, out: expect.stringContaining('new.example.com') });
    expect(readFileSync(join(target, options.length > 0 ? 'union-auth.yaml' : 'main.ts'), 'utf8')).not.toContain('new.example.com');
  });
});
