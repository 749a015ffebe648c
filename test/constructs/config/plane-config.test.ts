import { App, Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  AuthProfile, Authorization, ChartVersion, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, DataPlaneAuthProps, PlaneConfig,
} from '../../../src';
import { dataPlaneOf, dataPlaneProps, externalSecrets, oktaAuth, PROFILES, SaidOf, unionAuth } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

const identity = oktaAuth();
const secrets = externalSecrets();
const chart = (namespace: string) => new Chart(new App(), 'test', { namespace });

/** The config files that the pods of a plain plane mount, by workload and file. */
function filesOfPods(plane: Chart): Record<string, Record<string, unknown>> {
  const manifests = Testing.synth(plane);
  const dataOf = (name: string) => manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.data ?? {};
  return Object.fromEntries(manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata, spec }) => [
    metadata.name,
    Object.fromEntries((spec.template.spec.volumes ?? []).filter((volume: any) => volume.configMap)
      .flatMap((volume: any) => Object.entries(dataOf(volume.configMap.name)))
      .filter(([file]: any) => file.endsWith('.yaml'))
      .map(([file, text]: any) => [file, parse(text)])),
  ]));
}

describe('a control plane', () => {
  const authorizations: [string, Authorization | undefined, string[]][] = [
    ['without an authorizer', undefined, ['executions', 'identity']],
    ['with an authorizer', Authorization.external({ host: 'dns:///authz.example.com:443' }), ['executions', 'identity', 'authorizer']],
  ];

  test.each(authorizations)('%s: services of a plane read what the pieces hold', (_, authorization, services) => {
    const plane = chart('union-cp');
    new ControlPlane(plane, 'plane', { identity, secrets, authorization, ...PLAIN, services });
    const config = PlaneConfig.controlPlane({ identity, authorization });
    const files = filesOfPods(plane);
    for (const name of ['flyteadmin', 'flytescheduler', ...services]) {
      for (const [file, piece] of Object.entries(config.service(name).files)) {
        expect({ name, file, content: files[name][file] }).toMatchObject({ name, file, content: piece.toObject() });
      }
      expect(Object.keys(config.service(name).files)).not.toEqual([]);
    }
  });

  test.each(authorizations)('%s: values of a plane hold those of the pieces', (_, authorization) => {
    const { helmValues } = new ControlPlaneAuth(chart('union-cp'), 'auth', { identity, secrets, authorization });
    const config = PlaneConfig.controlPlane({ identity, authorization });
    expect(helmValues.toObject()).toMatchObject(config.values.toObject());
    expect(config.services).toEqual(expect.arrayContaining(['flyteadmin', 'flytescheduler', 'executions']));
    for (const service of config.services) {
      expect(helmValues.toObject()).toMatchObject(config.service(service).values.toObject());
    }
  });

  test('the values of one service stand at its place, and nothing else', () => {
    expect(Object.keys(PlaneConfig.controlPlane({ identity }).service('flyteadmin').values.toObject())).toEqual(['flyte']);
  });

  test('the authorizer reads how it decides, and does not ask itself', () => {
    const authorization = Authorization.external({ host: 'dns:///authz.example.com:443' });
    const config = PlaneConfig.controlPlane({ identity, authorization });
    const { authorizer } = config.service('authorizer').toObject() as any;
    expect(authorizer).toMatchObject({ type: 'External', externalClient: { grpcConfig: { host: 'dns:///authz.example.com:443' } } });
    expect(authorizer).not.toHaveProperty('authorizerClient');
    expect(config.service('executions').toObject()).toMatchObject({
      authorizer: { type: 'Authorizer', authorizerClient: { grpcConfig: { host: 'dns:///authorizer.union-cp.svc.cluster.local:80', insecure: true } } },
    });
  });

  test('namespace and release decide', () => {
    const services = (chartVersion: ChartVersion) => PlaneConfig.controlPlane({ identity, chartVersion, namespace: 'elsewhere' });
    expect(services(ChartVersion.V2026_8).service('flyteadmin').toObject()).toMatchObject({
      auth: { authorizedUris: ['https://union.example.com', 'http://flyteadmin:80', 'http://flyteadmin.elsewhere.svc.cluster.local:80'] },
    });
    const secretFile = (release: ChartVersion) => (services(release).service('flyteadmin').toObject() as any).auth.userAuth.openId.clientSecretFile;
    expect(secretFile(ChartVersion.V2026_8)).toBe('/etc/secrets/oauth/client_secret');
    expect(secretFile(ChartVersion.V2026_3)).toBeUndefined();
  });

  test.each(PROFILES)('profile %s: as the plane of that profile', (profile) => {
    const ofProfile = oktaAuth({ profile });
    const plane = new ControlPlaneAuth(chart('union-cp'), 'auth', { identity: ofProfile, secrets });
    expect(PlaneConfig.controlPlane({ identity: ofProfile }).values.toObject()).toEqual(plane.config.values.toObject());
  });
});

describe('a data plane', () => {
  const listed = unionAuth({ dataPlanes: { east: { operator: { clientId: 'east-operator', secret: { key: 'union/east' } } } } });

  test('services of a plane read what the pieces hold', () => {
    const plane = chart('union');
    new DataPlane(plane, 'plane', { dataPlane: dataPlaneOf(identity), secrets, ...PLAIN_DATA_PLANE });
    const config = PlaneConfig.dataPlane({ dataPlane: identity.unlistedDataPlane() });
    const files = filesOfPods(plane);
    expect(config.services).toEqual(['union-operator', 'flytepropeller', 'union-syncresources', 'leaseworker']);
    for (const name of config.services) {
      for (const [file, piece] of Object.entries(config.service(name).files)) {
        expect({ name, file, content: files[name][file] }).toMatchObject({ name, file, content: piece.toObject() });
      }
    }
  });

  test.each<[string, SaidOf<DataPlaneAuthProps>]>([
    ['one that is not listed', { identity }],
    ['one of several', { identity: listed, clusterName: 'east' }],
    ['one that reaches the control plane by another host', { identity: unionAuth({ additionalDomains: ['union.internal.example.com'] }), controlPlaneHost: 'union.internal.example.com' }],
  ])('%s: values of a plane hold those of the pieces', (_, props) => {
    const { helmValues } = new DataPlaneAuth(chart('union'), 'auth', dataPlaneProps({ identity, secrets, ...props }));
    const config = PlaneConfig.dataPlane(dataPlaneProps({ identity, ...props as object }));
    expect(helmValues.toObject()).toMatchObject(config.values.toObject());
    for (const service of config.services) {
      expect(helmValues.toObject()).toMatchObject(config.service(service).values.toObject());
    }
  });

  test('it signs in with its own client, and needs its own secret', () => {
    const operator = PlaneConfig.dataPlane({ dataPlane: listed.dataPlane('east') }).service('union-operator');
    expect(operator.toObject()).toMatchObject({ union: { auth: { clientId: 'east-operator' }, connection: { host: 'dns:///union.example.com' } } });
    expect(operator.requiredSecrets.map(({ namespace, name, keys }) => [namespace, name, Object.values(keys)[0]])).toEqual([
      ['union', 'union-secret-auth', 'client secret of Union operator (east)'],
    ]);
  });

  test('releases decide who runs tasks', () => {
    const services = (chartVersion: ChartVersion) => PlaneConfig.dataPlane({ dataPlane: identity.unlistedDataPlane(), chartVersion }).services;
    expect(services(ChartVersion.V2026_3)).toContain('executor');
    expect(services(ChartVersion.V2026_8)).toContain('leaseworker');
  });

  test('one that the identity does not list is refused', () => {
    expect(() => PlaneConfig.dataPlane({ dataPlane: listed.dataPlane('eats') })).toThrow('clusterName: "eats" is not in dataPlanes of UnionIdentity; did you mean east?');
    expect(() => listed.unlistedDataPlane()).toThrow('dataPlanes: lists east');
  });
});

describe('an unknown service', () => {
  test.each(['flyteadmn', '', 'constructor', undefined as never])('%p is refused with the names', (name) => {
    expect(() => PlaneConfig.controlPlane({ identity }).service(name)).toThrow(/^Control plane has a problem:\n  - service: /);
  });

  test('the error names those that there are', () => {
    expect(() => PlaneConfig.controlPlane({ identity }).service('flyteadmn')).toThrow(/it has flyteadmin, flytescheduler, .*executions/);
    expect(() => PlaneConfig.dataPlane({ dataPlane: identity.unlistedDataPlane() }).service('operator')).toThrow(/it has union-operator, flytepropeller/);
  });

  test('is refused by planes too', () => {
    const plane = new ControlPlaneAuth(chart('union-cp'), 'auth', { identity, secrets });
    expect(() => plane.secretMounts('flyteadmn')).toThrow(/service: "flyteadmn" is not a service of this release; it has flyteadmin/);
    expect(plane.secretMounts('unionconsole')).toEqual([]);
    expect(() => plane.config.service('unionconsole')).toThrow('is not a service of this release');
  });
});

test('all problems of the props are reported at once, before anything is computed', () => {
  expect(() => PlaneConfig.controlPlane({ identity: undefined as never, namespace: 'Union' })).toThrow(/2 problems:\n  - identity: [^]*- namespace: "Union"/);
  expect(() => PlaneConfig.dataPlane({ dataPlane: {} as never, controlPlaneHost: 'https://x' })).toThrow(/2 problems:\n  - dataPlane: [^]*- controlPlaneHost: /);
  expect(() => PlaneConfig.controlPlane({ identity: oktaAuth({ profile: AuthProfile.GUIDE }), chartVersion: ChartVersion.V2026_8 })).toThrow('chartVersion');
});
