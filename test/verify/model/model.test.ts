import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { configMap, deployment, externalSecret, ingress, Json, manifests, object, secret } from '../_manifests';
import { modelOf } from '../_model';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

/** What the chart makes of values of the namespace union-cp. */
function made(values: string, ...objects: Json[]): string[] {
  const { objects: read, valueSets } = parseManifests([{ name: 'in.yaml', text: manifests(...objects) }], [{ name: 'values.yaml', text: values, namespace: 'union-cp' }]);
  return new Model(read, valueSets).objects.slice(read.length).map(({ kind, name }) => `${kind} ${name}`);
}

describe('beside manifests', () => {
  const ENVOY = withValue(CONTROL_PLANE_VALUES, 'global.INGRESS_PROVIDER', 'envoy');
  const INGRESS = 'networking.k8s.io/v1';
  const ROUTE = 'gateway.networking.k8s.io/v1';
  const NAME = 'controlplane-protected';
  const ALL = ['Deployment flyteadmin', 'Deployment usage', 'ConfigMap usage of values.yaml', 'Ingress controlplane'];
  const EMPTY = ['Secret flyte-admin-secrets'];
  const clusterWide = (spec: Json) => object('external-secrets.io/v1', 'ClusterExternalSecret', 'any', { spec: { externalSecretSpec: spec, namespaceSelectors: [{}] } }, null);

  test.each<[string, string[], string, Json[]]>([
    ['nothing of the chart: all of it', ALL, CONTROL_PLANE_VALUES, [object('v1', 'Service', 'flyteadmin')]],
    ['its name in another kind: all of it', ALL, CONTROL_PLANE_VALUES, [object('apps/v1', 'StatefulSet', 'flyteadmin')]],
    ['another of its objects: all of it', ALL, CONTROL_PLANE_VALUES, [object(INGRESS, 'Ingress', 'controlplane-grpc')]],
    ['its name in another namespace: all of it', ALL, CONTROL_PLANE_VALUES, [deployment('flyteadmin', { namespace: 'other' })]],
    ['a workload that it does not have: all of it', ALL, CONTROL_PLANE_VALUES, [deployment('own')]],
    ['no Ingress: it', [`Ingress ${NAME}`], CONTROL_PLANE_VALUES, [object('v1', 'Service', 'any')]],
    ['an Ingress alone: the rest', ['Deployment flyteadmin'], CONTROL_PLANE_VALUES, [object(INGRESS, 'Ingress', NAME)]],
    ['others like an Ingress: it', [`Ingress ${NAME}`], CONTROL_PLANE_VALUES,
      [object(INGRESS, 'Ingress', NAME, {}, 'other'), object(INGRESS, 'Ingress', `${NAME}-2`), object('example.com/v1', 'Ingress', NAME)]],
    ['no route: it', [`HTTPRoute ${NAME}`], ENVOY, [object('v1', 'Service', 'any')]],
    ['a route alone: the rest', ['Deployment flyteadmin'], ENVOY, [object(ROUTE, 'HTTPRoute', NAME)]],
    ['others like a route: it', [`HTTPRoute ${NAME}`], ENVOY, [object(ROUTE, 'HTTPRoute', NAME, {}, 'other'), object(ROUTE, 'HTTPRoute', `${NAME}-2`), object('example.com/v1', 'HTTPRoute', NAME)]],
    ['what fills an empty Secret: it', EMPTY, CONTROL_PLANE_VALUES, [externalSecret('flyte-admin-secrets')]],
    ['what fills an empty Secret under another name: it', EMPTY, CONTROL_PLANE_VALUES, [externalSecret('web', { target: 'flyte-admin-secrets' })]],
    ['what fills an empty Secret for the whole cluster: it', EMPTY, CONTROL_PLANE_VALUES, [clusterWide({ target: { name: 'flyte-admin-secrets' } })]],
    ['nothing of a Secret with keys: it', ['Secret union-secret-auth'], withValue(DATA_PLANE_VALUES, 'secrets.admin.create', true), []],
  ])('that show %s is made', (_, expected, values, objects) => expect(made(values, ...objects)).toEqual(expect.arrayContaining(expected)));

  test.each<[string, string[], string, Json[]]>([
    ['an Ingress', [`Ingress ${NAME}`], CONTROL_PLANE_VALUES, [object(INGRESS, 'Ingress', NAME)]],
    ['a route', [`HTTPRoute ${NAME}`], ENVOY, [object(ROUTE, 'HTTPRoute', NAME)]],
    ['nothing that fills an empty Secret', EMPTY, CONTROL_PLANE_VALUES, []],
    ['what fills another Secret', EMPTY, CONTROL_PLANE_VALUES, [externalSecret('flyte-admin-secrets', { target: 'other' })]],
    ['other objects of the Secret\'s name', EMPTY, CONTROL_PLANE_VALUES, [object('external-secrets.io/v1', 'SecretStore', 'flyte-admin-secrets'), object('v1', 'ConfigMap', 'flyte-admin-secrets')]],
  ])('that show %s it is not made', (_, unexpected, values, objects) => expect(made(values, ...objects)).not.toEqual(expect.arrayContaining(unexpected)));

  test.each([['in its namespace', deployment('flyteadmin')], ['without a namespace', deployment('usage', { namespace: null })]])(
    'that show a workload as it was rendered, %s, nothing is made', (_, rendered) => expect(made(CONTROL_PLANE_VALUES, rendered, externalSecret('flyte-admin-secrets'))).toEqual([]));
});

test('objects are found by kind and group, in the order of the input', () => {
  const model = modelOf(secret('b'), secret('a'), object('v1', 'ConfigMap', 'c'), object('networking.k8s.io/v1', 'Ingress', 'd'), object('extensions/v1', 'Ingress', 'e'));
  const names = (group: string, kind: string) => model.ofKind(group, kind).map(({ name }) => name);
  expect([names('', 'Secret'), names('networking.k8s.io', 'Ingress'), names('extensions', 'Ingress'), names('apps', 'Deployment')]).toEqual([['b', 'a'], ['d'], ['e'], []]);
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
  expect([files(null, null), files('union-cp', 'other')]).toEqual([['0.yaml', '1.yaml'], ['0.yaml', '0.yaml']]);
});

test('ExternalSecrets are those of any version, and those that ClusterExternalSecrets stamp out', () => {
  const model = modelOf(
    object('external-secrets.io/v1', 'ClusterExternalSecret', 'all', { spec: { externalSecretSpec: {} } }, null), externalSecret('one', { apiVersion: 'external-secrets.io/v1beta1' }), externalSecret('two'),
    object('example.com/v1', 'ExternalSecret', 'of-others'),
  );
  expect(model.externalSecrets.map(({ target }) => target)).toEqual(['one', 'two', 'all']);
});

const ADMIN = flyteadmin(externalAuth(ISSUER));
const ANYWHERE = flyteadmin(externalAuth(ISSUER), { namespace: null });
const host = (backend: string, namespace: string | null = 'union-cp') => ingress('routes', { host: 'apps.example.com', namespace, paths: { '/x': backend } });
const USAGE = ingress('other', { host: 'apps.example.com', namespace: 'other', paths: { '/usage': 'usage' } });
const routed = (...namespaces: string[]) => [
  object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }] } }, 'edge'),
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'routes', {
    spec: { parentRefs: [{ name: 'edge' }], hostnames: ['apps.example.com'], rules: [{ backendRefs: namespaces.map((namespace) => ({ name: 'executions', namespace, port: 80 })) }] },
  }, 'edge'),
];

test.each<[string, boolean, Json[], ...Json[][]]>([
  ['to flyteadmin, whatever else is in the input', true, [host('flyteadmin')]],
  ['to something else', false, [host('anything')]],
  ['to what only Union has, beside a flyteadmin', true, [...ADMIN, host('executions')]],
  ['to what only Union has, without a flyteadmin', false, [host('executions')]],
  ['to what only Union has, in another namespace', false, [...ADMIN, host('executions', 'other')]],
  ['to what only Union has, beside and elsewhere', true, [...ADMIN, host('executions'), USAGE]],
  ['to something else beside, and to what Union has elsewhere', false, [...ADMIN, host('anything'), USAGE]],
  ['to what open-source Flyte has, too', false, [...ADMIN, host('cacheservice')]],
  ['to something else beside a flyteadmin', false, [...ADMIN, host('anything')]],
  ['from another namespace than what they serve', true, [...ADMIN, ...routed('union-cp')]],
  ['from a Gateway to its own namespace', false, [...ADMIN, ...routed('edge')]],
  ['from a Gateway to both', true, [...ADMIN, ...routed('edge', 'union-cp')]],
  ['without namespaces, in one file', true, [...ANYWHERE, host('executions', null)]],
  ['to a flyteadmin without a namespace, in one file', true, [...ANYWHERE, host('executions')]],
  ['without namespaces, in two files', false, ANYWHERE, [host('executions', null)]],
  ['to a flyteadmin without a namespace, in two files', false, ANYWHERE, [host('executions')]],
  ['from an Ingress without a namespace, in one file', true, [...ADMIN, host('executions', null)]],
  ['from an Ingress without a namespace, in two files', false, ADMIN, [host('executions', null)]],
])('servers of Union lead %s: %s', (_, expected, ...files) => {
  const { objects } = parseManifests(files.map((file, i) => ({ name: `${i}.yaml`, text: manifests(...file) })));
  expect(new Model(objects).unionServers.map((server) => server.host)).toEqual(expected ? ['apps.example.com'] : []);
});

const ADMIN_CLIENT = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };
const WEBHOOK = { command: ['flytepropeller', 'webhook'] };
const OFF = flyteadmin(externalAuth(ISSUER), { useAuth: false });

test.each<[string, Json[], string[]]>([
  ['those of main containers', service('executions', ADMIN_CLIENT), ['admin of executions']],
  ['none of init containers', service('usage', ADMIN_CLIENT, { pod: { initContainers: [{ name: 'init', volumeMounts: [{ name: 'usage', mountPath: '/etc/config' }] }] } }), ['admin of usage']],
  ['none of others', [configMap('own', { 'a.yaml': ADMIN_CLIENT }), deployment('own', { configMaps: { own: '/etc/own' } })], []],
  ['none where the command uses no credentials', service('executions', ADMIN_CLIENT, WEBHOOK), []],
])('the clients of the input are %s', (_, objects, expected) => {
  expect(modelOf(...objects).clients.map(({ config, section }) => `${section} of ${config.container.name}`)).toEqual(expected);
});

test.each<[string, Json[], string[]]>([
  ['those that are presented', service('executions', ADMIN_CLIENT), ['service client secret of executions']],
  ['none of clients that flyteadmin does not ask', [...OFF, ...service('executions', ADMIN_CLIENT)], ['web client secret of flyteadmin']],
  ['those of clients that others ask', [...OFF, ...service('executions', { union: { auth: { enable: true, clientId: 'service' } } })], ['web client secret of flyteadmin', 'service client secret of executions']],
  ['none where the command uses none', service('executions', ADMIN_CLIENT, WEBHOOK), []],
  ['none of others', [configMap('own', { 'a.yaml': { database: { passwordPath: '/etc/db/pass.txt' } } }), deployment('own', { configMaps: { own: '/etc/own' } })], []],
])('the credentials of the input are %s', (_, objects, expected) => {
  expect(modelOf(...objects).credentials.map(({ purpose, container }) => `${purpose} of ${container.name}`)).toEqual(expected);
});

test('credentials are found by the Secret that they are read from, near an object', () => {
  const unmounted = service('usage', { admin: { clientId: 'service', clientSecretLocation: '/etc/elsewhere/client_secret' } });
  const model = modelOf(...service('executions', ADMIN_CLIENT), ...unmounted, ...service('executions', ADMIN_CLIENT, { namespace: 'other' }));
  const found = (name: string, namespace?: string) => model.credentialsIn(name, { cluster: undefined, namespace }).map(({ container: { workload } }) => `${workload.namespace}/${workload.name}`);
  expect([found('union-controlplane-secrets', 'union-cp'), found('union-controlplane-secrets'), found('other', 'union-cp')])
    .toEqual([['union-cp/executions'], ['union-cp/executions', 'other/executions'], []]);
});

const asking = (useAuth: boolean) => flyteadmin(externalAuth(ISSUER), { useAuth });

test.each<[string, string[], Json[], string[]]>([
  ['migrate', ['flyteadmin', 'migrate', 'run'], [], ['database password']],
  ['ask flyteadmin', ['flytescheduler', 'precheck'], [], ['service client secret']],
  ['ask a flyteadmin with authentication', ['flytescheduler', 'precheck'], asking(true), ['service client secret']],
  ['ask one without', ['flytescheduler', 'precheck'], asking(false), []],
  ['do anything else', ['flyteadmin', 'wait'], [], []],
])('credentials of init containers that %s', (_, command, objects, expected) => {
  const [configuration] = service('executions', { ...ADMIN_CLIENT, database: { passwordPath: '/etc/db/pass.txt' } });
  const init = { name: 'init', command, volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] };
  const pod = { initContainers: [init], containers: [{ name: 'main', command: ['sleep'] }], volumes: [{ name: 'config', configMap: { name: 'executions' } }] };
  const { credentials } = modelOf(configuration, deployment('executions', { pod }), ...objects);
  expect(credentials.filter(({ container }) => container.init).map(({ purpose }) => purpose)).toEqual(expected);
});
