import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import * as library from '../../src';
import { requireCompiled } from '../_tools/compiled';
import { oneIn } from '../_tools/drawn';
import { loadedBy, quickStart, ROOT } from './_readme';

/** Each starts Node. */
const deep = oneIn(8);

const LIBRARY = join(ROOT, 'lib', 'index.js');

/** Structs have a name in the sources, and no value. */
const NAMES = Object.entries(library).filter(([, value]) => value !== undefined).map(([name]) => name).sort();

requireCompiled();

/** What a script loads: files of the compiled library by their path, files of packages by the package. */
const partsLoadedBy = (script: string, type?: 'module') => [...new Set(loadedBy(script, type).map((file) => /^node_modules\/([^/]+)\//.exec(file)?.[1] ?? file))];

/** The same for a script that has a provider, secrets and a chart; only what is slow to load. */
function slowPartsLoadedBy(script: string): string[] {
  const loaded = partsLoadedBy(`
    const { App, Chart } = require('cdk8s');
    const library = require(${JSON.stringify(LIBRARY)});
    const identity = new library.UnionIdentity({
      domain: 'union.example.com',
      identityProvider: library.IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
      applications: { web: { clientId: 'web', secret: { key: 'union/web' } }, native: { clientId: 'native' }, service: { clientId: 'service', secret: { key: 'union/service' } } },
    });
    const secrets = library.SecretDelivery.provisioned();
    const chart = new Chart(new App(), 'chart');
    ${script}
  `);
  return slowParts(loaded);
}

const VERIFIER = 'lib/verify/verify.js';

function slowParts(loaded: readonly string[]): string[] {
  return ['cdk8s-plus-28', VERIFIER].filter((part) => loaded.includes(part));
}

deep('loading the library loads only its index and the check of versions', () => {
  expect(partsLoadedBy(`require(${JSON.stringify(LIBRARY)});`)).toEqual(['lib/index.js', 'lib/common/system/requirements.js', 'package.json']);
});

deep('the index has every name of the sources', () => {
  const names = execFileSync(process.execPath, ['-p', `Object.keys(require(${JSON.stringify(LIBRARY)})).join()`], { encoding: 'utf8' });
  expect(names.trim().split(',').sort()).toEqual(NAMES);
});

deep('an ES module imports every name, without verifier and cdk8s-plus', () => {
  const script = `import { ${NAMES.join(', ')} } from ${JSON.stringify(LIBRARY)};
    if ([${NAMES.join(', ')}].includes(undefined)) throw new Error('A name has no value');`;
  expect(slowParts(partsLoadedBy(script, 'module'))).toEqual([]);
});

deep('ControlPlaneAuth and DataPlaneAuth never load cdk8s-plus and the verifier', () => {
  expect(slowPartsLoadedBy('new library.ControlPlaneAuth(chart, "cp", { identity, secrets }); new library.DataPlaneAuth(chart, "dp", { dataPlane: identity.unlistedDataPlane(), secrets });')).toEqual([]);
});

deep('the quick start loads neither cdk8s-plus nor the verifier, nor a YAML library', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'quick-start-'));
  try {
    const { code } = transformSync(quickStart(), { loader: 'ts', format: 'cjs' });
    const script = `process.env.CDK8S_OUTDIR = ${JSON.stringify(outdir)};\n${code.replace('"cdk8s-union-auth"', JSON.stringify(LIBRARY))}`;
    const loaded = partsLoadedBy(script);
    expect(readdirSync(outdir)).toContain('dataplane.values.yaml');
    expect(loaded.filter((part) => !part.startsWith('lib/')).sort()).toEqual(['cdk8s', 'constructs', 'package.json']);
    expect(loaded.filter((part) => part.startsWith('lib/verify/'))).toEqual([]);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

deep('compiled files bring no source maps, which lead nowhere', () => {
  const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => readFileSync(join(ROOT, 'lib', file), 'utf8').includes('sourceMappingURL=data:application/json;base64,ey'))).toEqual([]);
});

deep('ControlPlane loads cdk8s-plus', () => {
  const script = 'new library.ControlPlane(chart, "cp", { identity, secrets, images: { registry: "registry.example.com", tag: "1" }, database: { host: "db", user: "union", password: { key: "union/db" } }, storage: library.ObjectStorage.s3({ bucket: "acme-union", region: "us-east-2" }), edge: { controller: library.EdgeController.traefik(), tlsEndsElsewhere: true } });';
  expect(slowPartsLoadedBy(script)).toEqual(['cdk8s-plus-28']);
});

deep('AuthVerification loads the verifier when it judges', () => {
  expect(slowPartsLoadedBy('library.AuthVerification.of(chart);')).toEqual([]);
  expect(slowPartsLoadedBy('library.AuthVerification.of(chart).findings();')).toEqual([VERIFIER]);
});

deep('the command writes a report without the streams of Node, which load slowly', () => {
  const script = `
    process.argv = [process.execPath, 'command', 'verify', '--format', 'json', '-'];
    process.on('exit', () => require('node:fs').writeSync(2, JSON.stringify(process.moduleLoadList)));
    require(${JSON.stringify(join(ROOT, 'lib/cli/main.js'))});`;
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } });
  const { stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', input });
  const builtIn = JSON.parse(stderr.slice(stderr.indexOf('["'))) as string[];
  expect(['net', 'tty'].filter((name) => builtIn.includes(`NativeModule ${name}`))).toEqual([]);
});
