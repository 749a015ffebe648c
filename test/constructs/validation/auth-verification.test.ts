import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch, Testing } from 'cdk8s';
import { AuthVerification, FindingSeverity } from '../../../src';
import { RULES } from '../../../src/verify/registry';
import { configMap, deployment, manifests } from '../../verify/_manifests';

const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } });
const broken = deployment('executions', { configMaps: { executions: '/etc/config' } });
/** Every rule but one, so that the tests are about the verification. */
const skip = RULES.ids.filter((id) => id !== 'client-secret-unmounted');
const options = { skip };

type Manifest = { apiVersion: string; kind: string };
const add = (chart: Chart, id: string, manifest: object) => new ApiObject(chart, id, manifest as Manifest);

function appWith(...charts: object[][]): App {
  const app = Testing.app();
  charts.forEach((objects, index) => {
    const chart = new Chart(app, `chart-${index}`);
    objects.forEach((manifest, position) => add(chart, `object-${position}`, manifest));
  });
  return app;
}

test('a fault fails the synthesis with its place and its remedy', () => {
  const app = appWith([config, broken]);
  AuthVerification.of(app, options);
  expect(() => app.synth()).toThrow([
    '  [] ✗ error  Deployment union-cp/executions does not mount /etc/secrets/union/client_secret, from which',
    '         it reads its client secret',
    '  at        chart-0/object-0  ConfigMap union-cp/executions',
    '            data["admin.yaml"]: admin.clientSecretLocation',
    '  found     no mount that covers the path',
    '  expected  /etc/secrets/union/client_secret mounted in Deployment union-cp/executions, container',
    '            executions',
    '  edit      Mount the Secret so that /etc/secrets/union/client_secret exists, or point',
  ].join('\n'));
  expect(() => app.synth()).toThrow('\n  rule      client-secret-unmounted (npx cdk8s-union-auth explain client-secret-unmounted)');
});

test('a sound tree is synthesized', () => {
  const app = appWith([config, deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { auth: '/etc/secrets/union' } })]);
  AuthVerification.of(app, options);
  expect(() => app.synth()).not.toThrow();
  expect(AuthVerification.of(app).findings()).toEqual([]);
});

test('construct paths are distinguished by the full identity', () => {
  const other = JSON.parse(JSON.stringify(config).replace('union-cp', 'elsewhere')) as object;
  const app = appWith([other, { ...config, kind: 'NotAConfigMap' }], [config, broken]);
  expect(AuthVerification.of(app, options).findings()).toMatchObject([{
    rule: 'client-secret-unmounted',
    severity: FindingSeverity.ERROR,
    constructPath: 'chart-1/object-0',
    object: 'v1/ConfigMap union-cp/executions',
    message: expect.stringMatching(/union-cp\/executions/),
  }]);
});

test('included manifests and patches are judged as they are rendered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'union-auth-include-'));
  writeFileSync(join(folder, 'in.yaml'), manifests(config, broken));
  const app = Testing.app();
  const chart = new Chart(app, 'chart');
  const include = new Include(chart, 'include', { url: join(folder, 'in.yaml') });
  rmSync(folder, { recursive: true });
  const verification = AuthVerification.of(app, options);
  expect(verification.findings()).toHaveLength(1);
  const file = include.apiObjects.find(({ kind }) => kind === 'ConfigMap')!;
  file.addJsonPatch(JsonPatch.remove('/data/admin.yaml'));
  expect(verification.findings()).toEqual([]);
});

describe('the verdict', () => {
  const sound = [config, deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { auth: '/etc/secrets/union' } })];

  function countRuns(): jest.SpyInstance {
    return jest.spyOn(RULES.get('client-secret-unmounted')!, 'judge');
  }

  test('is reached once a synthesis, not once a chart', () => {
    const app = appWith(sound, [], [], [], []);
    AuthVerification.of(app, options);
    const runs = countRuns();
    app.synth();
    expect(runs).toHaveBeenCalledTimes(1);
    runs.mockRestore();
  });

  test('is reached anew when constructs were added, or in a later turn', async () => {
    const app = appWith(sound);
    AuthVerification.of(app, options);
    const runs = countRuns();
    app.synth();
    add(new Chart(app, 'more'), 'x', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } });
    app.synth();
    expect(runs).toHaveBeenCalledTimes(2);
    await new Promise((resolve) => setImmediate(resolve));
    app.synth();
    expect(runs).toHaveBeenCalledTimes(3);
    runs.mockRestore();
  });

  test('of a crashed rule is a failure', () => {
    const app = appWith(sound);
    const verification = AuthVerification.of(app, options);
    const crash = countRuns().mockImplementation(() => { throw new Error('boom'); });
    expect(() => app.synth()).toThrow('client-secret-unmounted crashed, so it was not checked: boom');
    expect(() => verification.findings()).toThrow('boom');
    crash.mockRestore();
  });
});

describe('options', () => {
  const unused = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', annotations: { 'union-auth.cdk8s.io/ignore.nope': 'typo' } } };

  test.each([[undefined, true], [FindingSeverity.WARNING, true], [FindingSeverity.INFO, true], [FindingSeverity.ERROR, false]])(
    'failOn %s decides about a warning', (failOn, fails) => {
      const app = appWith([unused]);
      AuthVerification.of(app, { ...options, failOn });
      (fails ? expect(() => app.synth()).toThrow : expect(() => app.synth()).not.toThrow)();
    });

  test('rejects unknown rules, all at once', () => {
    expect(() => AuthVerification.of(appWith(), { skip: ['nope', 'neither'] })).toThrow(/2 problems.*skip\[0\]: "nope".*skip\[1\]: "neither"/s);
  });

  test('one scope has one verification', () => {
    const app = appWith();
    const verification = AuthVerification.of(app, options);
    expect(AuthVerification.of(app)).toBe(verification);
    expect(() => AuthVerification.of(app, options)).toThrow('already has a verification');
  });
});
