import { App, Chart } from 'cdk8s';
import { zeroValues } from '../_tools/zero-values';
import { Manifest, objectsOf } from '../examples/_dist';
import { EXAMPLES } from './_examples';

function manifestsOf(name: string): Manifest[] {
  const app = new App();
  const { call, args } = EXAMPLES[name];
  call(new Chart(app, 'chart'), args());
  return objectsOf(app);
}

const CONSTRUCTS = Object.keys(EXAMPLES).map((name): [string, Manifest[]] => [name, manifestsOf(name)])
  .filter(([, manifests]) => manifests.length > 0);

test('every construct that emits objects is looked at', () => expect(CONSTRUCTS.map(([name]) => name)).toEqual(expect.arrayContaining([
  'ArgoApplication', 'WorkloadClient', 'ClusterSecretStore', 'ControlPlane', 'ControlPlaneAuth', 'ControlPlaneEdge', 'DataPlane', 'DataPlaneAuth',
  'EnvoyGatewayGuard', 'FluxHelmRelease', 'HydraOAuth2Client', 'KeycloakRealmImport', 'SecretStore',
])));

test.each(CONSTRUCTS)('%s says nothing that the API server would drop', (_, manifests) => {
  expect(manifests.flatMap((manifest) => zeroValues(manifest).map((path) => `${manifest.kind}: ${path}`))).toEqual([]);
});
