import { configGlobs, configOverrides, matchesGlob, unflaggedGlob } from '../../../src/verify/credentials/config-files';
import { configMap, deployment } from '../_manifests';
import { modelOf } from '../_model';
import { container } from '../kube/_views';

test.each([
  [['flyteadmin', '--config', '/etc/config/*.yaml', 'serve'], ['/etc/config/*.yaml']],
  [['--config=/a/*.yaml', '--config', '/b.yaml'], ['/a/*.yaml', '/b.yaml']],
  [['sh', '-c', 'exec flyteadmin --config "/c/*.yaml"'], []],
  [['sh', '-c', 'exec flyteadmin --config /c/*.yaml\nwait'], ['/c/*.yaml']],
  [['flyteadmin', '--configuration', '/a'], []],
  [['--config'], []],
  [[], []],
])('of %j, the patterns are %j', (commandLine, globs) => expect(configGlobs(commandLine)).toEqual(globs));

test.each([
  ['/etc/a.yaml', '/etc/*.yaml', true], ['/etc/a.yaml', '/etc/a.yaml', true], ['/etc/b.yaml', '/etc/a.yaml', false], ['/etc/a.yaml.bak', '/etc/a.yaml', false],
  ['/etc/a.json', '/etc/*.yaml', false], ['/opt/a.yaml', '/etc/*.yaml', false], ['/ab', '/ab*b', false], ['/abb', '/ab*b', true], ['/etc/x/a.yaml', '/etc/*/*.yaml', true], ['/etc/x/a.yaml', '/etc/*.yaml', false],
])('%s is one of %s: %s', (path, glob, matches) => expect(matchesGlob(path, glob)).toBe(matches));

test.each([
  [['flyteadmin', 'serve'], undefined],
  [['flyteadmin', '/etc/config/*.yaml', 'serve'], '/etc/config/*.yaml'],
  [['sh', '-c', 'flyteadmin   /etc/config/*.yml'], '/etc/config/*.yml'],
  [['flyteadmin', 'x/etc/config/*.yaml'], undefined],
  [['flyteadmin', '/etc/config/*.yaml.bak'], undefined],
  [['flyteadmin', '/etc/config/a.yaml'], undefined],
  [['flyteadmin', '/*.yaml', '--config', '/etc/*.yaml'], undefined],
  [['flyteadmin', '--config'], '--config'],
  [['--config', '/etc/*.yaml'], undefined],
  [['flyteadmin', '--config', 'serve'], '--config'],
  [['flyteadmin', '--config='], undefined],
  [['flyteadmin', 'no--config', '/etc/*.yaml'], '/etc/*.yaml'],
  [['flyteadmin', '--configs', '/etc/*.yaml'], '/etc/*.yaml'],
])('of %j, %j has no flag', (commandLine, found) => expect(unflaggedGlob(commandLine)).toBe(found));

const CONFIG = { 'config.yaml': { a: 1 } };

/** Whether the config of a pod with these volumes, each at its path, is wholly in the input. */
function complete(volumes: Record<string, object>): boolean {
  const mounts = Object.keys(volumes).map((mountPath, index) => ({ name: `v${index}`, mountPath }));
  const pod = { containers: [{ name: 'main', image: 'registry.unionai.cloud/controlplane/services:2026.8.3', volumeMounts: mounts }], volumes: Object.values(volumes).map((volume, index) => ({ name: `v${index}`, ...volume })) };
  return modelOf(configMap('known', CONFIG), deployment('service', { pod })).configs[0].complete;
}

const known = { configMap: { name: 'known' } };

test.each([
  ['every source of its directory is there', { '/etc/config': known }, true],
  ['what is missing lies in another directory', { '/etc/config': known, '/etc/secrets': { secret: { secretName: 'x' } }, '/tmp': { emptyDir: {} } }, true],
  ['a projected ConfigMap is missing', { '/etc/config/': { projected: { sources: [known, { configMap: { name: 'unknown' } }] } } }, false],
  ['another container may fill an emptyDir of its directory', { '/etc/config': known, '/etc/config/': { emptyDir: {} } }, false],
  ['it lies at the root', { '/': known }, true],
  ['a Secret adds files at the root', { '/': known, '//': { secret: { secretName: 'x' } } }, false],
  ['a Secret adds files', { '/etc/config': { projected: { sources: [known, { secret: { name: 'private' } }] } } }, false],
])('a configuration is wholly in the input, %s: %s', (_, volumes, expected) => expect(complete(volumes)).toBe(expected));

const overrides = (spec: Record<string, unknown>) => configOverrides(container(spec)).map(({ map, field }) => [map, `${field}`.replace('spec.template.spec.containers[0].', '')]);

test('variables are paths in capitals, with dots', () => expect(overrides({
  env: [
    { name: 'AUTH.USERAUTH.REDIRECTURL', value: '/console' }, { name: 'ADMIN.SCOPES', value: 'a, b' }, { name: 'HOME', value: '/' }, { name: 'Admin.ClientId', value: 'x' },
    { name: 'ADMIN.CLIENTID', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }, { name: '1.A', value: 'x' }, { name: 'A.', value: 'x' },
  ],
})).toEqual([[{ auth: { userauth: { redirecturl: '/console' } } }, 'env[0].value'], [{ admin: { scopes: ['a', 'b'] } }, 'env[1].value']]));

test('flags are paths, with the value behind an equals sign or in the next word', () => {
  expect(overrides({ command: ['flyteadmin', '--admin.clientId=a=b', '--admin.endpoint', 'dns:///x'], args: ['--auth.allowedAudience', 'a,b', '--config', '/etc/*.yaml', 'serve'] })).toEqual([
    [{ admin: { clientId: 'a=b' } }, 'command[1]'], [{ admin: { endpoint: 'dns:///x' } }, 'command[2]'], [{ auth: { allowedAudience: ['a', 'b'] } }, 'args[0]'],
  ]);
});

test('a switch needs no value, and a flag without one says nothing', () => {
  expect(overrides({ args: ['--server.security.useAuth', 'serve', '--auth.disableForHttp=false', '--admin.clientId'] })).toEqual([
    [{ server: { security: { useAuth: 'true' } } }, 'args[0]'], [{ auth: { disableForHttp: 'false' } }, 'args[2]'],
  ]);
});

test('settings that are lists, and those that need no value', () => {
  const lists = ['admin.scopes', 'auth.allowedAudience', 'auth.authorizedUris'];
  const switches = [
    'security.useAuth', 'auth.disableForHttp', 'auth.disableForGrpc', 'admin.insecure', 'admin.insecureSkipVerify', 'auth.enable', 'server.secure', 'auth.insecureCookieHeader',
    'auth.useAudienceFromAdmin',
  ];
  const valueOf = (flag: string) => Object.values(configOverrides(container({ args: [`--${flag}`, 'a,b'] }))[0].map).flatMap((section) => Object.values(section as object));
  expect(lists.map(valueOf)).toEqual(lists.map(() => [['a', 'b']]));
  expect(switches.map(valueOf)).toEqual(switches.map(() => ['true']));
});

test('words of a script count, without their quotes', () => {
  expect(overrides({ command: ['sh', '-c', 'exec flyteadmin  "--admin.clientId=ab"\n\'--auth.x=y\' --admin.scopes="ab,c" serve'] })).toEqual([
    [{ admin: { clientId: 'ab' } }, 'command[2]'], [{ auth: { x: 'y' } }, 'command[2]'], [{ admin: { scopes: ['ab', 'c'] } }, 'command[2]'],
  ]);
});

test('a container without settings has no overrides', () => {
  expect(overrides({})).toEqual([]);
  expect(overrides({ command: ['flyteadmin', '--config', '/x', 'admin.clientId=a', 'no--admin.clientId=a'] })).toEqual([]);
});
