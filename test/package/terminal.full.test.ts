import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { requireCompiled } from '../_tools/compiled';
import { needing } from '../_tools/needs';
import { scratch } from '../_tools/scratch';
import { ROOT } from './_readme';

requireCompiled();

const hasTerminal = spawnSync('python3', ['-c', 'import pty']).status === 0;
const ENTER = '\r';
const DOWN = '\u001b[B';
const CONTROL_C = '\u0003';

const STEPS: readonly (readonly [string, string])[] = [
  ['Host name of the control plane', `union.example.com${ENTER}`],
  ['The name of your organization', ENTER],
  ['The identity provider', ENTER],
  ['The URL of the organization', `https://acme.okta.example.com${ENTER}`],
  ['The ID of the custom authorization server', ENTER],
  ['The audience', ENTER],
  ['Look the provider up', 'n'],
  ['registered', DOWN + ENTER],
  ['With Union', ENTER],
  ['Version of the charts', ENTER],
  ['How client secrets get', DOWN + ENTER],
  ['Which controller serves the control plane', ENTER],
  ['Names of the clusters', ENTER],
  ['Source of the API key', DOWN + ENTER],
  ['Names of pipelines', ENTER],
  ['Restrict the services', ENTER],
  ['The authorization mode', ENTER],
  ['The tool that installs the charts', ENTER],
];

needing('python3', hasTerminal).describe('in a real terminal', () => {
  const { at, read } = scratch();

  const type = (steps: typeof STEPS) => spawnSync('python3', [
    join(__dirname, '_terminal.py'), JSON.stringify(steps), process.execPath, join(ROOT, 'lib', 'cli', 'main.js'), 'init', '--values-only', at(),
  ], { encoding: 'utf8', env: { ...process.env, TERM: 'xterm' } });

  test('init asks, and writes what was answered', () => {
    expect(type([...STEPS, ['Write them?', ENTER]])).toMatchObject({ status: 0, stderr: '' });
    expect(parse(read('union-auth.yaml'))).toEqual({
      domain: 'union.example.com',
      identityProvider: { okta: { orgUrl: 'https://acme.okta.example.com' } },
      secrets: { kubernetesSecrets: {} },
      planes: { charts: {} },
      edge: { controller: { ingressNginx: {} } },
      controlPlane: { authorization: { noop: {} } },
      gitops: { helm: {} },
    });
    expect(existsSync(at('dist', 'controlplane.secrets.sh'))).toBe(true);
  }, 120_000);

  test('Ctrl-C breaks off, and nothing is written', () => {
    expect(type([...STEPS.slice(0, 3), ['The URL of the organization', CONTROL_C]])).toMatchObject({ status: 2 });
    expect(existsSync(at('union-auth.yaml'))).toBe(false);
  }, 120_000);
});
