import { sep } from 'node:path';
import type { Io } from '../../src/cli/command';
import { judgingConfig, toldHomes } from '../../src/cli/config-options';
import { scratch } from '../_tools/scratch';
import { deployment, externalSecret, manifests, secret } from '../verify/_manifests';
import { dataPlaneService, service } from '../verify/_planes';
import { cli } from './_run';

const { at, put } = scratch();
const io = (...cwd: string[]) => ({ cwd: at(...cwd), env: {} }) as Io;

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
  expect([out, kept].map((paths) => paths.filter((path) => isExcluded(at(path))))).toEqual([out, []]);
});

test('several are left out, each by itself; without any nothing is', () => {
  const { isExcluded, config } = judgingConfig({ exclude: ['a', 'b'] }, io());
  expect([config, ...['a', 'b', 'c'].map((path) => isExcluded(at(path)))]).toEqual([undefined, true, true, false]);
  expect(judgingConfig({}, io()).isExcluded(at('a'))).toBe(false);
});

describe('a file of the configuration', () => {
  const written = () => put('deep/cdk8s-union-auth.yaml', 'exclude: [./x]\nhomes:\n  - { files: planes, cluster: eu, namespace: union }\n');

  test.each(['deep', 'deep/down/here'])('is found from %s', (folder) => {
    const file = written();
    put('deep/down/here/a');
    const { config, isExcluded } = judgingConfig({}, io(folder));
    expect([config?.exclude, ...[file, at('deep/x'), at('deep/down/x')].map(isExcluded)]).toEqual([['./x'], true, true, false]);
  });

  test('is not found below; the one that is named comes first', () => {
    written();
    expect(judgingConfig({}, io()).config).toBeUndefined();
    expect(judgingConfig({ config: put('other.yaml', 'exclude: [y]\n') }, io('deep')).config?.exclude).toEqual(['y']);
  });

  test('says whose a folder is; options come after it', () => {
    const { config } = judgingConfig({ config: written() }, io());
    const homes = (cluster?: string[]) => toldHomes({ cluster }, config, io()).of?.(at('deep/planes/a.yaml'));
    expect([homes(), homes([`us=${at()}`])]).toEqual([{ cluster: 'eu', namespace: 'union' }, { cluster: 'us', namespace: 'union' }]);
    expect(toldHomes({}, config, io()).of?.(at('planes/a.yaml'))).toEqual({});
  });
});

describe('where objects live', () => {
  test.each<[string, string[], string[]]>([
    ['a.yaml', ['a.yaml'], ['b.yaml', 'a.yaml2', 'x/a.yaml']],
    ['x', ['x', 'x/a', 'x/b/c'], ['xy', 'y/x']],
    ['x/', ['x/a'], ['xy/a']],
    ['x/*.yaml', ['x/a.yaml', 'x/a.yaml/b'], ['x/a', 'y/a.yaml', 'x/y/a.yaml']],
    ['../*', ['a'], []],
    ['../planes/', ['../planes/a', '../planes/b/c'], ['planes/a', '../other']],
    ['../planes/*st/*', ['../planes/east/a', '../planes/west/b'], ['../planes/a', '../planes/eu/a']],
  ])('PATH %s is about %j, and not %j', (path, own, others) => {
    const homes = toldHomes({ cluster: [`eu=${path}`] }, undefined, io());
    const told = (paths: string[]) => paths.filter((each) => homes.of?.(at(each)).cluster === 'eu');
    expect([told(own), told(others)]).toEqual([own, []]);
  });

  test.each<[string, Parameters<typeof toldHomes>[0], string, object]>([
    ['everything is below the root', { cluster: [`eu=${sep}`] }, 'a', { cluster: 'eu' }],
    ['a namespace may be that of all', { namespace: ['union', 'union-cp=-'] }, 'a', { namespace: 'union' }],
    ['a path may contain the sign of equality', { cluster: ['eu=a=b'] }, 'a=b', { cluster: 'eu' }],
  ])('%s', (_, options, path, home) => expect(toldHomes(options, undefined, io()).of?.(at(path))).toEqual(home));

  test('"-" is standard input; without options nothing has a home', () => {
    expect(toldHomes({ namespace: ['union', 'union-cp=-'] }, undefined, io()).of?.('<stdin>')).toEqual({ namespace: 'union-cp' });
    expect(toldHomes({}, undefined, io()).of).toBeUndefined();
  });

  test.each<[Parameters<typeof toldHomes>[0], RegExp]>([
    [{ cluster: ['eu', 'eu=', '=x'], namespace: ['Union', 'union='] }, /^--cluster eu: names no files; write --cluster NAME=PATH\n--cluster eu=: names no files; write --cluster NAME=PATH\n/],
    [{ cluster: ['eu'], namespace: ['A'] }, /^--cluster eu: .*\n.*--namespace A: is not a namespace name/],
    [{ namespace: ['union='] }, /^--namespace union=: names no files; write --namespace NAME=PATH/],
    [{ cluster: ['=x'] }, /^--cluster =x: must not be empty/],
  ])('everything that is wrong is reported at once: %j', (options, message) => expect(() => toldHomes(options, undefined, io())).toThrow(message));

  test('an option that is about no file is refused, one that is about some is not', () => {
    const text = (name: string) => ({ name: at(name), text: '' });
    const homes = toldHomes({ cluster: ['eu=x', 'us=y'], namespace: ['a=z'] }, undefined, io());
    expect(() => homes.mustBeAbout([text('x/a'), text('b')])).toThrow('--cluster us=y: matches no file of the input\n--namespace a=z: matches no file of the input');
    expect(homes.mustBeAbout([text('x'), text('y'), text('z')])).toBeUndefined();
  });
});

const KEY_MISSING = 'client-secret-key-missing';
const FAULTY = manifests(
  ...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }),
  externalSecret('auth', { target: 'union-controlplane-secrets', keys: ['secret'] }),
);
/** The same without the fault, in another namespace. */
const GOOD = FAULTY.replace(/union-cp/g, 'other-cp').replace('secretKey: secret', 'secretKey: client_secret');
const CONFIG = `suppressions:\n  - rule: ${KEY_MISSING}\n    object: ExternalSecret union-cp/auth\n    reason: known\n    expires: 2026-12-31\n`;

interface Reported {
  readonly findings: readonly { readonly rule: string; readonly object: { readonly cluster?: string; readonly namespace?: string } }[];
  readonly suppressed: readonly unknown[];
}

/** What the command reports by one rule. */
function judge(rule: string, args: readonly string[], { cwd = at(), today = '2026-11-25', input = '' } = {}) {
  const { code, out, err } = cli(['verify', '--rule', rule, '--format', 'json', ...args], { cwd, today, input });
  const { findings, suppressed } = code === 2 ? { findings: [], suppressed: [] } : JSON.parse(out) as Reported;
  const homes = findings.map(({ object: { cluster, namespace } }) => [cluster, namespace]);
  return { code, err, rules: findings.map((finding) => finding.rule), suppressed: suppressed.length, homes };
}

describe('--config', () => {
  test('accepts findings of any file until the day that it names', () => {
    const [input, config] = [put('in.yaml', FAULTY), put('accepted.yml', CONFIG)];
    expect(judge(KEY_MISSING, [input])).toMatchObject({ code: 1, rules: [KEY_MISSING], suppressed: 0 });
    expect(judge(KEY_MISSING, ['--config', config, input])).toMatchObject({ code: 0, rules: [], suppressed: 1 });
    expect(judge(KEY_MISSING, ['--config', config, input], { today: '2027-01-01' })).toMatchObject({ code: 1, rules: ['suppression-expired', KEY_MISSING] });
  });

  test('is found in the folder and above it, and is not a manifest', () => {
    put('cdk8s-union-auth.yaml', CONFIG);
    put('deep/down/in.yaml', FAULTY);
    expect(judge(KEY_MISSING, [at()], { cwd: at('deep/down') })).toMatchObject({ code: 0, suppressed: 1, err: '' });
  });

  test('is refused with all that is wrong with it', () => {
    const { code, err } = judge(KEY_MISSING, ['--config', put('c.yaml', 'suppressions:\n  - rule: x\n'), put('in.yaml', FAULTY)]);
    expect([code, err]).toEqual([2, expect.stringContaining('suppressions[0].rule: "x" is not a rule')]);
    expect(err).toContain('suppressions[0].reason: required');
    expect(judge(KEY_MISSING, ['--config', at('none.yaml'), at()]).err).toContain('none.yaml does not exist');
  });

  test('counts for values check as well', () => {
    const values = put('v.yaml', 'global:\n  CLI_CLIENT_ID: x\n');
    const config = put('c.yaml', 'suppressions:\n  - { rule: values-dead-key, object: Values controlplane, reason: known }\n');
    const check = (...args: string[]) => cli(['values', 'check', '--plane', 'control', '--rule', 'values-dead-key', ...args, values], { cwd: at() }).code;
    expect([check(), check('--config', config)]).toEqual([1, 0]);
  });
});

test('--exclude leaves files out, but not all of them', () => {
  put('a/vendor/faulty.yaml', FAULTY);
  expect(judge(KEY_MISSING, ['--exclude', '*.yaml', at()])).toMatchObject({ code: 2, err: expect.stringContaining('every file is excluded') });
  put('good.yaml', GOOD);
  expect([[], ['--exclude', 'vendor']].map((options) => judge(KEY_MISSING, [...options, at()]).code)).toEqual([1, 0]);
});

const operator = (client: string, namespace: string | null) =>
  dataPlaneService('union-operator', { admin: { clientId: client, clientSecretLocation: '/etc/union/secret/client_secret' } }, namespace);
const delivery = (client: string, namespace: string | null = 'union') =>
  externalSecret('union-secret-auth', { namespace, spec: { data: [{ secretKey: 'client_secret', remoteRef: { key: `union/${client}` } }] } });
const other = () => deployment('union-operator', { namespace: 'union', container: { image: 'other' } });

describe('--cluster', () => {
  test.each([['of', '.'], ['beside', '..'], ['above', '../planes/*st/*']])('two folders are for one cluster, whose objects then replace each other: a path %s the folder, %s', (_, path) => {
    put('planes/east/plane.yaml', manifests(...operator('east', 'union')));
    put('planes/west/plane.yaml', manifests(...operator('west', 'union').slice(0, 1), other()));
    expect(judge('object-duplicated', [at('planes')], { cwd: at('planes') })).toMatchObject({ code: 0 });
    expect(judge('object-duplicated', ['--cluster', `prod=${path}`, at('planes')], { cwd: at('planes') })).toMatchObject({ code: 1, err: '', homes: [['prod', 'union']] });
  });

  test('declares the owner of an unmarked file', () => {
    put('planes/east.yaml', manifests(...operator('east', 'union')));
    put('planes/west.yaml', manifests(...operator('west', 'union')));
    put('secrets/east.yaml', manifests(delivery('east')));
    put('secrets/west.yaml', manifests(delivery('east')));
    // Nothing shows whose the secrets are, so nothing is reported.
    expect(judge('client-secret-inconsistent', [at()])).toMatchObject({ code: 3 });
    const clusters = ['east=planes/east.yaml', 'east=secrets/east.yaml', 'west=*/west.yaml'].flatMap((home) => ['--cluster', home]);
    expect(judge('client-secret-inconsistent', [...clusters, at()])).toMatchObject({ code: 0, err: '' });
  });

  test('that is about no file is refused', () => {
    put('in.yaml', manifests(secret('a')));
    expect(judge('object-duplicated', ['--cluster', 'east=nowhere', at()])).toMatchObject({ code: 2, err: expect.stringContaining('--cluster east=nowhere: matches no file of the input') });
  });

  test('is told apart in the graph', () => {
    const files = ['east', 'west'].map((name) => put(`${name}.yaml`, manifests(...operator(name, 'union'), delivery(name))));
    const { out } = cli(['graph', '--cluster', 'east=east.yaml', '--cluster', 'west=west.yaml', ...files], { cwd: at() });
    expect(out.match(/union-operator in union of cluster (east|west)/g)?.sort()).toEqual(['union-operator in union of cluster east', 'union-operator in union of cluster west']);
    expect(out).toContain('union-secret-auth: client_secret in union of cluster east');
  });
});

describe('--namespace', () => {
  const MISPLACED = 'secret-namespace-mismatch';

  test('is that of what names none: of all files, or of one', () => {
    put('plane.yaml', manifests(...operator('east', null)));
    put('secrets.yaml', manifests(delivery('east', 'elsewhere')));
    expect(judge(MISPLACED, [at()])).toMatchObject({ code: 0 });
    expect(judge(MISPLACED, ['--namespace', 'union', at()])).toMatchObject({ code: 1, err: '', homes: [[undefined, 'elsewhere']] });
    expect(judge(MISPLACED, ['--namespace', 'elsewhere=plane.yaml', at()])).toMatchObject({ code: 0 });
  });

  test('is that of standard input, too', () => {
    const input = manifests(...operator('east', null), delivery('east', 'elsewhere'));
    const codes = [[], ['union'], ['union=-'], ['elsewhere=-']].map((home) => judge(MISPLACED, [...home.flatMap((each) => ['--namespace', each]), '-'], { input }).code);
    expect(codes).toEqual([0, 1, 1, 0]);
  });

  test('in the config file counts from its folder, and options win', () => {
    put('cdk8s-union-auth.yaml', 'homes:\n  - {files: deploy/plane.yaml, namespace: union}\n');
    put('deploy/plane.yaml', manifests(...operator('east', null)));
    put('deploy/secrets.yaml', manifests(delivery('east', 'elsewhere')));
    expect(judge(MISPLACED, [at('deploy')])).toMatchObject({ code: 1 });
    expect(judge(MISPLACED, [at('deploy'), '--namespace', 'elsewhere=deploy'])).toMatchObject({ code: 0 });
  });

  test('in the config file is refused with all that is wrong', () => {
    put('cdk8s-union-auth.yaml', 'homes:\n  - a\n  - {cluster: east}\n  - {files: a, namespace: A_, path: b}\n  - {files: a}\n');
    const { code, err } = judge(MISPLACED, [at()]);
    expect([code, ...err.split('\n').map((line) => line.replace(/^.*?(homes\[)/, '$1')).filter((line) => line.startsWith('homes'))]).toEqual([
      2,
      'homes[0]: must be a map; give it files, and cluster or namespace',
      'homes[1].files: required; name a file, folder or glob, from the folder of this file',
      'homes[2].path: unknown key. Known: files, cluster, namespace.',
      'homes[2].namespace: "A_" is not a namespace name; use lower-case letters, digits and "-", at most 63 characters',
      'homes[3]: has neither cluster nor namespace',
    ]);
  });
});
