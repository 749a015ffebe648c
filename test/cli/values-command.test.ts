import { join } from 'node:path';
import { parse } from 'yaml';
import { ChartVersion } from '../../src';
import { oneIn } from '../_tools/drawn';
import { scratch } from '../_tools/scratch';
import { emitted } from '../constructs/values/_emitted';
import { cli } from './_run';

/** Each runs the command. */
const deep = oneIn(8);

const { at, put, read } = scratch();
const values = (...args: string[]) => cli(['values', ...args]);
const verify = (...args: string[]) => cli(['verify', ...args]);
const text = (part: string | RegExp) => (typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part)) as string;
/** Both, in whatever order. */
const both = (...parts: [string, string]) => text(new RegExp(parts.map((part) => `(?=[^]*${part.replace(/[.()]/g, '\\$&')})`).join('')));

const current = emitted(ChartVersion.V2026_8);
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n';
const [CP, DP, DEAD, SILENT] = ['cp.yaml', 'dp.yaml', 'dead.yaml', 'silent.yaml'];
const UP = ['migrate', '--from', '2026.3', '--to', '2026.8'];
const previous = process.cwd();

beforeEach(() => {
  put(CP, current.controlPlane.toString());
  put(DP, current.dataPlane.toString());
  put(DEAD, 'global:\n  # ours\n  CLI_CLIENT_ID: native-id\ningress: {className: nginx}\n');
  put(SILENT, 'replicas: 2\n');
  put('manifest.yaml', SERVICE);
  put('tabs.yaml', 'global:\n\tA: 1\n');
  process.chdir(at());
});
afterEach(() => process.chdir(previous));

describe('values check', () => {
  deep.each<[string, string[], number, string | RegExp]>([
    ['nothing is wrong', [CP, DP, '--release', '2026.8.3'], 0, 'No findings in 2 objects of 2 files; not everything was checked.'],
    ['no object delivers the Secrets', [CP, DP], 0, /^Not checked  Whether client secrets are delivered: no object in the input writes the Secrets .*union-secret-auth\. Add the ExternalSecrets/m],
    ['there is a finding', [CP, DEAD], 1, /^! warning {2}[^]*^ {2}at {8}dead\.yaml:3 {2}Values[^]*^ {2}rule {6}values-dead-key$/m],
    ['--fail-on error lets warnings pass', [CP, DEAD, '--fail-on', 'error'], 0, 'values-dead-key'],
  ])('where %s: %j', (_, args, code, out) => expect(values('check', ...args)).toMatchObject({ code, out: text(out) }));

  deep.each(['json', 'sarif', 'junit', 'github', 'text'])('--format %s names rule, file and line', (format) => {
    expect(values('check', CP, DEAD, '--format', format).out).toMatch(/values-dead-key[^]*dead\.yaml|dead\.yaml[^]*values-dead-key/);
  });

  deep('json is data', () => expect(JSON.parse(values('check', CP, DEAD, '--format', 'json').out).findings).toEqual([
    expect.objectContaining({ rule: 'values-dead-key', file: DEAD, line: 3, docs: expect.stringMatching(/rules\/values-dead-key\.html$/) }),
  ]));

  deep.each([
    ['between the releases', '2026.5.0', /^Note: 2026\.5\.0 is checked with the layout of 2026\.6, which is similar; .+`host`.+\.\n$/],
    ['within an extended release, but earlier', '2026.6.2', /^Note: 2026\.6\.2 is checked with the layout of 2026\.6, but lacks later changes: since 2026\.6\.3 /],
    ['of a release', '2026.6', /^$/],
    ['of a release, exactly', '2026.8.1', /^$/],
  ])('a version %s is checked by the nearest layout, with a note where it differs: %s', (_, release, err) => {
    expect(values('check', DP, '--release', release)).toMatchObject({ code: 0, out: text('No findings'), err: text(err) });
  });

  deep.each([
    ['an unknown release', ['check', CP, '--release', '2026.2.0'], `--release: "2026.2.0" is unknown; known versions are ${ChartVersion._all.join(', ')}: `],
    ['an unknown plane', ['check', CP, '--plane', 'both'], '--plane: "both" is unknown; choose one of control, data'],
    ['a file that is not a values file', ['check', 'manifest.yaml'], 'manifest.yaml: is a Kubernetes manifest'],
    ['tabs', ['check', 'tabs.yaml'], 'replace the tab'],
    ['no file', ['check'], 'Name at least one file'],
    ['an unknown command', ['chek'], 'values: "chek" is unknown; choose one of check, migrate, schema'],
    ['no command', [], 'values: name a command'],
    ['migrate without --from', ['migrate', DEAD], '--from: name the chart release'],
    ['migrate to a version that no release covers', ['migrate', '--from', '2026.3', '--to', '2026.5.0', DEAD], '--to: "2026.5.0" is unknown'],
    ['migrate of two files', ['migrate', '--from', '2026.3', CP, DEAD], 'accepts one file, but got 2'],
    ['migrate of a missing file', ['migrate', '--from', '2026.3', 'nowhere.yaml'], 'nowhere.yaml: cannot be read'],
    ['schema without a plane', ['schema'], '--plane: name the chart'],
    ['schema of a file', ['schema', '--plane', 'control', 'a.yaml', 'b.yaml'], 'values schema accepts no arguments, but got a.yaml b.yaml'],
  ])('%s: exit code 2, and nothing on standard output', (_, args, err) => expect(values(...args)).toEqual({ code: 2, out: '', err: text(err) }));
});

describe('values migrate', () => {
  deep('prints the file, its changes and the remaining steps, and exits 1 while steps remain', () => {
    const { code, out, err } = values(...UP, DEAD);
    expect(parse(out).flyte.configmap.adminServer.auth.appAuth.thirdPartyConfig.flyteClient.clientId).toBe('native-id');
    expect([code, out, err]).toEqual([1, text('# ours'), text(/^  dead\.yaml:3: moved global\.CLI_CLIENT_ID to[^]*Left to you:/m)]);
  });

  deep('--output may be the file itself', () => {
    put('own.yaml', current.controlPlane.toString().replace('global:', 'global:\n  CLI_CLIENT_ID: native-id'));
    expect(values('migrate', '--from', '2026.3', 'own.yaml', '--output', 'own.yaml').code).toBe(0);
    expect(read('own.yaml')).not.toContain('CLI_CLIENT_ID');
    expect(values('check', 'own.yaml').code).toBe(0);
  });

  deep('a byte order mark and the line ends of Windows survive', () => {
    put('windows.yaml', '\ufeffglobal:\r\n  A: 1\r\n  CLI_CLIENT_ID: native-id\r\nflyte:\r\n  a: 1\r\n');
    values(...UP, 'windows.yaml', '--output', 'windows.yaml');
    expect(read('windows.yaml')).toMatch(/^\ufeffglobal:\r\n {2}A: 1\r\nflyte:\r\n {2}a: 1\r\n {2}configmap:\r\n/);
  });

  deep('what PowerShell writes as UTF-16 becomes UTF-8, with a note', () => {
    put('utf16.yaml', Buffer.from('\ufeffglobal:\r\n  A: ä\r\n  CLI_CLIENT_ID: native-id\r\n', 'utf16le'));
    expect(values(...UP, 'utf16.yaml', '--output', 'utf16.yaml').err).toContain('utf16.yaml:1: was UTF-16, and is written as UTF-8\n');
    expect(read('utf16.yaml')).toMatch(/^global:\r\n {2}A: ä\r\n/);
    expect(values(...UP, 'utf16.yaml').err).not.toContain('UTF-16');
  });
});

describe('verify accepts values', () => {
  deep.each<[string, string[], object]>([
    ['that their keys show, beside manifests', [CP, DP, 'manifest.yaml'],
      { code: 0, out: both('the values of controlplane 2026.8 (cp.yaml: nothing names the release, so the current one is assumed)', 'No findings in 3 objects of 3 files; ') }],
    ['that the caller names: files with commas are one plane', ['--values', `${SILENT},${DP}`, '--values', CP, '--release', '2026.8', '--plane', 'data', '--plane', 'control'],
      { code: 0, out: text('the values of dataplane 2026.8 (silent.yaml, dp.yaml)') }],
    ['of a release between the known ones, with a note', ['--values', DP, '--release', '2026.5.0'], { err: text(/^Note: 2026\.5\.0 is checked with the layout of 2026\.6, which is similar/) }],
    ['or an input without, with an exit code of its own', ['manifest.yaml'],
      { code: 3, out: both('Nothing to check in 1 object of 1 file', 'Not checked  Anything: the input has nothing that concerns Union\'s authentication. Add the rendered control plane') }],
    ['but no file without settings', ['--values', SILENT], { code: 2, out: '', err: text('silent.yaml: has no authentication settings') }],
    ['but no file without settings, by name', [SILENT], { code: 2, out: '', err: text('has no Kubernetes object') }],
  ])('%s', (_, args, expected) => expect(verify(...args)).toMatchObject(expected));

  deep('of a folder beside the manifests, once', () => {
    put('beside/base.yaml', 'global: {UNION_ORG: acme}\n');
    put('beside/own.yaml', current.controlPlane.toString());
    const { out } = verify('--values', 'beside/base.yaml,beside/./own.yaml', 'beside');
    expect(out).toContain('Checked      the values of controlplane 2026.8 (beside/base.yaml, beside/./own.yaml: ');
    expect(out).toContain('in 1 object of 2 files');
  });

  deep.each([
    ['values.yaml', 'values-prod.yaml'], ['values.yaml', 'values.prod.yaml'], ['values.yaml', 'prod.yaml'], ['cp.yaml', 'cp-prod.yaml'], ['cp.yaml', 'cp.prod.yaml'],
  ])('of a folder: %s before %s, which overrides it', (base, own) => {
    put(join('order', own), current.controlPlane.toString());
    put(join('order', base), 'global: {UNION_HOST: changeme.example.com, UNION_ORG: acme}\n');
    const { out } = verify('order');
    expect(out).toContain(`(order/${base}, order/${own}: `);
    expect(out).toContain('routes on union.example.com');
    expect(out).not.toContain('changeme.example.com');
  });
});

deep('values schema prints the schema that is written beside the values', () => {
  const { code, out } = values('schema', '--plane', 'control', '--release', '2026.8');
  expect([code, JSON.parse(out)]).toEqual([0, current.controlPlane.schema()]);
});

deep('help and explain know the values', () => {
  expect(values('--help')).toMatchObject({ code: 0, out: text('values migrate --from RELEASE') });
  expect(cli(['explain', 'values-dead-key'])).toMatchObject({ code: 0, out: text('values-dead-key (warning, values files)') });
});
