import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { Io } from '../../src/cli/command';
import { judgingConfig, toldHomes } from '../../src/cli/config-options';

const root = mkdtempSync(join(tmpdir(), 'config-options-'));
const io = (cwd = root) => ({ cwd, env: {} }) as Io;
const put = (name: string, text: string) => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
  return join(root, name);
};

/** One without a slash names files and folders anywhere; one with a slash counts from the folder. */
test.each<[string, string[], string[]]>([
  ['a.yaml', ['a.yaml', 'x/a.yaml', 'a.yaml/b'], ['b.yaml', 'aa.yaml']],
  ['vendor/', ['vendor/a', 'x/vendor/a'], ['vendors/a']],
  ['./a.yaml', ['a.yaml', 'a.yaml/x'], ['x/a.yaml']],
  ['./vendor/', ['vendor/a'], ['x/vendor/a']],
  ['x/a.yaml', ['x/a.yaml'], ['y/x/a.yaml', 'x/b.yaml']],
  ['x/*', ['x/a', 'x/b/c'], ['a', 'y/x']],
  ['**/a.*', ['a.b', 'x/y/a.b'], ['x/b.a']],
  ['.git', ['.git/x', 'x/.git'], ['git']],
  ['*', ['.a', 'b/c'], []],
])('--exclude %s leaves out %j, and not %j', (glob, out, kept) => {
  const { isExcluded } = judgingConfig({ exclude: [glob] }, io());
  expect([out, kept].map((paths) => paths.filter((path) => isExcluded(join(root, path))))).toEqual([out, []]);
});

test('several are left out, each by itself; without any nothing is', () => {
  const { isExcluded, config } = judgingConfig({ exclude: ['a', 'b'] }, io());
  expect([config, ...['a', 'b', 'c'].map((path) => isExcluded(join(root, path)))]).toEqual([undefined, true, true, false]);
  expect(judgingConfig({}, io()).isExcluded(join(root, 'a'))).toBe(false);
});

describe('a file of the configuration', () => {
  const file = put('deep/cdk8s-union-auth.yaml', 'exclude: [./x]\nhomes:\n  - { files: planes, cluster: eu, namespace: union }\n');

  test.each([['deep'], ['deep/down/here']])('is found from %s', (folder) => {
    mkdirSync(join(root, folder), { recursive: true });
    const { config, isExcluded } = judgingConfig({}, io(join(root, folder)));
    expect([config?.exclude, isExcluded(file), isExcluded(join(root, 'deep/x')), isExcluded(join(root, 'deep/down/x'))]).toEqual([['./x'], true, true, false]);
  });

  test('is not found below', () => expect(judgingConfig({}, io()).config).toBeUndefined());

  test('is the one that is named', () => {
    const other = put('other.yaml', 'exclude: [y]\n');
    expect(judgingConfig({ config: other }, io(join(root, 'deep'))).config?.exclude).toEqual(['y']);
  });

  test('says whose a folder is; options come after it', () => {
    const { config } = judgingConfig({ config: file }, io());
    const homes = (cluster?: string[]) => toldHomes({ cluster }, config, io()).of?.(join(root, 'deep/planes/a.yaml'));
    expect([homes(), homes([`us=${root}`])]).toEqual([{ cluster: 'eu', namespace: 'union' }, { cluster: 'us', namespace: 'union' }]);
    expect(toldHomes({}, config, io()).of?.(join(root, 'planes/a.yaml'))).toEqual({});
  });
});

describe('where objects live', () => {
  test.each<[string, string[], string[]]>([
    ['a.yaml', ['a.yaml'], ['b.yaml', 'a.yaml2', 'x/a.yaml']],
    ['x', ['x', 'x/a', 'x/b/c'], ['xy', 'y/x']],
    ['x/', ['x/a'], ['xy/a']],
    ['x/*.yaml', ['x/a.yaml', 'x/a.yaml/b'], ['x/a', 'y/a.yaml', 'x/y/a.yaml']],
    ['../*', ['a'], []],
  ])('PATH %s is about %j, and not %j', (path, own, others) => {
    const homes = toldHomes({ cluster: [`eu=${path}`] }, undefined, io());
    const told = (paths: string[]) => paths.filter((each) => homes.of?.(join(root, each)).cluster === 'eu');
    expect([told(own), told(others)]).toEqual([own, []]);
  });

  test('everything lies below the root', () => {
    expect(toldHomes({ cluster: [`eu=${sep}`] }, undefined, io()).of?.(join(root, 'a'))).toEqual({ cluster: 'eu' });
  });

  test('a namespace may be that of all; "-" is standard input', () => {
    const homes = toldHomes({ namespace: ['union', 'union-cp=-'] }, undefined, io());
    expect([homes.of?.(join(root, 'a')), homes.of?.('<stdin>')]).toEqual([{ namespace: 'union' }, { namespace: 'union-cp' }]);
  });

  test('a path may hold the sign of equality', () => {
    expect(toldHomes({ cluster: ['eu=a=b'] }, undefined, io()).of?.(join(root, 'a=b'))).toEqual({ cluster: 'eu' });
  });

  test('without options nothing is printed', () => expect(toldHomes({}, undefined, io()).of).toBeUndefined());

  test('everything that is wrong is said at once', () => {
    expect(() => toldHomes({ cluster: ['eu', 'eu=', '=x'], namespace: ['Union', 'union='] }, undefined, io())).toThrow([
      '--cluster eu: names no files; write --cluster NAME=PATH',
      '--cluster eu=: names no files; write --cluster NAME=PATH',
    ].join('\n'));
    expect(() => toldHomes({ namespace: ['union='] }, undefined, io())).toThrow('--namespace union=: names no files; write --namespace NAME=PATH');
    expect(() => toldHomes({ namespace: ['Union'] }, undefined, io())).toThrow(/^--namespace Union: /);
    expect(() => toldHomes({ cluster: ['=x'] }, undefined, io())).toThrow(/^--cluster =x: /);
  });

  test('an option that is about no file is refused, one that is about some is not', () => {
    const text = (name: string) => ({ name: join(root, name), text: '' });
    const homes = toldHomes({ cluster: ['eu=x', 'us=y'], namespace: ['a=z'] }, undefined, io());
    expect(() => homes.mustBeAbout([text('x/a'), text('b')])).toThrow('--cluster us=y: matches no file of the input\n--namespace a=z: matches no file of the input');
    expect(homes.mustBeAbout([text('x'), text('y'), text('z')])).toBeUndefined();
  });
});
