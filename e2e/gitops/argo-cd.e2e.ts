import { Duration } from 'cdk8s';
import { ArgoApplicationProps, ChartVersion } from 'cdk8s-union-auth';
import { eventually, sleep } from '../_support/processes';
import { fromStore } from '../api-server/_shared-planes';
import { NAMESPACE } from './_argo-cd';
import { byScript, emitted, ours, Stage } from './_argo-stage';
import { PLANES, rendered } from './_deployment';
import { SilentWebhook } from './_silent-webhook';

const { V2026_8 } = ChartVersion;
const stage = new Stage();

test('a first sync fills Secrets before pods start, ends Synced and Healthy, and needs no further sync', async () => {
  const [controlPlane, dataPlane] = await stage.install(ours);
  expect([...stage.pods.missed]).toEqual([]);
  expect(await stage.world.lost(stage.world.promises(ours.manifests))).toEqual([]);
  expect(
    [controlPlane, dataPlane].map(({ status }) =>
      (status.conditions ?? []).map(({ type }: { type: string }) => type),
    ),
  ).toEqual([['RepeatedResourceWarning'], []]);
  await stage.othersWrite();
  stage.world.rotateStore();
  await stage.world.externalSecrets.pass(3600);
  await stage.settles();
  expect(await stage.lost()).toEqual([]);
  expect(await stage.ownedByArgo()).toEqual([]);
});

test('Argo CD reverts a change and restores a deleted Secret, which is filled again, and keys of services stay', async () => {
  await stage.install(ours);
  await stage.othersWrite();
  await stage.world.clients.kubectl(
    'label',
    'secret',
    'union-secret-auth',
    '--namespace',
    'union',
    'app.kubernetes.io/managed-by-',
    '--overwrite',
  );
  const { world } = stage;
  await world.clients.kubectl('delete', 'secret', 'union-controlplane-secrets', '--namespace', 'union-cp');
  await eventually(
    async () => (await stage.world.secret('union-cp/union-controlplane-secrets')) !== undefined,
    'the Secret to be restored',
    60,
  );
  await stage.world.externalSecrets.settle();
  expect((await stage.lost()).filter((key) => !key.endsWith('pass.txt'))).toEqual([]);
});

test('with chartCreatesSecret the placeholder of the chart does not come back, and no further sync follows', async () => {
  const creates = emitted(fromStore(), { chartCreatesSecret: true });
  await stage.install(creates);
  await stage.othersWrite();
  await stage.world.externalSecrets.settle();
  await stage.settles();
  expect(await stage.lost(creates)).toEqual([]);
});

describe('a sync that fails', () => {
  const webhook = new SilentWebhook('external-secrets.io', 'externalsecrets');

  beforeEach(() => webhook.install(stage.world.api));
  afterEach(() => webhook.remove(stage.world.api));

  test('is retried until it succeeds, more often than Argo CD does by default', async () => {
    const commit = await stage.begins(ours, V2026_8, {
      retry: { duration: Duration.seconds(1), factor: 1, maxDuration: Duration.seconds(1) },
    });
    for (const name of PLANES) {
      await stage.argo.until(
        name,
        `${name} to be retried more than six times`,
        ({ status }) => (status?.operationState?.retryCount ?? 0) > 6,
        120,
      );
    }
    await webhook.remove(stage.world.api);
    await stage.argo.synced(PLANES, commit);
    expect(await stage.world.lost(stage.world.promises(ours.manifests))).toEqual([]);
  });

  test('stays failed with a limit of two retries, so the test above can fail', async () => {
    await stage.begins(ours, V2026_8, { retry: { limit: 2, duration: Duration.seconds(1), factor: 1 } });
    await stage.argo.until(
      'dataplane',
      'the sync to fail',
      ({ status }) => status?.operationState?.phase === 'Failed',
      120,
    );
    await webhook.remove(stage.world.api);
    for (const _ of [1, 2]) {
      await stage.argo.refresh('dataplane');
      await sleep(3_000);
    }
    expect((await stage.argo.get('dataplane')).status).toMatchObject({
      sync: { status: 'OutOfSync' },
      operationState: { phase: 'Failed' },
    });
  });
});

describe('the destination', () => {
  test('may be a cluster by its name, with a namespace that Argo CD makes', async () => {
    await stage.world.clear(NAMESPACE);
    await stage.begins(byScript, V2026_8, { cluster: 'in-cluster', syncOptions: ['CreateNamespace=true'] });
    for (const name of PLANES) {
      await stage.argo.refresh(name);
      await stage.argo.until(
        name,
        `${name} to be synced`,
        ({ status }) => status?.sync?.status === 'Synced' && status.operationState?.phase === 'Succeeded',
      );
    }
    expect(await stage.world.secretNames()).toEqual(expect.arrayContaining(['union-cp/flyte-admin-secrets']));
  });

  const path = '../rendered/controlplane';
  const server = 'https://10.0.0.1:6443';

  test.each<[string, (spec: any) => object, RegExp, Partial<ArgoApplicationProps> | undefined]>([
    [
      'a cluster by name and by address',
      (spec) => ({ ...spec, destination: { ...spec.destination, name: 'in-cluster' } }),
      /can't have both name and server/,
      { cluster: 'in-cluster', server: 'https://kubernetes.default.svc' },
    ],
    [
      'a server without its scheme',
      (spec) => ({ ...spec, destination: { ...spec.destination, server: '10.0.0.1:6443' } }),
      /cluster "10\.0\.0\.1:6443" not found/,
      { server: '10.0.0.1:6443' },
    ],
    [
      'a path that leaves the repository',
      (spec) => ({ ...spec, sources: [spec.sources[0], { ...spec.sources[1], path }] }),
      /path|outside/,
      { manifests: { repository: 'https://git.example.com/acme/platform.git', path } },
    ],
    // Only Argo CD knows its clusters.
    [
      'an unknown API server',
      (spec) => ({ ...spec, destination: { ...spec.destination, server } }),
      /cluster ".*" not found/,
      undefined,
    ],
  ])('Argo CD refuses %s, and so does the construct where it can know', async (_name, change, message, props) => {
    stage.git.push(rendered(ours));
    const [application] = stage.applications(ours);
    await stage.argo.apply([{ ...application, spec: change(application.spec) }]);
    const { status } = await stage.argo.until(
      'controlplane',
      'Argo CD to refuse it',
      (app) => (app.status?.conditions ?? []).length > 0,
    );
    expect(status.conditions.map((condition: { message: string }) => condition.message).join()).toMatch(
      message,
    );
    expect(await stage.world.secretNames()).not.toContain('union-cp/flyte-admin-secrets');
    const emits = (): unknown => stage.applications(ours, V2026_8, props);
    props ? expect(emits).toThrow() : expect(emits).not.toThrow();
  });
});
