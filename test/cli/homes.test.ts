import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deployment, externalSecret, manifests, secret } from '../verify/_manifests';
import { dataPlaneService } from '../verify/_planes';
import { cli } from './_run';

let root: string;
const write = (name: string, text: string) => {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const operator = (client: string, namespace: string | null) =>
  dataPlaneService('union-operator', { admin: { clientId: client, clientSecretLocation: '/etc/union/secret/client_secret' } }, namespace);
const delivery = (client: string, namespace: string | null = 'union') =>
  externalSecret('union-secret-auth', { namespace, spec: { data: [{ secretKey: 'client_secret', remoteRef: { key: `union/${client}` } }] } });
const judge = (rule: string, ...args: readonly string[]) => {
  const { code, out, err } = cli(['verify', '--rule', rule, '--format', 'json', ...args], { cwd: root });
  const findings = code <= 1 ? (JSON.parse(out) as { findings: { object: { cluster?: string; namespace?: string } }[] }).findings : [];
  return { code, err, homes: findings.map(({ object: { cluster, namespace } }) => [cluster, namespace]) };
};

beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'homes-')); });
afterEach(() => rmSync(root, { recursive: true }));

describe('--cluster', () => {
  const REPLACED = 'object-duplicated';
  const write2 = () => {
    write('east/plane.yaml', manifests(...operator('east', 'union'), delivery('east')));
    write('west/plane.yaml', manifests(...operator('west', 'union'), delivery('west'), deployment('extra', { namespace: 'union' })));
  };

  test('says that two folders are for one cluster, whose objects then replace each other', () => {
    write2();
    write('west/plane.yaml', manifests(...operator('west', 'union').slice(0, 1), deployment('union-operator', { namespace: 'union', container: { image: 'other' } })));
    expect(judge(REPLACED, root)).toMatchObject({ code: 0 });
    const both = judge(REPLACED, '--cluster', `prod=${root}`, root);
    expect(both).toEqual({ code: 1, err: '', homes: [['prod', 'union']] });
  });

  test.each(['../planes', '../planes/', '../planes/*st/*', '../*'])('may name what lies elsewhere: %s', (path) => {
    write('planes/east/plane.yaml', manifests(...operator('east', 'union')));
    write('planes/west/plane.yaml', manifests(...operator('west', 'union').slice(0, 1), deployment('union-operator', { namespace: 'union', container: { image: 'other' } })));
    write('here/a.yaml', manifests(secret('a')));
    const { code, out } = cli(['verify', '--rule', REPLACED, '--format', 'json', '--cluster', `prod=${path}`, join(root, 'planes')], { cwd: join(root, 'here') });
    expect([code, (JSON.parse(out) as { findings: { object: { cluster: string } }[] }).findings.map(({ object }) => object.cluster)]).toEqual([1, ['prod']]);
  });

  test('declares the owner of an unmarked file', () => {
    const INCONSISTENT = 'client-secret-inconsistent';
    write('planes/east.yaml', manifests(...operator('east', 'union')));
    write('planes/west.yaml', manifests(...operator('west', 'union')));
    write('secrets/east.yaml', manifests(delivery('east')));
    write('secrets/west.yaml', manifests(delivery('east')));
    // Whose the secrets are nobody says, so nobody is accused.
    expect(judge(INCONSISTENT, root)).toMatchObject({ code: 3 });
    expect(judge(INCONSISTENT, '--cluster', 'east=planes/east.yaml', '--cluster', 'east=secrets/east.yaml', '--cluster', 'west=*/west.yaml', root)).toMatchObject({ code: 0, err: '' });
  });

  test.each([
    [['--cluster', 'east'], 'names no files; write --cluster NAME=PATH'],
    [['--cluster', '=dist'], '--cluster =dist: must not be empty'],
    [['--cluster', 'east='], 'names no files'],
    [['--cluster', 'east=nowhere'], '--cluster east=nowhere: matches no file of the input'],
    [['--namespace', 'Union_CP'], '--namespace Union_CP: is not a namespace name'],
    [['--namespace', 'a=nowhere'], '--namespace a=nowhere: matches no file of the input'],
  ])('%j is refused', (args, message) => {
    write('in.yaml', manifests(secret('a')));
    const { code, err } = cli(['verify', ...args, root], { cwd: root });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('everything that is wrong is said at once', () => {
    const { err } = cli(['verify', '--cluster', 'east', '--namespace', 'A', root], { cwd: root });
    expect(err).toMatch(/--cluster east: .*\n.*--namespace A: /);
  });
});

describe('--namespace', () => {
  const MISPLACED = 'secret-namespace-mismatch';

  test('is that of what names none: of all files, or of one', () => {
    write('plane.yaml', manifests(...operator('east', null)));
    write('secrets.yaml', manifests(delivery('east', 'elsewhere')));
    expect(judge(MISPLACED, root)).toMatchObject({ code: 0 });
    expect(judge(MISPLACED, '--namespace', 'union', root)).toEqual({ code: 1, err: '', homes: [[undefined, 'elsewhere']] });
    expect(judge(MISPLACED, '--namespace', 'elsewhere=plane.yaml', root)).toMatchObject({ code: 0 });
  });

  test('is said of standard input, too', () => {
    const input = manifests(...operator('east', null), delivery('east', 'elsewhere'));
    const run = (...args: string[]) => cli(['verify', '--rule', MISPLACED, ...args, '-'], { cwd: root, input }).code;
    expect([run(), run('--namespace', 'union'), run('--namespace', 'union=-'), run('--namespace', 'elsewhere=-')]).toEqual([0, 1, 1, 0]);
  });
});

describe('homes in the config file', () => {
  test('count from its folder, and options win', () => {
    write('cdk8s-union-auth.yaml', 'homes:\n  - {files: deploy/plane.yaml, namespace: union}\n');
    write('deploy/plane.yaml', manifests(...operator('east', null)));
    write('deploy/secrets.yaml', manifests(delivery('east', 'elsewhere')));
    expect(judge('secret-namespace-mismatch', join(root, 'deploy'))).toMatchObject({ code: 1 });
    expect(judge('secret-namespace-mismatch', join(root, 'deploy'), '--namespace', 'elsewhere=deploy')).toMatchObject({ code: 0 });
  });

  test('are refused with all that is wrong with them', () => {
    write('cdk8s-union-auth.yaml', 'homes:\n  - a\n  - {cluster: east}\n  - {files: a, namespace: A_, path: b}\n  - {files: a}\n');
    const { code, err } = cli(['verify', '.'], { cwd: root });
    expect(code).toBe(2);
    expect(err.split('\n').map((line) => line.replace(/^.*?(homes\[)/, '$1')).filter((line) => line.startsWith('homes'))).toEqual([
      'homes[0]: must be a map; give it files, and cluster or namespace',
      'homes[1].files: required; name a file, folder or glob, from the folder of this file',
      'homes[2].path: unknown key. Known: files, cluster, namespace.',
      'homes[2].namespace: "A_" is not a namespace name; use lower-case letters, digits and "-", at most 63 characters',
      'homes[3]: has neither cluster nor namespace',
    ]);
  });
});

test('the graph distinguishes clusters', () => {
  write('east.yaml', manifests(...operator('east', 'union'), delivery('east')));
  write('west.yaml', manifests(...operator('west', 'union'), delivery('west')));
  const { out } = cli(['graph', '--cluster', 'east=east.yaml', '--cluster', 'west=west.yaml', 'east.yaml', 'west.yaml'].map((arg) => arg.replace(/^(?=(?:ea|we)st\.yaml$)/, `${root}/`)), { cwd: root });
  expect(out.match(/union-operator in union of cluster (east|west)/g)?.sort()).toEqual(['union-operator in union of cluster east', 'union-operator in union of cluster west']);
  expect(out).toContain('union-secret-auth: client_secret in union of cluster east');
});
