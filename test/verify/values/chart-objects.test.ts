import { parse } from 'yaml';
import type { KubeObject } from '../../../src/verify/kube/kube-object';
import { chartObjects } from '../../../src/verify/values/chart-objects';
import { oneIn } from '../../_tools/drawn';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { insideStandsAt, setOf, standsAt } from './_sets';

/** Each judges the values of a plane by all rules. */
const deep = oneIn(2);

type Json = Record<string, unknown>;

const CREDENTIALS = 'flyte.secrets.adminOauthClientCredentials';

function objectsOf(text: string, said: Parameters<typeof setOf>[1] = {}): readonly KubeObject[] {
  return chartObjects(setOf(text, said));
}

function named(kind: string, name: string, text: string, said: Parameters<typeof setOf>[1] = {}): KubeObject {
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

const withScheduler = (settings: Json = {}) => Object.entries(settings).reduce(
  (text, [key, value]) => withValue(text, `${CREDENTIALS}.${key}`, value), withValue(CONTROL_PLANE_VALUES, 'flyte.workflow_scheduler.enabled', true),
);

describe('of a control plane the chart makes', () => {
  deep('flyteadmin and the services that are told something', () => {
    expect(names(CONTROL_PLANE_VALUES, 'Deployment')).toEqual(['flyteadmin', 'executions', 'cluster', 'usage', 'identity', 'cacheservice', 'authorizer']);
    expect(names(CONTROL_PLANE_VALUES, 'ConfigMap')).toEqual([
      'flyte-admin-base-config', 'executions', 'cluster', 'usage', 'identity', 'cacheservice-config', 'authorizer',
    ].map((name) => `${name} of values.yaml`).concat('ingress-nginx-controller', 'flyte-admin-private-config'));
  });

  deep('the scheduler only where it is turned on', () => {
    expect(names(withScheduler(), 'Deployment')).toContain('flytescheduler');
    expect(names(withValue(CONTROL_PLANE_VALUES, 'flyte.workflow_scheduler.enabled', false), 'Deployment')).not.toContain('flytescheduler');
  });

  deep('no object where server and clients do without authentication', () => {
    const off = withValue(withValue(CONTROL_PLANE_VALUES, 'flyte.configmap.adminServer.server.security.useAuth', false), 'configMap.union.auth.enable', false);
    expect(objectsOf(off)).toEqual([]);
    expect(objectsOf(withValue(off, 'configMap.union.auth.enable', true))).not.toEqual([]);
  });

  deep('an empty Secret of flyteadmin, and that of the scheduler where a value fills it', () => {
    expect(names(CONTROL_PLANE_VALUES, 'Secret')).toEqual(['flyte-admin-secrets']);
    expect(named('Secret', 'flyte-admin-secrets', CONTROL_PLANE_VALUES, { namespace: 'union-cp' }).raw)
      .toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'flyte-admin-secrets', namespace: 'union-cp' }, stringData: {} });
    const secret = named('Secret', 'flyte-secret-auth', withScheduler({ clientSecret: 'placeholder' }));
    expect(secret.raw).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'flyte-secret-auth' }, stringData: { client_secret: 'placeholder' } });
    expect(standsAt(secret, 'stringData', 'client_secret')).toBe(`${CREDENTIALS}.clientSecret`);
  });
});

describe('Secrets are mounted', () => {
  deep('by flyteadmin: its own, and what its values add', () => {
    expect(secretsOf('flyteadmin', CONTROL_PLANE_VALUES)).toEqual(['flyte-admin-secrets at /etc/secrets/', 'union-controlplane-secrets at /etc/secrets/union']);
    const own = withValue(withValue(CONTROL_PLANE_VALUES, 'flyte.flyteadmin.additionalVolumes', ['none', { name: 'web', secret: { secretName: 'oidc' } }]),
      'flyte.flyteadmin.additionalVolumeMounts', ['none', { name: 'web', mountPath: '/etc/secrets/oauth' }]);
    expect(standsAt(named('Deployment', 'flyteadmin', own), 'spec', 'template', 'spec', 'volumes', 3, 'secret')).toBe('flyte.flyteadmin.additionalVolumes[1]');
    expect(secretsOf('flyteadmin', own)).toEqual(['flyte-admin-secrets at /etc/secrets/', 'oidc at /etc/secrets/oauth']);
  });

  deep('by flyteadmin under the name that upstream dictates where a blank global takes it away', () => {
    const blank = withValue(CONTROL_PLANE_VALUES, 'global.KUBERNETES_SECRET_NAME', '');
    expect(secretsOf('flyteadmin', blank)).toEqual(['flyte-admin-secrets at /etc/secrets/', 'union-controlplane-secrets at /etc/secrets/union']);
    expect(pod('flyteadmin', blank).volumes.map(({ name }) => name)).toEqual(['config', 'secret', 'union-secrets', 'private-config']);
    const optional = withValue(CONTROL_PLANE_VALUES, 'flyte.flyteadmin.additionalVolumes', [{ name: 'union-secrets', secret: { optional: true } }, { name: 'map', configMap: { name: 'x' } }]);
    expect(pod('flyteadmin', optional).volumes.slice(2)).toEqual([
      { name: 'union-secrets', secret: { optional: true, secretName: 'union-controlplane-secrets' } }, { name: 'map', configMap: { name: 'x' } },
    ]);
  });

  deep('by union services, under the name that a global gives', () => {
    expect(secretsOf('executions', CONTROL_PLANE_VALUES)).toEqual(['union-controlplane-secrets at /etc/secrets/union/']);
    expect(secretsOf('usage', withValue(CONTROL_PLANE_VALUES, 'global.KUBERNETES_SECRET_NAME', 'own'))).toEqual(['own at /etc/secrets/union/']);
    expect(secretsOf('usage', withValue(CONTROL_PLANE_VALUES, 'global.KUBERNETES_SECRET_NAME', ''))).toEqual(['union-controlplane-secrets at /etc/secrets/union/']);
  });

  deep('by the scheduler, unless it is told not to', () => {
    expect(secretsOf('flytescheduler', withScheduler())).toEqual(['flyte-secret-auth at /etc/secrets/']);
    expect(secretsOf('flytescheduler', withScheduler({ enabled: true }))).toEqual(['flyte-secret-auth at /etc/secrets/']);
    expect(secretsOf('flytescheduler', withScheduler({ enabled: false }))).toEqual([]);
  });

  deep('by the data plane, where each of its workloads looks', () => {
    const each = (text: string) => Object.fromEntries(names(text, 'Deployment').map((name) => [name, secretsOf(name, text)]));
    const mount = ['union-secret-auth at /etc/union/secret/'];
    const twice = [...mount, 'union-secret-auth at /etc/secrets/'];
    expect(each(DATA_PLANE_VALUES)).toEqual({ 'union-operator': mount, 'flytepropeller': mount, 'union-syncresources': mount, 'leaseworker': twice });
    expect(each(withValue(DATA_PLANE_VALUES, 'secrets.admin.enable', false)))
      .toEqual({ 'union-operator': [], 'flytepropeller': [], 'union-syncresources': [], 'leaseworker': [] });
  });

  deep('and each volume stands where its Secret is named', () => {
    const volume = (text: string, workload: string, i: number) => standsAt(named('Deployment', workload, text), 'spec', 'template', 'spec', 'volumes', i, 'secret');
    const own = withValue(CONTROL_PLANE_VALUES, 'flyte.flyteadmin.additionalVolumes', [{ name: 'web', secret: { secretName: 'oidc' } }, { name: 'other', secret: { secretName: 'x' } }]);
    expect([1, 2, 3].map((i) => volume(own, 'flyteadmin', i))).toEqual(['flyte.flyteadmin', 'flyte.flyteadmin.additionalVolumes[0]', 'flyte.flyteadmin.additionalVolumes[1]']);
    expect(volume(CONTROL_PLANE_VALUES, 'executions', 1)).toBe('global.KUBERNETES_SECRET_NAME');
    expect(volume(withScheduler(), 'flytescheduler', 1)).toBe(CREDENTIALS);
    expect(volume(DATA_PLANE_VALUES, 'union-operator', 1)).toBe('secrets.admin');
  });
});

describe('the Secret of a data plane', () => {
  const secret = (text: string) => named('Secret', 'union-secret-auth', text);

  deep('is made only where the values say so', () => {
    expect(names(DATA_PLANE_VALUES, 'Secret')).toEqual([]);
    expect(names(DATA_PLANE_VALUES.replace('    create: false\n', ''), 'Secret')).toEqual([]);
  });

  deep('has what the values give, under both keys', () => {
    const given = secret(withValue(withValue(DATA_PLANE_VALUES, 'secrets.admin.create', true), 'secrets.admin.clientSecret', 'placeholder'));
    expect(given.at('stringData')).toEqual({ client_secret: 'placeholder', app_secret: 'placeholder' });
    expect(standsAt(given, 'stringData', 'client_secret')).toBe('secrets.admin.clientSecret');
  });

  deep.each([undefined, ''])('has what nobody knows where they give %p', (value) => {
    const text = withValue(DATA_PLANE_VALUES, 'secrets.admin.create', true);
    const open = secret(value === undefined ? text : withValue(text, 'secrets.admin.clientSecret', value));
    expect(open.at('stringData')).toEqual({ client_secret: '${secrets.admin.clientSecret}', app_secret: '${secrets.admin.clientSecret}' });
    expect(standsAt(open, 'stringData', 'client_secret')).toBe('secrets.admin.create');
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
    expect(pod('flytepropeller', DATA_PLANE_VALUES).containers[0]).toMatchObject({ name: 'flytepropeller', command: ['flytepropeller', '--config', '/etc/flyte/config/*.yaml'] });
    expect(pod('flytepropeller', DATA_PLANE_VALUES).containers[0]).not.toHaveProperty('args');
    expect(pod('union-operator', DATA_PLANE_VALUES).containers[0]).not.toHaveProperty('command');
    expect(objectsOf(DATA_PLANE_VALUES).slice(0, 2).map(({ apiVersion, kind }) => [apiVersion, kind])).toEqual([['apps/v1', 'Deployment'], ['v1', 'ConfigMap']]);
  });

  deep('is where its release is', () => {
    const metadata = (kind: string, name: string, said: Parameters<typeof setOf>[1]) => named(kind, name, CONTROL_PLANE_VALUES, said).at('metadata');
    expect(metadata('Deployment', 'usage', { namespace: 'union-cp' })).toEqual({ name: 'usage', namespace: 'union-cp' });
    expect(metadata('ConfigMap', 'usage of values.yaml', {})).toEqual({ name: 'usage of values.yaml' });
    expect(named('Deployment', 'usage', CONTROL_PLANE_VALUES).at('metadata')).toEqual({ name: 'usage' });
  });

  deep('that is told nothing is not made', () => {
    expect(names(CONTROL_PLANE_VALUES.replace('2026.8.schema', '2026.3.schema'), 'Deployment')).toEqual(['flyteadmin', 'executions', 'cluster', 'usage']);
  });

  deep('has a name of its own for its configuration, by the first of its files', () => {
    const set = setOf({ 'east.yaml': DATA_PLANE_VALUES, 'more.yaml': 'config: { operator: {} }\n' });
    expect(chartObjects(set).filter(({ kind }) => kind === 'ConfigMap').map(({ name }) => name)).toContain('union-operator of east.yaml');
  });
});

describe('a service reads', () => {
  const text = withValue(withValue(CONTROL_PLANE_VALUES, 'configMap.admin.endpoint', 'dns:///flyteadmin:81'),
    'services.executions.configMap.executions.app.adminClient.connection.endpoint', 'dns:///other:81');

  deep('what all union services read, and what is for it alone', () => {
    expect(file('usage', 'config.yaml', text)).toMatchObject({
      admin: { endpoint: 'dns:///flyteadmin:81', clientId: 'service-id' }, union: { auth: { enable: true, clientId: 'service-id' } },
    });
    expect(file('usage', 'config.yaml', text)).not.toHaveProperty('executions');
    expect(file('executions', 'config.yaml', text)).toMatchObject({
      admin: { endpoint: 'dns:///flyteadmin:81' }, executions: { app: { adminClient: { connection: { endpoint: 'dns:///other:81', clientId: 'service-id' } } } },
    });
  });

  deep('each block in its file: flyteadmin, the cache and a data plane', () => {
    expect(Object.keys(file('flyte-admin-base-config', 'server.yaml', text)).sort()).toEqual(['admin', 'auth', 'authorizer', 'server']);
    const files = (name: string, values: string) => Object.keys(named('ConfigMap', `${name} of values.yaml`, values).objectAt('data'));
    expect([files('flyte-admin-base-config', text), files('flyte-scheduler-config', withScheduler())]).toEqual([['server.yaml'], ['admin.yaml']]);
    expect(Object.keys(file('cacheservice-config', 'server.yaml', text))).toEqual(['authorizer']);
    expect(Object.keys(file('flyte-propeller-config', 'admin.yaml', DATA_PLANE_VALUES))).toEqual(['admin']);
    expect(Object.keys(file('leaseworker', 'config.yaml', DATA_PLANE_VALUES)).sort()).toEqual(['admin', 'leaseworker', 'union']);
    expect(files('union-clusterresourcesync-config', DATA_PLANE_VALUES).sort()).toEqual(['admin.yaml', 'cluster_resources.yaml']);
  });

  deep('what a service is told about authentication by itself, and nothing that the chart mounts files for', () => {
    const own = withValue(withValue(text, 'services.usage.configMap.authorizer.type', 'Noop'), 'services.usage.configMap.db.passwordPath', '/etc/db/pass.txt');
    expect(file('usage', 'config.yaml', own)).toMatchObject({ authorizer: { type: 'Noop' } });
    expect(file('usage', 'config.yaml', own)).not.toHaveProperty('db');
  });

  deep('nothing from what is no map', () => {
    expect(file('usage', 'config.yaml', withValue(text, 'configMap.admin', 'none'))).not.toHaveProperty('admin');
  });
});

describe('in the values', () => {
  const text = withValue(withValue(CONTROL_PLANE_VALUES, 'configMap.admin.endpoint', 'dns:///flyteadmin:81'), 'services.authorizer.configMap.authorizer.type', 'Union');
  const config = (name: string, values = text) => named('ConfigMap', `${name} of values.yaml`, values);

  deep('a setting stands where the values have it, or what the chart takes it from', () => {
    expect(insideStandsAt(config('usage'), 'config.yaml', 'admin', 'endpoint')).toBe('configMap.admin.endpoint');
    expect(insideStandsAt(config('usage'), 'config.yaml', 'admin', 'clientId')).toBe('global.INTERNAL_CLIENT_ID');
    expect(insideStandsAt(config('usage'), 'config.yaml', 'admin', 'missing')).toBe('configMap.admin.missing');
    expect(insideStandsAt(config('flyte-admin-base-config'), 'server.yaml', 'auth', 'userAuth')).toBe('flyte.configmap.adminServer.auth.userAuth');
  });

  deep('of two values that make one section, that counts which speaks of the place', () => {
    expect(insideStandsAt(config('authorizer'), 'config.yaml', 'authorizer', 'type')).toBe('services.authorizer.configMap.authorizer.type');
    const shared = withValue(text, 'configMap.authorizer.useExternalIdentity', 'true');
    expect(insideStandsAt(config('authorizer', shared), 'config.yaml', 'authorizer', 'useExternalIdentity')).toBe('configMap.authorizer.useExternalIdentity');
    expect(insideStandsAt(config('authorizer'), 'config.yaml', 'authorizer', 'missing')).toBe('services.authorizer.configMap.authorizer.missing');
    const both = withValue(withValue(text, 'configMap.authorizer.bootstrap.organization', 'acme'), 'services.authorizer.configMap.authorizer.bootstrap.organization', 'acme');
    expect(insideStandsAt(config('authorizer', both), 'config.yaml', 'authorizer', 'bootstrap', 'organization')).toBe('services.authorizer.configMap.authorizer.bootstrap.organization');
  });

  deep('all else of a workload stands where its own settings are', () => {
    const place = (kind: string, name: string, values = text) => standsAt(named(kind, name, values), 'spec', 'template');
    expect(place('Deployment', 'flyteadmin')).toBe('flyte.flyteadmin');
    expect(place('Deployment', 'usage')).toBe('services.usage');
    expect(place('Deployment', 'flytescheduler', withScheduler())).toBe(CREDENTIALS);
    expect(place('Deployment', 'union-operator', DATA_PLANE_VALUES)).toBe('secrets.admin');
    expect(standsAt(config('usage'), 'data')).toBe('services.usage');
    expect(standsAt(named('Secret', 'flyte-admin-secrets', text), 'stringData')).toBe('flyte.flyteadmin');
  });
});
