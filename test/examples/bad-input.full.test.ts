import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './_dist';

/** Runs a changed example through the cdk8s CLI; answers what it said and which files it wrote. */
function synthesize(change: (source: string) => string, output?: string): { status: number | null; said: string; written: string[] } {
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  const project = mkdtempSync(join(ROOT, '.tmp', 'bad-input-'));
  try {
    const source = readFileSync(join(ROOT, 'examples', 'self-hosted', 'main.ts'), 'utf8');
    writeFileSync(join(project, 'main.ts'), change(source));
    writeFileSync(join(project, 'cdk8s.yaml'), 'language: typescript\napp: npx tsx main.ts\noutput: dist\n');
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ extends: '../../examples/tsconfig.json', compilerOptions: { paths: { 'cdk8s-union-auth': ['../../src/index.ts'] } } }));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'), 'synth', ...(output ? ['-o', output] : [])], {
      cwd: project,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
      encoding: 'utf8',
    });
    const written = ['dist', ...(output ? [output] : [])].flatMap((folder) => (existsSync(join(project, folder)) ? readdirSync(join(project, folder)).map((file) => (folder === 'dist' ? file : `${folder}/${file}`)) : []));
    return { status, said: stdout + stderr, written };
  } finally {
    rmSync(project, { recursive: true });
  }
}

test('good input writes files: the test can tell the difference', () => {
  const { status, written } = synthesize((source) => source);
  expect(status).toBe(0);
  expect(written).toEqual(expect.arrayContaining(['union-cp.k8s.yaml', 'controlplane.values.yaml']));
});

test('cdk8s synth -o: everything lands in that folder, and nothing in dist', () => {
  const { status, written } = synthesize((source) => source, 'out');
  expect(status).toBe(0);
  expect(written).toEqual(expect.arrayContaining(['out/union-cp.k8s.yaml', 'out/controlplane.values.yaml', 'out/clients', 'out/oauth-applications.md']));
  expect(written.filter((file) => !file.startsWith('out/'))).toEqual([]);
});

test('a bad identity: all its problems, and not one file', () => {
  const { status, said, written } = synthesize((source) =>
    source.replace("'union.example.com'", "'https://Union.example.com/console'").replace("'0oa-native-2222'", "'<native-client-id>'").replace("'0oa-service-3333'", "'0oa-web-1111'"),
  );
  expect(status).not.toBe(0);
  expect(said).toContain('UnionIdentity has 3 problems:');
  expect(said).toContain('domain: "https://Union.example.com/console" has a scheme; write only the host, union.example.com');
  expect(said).toContain('applications.native.clientId: "<native-client-id>" is a placeholder; replace it with your own value');
  expect(said).toContain('applications.service.clientId: "0oa-web-1111" is also applications.web.clientId; register one application each');
  expect(written).toEqual([]);
});

test('bad secret references: all their problems, and not one file', () => {
  const { status, said, written } = synthesize((source) =>
    source.replace("{ key: 'union/auth', property: 'web-client-secret' }", "{ key: '' }").replace("property: 'service-client-secret'", "property: '<field>'"),
  );
  expect(status).not.toBe(0);
  expect(said).toContain('UnionIdentity has 2 problems:');
  expect(said).toContain('applications.web.secret.key: "" must not be empty; give the entry in the secret store');
  expect(said).toContain('applications.service.secret.property: "<field>" is a placeholder');
  expect(written).toEqual([]);
});
