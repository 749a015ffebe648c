import { App, Chart } from 'cdk8s';
import {
  AuthProfile, ChartVersion, ControlPlane, ControlPlaneAuth, ControlPlaneAuthProps, ControlPlaneProps, DataPlane, DataPlaneAuth, DataPlaneProps,
  EdgeController, PlaneEdge,
} from '../../../src';
import { mergeValues } from '../../../src/common/data/json';
import { InvalidPropsError, Problems } from '../../../src/common/props/problems';
import { Plane } from '../../../src/constructs/planes/plane';
import { PlaneAuth } from '../../../src/constructs/planes/plane-auth';
import { dataPlaneOf, dataPlaneProps, externalSecrets, oktaAuth, SaidOf, unionAuth } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { problemsOf } from '../../_tools/problems';
import { objectsOf } from '../../examples/_dist';

const identity = oktaAuth();
const secrets = externalSecrets();
const client = (clientId: string) => ({ clientId, secret: { key: `union/${clientId}` } });
const listing = unionAuth({ dataPlanes: { east: { operator: client('east-id'), eager: client('east-eager') } } });

function inChart<T>(build: (chart: Chart) => T) {
  const app = new App();
  const plane = build(new Chart(app, 'chart', { disableResourceNameHashes: true }));
  return { plane, manifests: objectsOf(app) };
}

const controlPlane = (props: Partial<ControlPlaneProps> = {}) => inChart((chart) => new ControlPlane(chart, 'plane', { identity, secrets, ...PLAIN, ...props }));
const controlPlaneAuth = (props: Partial<ControlPlaneAuthProps> = {}) => inChart((chart) => new ControlPlaneAuth(chart, 'auth', { identity, secrets, ...props }));
const dataPlane = (props: SaidOf<DataPlaneProps> = {}) => inChart((chart) => new DataPlane(chart, 'plane', dataPlaneProps({ identity, secrets, ...PLAIN_DATA_PLANE, ...props })));

describe('a plane contains its authentication', () => {
  test('a control plane hands out the values that stand beside the chart', () => {
    const { plane } = controlPlane();
    expect(plane).toBeInstanceOf(Plane);
    expect(plane.auth).toBeInstanceOf(ControlPlaneAuth);
    // The plane has routes of its own, so the chart renders none.
    const besides = mergeValues(controlPlaneAuth().plane.helmValues.toObject(), { global: { INGRESS_PROVIDER: 'none' } });
    expect(plane.auth.helmValues.toObject()).toEqual(besides);
  });

  test('a data plane too, with the client that it signs in with', () => {
    const own = { identity: listing, clusterName: 'east' };
    const { plane } = dataPlane(own);
    const alone = inChart((chart) => new DataPlaneAuth(chart, 'auth', dataPlaneProps({ secrets, ...own }))).plane;
    expect(plane.auth).toBeInstanceOf(PlaneAuth);
    expect(plane.auth.helmValues.toObject()).toEqual(alone.helmValues.toObject());
    expect([plane.clientId, plane.auth.clientId]).toEqual(['east-id', 'east-id']);
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

  test('what a plane needs is what its authentication needs', () => {
    for (const { plane } of [controlPlane({ namespace: 'cp' }), dataPlane({ namespace: 'dp' })]) {
      expect(plane.requiredSecrets.length).toBeGreaterThan(0);
      expect(plane.requiredSecrets).toEqual((plane as { auth: PlaneAuth } & Plane).auth.requiredSecrets);
      expect(new Set(plane.requiredSecrets.map(({ namespace }) => namespace))).toEqual(new Set([plane.namespace]));
    }
  });

  test('secretMounts of a service', () => {
    expect(controlPlane().plane.secretMounts('flyteadmin').map(({ secretName }) => secretName)).toEqual(
      controlPlaneAuth().plane.secretMounts('flyteadmin').map(({ secretName }) => secretName),
    );
    expect(dataPlane().plane.secretMounts('union-operator')).toHaveLength(1);
    expect(() => dataPlane().plane.secretMounts('billing')).toThrow('service: "billing" is not a service of this release');
  });
});

describe('API keys reach both', () => {
  test('an eager client\'s credentials are delivered, told the chart, and mounted into the identity service', () => {
    const { plane, manifests } = controlPlane({ identity: listing, services: ['identity'] });
    expect(manifests.some(({ kind, spec }) => kind === 'ExternalSecret' && spec.target.name === 'eager-api-key-east')).toBe(true);
    expect((plane.auth.helmValues.toObject() as any).services.identity.apiKeyOverrides).toEqual([
      { key: 'EAGER_API_KEY', clusterName: 'east', existingSecret: { name: 'eager-api-key-east' } },
    ]);
    const pod = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'identity')!.spec.template.spec;
    expect(pod.containers[0].volumeMounts).toContainEqual({ name: 'eager-api-key-east', mountPath: '/etc/secrets/apikey/EAGER_API_KEY-east', readOnly: true });
    expect(pod.volumes).toContainEqual({ name: 'eager-api-key-east', secret: { secretName: 'eager-api-key-east' } });
  });

  test('one for every data plane, as older releases seed it, has no cluster in its path', () => {
    const { plane } = controlPlane({ identity: listing, chartVersion: ChartVersion.V2026_6_9, services: ['identity'] });
    expect(plane.secretMounts('identity').map(({ secretName, mountPath, volumeName }) => [secretName, mountPath, volumeName])).toEqual([
      ['union-controlplane-secrets', '/etc/secrets/union', 'union-controlplane-secrets'],
      ['eager-api-key-east', '/etc/secrets/apikey/EAGER_API_KEY', 'eager-api-key-east'],
    ]);
    expect(plane.secretMounts('usage')).toHaveLength(1);
  });

  test('a control plane without the identity service knows who makes the keys', () => {
    const { plane } = controlPlane({ identity: listing });
    expect(plane.node.metadata.map(({ data }) => data)).toEqual([expect.stringContaining('the service identity creates the API keys')]);
  });
});

describe('bad input comes in one error, and leaves nothing behind', () => {
  const bad: Partial<ControlPlaneProps> = {
    namespace: 'Union_CP',
    services: ['usage', 'usage'],
    images: { registry: 'registry.example.com/union', tag: '<tag>' },
    settings: { billing: { image: 'https://hunter2@registry.example.com/billing:1' } },
    edge: {
      controller: EdgeController.traefik(),
      hosts: ['other.example.com'],
      tls: [{ secretName: 'Bad_Name' }],
      extraRoutes: [{ group: 'nowhere' as any, path: 'x', service: 'x', port: 80 }],
    },
  };

  test('of the identity, the services and the edge of a control plane', () => {
    let error: unknown;
    const chart = new Chart(new App(), 'chart');
    try {
      new ControlPlane(chart, 'plane', { identity, secrets, ...PLAIN, ...bad });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidPropsError);
    const props = ['namespace', 'images.tag', 'services', 'settings.billing.image', 'edge.hosts[0]', 'edge.tls[0].secretName', 'edge.extraRoutes[0].group'];
    for (const prop of props) {
      expect((error as Error).message).toContain(`  - ${prop}: `);
    }
    expect((error as Error).message).toContain('ControlPlane has 9 problems:');
    expect(chart.node.children).toEqual([]);
  });

  test('of a release that the guide does not describe', () => {
    const build = (version: string) => () =>
      controlPlaneAuth({ identity: unionAuth({ profile: AuthProfile.GUIDE, organization: undefined }), chartVersion: ChartVersion.of(version) });
    expect(problemsOf(build('2026.8'))).toEqual([
      'chartVersion: "2026.8" is not the release that the guide describes; use 2026.3 with AuthProfile.GUIDE, or AuthProfile.HARDENED',
    ]);
    expect(build('2026.3')).not.toThrow();
  });

  test('of a public host without a certificate, unless TLS ends elsewhere', () => {
    const build = (props: Partial<PlaneEdge>) => () => controlPlane({ edge: { controller: EdgeController.ingressNginx(), ...props } });
    expect(build({})).toThrow('edge.tls: required; name the Secret with the certificate of union.example.com, or set tlsEndsElsewhere');
    expect(build({ tls: [] })).toThrow('edge.tls: [] has no certificate for union.example.com; name the Secret with the certificate of union.example.com');
    expect(build({ tls: [{ secretName: 'union-tls' }] })).not.toThrow();
    expect(build({ tlsEndsElsewhere: true })).not.toThrow();
  });

  test('an error that no check foresees leaves nothing behind either', () => {
    // Outside of a chart cdk8s cannot name an object.
    const app = new App();
    expect(() => new ControlPlane(app, 'plane', { identity, secrets, ...PLAIN })).toThrow('chart');
    expect(() => new DataPlaneAuth(app, 'auth', { dataPlane: dataPlaneOf(identity), secrets })).toThrow('chart');
    expect(app.node.children).toEqual([]);
  });

  test('a construct that is there already stays', () => {
    const chart = new Chart(new App(), 'chart');
    const first = new DataPlaneAuth(chart, 'auth', { dataPlane: dataPlaneOf(identity), secrets });
    expect(() => new DataPlaneAuth(chart, 'auth', { dataPlane: dataPlaneOf(identity), secrets })).toThrow('already');
    expect(chart.node.children).toEqual([first]);
  });
});

test('no plane emits the zero value of a field that the API server does not store', () => {
  const all = [...controlPlane().manifests, ...dataPlane().manifests];
  for (const { kind, spec, subjects = [] } of all) {
    expect(subjects.filter((subject: object) => 'apiGroup' in subject)).toEqual([]);
    expect(Object.keys(spec ?? {})).not.toContain(kind === 'Service' ? 'externalIPs' : 'minReadySeconds');
    expect(Object.keys(spec?.template?.spec ?? {})).not.toContain('hostNetwork');
  }
  expect(all.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'RoleBinding', 'Service']));
});
