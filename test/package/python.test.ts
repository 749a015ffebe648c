import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { quickStart, ROOT } from './_readme';

requireCompiled();

/** Whether there is a Python that makes environments of its own. */
const pythonIsHere = (() => {
  try {
    execFileSync('python3', ['-c', 'import ensurepip, venv'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** jsii greets Node 20 with a banner. */
const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', PIP_DISABLE_PIP_VERSION_CHECK: '1' };

function written(directory: string): Record<string, string> {
  return Object.fromEntries(readdirSync(join(directory, 'dist')).sort().map((file) => [file, readFileSync(join(directory, 'dist', file), 'utf8')]));
}

(pythonIsHere ? describe : describe.skip)('in Python (skipped where python3 has no venv)', () => {
  const project = mkdtempSync(join(tmpdir(), 'cdk8s-python-'));
  const python = join(project, 'venv', 'bin', 'python');
  // Beside node_modules, where the TypeScript sample finds cdk8s.
  const typescript = join(ROOT, '.tmp', 'quick-start');

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak'), '--target', 'python', '--outdir', project], {
      cwd: ROOT, env, stdio: 'pipe',
    });
    const wheel = readdirSync(join(project, 'python')).find((file) => file.endsWith('.whl'))!;
    execFileSync('python3', ['-m', 'venv', join(project, 'venv')]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', join(project, 'python', wheel)], { env, stdio: 'pipe' });
  }, 300_000);

  afterAll(() => {
    rmSync(project, { recursive: true });
    rmSync(typescript, { recursive: true, force: true });
  });

  test('the quick start writes the same bytes as in TypeScript', () => {
    writeFileSync(join(project, 'main.py'), quickStart('python'));
    execFileSync(python, ['main.py'], { cwd: project, env, stdio: 'pipe' });
    mkdirSync(typescript, { recursive: true });
    writeFileSync(join(typescript, 'main.ts'), quickStart());
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), 'main.ts'], {
      cwd: typescript, stdio: 'pipe',
    });
    const files = written(project);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['controlplane.values.yaml', 'union-cp.k8s.yaml', 'union.k8s.yaml']));
    expect(files).toEqual(written(typescript));
  }, 120_000);

  test('errors keep their text', () => {
    const wrong = quickStart('python').replace('domain="union.example.com"', 'domain="https://union.example.com"');
    writeFileSync(join(project, 'wrong.py'), wrong);
    expect(() => execFileSync(python, ['wrong.py'], { cwd: project, env, stdio: 'pipe' }))
      .toThrow('domain: "https://union.example.com" has a scheme; write the bare host, union.example.com');
  }, 120_000);
});
