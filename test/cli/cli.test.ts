import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/cli';
import { examine } from '../../src/init';
import { RULES } from '../../src/verify/registry';
import { drawn, oneIn } from '../_tools/drawn';
import { scratch } from '../_tools/scratch';
import { KINDS } from '../init/_answers';
import { configMap, deployment, manifests, secret } from '../verify/_manifests';
import { cli } from './_run';

/** Each runs the command. */
const deep = oneIn(3);

const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } });
const broken = manifests(config, deployment('executions', { configMaps: { executions: '/etc/config' } }));
const clean = manifests(config, deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { auth: '/etc/secrets/union' } }));
/** One rule, so that the commands are tested and not the rules. */
const RULE = ['--rule', 'client-secret-unmounted'];

const { at, put, read, names } = scratch();
const previous = process.cwd();

beforeEach(() => process.chdir(at()));
afterEach(() => process.chdir(previous));

deep('says what docs/verifier.md shows of the values of a data plane alone', () => {
  const { files } = examine(KINDS['everything of the identity']);
  put('dataplane.values.yaml', files.find(({ path }) => path === 'dataplane-east.values.yaml')!.text);
  const [, shown] = /^```\n(No findings [^]+?)```/m.exec(readFileSync(join(__dirname, '../../docs/verifier.md'), 'utf8'))!;
  // Without the number of rules, which the page leaves out as it grows with each of them.
  const words = (text: string) => text.replace(/\d+ rules passed, \d+ did not/, '… rules passed, … did not').split(/\s+/).filter(Boolean);
  expect(words(cli(['verify', 'dataplane.values.yaml']).out)).toEqual(words(shown));
});

test('the guides name only options that the commands have', () => {
  const docs = join(__dirname, '../../docs');
  const texts = [...readdirSync(docs).map((name) => join(docs, name)), join(docs, '../README.md')].map((file) => readFileSync(file, 'utf8').replaceAll('\\\n', ' '));
  const calls = texts.flatMap((text) => [...text.matchAll(/cdk8s-union-auth(?:@[\d.]+)? (\w+) ([^\n`|&;>]*)/g)]);
  const unknown = calls.flatMap(([call, name, rest]) => {
    const options = COMMANDS.find((command) => command.name === name)?.load().options;
    const given = [...rest.matchAll(/(?<=^| )--([a-z][a-z-]*)/g)].map(([, option]) => option);
    return options === undefined ? [] : given.filter((option) => option !== 'help' && !Object.hasOwn(options, option)).map((option) => `${option} in ${call}`);
  });
  expect([calls.length > 20, unknown]).toEqual([true, []]);
});

describe('exit codes', () => {
  deep('0 when nothing is found, 1 when something is, with file and line', () => {
    expect(cli(['verify', ...RULE, put('clean.yaml', clean)])).toMatchObject({ code: 0, err: '' });
    put('a.yaml', broken);
    const { code, out, err } = cli(['verify', ...RULE, 'a.yaml']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^✗ error {2}.*\n {2}at {8}a\.yaml:11 {2}ConfigMap [^]*\n {2}rule {6}client-secret-unmounted\n/);
  });

  deep.each([[['--fail-on', 'error'], 0], [[], 1]])('by %j of a warning: %i', (failOn, code) => {
    const unused = { metadata: { name: 'x', annotations: { 'union-auth.cdk8s.io/ignore.client-secret-unmounted': 'old' } } };
    const input = `${clean}---\n${JSON.stringify({ apiVersion: 'v1', kind: 'Secret', ...unused })}\n`;
    expect(cli(['verify', ...RULE, ...failOn, '-'], { input }).code).toBe(code);
  });

  deep('3 when what the input names cannot be read, unless that is accepted', () => {
    const input = 'helmCharts:\n- { name: dataplane, repo: https://unionai.github.io/helm-charts, valuesFile: dp.yaml, valuesInline: { secrets: { admin: { create: false } } } }\n';
    put('k/kustomization.yaml', input);
    expect(cli(['verify', 'k'])).toMatchObject({ code: 3, out: expect.stringContaining('dp.yaml, which is not in the input') as string });
    expect(cli(['verify', '--accept-unjudged', 'k']).code).toBe(0);
  });

  deep('2 when a rule crashes, whatever else was found', () => {
    const crash = jest.spyOn(RULES.get('sign-in-route-guarded')!, 'judge').mockImplementation(() => { throw new Error('boom'); });
    const { code, out } = cli(['verify', '--rule', 'client-secret-unmounted,sign-in-route-guarded', '-'], { input: broken });
    crash.mockRestore();
    expect(code).toBe(2);
    expect(out).toContain('crashed  sign-in-route-guarded: boom');
    expect(out).toContain('client-secret-unmounted');
  });
});

deep.each([
  ['a byte order mark', `\ufeff${clean}`, 0],
  ['a byte order mark before JSON, and nothing to judge,', '\ufeff{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}', 3],
  ['the character that stands for bad bytes', `# \ufffd\n${clean}`, 0],
])('a file with %s is read', (_, text, code) => {
  put('in.yaml', text);
  expect(cli(['verify', 'in.yaml'])).toMatchObject({ code, err: '' });
});

describe('what cannot be read ends with 2, a reason, and no report', () => {
  deep.each<[string, string[], string | Buffer, string]>([
    ['broken YAML', ['in.yaml'], 'a: 1\nb: [\n', 'in.yaml:3: is not YAML'],
    ['a broken manifest', ['in.yaml'], 'apiVersion: v1\nkind: Secret\nmetadata: [\n', 'in.yaml:4: '],
    ['a template', ['in.yaml'], 'kind: {{ .Values.kind }}\n', 'in.yaml:1: is a template, ignored; check the output of "helm template"'],
    ['no UTF-8', ['in.yaml'], Buffer.from([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0x3a, 0xff, 0x0a]), 'in.yaml:2: is not UTF-8'],
    ['UTF-16 without a mark', ['in.yaml'], Buffer.from('a: 1\n', 'utf16le'), 'in.yaml:1: is UTF-16 without a byte order mark; save it as UTF-8\n'],
    ['the same, the other way round', ['in.yaml'], Buffer.from('a: 1\n', 'utf16le').swap16(), 'in.yaml:1: is UTF-16 without a byte order mark; save it as UTF-8\n'],
    ['UTF-16 that is cut off', ['in.yaml'], Buffer.from('\ufeffa: 1\n', 'utf16le').subarray(0, -1), 'in.yaml:1: is not UTF-8'],
    ['a named file without objects', ['in.yaml'], 'global: {}\n', 'in.yaml has no Kubernetes object\n  in.yaml: document 1: has no apiVersion and kind'],
    ['a release without values', ['in.yaml'], 'USER-SUPPLIED VALUES:\nnull\n', 'in.yaml has no Kubernetes object\n  in.yaml: has no values: "helm get values" prints this'],
    ['the same in YAML', ['in.yaml'], 'null\n', 'in.yaml has no Kubernetes object\n  in.yaml: has no values: "helm get values" prints this'],
    ['the same in JSON', ['in.yaml'], '{}\n', 'in.yaml: has no values: "helm get values" prints this'],
    ['standard input without objects', ['-'], '', '<stdin> has no Kubernetes object'],
    ['a path that does not exist', ['gone.yaml'], '', 'gone.yaml does not exist'],
    ['a glob that matches nothing', ['gone/*.yaml'], '', 'gone/*.yaml has no .yaml, .yml or .json file'],
    ['a folder without files', ['.empty'], '', '.empty has no .yaml, .yml or .json file'],
    ['no path', [], '', 'Name at least one file'],
    ['an empty path', ['', 'in.yaml'], clean, 'A path is empty, as of a variable that is not set; name a file, folder or glob\n'],
    ['an unknown rule', ['--rule', 'nope', 'in.yaml'], clean, 'No rule has the id "nope"'],
    ['an option without value', ['in.yaml', '--format'], clean, '\'--format'],
  ])('%s', (_, args, content, message) => {
    put('in.yaml', content);
    put('.empty/a.txt');
    const { code, out, err } = cli(['verify', ...args, '--output', 'report.txt']);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
    expect(err).not.toContain('    at ');
    expect(names()).toEqual(['.empty', 'in.yaml']);
  });

  deep('every bad file at once', () => {
    put('x/a.yaml', Buffer.from([0x61, 0x3a, 0xff]));
    put('x/b.yaml', broken);
    put('x/c.yaml', 'apiVersion: v1\nkind: "');
    expect(cli(['verify', 'x']).err).toMatch(/^x\/a.yaml:1: is not UTF-8.*\nx\/c.yaml:\d+: .*\n$/);
  });

  deep('one bad file among good ones', () => {
    put('x/a.yaml', broken);
    put('x/b.yaml', 'apiVersion: v1\nkind: "');
    const { code, out, err } = cli(['verify', 'x']);
    expect(code).toBe(2);
    expect(out).toContain('client-secret-unmounted');
    expect(out).toMatch(/x\/b\.yaml:2: .*--exclude x\/b\.yaml/);
    expect(err).toMatch(/^x\/b\.yaml:2: .*--exclude leaves it out/);
    expect(cli(['verify', 'x', '--exclude', 'x/b.yaml']).code).toBe(1);
    expect(cli(['graph', 'x'])).toMatchObject({ code: 2, out: expect.stringContaining('flowchart') as unknown, err: expect.stringContaining('x/b.yaml:2: ') as unknown });
  });

  deep('a manifest that breaks beside an ExternalSecret with a template is not a template', () => {
    put('x/a.yaml', clean);
    put('x/b.yaml', 'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: a\nspec:\n  target:\n    template:\n      data:\n        a: "{{ .a }}"\n---\napiVersion: v1\nkind: Secret\n metadata: {}\n');
    expect(cli(['verify', 'x'])).toMatchObject({ code: 2, err: expect.stringMatching(/^x\/b\.yaml:13: /) as unknown });
  });

  deep('nor is the verdict on others clean where a template may make objects of Union', () => {
    put('x/a.yaml', clean);
    put('x/templates/b.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "union-auth" . }}\n');
    expect(cli(['verify', 'x'])).toMatchObject({ code: 3, out: expect.stringContaining('x/templates/b.yaml is a template') as unknown });
    expect(cli(['verify', 'x', '--exclude', 'x/templates']).code).toBe(0);
  });

  deep('the limit counts bytes, not characters', () => {
    put('big.yaml', Buffer.alloc(66 * 1024 * 1024, '# €\n'));
    expect(cli(['verify', 'big.yaml'])).toMatchObject({ code: 2, err: 'big.yaml: is larger than 64 MiB; split it, by namespace for example\n' });
  });

  deep.each(drawn([['words', 'lorem ipsum\n'], ['brackets', '[{"'], ['anchors', '&a *a '], ['one line', 'x'], ['bytes', '\u0001'], ['keys', 'k: v\n'], ['quotes', '"\n']], 1))(
    'megabytes of %s are refused', (_, unit) => {
      put('in.yaml', unit.repeat(Math.floor(8_000_000 / unit.length)));
      expect(cli(['verify', 'in.yaml']).code).toBe(2);
    });
});

describe('paths', () => {
  const filesIn = (...paths: string[]) => (JSON.parse(cli(['verify', '--format', 'json', ...RULE, ...paths]).out) as { files: number; objects: number });

  beforeEach(() => {
    put('m/a.yaml', manifests(secret('a')));
    put('m/deep/b.yml', manifests(secret('b')));
    put('m/deep/c.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [secret('c')] }));
    put('m/values.yaml', 'global: {}\n');
    put('m/notes.txt', 'no: [');
    put('m/.git/x.yaml', 'no: [');
    put('m/node_modules/x.yaml', 'no: [');
    symlinkSync('..', 'm/deep/loop');
  });

  deep('a folder is read recursively, without hidden folders, node_modules and loops', () => {
    expect(filesIn('m')).toMatchObject({ files: 4, objects: 3 });
  });

  deep('globs, files and folders add up, each file once', () => {
    expect(filesIn('m/**/*.yml')).toMatchObject({ files: 1 });
    expect(filesIn('m/*.yaml', 'm/a.yaml', './m/deep')).toMatchObject({ files: 4 });
  });

  deep('files without objects are reported on standard error', () => {
    expect(cli(['verify', 'm']).err).toBe('1 place ignored:\n  m/values.yaml: document 1: has no apiVersion and kind, ignored\n');
  });

  deep('standard input is a path', () => expect(cli(['verify', ...RULE, '-'], { input: broken }).out).toContain('<stdin>:11'));
});

describe('output', () => {
  deep('--output writes the report to a file and nothing to standard output', () => {
    put('a.yaml', broken);
    expect(cli(['verify', ...RULE, 'a.yaml', '--format', 'json', '--output', 'out/report.json'])).toEqual({ code: 1, out: '', err: '' });
    expect(JSON.parse(read('out/report.json'))).toMatchObject({ findings: [{ rule: 'client-secret-unmounted', file: 'a.yaml', line: 11 }] });
    expect(names('out')).toEqual(['report.json']);
  });

  deep('progress shows on a terminal when the input is large, and goes away', () => {
    put('a.yaml', `${clean}${'# padding\n'.repeat(600_000)}`);
    const { err } = cli(['verify', ...RULE, 'a.yaml'], { stderrIsTerminal: true });
    expect(err).toBe('\r\u001b[KReading file 1 of 1\r\u001b[K');
    expect(cli(['verify', ...RULE, 'a.yaml']).err).toBe('');
  });

});

describe('the other commands', () => {
  deep('graph draws, whatever is broken', () => {
    expect(cli(['graph', '-'], { input: broken })).toMatchObject({ code: 0, out: expect.stringMatching(/^flowchart LR\n[^]*client-secret-unmounted/) });
    expect(cli(['graph', '--format', 'text', '-'], { input: broken }).out).toMatch(/^ +(?:→ )?\/etc\/\S+ of \S+ {2}✗ 1 client-secret-unmounted$/m);
  });

  deep('graph draws pictures that need nothing else', () => {
    const [svg, html] = ['svg', 'html'].map((format) => cli(['graph', '--format', format, '-'], { input: broken }).out);
    expect(svg).toMatch(/^<svg [^>]*>\n<style>[^]*<g class="cell workload bad">[^]*<\/svg>\n$/);
    expect(html).toMatch(/^<!doctype html>[^]*<article class="error" id="finding-1">[^]*<a class="cell workload bad" id="at-1" href="#finding-1"/);
    expect(cli(['verify', '--format', 'html', '-'], { input: broken })).toEqual({ code: 1, out: html, err: '' });
  });

  deep('rules lists every rule', () => {
    const { out } = cli(['rules']);
    RULES.ids.forEach((id) => expect(out).toMatch(new RegExp(`^${id} +(error|warning|info) +\\S`, 'm')));
    expect((JSON.parse(cli(['rules', '--format', 'json']).out) as { id: string }[]).map(({ id }) => id)).toEqual(expect.arrayContaining([...RULES.ids]));
  });

  deep('explain explains one rule', () => {
    const { code, out } = cli(['explain', 'client-secret-unmounted']);
    expect([code, out]).toEqual([0, expect.stringContaining('\n  kubectl -n $NS get deploy')]);
    expect(out).toContain('union-auth.cdk8s.io/ignore.client-secret-unmounted');
    expect(cli(['explain', 'suppression-unused']).code).toBe(0);
  });

  deep('explain finds the causes of a symptom, and how to confirm them', () => {
    const { code, out } = cli(['explain', 'redirect', 'loop']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Browser login redirects in a loop \(redirect-loop\)\n/);
    expect(out).toMatch(/\n1\. flyteadmin has no useAuth: true.*\n {3}Rule: {3}auth-not-enabled \(error\)\n {3}Remedy: /);
    expect(out).toContain('"https://$DOMAIN/me"');
    expect(out).toMatch(/\n {2}DOMAIN=union\.example\.com {2}# the public host\n/);
    expect(out).toContain('/symptoms/redirect-loop.html');
  });

  deep.each([
    [['explain'], 'Describe what you see'],
    [['explain', 'skhedjulr'], 'No rule and no symptom looks like "skhedjulr"; the nearest are:\n  scheduler-fails'],
    [['explain', 'zzzz\u001b[31m'], 'No rule and no symptom looks like "zzzz\\u001b[31m"; these are known:\n  nobody-signs-in'],
    [['rules', 'x'], 'rules accepts no arguments'],
    [['nope'], 'Unknown command nope.'],
    [[], 'Name a command.'],
    [['verfy', 'x'], 'Unknown command verfy. Did you mean verify?\n'],
    [['--hlep'], 'Unknown option --hlep. Did you mean --help?\n'],
    [['Doctor'], 'Unknown command Doctor. Did you mean doctor?\n'],
    [['frobnicate'], 'Unknown command frobnicate.\n'],
    [['verify', '--formt', 'json'], 'Unknown option \'--formt\'. Did you mean --format?\n'],
    [['synth', '--chek'], 'Unknown option \'--chek\'. Did you mean --check?\n'],
  ])('%j is refused', (argv, text) => {
    const { code, out, err } = cli(argv);
    expect([code, out, err.slice(0, text.length)]).toEqual([2, '', text]);
  });

  deep('help and version go to standard output', () => {
    expect(cli(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Commands:') as string });
    expect(cli(['verify', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--fail-on') as string });
    expect(cli(['help', 'verify'])).toEqual(cli(['verify', '--help']));
    expect(cli(['help', 'nope'])).toMatchObject({ code: 2, err: expect.stringContaining('Unknown command nope.') as string });
    expect(cli(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
