import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { oneIn } from '../_tools/drawn';
import { ROOT } from './_readme';

/** Each starts Node with other packages. */
const deep = oneIn(8);

requireCompiled();

/** Makes a plain data plane, and prints its Deployments, or the error. */
const PROGRAM = `
  const { App, Chart } = require('cdk8s');
  const { DataPlane, EagerApiKey, IdentityProvider, ObjectStorage, SecretDelivery, UnionIdentity } = require('cdk8s-union-auth');
  const chart = new Chart(new App(), 'union');
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { web: { clientId: 'web', secret: { key: 'union/web' } }, native: { clientId: 'native' }, service: { clientId: 'service', secret: { key: 'union/service' } } },
  });
  try {
    new DataPlane(chart, 'plane', {
      dataPlane: identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.provisioned() }),
      secrets: SecretDelivery.provisioned(),
      storage: ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2' }),
      images: { registry: 'registry.example.com/union', tag: '2026.8.3' },
    });
    const kinds = chart.toJson().filter(({ kind }) => kind === 'Deployment');
    console.log(JSON.stringify(kinds.map(({ metadata }) => metadata.name).sort()));
  } catch (error) {
    console.log(error.message);
  }
`;

/** What an app prints that has these packages, each the one of this repository that is named, and no other. */
function printed(packages: Readonly<Record<string, string>>): string {
  const app = mkdtempSync(join(tmpdir(), 'cdk8s-plus-'));
  try {
    mkdirSync(join(app, 'node_modules', 'cdk8s-union-auth'), { recursive: true });
    for (const part of ['lib', 'package.json']) {
      symlinkSync(join(ROOT, part), join(app, 'node_modules', 'cdk8s-union-auth', part));
    }
    for (const [name, own] of Object.entries(packages)) {
      symlinkSync(join(ROOT, 'node_modules', own), join(app, 'node_modules', name));
    }
    writeFileSync(join(app, 'main.js'), PROGRAM);
    return execFileSync(process.execPath, ['--preserve-symlinks', 'main.js'], { cwd: app, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } finally {
    rmSync(app, { recursive: true });
  }
}

const OTHERS = {
  'cdk8s': 'cdk8s',
  'constructs': 'constructs',
  'yaml': 'yaml',
  'js-yaml': 'js-yaml',
  'fast-json-patch': 'fast-json-patch',
  'follow-redirects': 'follow-redirects',
  'minimatch': 'minimatch',
  'argparse': 'argparse',
};

deep('the one that the library is built with, and a newer one, make the same Deployments', () => {
  const own = printed({ ...OTHERS, 'cdk8s-plus-28': 'cdk8s-plus-28' });
  expect(JSON.parse(own)).toContain('union-operator');
  // By its name alone: whatever is installed under it is taken.
  expect(printed({ ...OTHERS, 'cdk8s-plus-33': 'cdk8s-plus-28' })).toBe(own);
});

deep('without any, the error names what to install', () => expect(printed(OTHERS)).toContain('which is not installed: npm install cdk8s-plus-28'));
