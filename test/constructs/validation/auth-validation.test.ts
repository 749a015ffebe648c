import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AuthValidation } from '../../../src';
import { RULES } from '../../../src/verify/registry';
import { requireCompiled } from '../../_tools/compiled';
import { oneIn } from '../../_tools/drawn';
import { configMap, deployment } from '../../verify/_manifests';

/** Each synthesizes. */
const deep = oneIn(10);

requireCompiled();

const ROOT = resolve(__dirname, '../../..');
const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } });
const skip = RULES.ids.filter((id) => id !== 'client-secret-unmounted');

interface JsonReport {
  readonly reports: readonly [{
    readonly summary: { readonly status: string; readonly metadata: Record<string, string> };
    readonly violations: readonly { readonly ruleName: string; readonly violatingConstructs: readonly Record<string, unknown>[] }[];
  }];
}

/** Synthesizes two objects with the real CLI, which loads the plugin from a folder as it would from a package. */
function synth(secrets: Record<string, string>, properties: object) {
  const folder = mkdtempSync(join(tmpdir(), 'union-auth-plugin-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'plugin'));
    writeFileSync(join(folder, 'plugin/index.js'), `module.exports = require(${JSON.stringify(join(ROOT, 'lib'))});\n`);
    const objects = [config, deployment('executions', { configMaps: { executions: '/etc/config' }, secrets })];
    writeFileSync(join(folder, 'app.js'), [
      'const { ApiObject, App, Chart } = require("cdk8s");',
      'const app = new App(); const chart = new Chart(app, "union");',
      `${JSON.stringify(objects)}.forEach((manifest) => new ApiObject(chart, manifest.kind, manifest));`,
      'app.synth();',
    ].join('\n'));
    writeFileSync(join(folder, 'cdk8s.yaml'), JSON.stringify({
      language: 'typescript', app: 'node app.js', validations: [{ package: './plugin', version: '1.0.0', class: 'AuthValidation', properties }],
    }));
    const ran = spawnSync(process.execPath, [join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--validation-reports-output-file', 'reports.json'], {
      cwd: folder, encoding: 'utf8', env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    });
    const [report] = (JSON.parse(readFileSync(join(folder, 'reports.json'), 'utf8')) as JsonReport).reports;
    return { status: ran.status, output: `${ran.stdout}${ran.stderr}`, report };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('in the real cdk8s synth', () => {
  deep('a fault fails the synthesis, with rule, place and remedy', () => {
    const { status, output, report } = synth({}, { skip });
    expect(output).toContain('client-secret-unmounted (error) (1 occurrences)');
    expect(output).toContain('How to fix: Mount the Secret so that');
    expect(status).toBe(2);
    expect(report.violations).toMatchObject([{ ruleName: 'client-secret-unmounted (error)' }]);
    const [violation] = report.violations[0].violatingConstructs;
    // The Deployment has the same name, and the CLI knows constructs by name alone.
    expect(violation).toMatchObject({ resourceName: 'v1/ConfigMap union-cp/executions', manifestPath: 'dist/union.k8s.yaml' });
    expect(violation.constructPath).toBeUndefined();
    expect(violation.locations).toEqual([expect.stringMatching(/^line \d+, v1\/ConfigMap union-cp\/executions, data\["admin\.yaml"\]: admin\.clientSecretLocation: expected/)]);
  });

  deep('a sound app passes', () => {
    const { status, report } = synth({ auth: '/etc/secrets/union' }, { skip });
    expect(status).toBe(0);
    expect(report).toMatchObject({ violations: [], summary: { status: 'success', metadata: { Objects: '2', Findings: '0' } } });
  });
});

deep('names that one object has alone keep their construct path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'union-auth-plugin-'));
  const path = join(folder, 'in.yaml');
  const metadata = { name: 'alone', annotations: { 'union-auth.cdk8s.io/ignore.nope': 'typo' } };
  writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata }));
  const report = { addViolation: jest.fn(), submit: jest.fn() };
  await new AuthValidation({ failOn: 'error' }).validate({ manifests: [path], report });
  rmSync(folder, { recursive: true });
  expect(report.addViolation).toHaveBeenCalledWith(expect.objectContaining({
    ruleName: 'suppression-unused (warning)', violatingResources: [expect.objectContaining({ resourceName: 'alone', manifestPath: path })],
  }));
  expect(report.submit).toHaveBeenCalledWith('success', expect.anything());
});

deep.each([
  [{ skip: ['nope'] }, 'skip[0]: "nope" is not a rule'],
  [{ skip: 'client-secret-unmounted' }, 'skip: "client-secret-unmounted" must be a list'],
  [{ failOn: 'fatal' }, 'failOn: "fatal" is not a severity'],
  [{ rules: [] }, 'rules: [] is not an option'],
])('properties %j are refused', (properties, message) => expect(() => new AuthValidation(properties)).toThrow(message));
