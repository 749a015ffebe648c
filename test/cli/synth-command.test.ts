import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planFolder, writeFolder } from '../../src/cli/write-folder';
import { JsonObject } from '../../src/common/data/json';
import { answersText, examine } from '../../src/init';
import { oneIn } from '../_tools/drawn';
import { scratch } from '../_tools/scratch';
import { KINDS, LEAST } from '../init/_answers';
import { cli, init } from './_run';

/** Each makes everything, and some twice. */
const deep = oneIn(8);

const { at, put, read, names } = scratch();
const dist = (...path: string[]) => at('dist', ...path);
const synth = (...args: string[]) => cli(['synth', at('union-auth.yaml'), '--output', dist(), ...args]);
const says = (answers: JsonObject) => put('union-auth.yaml', answersText(answers));
const saying = (part: string) => expect.stringContaining(part) as string;

beforeEach(() => says(LEAST));

deep('writes what comes of the answers, and nothing else', () => {
  const { code, out, err } = synth();
  expect([code, err]).toEqual([0, saying('Warning: union/auth: task pods')]);
  for (const { path, text, executable } of examine(LEAST).files) {
    expect(read('dist', path)).toBe(text);
    expect((statSync(dist(path)).mode % 0o1000).toString(8)).toBe(executable ? '755' : '644');
    expect(out).toContain(`wrote     ${dist(path)}\n`);
  }
});

deep('makes the same again, and says so', () => {
  synth();
  const { code, out } = synth();
  expect([code, out.includes('wrote')]).toEqual([0, false]);
  expect(synth('--check')).toMatchObject({ code: 0, out: '' });
});

deep('removes obsolete files', () => {
  says(KINDS['everything of the identity']);
  synth();
  says(LEAST);
  const check = synth('--check');
  expect(check).toMatchObject({ code: 1, out: saying('dataplane-east.values.yaml is no longer made') });
  expect(check.out.split('\n')).toEqual(check.out.split('\n').slice(0, -1).sort().concat(''));
  expect(synth()).toMatchObject({ code: 0, out: saying(`removed   ${dist('dataplane-east.values.yaml')}`) });
  expect(existsSync(dist('dataplane-east.values.yaml'))).toBe(false);
  expect(existsSync(dist('dataplane.values.yaml'))).toBe(true);
});

test('what alone is no longer made is a difference', () => {
  writeFolder(planFolder(dist(), [...examine(LEAST).files, { path: 'former.sh', text: 'exit\n', executable: true }]), false);
  expect(synth('--check')).toMatchObject({ code: 1, out: `${dist('former.sh')} is no longer made\n` });
});

deep('what was changed by hand is not lost', () => {
  synth();
  const changed = dist('dataplane.values.yaml');
  put('dist/dataplane.values.yaml', 'mine: true\n');
  expect(synth()).toMatchObject({ code: 2, err: saying('changed by hand since it was written: dataplane.values.yaml') });
  expect(read('dist/dataplane.values.yaml')).toBe('mine: true\n');
  expect(synth('--check')).toMatchObject({ code: 1 });
  expect(synth('--force')).toMatchObject({ code: 0, err: saying(`Replaced: ${changed}`) });
  expect(read('dist/dataplane.values.yaml')).not.toContain('mine');
});

deep('a folder of other files is left alone', () => {
  put('dist/union-cp.k8s.yaml', 'theirs: true\n');
  expect(synth()).toMatchObject({ code: 2, err: saying('is not empty, and nothing in it was written by this command; name another folder. --force would replace union-cp.k8s.yaml') });
  expect(names('dist')).toEqual(['union-cp.k8s.yaml']);
});

deep('a folder in the place of a file, and a file in the place of a folder', () => {
  put('dist/union.k8s.yaml/.keep');
  expect(synth('--force')).toMatchObject({ code: 2, err: saying('is a folder, and a file of that name is to be written') });
  expect(cli(['synth', at('union-auth.yaml'), '--output', at('union-auth.yaml')])).toMatchObject({ code: 2, err: saying('is a file; name a folder') });
  expect(cli(['synth', at('union-auth.yaml'), '--output', join(at('union-auth.yaml'), 'dist')])).toMatchObject({ code: 2, err: saying('dist cannot be read (ENOTDIR') });
});

deep('wrong answers are listed with their lines, and nothing is written', () => {
  put('union-auth.yaml', 'domain: https://union.example.com\nidentityProvider:\n  octa: {}\nsecrets:\n  provisioned: {}\n');
  expect(synth()).toEqual({
    code: 2,
    out: '',
    err: [
      '2 answers are not valid; nothing was written.',
      `  ${at('union-auth.yaml')}:1: domain: "https://union.example.com" has a scheme; write only the host, union.example.com`,
      `  ${at('union-auth.yaml')}:3: identityProvider.octa: unknown key. Did you mean okta?`,
      '',
    ].join('\n'),
  });
  expect(existsSync(dist())).toBe(false);
});

deep.each([
  ['no such file', ['synth', '/nowhere/union-auth.yaml'], 'cannot be read'],
  ['a folder', ['synth', tmpdir()], 'is a folder; name a file'],
  ['an empty name', ['synth', ''], 'A path is empty'],
  ['two files', ['synth', 'a', 'b'], 'accepts one file'],
  ['an unknown option', ['synth', '--outptu', 'x'], 'Unknown option \'--outptu\''],
])('%s is refused', (_, argv, part) => expect(cli(argv)).toMatchObject({ code: 2, out: '', err: saying(part) }));

deep('answers that aliases would blow up are refused', () => {
  const tenfold = (from: string, to: string) => `${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]\n`;
  const input = `a: &a [x]\n${tenfold('a', 'b')}${tenfold('b', 'c')}${tenfold('c', 'd')}${tenfold('d', 'e')}`;
  expect(cli(['synth', '-'], { input })).toMatchObject({ code: 2, err: saying('<stdin>: expands aliases too often') });
});

deep('reads standard input', () => expect(cli(['synth', '-', '--output', dist()], { input: answersText(LEAST) })).toMatchObject({ code: 0 }));

deep('prints the schema', () => {
  expect(JSON.parse(cli(['synth', '--schema']).out)).toMatchObject({ title: 'cdk8s-union-auth', additionalProperties: false });
});

describe('--diff', () => {
  test('says what would change, ends with 1, and writes nothing', () => {
    synth();
    expect(synth('--diff')).toMatchObject({ code: 0, out: '' });
    says({ ...LEAST, domain: 'new.example.com' });
    expect(synth('--diff')).toMatchObject({ code: 1, out: saying(`~ ${dist('controlplane.values.yaml')}\n    ~ global.UNION_HOST: "union.example.com" -> "new.example.com"\n`) });
    expect(read('dist/controlplane.values.yaml')).not.toContain('new.example.com');
    expect(synth('--check')).toMatchObject({ code: 1 });
  });

  test('shows files that come and go', () => {
    says(KINDS['everything of the identity']);
    synth();
    says(LEAST);
    const { out } = synth('--diff');
    expect([out, out]).toEqual([saying(`- ${dist('dataplane-east.values.yaml')}\n`), saying(`+ ${dist('dataplane.values.yaml')}\n`)]);
    expect(existsSync(dist('dataplane.values.yaml'))).toBe(false);
  });

  test('reports changes by others', () => {
    put('dist/union-cp.k8s.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: theirs, namespace: union }\n');
    expect(synth('--diff')).toEqual({ code: 1, out: saying('    - ConfigMap union/theirs\n'), err: saying(`Not written by this command, or changed since: ${dist('union-cp.k8s.yaml')}\n`) });
    expect(names('dist')).toEqual(['union-cp.k8s.yaml']);
  });

  test('ends with 2 where there is no answer', () => {
    says({ domain: 'union.example.com' });
    expect(synth('--diff')).toMatchObject({ code: 2, out: '' });
  });

  test.each([[['--values-only'], 'union-auth.yaml'], [[], 'main.ts']])('of init %j says what would change in a folder that init wrote', async (options, written) => {
    const initAgain = (...more: string[]) => init(['--answers', at('union-auth.yaml'), '--yes', ...options, ...more, at('acme')]);
    expect(await initAgain('--diff')).toMatchObject({ code: 1, out: saying(`+ ${at('acme', 'README.md')}\n`) });
    expect(existsSync(at('acme'))).toBe(false);
    await initAgain();
    expect(await initAgain('--diff')).toMatchObject({ code: 0, out: '' });
    expect(await initAgain('--diff', '--set', 'domain=new.example.com')).toMatchObject({ code: 1, out: saying('new.example.com') });
    expect(read('acme', written)).not.toContain('new.example.com');
  });
});
