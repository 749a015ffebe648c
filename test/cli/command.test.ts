import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, deliver, EXIT, Io, oneOf, parsed, UsageError } from '../../src/cli/command';

const OPTIONS = {
  'format': { value: 'FORMAT', help: 'text, json' },
  'fail-on': { value: 'SEVERITY', help: 'fail', default: 'warning' },
  'kube': { heading: 'With the cluster:', help: 'look' },
  'set': { value: 'PATH=VALUE', help: 'one answer, and a line that is so long that it must go on in the next one to be read at all', multiple: true },
} as const;

test('the exit codes are those of the README', () => expect(EXIT).toEqual({ CLEAN: 0, FINDINGS: 1, NO_VERDICT: 2, NOT_JUDGED: 3 }));

test('arguments that are not options are separate', () => {
  const { values, positionals } = parsed(['a', '--kube', '--format', 'json', 'b'], OPTIONS);
  expect([{ ...values }, positionals]).toEqual([{ 'kube': true, 'format': 'json', 'fail-on': 'warning' }, ['a', 'b']]);
});

test.each([
  [['--fromat', 'x'], 'Unknown option \'--fromat\'. Did you mean --format?'],
  [['--nothing-like-it'], 'Unknown option \'--nothing-like-it\''],
  [['--kube=x'], 'Option \'--kube\' does not take an argument'],
])('%j is refused: %s', (args, message) => expect(() => parsed(args, OPTIONS)).toThrow(new UsageError(message)));

test('the help follows from the table', () => {
  const { help } = command({ usage: ['try [options] FILE', 'try'], about: '\nTries.\n', options: OPTIONS, exits: '0 tried.', run: () => 0 });
  expect(help).toBe(`Usage: cdk8s-union-auth try [options] FILE
       cdk8s-union-auth try

Tries.

Options:
  --format FORMAT     text, json
  --fail-on SEVERITY  fail (default: warning)

With the cluster:
  --kube              look
  --set PATH=VALUE    one answer, and a line that is so long that it must go on in the next one to be read at
                      all; may be repeated

Exit codes: 0 tried.
`);
});

test('one of some', () => {
  expect(oneOf('--format', 'b', ['a', 'b'])).toBe('b');
  expect(() => oneOf('--format', 'A', ['a', 'b'])).toThrow(new UsageError('--format: "A" is unknown; choose one of a, b'));
});

describe('a text is delivered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deliver-'));
  const written: string[] = [];
  const io = { stdout: (text) => void written.push(text) } as Io;
  beforeEach(() => void (written.length = 0));

  test.each([undefined, '-', '/dev/stdout'])('to standard output for %s', (output) => {
    deliver('x', output, io);
    expect(written).toEqual(['x']);
  });

  test('to a file, and through a link that stays one', () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, 'old');
    symlinkSync(file, link);
    deliver('new', link, io);
    deliver('other', join(folder, 'other'), io);
    expect([readFileSync(file, 'utf8'), readFileSync(join(folder, 'other'), 'utf8'), written]).toEqual(['new', 'other', []]);
  });

  test('into a folder that it makes', () => {
    deliver('x', join(folder, 'new/file'), io);
    expect(readFileSync(join(folder, 'new/file'), 'utf8')).toBe('x');
  });

  test('nowhere below a file', () => {
    writeFileSync(join(folder, 'a'), '');
    expect(() => deliver('x', join(folder, 'a/b'), io)).toThrow(`--output: ${join(folder, 'a/b')} cannot be written (`);
  });
});
