import { join } from 'node:path';
import { found, freePort, Running, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { Stored } from '../api-server/_api-server';
import { World } from '../api-server/_world';
import { helmController, sourceController } from '../tools/flux';
import { ChartRepository } from './_chart-repository';

export const NAMESPACE = 'flux-system';
/** The name of the Secret with the certificate of the chart repository. */
export const CERTIFICATE = 'charts-ca';
const RELEASES = `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${NAMESPACE}/helmreleases`;

const KINDS = [
  'kustomizations.kustomize.toolkit.fluxcd.io',
  'helmreleases.helm.toolkit.fluxcd.io',
  'helmcharts.source.toolkit.fluxcd.io',
  'helmrepositories.source.toolkit.fluxcd.io',
];

/** Flux's source and helm controllers. */
export class Flux {
  public static async start(world: World, charts: ChartRepository): Promise<Flux> {
    await world.clients.kubectl('create', 'namespace', NAMESPACE);
    await world.clients.apply(
      [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: CERTIFICATE, namespace: NAMESPACE },
          stringData: { 'ca.crt': charts.certificate },
        } as never,
      ],
      'client-side',
    );
    const flux = new Flux(world);
    await flux.launch(temporaryDirectory('flux'));
    return flux;
  }

  private processes: Running[] = [];

  private constructor(private readonly world: World) {}

  /** Requests a reconciliation of a release, and waits for its end. */
  public async reconcile(name: string): Promise<Stored> {
    const asked = new Date().toISOString();
    const annotations = { 'reconcile.fluxcd.io/requestedAt': asked };
    await this.world.api.must(
      'PATCH',
      `${RELEASES}/${name}`,
      { metadata: { annotations } },
      'application/merge-patch+json',
    );
    return this.until(
      name,
      `${name} to be reconciled`,
      ({ status }) => status?.lastHandledReconcileAt === asked,
    );
  }

  /** Waits until a release is ready with its current spec. */
  public ready(name: string, withinSeconds = 90): Promise<Stored> {
    return this.until(
      name,
      `${name} to be ready`,
      (release) =>
        readiness(release)?.status === 'True' &&
        release.status.observedGeneration === release.metadata.generation,
      withinSeconds,
    );
  }

  public get(name: string): Promise<Stored> {
    return this.world.api.must('GET', `${RELEASES}/${name}`) as Promise<Stored>;
  }

  public async until(
    name: string,
    what: string,
    wanted: (release: Stored) => boolean,
    withinSeconds = 60,
  ): Promise<Stored> {
    return found(() => this.get(name), wanted, {
      what,
      withinSeconds,
      said: (last) => [
        JSON.stringify(last?.status?.conditions),
        ...this.processes.map((process) => process.output().slice(-3000)),
      ].join('\n'),
    });
  }

  /** Deletes releases and sources, and keeps the objects of the charts. */
  public async forget(): Promise<void> {
    const { clients } = this.world;
    for (const kind of KINDS) {
      const names = (await clients.kubectl('get', kind, '--namespace', NAMESPACE, '--output=name')).split('\n');
      for (const name of names.filter((each) => each.includes('/'))) {
        const [patch, remove] = ['patch', 'delete'].map((verb) => [verb, name, '--namespace', NAMESPACE]);
        // Deleting a release may already have deleted its chart.
        const patched = (change: object) =>
          clients.kubectl(...patch, '--type=merge', '--patch', JSON.stringify(change)).catch(() => undefined);
        await patched({ spec: { suspend: true } });
        await clients.kubectl(...remove, '--ignore-not-found', '--wait=false');
        await patched({ metadata: { finalizers: null } });
      }
    }
  }

  private async launch(home: string): Promise<void> {
    const env = {
      HOME: home,
      KUBECONFIG: this.world.api.kubeconfig,
      RUNTIME_NAMESPACE: NAMESPACE,
      TMPDIR: home,
    };
    const [storage, sourceHealth, helmHealth] = await Promise.all([freePort(), freePort(), freePort()]);
    const healthy = (port: number) => async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
    const common = (port: number) => [
      '--metrics-addr=0',
      `--health-addr=127.0.0.1:${port}`,
      '--enable-leader-election=false',
      '--log-level=info',
    ];
    const sources = await start(
      pathOf(sourceController),
      [
        ...common(sourceHealth),
        `--storage-path=${join(home)}`,
        `--storage-addr=127.0.0.1:${storage}`,
        `--storage-adv-addr=127.0.0.1:${storage}`,
      ],
      { env, ready: healthy(sourceHealth) },
    );
    const releases = await start(pathOf(helmController), common(helmHealth), {
      env,
      ready: healthy(helmHealth),
    });
    this.processes = [sources, releases];
  }
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export function readiness({ status }: Stored): Condition | undefined {
  return ((status?.conditions ?? []) as Condition[]).find(({ type }) => type === 'Ready');
}
