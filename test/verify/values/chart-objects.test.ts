import { parse } from 'yaml';
import type { KubeObject } from '../../../src/verify/kube/kube-object';
import { chartObjects, controllerObjects } from '../../../src/verify/values/chart-objects';
import { oneIn } from '../../_tools/drawn';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { placeInside, setOf, placeInValues } from './_sets';

/** Each judges the values of a plane by all rules. */
const deep = oneIn(2);

type Json = Record<string, unknown>;
type Said = Parameters<typeof setOf>[1];

const CREDENTIALS = 'flyte.secrets.adminOauthClientCredentials';

function objectsOf(text: string, said: Said = {}): readonly KubeObject[] {
  return chartObjects(setOf(text, said));
}

function named(kind: string, name: string, text: string, said: Said = {}): KubeObject {
  return objectsOf(text, said).find((object) => object.kind === kind && object.name === name)!;
}

const names = (text: string, kind: string) => objectsOf(text).filter((object) => object.kind === kind).map(({ name }) => name);
const pod = (name: string, text: string) => named('Deployment', name, text).objectAt('spec', 'template', 'spec') as { containers: [Json]; volumes: Json[] };

/** The Secrets that a workload mounts: `name at path`. */
function secretsOf(name: string, text: string): string[] {
  const { containers: [container], volumes } = pod(name, text);
  return (container.volumeMounts as { name: string; mountPath: string }[]).flatMap((mount) => {
    const secret = volumes.find((volume) => volume.name === mount.name)?.secret as { secretName: string } | undefined;
    return secret === undefined ? [] : [`${secret.secretName} at ${mount.mountPath}`];
  });
}

/** A config file of a workload, by the name of its ConfigMap. */
function file(configMap: string, key: string, text: string): Json {
  return parse(named('ConfigMap', `${configMap} of values.yaml`, text).textAt('data', key)!) as Json;
}

/** The values of a control plane with some of them set. */
const set = (values: Json, text = CONTROL_PLANE_VALUES) =>
  Object.entries(values).reduce((before, [path, value]) => withValue(before, path, value), text);
const withScheduler = (settings: Json = {}) =>
  set({ 'flyte.workflow_scheduler.enabled': true, ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${CREDENTIALS}.${key}`, value])) });
const USE_AUTH = 'flyte.configmap.adminServer.server.security.useAuth';

describe('of a control plane the chart makes', () => {
  deep('flyteadmin and the services with settings', () => {
    expect(names(CONTROL_PLANE_VALUES, 'Deployment')).toEqual(['flyteadmin', 'executions', 'cluster', 'usage', 'identity', 'cacheservice', 'authorizer']);
    expect(names(CONTROL_PLANE_VALUES.replace('2026.8.schema', '2026.3.schema'), 'Deployment')).toEqual(['flyteadmin', 'executions', 'cluster', 'usage']);
    expect(names(CONTROL_PLANE_VALUES, 'ConfigMap')).toEqual([
      'flyte-admin-base-config', 'executions', 'cluster', 'usage', 'identity', 'cacheservice-config', 'authorizer',
    ].map((name) => `${name} of values.yaml`).concat('ingress-nginx-controller', 'flyte-admin-private-config'));
    expect([true, false].map((enabled) => names(set({ 'flyte.workflow_scheduler.enabled': enabled }), 'Deployment').includes('flytescheduler'))).toEqual([true, false]);
  });

  deep('no object where server and clients do without authentication', () => {
    expect([false, true].map((enable) => objectsOf(set({ [USE_AUTH]: false, 'configMap.union.auth.enable': enable })).length > 0)).toEqual([false, true]);
  });

  deep('an empty Secret of flyteadmin, and that of the scheduler where a value fills it', () => {
    expect(names(CONTROL_PLANE_VALUES, 'Secret')).toEqual(['flyte-admin-secrets']);
    expect(named('Secret', 'flyte-admin-secrets', CONTROL_PLANE_VALUES, { namespace: 'union-cp' }).raw)
      .toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'flyte-admin-secrets', namespace: 'union-cp' }, stringData: {} });
    const secret = named('Secret', 'flyte-secret-auth', withScheduler({ clientSecret: 'placeholder' }));
    expect(secret.raw).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'flyte-secret-auth' }, stringData: { client_secret: 'placeholder' } });
    expect(placeInValues(secret, 'stringData', 'client_secret')).toBe(`${CREDENTIALS}.clientSecret`);
  });
});

describe('Secrets are mounted', () => {
  const VOLUMES = 'flyte.flyteadmin.additionalVolumes';
  const GLOBAL = 'global.KUBERNETES_SECRET_NAME';
  const OF_ADMIN = ['flyte-admin-secrets at /etc/secrets/', 'union-controlplane-secrets at /etc/secrets/union'];
  const OF_SCHEDULER = ['flyte-secret-auth at /etc/secrets/'];
  const own = set({ [VOLUMES]: ['none', { name: 'web', secret: { secretName: 'oidc' } }], 'flyte.flyteadmin.additionalVolumeMounts': ['none', { name: 'web', mountPath: '/etc/secrets/oauth' }] });

  deep.each<[string, string, string, string[]]>([
    ['its own', 'flyteadmin', CONTROL_PLANE_VALUES, OF_ADMIN],
    ['what its values add', 'flyteadmin', own, ['flyte-admin-secrets at /etc/secrets/', 'oidc at /etc/secrets/oauth']],
    ['the name that upstream dictates, where a blank global takes it away', 'flyteadmin', set({ [GLOBAL]: '' }), OF_ADMIN],
    ['the name that upstream dictates', 'executions', CONTROL_PLANE_VALUES, ['union-controlplane-secrets at /etc/secrets/union/']],
    ['the name that a global gives', 'usage', set({ [GLOBAL]: 'own' }), ['own at /etc/secrets/union/']],
    ['the name that upstream dictates, for a blank global', 'usage', set({ [GLOBAL]: '' }), ['union-controlplane-secrets at /etc/secrets/union/']],
    ['its own', 'flytescheduler', withScheduler(), OF_SCHEDULER],
    ['its own, where that is turned on', 'flytescheduler', withScheduler({ enabled: true }), OF_SCHEDULER],
    ['none, where it is told not to', 'flytescheduler', withScheduler({ enabled: false }), []],
  ])('%s by %s', (_, workload, text, expected) => expect(secretsOf(workload, text)).toEqual(expected));

  deep('in volumes under the chart\'s names, with what values say of them', () => {
    expect(pod('flyteadmin', set({ [GLOBAL]: '' })).volumes.map(({ name }) => name)).toEqual(['config', 'secret', 'union-secrets', 'private-config']);
    const optional = set({ [VOLUMES]: [{ name: 'union-secrets', secret: { optional: true } }, { name: 'map', configMap: { name: 'x' } }] });
    expect(pod('flyteadmin', optional).volumes.slice(2)).toEqual([
      { name: 'union-secrets', secret: { optional: true, secretName: 'union-controlplane-secrets' } }, { name: 'map', configMap: { name: 'x' } },
    ]);
  });

  deep('by the data plane, where each of its workloads looks', () => {
    const each = (text: string) => Object.fromEntries(names(text, 'Deployment').map((name) => [name, secretsOf(name, text)]));
    const mount = ['union-secret-auth at /etc/union/secret/'];
    const twice = [...mount, 'union-secret-auth at /etc/secrets/'];
    expect(each(DATA_PLANE_VALUES)).toEqual({ 'union-operator': mount, 'flytepropeller': mount, 'union-syncresources': mount, 'leaseworker': twice });
    expect(each(set({ 'secrets.admin.enable': false }, DATA_PLANE_VALUES))).toEqual({ 'union-operator': [], 'flytepropeller': [], 'union-syncresources': [], 'leaseworker': [] });
  });

  const two = set({ [VOLUMES]: [{ name: 'web', secret: { secretName: 'oidc' } }, { name: 'other', secret: { secretName: 'x' } }] });
  deep.each<[string, string, number, string]>([
    ['flyteadmin', own, 3, `${VOLUMES}[1]`], ['flyteadmin', two, 1, 'flyte.flyteadmin'], ['flyteadmin', two, 2, `${VOLUMES}[0]`], ['flyteadmin', two, 3, `${VOLUMES}[1]`],
    ['executions', CONTROL_PLANE_VALUES, 1, GLOBAL], ['flytescheduler', withScheduler(), 1, CREDENTIALS], ['union-operator', DATA_PLANE_VALUES, 1, 'secrets.admin'],
  ])('by %s, and the volume is where its Secret is named: %#', (workload, text, i, place) => {
    expect(placeInValues(named('Deployment', workload, text), 'spec', 'template', 'spec', 'volumes', i, 'secret')).toBe(place);
  });
});

describe('the Secret of a data plane', () => {
  const made = (more: Json = {}) => named('Secret', 'union-secret-auth', set({ 'secrets.admin.create': true, ...more }, DATA_PLANE_VALUES));
  const REFERENCE = '${secrets.admin.clientSecret}';

  deep('is made only where the values say so', () => {
    expect([DATA_PLANE_VALUES, DATA_PLANE_VALUES.replace('    create: false\n', '')].map((text) => names(text, 'Secret'))).toEqual([[], []]);
  });

  deep.each<[string, Json, string, string]>([
    ['what the values give', { 'secrets.admin.clientSecret': 'placeholder' }, 'placeholder', 'secrets.admin.clientSecret'],
    ['an unknown value where they give none', {}, REFERENCE, 'secrets.admin.create'],
    ['an unknown value where they give a blank', { 'secrets.admin.clientSecret': '' }, REFERENCE, 'secrets.admin.create'],
  ])('has %s, under both keys', (_, more, value, place) => {
    expect(made(more).at('stringData')).toEqual({ client_secret: value, app_secret: value });
    expect(placeInValues(made(more), 'stringData', 'client_secret')).toBe(place);
  });
});

describe('a workload', () => {
  deep('runs what the chart runs, on its configuration', () => {
    expect(pod('union-operator', DATA_PLANE_VALUES)).toEqual({
      containers: [{
        name: 'operator',
        args: ['operator', 'serve', '--config', '/etc/union/config/*.yaml', '--operator.tunnel.k8sSecretName', 'union-secret-auth'],
        volumeMounts: [{ name: 'config', mountPath: '/etc/union/config' }, { name: 'secret', mountPath: '/etc/union/secret/' }],
      }],
      volumes: [{ name: 'config', configMap: { name: 'union-operator of values.yaml' } }, { name: 'secret', secret: { secretName: 'union-secret-auth' } }],
    });
    const { volumeMounts: _, ...propeller } = pod('flytepropeller', DATA_PLANE_VALUES).containers[0];
    expect(propeller).toEqual({ name: 'flytepropeller', command: ['flytepropeller', '--config', '/etc/flyte/config/*.yaml'] });
    expect(objectsOf(DATA_PLANE_VALUES).slice(0, 2).map(({ apiVersion, kind }) => [apiVersion, kind])).toEqual([['apps/v1', 'Deployment'], ['v1', 'ConfigMap']]);
  });

  deep('has the variables that its own values list, those of all services without a list, and those of its data plane', () => {
    const list = (name: string) => [{ name }];
    const cp = set({ 'flyte.flyteadmin.env': list('A'), 'flyte.cacheservice.podEnv': list('B'), 'env': list('C'), 'services.usage.env': ['none', ...list('D')] });
    const dp = set({
      'operator.podEnv': list('E'), 'flytepropeller.podEnv': list('F'), 'leaseworker.podEnv': list('G'), 'clusterresourcesync.podEnv': list('H'), 'additionalPodEnvVars': { Z: 1 },
    }, DATA_PLANE_VALUES);
    const variables = (text: string) => Object.fromEntries(names(text, 'Deployment').map((name) => [name, pod(name, text).containers[0].env]));
    expect(variables(cp)).toEqual({
      flyteadmin: list('A'), cacheservice: list('B'), executions: list('C'), cluster: list('C'), usage: list('D'), identity: list('C'), authorizer: list('C'),
    });
    const withAll = (name: string) => [{ name: 'Z', value: '1' }, { name }];
    expect(variables(dp)).toEqual({ 'union-operator': withAll('E'), 'flytepropeller': withAll('F'), 'leaseworker': withAll('G'), 'union-syncresources': withAll('H') });
    const place = (text: string, workload: string) => placeInValues(named('Deployment', workload, text), 'spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value');
    expect([place(cp, 'usage'), place(dp, 'leaseworker')]).toEqual(['services.usage.env[1].value', 'additionalPodEnvVars.Z']);
  });

  deep('is where its release is', () => {
    const metadata = (kind: string, name: string, said?: Said) => named(kind, name, CONTROL_PLANE_VALUES, said).at('metadata');
    expect(metadata('Deployment', 'usage', { namespace: 'union-cp' })).toEqual({ name: 'usage', namespace: 'union-cp' });
    expect([metadata('ConfigMap', 'usage of values.yaml', {}), metadata('Deployment', 'usage')]).toEqual([{ name: 'usage of values.yaml' }, { name: 'usage' }]);
  });

  deep('has a name of its own for its configuration, by the first of its files', () => {
    const files = setOf({ 'east.yaml': DATA_PLANE_VALUES, 'more.yaml': 'config: { operator: {} }\n' });
    expect(chartObjects(files).filter(({ kind }) => kind === 'ConfigMap').map(({ name }) => name)).toContain('union-operator of east.yaml');
  });
});

describe('a service reads', () => {
  const text = set({ 'configMap.admin.endpoint': 'dns:///flyteadmin:81', 'services.executions.configMap.executions.app.adminClient.connection.endpoint': 'dns:///other:81' });

  deep('what all union services read, and what is for it alone', () => {
    expect(file('usage', 'config.yaml', text)).toMatchObject({
      admin: { endpoint: 'dns:///flyteadmin:81', clientId: 'service-id' }, union: { auth: { enable: true, clientId: 'service-id' } },
    });
    expect(file('usage', 'config.yaml', text)).not.toHaveProperty('executions');
    expect(file('executions', 'config.yaml', text)).toMatchObject({
      admin: { endpoint: 'dns:///flyteadmin:81' }, executions: { app: { adminClient: { connection: { endpoint: 'dns:///other:81', clientId: 'service-id' } } } },
    });
  });

  deep.each<[string, string, string, Record<string, string[]>]>([
    ['flyteadmin', 'flyte-admin-base-config', text, { 'server.yaml': ['admin', 'auth', 'authorizer', 'server'] }],
    ['the cache', 'cacheservice-config', text, { 'server.yaml': ['authorizer'] }],
    ['the scheduler', 'flyte-scheduler-config', withScheduler(), { 'admin.yaml': ['admin'] }],
    ['flytepropeller', 'flyte-propeller-config', DATA_PLANE_VALUES, { 'admin.yaml': ['admin'] }],
    ['a data plane', 'leaseworker', DATA_PLANE_VALUES, { 'config.yaml': ['admin', 'leaseworker', 'union'] }],
    ['the sync of resources', 'union-clusterresourcesync-config', DATA_PLANE_VALUES, { 'admin.yaml': ['admin'], 'cluster_resources.yaml': ['union'] }],
  ])('each block in its file: %s', (_, configMap, values, expected) => {
    const files = Object.keys(named('ConfigMap', `${configMap} of values.yaml`, values).objectAt('data'));
    expect(Object.fromEntries(files.map((name) => [name, Object.keys(file(configMap, name, values)).sort()]))).toEqual(expected);
  });

  deep('its own settings about authentication, and none that the chart mounts files for', () => {
    const own = { 'admin.retries': 3, 'authorizer.type': 'Noop', 'union.retries': 4, 'db.passwordPath': '/etc/db/pass.txt' };
    const read = file('usage', 'config.yaml', set(Object.fromEntries(Object.entries(own).map(([path, value]) => [`services.usage.configMap.${path}`, value])), text));
    expect(read).toMatchObject({ admin: { retries: 3 }, authorizer: { type: 'Noop' }, union: { retries: 4 } });
    expect(read).not.toHaveProperty('db');
  });

  deep('nothing from what is not a map', () => expect(file('usage', 'config.yaml', set({ 'configMap.admin': 'none' }, text))).not.toHaveProperty('admin'));
});

describe('in the values', () => {
  const OF_SERVICE = 'services.authorizer.configMap.authorizer';
  const text = set({ 'configMap.admin.endpoint': 'dns:///flyteadmin:81', [`${OF_SERVICE}.type`]: 'Union' });
  const config = (name: string, values: string) => named('ConfigMap', `${name} of values.yaml`, values);
  const shared = set({ 'configMap.authorizer.useExternalIdentity': 'true' }, text);
  const both = set({ 'configMap.authorizer.bootstrap.organization': 'acme', [`${OF_SERVICE}.bootstrap.organization`]: 'acme' }, text);

  deep.each<[string, string, string, string, string]>([
    ['where the values have it', 'usage', 'admin.endpoint', 'configMap.admin.endpoint', text],
    ['where the chart takes it from', 'usage', 'admin.clientId', 'global.INTERNAL_CLIENT_ID', text],
    ['where it would be', 'usage', 'admin.missing', 'configMap.admin.missing', text],
    ['in the block of flyteadmin', 'flyte-admin-base-config', 'auth.userAuth', 'flyte.configmap.adminServer.auth.userAuth', text],
    ['in the value that speaks of it, of two', 'authorizer', 'authorizer.type', `${OF_SERVICE}.type`, text],
    ['in the other value, where that speaks of it', 'authorizer', 'authorizer.useExternalIdentity', 'configMap.authorizer.useExternalIdentity', shared],
    ['in the nearer value, where none speaks of it', 'authorizer', 'authorizer.missing', `${OF_SERVICE}.missing`, text],
    ['in the nearer value, where both speak of it', 'authorizer', 'authorizer.bootstrap.organization', `${OF_SERVICE}.bootstrap.organization`, both],
  ])('a setting is %s', (_, name, path, place, values) => {
    expect(placeInside(config(name, values), name.startsWith('flyte-') ? 'server.yaml' : 'config.yaml', ...path.split('.'))).toBe(place);
  });

  deep.each<[string, string, string]>([
    ['flyteadmin', text, 'flyte.flyteadmin'], ['usage', text, 'services.usage'], ['flytescheduler', withScheduler(), CREDENTIALS], ['union-operator', DATA_PLANE_VALUES, 'secrets.admin'],
  ])('everything else of %s is where its own settings are', (name, values, place) => expect(placeInValues(named('Deployment', name, values), 'spec', 'template')).toBe(place));

  deep('so do its ConfigMap and its Secret', () => {
    expect([placeInValues(config('usage', text), 'data'), placeInValues(named('Secret', 'flyte-admin-secrets', text), 'stringData')]).toEqual(['services.usage', 'flyte.flyteadmin']);
  });
});

describe('the ingress-nginx of the chart', () => {
  const controllerOf = (settings: Json) => controllerObjects(setOf(set(settings), { namespace: 'union-cp' }));

  test('takes snippets, and what values set', () => {
    const [configMap, ...others] = controllerOf({ 'ingress-nginx.controller.config': { 'http-snippet': 'more_clear_input_headers X-A;' } });
    expect(others).toEqual([]);
    expect(configMap.objectAt('data')).toEqual({
      'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical', 'http-snippet': 'more_clear_input_headers X-A;',
    });
    expect(placeInValues(configMap, 'data', 'http-snippet')).toContain('ingress-nginx.controller.config.http-snippet');
    expect(placeInValues(configMap, 'data', 'allow-snippet-annotations')).toContain('ingress-nginx.controller');
  });

  test('has a ConfigMap with its headers for backends, which it names', () => {
    const [configMap, headers] = controllerOf({ 'ingress-nginx.controller.proxySetHeaders': { 'X-A': 'b' } });
    expect(configMap.textAt('data', 'proxy-set-headers')).toBe(headers.name);
    expect(headers.objectAt('data')).toEqual({ 'X-A': 'b' });
    expect(placeInValues(headers, 'data', 'X-A')).toContain('ingress-nginx.controller.proxySetHeaders.X-A');
  });

  test.each<[string, Json, number]>([
    ['is switched off', { 'ingress-nginx.enabled': false }, 0],
    ['serves another class than the Ingresses have', { 'ingress.className': 'nginx' }, 0],
    ['serves the class that both name', { 'ingress.className': 'nginx', 'ingress-nginx.controller.ingressClassResource.name': 'nginx' }, 1],
  ])('%s', (_, settings, number) => expect(controllerOf(settings)).toHaveLength(number));
});
