import { Duration } from 'cdk8s';
import { ChartVersion, SecretDelivery } from 'cdk8s-union-auth';
import { eventually, sleep } from '../_support/processes';
import { fromStore, missingKeys, OTHERS, PlaneOptions, Planes, planes, runScripts } from '../api-server/_shared-planes';
import { World } from '../api-server/_world';
import { externalSecretsCrds, fluxHelmCrds, fluxKustomizeCrds, fluxOwnSourceCrds } from '../tools/crds';
import { ChartRepository } from './_chart-repository';
import { chartsOf, databasePassword, helmReleases, helmReleasesBefore, PLANES, VERSIONS } from './_deployment';
import { CERTIFICATE, Flux, NAMESPACE, readiness } from './_flux';
import { AppliedManifests } from './_kustomization';
import { Pods } from './_pods';
import { SilentWebhook } from './_silent-webhook';

const { V2026_3, V2026_8 } = ChartVersion;
const ours = planes(fromStore());
const byScript = planes(SecretDelivery.kubernetesSecrets());
const old = planes(fromStore(), { chartVersion: V2026_3 });

let world: World;
let flux: Flux;
let manifests: AppliedManifests;
let charts: ChartRepository;
let pods: Pods;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds, fluxHelmCrds, fluxKustomizeCrds, fluxOwnSourceCrds], 'real');
  charts = await ChartRepository.start(world.clients, [
    ...chartsOf(V2026_3, old),
    ...chartsOf(V2026_8, ours),
  ]);
  flux = await Flux.start(world, charts);
  manifests = await AppliedManifests.start(world, NAMESPACE);
});
beforeEach(async () => {
  await world.namespacesOf(ours.manifests);
  await databasePassword(world);
  pods = new Pods(world.api);
});
afterEach(async () => {
  await flux.forget();
  await world.clear(NAMESPACE);
  pods.stop();
});

/** Applies the manifests by kustomize-controller, then the releases, and waits for both. */
async function install(
  of: Planes,
  release = V2026_8,
  props: Parameters<typeof helmReleases>[4] = {},
): Promise<void> {
  await kustomize(of);
  await world.clients.apply(helmReleases(of, release, charts, CERTIFICATE, props), 'client-side');
  await ready(VERSIONS[`${release}`]);
}

async function kustomize({ manifests: own }: Planes): Promise<void> {
  await manifests.push(own);
  await world.externalSecrets.settle();
  await manifests.ready();
}

/** Waits until both releases run a version of the chart. */
async function ready(version: string): Promise<void> {
  for (const name of PLANES) {
    await flux.ready(name);
    await flux.until(
      name,
      `${name} ${version}`,
      (release) =>
        release.status.history[0].chartVersion === version && readiness(release)?.status === 'True',
    );
  }
}

const run = (scripts: readonly string[]) => runScripts(world, scripts);
const lost = (of: Planes = ours) => missingKeys(world, of);

async function revisions(): Promise<number[]> {
  const all = await Promise.all(PLANES.map((name) => flux.get(name)));
  return all.map(({ status }) => status.history[0].version as number);
}

/** Expects no further revision after two reconciliations, which correct drift. */
async function settles(): Promise<void> {
  const before = await revisions();
  for (const _ of [1, 2]) {
    for (const name of PLANES) {
      expect(readiness(await flux.reconcile(name))).toMatchObject({ status: 'True' });
    }
    await sleep(2_000);
  }
  expect(await revisions()).toEqual(before);
}

test('a first installation finds its Secrets filled, and drift correction changes no key', async () => {
  await install(ours);
  expect([...pods.missed]).toEqual([]);
  await world.writeAll(OTHERS);
  world.rotateStore();
  await world.externalSecrets.pass(3600);
  await settles();
  expect(await revisions()).toEqual([1, 1]);
  expect(await lost()).toEqual([]);
});

describe('take-over of a running release', () => {
  async function before(): Promise<void> {
    // Its pods wait for keys that come only with our Secrets.
    const releases = helmReleasesBefore(helmReleases(ours, V2026_8, charts, CERTIFICATE));
    await world.clients.apply(
      releases.map((object) => ({
        ...object,
        spec: { ...object.spec, ...(object.kind === 'HelmRelease' ? NO_WAIT : {}) },
      })),
      'client-side',
    );
    await ready(VERSIONS['2026.8']);
    await world.writeAll(OTHERS);
    expect(await world.data('union/union-secret-auth')).toEqual({
      app_secret: 'placeholder',
      client_secret: 'placeholder',
      tunnel_token: 'tunnel',
    });
  }

  const NO_WAIT = { install: { disableWait: true } };

  test('loses no key with External Secrets', async () => {
    await before();
    await run(ours.takeOver);
    await install(ours);
    await world.externalSecrets.settle();
    await settles();
    expect(await lost()).toEqual([]);
  });

  test('loses no key with the script of Option B', async () => {
    await before();
    await run([...byScript.takeOver, ...byScript.scripts]);
    await install(byScript);
    await run([...byScript.takeOver, ...byScript.scripts]);
    await settles();
    expect(await world.data('union/union-secret-auth')).toEqual({
      app_secret: 'service',
      client_secret: 'service',
      tunnel_token: 'tunnel',
    });
    expect(await lost(byScript)).toEqual([]);
  });

  test('deletes union-secret-auth if the scripts do not run, so the tests above can fail', async () => {
    await before();
    await world.clients.apply(helmReleases(byScript, V2026_8, charts, CERTIFICATE), 'client-side');
    await eventually(
      async () => !(await world.secret('union/union-secret-auth')),
      'union-secret-auth to be deleted',
      60,
    );
  });

  test('continues a release that Helm installed as its second revision', async () => {
    await world.apply(ours.manifests, 'client-side');
    for (const name of PLANES) {
      const { namespace, helmValues } = ours.auths[name];
      await world.clients.helm(
        'install',
        `unionai-${name}`,
        '--namespace',
        namespace,
        '--repo',
        charts.url,
        name,
        '--version',
        VERSIONS['2026.8'],
        '--ca-file',
        charts.certificateFile,
        '--values',
        world.clients.json(helmValues.toObject()),
      );
    }
    await world.writeAll(OTHERS);
    await install(ours);
    expect(await revisions()).toEqual([2, 2]);
    expect(await lost()).toEqual([]);
  });
});

describe('an installation that fails', () => {
  const webhook = new SilentWebhook('apps', 'deployments', {
    matchExpressions: [{ key: 'app.kubernetes.io/managed-by', operator: 'In', values: ['Helm'] }],
  });

  afterEach(() => webhook.remove(world.api));

  test('is retried until it succeeds', async () => {
    await webhook.install(world.api);
    await kustomize(ours);
    await world.clients.apply(
      helmReleases(ours, V2026_8, charts, CERTIFICATE, { retryInterval: Duration.seconds(10) }),
      'client-side',
    );
    for (const name of PLANES) {
      await flux.until(
        name,
        `${name} to have failed twice`,
        ({ status }) => (status?.installFailures ?? 0) + (status?.upgradeFailures ?? 0) >= 2,
        120,
      );
    }
    await webhook.remove(world.api);
    await ready(VERSIONS['2026.8']);
    expect(await world.lost(world.promises(ours.manifests))).toEqual([]);
  });
});

describe('an upgrade from one chart release to the next', () => {
  async function upgraded(options: PlaneOptions = {}): Promise<void> {
    await install(old, V2026_3);
    await world.writeAll(OTHERS);
    expect([...pods.missed]).toEqual([]);
    const next = planes(fromStore(), options);
    await install(next);
    expect(await lost(next)).toEqual([]);
  }

  /** Applies the manifests of the older release; kustomize-controller prunes the ExternalSecrets that it lacks. */
  async function goBack(): Promise<void> {
    const names = (of: Planes) => of.manifests.filter(({ kind }) => kind === 'ExternalSecret').map(({ metadata }) => metadata.name);
    const more = names(ours).filter((name) => !names(old).includes(name));
    const there = async () => (await world.clients.kubectl('get', 'externalsecrets', '--all-namespaces', '--output=name')).split(/[/\s]/);
    expect(await there()).toEqual(expect.arrayContaining(more));
    expect(more).not.toEqual([]);
    await kustomize(old);
    const left = await there();
    expect(more.filter((name) => left.includes(name))).toEqual([]);
  }

  test('never removes a key that a pod reads, also on the way back if the manifests follow the release', async () => {
    await upgraded();
    await settles();
    await world.clients.apply(helmReleases(old, V2026_3, charts, CERTIFICATE), 'client-side');
    await ready(VERSIONS['2026.3']);
    await goBack();
    expect(await lost(old)).toEqual([]);
    await sleep(2_000);
    expect([...pods.missed]).toEqual([]);
  });

  test('removes a key that pods read if the manifests go back before the release, so the test above can fail', async () => {
    await upgraded();
    await goBack();
    await eventually(() => pods.missed.size > 0, 'a key to be missed', 30);
    expect([...pods.missed]).toEqual(['union-cp/flyteadmin-oidc-client-secret client_secret']);
  });

  test('with migratingFrom set to the new release too early keeps the key of old pods, without an ExternalSecret that refreshes it', async () => {
    await upgraded({ migratingFrom: V2026_8 });
    expect([...pods.missed]).toEqual([]);
    const left = await world.clients.kubectl('get', 'externalsecrets', '--all-namespaces', '--output=name');
    expect(left).not.toContain('flyte-admin-secrets-auth-oidc-client-secret');
  });
});

test('with chartCreatesSecret an upgrade succeeds, and the keys come back', async () => {
  const creates = planes(fromStore(), { chartCreatesSecret: true });
  await install(creates);
  await world.writeAll(OTHERS);
  await world.externalSecrets.settle();
  await settles();
  expect(await lost(creates)).toEqual([]);
  const more = planes(fromStore(), { chartCreatesSecret: true, extraValues: { nameOverride: 'more' } });
  await install(more);
  await flux.until('dataplane', 'an upgrade', ({ status }) => status.history[0].version > 1);
  await flux.ready('dataplane');
  await world.externalSecrets.settle();
  expect(await lost(more)).toEqual([]);
});
