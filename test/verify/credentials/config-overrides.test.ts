import { configOverrides } from '../../../src/verify/credentials/config-files';
import { container } from '../kube/_views';

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
