import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';
import { needing } from '../_tools/needs';
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

/** What the generated package asks pip for. */
function requirementsOf(library: string): string[] {
  const list = /"install_requires": (\[[^\]]+\])/.exec(readFileSync(join(library, 'setup.py'), 'utf8'))![1];
  return JSON.parse(list) as string[];
}

/** A Python with these packages, made in `.tmp/` once for all test runs. */
function pythonWith(requirements: readonly string[]): string {
  const name = `python-${createHash('sha256').update(JSON.stringify(requirements)).digest('hex').slice(0, 12)}`;
  const directory = join(ROOT, '.tmp', name);
  if (!existsSync(directory)) {
    const partial = mkdtempSync(`${directory}.`);
    execFileSync('python3', ['-m', 'venv', partial]);
    execFileSync(join(partial, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...requirements], { env, stdio: 'pipe' });
    renameSync(partial, directory);
  }
  return join(directory, 'bin', 'python');
}

function written(directory: string): Record<string, string> {
  return Object.fromEntries(readdirSync(join(directory, 'dist')).sort().map((file) => [file, readFileSync(join(directory, 'dist', file), 'utf8')]));
}

needing('python3 with venv', pythonIsHere).describe('in Python', () => {
  const project = mkdtempSync(join(tmpdir(), 'cdk8s-python-'));
  // What the wheel would carry, without the half minute of building one.
  const library = join(project, 'python');
  let python: string;
  // Beside node_modules, where the TypeScript sample finds cdk8s.
  const typescript = join(ROOT, '.tmp', 'quick-start');

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak'), '--target', 'python', '--code-only', '--outdir', project], {
      cwd: ROOT, env, stdio: 'pipe',
    });
    python = pythonWith(requirementsOf(library));
  }, 300_000);

  afterAll(() => {
    rmSync(project, { recursive: true });
    rmSync(typescript, { recursive: true, force: true });
  });

  test('the quick start writes the same bytes as in TypeScript', () => {
    writeFileSync(join(project, 'main.py'), quickStart('python'));
    execFileSync(python, ['main.py'], { cwd: project, env: { ...env, PYTHONPATH: join(library, 'src') }, stdio: 'pipe' });
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
    expect(() => execFileSync(python, ['wrong.py'], { cwd: project, env: { ...env, PYTHONPATH: join(library, 'src') }, stdio: 'pipe' }))
      .toThrow('domain: "https://union.example.com" has a scheme; write the bare host, union.example.com');
  }, 120_000);
});
