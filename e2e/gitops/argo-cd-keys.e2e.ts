import { ChartVersion } from 'cdk8s-union-auth';
import { Manifest } from '../../test/_tools/schemas';
import { eventually } from '../_support/processes';
import { PEOPLE } from '../api-server/_people';
import { fromStore, OTHERS } from '../api-server/_shared-planes';
import { byScript, emitted, older, ours, Stage } from './_argo-stage';
import { applicationsBefore, PLANES, rendered } from './_deployment';

const { V2026_3, V2026_8 } = ChartVersion;
const stage = new Stage();

describe('take-over of a running release', () => {
  /** Syncs the charts with their defaults. They may be unhealthy, since some keys come only with our Secrets. */
  async function before(spec: object = {}): Promise<void> {
    await stage.argo.apply(applicationsBefore(stage.applications(ours), spec));
    for (const name of PLANES) {
      await stage.argo.until(
        name,
        `${name} to run`,
        ({ status }) => status?.sync?.status === 'Synced' && status.operationState?.phase === 'Succeeded',
      );
    }
    await stage.othersWrite();
    expect(await stage.world.data('union/union-secret-auth')).toEqual({
      app_secret: 'placeholder',
      client_secret: 'placeholder',
      tunnel_token: 'tunnel',
    });
  }

  /** Runs the scripts, switches the Applications, and runs the scripts again. */
  async function takeOver(): Promise<void> {
    await stage.run(ours.takeOver);
    await stage.install(ours);
    await stage.run(ours.takeOver);
    await stage.world.externalSecrets.settle();
    await stage.settles();
    expect(await stage.lost()).toEqual([]);
    expect(await stage.ownedByArgo()).toEqual([]);
  }

  test('loses no key with External Secrets', async () => {
    await before();
    await takeOver();
  });

  test('loses no key with Option B: the old Application restores its placeholder, and a second run of the script replaces it', async () => {
    await before();
    await stage.run([...byScript.takeOver, ...byScript.scripts]);
    await eventually(
      async () => (await stage.world.data('union/union-secret-auth')).client_secret === 'placeholder',
      'the old Application to restore its placeholder',
      90,
    );
    await stage.install(byScript);
    await stage.run([...byScript.takeOver, ...byScript.scripts]);
    await stage.settles();
    expect(await stage.world.data('union/union-secret-auth')).toEqual({
      app_secret: 'service',
      client_secret: 'service',
      tunnel_token: 'tunnel',
    });
    expect(await stage.lost(byScript)).toEqual([]);
  });

  test('prunes union-secret-auth with the tunnel token if the scripts do not run, so the tests above can fail', async () => {
    await before();
    stage.git.push(rendered(byScript));
    await stage.argo.apply(stage.applications(byScript));
    await stage.argo.refresh('dataplane');
    await eventually(
      async () => !(await stage.world.secret('union/union-secret-auth')),
      'union-secret-auth to be pruned',
      60,
    );
  });

  const OWNING = {
    ignoreDifferences: [{ kind: 'Secret', jsonPointers: ['/data'] }],
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'],
    },
  };

  /** Makes Argo CD an owner of the keys of services, and the only one of those that kubectl applied before a sync. */
  async function owned(): Promise<void> {
    await before(OWNING);
    for (const secret of ['union-cp/flyte-admin-secrets', 'union/union-secret-auth']) {
      const gone = Object.fromEntries(Object.keys(OTHERS[secret]).map((key) => [key, null]));
      await stage.world.clients.patchSecret(secret, { data: gone });
      await PEOPLE['create | apply'](stage.world, secret, OTHERS[secret]);
    }
    await stage.argo.sync('controlplane');
    await stage.argo.sync('dataplane');
    expect(await stage.ownedByArgo()).toEqual(expect.arrayContaining(['cookie_hash_key', 'tunnel_token']));
  }

  test('loses no key if RespectIgnoreDifferences made Argo CD own keys of services', async () => {
    await owned();
    await takeOver();
  });

  test('loses the keys that Argo CD owned if the scripts do not run, so the test above can fail', async () => {
    await owned();
    await stage.install(ours);
    await stage.world.externalSecrets.settle();
    expect(await stage.lost()).toEqual(expect.arrayContaining(['union/union-secret-auth tunnel_token']));
  });
});

describe('a Secret that people made by create | apply', () => {
  beforeEach(async () => {
    const { world } = stage;
    await world.clients.kubectl('delete', 'secret', 'union-controlplane-secrets', '--namespace', 'union-cp');
    await PEOPLE['create | apply'](world, 'union-cp/union-controlplane-secrets', { 'pass.txt': 'database' });
  });

  test('keeps its keys after the take-over scripts', async () => {
    await stage.run(ours.takeOver);
    await stage.install(ours);
    await stage.othersWrite();
    await stage.settles();
    expect(await stage.lost()).toEqual([]);
    expect([...stage.pods.missed]).toEqual([]);
  });

  test('loses its keys without the take-over scripts, so the test above can fail', async () => {
    await stage.begins(ours);
    await eventually(
      async () => !('pass.txt' in (await stage.world.data('union-cp/union-controlplane-secrets'))),
      'pass.txt to be removed',
      60,
    );
  });
});

describe('an upgrade from one chart release to the next', () => {
  async function upgraded(migratingFrom?: ChartVersion): Promise<void> {
    await stage.install(older, V2026_3);
    await stage.othersWrite();
    expect([...stage.pods.missed]).toEqual([]);
    const next = emitted(fromStore(), { migratingFrom });
    await stage.install(next);
    expect(await stage.lost(next)).toEqual([]);
  }

  test.each([
    ['by default', undefined],
    ['with migratingFrom 2026.3', V2026_3],
  ])('%s never removes a key that a pod reads, also on the way back', async (_name, migratingFrom) => {
    await upgraded(migratingFrom);
    await stage.settles();
    await stage.install(older, V2026_3);
    expect(await stage.lost(older)).toEqual([]);
    expect([...stage.pods.missed]).toEqual([]);
  });

  test('with migratingFrom set to the new release too early keeps the key of old pods, without an ExternalSecret that refreshes it', async () => {
    await upgraded(V2026_8);
    expect([...stage.pods.missed]).toEqual([]);
    const left = await stage.world.clients.kubectl('get', 'externalsecrets', '--all-namespaces', '--output=name');
    expect(left).not.toContain('flyte-admin-secrets-auth-oidc-client-secret');
  });

  test('without PruneLast removes a key that pods read on the way back, so the test above can fail', async () => {
    await upgraded();
    stage.git.push(rendered(older));
    await stage.argo.apply(stage.applications(older, V2026_3).map(withoutPruneLast));
    await stage.argo.refresh('controlplane');
    await eventually(() => stage.pods.missed.size > 0, 'a key to be missed', 60);
    expect([...stage.pods.missed]).toEqual(['union-cp/flyteadmin-oidc-client-secret client_secret']);
  });
});

function withoutPruneLast({ spec, ...application }: Manifest): Manifest {
  const syncOptions = spec.syncPolicy.syncOptions.filter((option: string) => option !== 'PruneLast=true');
  return { ...application, spec: { ...spec, syncPolicy: { ...spec.syncPolicy, syncOptions } } };
}
