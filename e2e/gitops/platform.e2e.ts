import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../../test/_tools/schemas';
import { manifestsIn } from '../../test/examples/_dist';
import { distOf } from '../_support/examples';
import { pathOf } from '../_support/tool';
import { World } from '../api-server/_world';
import { argoCdOwnCrds, certManagerCrds, externalSecretsCrds } from '../tools/crds';
import { ArgoCd } from './_argo-cd';
import { ChartRepository } from './_chart-repository';
import { GitRepository } from './_git';
import { PlaneCluster } from './_plane-cluster';

const APPLICATIONS = ['platform', 'cost-exporter', 'controlplane', 'dataplane-east', 'dataplane-west'];

let world: World;
let argo: ArgoCd;
let charts: ChartRepository;
let home: PlaneCluster | undefined;
const git = new GitRepository();

beforeAll(async () => {
  // Only Argo CD, without the kinds of External Secrets and cert-manager.
  world = await World.start([argoCdOwnCrds]);
  charts = await ChartRepository.start(world.clients, (['controlplane', 'dataplane'] as const).map((name) => ({ name, version: '2026.8.3', reads: [] })));
  argo = await ArgoCd.start(world, charts);
}, 600_000);
afterEach(() => home?.stop());

/** The example's files by their path in the repository: the pipeline makes a folder of each. */
function rendered(): Record<string, string> {
  const dist = distOf('platform');
  const here = (text: string) => text.replaceAll('https://git.example.com/acme/platform.git', git.url).replaceAll('https://charts.example.com/union', charts.url);
  const files = readdirSync(dist).filter((name) => name.endsWith('.k8s.yaml'));
  return Object.fromEntries(files.map((name) => [`rendered/${name.replace('.k8s.yaml', '')}/all.yaml`, here(readFileSync(join(dist, name), 'utf8'))]));
}

test('one apply installs examples/platform on an empty cluster, once External Secrets and cert-manager exist', async () => {
  const files = rendered();
  git.push(files);
  await argo.apply(manifestsIn(files['rendered/argocd/all.yaml']) as unknown as Manifest[]);
  await argo.made(APPLICATIONS, 30);
  // The first syncs fail since kinds are missing.
  await argo.until('controlplane', 'a sync that fails', ({ status }) => (status?.operationState?.retryCount ?? 0) > 0, 120);
  for (const crd of [externalSecretsCrds, certManagerCrds]) {
    await world.clients.kubectl('create', ...readdirSync(pathOf(crd)).flatMap((file) => ['--filename', join(pathOf(crd), file)]));
  }
  home = await PlaneCluster.around('in-cluster', world.api, (key) => key);
  const applications = await argo.reached(APPLICATIONS, ({ status }) =>
    status?.sync?.status === 'Synced' && status.operationState?.phase === 'Succeeded', 300);
  expect(applications.map(({ metadata }) => metadata.name)).toEqual(APPLICATIONS);
  const namespaces = (await world.api.must('GET', '/api/v1/namespaces') as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
  expect(namespaces).toEqual(expect.arrayContaining(['union-cp', 'union-east', 'union-west']));
  for (const cluster of ['east', 'west']) {
    const secret = await world.api.get(`/api/v1/namespaces/union-${cluster}/secrets/union-secret-auth`);
    expect(Buffer.from(secret!.data.client_secret, 'base64').toString()).toBe(`union/${cluster}/operator`);
  }
  expect(await world.api.get('/apis/cert-manager.io/v1/namespaces/union-cp/certificates/union-tls')).toBeDefined();
});
