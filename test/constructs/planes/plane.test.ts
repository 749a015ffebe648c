import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlane, ControlPlaneAuth, ControlPlaneProps, DataPlaneAuth, EdgeController, PlaneEdge } from '../../../src';
import { mergeValues } from '../../../src/common/data/json';
import { InvalidPropsError, Problems } from '../../../src/common/props/problems';
import { Plane } from '../../../src/constructs/planes/plane';
import { PlaneAuth } from '../../../src/constructs/planes/plane-auth';
import { dataPlaneOf, externalSecrets, oktaAuth, unionAuth } from '../../_tools/fixtures';
import { configOf, controlPlane, controlPlaneAuth, dataPlane, dataPlaneAuth, find, named, ofKind } from '../../_tools/made';
import { PLAIN } from '../../_tools/plain-plane';
import { problemsOf } from '../../_tools/problems';

const identity = oktaAuth();
const secrets = externalSecrets();
const [control, data] = [controlPlane(), dataPlane()];
const { values } = controlPlaneAuth();
const containerOf = (manifests = control.manifests, deployment = 'usage') => find(manifests, 'Deployment', deployment).spec.template.spec.containers[0];

describe('a plane contains its authentication', () => {
  const listing = unionAuth({ dataPlanes: { east: { operator: { clientId: 'east-id', secret: { key: 'union/east-id' } } } } });

  test('a control plane hands out the values that are beside the chart', () => {
    expect(control.made.auth).toBeInstanceOf(ControlPlaneAuth);
    // The plane has routes of its own, so the chart renders none.
    expect(control.made.auth.helmValues.toObject()).toEqual(mergeValues(values, { global: { INGRESS_PROVIDER: 'none' } }));
  });

  test('a data plane too, with the client that it signs in with', () => {
    const own = { identity: listing, clusterName: 'east' };
    const { made } = dataPlane(own);
    expect(made.auth).toBeInstanceOf(PlaneAuth);
    expect(made.auth.helmValues.toObject()).toEqual(dataPlaneAuth(own).values);
    expect([made.clientId, made.auth.clientId]).toEqual(['east-id', 'east-id']);
  });

  test('it checks the props, and its authentication does not check them again', () => {
    const thrown = jest.spyOn(Problems.prototype, 'throwIfAny');
    controlPlane();
    dataPlane();
    const subjects = thrown.mock.contexts.map((problems) => (problems as unknown as { readonly subject: string }).subject);
    thrown.mockRestore();
    expect(subjects).toEqual(expect.arrayContaining(['ControlPlane', 'DataPlane']));
    expect(subjects.filter((subject) => subject.endsWith('PlaneAuth'))).toEqual([]);
  });

  test.each<[string, Plane & { auth: PlaneAuth }]>([['control plane', controlPlane({ namespace: 'cp' }).made], ['data plane', dataPlane({ namespace: 'dp' }).made]])(
    'what a %s needs is what its authentication needs', (_, made) => {
      expect(made.requiredSecrets.length).toBeGreaterThan(0);
      expect(made.requiredSecrets).toEqual(made.auth.requiredSecrets);
      expect(new Set(made.requiredSecrets.map(({ namespace }) => namespace))).toEqual(new Set([made.namespace]));
    });

  test('secretMounts of a service', () => {
    const names = (plane: Plane | PlaneAuth) => plane.secretMounts('flyteadmin').map(({ secretName }) => secretName);
    expect(names(control.made)).toEqual(names(controlPlaneAuth().plane));
    expect(data.made.secretMounts('union-operator')).toHaveLength(1);
    expect(() => data.made.secretMounts('billing')).toThrow('service: "billing" is not a service of this release');
  });
});

describe('a control plane', () => {
  const { manifests } = control;

  test('has a Deployment for each service of the guide', () => {
    const names = ofKind(manifests, 'Deployment').map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['flyteadmin', 'flytescheduler', 'executions', 'cluster', 'usage']));
  });

  test('has the Services that the routes point at, and none for the scheduler', () => {
    const ports = (name: string) => named(manifests, 'Service', name)?.spec.ports.map(({ name: port, port: number }: any) => `${port}:${number}`);
    expect(['flyteadmin', 'executions', 'flytescheduler'].map(ports)).toEqual([['http:80', 'grpc:81'], ['grpc:80', 'http:81', 'debug:82'], undefined]);
  });

  test('a Service selects the pods of its Deployment', () => {
    for (const { metadata, spec } of ofKind(manifests, 'Service').filter((service) => service.spec.selector['app.kubernetes.io/name'] !== undefined)) {
      const deployment = find(manifests, 'Deployment', metadata.name);
      expect(deployment.spec.template.metadata.labels).toMatchObject(spec.selector);
      expect(deployment.spec.selector.matchLabels).toEqual(spec.selector);
    }
  });

  test('gives the pods the same settings as the chart: a block is written once', () => {
    const { adminServer } = values.flyte.configmap;
    const { server, auth, admin } = configOf(manifests, 'flyte-admin-base-config', 'server.yaml');
    expect({ server, auth }).toEqual({ server: adminServer.server, auth: adminServer.auth });
    expect(admin).toMatchObject(adminServer.admin);
    expect(configOf(manifests, 'flyte-scheduler-config', 'admin.yaml').admin).toMatchObject(adminServer.admin);
    for (const service of ['executions', 'cluster', 'usage']) {
      const config = configOf(manifests, service);
      expect(config.admin).toMatchObject(values.configMap.admin);
      expect(config.union.auth).toEqual(values.configMap.union.auth);
    }
    expect(configOf(manifests, 'executions').executions.app.adminClient.connection).toMatchObject(values.services.executions.configMap.executions.app.adminClient.connection);
  });

  test('flyteadmin may write its own Secret and no other', () => {
    expect(find(manifests, 'Role', 'flyteadmin-secrets').rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['flyte-admin-secrets'], verbs: ['get', 'update', 'patch'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    ]);
    const { serviceAccountName, initContainers } = find(manifests, 'Deployment', 'flyteadmin').spec.template.spec;
    expect([serviceAccountName, ...initContainers.map(({ name }: any) => name)]).toEqual(['flyteadmin', 'run-migrations', 'seed-projects', 'generate-secrets']);
    expect(initContainers[2].args[0]).toContain('--name flyte-admin-secrets');
  });

  test('no other pod may talk to the Kubernetes API', () => {
    const withToken = ofKind(manifests, 'Deployment').filter(({ spec }) => spec.template.spec.automountServiceAccountToken !== false);
    expect(withToken.map(({ metadata, spec }) => [metadata.name, spec.template.spec.automountServiceAccountToken])).toEqual([['flyteadmin', true]]);
  });

  test('further services by name, with the same authentication', () => {
    const more = controlPlane({ services: ['executions', 'dataproxy'] }).manifests;
    expect(configOf(more, 'dataproxy').union.auth.clientId).toBe('service-client-id');
    expect(containerOf(more, 'dataproxy').args[0]).toBe('dataproxy');
    expect(named(more, 'Deployment', 'usage')).toBeUndefined();
  });

  test('image registry, tag, and single images', () => {
    expect(containerOf().image).toBe('registry.example.com/union/services:1');
    expect(containerOf(controlPlane({ settings: { usage: { image: 'registry.example.com/mine/usage:2' } } }).manifests).image).toBe('registry.example.com/mine/usage:2');
  });

  test('extra configuration is a separate file, read last', () => {
    const config = { db: { host: 'db.example.com' } };
    const extra = controlPlane({ settings: { usage: { config } } }).manifests;
    expect(Object.keys(find(extra, 'ConfigMap', 'usage').data).sort()).toEqual(['config.yaml', 'zz-extra.yaml']);
    expect(configOf(extra, 'usage', 'zz-extra.yaml')).toEqual(config);
  });

  test('the Deployment of a service can be changed', () => {
    const { made } = controlPlane();
    made.deployment('usage').metadata.addAnnotation('example.com/owner', 'platform');
    expect(made.object('Deployment', 'usage').toJson().metadata.annotations).toMatchObject({ 'example.com/owner': 'platform' });
    expect(() => made.deployment('billing')).toThrow('service: "billing" is not a service of this plane; it has flyteadmin, flytescheduler, executions, cluster, usage, flyteconsole');
  });
});

describe('a data plane', () => {
  const { manifests } = data;

  test('the Secret that the leaseworker mounts twice gets a volume each', () => {
    const { containers, volumes } = find(manifests, 'Deployment', 'leaseworker').spec.template.spec;
    const secretVolumes = volumes.filter((volume: any) => volume.secret).map((volume: any) => [volume.name, volume.secret.secretName]);
    expect(secretVolumes).toEqual([['union-secret-auth', 'union-secret-auth'], ['union-secret-auth-2', 'union-secret-auth']]);
    expect(containers[0].volumeMounts.filter((mount: any) => mount.name.startsWith('union-secret-auth')).map((mount: any) => mount.mountPath)).toEqual(['/etc/union/secret', '/etc/secrets']);
  });
});

describe('bad input comes in one error, and leaves nothing behind', () => {
  const bad: Partial<ControlPlaneProps> = {
    namespace: 'Union_CP',
    services: ['usage', 'usage', 'flyteadmin'],
    images: { registry: 'https://registry.example.com/', tag: '<tag>' },
    settings: { billing: { image: 'https://hunter2@registry.example.com/billing:1' } },
    edge: {
      controller: EdgeController.traefik(),
      hosts: ['other.example.com'],
      tls: [{ secretName: 'Bad_Name' }],
      extraRoutes: [{ group: 'nowhere' as any, path: 'x', service: 'x', port: 80 }],
    },
  };

  test('of the identity, the services and the edge of a control plane', () => {
    const chart = new Chart(new App(), 'chart');
    const build = () => new ControlPlane(chart, 'plane', { identity, secrets, ...PLAIN, ...bad });
    expect(build).toThrow(InvalidPropsError);
    for (const problem of [
      'ControlPlane has 11 problems:',
      '  - namespace: ',
      '  - images.registry: "https://registry.example.com/" has a scheme or a trailing "/"; write only registry and path',
      '  - images.tag: "<tag>" is a placeholder; replace it with your own value',
      '  - services: "usage" is given twice',
      '  - services: "flyteadmin" is given twice, or always exists',
      '  - settings.billing.image: ',
      '  - settings.billing: "billing" is not a service of this plane',
      ...['edge.hosts[0]', 'edge.tls[0].secretName', 'edge.extraRoutes[0].group'].map((prop) => `  - ${prop}: `),
    ]) {
      expect(build).toThrow(problem);
    }
    expect(chart.node.children).toEqual([]);
  });

  test('of a data plane', () => {
    const build = () => dataPlane({ namespace: 'Union', images: { ...PLAIN.images, tag: '' } });
    expect(build).toThrow('DataPlane has 2 problems:\n  - namespace: "Union"');
    expect(build).toThrow('  - images.tag: must not be empty');
    expect(() => dataPlane({ settings: { executor: { image: 'x' } } })).toThrow('settings.executor: "executor" is not a service of this plane; it has union-operator');
  });

  test('of a release that the guide does not describe', () => {
    const guide = unionAuth({ profile: AuthProfile.GUIDE });
    const build = (version: string) => () => controlPlaneAuth({ identity: guide, chartVersion: ChartVersion.of(version) });
    expect(problemsOf(build('2026.8'))).toEqual([
      'chartVersion: "2026.8" is not the release that the guide describes; use 2026.3 with AuthProfile.GUIDE, or AuthProfile.HARDENED',
    ]);
    expect(build('2026.3')).not.toThrow();
  });

  test('of a control plane without an edge', () => expect(() => controlPlane({ edge: undefined as never })).toThrow('edge: required'));

  test.each<[Partial<PlaneEdge>, string | undefined]>([
    [{}, 'edge.tls: required; name the Secret with the certificate of union.example.com, or set tlsEndsElsewhere'],
    [{ tls: [] }, 'edge.tls: [] has no certificate for union.example.com; name the Secret with the certificate of union.example.com'],
    [{ tls: [{ secretName: 'union-tls' }] }, undefined],
    [{ tlsEndsElsewhere: true }, undefined],
  ])('of a public host without a certificate, unless TLS ends elsewhere: %j', (props, message) => {
    const build = expect(() => controlPlane({ edge: { controller: EdgeController.ingressNginx(), ...props } }));
    (message === undefined ? build.not : build).toThrow(message);
  });

  test('an error that no check foresees leaves nothing behind either', () => {
    // Outside of a chart cdk8s cannot name an object.
    const app = new App();
    expect(() => new ControlPlane(app, 'plane', { identity, secrets, ...PLAIN })).toThrow('chart');
    expect(() => new DataPlaneAuth(app, 'auth', { dataPlane: dataPlaneOf(identity), secrets })).toThrow('chart');
    expect(app.node.children).toEqual([]);
  });

  test('an existing construct stays', () => {
    const chart = new Chart(new App(), 'chart');
    const first = new DataPlaneAuth(chart, 'auth', { dataPlane: dataPlaneOf(identity), secrets });
    expect(() => new DataPlaneAuth(chart, 'auth', { dataPlane: dataPlaneOf(identity), secrets })).toThrow('already');
    expect(chart.node.children).toEqual([first]);
  });
});
