/**
 * Every edge, both GitOps tools and every store, which the examples do not all use. The API server must accept them with strict validation,
 * and a second apply in any mode must change nothing and conflict with no field manager.
 */
import { Chart } from 'cdk8s';
import {
  ArgoApplication, ClusterSecretStore, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, EdgeController, EnvoyGatewayGuard, FluxHelmRelease,
  SecretStore,
} from 'cdk8s-union-auth';
import { externalSecrets, synth, unionAuth } from '../../test/_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../test/_tools/plain-plane';
import { Manifest } from '../../test/_tools/schemas';
import { STORES } from '../../test/_tools/stores';
import { edgeManifests } from '../../test/constructs/edge/support';
import {
  argoCdCrds, certManagerCrds, envoyGatewayCrds, externalSecretsCrds, fluxHelmCrds, fluxSourceCrds, gatewayApiCrds, traefikCrds,
} from '../tools/crds';
import { Stored } from './_api-server';
import { Mode } from './_kubectl';
import { World } from './_world';

const CHART = { repository: 'https://charts.example.com/union', version: '2026.8.3' };

const identity = unionAuth();
const secrets = externalSecrets();
const plane = (scope: Chart) => new ControlPlaneAuth(scope, 'auth', { identity, secrets });

/** The version of the CRDs, since the library writes out the defaults of that version. */
const envoyGatewayVersion = envoyGatewayCrds.version;
const EDGES: readonly (readonly [string, () => EdgeController])[] = [
  ['ingress-nginx', () => EdgeController.ingressNginx()],
  ['Traefik', () => EdgeController.traefik()],
  ['Envoy Gateway', () => EdgeController.envoyGateway({ envoyGatewayVersion })],
];

const SETS: readonly (readonly [string, () => Manifest[]])[] = [
  ...EDGES.map(([name, edge]) => [name, () => edgeManifests(edge()) as Manifest[]] as const),
  ...EDGES.map(([name, edge]) => [`plain planes behind ${name}`, () => synth((scope) => {
    new ControlPlane(scope, 'control-plane', { identity, secrets, ...PLAIN, edge: { controller: edge(), tls: [{ secretName: 'union-tls' }] } });
    new DataPlane(scope, 'data-plane', { dataPlane: identity.unlistedDataPlane(), secrets, ...PLAIN_DATA_PLANE });
  })] as const),
  ['an existing Gateway', () => {
    const gateway = { name: 'shared', namespace: 'infra', sectionName: 'https' };
    return edgeManifests(EdgeController.envoyGateway({ gateway, envoyGatewayVersion }), { tls: undefined }) as Manifest[];
  }],
  ['the guard of the chart\'s routes', () => synth((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion }))],
  ['the planes beside the charts', () => synth((scope) => {
    new ControlPlaneAuth(scope, 'control-plane', { identity, secrets });
    new DataPlaneAuth(scope, 'data-plane', { dataPlane: identity.unlistedDataPlane(), secrets });
  })],
  ['an Argo CD Application', () => synth((scope) =>
    new ArgoApplication(scope, 'union', { chart: CHART, plane: plane(scope), metadata: { name: 'union' } }))],
  ['a Flux release from a repository', () => synth((scope) =>
    new FluxHelmRelease(scope, 'union', { chart: CHART, plane: plane(scope), metadata: { name: 'union' } }))],
  ['a Flux release from a registry', () => synth((scope) => {
    const chart = { ...CHART, repository: 'oci://registry.example.com/union' };
    new FluxHelmRelease(scope, 'union', { chart, plane: plane(scope), metadata: { name: 'union' } });
  })],
  ['stores', () => synth((scope) => STORES.forEach((provider, index) => {
    new SecretStore(scope, `store-${index}`, { metadata: { name: `store-${index}`, namespace: 'union' }, provider });
    new ClusterSecretStore(scope, `cluster-store-${index}`, { metadata: { name: `store-${index}` }, provider });
  }))],
];

let world: World;

beforeAll(async () => {
  world = await World.start([
    externalSecretsCrds, certManagerCrds, argoCdCrds, gatewayApiCrds, envoyGatewayCrds, traefikCrds, fluxHelmCrds, fluxSourceCrds,
  ]);
});

afterEach(() => world.clear());

describe.each(SETS)('%s', (_name, build) => {
  const objects = build();

  beforeEach(() => world.namespacesOf(objects));

  test('the API server accepts all objects, and a second client-side apply changes none', async () => {
    expect((await world.clients.apply(objects, 'client-side')).trim().split('\n')).toHaveLength(objects.length);
    expect(await world.clients.changes(objects)).toEqual([]);
  });

  test.each<[Mode, Mode]>([
    ['client-side', 'server-side'],
    ['argo-cd', 'server-side'],
    ['server-side', 'client-side'],
  ])('%s, then %s: no conflict, and nothing changes', async (first, second) => {
    await world.clients.apply(objects, first);
    const before = await stored(objects);
    await world.clients.apply(objects, second);
    await world.clients.apply(objects, first);
    expect(await stored(objects)).toEqual(before);
  });
});

/** The objects on the server, without status and the server's metadata. */
async function stored(objects: readonly Manifest[]): Promise<unknown[]> {
  const { items } = JSON.parse(await world.clients.kubectl('get', '--output=json', '--filename', world.clients.file(objects))) as { items: Stored[] };
  return items.map(({ metadata: { name, namespace, labels }, status: _, ...content }) => ({ ...content, metadata: { name, namespace, labels } }));
}
