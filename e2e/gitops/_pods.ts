import { ApiServer, Stored, WatchEvent } from '../api-server/_api-server';

const APPS = '/apis/apps/v1';
const POLICY = '/apis/policy/v1';

const FOREGROUND = 'foregroundDeletion';
/** The kinds of our objects and of the charts that may be deleted in the foreground. */
const COLLECTED = [
  ...['secrets', 'configmaps', 'services'].map((plural) => `/api/v1/${plural}`),
  `${APPS}/deployments`,
  `${POLICY}/poddisruptionbudgets`,
  '/apis/external-secrets.io/v1/externalsecrets',
];
/** Milliseconds by which one watch may be behind another. */
const LATE = 1_000;

interface Told extends WatchEvent {
  readonly objects: Map<string, Stored>;
  readonly since: number;
}

interface KeyRef {
  readonly name: string;
  readonly key: string;
}

/**
 * A stand-in for kubelets and the controllers of Kubernetes: a Deployment is available once all keys that its pods read exist, and
 * garbage is collected. It records each key that is missing while a Deployment reads it.
 */
export class Pods {
  /** Keys that were missing while a Deployment read them: `namespace/secret key`. */
  public readonly missed = new Set<string>();
  private readonly secrets = new Map<string, Stored>();
  private readonly deployments = new Map<string, Stored>();
  private readonly stops: (() => void)[];
  /** Events not yet handled: in order within a watch, but not between watches. */
  private told: Told[] = [];

  constructor(private readonly api: ApiServer) {
    const watched = (path: string, objects: Map<string, Stored>) =>
      api.watch(path, (event) => this.told.push({ ...event, objects, since: Date.now() }));
    const clock = setInterval(() => this.handle(), 100);
    this.stops = [
      ...COLLECTED.map((path) =>
        api.watch(
          path,
          ({ type, object }) =>
            void (type === 'DELETED' ? this.orphaned(object) : this.collect(path, object)),
        ),
      ),
      watched('/api/v1/secrets', this.secrets),
      watched(`${APPS}/deployments`, this.deployments),
      api.watch(
        `${POLICY}/poddisruptionbudgets`,
        ({ type, object }) => void (type === 'ADDED' && this.allowed(object)),
      ),
      () => clearInterval(clock),
    ];
  }

  public stop(): void {
    this.stops.forEach((stop) => stop());
  }

  private handle(): void {
    const due = this.told.filter(({ since }) => since < Date.now() - LATE);
    this.told = this.told.filter((event) => !due.includes(event));
    due
      .sort((a, b) => Number(a.object.metadata.resourceVersion) - Number(b.object.metadata.resourceVersion))
      .forEach((event) => this.heard(event));
  }

  private heard({ type, object, objects }: Told): void {
    const id = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type === 'DELETED') {
      objects.delete(id);
    } else {
      objects.set(id, object);
    }
    this.deployments.forEach((deployment) => this.judge(deployment));
  }

  private judge(deployment: Stored): void {
    const { namespace, generation } = deployment.metadata;
    const missing = keyRefs(deployment).filter(
      ({ name, key }) => !(key in (this.secrets.get(`${namespace}/${name}`)?.data ?? {})),
    );
    missing.forEach(({ name, key }) => this.missed.add(`${namespace}/${name} ${key}`));
    if (missing.length === 0 && deployment.status?.observedGeneration !== generation) {
      void this.available(deployment);
    }
  }

  private async available(deployment: Stored): Promise<void> {
    const { metadata, spec: { replicas = 1 } } = deployment;
    await this.replicaSet(deployment);
    const status = {
      observedGeneration: metadata.generation,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      conditions: [
        ['Available', 'MinimumReplicasAvailable'],
        ['Progressing', 'NewReplicaSetAvailable'],
      ].map(([type, reason]) => ({ type, status: 'True', reason, message: '' })),
    };
    await this.says(APPS, 'deployments', metadata, status);
  }

  /** Makes the ReplicaSet, for which Helm 3 waits. */
  private async replicaSet({ apiVersion, kind, metadata, spec: { replicas = 1, selector, template } }: Stored): Promise<void> {
    const { name, namespace, uid, generation } = metadata;
    const [collection, own] = [`${APPS}/namespaces/${namespace}/replicasets`, `${name}-${generation}`];
    const owner = { apiVersion, kind, name, uid, controller: true };
    await this.api.send('POST', collection, {
      apiVersion,
      kind: 'ReplicaSet',
      metadata: { name: own, namespace, labels: template.metadata.labels, ownerReferences: [owner] },
      spec: { replicas, selector, template },
    });
    await this.says(APPS, 'replicasets', { ...metadata, name: own }, { observedGeneration: 1, replicas, readyReplicas: replicas, availableReplicas: replicas });
  }

  private async allowed({ metadata }: Stored): Promise<void> {
    await this.says(POLICY, 'poddisruptionbudgets', metadata, {
      observedGeneration: metadata.generation,
      disruptionsAllowed: 1,
      currentHealthy: 2,
      desiredHealthy: 1,
      expectedPods: 2,
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: 'True',
          reason: 'SufficientPods',
          message: '',
          lastTransitionTime: new Date().toISOString(),
        },
      ],
    });
  }

  private async says(
    group: string,
    plural: string,
    { namespace, name }: Stored['metadata'],
    status: object,
  ): Promise<void> {
    await this.api.send(
      'PATCH',
      `${group}/namespaces/${namespace}/${plural}/${name}/status`,
      { status },
      'application/merge-patch+json',
    );
  }

  /** Deletes the Secrets of a deleted owner. */
  private async orphaned({ metadata: { uid } }: Stored): Promise<void> {
    const orphans = [...this.secrets.values()].filter(({ metadata }) =>
      metadata.ownerReferences?.some((owner) => owner.uid === uid),
    );
    for (const {
      metadata: { namespace, name },
    } of orphans) {
      await this.api.send('DELETE', `/api/v1/namespaces/${namespace}/secrets/${name}`);
    }
  }

  /** Ends a foreground deletion: all dependents are already deleted. */
  private async collect(
    path: string,
    { metadata: { namespace, name, finalizers = [], deletionTimestamp } }: Stored,
  ): Promise<void> {
    if (deletionTimestamp && finalizers.includes(FOREGROUND)) {
      const object = path.replace(/\/([a-z]+)$/, `/namespaces/${namespace}/$1/${name}`);
      await this.api.send(
        'PATCH',
        object,
        { metadata: { finalizers: finalizers.filter((each) => each !== FOREGROUND) } },
        'application/merge-patch+json',
      );
    }
  }
}

function keyRefs({ spec }: Stored): KeyRef[] {
  const containers = spec.template.spec.containers as { env?: { valueFrom?: { secretKeyRef?: KeyRef } }[] }[];
  return containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []));
}
