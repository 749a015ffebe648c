import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';

const LIBRARY = join(__dirname, '..', '..', 'lib', 'index.js');

requireCompiled();

/** Runs a script against the compiled library in a process of its own; answers which of our peers it loaded. */
function peersLoadedBy(script: string): string[] {
  const program = `
    const { App, Chart } = require('cdk8s');
    const library = require(${JSON.stringify(LIBRARY)});
    const auth = new library.UnionAuth({
      domain: 'union.example.com',
      identityProvider: library.IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
      applications: { webClientId: 'web', nativeClientId: 'native', serviceClientId: 'service' },
    });
    const secrets = library.SecretDelivery.provisioned();
    const chart = new Chart(new App(), 'chart');
    ${script}
    console.log(JSON.stringify(['cdk8s', 'cdk8s-plus-28'].filter((peer) => Object.keys(require.cache).some((path) => path.includes('/node_modules/' + peer + '/')))));
  `;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', cwd: join(__dirname, '..', '..') }));
}

test('ControlPlaneAuth and DataPlaneAuth never load cdk8s-plus', () => {
  expect(peersLoadedBy('new library.ControlPlaneAuth(chart, "cp", { auth, secrets }); new library.DataPlaneAuth(chart, "dp", { auth, secrets });')).toEqual(['cdk8s']);
});

test('ControlPlane loads it', () => {
  const script = 'new library.ControlPlane(chart, "cp", { auth, secrets, imageRegistry: "registry.example.com", imageTag: "1", database: { host: "db", user: "union", password: { key: "union/db" } }, storage: library.ObjectStorage.s3({ bucket: "acme-union", region: "us-east-2" }), tlsEndsElsewhere: true });';
  expect(peersLoadedBy(script)).toEqual(['cdk8s', 'cdk8s-plus-28']);
});
