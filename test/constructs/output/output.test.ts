import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { ClientConfig, DataPlaneAuth, SecretDelivery, TextFile, YamlFile, Texts } from '../../../src';
import { inOutputFolder } from '../../../src/constructs/output/output-folder';
import { dataPlaneOf, oktaAuth } from '../../_tools/fixtures';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test.each<[string, TextFile | YamlFile, string]>([
  ['a text', TextFile._of('one\ntwo\n'), 'one\ntwo\n'],
  ['a YAML document', YamlFile._document({ a: ['b'] }), 'a:\n  - "b"\n'],
  ['a YAML document with heading', YamlFile._document({ a: 1 }, ['one', 'two']), '# one\n# two\na: 1\n'],
])('%s is written as it reads', (_what, file, expected) => {
  const path = join(directory, 'nested', 'file');
  const app = new App({ outdir: directory });
  file.writeTo(app, path);
  app.synth();
  expect([readFileSync(path, 'utf8'), file.text, file.toString()]).toEqual([expected, expected, expected]);
});

test('what happens later to the given object, or to one that toObject returned, does not show', () => {
  const given = { a: { b: 1 } };
  const file = YamlFile._document(given);
  given.a.b = 2;
  (file.toObject() as typeof given).a.b = 3;
  expect(file.toObject()).toEqual({ a: { b: 1 } });
  expect(parse(file.toString())).toEqual({ a: { b: 1 } });
});

describe('a relative path is one in the output folder of cdk8s', () => {
  const before = process.env.CDK8S_OUTDIR;
  afterEach(() => {
    if (before === undefined) {
      delete process.env.CDK8S_OUTDIR;
    } else {
      process.env.CDK8S_OUTDIR = before;
    }
  });

  test('that of the CLI', () => {
    process.env.CDK8S_OUTDIR = join(directory, 'out');
    const app = new App();
    TextFile._of('text').writeTo(app, 'clients/ci.env');
    app.synth();
    expect(readFileSync(join(directory, 'out', 'clients', 'ci.env'), 'utf8')).toBe('text');
  });

  test('dist by default', () => {
    delete process.env.CDK8S_OUTDIR;
    expect(inOutputFolder('clients/ci.env')).toBe(join('dist', 'clients', 'ci.env'));
  });

  test('that of the app, for texts of its planes', () => {
    const app = new App({ outdir: join(directory, 'own') });
    const identity = oktaAuth();
    const plane = new DataPlaneAuth(new Chart(app, 'union'), 'auth', { dataPlane: dataPlaneOf(identity), secrets: SecretDelivery.kubernetesSecrets() });
    plane.helmValues.writeTo(app, 'dataplane.values.yaml');
    plane.secretScript!.writeTo(app, 'deliver.sh');
    ClientConfig.pkce(identity).writeTo(app, 'clients/interactive.yaml');
    app.synth();
    expect(readdirSync(join(directory, 'own')).sort())
      .toEqual(['clients', 'dataplane.values.yaml', 'deliver.sh', plane.helmValues.schemaFileName, 'union.k8s.yaml'].sort());
  });

  test('an absolute path stays as it is', () => expect(inOutputFolder(join(directory, 'file'))).toBe(join(directory, 'file')));

  test.each([
    ['../values.yaml', 'path: "../values.yaml" is outside of the output folder out; use a path below it, or an absolute path'],
    ['a/../../values.yaml', 'is outside of the output folder out'],
    ['out/values.yaml', 'path: "out/values.yaml" is already relative to the output folder out; write values.yaml'],
    ['./out/clients/ci.yaml', 'write clients/ci.yaml'],
    [' ', 'path: " " is not a path; give a file'],
    ['.', 'path: "." is a folder; give a file in it'],
    ['values/', 'path: "values/" is a folder; give a file in it'],
    [undefined as unknown as string, 'path: required; give a file'],
  ])('%p is refused, and nothing is written', (path, message) => expect(() => inOutputFolder(path, 'out')).toThrow(message));
});

test('two planes of an app keep their values apart', () => {
  const app = new App({ outdir: directory });
  const identity = oktaAuth();
  const [east, west] = ['east', 'west'].map((clusterName) =>
    new DataPlaneAuth(new Chart(app, clusterName), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets: SecretDelivery.provisioned() }));
  east.helmValues.writeTo(east, 'values.yaml');
  expect(() => west.helmValues.writeTo(app, './values.yaml')).toThrow(
    'writeTo of the app has a problem:\n  - path: "./values.yaml" is already the path of another text of east/auth; use another file',
  );
  east.helmValues.writeTo(app, 'values.yaml');
  expect(Texts.of(app).toObject()['values.yaml']).toContain('east');
});
