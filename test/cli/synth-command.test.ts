import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planFolder, writeFolder } from '../../src/cli/write-folder';
import { answersText, examine } from '../../src/init';
import { oneIn } from '../_tools/drawn';
import { KINDS, LEAST } from '../init/_answers';
import { cli } from './_run';

/** Each makes everything, and some twice. */
const deep = oneIn(8);

let folder: string;
const file = () => join(folder, 'union-auth.yaml');
const dist = () => join(folder, 'dist');
const synth = (...args: string[]) => cli(['synth', file(), '--output', dist(), ...args]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
  writeFileSync(file(), answersText(LEAST));
});

afterEach(() => rmSync(folder, { recursive: true }));

deep('writes what comes of the answers, and nothing else', () => {
  const { code, out, err } = synth();
  expect([code, err]).toEqual([0, expect.stringContaining('Warning: union/auth: task pods')]);
  for (const { path, text, executable } of examine(LEAST).files) {
    expect(readFileSync(join(dist(), path), 'utf8')).toBe(text);
    expect((statSync(join(dist(), path)).mode % 0o1000).toString(8)).toBe(executable ? '755' : '644');
    expect(out).toContain(`wrote     ${join(dist(), path)}\n`);
  }
});

deep('makes the same again, and says so', () => {
  synth();
  const { code, out } = synth();
  expect([code, out.includes('wrote')]).toEqual([0, false]);
  expect(synth('--check')).toMatchObject({ code: 0, out: '' });
});

deep('removes obsolete files', () => {
  writeFileSync(file(), answersText(KINDS['everything of the identity']));
  synth();
  writeFileSync(file(), answersText(LEAST));
  const check = synth('--check');
  expect(check).toMatchObject({ code: 1, out: expect.stringContaining('dataplane-east.values.yaml is no longer made') });
  expect(check.out.split('\n')).toEqual(check.out.split('\n').slice(0, -1).sort().concat(''));
  expect(synth()).toMatchObject({ code: 0, out: expect.stringContaining(`removed   ${join(dist(), 'dataplane-east.values.yaml')}`) });
  expect(existsSync(join(dist(), 'dataplane-east.values.yaml'))).toBe(false);
  expect(existsSync(join(dist(), 'dataplane.values.yaml'))).toBe(true);
});

test('what alone is no longer made is a difference', () => {
  writeFolder(planFolder(dist(), [...examine(LEAST).files, { path: 'former.sh', text: 'exit\n', executable: true }]), false);
  expect(synth('--check')).toMatchObject({ code: 1, out: `${join(dist(), 'former.sh')} is no longer made\n` });
});

deep('what somebody changed is not lost without a word', () => {
  synth();
  const changed = join(dist(), 'dataplane.values.yaml');
  writeFileSync(changed, 'mine: true\n');
  expect(synth()).toMatchObject({ code: 2, err: expect.stringContaining('changed by hand since it was written: dataplane.values.yaml') });
  expect(readFileSync(changed, 'utf8')).toBe('mine: true\n');
  expect(synth('--check')).toMatchObject({ code: 1 });
  expect(synth('--force')).toMatchObject({ code: 0, err: expect.stringContaining(`Replaced: ${changed}`) });
  expect(readFileSync(changed, 'utf8')).not.toContain('mine');
});

deep('a folder of somebody else is left alone', () => {
  mkdirSync(dist());
  writeFileSync(join(dist(), 'union-cp.k8s.yaml'), 'theirs: true\n');
  const { code, err } = synth();
  expect([code, err]).toEqual([2, expect.stringContaining('is not empty, and nothing in it was written by this command; name another folder. --force would replace union-cp.k8s.yaml')]);
  expect(readdirSync(dist())).toEqual(['union-cp.k8s.yaml']);
});

deep('a folder in the place of a file, and a file in the place of a folder', () => {
  mkdirSync(join(dist(), 'union.k8s.yaml'), { recursive: true });
  expect(synth('--force')).toMatchObject({ code: 2, err: expect.stringContaining('is a folder, and a file of that name is to be written') });
  expect(cli(['synth', file(), '--output', file()])).toMatchObject({ code: 2, err: expect.stringContaining('is a file; name a folder') });
  expect(cli(['synth', file(), '--output', join(file(), 'dist')])).toMatchObject({ code: 2, err: expect.stringContaining('dist cannot be read (ENOTDIR') });
});

deep('wrong answers are listed with their lines, and nothing is written', () => {
  writeFileSync(file(), 'domain: https://union.example.com\nidentityProvider:\n  octa: {}\nsecrets:\n  provisioned: {}\n');
  expect(synth()).toEqual({
    code: 2,
    out: '',
    err: [
      '2 answers are not valid; nothing was written.',
      `  ${file()}:1: domain: "https://union.example.com" has a scheme; write only the host, union.example.com`,
      `  ${file()}:3: identityProvider.octa: unknown key. Did you mean okta?`,
      '',
    ].join('\n'),
  });
  expect(existsSync(dist())).toBe(false);
});

deep.each([
  ['no such file', ['synth', '/nowhere/union-auth.yaml'], 'cannot be read'],
  ['a folder', ['synth', tmpdir()], 'is a folder; name a file'],
  ['no name', ['synth', ''], 'A path is empty'],
  ['two files', ['synth', 'a', 'b'], 'accepts one file'],
  ['an unknown option', ['synth', '--outptu', 'x'], 'Unknown option \'--outptu\''],
])('%s is refused', (_, argv, text) => expect(cli(argv)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(text) }));

deep('a folder without a name is refused', () => {
  expect(cli(['synth', '-', '--output', ''], { input: answersText(LEAST) })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is blank') });
});

deep('answers that aliases would blow up are refused', () => {
  const tenfold = (from: string, to: string) => `${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]\n`;
  const input = `a: &a [x]\n${tenfold('a', 'b')}${tenfold('b', 'c')}${tenfold('c', 'd')}${tenfold('d', 'e')}`;
  expect(cli(['synth', '-'], { input })).toMatchObject({ code: 2, err: expect.stringContaining('<stdin>: expands aliases too often') });
});

deep('reads standard input', () => expect(cli(['synth', '-', '--output', dist()], { input: answersText(LEAST) })).toMatchObject({ code: 0 }));

deep('prints the schema', () => {
  expect(JSON.parse(cli(['synth', '--schema']).out)).toMatchObject({ title: 'cdk8s-union-auth', additionalProperties: false });
});
