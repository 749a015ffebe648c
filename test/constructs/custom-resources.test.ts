import { Chart, Testing } from 'cdk8s';
import { CUSTOM_RESOURCES } from '../../e2e/tools/crds';
import { Platform } from '../../examples/platform/platform';
import { compatibilityMarkdown } from '../../scripts/docs/compatibility';
import {
  ArgoApplication, ClusterSecretStore, ControlPlaneAuth, DataPlaneAuth, EdgeController, EnvoyGatewayGuard, FluxHelmRelease, SecretStore,
} from '../../src';
import { oncePerName } from '../../src/common/data/collections';
import { OLDEST_ENVOY_GATEWAY } from '../../src/contract/upstream/envoy-gateway';
import { CrdSchemas } from '../_tools/crd-schemas';
import { drawn } from '../_tools/drawn';
import { dataPlaneOf, externalSecrets, synth, unionAuth } from '../_tools/fixtures';
import { needing } from '../_tools/needs';
import type { Manifest } from '../_tools/schemas';
import { STORES } from '../_tools/stores';
import { edgeManifests, manifests } from './edge/support';

const CHART = { repository: 'https://charts.example.com/union', version: '2026.8.3' };
const identity = unionAuth();
const plane = (scope: Chart) => new ControlPlaneAuth(scope, 'auth', { identity, secrets: externalSecrets() });
const GITOPS = { namespace: 'union-cp', metadata: { name: 'union' } };

/** What is emitted of the kinds of others, as a version of Envoy Gateway has it. */
function everything(envoyGatewayVersion?: string): readonly Manifest[] {
  const shared = { gateway: { name: 'shared', namespace: 'infra' }, envoyGatewayVersion };
  return [
    ...edgeManifests(EdgeController.traefik()),
    ...edgeManifests(EdgeController.traefik(), { tls: [], tlsEndsElsewhere: true }),
    ...edgeManifests(EdgeController.envoyGateway({ envoyGatewayVersion })),
    ...edgeManifests(EdgeController.envoyGateway(shared), { tls: undefined }),
    ...manifests((scope) => new EnvoyGatewayGuard(scope, 'guard', { envoyGatewayVersion })),
    ...synth((scope) => {
      new ControlPlaneAuth(scope, 'control-plane', { identity, secrets: externalSecrets() });
      new DataPlaneAuth(scope, 'data-plane', { dataPlane: dataPlaneOf(identity), secrets: externalSecrets() });
      STORES.forEach((provider, index) => {
        new SecretStore(scope, `store-${index}`, { metadata: { name: `store-${index}`, namespace: 'union' }, provider });
        new ClusterSecretStore(scope, `cluster-store-${index}`, { metadata: { name: `store-${index}` }, provider });
      });
    }),
    ...synth((scope) => new ArgoApplication(scope, 'union', { chart: CHART, plane: plane(scope), ...GITOPS })),
    ...synth((scope) => new FluxHelmRelease(scope, 'union', { chart: CHART, plane: plane(scope), ...GITOPS })),
    ...synth((scope) =>
      new FluxHelmRelease(scope, 'union', { chart: { ...CHART, repository: 'oci://registry.example.com/union' }, plane: plane(scope), ...GITOPS })),
    ...CERTIFICATES,
  ] as Manifest[];
}

/** What an example has of cert-manager, as no construct emits it. */
const CERTIFICATES = (Testing.synth(new Platform(Testing.app(), 'platform', {
  namespaces: [], certificateNamespace: 'union-cp', domain: 'union.example.com',
})) as Manifest[]).filter(({ apiVersion }) => apiVersion.startsWith('cert-manager.io/'));

const EVERY = everything();
const OLDEST = everything(OLDEST_ENVOY_GATEWAY);
const schemasIn = oncePerName((folder) => CrdSchemas.in(folder));
const VERSIONS = CUSTOM_RESOURCES.flatMap(({ project, held }) => held.map((tool) => ({ project, version: tool.version, folder: tool.locate() })));

describe.each(drawn(VERSIONS, 1))('$project $version', ({ project, version, folder }) => {
  needing('custom resource definitions', folder !== undefined).test('accepts every object of its kinds, field by field', () => {
    const schemas = schemasIn(folder!);
    const emitted = [...EVERY, ...OLDEST, ...project === 'Envoy Gateway' ? everything(version) : []].filter((manifest) => schemas.knows(manifest));
    expect(emitted.length).toBeGreaterThan(0);
    expect(emitted.flatMap((manifest) => schemas.faultsOf(manifest))).toEqual([]);
  });

  needing('custom resource definitions', folder !== undefined).test('rejects a field that it does not have, and a value of another type', () => {
    const schemas = schemasIn(folder!);
    const [first] = EVERY.filter((manifest) => schemas.knows(manifest));
    expect(schemas.faultsOf({ ...first, spec: { ...first.spec, unheardOf: true } })).toEqual([expect.stringMatching(/unheardOf/)]);
    expect(schemas.faultsOf({ ...first, spec: 'none' }).join()).toMatch(/must be object/);
  });
});

test('the documentation names the versions that are held', () => {
  const page = compatibilityMarkdown();
  expect(CUSTOM_RESOURCES.filter(({ project, held }) =>
    !page.includes(`| ${project} |`) || held.some(({ version }) => !page.includes(version)))).toEqual([]);
});
