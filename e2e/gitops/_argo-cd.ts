import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Manifest } from '../../test/_tools/schemas';
import { eventually, found, freePort, Running, sleep, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { Stored } from '../api-server/_api-server';
import { World } from '../api-server/_world';
import { argoCd } from '../tools/argo-cd';
import { helm3 } from '../tools/helm-3';
import { ChartRepository } from './_chart-repository';

export const NAMESPACE = 'argocd';
const APPLICATIONS = `/apis/argoproj.io/v1alpha1/namespaces/${NAMESPACE}/applications`;

/** Argo CD's application controller, repo server and cache, on their own cluster. */
export class ArgoCd {
  /** @param parts `applicationSets` starts the controller of ApplicationSets, with progressive syncs */
  public static async start(world: World, charts: ChartRepository, parts: { readonly applicationSets?: boolean } = {}): Promise<ArgoCd> {
    const home = temporaryDirectory('argo-cd');
    await settings(world, charts);
    const argo = new ArgoCd(world);
    await argo.launch(home, charts, parts.applicationSets === true);
    return argo;
  }

  private processes: Running[] = [];

  private constructor(private readonly world: World) {}

  public async apply(applications: readonly Manifest[]): Promise<void> {
    await this.world.clients.apply(applications, 'client-side');
  }

  /** Requests a hard refresh, and waits for its end. */
  public async refresh(name: string): Promise<Stored> {
    const annotation = 'argocd.argoproj.io/refresh';
    await this.world.api.must(
      'PATCH',
      `${APPLICATIONS}/${name}`,
      { metadata: { annotations: { [annotation]: 'hard' } } },
      'application/merge-patch+json',
    );
    return this.until(
      name,
      `${name} to be refreshed`,
      ({ metadata }) => !(annotation in (metadata.annotations ?? {})),
    );
  }

  /** Waits until Applications are healthy, and synced to their current spec by a successful sync. */
  public async synced(names: readonly string[], commit: string, withinSeconds = 90): Promise<Stored[]> {
    for (const name of names) {
      await this.refresh(name);
    }
    return Promise.all(
      names.map((name) =>
        this.until(
          name,
          `${name} to be synced`,
          (application) => isSynced(application, commit),
          withinSeconds,
        ),
      ),
    );
  }

  /** Syncs as the button of Argo CD's page does, also without a difference. */
  public async sync(name: string): Promise<void> {
    const { spec } = await this.get(name);
    const before = (await this.get(name)).status?.operationState?.startedAt;
    await sleep(1_100);
    const operation = {
      sync: { syncOptions: spec.syncPolicy.syncOptions },
      initiatedBy: { username: 'e2e' },
    };
    await this.world.api.must(
      'PATCH',
      `${APPLICATIONS}/${name}`,
      { operation },
      'application/merge-patch+json',
    );
    await this.until(
      name,
      `${name} to be synced by hand`,
      ({ status, operation: waiting }) =>
        waiting === undefined &&
        status.operationState.startedAt !== before &&
        status.operationState.phase === 'Succeeded',
    );
  }

  public async get(name: string): Promise<Stored> {
    return this.world.api.must('GET', `${APPLICATIONS}/${name}`) as Promise<Stored>;
  }

  /** Waits until an Application is as wanted, or throws with its state. */
  public async until(
    name: string,
    what: string,
    wanted: (application: Stored) => boolean,
    withinSeconds = 60,
  ): Promise<Stored> {
    const said = (last: Stored | undefined) => {
      const { conditions, operationState, sync, health } = last?.status ?? {};
      const { syncResult, ...operation } = operationState ?? {};
      const unready = (syncResult?.resources ?? []).filter(
        ({ status }: { status: string }) => status !== 'Synced',
      );
      const state = JSON.stringify({
        sync: sync?.status,
        revisions: sync?.revisions,
        health,
        conditions,
        operation: operation.message ?? operation.phase,
        unready,
      });
      return [state, ...this.processes.map((process) => process.output().slice(-2000))].join('\n');
    };
    return found(() => this.get(name), wanted, { what, withinSeconds, said });
  }

  public async made(names: readonly string[], withinSeconds: number): Promise<void> {
    await eventually(async () => {
      const there = await Promise.all(names.map((name) => this.world.api.get(`${APPLICATIONS}/${name}`)));
      return there.every((application) => application !== undefined);
    }, `${names.join(', ')} to be made`, withinSeconds).catch(this.withOutput);
  }

  public async gone(name: string, withinSeconds: number): Promise<void> {
    await eventually(async () => (await this.world.api.get(`${APPLICATIONS}/${name}`)) === undefined, `${name} to be deleted`, withinSeconds).catch(this.withOutput);
  }

  /** Waits until Applications that the ApplicationSet or Argo CD itself syncs are as wanted. */
  public async reached(names: readonly string[], wanted: (application: Stored) => boolean, withinSeconds: number): Promise<Stored[]> {
    return Promise.all(names.map((name) => this.until(name, `${name} to be synced`, wanted, withinSeconds)));
  }

  private readonly withOutput = (error: unknown): never => {
    throw new Error(`${String(error)}\n${this.processes.map((process) => process.output().slice(-3000)).join('\n')}`);
  };

  /** Deletes Applications, and keeps their objects. */
  public async forget(): Promise<void> {
    await this.world.clients.kubectl('delete', 'applications.argoproj.io', '--all', '--namespace', NAMESPACE);
  }

  private async launch(home: string, charts: ChartRepository, applicationSets: boolean): Promise<void> {
    const binary = pathOf(argoCd);
    const [cache, repo, repoMetrics, metrics] = (
      await Promise.all([freePort(), freePort(), freePort(), freePort()])
    ).map(String);
    const redis = `127.0.0.1:${cache}`;
    const env = {
      HOME: home,
      KUBECONFIG: this.world.api.kubeconfig,
      // Its own cluster is the one of its kubeconfig.
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      ARGOCD_GPG_ENABLED: 'false',
      ARGOCD_TLS_DATA_PATH: join(home, 'tls'),
      ARGOCD_ASK_PASS_SOCK: join(home, 'ask-pass.sock'),
      ARGOCD_PLUGINSOCKFILEPATH: home,
      PATH: `${dirname(pathOf(helm3))}:${process.env.PATH}`,
    };
    mkdirSync(env.ARGOCD_TLS_DATA_PATH);
    writeFileSync(join(env.ARGOCD_TLS_DATA_PATH, 'localhost'), charts.certificate);
    const healthy = (port: string) => async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
    let said = (): string => '';
    const storage = await start(binary, ['cache', redis], { ready: () => true });
    said = () => storage.output();
    await eventually(() => said().includes('listening'), 'the cache to listen');
    const repository = await start(
      binary,
      [
        'repo-server',
        '--address',
        '127.0.0.1',
        '--port',
        repo,
        '--metrics-address',
        '127.0.0.1',
        '--metrics-port',
        repoMetrics,
        '--disable-tls',
        '--redis',
        redis,
      ],
      { env, ready: healthy(repoMetrics) },
    );
    const controller = await start(
      binary,
      [
        'application-controller',
        '--namespace',
        NAMESPACE,
        '--repo-server',
        `127.0.0.1:${repo}`,
        '--repo-server-plaintext',
        '--metrics-port',
        metrics,
        '--redis',
        redis,
      ],
      { env, ready: healthy(metrics) },
    );
    this.processes = [storage, repository, controller];
    if (applicationSets) {
      const [setMetrics, probe, webhook] = (await Promise.all([freePort(), freePort(), freePort()])).map(String);
      this.processes.push(await start(binary, [
        'applicationset-controller', '--namespace', NAMESPACE, '--argocd-repo-server', `127.0.0.1:${repo}`, '--repo-server-plaintext',
        '--metrics-addr', `127.0.0.1:${setMetrics}`, '--probe-addr', `127.0.0.1:${probe}`, '--webhook-addr', `127.0.0.1:${webhook}`,
        '--enable-leader-election=false', '--enable-progressive-syncs',
      ], { env, ready: async () => Boolean(await fetch(`http://127.0.0.1:${webhook}/`)) }));
    }
  }
}

/** The objects of an installation: namespace, settings, AppProject, chart repository. */
async function settings(world: World, charts: ChartRepository): Promise<void> {
  const part = { 'app.kubernetes.io/part-of': 'argocd' };
  const object = (kind: string, name: string, rest: object, labels: object = part, apiVersion = 'v1') =>
    ({ apiVersion, kind, metadata: { name, namespace: NAMESPACE, labels }, ...rest }) as unknown as Manifest;
  await world.clients.kubectl('create', 'namespace', NAMESPACE);
  await world.clients.apply(
    [
      object('ConfigMap', 'argocd-cm', { data: {} }),
      object('ConfigMap', 'argocd-rbac-cm', { data: {} }),
      object('Secret', 'argocd-secret', { stringData: { 'server.secretkey': 'e2e' } }),
      object(
        'Secret',
        'charts',
        { stringData: { type: 'helm', name: 'union', url: charts.url } },
        { 'argocd.argoproj.io/secret-type': 'repository' },
      ),
      object(
        'AppProject',
        'default',
        {
          spec: {
            sourceRepos: ['*'],
            destinations: [{ namespace: '*', server: '*' }],
            clusterResourceWhitelist: [{ group: '*', kind: '*' }],
          },
        },
        {},
        'argoproj.io/v1alpha1',
      ),
    ],
    'client-side',
  );
}

function isSynced({ spec, status }: Stored, commit: string): boolean {
  const { sync, health, operationState } = status ?? {};
  const sources = spec.sources ?? [spec.source];
  const compared = sync?.comparedTo?.sources ?? [sync?.comparedTo?.source];
  const revisions = sync?.revisions ?? [sync?.revision];
  return (
    sync?.status === 'Synced' &&
    isDeepStrictEqual(compared, sources) &&
    (sources.length === 1 || revisions.includes(commit)) &&
    operationState?.phase === 'Succeeded' &&
    health?.status === 'Healthy'
  );
}
