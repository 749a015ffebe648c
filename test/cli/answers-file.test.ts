import { adoptionOf, differencesText, foundText, refuse } from '../../src/cli/answers-file';
import type { Io } from '../../src/cli/command';
import type { Adopted, Finished } from '../../src/init/adopt';
import { scratch } from '../_tools/scratch';
import { CONTROL_PLANE_VALUES } from '../verify/_values';

const io: Io = { env: {}, stdoutIsTerminal: false, stderrIsTerminal: false, stdout: () => undefined, stderr: () => undefined, stdin: () => Buffer.from('') };

describe('scripts in the files of init --from', () => {
  const { put, at } = scratch();
  const SCRIPT = 'kubectl -n union-cp create secret generic a\n';
  const found = (...paths: string[]) =>
    adoptionOf(paths.map((path) => at(path)), {}, io).taken.find(({ path }) => path === 'secrets')?.from;

  test.each([
    ['a.sh', true], ['a.env', true], ['deep/er/a.sh', true], ['a.bash', false], ['a.sh.txt', false], ['sh', false],
    ['.git/a.sh', false], ['node_modules/a.sh', false], ['deep/node_modules/a.sh', false], ['modules/a.sh', true],
  ])('%s in a folder is read: %s', (path, isRead) => {
    put('given/cp.values.yaml', CONTROL_PLANE_VALUES);
    put(`given/${path}`, SCRIPT);
    expect(found('given')).toBe(isRead ? at('given', path) : undefined);
  });

  test('of two, the first by its name', () => {
    put('given/cp.values.yaml', CONTROL_PLANE_VALUES);
    put('given/b.sh', SCRIPT);
    put('given/a.sh', SCRIPT);
    expect(found('given')).toBe(at('given/a.sh'));
    expect(found('given', 'given/b.sh')).toBe(at('given/b.sh'));
  });
});

const JSON_OF = (length: number) => 'x'.repeat(length - 2);

test.each([[60, ''], [61, '…']])('a found value of %i characters', (length, end) => {
  const adopted = { taken: [{ path: 'a.long.path', value: JSON_OF(length), from: 'b.yaml:1' }, { path: 'a', value: 1, from: 'c' }], unseen: [] };
  expect(foundText(adopted as unknown as Adopted)).toBe(`Found:\n  a.long.path  ${JSON.stringify(JSON_OF(length)).slice(0, 60)}${end}  (b.yaml:1)\n  a            1  (c)\n`);
});

test('what is not seen follows', () => {
  expect(foundText({ taken: [{ path: 'a', value: 1, from: 'c' }], unseen: ['b', 'd'] } as unknown as Adopted)).toBe('Found:\n  a  1  (c)\nNot seen:\n  b\n  d\n');
});

const EQUAL = 'The new output is equivalent to the existing files.\n';
const kept = (count: string) => `Not about authentication, and carried over as extraValues: ${count}.\n`;
const change = { where: 'controlplane', path: 'a.b', before: '1', after: '2', reason: 'first' };

test.each<[string, Partial<Finished>, string]>([
  ['none', {}, EQUAL],
  ['none, and one other value', { carried: 1 }, kept('1 value') + EQUAL],
  ['none, and two other values', { carried: 2 }, kept('2 values') + EQUAL],
  ['one', { differences: [change] }, 'The new output differs from the existing files in 1 place:\n\n- first\n    controlplane: a.b: 1 -> 2\n'],
  ['several, by their reasons', { carried: 1, differences: [change, { ...change, path: 'c', before: undefined, reason: 'second' }, { ...change, path: 'd', after: undefined }] },
    `${kept('1 value')}The new output differs from the existing files in 3 places:\n\n- first\n    controlplane: a.b: 1 -> 2\n    controlplane: d: 1 -> nothing\n\n- second\n    controlplane: c: nothing -> 2\n`],
  ['whole objects', { differences: [{ where: 'Secret a', reason: 'r' }, { where: 'Secret b', after: '', reason: 'r' }] },
    'The new output differs from the existing files in 2 places:\n\n- r\n    Secret a (no longer made)\n    Secret b (new)\n'],
])('differences: %s', (_, finished, text) => {
  expect(differencesText({ differences: [], carried: 0, ...finished } as unknown as Finished)).toBe(text);
});

test('no problem refuses nothing', () => expect(refuse([], 'in.yaml')).toBeUndefined());

test.each([
  [[{ path: 'a', text: 'required' }], '1 answer is not valid; nothing was written.\n  in.yaml: a: required'],
  [[{ path: 'b', text: 'x', line: 3 }, { path: '', text: 'y\n  z', line: 2 }, { path: 'c', text: 'w', file: 'of.yaml', line: 10 }],
    '3 answers are not valid; nothing was written.\n  in.yaml:2: y z\n  in.yaml:3: b: x\n  of.yaml:10: c: w'],
])('problems of answers: %j', (problems, message) => expect(() => refuse(problems, 'in.yaml')).toThrow(new Error(message)));
