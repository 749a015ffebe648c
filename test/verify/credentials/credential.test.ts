import { Model } from '../../../src/verify/model/model';
import { configMap, deployment, externalSecret, Json, manifests, object, secret } from '../_manifests';
import { modelOf } from '../_model';

const CONFIG = '/etc/config';
const relyingParty = (openId: object = {}) => configMap('flyteadmin', { 'server.yaml': { auth: { userAuth: { openId: { clientId: 'web', ...openId } } } } });
const admin = (settings: object) => configMap('flyteadmin', { 'admin.yaml': { admin: { clientId: 'service', ...settings } } });
const pod = (props: Parameters<typeof deployment>[1] = {}) =>
  deployment('flyteadmin', { configMaps: { flyteadmin: CONFIG }, secrets: { 'flyte-admin-secrets': '/etc/secrets' }, ...props });
const only = (model: Model) => {
  expect(model.credentials).toHaveLength(1);
  return model.credentials[0];
};

describe('where a credential lies', () => {
  test.each([
    ['the location that the setting names', admin({ clientSecretLocation: '/etc/secrets/other' }), pod(), { path: '/etc/secrets/other', key: { key: 'other' } }],
    ['a path below the working directory', admin({ clientSecretLocation: 'secrets/other' }), pod({ container: { workingDir: '/etc' } }), { path: 'secrets/other', key: { key: 'other' } }],
    ['a path below the directory of the image', admin({ clientSecretLocation: 'secrets/other' }), pod(), { lookup: { state: 'relative' } }],
    ['the default of the admin client', admin({}), pod(), { path: '/etc/secrets/client_secret', key: { secret: 'flyte-admin-secrets', key: 'client_secret' } }],
    ['the default of the relying party', relyingParty(), pod(), { path: '/etc/secrets/oidc_client_secret', key: { key: 'oidc_client_secret' } }],
    ['the name that the relying party has', relyingParty({ clientSecretName: 'web' }), pod(), { path: '/etc/secrets/web' }],
    ['the default of the relying party for an empty name', relyingParty({ clientSecretName: '' }), pod(), { path: '/etc/secrets/oidc_client_secret' }],
    ['the file of the relying party, before the name', relyingParty({ clientSecretName: 'web', clientSecretFile: '/etc/secrets/file' }), pod(), { path: '/etc/secrets/file' }],
    [
      'the environment, before the file of a name', relyingParty(),
      pod({ env: [{ name: 'FLYTE_SECRET_oidc_client_secret', valueFrom: { secretKeyRef: { name: 'web', key: 'secret' } } }] }),
      { envVar: 'FLYTE_SECRET_oidc_client_secret', key: { secret: 'web', key: 'secret' } },
    ],
    [
      'the variable of the admin client, before its location', admin({ clientSecretEnvVar: 'AUTH_secret', clientSecretLocation: '/x' }),
      pod({ container: { envFrom: [{ prefix: 'AUTH_', secretRef: { name: 'env' } }] } }),
      { envVar: 'AUTH_secret', key: { secret: 'env', key: 'secret' } },
    ],
  ])('%s', (_, config, workload, expected) => expect(only(modelOf(config, workload))).toMatchObject(expected));

  test('a variable of a ConfigMap comes from no Secret', () => {
    const workload = pod({ container: { envFrom: [{ prefix: 'AUTH_', configMapRef: { name: 'env' } }] } });
    expect(only(modelOf(admin({ clientSecretEnvVar: 'AUTH_secret' }), workload))).not.toHaveProperty('key');
  });

  test.each([
    ['a client that uses PKCE', admin({ authType: 'Pkce' })],
    ['service auth that is off', configMap('flyteadmin', { 'u.yaml': { union: { auth: { enable: false, clientId: 'x', clientSecretLocation: '/x' } } } })],
  ])('%s needs no credential', (_, config) => expect(modelOf(config, pod()).credentials).toEqual([]));

  test('an init container that looks whether flyteadmin answers is a client', () => {
    const init = { name: 'check', command: ['flytescheduler', 'precheck', '--config', '/x/*.yaml'], volumeMounts: [{ name: 'flyteadmin', mountPath: '/x' }] };
    const found = modelOf(admin({}), pod({ pod: { initContainers: [init] } })).credentials;
    expect(found.map(({ container, lookup }) => `${container.name} ${lookup?.state}`)).toEqual(['flyteadmin file', 'check unmounted']);
  });

  test('other init containers share the files and add nothing', () => {
    const workload = pod({ pod: { initContainers: [{ name: 'migrate', volumeMounts: [{ name: 'flyteadmin', mountPath: CONFIG }] }] } });
    expect(only(modelOf(admin({}), workload)).container.name).toBe('flyteadmin');
  });
});

test.each([
  [{ database: { passwordPath: '/etc/db/a' } }, ['database.passwordPath /etc/db/a']],
  [{ database: { postgres: { passwordPath: '/etc/db/a' } } }, ['database.postgres.passwordPath /etc/db/a']],
  [{ db: { passwordPath: '/etc/db/a' } }, ['db.passwordPath /etc/db/a']],
  [{ db: { passwordPath: '/etc/db/c' }, database: { passwordPath: '', postgres: { passwordPath: '/etc/db/b' } } }, ['database.postgres.passwordPath /etc/db/b']],
  [{ database: { path: '/etc/db/a' } }, []],
])('of a database with %j, the password is at %j', (settings, expected) => {
  expect(modelOf(configMap('flyteadmin', { 'db.yaml': settings }), pod()).credentials.map(({ purpose, setting, path }) => `${setting} ${path}${purpose === 'database password' ? '' : purpose}`))
    .toEqual(expected);
});

test('of several Secrets that may have a file, the one that is delivered counts', () => {
  const states: Record<string, Json[]> = {
    delivered: [secret('delivered', { client_secret: 'shh' })],
    possible: [externalSecret('possible', { keys: [], spec: { dataFrom: [{ extract: { key: 'x' } }] } })],
    placeholder: [secret('placeholder', { client_secret: 'placeholder' })],
    unknown: [],
    lacking: [secret('lacking', { other: 'x' })],
  };
  const names = Object.keys(states);
  const best = (all: string[]) => only(modelOf(admin({}), pod({
    container: { volumeMounts: [{ name: 'flyteadmin', mountPath: CONFIG }, { name: 'auth', mountPath: '/etc/secrets' }] },
    pod: { volumes: [{ name: 'flyteadmin', configMap: { name: 'flyteadmin' } }, { name: 'auth', projected: { sources: all.map((name) => ({ secret: { name } })) } }] },
  }), ...all.flatMap((name) => states[name]))).key?.secret;
  expect(names.map((_, i) => [best(names.slice(i)), best(names.slice(i).reverse())])).toEqual(names.map((name) => [name, name]));
});

describe('what a mount shows', () => {
  const auth = (volume: object, mount: object = {}, ...initContainers: readonly object[]) => pod({
    container: { volumeMounts: [{ name: 'flyteadmin', mountPath: CONFIG }, { name: 'auth', mountPath: '/etc/secrets', ...mount }] },
    pod: { initContainers, volumes: [{ name: 'flyteadmin', configMap: { name: 'flyteadmin' } }, { name: 'auth', ...volume }] },
  });

  test.each([
    ['a Secret', auth({ secret: { secretName: 'a' } }), { lookup: { state: 'file' }, key: { secret: 'a', key: 'client_secret' } }],
    ['renamed items', auth({ secret: { secretName: 'a', items: [{ key: 'k', path: 'client_secret' }] } }), { key: { secret: 'a', key: 'k' } }],
    ['items without the file', auth({ secret: { secretName: 'a', items: [{ key: 'client_secret', path: 'x' }] } }), { lookup: { state: 'absent' } }],
    ['items in a folder', auth({ secret: { secretName: 'a', items: [{ key: 'k', path: 'secrets/client_secret' }] } }, { mountPath: '/etc' }), { key: { key: 'k' } }],
    ['a subPath', auth({ secret: { secretName: 'a' } }, { mountPath: '/etc/secrets/client_secret', subPath: 'k' }), { key: { key: 'k' } }],
    ['another subPath', auth({ secret: { secretName: 'a' } }, { mountPath: '/etc/secrets/other', subPath: 'k' }), { lookup: { state: 'unmounted' } }],
    [
      'a projected volume', auth({ projected: { sources: [{ configMap: { name: 'c', items: [] } }, { serviceAccountToken: { path: 't' } }, { secret: { name: 'a' } }] } }),
      { key: { secret: 'a', key: 'client_secret' } },
    ],
    ['an emptyDir of this container alone', auth({ emptyDir: {} }), { lookup: { state: 'absent' } }],
    ['no source at all, which is an emptyDir', auth({}), { lookup: { state: 'absent' } }],
    ['a ConfigMap without a name', auth({ configMap: {} }), { lookup: { state: 'absent' } }],
    ['a ConfigMap, which leads to no Secret', auth({ configMap: { name: 'c' } }), { lookup: { state: 'file' }, key: undefined }],
    ['an emptyDir that another container fills', auth({ emptyDir: {} }, {}, { name: 'fetch', volumeMounts: [{ name: 'auth', mountPath: '/out' }] }), { lookup: { state: 'opaque' } }],
  ])('%s', (_, workload, expected) => {
    const { lookup, key } = only(modelOf(admin({}), workload));
    expect({ lookup, key }).toMatchObject(expected);
  });

  test.each([['/etc', '/etc/secrets'], ['/etc/secrets', '/etc']])('the nearest of nested mounts, %s and %s', (...paths) => {
    const mounts = paths.map((mountPath) => ({ name: mountPath.length > 4 ? 'near' : 'far', mountPath }));
    const nested = pod({
      container: { volumeMounts: [{ name: 'flyteadmin', mountPath: '/config' }, ...mounts] },
      pod: { volumes: [{ name: 'flyteadmin', configMap: { name: 'flyteadmin' } }, ...['near', 'far'].map((name) => ({ name, secret: { secretName: name } }))] },
    });
    expect(only(modelOf(admin({}), nested)).key?.secret).toBe('near');
  });

  test('files that an agent injects are opaque', () => {
    const workload = object('v1', 'Pod', 'p', {
      spec: { containers: [{ name: 'p', image: 'registry.example.com/unionai/services:1', volumeMounts: [{ name: 'c', mountPath: CONFIG }] }], volumes: [{ name: 'c', configMap: { name: 'flyteadmin' } }] },
    }, 'union-cp', { annotations: { 'vault.hashicorp.com/agent-inject': 'true' } });
    expect(only(modelOf(admin({}), workload)).lookup).toEqual({ state: 'opaque' });
  });
});

describe('who delivers it', () => {
  const delivery = (...objects: Parameters<typeof manifests>) => only(modelOf(admin({}), pod(), ...objects)).delivery?.state;
  const name = 'flyte-admin-secrets';
  const clusterWide = (own: string, namespace: string, target: object) => object('external-secrets.io/v1', 'ClusterExternalSecret', own, {
    spec: { namespaces: [namespace], externalSecretSpec: { ...target, data: [{ secretKey: 'client_secret', remoteRef: { key: 'x' } }] } },
  }, null);

  test.each([
    ['an ExternalSecret with the key', [externalSecret('auth', { target: name })], 'delivered'],
    ['an ExternalSecret that takes its own name', [externalSecret(name)], 'delivered'],
    ['an ExternalSecret with another key', [externalSecret('auth', { target: name, keys: ['other'] })], 'key-missing'],
    ['an ExternalSecret in another namespace', [externalSecret('auth', { target: name, namespace: 'elsewhere' })], 'unknown'],
    ['an ExternalSecret without namespace', [externalSecret('auth', { target: name, namespace: null })], 'delivered'],
    ['an ExternalSecret that writes nothing', [externalSecret('auth', { target: name, creationPolicy: 'None' })], 'key-missing'],
    ['everything that a store holds', [externalSecret('auth', { target: name, keys: [], spec: { dataFrom: [{ extract: { key: 'x' } }] } })], 'possible'],
    ['a template that leaves the key out', [externalSecret('auth', { spec: { target: { name, template: { data: { other: '{{ .client_secret }}' } } } } })], 'key-missing'],
    ['a ClusterExternalSecret for the namespace', [clusterWide('auth', 'union-cp', { target: { name } })], 'delivered'],
    ['a ClusterExternalSecret for another namespace', [clusterWide(name, 'x', {})], 'unknown'],
    ['a Secret with a value', [secret(name, { client_secret: 'shh' })], 'delivered'],
    ['a Secret with a placeholder', [secret(name, { client_secret: 'placeholder' })], 'placeholder'],
    ['a Secret with an encoded placeholder', [object('v1', 'Secret', name, { data: { client_secret: 'cGxhY2Vob2xkZXIK' } })], 'placeholder'],
    ['an empty Secret', [secret(name)], 'key-missing'],
    ['a placeholder and an ExternalSecret', [secret(name, { client_secret: 'placeholder' }), externalSecret('auth', { target: name })], 'delivered'],
    ['a SealedSecret', [object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: { client_secret: 'x' } } })], 'delivered'],
    ['no object', [], 'unknown'],
  ])('%s', (_, objects, expected) => expect(delivery(...objects)).toBe(expected));

  test('flyteadmin generates keys of its own', () => {
    const args = ['flyteadmin --config=/etc/config/*.yaml secrets init && flyteadmin secrets create --name flyte-admin-secrets --fromPath /tmp'];
    const model = modelOf(admin({}), pod({ pod: { initContainers: [{ name: 'generate-secrets', command: ['/bin/sh', '-c'], args }] } }));
    expect(model.writers.delivery(name, 'cookie_hash_key', { cluster: undefined, namespace: 'union-cp' }).state).toBe('delivered');
    expect(only(model).delivery?.state).toBe('key-missing');
  });
});
