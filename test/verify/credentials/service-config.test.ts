import { nestUnder } from '../../../src/common/data/json';
import { mustAuthenticate } from '../../../src/verify/credentials/flyteadmin';
import { configMap, deployment, Json } from '../_manifests';
import { modelOf } from '../_model';

const files = configMap('c', {
  'a.yaml': { Auth: { UserAuth: { openID: { clientId: 'a', scopes: ['x'], baseUrl: 'https://a' } } } },
  'b.yaml': { auth: { userauth: { OPENID: { clientid: 'b', scopes: ['y'] } } } },
  'notes.txt': 'auth: {userAuth: {openId: {clientId: no}}}',
  'list.yaml': '- 1\n',
});

test('files of a directory merge in the order of their names, keys in any case', () => {
  const [config] = modelOf(files, deployment('flyteadmin', { configMaps: { c: '/etc/config/' } })).configs;
  expect(config.directory).toBe('/etc/config');
  expect(config.text('auth.userAuth.openId.clientId')).toBe('b');
  expect(config.get('auth.userAuth.openId.scopes')?.texts).toEqual(['y']);
  expect(config.text('auth.userAuth.openId.baseUrl')).toBe('https://a');
  expect(config.get('auth.userAuth.openId.clientId')?.field.toString()).toBe('data["b.yaml"]: auth.userauth.OPENID.clientid');
  expect(config.fieldFor('auth.userAuth.openId.missing.deep').toString()).toBe('data["b.yaml"]: auth.userauth.OPENID');
});

test('the entries of a section are those of files, and its values also those of flags', () => {
  const [config] = modelOf(files, deployment('flyteadmin', { configMaps: { c: '/etc/config/' }, command: ['flyteadmin', '--auth.userAuth.openId.clientId=c'] })).configs;
  const section = config.section('auth.userAuth.openId')!;
  expect([section.entries.map(({ path, text }) => `${path.split('.').at(-1)} ${text}`), `${section.get('clientId')?.text} at ${section.get('clientId')?.field}`]).toEqual([
    ['clientId a', 'scopes undefined', 'baseUrl https://a', 'clientid b', 'scopes undefined'], 'c at spec.template.spec.containers[0].command[1]',
  ]);
});

test('only the files that --config names are read', () => {
  const workload = deployment('flyteadmin', { configMaps: { c: '/etc/config' }, command: ['x', '--config', '/etc/config/a*.yaml'] });
  expect(modelOf(files, workload).configs[0].text('auth.userAuth.openId.clientId')).toBe('a');
});

test('files of YAML and JSON are read, up to twelve maps deep', () => {
  const named = (name: string) => modelOf(configMap('c', { [name]: '{"admin":{"clientId":"a"}}' }), deployment('flyteadmin', { configMaps: { c: '/etc/c' } })).configs.length;
  expect(['a.yaml', 'a.yml', 'a.json', 'a.toml', 'a.yaml.bak'].map(named)).toEqual([1, 1, 1, 0, 0]);
  const deep = (depth: number) => configMap('c', { 'a.yaml': nestUnder(`${'x.'.repeat(depth)}adminClient.connection`, { clientId: 'a' }) });
  const sections = (depth: number) => modelOf(deep(depth), deployment('flyteadmin', { configMaps: { c: '/etc/c' } })).configs[0].sectionsNamed('adminClient.connection').length;
  expect([10, 11].map(sections)).toEqual([1, 0]);
});

test('a section that is missing is placed below the nearest one, otherwise in the file of its kind', () => {
  const [config] = modelOf(
    configMap('c', { 'a.yaml': { x: 1 }, 'server.yaml': { auth: { appAuth: {} } } }), deployment('flyteadmin', { configMaps: { c: '/etc/c' } }),
  ).configs;
  expect([config.placeFor('auth.userAuth.openId', 'a.yaml'), config.placeFor('union.auth', 'server.yaml'), config.placeFor('union.auth')].map(String)).toEqual([
    'data["server.yaml"]: auth.userAuth.openId', 'data["server.yaml"]: union.auth', 'data["a.yaml"]: union.auth',
  ]);
});

test('items and subPath rename files', () => {
  const configsOf = (volume: object, mount: object) => modelOf(configMap('c', { config: { admin: { clientId: 'x' } } }), deployment('flyteadmin', {
    container: { volumeMounts: [{ name: 'c', ...mount }] }, pod: { volumes: [{ name: 'c', configMap: { name: 'c', ...volume } }] },
  })).configs;
  expect(configsOf({ items: [{ key: 'config', path: 'admin.yaml' }] }, { mountPath: '/etc/c' })[0].directory).toBe('/etc/c');
  expect(configsOf({}, { mountPath: '/etc/c/admin.yaml', subPath: 'config' })[0].text('admin.clientId')).toBe('x');
  expect(configsOf({}, { mountPath: '/etc/c' })).toEqual([]);
});

test('the ConfigMap of the own namespace is read, otherwise one without a namespace', () => {
  const read = (...namespaces: readonly (string | null)[]) =>
    modelOf(deployment('flyteadmin', { configMaps: { c: '/etc/c' } }), ...namespaces.map((namespace) => configMap('c', { 'a.yaml': { admin: { clientId: `${namespace}` } } }, namespace)))
      .configs.map((config) => config.text('admin.clientId'));
  expect([read('other', null, 'union-cp'), read('other', null), read('other')]).toEqual([['union-cp'], ['null'], []]);
});

test('clients are found by the shape of their sections', () => {
  const connection = { clientId: 'c', clientSecretLocation: '/x', authorizationHeader: 'h' };
  const model = modelOf(configMap('c', {
    'a.yaml': {
      admin: { clientId: 'a', scopes: 'all' },
      union: { auth: { enable: 'true', clientId: 'b', authorizationMetadataKey: 'k' } },
      executions: { app: { adminClient: { connection } } },
    },
  }), deployment('flyteadmin', { configMaps: { c: '/etc/c' }, container: { image: 'unionai/services:1' } }));
  const rows = model.clients.map(({ kind, section, clientId: id, header, usesClientSecret: by }) => [kind, section, id?.text, header?.text, by]);
  expect(rows).toEqual([
    ['admin', 'admin', 'a', undefined, true],
    ['union', 'union.auth', 'b', 'k', true],
    ['admin-connection', 'executions.app.adminClient.connection', 'c', 'h', true],
  ]);
  expect(model.clients[0].scopes?.texts).toEqual(['all']);
});

test('flyteadmin is known by its relying party, and counts as enabled only with useAuth', () => {
  const [flyteadmin] = modelOf(
    configMap('c', { 'server.yaml': { server: { security: { useAuth: false } }, auth: { userAuth: { openId: { baseUrl: 'https://idp' } } } } }),
    deployment('flyteadmin', { configMaps: { c: '/etc/c' }, container: { image: 'unionai/services:1' } }),
  ).flyteadmins;
  expect(flyteadmin).toMatchObject({ authEnabled: false, authServerType: 'Self', grpcHeader: 'flyte-authorization' });
  expect(flyteadmin.externalIssuer?.text).toBe('https://idp');
});

test('flyteadmin’s headers are found in any case, and a missing relying party has a place', () => {
  const of = (server: Json) => modelOf(configMap('c', { 'server.yaml': { server: { security: { useAuth: true } }, ...server } }), deployment('flyteadmin', { configMaps: { c: '/etc/c' } })).flyteadmins[0];
  const told = of({ auth: { grpcAuthorizationHeader: 'X-Token', httpAuthorizationHeader: 'x-token' } });
  expect(['X-TOKEN', 'x-other'].map((header) => told.toldOf(header).map(String))).toEqual([
    ['data["server.yaml"]: auth.grpcAuthorizationHeader', 'data["server.yaml"]: auth.httpAuthorizationHeader'], [],
  ]);
  expect([told, of({})].map(({ missingAuth }) => missingAuth.map(String))).toEqual([[], ['data["server.yaml"]']]);
});

test.each<[Json, boolean]>([
  [{ useAuth: true }, false], [{ useAuth: false }, true], [{ useAuth: 'no' }, true], [{}, true], ...['<use-auth>', '{{ useAuth }}', '$USE_AUTH'].map((useAuth): [Json, boolean] => [{ useAuth }, false]),
])('flyteadmin with %j does not authenticate: %s', (security, expected) => {
  const server = { server: { security }, auth: { userAuth: { openId: { baseUrl: 'https://idp' } }, appAuth: { externalAuthServer: { baseUrl: '' } } } };
  const [flyteadmin] = modelOf(configMap('c', { 'server.yaml': server }), deployment('flyteadmin', { configMaps: { c: '/etc/c' } })).flyteadmins;
  expect([flyteadmin.authDisabled, flyteadmin.externalIssuer?.text]).toEqual([expected, 'https://idp']);
});

test.each<[string, Json, Json[], boolean]>([
  ['flyteadmin does not say', {}, [{}], true], ['flyteadmin requires a token', {}, [{ useAuth: true }], true], ['one of two requires a token', {}, [{ useAuth: false }, { useAuth: true }], true],
  ['flyteadmin requires none', {}, [{ useAuth: false }], false], ['it is not in the input', {}, [], true], ['it is not in the input, and the switch is off', { enable: false }, [], false],
])('whether a client authenticates, where %s', (_, auth, securities, expected) => {
  const model = modelOf(
    configMap('admin', { 'admin.yaml': { admin: { clientId: 'a' }, union: { auth } } }), deployment('executions', { configMaps: { admin: '/etc/c' }, container: { image: 'unionai/services:1' } }),
    ...securities.flatMap((security, i) => [
      configMap(`c${i}`, { 'server.yaml': { server: { security }, auth: { userAuth: { openId: { clientId: 'w' } } } } }, `n${i}`), deployment('flyteadmin', { configMaps: { [`c${i}`]: '/etc/c' }, namespace: `n${i}` }),
    ]),
  );
  expect([mustAuthenticate(model.clients[0], model.flyteadmins), model.flyteadmins.length]).toEqual([expected, securities.length]);
});
