import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { ControlPlane, ControlPlaneAuth, ControlPlaneProps, DataPlane, DataPlaneProps } from '../../../src';
import { dataPlaneOf, dataPlaneProps, externalSecrets, oktaAuth, SaidOf } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { Manifest, objectsOf } from '../../examples/_dist';

const identity = oktaAuth();
const secrets = externalSecrets({});

function controlPlane(props: Partial<ControlPlaneProps> = {}) {
  const app = new App();
  const plane = new ControlPlane(new Chart(app, 'union-cp'), 'plane', { identity, secrets, ...PLAIN, ...props });
  return { plane, app, manifests: () => objectsOf(app) };
}

function dataPlane(props: SaidOf<DataPlaneProps> = {}) {
  const app = new App();
  const plane = new DataPlane(new Chart(app, 'union'), 'plane', dataPlaneProps({ identity, secrets, ...PLAIN_DATA_PLANE, ...props }));
  return { plane, app, manifests: () => objectsOf(app) };
}

function find(manifests: Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) {
    throw new Error(`no ${kind} ${name}`);
  }
  return found;
}

function configOf(manifests: Manifest[], configMap: string, file: string): any {
  return parse(find(manifests, 'ConfigMap', configMap).data[file]);
}

describe('ControlPlane', () => {
  const manifests = controlPlane().manifests();

  test('has a Deployment for each service of the guide', () => {
    const names = manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['flyteadmin', 'flytescheduler', 'executions', 'cluster', 'usage']));
  });

  test('has the Services that the routes point at, and none for the scheduler', () => {
    const ports = (name: string) => find(manifests, 'Service', name).spec.ports.map(({ name: port, port: number }: any) => `${port}:${number}`);
    expect(ports('flyteadmin')).toEqual(['http:80', 'grpc:81']);
    expect(ports('executions')).toEqual(['grpc:80', 'http:81', 'debug:82']);
    expect(manifests.some(({ kind, metadata }) => kind === 'Service' && metadata.name === 'flytescheduler')).toBe(false);
  });

  test('a Service selects the pods of its Deployment', () => {
    for (const service of manifests.filter(({ kind, spec }) => kind === 'Service' && spec.selector['app.kubernetes.io/name'] !== undefined)) {
      const deployment = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === service.metadata.name);
      expect(deployment?.spec.template.metadata.labels).toMatchObject(service.spec.selector);
      expect(deployment?.spec.selector.matchLabels).toEqual(service.spec.selector);
    }
  });

  test('gives the pods the same settings as the chart: a block is written once', () => {
    const values = new ControlPlaneAuth(new Chart(new App(), 'cp'), 'auth', { identity, secrets }).helmValues.toObject() as any;
    const { server, auth: authBlock, admin } = configOf(manifests, 'flyte-admin-base-config', 'server.yaml');
    expect({ server, auth: authBlock }).toEqual({ server: values.flyte.configmap.adminServer.server, auth: values.flyte.configmap.adminServer.auth });
    expect(admin).toMatchObject(values.flyte.configmap.adminServer.admin);
    expect(configOf(manifests, 'flyte-scheduler-config', 'admin.yaml').admin).toMatchObject(values.flyte.configmap.adminServer.admin);
    for (const service of ['executions', 'cluster', 'usage']) {
      const config = configOf(manifests, service, 'config.yaml');
      expect(config.admin).toMatchObject(values.configMap.admin);
      expect(config.union.auth).toEqual(values.configMap.union.auth);
    }
    expect(configOf(manifests, 'executions', 'config.yaml').executions.app.adminClient.connection).toMatchObject(
      values.services.executions.configMap.executions.app.adminClient.connection,
    );
  });

  test('flyteadmin may write its own Secret and no other', () => {
    const { rules } = find(manifests, 'Role', 'flyteadmin-secrets') as any;
    expect(rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['flyte-admin-secrets'], verbs: ['get', 'update', 'patch'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    ]);
    const { spec } = find(manifests, 'Deployment', 'flyteadmin');
    expect(spec.template.spec.serviceAccountName).toBe('flyteadmin');
    expect(spec.template.spec.initContainers.map(({ name }: any) => name)).toEqual(['run-migrations', 'seed-projects', 'generate-secrets']);
    expect(spec.template.spec.initContainers[2].args[0]).toContain('--name flyte-admin-secrets');
  });

  test('no other pod may talk to the Kubernetes API', () => {
    for (const { metadata, spec } of manifests.filter(({ kind }) => kind === 'Deployment')) {
      expect([metadata.name, spec.template.spec.automountServiceAccountToken]).toEqual([metadata.name, metadata.name === 'flyteadmin']);
    }
  });

  test('further services by name, with the same authentication', () => {
    const more = controlPlane({ services: ['executions', 'dataproxy'] }).manifests();
    expect(configOf(more, 'dataproxy', 'config.yaml').union.auth.clientId).toBe('service-id');
    expect(find(more, 'Deployment', 'dataproxy').spec.template.spec.containers[0].args[0]).toBe('dataproxy');
    expect(() => find(more, 'Deployment', 'usage')).toThrow();
  });

  test('image registry, tag, and single images', () => {
    const { spec } = find(manifests, 'Deployment', 'usage');
    expect(spec.template.spec.containers[0].image).toBe('registry.example.com/union/services:1');
    const own = controlPlane({ settings: { usage: { image: 'registry.example.com/mine/usage:2' } } }).manifests();
    expect(find(own, 'Deployment', 'usage').spec.template.spec.containers[0].image).toBe('registry.example.com/mine/usage:2');
  });

  test('extra configuration is a separate file, read last', () => {
    const extra = controlPlane({ settings: { usage: { config: { db: { host: 'db.example.com' } } } } }).manifests();
    const files = Object.keys(find(extra, 'ConfigMap', 'usage').data).sort();
    expect(files).toEqual(['config.yaml', 'zz-extra.yaml']);
    expect(configOf(extra, 'usage', 'zz-extra.yaml')).toEqual({ db: { host: 'db.example.com' } });
  });

  test('the Deployment of a service can be changed', () => {
    const { plane, manifests: synthesized } = controlPlane();
    plane.deployment('usage').metadata.addAnnotation('example.com/owner', 'platform');
    expect(find(synthesized(), 'Deployment', 'usage').metadata.annotations).toMatchObject({ 'example.com/owner': 'platform' });
    expect(() => plane.deployment('billing')).toThrow('service: "billing" is not a service of this plane; it has flyteadmin, flytescheduler, executions, cluster, usage, flyteconsole');
  });

  test('wrong input: all problems at once', () => {
    const build = () =>
      controlPlane({
        images: { registry: 'https://registry.example.com/', tag: '<tag>' },
        services: ['usage', 'usage', 'flyteadmin'],
        settings: { billing: { config: {} } },
      });
    expect(build).toThrow('ControlPlane has 5 problems:');
    expect(build).toThrow('images.registry: "https://registry.example.com/" has a scheme or a trailing "/"; write only registry and path');
    expect(build).toThrow('images.tag: "<tag>" is a placeholder; replace it with your own value');
    expect(build).toThrow('services: "usage" is given twice');
    expect(build).toThrow('services: "flyteadmin" is given twice, or always exists');
    expect(build).toThrow('settings.billing: "billing" is not a service of this plane');
  });
});

describe('DataPlane', () => {
  const manifests = dataPlane().manifests();

  test('every service reaches the control plane through its edge, over TLS', () => {
    const operator = configOf(manifests, 'union-operator', 'config.yaml');
    expect(operator.union.connection.host).toBe('dns:///union.example.com');
    for (const [configMap, file] of [['flyte-propeller-config', 'admin.yaml'], ['union-clusterresourcesync-config', 'admin.yaml'], ['leaseworker', 'config.yaml']]) {
      expect(configOf(manifests, configMap, file).admin).toMatchObject({ endpoint: 'dns:///union.example.com', insecure: false, clientId: 'service-id' });
    }
  });

  test('task pods are given the eager API key', () => {
    expect(configOf(manifests, 'leaseworker', 'config.yaml').leaseworker.unionAuth).toEqual({ injectSecret: true, secretName: 'EAGER_API_KEY' });
  });

  test('the Secret that the leaseworker mounts twice gets a volume each', () => {
    const { containers, volumes } = find(manifests, 'Deployment', 'leaseworker').spec.template.spec;
    const secretVolumes = volumes.filter((volume: any) => volume.secret).map((volume: any) => [volume.name, volume.secret.secretName]);
    expect(secretVolumes).toEqual([['union-secret-auth', 'union-secret-auth'], ['union-secret-auth-2', 'union-secret-auth']]);
    expect(containers[0].volumeMounts.filter((mount: any) => mount.name.startsWith('union-secret-auth')).map((mount: any) => mount.mountPath)).toEqual([
      '/etc/union/secret', '/etc/secrets',
    ]);
  });

  test('two data planes live in one App', () => {
    const app = new App();
    new DataPlane(new Chart(app, 'one'), 'plane', { dataPlane: dataPlaneOf(identity), secrets, ...PLAIN_DATA_PLANE, namespace: 'union-one' });
    new DataPlane(new Chart(app, 'two'), 'plane', { dataPlane: dataPlaneOf(identity), secrets, ...PLAIN_DATA_PLANE, namespace: 'union-two' });
    const namespaces = objectsOf(app).flatMap(({ metadata }) => metadata.namespace ?? []);
    expect(namespaces.filter((namespace) => namespace === 'union-one')).toHaveLength(namespaces.length / 2);
  });

  test('wrong input: all problems at once', () => {
    const build = () => dataPlane({ namespace: 'Union', images: { ...PLAIN.images, tag: '' } });
    expect(build).toThrow('DataPlane has 2 problems:\n  - namespace: "Union"');
    expect(build).toThrow('  - images.tag: must not be empty');
    expect(() => dataPlane({ settings: { executor: { image: 'x' } } })).toThrow('settings.executor: "executor" is not a service of this plane; it has union-operator');
  });
});
