import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { externalSecret, manifests } from '../verify/_manifests';
import { service } from '../verify/_planes';
import { cli } from './_run';

const RULE = 'client-secret-key-missing';
const FAULTY = manifests(
  ...service('executions', { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } }),
  externalSecret('auth', { target: 'union-controlplane-secrets', keys: ['secret'] }),
);
/** The same without the fault, in another namespace. */
const GOOD = FAULTY.replace(/union-cp/g, 'other-cp').replace('secretKey: secret', 'secretKey: client_secret');
const CONFIG = `suppressions:\n  - rule: ${RULE}\n    object: ExternalSecret union-cp/auth\n    reason: known\n    expires: 2026-12-31\n`;

let root: string;
const write = (name: string, text: string) => {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const judge = (args: readonly string[], io: { cwd?: string; today?: string } = {}) => {
  const { code, out, err } = cli(['verify', '--rule', RULE, '--format', 'json', ...args], { cwd: root, today: '2026-11-25', ...io });
  const report = code <= 1 ? JSON.parse(out) as { findings: { rule: string }[]; suppressed: unknown[] } : undefined;
  return { code, err, rules: report?.findings.map(({ rule }) => rule), suppressed: report?.suppressed.length };
};

beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'config-')); });
afterEach(() => rmSync(root, { recursive: true }));

describe('--config', () => {
  test('accepts findings of any file', () => {
    const input = write('in.yaml', FAULTY);
    expect(judge([input])).toMatchObject({ code: 1, rules: [RULE], suppressed: 0 });
    expect(judge(['--config', write('accepted.yml', CONFIG), input])).toMatchObject({ code: 0, rules: [], suppressed: 1 });
  });

  test('expires by the day that it is', () => {
    const input = write('in.yaml', FAULTY);
    expect(judge(['--config', write('c.yaml', CONFIG), input], { today: '2027-01-01' })).toMatchObject({ code: 1, rules: ['suppression-expired', RULE] });
  });

  test('is found in the folder and above it, and is not a manifest', () => {
    write('cdk8s-union-auth.yaml', CONFIG);
    write('deep/down/in.yaml', FAULTY);
    expect(judge([root], { cwd: join(root, 'deep/down') })).toMatchObject({ code: 0, suppressed: 1, err: '' });
  });

  test('is refused with all that is wrong with it', () => {
    const { code, err } = judge(['--config', write('c.yaml', 'suppressions:\n  - rule: x\n'), write('in.yaml', FAULTY)]);
    expect(code).toBe(2);
    expect(err).toContain('suppressions[0].rule: "x" is not a rule');
    expect(err).toContain('suppressions[0].reason: required');
    expect(judge(['--config', join(root, 'none.yaml'), root]).err).toContain('none.yaml does not exist');
  });

  test('counts for values check as well', () => {
    const values = write('v.yaml', 'global:\n  CLI_CLIENT_ID: x\n');
    const config = write('c.yaml', 'suppressions:\n  - { rule: values-dead-key, object: Values controlplane, reason: known }\n');
    const check = (...args: string[]) => cli(['values', 'check', '--plane', 'control', '--rule', 'values-dead-key', ...args, values], { cwd: root }).code;
    expect(check()).toBe(1);
    expect(check('--config', config)).toBe(0);
  });
});

describe('--exclude', () => {
  test.each([
    ['a folder anywhere', 'vendor'],
    ['a folder with its slash', 'vendor/'],
    ['a path', 'a/vendor/**'],
    ['a name', 'faulty.yaml'],
    ['a glob', '**/faulty.*'],
  ])('leaves out %s', (_, glob) => {
    write('a/vendor/faulty.yaml', FAULTY);
    write('good.yaml', GOOD);
    expect(judge([root])).toMatchObject({ code: 1 });
    expect(judge(['--exclude', glob, root])).toMatchObject({ code: 0 });
  });

  test('with ./ means that place alone, and not one of the name anywhere', () => {
    write('faulty.yaml', FAULTY);
    write('good.yaml', GOOD);
    expect(judge(['--exclude', './faulty.yaml', root])).toMatchObject({ code: 0 });
    write('below/faulty.yaml', FAULTY);
    expect(judge(['--exclude', './faulty.yaml', root])).toMatchObject({ code: 1, rules: [RULE] });
  });

  test('counts from the folder of the config file there', () => {
    write('sub/cdk8s-union-auth.yaml', 'exclude: [vendor/**]\n');
    write('sub/vendor/faulty.yaml', FAULTY);
    write('vendor/faulty.yaml', FAULTY);
    write('good.yaml', GOOD);
    expect(judge(['--config', join(root, 'sub/cdk8s-union-auth.yaml'), root])).toMatchObject({ code: 1, rules: [RULE] });
    expect(judge([join(root, 'sub'), join(root, 'good.yaml')], { cwd: join(root, 'sub') })).toMatchObject({ code: 0 });
  });

  test('that leaves nothing is wrong usage', () => {
    const { code, err } = judge(['--exclude', '*.yaml', write('in.yaml', FAULTY)]);
    expect(code).toBe(2);
    expect(err).toContain('every file is excluded');
  });
});
