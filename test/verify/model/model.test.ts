import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { configMap, deployment, externalSecret, ingress, Json, manifests, object, secret } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { modelOf } from '../_model';

describe('beside manifests', () => {
  /** What the chart makes of values of the namespace union-cp. */
  function made(values: string, ...objects: Json[]): string[] {
    const { objects: read, valueSets } = parseManifests([{ name: 'in.yaml', text: manifests(...objects) }], [{ name: 'values.yaml', text: values, namespace: 'union-cp' }]);
    return new Model(read, valueSets).objects.slice(read.length).map(({ kind, name }) => `${kind} ${name}`);
  }

  test.each([
    ['nothing of it', [object('v1', 'Service', 'flyteadmin')]],
    ['its name in another kind', [object('apps/v1', 'StatefulSet', 'flyteadmin')]],
    ['another of its objects', [object('networking.k8s.io/v1', 'Ingress', 'controlplane-grpc')]],
    ['its name in another namespace', [deployment('flyteadmin', { namespace: 'other' })]],
    ['a workload that it does not have', [deployment('own')]],
  ])('that show %s, the objects of the chart count', (_, objects) => {
    expect(made(CONTROL_PLANE_VALUES, ...objects)).toEqual(expect.arrayContaining(['Deployment flyteadmin', 'Deployment usage', 'ConfigMap usage of values.yaml', 'Ingress controlplane']));
  });

  test.each([
    ['in its namespace', deployment('flyteadmin')],
    ['without a namespace', deployment('usage', { namespace: null })],
  ])('that show a workload as it was rendered, %s, none does', (_, rendered) => {
    expect(made(CONTROL_PLANE_VALUES, rendered, externalSecret('flyte-admin-secrets'))).toEqual([]);
  });

  test.each([
    ['Ingress', CONTROL_PLANE_VALUES, 'networking.k8s.io/v1', 'controlplane-protected'],
    ['HTTPRoute', withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy'), 'gateway.networking.k8s.io/v1', 'controlplane-protected'],
  ])('%s that is shown alone is not made once more; others are', (kind, values, apiVersion, name) => {
    const one = `${kind} ${name}`;
    expect(made(values, object('v1', 'Service', 'any'))).toContain(one);
    expect(made(values, object(apiVersion, kind, name))).not.toContain(one);
    expect(made(values, object(apiVersion, kind, name, {}, 'other'), object(apiVersion, kind, `${name}-2`), object('example.com/v1', kind, name))).toContain(one);
    expect(made(values, object(apiVersion, kind, name))).toContain('Deployment flyteadmin');
  });

  const EMPTY = 'Secret flyte-admin-secrets';

  test('an empty Secret of the chart counts only where somebody is to fill it', () => {
    const clusterWide = (spec: Json) => object('external-secrets.io/v1', 'ClusterExternalSecret', 'any', { spec: { externalSecretSpec: spec, namespaceSelectors: [{}] } }, null);
    expect(made(CONTROL_PLANE_VALUES)).not.toContain(EMPTY);
    expect(made(CONTROL_PLANE_VALUES, externalSecret('flyte-admin-secrets'))).toContain(EMPTY);
    expect(made(CONTROL_PLANE_VALUES, externalSecret('web', { target: 'flyte-admin-secrets' }))).toContain(EMPTY);
    expect(made(CONTROL_PLANE_VALUES, clusterWide({ target: { name: 'flyte-admin-secrets' } }))).toContain(EMPTY);
    expect(made(CONTROL_PLANE_VALUES, externalSecret('flyte-admin-secrets', { target: 'other' }))).not.toContain(EMPTY);
    expect(made(CONTROL_PLANE_VALUES, object('external-secrets.io/v1', 'SecretStore', 'flyte-admin-secrets'), object('v1', 'ConfigMap', 'flyte-admin-secrets'))).not.toContain(EMPTY);
  });

  test('one with keys counts in any case', () => {
    expect(made(withValue(DATA_PLANE_VALUES, 'secrets.admin.create', true))).toContain('Secret union-secret-auth');
  });
});

test('objects are found by kind and group, in the order of the input', () => {
  const model = modelOf(secret('b'), secret('a'), object('v1', 'ConfigMap', 'c'), object('networking.k8s.io/v1', 'Ingress', 'd'), object('extensions/v1', 'Ingress', 'e'));
  const names = (group: string, kind: string) => model.ofKind(group, kind).map(({ name }) => name);
  expect([names('', 'Secret'), names('networking.k8s.io', 'Ingress'), names('extensions', 'Ingress'), names('apps', 'Deployment')]).toEqual([['b', 'a'], ['d'], ['e'], []]);
});

test('the content of unread kinds is not kept', () => {
  expect(() => modelOf().ofKind('', 'Endpoints')).toThrow('The content of a Endpoints is not kept; take it out of held-kinds.ts to read it');
});

test('workloads, ConfigMaps and Secrets are found by name near an object', () => {
  const model = modelOf(
    deployment('a', { namespace: 'other' }), deployment('a'), object('v1', 'ConfigMap', 'a', {}, 'other'), object('v1', 'ConfigMap', 'a'), secret('a', {}, 'other'), secret('a'),
  );
  const near = { cluster: undefined, namespace: 'union-cp' };
  const workload = model.workload('a', near)!;
  expect([workload.namespace, model.configMap('a', workload)?.object.namespace, model.secret('a', near)?.namespace]).toEqual(['union-cp', 'union-cp', 'union-cp']);
  expect([model.workload('b', near), model.configMap('b', workload), model.secret('b', near)]).toEqual([undefined, undefined, undefined]);
});

test('of ConfigMaps without a namespace, a workload without one reads that of its file', () => {
  const files = (...namespaces: (string | null)[]) => {
    const texts = namespaces.map((namespace, i) => ({ name: `${i}.yaml`, text: manifests(deployment(`reader-${i}`, { namespace: null }), object('v1', 'ConfigMap', 'c', {}, namespace)) }));
    const model = new Model(parseManifests(texts).objects);
    return model.workloads.map((workload) => model.configMap('c', workload)?.object.source.file);
  };
  expect(files(null, null)).toEqual(['0.yaml', '1.yaml']);
  expect(files('union-cp', 'other')).toEqual(['0.yaml', '0.yaml']);
});

test('ExternalSecrets are those of any version, and those that ClusterExternalSecrets stamp out', () => {
  const model = modelOf(
    object('external-secrets.io/v1', 'ClusterExternalSecret', 'all', { spec: { externalSecretSpec: {} } }, null), externalSecret('one', { apiVersion: 'external-secrets.io/v1beta1' }), externalSecret('two'),
    object('example.com/v1', 'ExternalSecret', 'of-others'),
  );
  expect(model.externalSecrets.map(({ target }) => target)).toEqual(['one', 'two', 'all']);
});

describe('servers of Union', () => {
  const ADMIN = flyteadmin(externalAuth(ISSUER));
  const host = (backend: string, namespace: string | null = 'union-cp') => ingress('routes', { host: 'apps.example.com', namespace, paths: { '/x': backend } });
  const hosts = (...objects: Json[]) => modelOf(...objects).unionServers.map((server) => server.host);

  test('lead to flyteadmin, whatever else is in the input', () => {
    expect(hosts(host('flyteadmin'))).toEqual(['apps.example.com']);
    expect(hosts(host('anything'))).toEqual([]);
  });

  test('serve what only Union has, beside a flyteadmin', () => {
    expect(hosts(...ADMIN, host('executions'))).toEqual(['apps.example.com']);
    expect(hosts(host('executions'))).toEqual([]);
    expect(hosts(...ADMIN, host('executions', 'other'))).toEqual([]);
    const other = (paths: Record<string, string>) => ingress('other', { host: 'apps.example.com', namespace: 'other', paths });
    expect(hosts(...ADMIN, host('executions'), other({ '/usage': 'usage' }))).toEqual(['apps.example.com']);
    expect(hosts(...ADMIN, host('anything'), other({ '/usage': 'usage' }))).toEqual([]);
    expect(hosts(...ADMIN, host('cacheservice'))).toEqual([]);
    expect(hosts(...ADMIN, host('anything'))).toEqual([]);
  });

  test('may stand in another namespace than what they serve', () => {
    const routes = (...namespaces: string[]) => [
      object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }] } }, 'edge'),
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'routes', {
        spec: { parentRefs: [{ name: 'edge' }], hostnames: ['apps.example.com'], rules: [{ backendRefs: namespaces.map((namespace) => ({ name: 'executions', namespace, port: 80 })) }] },
      }, 'edge'),
    ];
    expect(hosts(...ADMIN, ...routes('union-cp'))).toEqual(['apps.example.com']);
    expect(hosts(...ADMIN, ...routes('edge'))).toEqual([]);
    expect(hosts(...ADMIN, ...routes('edge', 'union-cp'))).toEqual(['apps.example.com']);
  });

  test('without a namespace belong to the objects in the same file', () => {
    const files = (...texts: string[]) => {
      const { objects } = parseManifests(texts.map((text, i) => ({ name: `${i}.yaml`, text })));
      return new Model(objects).unionServers.length;
    };
    const admin = flyteadmin(externalAuth(ISSUER), { namespace: null });
    expect(files(manifests(...admin, host('executions', null)))).toBe(1);
    expect(files(manifests(...admin, host('executions')))).toBe(1);
    expect(files(manifests(...admin), manifests(host('executions', null)))).toBe(0);
    expect(files(manifests(...admin), manifests(host('executions')))).toBe(0);
    expect(files(manifests(...ADMIN, host('executions', null)))).toBe(1);
    expect(files(manifests(...ADMIN), manifests(host('executions', null)))).toBe(0);
  });
});

const ADMIN_CLIENT = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };

describe('the clients of the input', () => {
  const clients = (...objects: Json[]) => modelOf(...objects).clients.map(({ config, section }) => `${section} of ${config.container.name}`);

  test('are those of Union\'s main containers', () => {
    expect(clients(...service('executions', ADMIN_CLIENT))).toEqual(['admin of executions']);
    const pod = { initContainers: [{ name: 'init', volumeMounts: [{ name: 'usage', mountPath: '/etc/config' }] }] };
    expect(clients(...service('usage', ADMIN_CLIENT, { pod }))).toEqual(['admin of usage']);
    expect(clients(configMap('own', { 'a.yaml': ADMIN_CLIENT }), deployment('own', { configMaps: { own: '/etc/own' } }))).toEqual([]);
  });

  test('are none where the command uses no credentials', () => {
    expect(clients(...service('executions', ADMIN_CLIENT, { command: ['flytepropeller', 'webhook'] }))).toEqual([]);
  });
});

describe('the credentials of the input', () => {
  const WEBHOOK = { command: ['flytepropeller', 'webhook'] };
  const purposes = (...objects: Json[]) => modelOf(...objects).credentials.map(({ purpose, container }) => `${purpose} of ${container.name}`);
  const off = flyteadmin(externalAuth(ISSUER), { useAuth: false });

  test('are those that somebody must present', () => {
    expect(purposes(...service('executions', ADMIN_CLIENT))).toEqual(['service client secret of executions']);
    expect(purposes(...off, ...service('executions', ADMIN_CLIENT))).toEqual(['web client secret of flyteadmin']);
    expect(purposes(...off, ...service('executions', { union: { auth: { enable: true, clientId: 'service' } } }))).toContain('service client secret of executions');
    expect(purposes(...service('executions', ADMIN_CLIENT, WEBHOOK))).toEqual([]);
    expect(purposes(configMap('own', { 'a.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }), deployment('own', { configMaps: { own: '/etc/own' } }))).toEqual([]);
  });

  test('are found by the Secret that they are read from, near an object', () => {
    const unmounted = service('usage', { admin: { clientId: 'service', clientSecretLocation: '/etc/elsewhere/client_secret' } });
    const model = modelOf(...service('executions', ADMIN_CLIENT), ...unmounted, ...service('executions', ADMIN_CLIENT, { namespace: 'other' }));
    const found = (name: string, namespace?: string) => model.credentialsIn(name, { cluster: undefined, namespace }).map(({ container: { workload } }) => `${workload.namespace}/${workload.name}`);
    expect(found('union-controlplane-secrets', 'union-cp')).toEqual(['union-cp/executions']);
    expect(found('union-controlplane-secrets')).toEqual(['union-cp/executions', 'other/executions']);
    expect(found('other', 'union-cp')).toEqual([]);
  });
});

describe('credentials of init containers', () => {
  /** The purposes of the credentials of a service with such an init container. */
  function purposes(command: readonly string[], ...objects: Json[]): string[] {
    const config = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' }, database: { passwordPath: '/etc/db/pass.txt' } };
    const [configuration] = service('executions', config);
    const mount = { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] };
    const pod = { initContainers: [{ name: 'init', command, ...mount }], containers: [{ name: 'main', command: ['sleep'] }], volumes: [{ name: 'config', configMap: { name: 'executions' } }] };
    return modelOf(configuration, deployment('executions', { pod }), ...objects).credentials.filter(({ container }) => container.init).map(({ purpose }) => purpose);
  }

  test.each([
    ['migrate', ['flyteadmin', 'migrate', 'run'], ['database password']],
    ['ask flyteadmin', ['flytescheduler', 'precheck'], ['service client secret']],
    ['do anything else', ['flyteadmin', 'wait'], []],
  ])('of those that %s', (_, command, expected) => expect(purposes(command)).toEqual(expected));

  test('count only where flyteadmin asks for them', () => {
    const asking = (useAuth: boolean) => purposes(['flytescheduler', 'precheck'], ...flyteadmin(externalAuth(ISSUER), { useAuth }));
    expect([asking(true), asking(false)]).toEqual([['service client secret'], []]);
  });
});
