import { isDeepStrictEqual } from 'node:util';
import { eventually, freePort, Running, sleep, start } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { externalSecrets } from '../tools/external-secrets';
import { ApiServer, Stored } from './_api-server';
import { ControllerProbe, PROBE } from './_controller-probe';
import { Controller, Store } from './_external-secrets';

const EXTERNAL_SECRETS = '/apis/external-secrets.io/v1';
const STORES = ['secretstores', 'clustersecretstores'];
/** The controller retries after a failure; it counts as settled after so many milliseconds without a change. */
const QUIET_AFTER_FAILURE = 5_000;
const AT_REST_WITHIN = 60;

interface RemoteRef {
  readonly key: string;
  readonly property?: string;
}

/** The real controller, on stores of its provider `fake`, which hold what the test sets. */
export class RealExternalSecrets implements Controller {
  public static async start(api: ApiServer, store: Store): Promise<RealExternalSecrets> {
    const controller = new RealExternalSecrets(api, store);
    await controller.launch();
    return controller;
  }

  private process!: Running;
  private health = '';
  private asked = 0;
  private readonly probe: ControllerProbe;

  private constructor(private readonly api: ApiServer, public store: Store) {
    this.probe = new ControllerProbe(api);
  }

  public async restart(): Promise<void> {
    await this.process.stop();
    await this.launch();
  }

  /** Writes the stores that ExternalSecrets name, and waits until nothing changes. */
  public async settle(): Promise<void> {
    await this.isAlive();
    await this.fillStores();
    try {
      await eventually(() => this.isAtRest(), 'External Secrets to settle', AT_REST_WITHIN);
    } catch (error) {
      throw new Error(`${String(error)}\n${this.process.output().slice(-3000)}`);
    }
  }

  /** Whether nothing changes while the controller handles the probe. */
  private async isAtRest(): Promise<boolean> {
    const before = await this.state();
    await this.probe.answered();
    if (before.some(({ ready }) => ready === false)) {
      await sleep(QUIET_AFTER_FAILURE);
    }
    const now = await this.state();
    return isDeepStrictEqual(now, before) && now.every(({ ready }) => ready !== undefined);
  }

  /** Refreshes every ExternalSecret, since a test cannot move the clock of the real controller. */
  public async pass(): Promise<void> {
    await this.fillStores();
    await this.probe.answered();
    this.asked += 1;
    for (const { metadata } of await this.list(`${EXTERNAL_SECRETS}/externalsecrets`)) {
      const patch = { metadata: { annotations: { 'force-sync': String(this.asked) } } };
      const path = `${EXTERNAL_SECRETS}/namespaces/${metadata.namespace}/externalsecrets/${metadata.name}`;
      await this.api.must('PATCH', path, patch, 'application/merge-patch+json');
    }
    await this.settle();
  }

  private async launch(): Promise<void> {
    this.health = `127.0.0.1:${await freePort()}`;
    this.process = await start(pathOf(externalSecrets), [
      '--enable-leader-election=false', '--metrics-addr=127.0.0.1:0', `--live-addr=${this.health}`, '--enable-generator-state=false',
      '--enable-cluster-external-secret-reconciler=false', '--enable-push-secret-reconciler=false', '--enable-cluster-push-secret-reconciler=false',
    ], { env: { KUBECONFIG: this.api.kubeconfig }, ready: () => this.isAlive() });
  }

  private async isAlive(): Promise<boolean> {
    return (await fetch(`http://${this.health}/healthz`)).ok;
  }

  private async list(path: string): Promise<Stored[]> {
    const { items } = await this.api.must('GET', path) as { items: Stored[] };
    return items.filter(({ metadata }) => metadata.namespace !== PROBE);
  }

  /** The versions of ExternalSecrets and Secrets, and whether each is ready: undefined before the controller handled it. */
  private async state(): Promise<{ readonly version: string; readonly ready?: boolean }[]> {
    const written = await this.list(`${EXTERNAL_SECRETS}/externalsecrets`);
    const secrets = await this.collectGarbage(written);
    return [
      ...written.map(({ metadata, status }) => ({
        version: `${metadata.uid} ${metadata.resourceVersion}`,
        ready: metadata.deletionTimestamp === undefined ? readiness(status) : undefined,
      })),
      ...secrets.map(({ metadata }) => ({ version: `${metadata.uid} ${metadata.resourceVersion}`, ready: true })),
    ];
  }

  /** Deletes Secrets whose owner no longer exists, as Kubernetes does. */
  private async collectGarbage(externalSecretsThere: readonly Stored[]): Promise<Stored[]> {
    const owners = new Set(externalSecretsThere.map(({ metadata }) => metadata.uid));
    const secrets = await this.list('/api/v1/secrets');
    const orphans = secrets.filter(({ metadata }) => metadata.ownerReferences?.[0] && !owners.has(metadata.ownerReferences[0].uid));
    for (const { metadata } of orphans) {
      await this.api.send('DELETE', `/api/v1/namespaces/${metadata.namespace}/secrets/${metadata.name}`);
    }
    return secrets.filter((secret) => !orphans.includes(secret));
  }

  /** Fills each store with the entries that ExternalSecrets read from it: those in the cluster, or `comers` that come next. */
  public async fillStores(comers?: readonly Pick<Stored, 'metadata' | 'spec'>[]): Promise<void> {
    const written = comers ?? await this.list(`${EXTERNAL_SECRETS}/externalsecrets`);
    const namespaces = new Set(written.map(({ metadata }) => metadata.namespace!));
    for (const namespace of namespaces) {
      const readers = written.filter(({ metadata }) => metadata.namespace === namespace);
      for (const name of new Set(readers.map(({ spec }) => spec.secretStoreRef.name as string))) {
        const refs = readers.filter(({ spec }) => spec.secretStoreRef.name === name).flatMap(({ spec }) =>
          (spec.data as { remoteRef: RemoteRef }[]).map(({ remoteRef }) => remoteRef));
        const kind = readers.find(({ spec }) => spec.secretStoreRef.name === name)!.spec.secretStoreRef.kind as string;
        await this.fillStore(kind, namespace, name, refs);
      }
    }
  }

  private async fillStore(kind: string, namespace: string, name: string, refs: readonly RemoteRef[]): Promise<void> {
    const clusterWide = kind === 'ClusterSecretStore';
    const collection = `${EXTERNAL_SECRETS}/${clusterWide ? STORES[1] : `namespaces/${namespace}/${STORES[0]}`}`;
    const spec = { provider: { fake: { data: this.entries(refs) } } };
    const there = await this.api.get(`${collection}/${name}`);
    if (!there) {
      const metadata = clusterWide ? { name } : { name, namespace };
      await this.api.must('POST', collection, { apiVersion: 'external-secrets.io/v1', kind, metadata, spec });
    } else if (!isDeepStrictEqual(there.spec.provider, spec.provider)) {
      await this.api.must('PUT', `${collection}/${name}`, { ...there, spec });
    }
  }

  private entries(refs: readonly RemoteRef[]): object[] {
    return [...new Set(refs.map(({ key }) => key))].flatMap((key) => {
      const properties = refs.filter((ref) => ref.key === key && ref.property !== undefined);
      const value = properties.length === 0 ? this.store(key, undefined)
        : JSON.stringify(Object.fromEntries(properties.map(({ property }) => [property, this.store(key, property)])));
      return value === undefined ? [] : [{ key, value }];
    });
  }
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

function readiness(status: Stored['status']): boolean | undefined {
  const ready = ((status?.conditions ?? []) as Condition[]).find(({ type }) => type === 'Ready');
  return ready && ready.status === 'True';
}
