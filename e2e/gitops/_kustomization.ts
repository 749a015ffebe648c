import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { App, Chart, Testing, Yaml } from 'cdk8s';
import { FluxKustomization } from 'cdk8s-union-auth';
import { Manifest } from '../../test/_tools/schemas';
import { found, freePort, Running, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { Stored } from '../api-server/_api-server';
import { World } from '../api-server/_world';
import { kustomizeController } from '../tools/flux';

const SOURCE = 'platform';
const NAME = 'secrets';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

interface Status {
  readonly lastAppliedRevision?: string;
  readonly conditions: readonly Condition[];
}

/**
 * Flux's kustomize-controller with one emitted Kustomization. Its source is a suspended GitRepository, whose archive this class makes in
 * place of source-controller.
 */
export class AppliedManifests {
  public static async start(world: World, namespace: string): Promise<AppliedManifests> {
    const home = temporaryDirectory('kustomize');
    const server = createServer(({ url }, response) => response.end(readFileSync(join(home, url!.slice(1)))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const health = await freePort();
    const controller = await start(
      pathOf(kustomizeController),
      ['--metrics-addr=0', `--health-addr=127.0.0.1:${health}`, '--enable-leader-election=false', '--log-level=info'],
      {
        env: { HOME: home, KUBECONFIG: world.api.kubeconfig, RUNTIME_NAMESPACE: namespace, TMPDIR: home },
        ready: async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).ok,
      },
    );
    return new AppliedManifests(world, namespace, home, (server.address() as AddressInfo).port, controller);
  }

  private commits = 0;
  private revision = '';

  private constructor(
    private readonly world: World,
    private readonly namespace: string,
    private readonly home: string,
    private readonly port: number,
    private readonly controller: Running,
  ) {}

  /** Pushes manifests, and waits until they are applied. */
  public async push(manifests: readonly Manifest[]): Promise<void> {
    this.revision = await this.publish(manifests);
    await this.world.clients.apply(this.emitted(), 'client-side');
    await this.requestReconcile();
    await this.until('applied', ({ conditions }) => conditions.some(({ message }) => message.includes(this.revision)
      && /^(Running health checks|Applied revision)/.test(message)));
  }

  /** Waits until the objects of the last push are ready, and removed ones are pruned. */
  public ready(): Promise<void> {
    return this.until('ready', ({ lastAppliedRevision, conditions }) => lastAppliedRevision === this.revision && conditions.some(isReady));
  }

  private async until(what: string, holds: (status: Status) => boolean): Promise<void> {
    await found(
      () => this.world.api.must('GET', this.path('kustomize', 'kustomizations', NAME)) as Promise<Stored>,
      ({ status }) => status?.conditions !== undefined && holds(status as Status),
      {
        what: `${this.revision} to be ${what}`,
        withinSeconds: 120,
        said: (last) => `${JSON.stringify(last?.status?.conditions)}\n${this.controller.output().slice(-3000)}`,
      },
    );
  }

  /** Writes the archive of a commit, and the source that names it. */
  private async publish(manifests: readonly Manifest[]): Promise<string> {
    this.commits += 1;
    const commit = String(this.commits).padStart(40, '0');
    const [archive, folder] = [`${commit}.tar.gz`, join(this.home, commit)];
    mkdirSync(join(folder, 'manifests'), { recursive: true });
    writeFileSync(join(folder, 'manifests', 'all.yaml'), manifests.map((manifest) => Yaml.stringify(manifest)).join('---\n'));
    execFileSync('tar', ['--create', '--gzip', '--file', join(this.home, archive), '--directory', folder, 'manifests']);
    const bytes = readFileSync(join(this.home, archive));
    const revision = `main@sha1:${commit}`;
    const spec = { url: 'https://git.example.com/platform', interval: '10m', suspend: true };
    const metadata = { name: SOURCE, namespace: this.namespace };
    await this.world.clients.apply([{ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata, spec } as never], 'client-side');
    const artifact = {
      url: `http://127.0.0.1:${this.port}/${archive}`,
      path: archive,
      revision,
      digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      lastUpdateTime: new Date().toISOString().replace(/\.\d+/, ''),
      size: bytes.length,
    };
    await this.world.api.must('PATCH', `${this.path('source', 'gitrepositories', SOURCE)}/status`, { status: { artifact } }, 'application/merge-patch+json');
    return revision;
  }

  private emitted(): Manifest[] {
    const chart = new Chart(new App(), 'flux');
    new FluxKustomization(chart, 'secrets', { metadata: { name: NAME, namespace: this.namespace }, path: 'manifests', source: { name: SOURCE } });
    return Testing.synth(chart) as Manifest[];
  }

  /** Reconciles without waiting for the next interval. */
  private requestReconcile(): Promise<unknown> {
    const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
    return this.world.api.must('PATCH', this.path('kustomize', 'kustomizations', NAME), { metadata: { annotations } }, 'application/merge-patch+json');
  }

  private path(group: string, plural: string, name: string): string {
    return `/apis/${group}.toolkit.fluxcd.io/v1/namespaces/${this.namespace}/${plural}/${name}`;
  }
}

function isReady({ type, status }: Condition): boolean {
  return type === 'Ready' && status === 'True';
}
