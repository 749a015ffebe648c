import { App, Chart } from 'cdk8s';
import { Authorization, ChartVersion, ControlPlane, ControlPlaneProps, DataPlane, DataPlaneProps, EagerApiKey, EdgeController } from '../../../src';
import { dataPlaneProps, externalSecrets, oktaAuth, SaidOf } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { Manifest, objectsOf } from '../../examples/_dist';

const images = { images: { ...PLAIN.images, tag: '2026.8.3' } };

/** Every edge, with its certificates. */
export const EDGES: Readonly<Record<string, Partial<ControlPlaneProps>>> = {
  'ingress-nginx': { edge: { controller: EdgeController.ingressNginx(), tls: [{ secretName: 'union-tls' }], tlsEndsElsewhere: true } },
  'traefik': { edge: { controller: EdgeController.traefik(), tls: [{ secretName: 'union-tls' }], tlsEndsElsewhere: true } },
  'envoy-gateway': { edge: { controller: EdgeController.envoyGateway({ envoyGatewayVersion: '1.9.1' }), tls: [{ secretName: 'union-tls' }], tlsEndsElsewhere: true } },
};

export const RELEASES = [ChartVersion.V2026_3, ChartVersion.V2026_8];

export function controlPlane(scope: Chart, id: string, props: Partial<ControlPlaneProps> = {}): ControlPlane {
  return new ControlPlane(scope, id, { identity: oktaAuth(), secrets: externalSecrets(), ...PLAIN, ...images, ...EDGES['ingress-nginx'], ...props });
}

export function dataPlane(scope: Chart, id: string, props: SaidOf<DataPlaneProps> = {}): DataPlane {
  const identity = { identity: oktaAuth(), secrets: externalSecrets(), eagerApiKey: EagerApiKey.provisioned() };
  return new DataPlane(scope, id, dataPlaneProps({ ...identity, ...PLAIN_DATA_PLANE, ...images, ...props }));
}

export function controlPlaneManifests(props: Partial<ControlPlaneProps> = {}): Manifest[] {
  const app = new App();
  controlPlane(new Chart(app, 'union-cp'), 'plane', props);
  return objectsOf(app);
}

export function dataPlaneManifests(props: SaidOf<DataPlaneProps> = {}): Manifest[] {
  const app = new App();
  dataPlane(new Chart(app, 'union'), 'plane', props);
  return objectsOf(app);
}

/** Everything that Union's roles need. */
export const WITH_ROLES: Partial<ControlPlaneProps> = {
  identity: oktaAuth({ organization: 'acme' }),
  services: ['executions', 'authorizer'],
  authorization: Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada' }] }),
};

/** Both planes in each release, the control plane with each edge: all that we can emit of pods. */
export const PLANES: readonly [string, () => Manifest[]][] = RELEASES.flatMap((chartVersion): [string, () => Manifest[]][] => [
  ...Object.entries(EDGES).map(([edge, props]): [string, () => Manifest[]] => [`control plane ${chartVersion}, ${edge}`, () => controlPlaneManifests({ ...props, chartVersion })]),
  [`data plane ${chartVersion}`, () => dataPlaneManifests({ chartVersion })],
]).concat([['control plane with Union\'s roles', () => controlPlaneManifests(WITH_ROLES)]]);
