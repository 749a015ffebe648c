import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { lots } from '../_tools/drawn';
import { needing } from '../_tools/needs';
import { scratch } from '../_tools/scratch';
import { cli } from './_run';

const MANIFEST = '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}';

/** Each waits for another process, or reads as much as is allowed. */
const isDrawn = lots(3);
const onUnix = (name: string, body: () => void) => {
  if (isDrawn(name)) {
    needing('Unix', process.platform !== 'win32').test(name, body);
  }
};

const { at, put } = scratch();
const judged = (...args: string[]) => JSON.parse(cli(['verify', '--format', 'json', ...args]).out) as object;

/** The command as a process of its own: what it reads here would not let it go. */
function main(args: readonly string[], shell: string): { status: number | null; stderr: string } {
  requireCompiled();
  const command = [process.execPath, join(__dirname, '../../lib/cli/main.js'), ...args];
  const { status, stderr } = spawnSync('sh', ['-c', shell, 'sh', ...command], { encoding: 'utf8', timeout: 30_000 });
  return { status, stderr };
}

describe('what never ends', () => {
  onUnix('/dev/zero is refused at the limit, at once', () => {
    expect(cli(['verify', '/dev/zero'])).toMatchObject({ code: 2, out: '', err: '/dev/zero: is larger than 64 MiB; split it, by namespace for example\n' });
  });

  onUnix('standard input is, too', () => {
    expect(main(['verify', '-'], 'cat /dev/zero | "$@"')).toMatchObject({ status: 2, stderr: '<stdin>: is larger than 64 MiB; split it, by namespace for example\n' });
  });

  onUnix('a pipe without a writer is refused at once', () => {
    const pipe = at('pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    expect(cli(['verify', pipe])).toMatchObject({ code: 2, err: `${pipe}: cannot be read (no process writes to it)\n` });
  });

  onUnix('a pipe in a folder is ignored', () => {
    execFileSync('mkfifo', [at('pipe.yaml')]);
    put('a.yaml', MANIFEST);
    expect(cli(['verify', '--format', 'json', at()]).err).toBe('');
  });
});

onUnix('a pipe with a writer is read, however slowly', () => {
  const pipe = at('pipe.yaml');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', `exec 3> '${pipe}'; printf '%s' '${MANIFEST.slice(0, 20)}' >&3; sleep 0.2; printf '%s' '${MANIFEST.slice(20)}' >&3`], { stdio: 'ignore' });
  const { out } = cli(['verify', '--format', 'json', pipe]);
  writer.kill();
  expect(JSON.parse(out)).toMatchObject({ files: 1, objects: 1 });
});

describe('files of a folder', () => {
  const KIB = 1024;
  const ofLength = (name: string, length: number) => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\n#`;
    return `${text}${'.'.repeat(length - text.length - name.length - 1)}${name}\n`;
  };

  test.each([KIB, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 1024 * KIB])('%d bytes are read to the last, one after the other', (length) => {
    put('a.yaml', `${ofLength('a', length)}\u001b`);
    put('b.yaml', ofLength('b', length));
    put('c.yaml', ofLength('c', length));
    expect(cli(['verify', at()])).toMatchObject({ code: 2, err: expect.stringContaining(at('a.yaml')) as string });
    put('a.yaml', ofLength('a', length));
    expect(judged(at())).toMatchObject({ files: 3, objects: 3 });
  });

  test('one that is not UTF-8 is named with its line, and the next is read', () => {
    put('a.yaml', Buffer.from([0x61, 0x3a, 0x0a, 0xff]));
    put('b.yaml', MANIFEST);
    expect(cli(['verify', at()])).toMatchObject({ code: 2, err: `${at('a.yaml')}:2: is not UTF-8; save it as UTF-8; it is not checked (--exclude leaves it out)\n` });
  });

  test('an empty one has no object', () => {
    put('a.yaml', '');
    put('b.yaml', MANIFEST);
    expect(judged(at())).toMatchObject({ objects: 1 });
  });
});

test.each([
  ['little endian, as PowerShell redirects', (text: Buffer) => text],
  ['big endian', (text: Buffer) => text.swap16()],
])('UTF-16 with a mark is read: %s', (_, ordered) => {
  const text = ordered(Buffer.from(`\ufeff${MANIFEST.replace('{"name"', '{"labels": {"a": "ä😀"}, "name"')}\r\n`, 'utf16le'));
  expect(judged(put('a.yaml', text))).toMatchObject({ objects: 1 });
  expect(JSON.parse(cli(['verify', '--format', 'json', '-'], { input: text }).out)).toMatchObject({ objects: 1 });
});

onUnix('standard input that is a folder is unreadable input', () => {
  expect(main(['verify', '-'], '"$@" < /')).toEqual({ status: 2, stderr: '<stdin>: cannot be read (EISDIR: illegal operation on a directory, read)\n' });
});

needing('Linux', process.platform === 'linux').test('a full disk behind standard output or standard error is not a verdict, and no finding', () => {
  expect(main(['rules'], '"$@" > /dev/full')).toEqual({ status: 2, stderr: 'Standard output cannot be written (ENOSPC: no space left on device, write)\n' });
  expect(main(['verify', 'gone.yaml'], '"$@" 2> /dev/full').status).toBe(2);
});

describe('what cannot be entered', () => {
  test('an unreadable folder is named, and the exit status is 2', () => {
    put('locked/b.yaml', MANIFEST);
    put('a.yaml', MANIFEST);
    const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
    const read = fs.readdirSync;
    const locked = jest.spyOn(fs, 'readdirSync').mockImplementation(((path: string, options: never) => {
      if (path.endsWith('locked')) {
        throw new Error('EACCES: permission denied');
      }
      return read(path, options);
    }) as never);
    const { code, err } = cli(['verify', at()]);
    locked.mockRestore();
    expect({ code, err }).toEqual({ code: 2, err: `${at('locked')}: cannot be read (EACCES: permission denied); it is not checked (--exclude leaves it out)\n` });
  });

  onUnix('a link that leads to itself is named, or ignored in a folder', () => {
    const link = at('loop.yaml');
    symlinkSync('loop.yaml', link);
    put('a.yaml', MANIFEST);
    expect(existsSync(link)).toBe(false);
    expect(cli(['verify', link])).toMatchObject({ code: 2, err: expect.stringContaining(`${link} cannot be read (ELOOP`) as string });
    expect(cli(['verify', '--format', 'json', at()]).err).toBe('');
  });

  test('a name with control characters is shown without them', () => {
    expect(cli(['verify', 'gone\u001b[31m.yaml']).err).toBe('gone\\u001b[31m.yaml does not exist\n');
  });
});
