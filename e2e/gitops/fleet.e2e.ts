import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster, CLUSTERS } from '../../examples/fleet/clusters';
import { fleet } from '../../examples/fleet/fleet';
import { Manifest } from '../../test/_tools/schemas';
import { manifestsIn } from '../../test/examples/_dist';
import { temporaryDirectory } from '../_support/processes';
import { Stored } from '../api-server/_api-server';
import { World } from '../api-server/_world';
import { argoCdOwnCrds, externalSecretsCrds } from '../tools/crds';
import { ArgoCd, NAMESPACE } from './_argo-cd';
import { ChartRepository } from './_chart-repository';
import { GitRepository } from './_git';
import { PlaneCluster } from './_plane-cluster';

const FLEET = join(__dirname, '..', '..', 'examples', 'fleet');
/** A template that shows the values of the chart. */
const TOLD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: told }\ndata:\n  values: {{ toJson .Values | quote }}\n';
/** `FLEET_CLUSTERS` limits the twelve clusters of the example, each of which needs an API server of 300 MB. */
const clusters = CLUSTERS.filter((_, i) => i % Math.ceil(CLUSTERS.length / Number(process.env.FLEET_CLUSTERS ?? CLUSTERS.length)) === 0);
const nameOf = ({ name }: Cluster) => `dataplane-${name}`;
/** The last cluster is added later. */
const [first, added] = [clusters.slice(0, -1), clusters[clusters.length - 1]];
const isUp = ({ status }: Stored) =>
  status?.sync?.status === 'Synced' && status?.health?.status === 'Healthy' && status.operationState?.phase === 'Succeeded';

let world: World;
let argo: ArgoCd;
let charts: ChartRepository;
let home: PlaneCluster;
const git = new GitRepository();
const planes = new Map<string, PlaneCluster>();

beforeAll(async () => {
  world = await World.start([externalSecretsCrds, argoCdOwnCrds]);
  charts = await ChartRepository.start(world.clients, (['controlplane', 'dataplane'] as const).map((name) =>
    ({ name, version: '2026.8.3', reads: [], templates: { 'told.yaml': TOLD } })));
  argo = await ArgoCd.start(world, charts, { applicationSets: true });
  home = await PlaneCluster.around('in-cluster', world.api, (key) => key);
  // One after the other, since each start needs a processor.
  for (const { name } of clusters) {
    planes.set(name, await PlaneCluster.start(name, (key) => `${name}: ${key}`));
  }
  await world.clients.apply([...planes.values()].map((cluster) => cluster.secret(NAMESPACE)), 'client-side');
}, 1_200_000);

/** The example's files for these clusters, by their path in the repository, with the addresses of this test. */
function written(of: Cluster[]): Record<string, string> {
  const outdir = temporaryDirectory('fleet');
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = outdir;
  try {
    fleet(of).synth();
  } finally {
    if (before === undefined) {
      delete process.env.CDK8S_OUTDIR;
    } else {
      process.env.CDK8S_OUTDIR = before;
    }
  }
  const here = (text: string) => text.replaceAll('https://git.example.com/acme/fleet.git', git.url).replaceAll('registry.example.com/union', charts.url);
  const files = readdirSync(outdir, { recursive: true }).map(String).filter((name) => name.endsWith('.yaml'));
  return {
    ...Object.fromEntries(files.map((name) => [`dist/${name}`, here(readFileSync(join(outdir, name), 'utf8'))])),
    ...Object.fromEntries(readdirSync(join(FLEET, 'regions')).map((name) => [`regions/${name}`, readFileSync(join(FLEET, 'regions', name), 'utf8')])),
  };
}

function manifestsFor(folder: string, files: Record<string, string>): Manifest[] {
  return Object.entries(files).filter(([name]) => name.startsWith(`dist/${folder}/`)).flatMap(([, text]) => manifestsIn(text) as unknown as Manifest[]);
}

/** Whether the sync of one Application began before the end of another's. */
function beganBefore(one: Stored, other: Stored): boolean {
  return Date.parse(one.status.operationState.startedAt) < Date.parse(other.status.operationState.finishedAt);
}

/** Expects the cluster's own values over those of its region, its own secret, and nothing of other clusters. */
async function isAsPlanned({ name, region }: Cluster): Promise<void> {
  const { api } = planes.get(name)!;
  const told = await api.get('/api/v1/namespaces/union/configmaps/told');
  expect(JSON.parse(told!.data.values)).toMatchObject({
    clusterName: name,
    global: { AUTH_CLIENT_ID: `0oa-${name}-4444` },
    // From the values file of the region.
    image: { union: { repository: `registry.${region}.example.com/union` } },
  });
  const secret = await api.get('/api/v1/namespaces/union/secrets/union-secret-auth');
  expect(Buffer.from(secret!.data.client_secret, 'base64').toString()).toBe(`${name}: union/${name}/operator`);
  const { items } = await api.must('GET', '/apis/external-secrets.io/v1/externalsecrets') as { items: Stored[] };
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['union-secret-auth']);
}

describe('the fleet of the example', () => {
  // The servers end after all tests of the file.
  afterAll(() => Promise.all([home, ...planes.values()].map((cluster) => cluster?.stop())));

  test('is synced wave by wave, each data plane into its own cluster', async () => {
    const files = written(first);
    const commit = git.push(files);
    await argo.apply(manifestsFor('argocd', files));
    await argo.made(first.map(nameOf), 60);
    const applications = await argo.reached(first.map(nameOf), isUp, 900);
    const wave = ({ metadata }: Stored) => metadata.labels!['union-auth.cdk8s.io/wave'];
    for (const [earlier, later] of [['canary', 'us-east'], ['us-east', 'eu-west']]) {
      for (const one of applications.filter((application) => wave(application) === earlier)) {
        const ahead = applications.filter((application) => wave(application) === later && beganBefore(application, one));
        expect(ahead.map(({ metadata }) => metadata.name)).toEqual([]);
      }
    }
    expect(applications.every(({ status }) => status.sync.revisions.includes(commit))).toBe(true);
    for (const cluster of first) {
      await isAsPlanned(cluster);
    }
    expect(await world.secretNames()).not.toContain('union/union-secret-auth');
  }, 1_000_000);

  test('syncs the control plane by its own Application, with values from a file', async () => {
    await argo.refresh('controlplane');
    await argo.sync('controlplane');
    const { status } = await argo.until('controlplane', 'the control plane to be healthy', (application) =>
      application.status?.sync?.status === 'Synced' && application.status?.health?.status === 'Healthy', 120);
    expect(status.resources.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(['ExternalSecret', 'Secret', 'ConfigMap']));
    const told = await world.api.get('/api/v1/namespaces/union-cp/configmaps/told');
    expect(JSON.parse(told!.data.values)).toMatchObject({ global: { UNION_HOST: 'union.example.com' } });
  });

  test('syncs only the new data plane when one is added', async () => {
    const operations = () => Promise.all(first.map(async (cluster) => {
      const { status } = await argo.get(nameOf(cluster));
      return [cluster.name, status.history.length] as const;
    }));
    const before = await operations();
    const files = written(clusters);
    git.push(files);
    await argo.apply(manifestsFor('argocd', files));
    await argo.made([nameOf(added)], 60);
    await argo.reached([nameOf(added)], isUp, 300);
    await isAsPlanned(added);
    expect(await operations()).toEqual(before);
  });

  test('keeps the installation of a data plane that is removed from the list', async () => {
    const files = written(first);
    git.push(files);
    await argo.apply(manifestsFor('argocd', files));
    await argo.gone(nameOf(added), 60);
    await isAsPlanned(added);
  });
});
