import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { ChartVersion } from '../../src';
import { run } from '../../src/cli/cli';
import { oneIn } from '../_tools/drawn';
import { emitted } from '../constructs/values/_emitted';

/** Each runs the command. */
const deep = oneIn(8);

const directory = mkdtempSync(join(tmpdir(), 'values-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function values(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = run(['values', ...args], {
    env: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    stdout: (text) => { stdout += text; },
    stderr: (text) => { stderr += text; },
    stdin: () => Buffer.from(''),
  });
  return { code, stdout, stderr };
}

const current = emitted(ChartVersion.V2026_8);
const CONTROL_PLANE = file('cp.yaml', current.controlPlane.toString());
const DATA_PLANE = file('dp.yaml', current.dataPlane.toString());
const DEAD = file('dead.yaml', 'global:\n  # ours\n  CLI_CLIENT_ID: native-id\ningress: {className: nginx}\n');

describe('values check', () => {
  deep('exits 0 and says so where nothing is wrong', () => {
    const { code, stdout } = values('check', CONTROL_PLANE, DATA_PLANE, '--release', '2026.8.3');
    expect(stdout).toContain('No findings in 2 objects of 2 files; not everything was checked.');
    expect(stdout).toMatch(/^Not checked  Whether client secrets are delivered: no object in the input writes the Secrets .*union-secret-auth\. Add the ExternalSecrets/m);
    expect(code).toBe(0);
  });

  deep('exits 1 on a finding, with its place', () => {
    const { code, stdout } = values('check', CONTROL_PLANE, DEAD);
    expect(stdout).toMatch(/^! warning {2}[^]*^ {2}rule {6}values-dead-key$/m);
    expect(stdout).toContain(`  at        ${DEAD}:3  Values`);
    expect(code).toBe(1);
  });

  deep('--fail-on error lets warnings pass', () => expect(values('check', CONTROL_PLANE, DEAD, '--fail-on', 'error').code).toBe(0));

  deep.each(['json', 'sarif', 'junit', 'github', 'text'])('--format %s names rule, file and line', (format) => {
    const { stdout } = values('check', CONTROL_PLANE, DEAD, '--format', format);
    expect(stdout).toContain('values-dead-key');
    expect(stdout).toContain('dead.yaml');
  });

  deep('a version between the releases is judged by the near one, and what differs is said', () => {
    const { code, stdout, stderr } = values('check', DATA_PLANE, '--release', '2026.5.0');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Note: 2026\.5\.0 is checked with the layout of 2026\.6, which is similar; .+`host`.+\.\n$/)]);
    expect(stdout).toContain('No findings');
  });

  deep('an earlier version within an extended release is reported with the missing changes', () => {
    expect(values('check', DATA_PLANE, '--release', '2026.6.2').stderr).toMatch(/^Note: 2026\.6\.2 is checked with the layout of 2026\.6, but lacks later changes: since 2026\.6\.3 /);
    expect(values('check', DATA_PLANE, '--release', '2026.6').stderr).toBe('');
    expect(values('check', DATA_PLANE, '--release', '2026.8.1').stderr).toBe('');
  });

  deep('nothing is written for a version that no release covers', () => {
    expect(values('migrate', '--from', '2026.3', '--to', '2026.5.0', DEAD).code).toBe(2);
  });

  deep('json is data', () => expect(JSON.parse(values('check', CONTROL_PLANE, DEAD, '--format', 'json').stdout).findings).toEqual([
    expect.objectContaining({ rule: 'values-dead-key', file: DEAD, line: 3, docs: expect.stringMatching(/rules\/values-dead-key\.html$/) }),
  ]));

  deep.each([
    ['an unknown release', ['check', CONTROL_PLANE, '--release', '2026.2.0'], `--release: "2026.2.0" is unknown; known versions are ${ChartVersion._all.join(', ')}: `],
    ['an unknown plane', ['check', CONTROL_PLANE, '--plane', 'both'], '--plane: "both" is unknown; choose one of control, data'],
    ['a file that is not a values file', ['check', file('manifest.yaml', 'apiVersion: v1\nkind: Secret\n')], 'manifest.yaml: is a Kubernetes manifest'],
    ['tabs', ['check', file('tabs.yaml', 'global:\n\tA: 1\n')], 'replace the tab'],
    ['no file', ['check'], 'Name at least one file'],
    ['an unknown command', ['chek'], 'values: "chek" is unknown; choose one of check, migrate, schema'],
    ['no command', [], 'values: name a command'],
    ['migrate without --from', ['migrate', DEAD], '--from: name the chart release'],
    ['migrate of two files', ['migrate', '--from', '2026.3', CONTROL_PLANE, DEAD], 'accepts one file, but got 2'],
    ['migrate of a file that is not there', ['migrate', '--from', '2026.3', 'nowhere.yaml'], 'nowhere.yaml: cannot be read'],
    ['schema without a plane', ['schema'], '--plane: name the chart'],
  ])('%s: exit code 2, and nothing on standard output', (_, args, message) => {
    const { code, stdout, stderr } = values(...args);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('values migrate', () => {
  deep('prints the file, its changes and the remaining steps, and exits 1 while steps remain', () => {
    const { code, stdout, stderr } = values('migrate', '--from', '2026.3', '--to', '2026.8', DEAD);
    expect(parse(stdout).flyte.configmap.adminServer.auth.appAuth.thirdPartyConfig.flyteClient.clientId).toBe('native-id');
    expect(stdout).toContain('# ours');
    expect(stderr).toContain(`${DEAD}:3: moved global.CLI_CLIENT_ID to`);
    expect(stderr).toContain('Left to you:');
    expect(code).toBe(1);
  });

  deep('--output may be the file itself', () => {
    const path = file('own.yaml', current.controlPlane.toString().replace('global:', 'global:\n  CLI_CLIENT_ID: native-id'));
    expect(values('migrate', '--from', '2026.3', path, '--output', path).code).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toContain('CLI_CLIENT_ID');
    expect(values('check', path).code).toBe(0);
  });
});

deep('a byte order mark and the line ends of Windows survive a migration', () => {
  const path = file('windows.yaml', '\ufeffglobal:\r\n  A: 1\r\n  CLI_CLIENT_ID: native-id\r\nflyte:\r\n  a: 1\r\n');
  values('migrate', '--from', '2026.3', '--to', '2026.8', path, '--output', path);
  expect(readFileSync(path, 'utf8')).toMatch(/^\ufeffglobal:\r\n {2}A: 1\r\nflyte:\r\n {2}a: 1\r\n {2}configmap:\r\n/);
});

deep('what PowerShell writes as UTF-16 becomes UTF-8, and is said to', () => {
  const path = file('redirected.yaml', Buffer.from('\ufeffglobal:\r\n  A: ä\r\n  CLI_CLIENT_ID: native-id\r\n', 'utf16le'));
  const { stderr } = values('migrate', '--from', '2026.3', '--to', '2026.8', path, '--output', path);
  expect(stderr).toContain(`${path}:1: was UTF-16, and is written as UTF-8\n`);
  expect(readFileSync(path, 'utf8')).toMatch(/^global:\r\n {2}A: ä\r\n/);
  expect(values('migrate', '--from', '2026.3', '--to', '2026.8', path).stderr).not.toContain('UTF-16');
});

describe('verify takes values', () => {
  const verifying = (...args: string[]) => {
    let stdout = '';
    let stderr = '';
    const code = run(['verify', ...args], {
      env: {}, stdoutIsTerminal: false, stderrIsTerminal: false, stdout: (text) => { stdout += text; }, stderr: (text) => { stderr += text; }, stdin: () => Buffer.from(''),
    });
    return { code, stdout, stderr };
  };
  const SILENT = file('silent.yaml', 'replicas: 2\n');

  deep('that their keys tell, beside manifests', () => {
    const { code, stdout } = verifying(CONTROL_PLANE, DATA_PLANE, file('es.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n'));
    expect(stdout).toContain(`the values of controlplane 2026.8 (${CONTROL_PLANE}: nothing names the release, so the current one is assumed)`);
    expect(stdout).toContain('No findings in 3 objects of 3 files; ');
    expect(code).toBe(0);
  });

  deep('that the caller names: files with commas are one plane', () => {
    const { code, stdout } = verifying('--values', `${SILENT},${DATA_PLANE}`, '--values', CONTROL_PLANE, '--release', '2026.8', '--plane', 'data', '--plane', 'control');
    expect(stdout).toContain(`the values of dataplane 2026.8 (${SILENT}, ${DATA_PLANE})`);
    expect(code).toBe(0);
  });

  deep('that lie in a folder beside the manifests, once', () => {
    const folder = mkdtempSync(join(directory, 'beside-'));
    const base = file(join(basename(folder), 'base.yaml'), 'global: {UNION_ORG: acme}\n');
    file(join(basename(folder), 'own.yaml'), current.controlPlane.toString());
    const { stdout } = verifying('--values', `${base},${folder}/./own.yaml`, folder);
    expect(stdout).toContain(`Checked      the values of controlplane 2026.8 (${base}, ${folder}/./own.yaml: `);
    expect(stdout).toContain('in 1 object of 2 files');
  });

  deep.each([
    ['values.yaml', 'values-prod.yaml'], ['values.yaml', 'values.prod.yaml'], ['values.yaml', 'prod.yaml'], ['cp.yaml', 'cp-prod.yaml'], ['cp.yaml', 'cp.prod.yaml'],
  ])('of a folder: %s before %s, which overrides it', (base, own) => {
    const folder = mkdtempSync(join(directory, 'order-'));
    const at = (name: string) => join(basename(folder), name);
    file(at(own), current.controlPlane.toString());
    file(at(base), 'global: {UNION_HOST: changeme.example.com, UNION_ORG: acme}\n');
    const { stdout } = verifying(folder);
    expect(stdout).toContain(`(${join(folder, base)}, ${join(folder, own)}: `);
    expect(stdout).toContain('routes on union.example.com');
    expect(stdout).not.toContain('changeme.example.com');
  });

  deep.each([
    ['as many planes as files', ['--values', CONTROL_PLANE, '--plane', 'data', '--plane', 'control'], '--plane: 2 for 1 --values; give one for all, or one for each'],
    ['a plane without a file', [CONTROL_PLANE, '--plane', 'data'], '--plane: needs --values FILE; name the file'],
    ['a file that tells nothing', ['--values', SILENT], 'silent.yaml: has no authentication settings'],
    ['a file that tells nothing, by name', [SILENT], 'has no Kubernetes object'],
    ['an unknown release', ['--values', CONTROL_PLANE, '--release', '1.0'], '--release: "1.0" is unknown'],
  ])('%s', (_, args, message) => {
    const { code, stdout, stderr } = verifying(...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  deep('of a release between the known ones, with a note', () => {
    expect(verifying('--values', DATA_PLANE, '--release', '2026.5.0').stderr).toMatch(/^Note: 2026\.5\.0 is checked with the layout of 2026\.6, which is similar/);
  });

  deep('an input without values has a separate exit code', () => {
    const { code, stdout } = verifying(file('other.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n'));
    expect(stdout).toContain('Nothing to check in 1 object of 1 file');
    expect(stdout).toContain('Not checked  Anything: the input has nothing that concerns Union\'s authentication. Add the rendered control plane');
    expect(code).toBe(3);
  });
});

deep('values schema prints the schema that is written beside the values', () => {
  const { code, stdout } = values('schema', '--plane', 'control', '--release', '2026.8');
  expect(JSON.parse(stdout)).toEqual(current.controlPlane.schema());
  expect(code).toBe(0);
});

deep('help and explain know the values', () => {
  let text = '';
  const io = { env: {}, stdoutIsTerminal: false, stderrIsTerminal: false, stdout: (part: string) => { text += part; }, stderr: () => {}, stdin: () => Buffer.from('') };
  expect(run(['values', '--help'], io)).toBe(0);
  expect(run(['explain', 'values-dead-key'], io)).toBe(0);
  expect(text).toContain('values migrate --from RELEASE');
  expect(text).toContain('values-dead-key (warning, values files)');
});
