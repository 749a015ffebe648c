import { parse } from 'yaml';
import { AuthProfile, Authorization, ChartVersion, DataPlaneAuthProps, PlaneConfig, YamlFile } from '../../../src';
import { dataPlaneProps, oktaAuth, PROFILES, SaidOf, unionAuth } from '../../_tools/fixtures';
import { controlPlane, controlPlaneAuth, dataPlane, dataPlaneAuth, find, ofKind } from '../../_tools/made';
import { Manifest } from '../../_tools/schemas';

const identity = oktaAuth();
const EXTERNAL = Authorization.external({ host: 'dns:///authz.example.com:443' });
const dataConfig = (props: object = {}) => PlaneConfig.dataPlane({ dataPlane: identity.unlistedDataPlane(), ...props });

/** That the pods of a plain plane mount what the pieces contain, by workload and file. */
function expectRead(manifests: Manifest[], config: PlaneConfig, services: string[]): void {
  const filesOf = (name: string) => {
    const { volumes } = ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === name)!.spec.template.spec;
    return Object.assign({}, ...volumes.flatMap(({ configMap }: any) => (configMap ? [find(manifests, 'ConfigMap', configMap.name).data] : []))) as Record<string, string>;
  };
  for (const name of services) {
    const pieces = Object.entries<YamlFile>(config.service(name).files);
    expect(pieces).not.toEqual([]);
    for (const [file, piece] of pieces) {
      expect({ name, file, content: parse(filesOf(name)[file]) }).toMatchObject({ name, file, content: piece.toObject() });
    }
  }
}

/** That the values of a plane contain those of the pieces. */
function expectHeld(values: object, config: PlaneConfig): void {
  expect(values).toMatchObject(config.values.toObject());
  config.services.forEach((service) => expect(values).toMatchObject(config.service(service).values.toObject()));
}

describe('a control plane', () => {
  const authorizations: [string, Authorization | undefined, string[]][] = [
    ['without an authorizer', undefined, ['executions', 'identity']], ['with an authorizer', EXTERNAL, ['executions', 'identity', 'authorizer']],
  ];

  test.each(authorizations)('%s: services of a plane read what the pieces contain', (_, authorization, services) => {
    const { manifests } = controlPlane({ identity, authorization, services });
    expectRead(manifests, PlaneConfig.controlPlane({ identity, authorization }), ['flyteadmin', 'flytescheduler', ...services]);
  });

  test.each(authorizations)('%s: values of a plane contain those of the pieces', (_, authorization) => {
    const config = PlaneConfig.controlPlane({ identity, authorization });
    expect(config.services).toEqual(expect.arrayContaining(['flyteadmin', 'flytescheduler', 'executions']));
    expectHeld(controlPlaneAuth({ identity, authorization }).values, config);
  });

  test('the values of one service are at its place, and nothing else', () => {
    expect(Object.keys(PlaneConfig.controlPlane({ identity }).service('flyteadmin').values.toObject())).toEqual(['flyte']);
  });

  test('the authorizer reads how it decides, and does not ask itself', () => {
    const config = PlaneConfig.controlPlane({ identity, authorization: EXTERNAL });
    const { authorizer } = config.service('authorizer').toObject() as any;
    expect(authorizer).toMatchObject({ type: 'External', externalClient: { grpcConfig: { host: 'dns:///authz.example.com:443' } } });
    expect(authorizer).not.toHaveProperty('authorizerClient');
    expect(config.service('executions').toObject()).toMatchObject({
      authorizer: { type: 'Authorizer', authorizerClient: { grpcConfig: { host: 'dns:///authorizer.union-cp.svc.cluster.local:80', insecure: true } } },
    });
  });

  test.each([[ChartVersion.V2026_8, '/etc/secrets/oauth/client_secret'], [ChartVersion.V2026_3, undefined]])('namespace and release decide: %s', (chartVersion, clientSecretFile) => {
    const { auth } = PlaneConfig.controlPlane({ identity, chartVersion, namespace: 'elsewhere' }).service('flyteadmin').toObject() as any;
    expect(auth.authorizedUris).toEqual(['https://union.example.com', 'http://flyteadmin:80', 'http://flyteadmin.elsewhere.svc.cluster.local:80']);
    expect(auth.userAuth.openId.clientSecretFile).toBe(clientSecretFile);
  });

  test.each(PROFILES)('profile %s: as the plane of that profile', (profile) => {
    const ofProfile = oktaAuth({ profile });
    const { plane } = controlPlaneAuth({ identity: ofProfile });
    expect(PlaneConfig.controlPlane({ identity: ofProfile }).values.toObject()).toEqual(plane.config.values.toObject());
  });
});

describe('a data plane', () => {
  const listed = unionAuth({ dataPlanes: { east: { operator: { clientId: 'east-operator', secret: { key: 'union/east' } } } } });

  test('services of a plane read what the pieces contain', () => {
    const config = dataConfig();
    expect(config.services).toEqual(['union-operator', 'flytepropeller', 'union-syncresources', 'leaseworker']);
    expectRead(dataPlane({ identity }).manifests, config, config.services);
  });

  test.each<[string, SaidOf<DataPlaneAuthProps>]>([
    ['one that is not listed', {}],
    ['one of several', { identity: listed, clusterName: 'east' }],
    ['one that reaches the control plane by another host', { identity: unionAuth({ additionalDomains: ['union.internal.example.com'] }), controlPlaneHost: 'union.internal.example.com' }],
  ])('%s: values of a plane contain those of the pieces', (_, props) => {
    expectHeld(dataPlaneAuth({ identity, ...props }).values, PlaneConfig.dataPlane(dataPlaneProps({ identity, ...props as object })));
  });

  test('it signs in with its own client, and needs its own secret', () => {
    const operator = PlaneConfig.dataPlane({ dataPlane: listed.dataPlane('east') }).service('union-operator');
    expect(operator.toObject()).toMatchObject({ union: { auth: { clientId: 'east-operator' }, connection: { host: 'dns:///union.example.com' } } });
    expect(operator.requiredSecrets.map(({ namespace, name, keys }) => [namespace, name, Object.values(keys)[0]])).toEqual([
      ['union', 'union-secret-auth', 'client secret of Union operator (east)'],
    ]);
  });

  test('releases decide who runs tasks', () => {
    const services = [ChartVersion.V2026_3, ChartVersion.V2026_8].map((chartVersion) => dataConfig({ chartVersion }).services);
    expect(services).toEqual([expect.arrayContaining(['executor']), expect.arrayContaining(['leaseworker'])]);
  });
});

describe('rejects', () => {
  const { plane } = controlPlaneAuth({ identity });

  test.each<[string, () => unknown, RegExp]>([
    ...([['flyteadmn', /it has flyteadmin, flytescheduler, .*executions/], ['', /must not be empty/], ['constructor', /it has flyteadmin/], [undefined as never, /required/]] as const)
      .map(([name, said]): [string, () => unknown, RegExp] =>
        [`the service ${name}`, () => PlaneConfig.controlPlane({ identity }).service(name), new RegExp(`^Control plane has a problem:\\n  - service: .*${said.source}`)]),
    ['a service of another plane', () => dataConfig().service('operator'), /it has union-operator, flytepropeller/],
    ['a service whose Secrets a plane is asked for', () => plane.secretMounts('flyteadmn'), /service: "flyteadmn" is not a service of this release; it has flyteadmin/],
    ['a service that reads no config', () => plane.config.service('unionconsole'), /is not a service of this release/],
    ['all problems of a control plane, before anything is computed', () => PlaneConfig.controlPlane({ identity: undefined as never, namespace: 'Union' }),
      /2 problems:\n  - identity: [^]*- namespace: "Union"/],
    ['all problems of a data plane', () => dataConfig({ dataPlane: {} as never, controlPlaneHost: 'https://x' }), /2 problems:\n  - dataPlane: [^]*- controlPlaneHost: /],
    ['a release that the guide does not describe', () => PlaneConfig.controlPlane({ identity: oktaAuth({ profile: AuthProfile.GUIDE }), chartVersion: ChartVersion.V2026_8 }), /chartVersion/],
  ])('%s', (_, build, message) => expect(build).toThrow(message));

  test('no service without Secrets', () => expect(plane.secretMounts('unionconsole')).toEqual([]));
});
