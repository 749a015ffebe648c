import { ArgoApplicationProps, ChartVersion, SecretDelivery } from 'cdk8s-union-auth';
import { Manifest } from '../../test/_tools/schemas';
import { sleep } from '../_support/processes';
import { Stored } from '../api-server/_api-server';
import { managedKeys } from '../api-server/_external-secrets';
import { RealExternalSecrets } from '../api-server/_real-external-secrets';
import { fromStore, missingKeys, OTHERS, PlaneOptions, Planes, planes, runScripts, SHARED } from '../api-server/_shared-planes';
import { World } from '../api-server/_world';
import { argoCdOwnCrds, externalSecretsCrds } from '../tools/crds';
import { ArgoCd, NAMESPACE } from './_argo-cd';
import { ChartRepository } from './_chart-repository';
import { applications, chartsOf, databasePassword, PLANES, rendered } from './_deployment';
import { GitRepository } from './_git';
import { Pods } from './_pods';

const { V2026_3, V2026_8 } = ChartVersion;

export function emitted(secrets: SecretDelivery, options: PlaneOptions = {}): Planes {
  return planes(secrets, { waves: true, ...options });
}

export const ours = emitted(fromStore());
export const byScript = emitted(SecretDelivery.kubernetesSecrets());
export const older = emitted(fromStore(), { chartVersion: V2026_3 });

/** A cluster with Argo CD and a chart repository; each test gets a git repository and pods. */
export class Stage {
  public world!: World;
  public argo!: ArgoCd;
  public git!: GitRepository;
  public pods!: Pods;
  private charts!: ChartRepository;

  /** Registers hooks: call it once, at the top of a test file. */
  constructor() {
    beforeAll(async () => {
      this.world = await World.start([externalSecretsCrds, argoCdOwnCrds], 'real');
      const charts = [...chartsOf(V2026_3, older), ...chartsOf(V2026_8, ours)];
      this.charts = await ChartRepository.start(this.world.clients, charts);
      this.argo = await ArgoCd.start(this.world, this.charts);
    });
    beforeEach(async () => {
      this.git = new GitRepository();
      await this.world.namespacesOf(ours.manifests);
      await databasePassword(this.world);
      this.pods = new Pods(this.world.api);
    });
    afterEach(async () => {
      await this.argo.forget();
      await this.world.clear(NAMESPACE);
      this.pods.stop();
    });
  }

  public applications(of: Planes, release = V2026_8, props: Partial<ArgoApplicationProps> = {}): Manifest[] {
    return applications(of, release, { git: this.git, charts: this.charts }, props);
  }

  /** Pushes the manifests of the planes, applies their Applications, and returns the commit. */
  public async begins(
    of: Planes,
    release = V2026_8,
    props: Partial<ArgoApplicationProps> = {},
  ): Promise<string> {
    const commit = this.git.push(rendered(of));
    await this.fillStores(of);
    await this.argo.apply(this.applications(of, release, props));
    return commit;
  }

  /** The same, and waits until Argo CD has installed it. */
  public async install(of: Planes, release = V2026_8): Promise<Stored[]> {
    return this.argo.synced(PLANES, await this.begins(of, release));
  }

  public async fillStores({ manifests }: Planes): Promise<void> {
    const external = manifests.filter(({ kind }) => kind === 'ExternalSecret');
    const stores = this.world.externalSecrets as RealExternalSecrets;
    await stores.fillStores(external as unknown as (Stored & { spec: object })[]);
  }

  public async othersWrite(): Promise<void> {
    await this.world.writeAll(OTHERS);
  }

  public async run(scripts: readonly string[]): Promise<void> {
    await runScripts(this.world, scripts);
  }

  public lost(of: Planes = ours): Promise<string[]> {
    return missingKeys(this.world, of);
  }

  /** The keys of Secrets that Argo CD owns. */
  public async ownedByArgo(): Promise<string[]> {
    const secrets = await Promise.all(SHARED.map((secret) => this.world.secret(secret)));
    return secrets.flatMap((secret) => managedKeys(secret, 'argocd-controller', 'f:data'));
  }

  /** Expects no further sync after two refreshes. */
  public async settles(): Promise<void> {
    const before = await this.operations();
    for (const _ of [1, 2]) {
      for (const name of PLANES) {
        const { status } = await this.argo.refresh(name);
        expect({ name, status: status.sync.status }).toEqual({ name, status: 'Synced' });
      }
      await sleep(3_000);
    }
    expect(await this.operations()).toEqual(before);
  }

  /** The number of syncs of each Application, and the end of the last one. */
  private async operations(): Promise<unknown[]> {
    const all = await Promise.all(PLANES.map((name) => this.argo.get(name)));
    return all.map(({ status }) => [status.history.length, status.operationState.finishedAt]);
  }
}
