import { initTask, isSdk } from '../../../src/verify/credentials/credential-use';
import { configMap, deployment } from '../_manifests';
import { modelOf } from '../_model';
import { externalAuth, ISSUER } from '../_planes';
import { container } from '../kube/_views';

const LOCATION = '/etc/secrets/client_secret';
const shared = configMap('shared', {
  'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: LOCATION } },
  'server.yaml': { server: { security: { useAuth: true } }, auth: externalAuth(ISSUER) },
  'db.yaml': { database: { postgres: { passwordPath: '/etc/db/pass.txt' } } },
});
const running = (command: readonly string[], args: readonly string[]) =>
  modelOf(shared, deployment('any', { configMaps: { shared: '/etc/config' }, command, container: { image: 'unionai/services:1', args } }));
const CONFIG = ['--config', '/etc/config/*.yaml'];

test.each<[string, readonly string[], readonly string[]]>([
  ['the pod webhook, as the chart runs it', ['flytepropeller'], ['webhook', ...CONFIG]],
  ['its alias, by its path', ['/bin/flytepropeller', 'webhooks', ...CONFIG], []],
  ['the flags first', ['flytepropeller', ...CONFIG, '--propeller.cluster-id', 'dp1', 'webhook'], []],
  ['a flag with "="', ['flytepropeller', '--config=/etc/config/*.yaml', 'webhook'], []],
  ['a flag that takes no value', ['flytepropeller', '--logtostderr', 'webhook', ...CONFIG], []],
  ['the certificates of the pod webhook', ['flytepropeller'], ['webhook', 'init-certs', ...CONFIG]],
  ['all in args', [], ['flytepropeller', 'webhook', ...CONFIG]],
  ['behind an init process', ['/sbin/tini', '--', 'flytepropeller', 'webhook', ...CONFIG], []],
  ['behind another', ['dumb-init', 'exec', 'flytepropeller', 'webhook', ...CONFIG], []],
  ['in a small shell', ['/bin/ash', '-c'], ['flytepropeller webhook --config /etc/config/*.yaml']],
  ['in Debian’s shell', ['dash', '-c'], ['flytepropeller webhook --config /etc/config/*.yaml']],
  ['in a shell', ['/bin/sh', '-c'], ['exec flytepropeller webhook --config /etc/config/*.yaml']],
  ['the manager of propellers', ['flytepropeller-manager', ...CONFIG], []],
  ['the migration of the database', ['flyteadmin', ...CONFIG, 'migrate', 'run'], []],
  ['several in one script', ['sh', '-ec'], ['flyteadmin --config=/etc/config/*.yaml migrate run && flyteadmin --config=/etc/config/*.yaml migrate seed-projects']],
  ['several in one script, a line each, with a semicolon', ['bash', '-c'], ['\nflyteadmin migrate run --config /etc/config/*.yaml ;\n\nflyteadmin secrets init\n']],
  ['the check of a configuration', ['flytescheduler', 'config', 'validate', ...CONFIG], []],
])('a command that uses no credentials shares its config files with those who do: %s', (_, command, args) => {
  const model = running(command, args);
  expect(model.configs).toHaveLength(1);
  expect(model.clients).toEqual([]);
  expect(model.flyteadmins).toEqual([]);
  expect(model.credentials.map(({ purpose }) => purpose)).toEqual(['database password']);
});

test.each<[string, readonly string[], readonly string[]]>([
  ['an image that starts by itself', [], []],
  ['propeller', ['flytepropeller', ...CONFIG], []],
  ['propeller with a flag whose value is "webhook"', ['flytepropeller', '--propeller.cluster-id', 'webhook', ...CONFIG], []],
  ['flyteadmin', ['flyteadmin', ...CONFIG, 'serve'], []],
  ['cluster resource sync', ['clusterresource', ...CONFIG, 'clusterresource', 'run'], []],
  ['cluster resource sync of flyteadmin', ['flyteadmin', ...CONFIG, 'clusterresource', 'run'], []],
  ['the scheduler\'s check of flyteadmin', ['flytescheduler', 'precheck', ...CONFIG], []],
  ['the operator', [], ['operator', 'serve', ...CONFIG]],
  ['another binary with a subcommand of that name', ['leaseworker', 'webhook', ...CONFIG], []],
  ['a word of a command that names such a binary', ['operator', 'serve', '--image', 'flytepropeller-manager', ...CONFIG], []],
  ['a script that goes on with a client', ['sh', '-c'], ['flyteadmin migrate run --config /etc/config/*.yaml && flyteadmin serve --config /etc/config/*.yaml']],
  ['a script that hands its output to a client', ['sh', '-c'], ['flyteadmin migrate run --config /etc/config/*.yaml | flyteadmin serve']],
  ['a shell without a script', ['sh', '-c'], []],
  ['a shell with another option', ['sh', '-cx'], ['flyteadmin migrate run --config /etc/config/*.yaml']],
  ['what is no shell', ['zsh', '-c'], ['flyteadmin migrate run --config /etc/config/*.yaml']],
  ['a binary without a subcommand', ['flyteadmin', '--logtostderr'], []],
  ['a script that holds nothing', ['sh', '-c'], [' ']],
])('everything else may be a client: %s', (_, command, args) => {
  const model = running(command, args);
  expect(model.clients).toHaveLength(1);
  expect(model.flyteadmins).toHaveLength(1);
  expect(model.credentials.map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['service client secret', 'database password']));
});

test.each([
  [['flyteadmin', 'migrate', 'run'], 'migrate'], [['sh', '-c', 'flyteadmin  migrate run'], 'migrate'], [['flytescheduler', 'precheck'], 'precheck'],
  [['flytescheduler', 'precheck', 'migrate'], 'migrate'], [['flyteadmin', 'prechecks'], undefined], [[], undefined],
])('of an init container, %j, the task is %s', (command, task) => expect(initTask(container({ command }))).toBe(task));

test.each([['FLYTECTL_CONFIG', true], ['UNION_CONFIG', true], ['FLYTE_CONFIG', true], ['CONFIG', false]])('a container with %s runs an SDK or a CLI: %s', (name, expected) => {
  expect(isSdk(container({ env: [{ name: 'A', value: 'a' }, { name, value: '/etc/config.yaml' }] }))).toBe(expected);
});
