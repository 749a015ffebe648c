import { LAST_APPLIED_ANNOTATION } from '../../src/contract/upstream/kubernetes';
import { Manifest } from '../../test/_tools/schemas';
import { Stored } from './_api-server';
import { World } from './_world';

/** Removes a fault. */
export type Undo = () => Promise<unknown>;

const HOST = 'union.example.com';
const CONTROLLER = 'k8s.io/ingress-nginx';
const READY = { conditions: [{ type: 'Ready', status: 'True', reason: 'Ready', message: '', lastTransitionTime: '2026-11-20T10:00:00Z' }] };
/** Later than everything that a test writes. */
const LATER = '2999-01-01T00:00:00Z';
const ADDRESS = { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } };

/** Further objects of a cluster, with the status that their controllers write. */
const BESIDES: readonly (Manifest & { status?: object })[] = [
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'controlplane' }, spec: { controller: CONTROLLER } },
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'union' },
    spec: { provider: { fake: { data: [] } } },
    status: READY,
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'union', namespace: 'union-cp' },
    spec: { secretName: 'union-tls', dnsNames: [HOST], issuerRef: { name: 'letsencrypt' } },
    status: READY,
  },
  {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'union', namespace: 'argocd' },
    spec: { project: 'default', destination: { server: 'https://kubernetes.default.svc', namespace: 'union-cp' }, source: { repoURL: 'https://git.example.com/union.git' } },
  },
  {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'union', namespace: 'flux-system' },
    spec: { interval: '10m', targetNamespace: 'union', chart: { spec: { chart: 'dataplane', sourceRef: { kind: 'HelmRepository', name: 'union' } } } },
    status: READY,
  },
  {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'union', namespace: 'flux-system' },
    spec: { interval: '10m', prune: false, sourceRef: { kind: 'GitRepository', name: 'union' } },
    status: { ...READY, inventory: { entries: [{ id: 'union-cp_flyteadmin_apps_Deployment', v: 'v1' }] } },
  },
];

/** Both planes in a cluster without a fault. */
export async function healthyCluster(world: World, objects: readonly Manifest[]): Promise<Healthy> {
  const all = [...objects, ...BESIDES];
  await world.namespacesOf(all);
  await world.apply(all.map(({ status: _, ...object }: Manifest & { status?: object }) => object as Manifest), 'server-side');
  // Keys as long as those of flyteadmin's init container.
  const key = (letter: string, length: number) => Buffer.alloc(length, letter).toString('base64').replace(/=+$/, '');
  await world.write('union-cp/flyte-admin-secrets', { cookie_hash_key: key('h', 64), cookie_block_key: key('b', 32) });
  const cluster = new Healthy(world);
  for (const { kind, metadata, status } of BESIDES) {
    if (status) {
      await cluster.patch(kind, [metadata.namespace, metadata.name].filter(Boolean).join('/'), { status }, 'status');
    }
  }
  await cluster.served();
  for (const workload of objects.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'flyteadmin')) {
    await cluster.run(workload);
  }
  return cluster;
}

/** A healthy cluster, into which tests put faults. */
export class Healthy {
  private pod?: string;

  public constructor(private readonly world: World) {}

  /** Creates the running pod of a Deployment. */
  public async run({ metadata: { name, namespace }, spec: { template } }: Manifest): Promise<void> {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `${name}-1`, namespace, labels: template.metadata.labels }, spec: template.spec };
    for (const account of new Set(['default', template.spec.serviceAccountName ?? 'default'])) {
      await this.world.api.send('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account } });
    }
    await this.world.api.must('POST', `/api/v1/namespaces/${namespace}/pods`, pod);
    this.pod = `${namespace}/${name}-1`;
    await this.podsStartedAt(LATER);
  }

  /** Sets the start of the pod's container. The pod itself is older, as if it had waited for its Secrets. */
  public async podsStartedAt(startedAt: string): Promise<Undo> {
    const container = { name: 'flyteadmin', image: 'x', imageID: 'x', ready: true, restartCount: 0, state: { running: { startedAt } } };
    return this.patched('pods', this.pod!, { status: { phase: 'Running', startTime: '2020-01-01T00:00:00Z', containerStatuses: [container] } }, 'status');
  }

  /** Changes an object, or its status. */
  public async patched(kind: string, name: string, patch: object, subresource?: string): Promise<Undo> {
    const before = await this.get(kind, name);
    await this.patch(kind, name, patch, subresource);
    const part = 'status' in patch ? 'status' : 'spec';
    // A merge patch keeps fields that it does not name.
    const named = Object.keys((patch as Record<string, object>)[part]);
    const old = (before[part] ?? {}) as Record<string, unknown>;
    return () => this.patch(kind, name, { [part]: Object.fromEntries(named.map((field) => [field, old[field] ?? null])) }, subresource);
  }

  public async patch(kind: string, name: string, patch: object, subresource?: string): Promise<void> {
    const how = subresource === undefined ? [] : [`--subresource=${subresource}`];
    await this.world.clients.kubectl('patch', ...this.place(kind, name), '--type=merge', ...how, '--patch', JSON.stringify(patch));
  }

  public async added(objects: readonly Manifest[]): Promise<Undo> {
    await this.world.clients.kubectl('create', '--filename', this.world.clients.file(objects));
    return () => this.world.clients.delete(objects);
  }

  /** Deletes an object until the fault is removed. */
  public async without(kind: string, name: string): Promise<Undo> {
    const { metadata: { name: own, namespace, labels, annotations }, ...rest } = await this.get(kind, name);
    await this.world.clients.kubectl('delete', ...this.place(kind, name));
    return () => this.added([{ ...rest, metadata: { name: own, namespace, labels, annotations } } as unknown as Manifest]);
  }

  /** Writes the controller's address into each Ingress. */
  public async served(status: object = ADDRESS): Promise<void> {
    const { items } = await this.world.api.must('GET', '/apis/networking.k8s.io/v1/namespaces/union-cp/ingresses') as { items: Stored[] };
    for (const { metadata: { name } } of items) {
      await this.patch('ingresses', `union-cp/${name}`, { status }, 'status');
    }
  }

  public async unserved(): Promise<Undo> {
    await this.served({ loadBalancer: null });
    return () => this.served();
  }

  /** Deletes the class, and the addresses of its controller. */
  public async withoutClass(name: string): Promise<Undo> {
    const [serve, restore] = [await this.unserved(), await this.without('ingressclasses', name)];
    return async () => {
      await restore();
      await serve();
    };
  }

  public async withoutKey(secret: string, key: string): Promise<Undo> {
    const value = await this.valueOf(secret, key);
    await this.patch('secrets', secret, { data: { [key]: null } });
    return () => this.world.write(secret, { [key]: value });
  }

  public async written(secret: string, key: string, value: string): Promise<Undo> {
    const before = await this.valueOf(secret, key);
    await this.world.write(secret, { [key]: value });
    return () => this.world.write(secret, { [key]: before });
  }

  /** As after `kubectl apply` of one key and then `get`, `edit`, `replace`: the last-applied annotation names every key. */
  public async replacedAfterApply(secret: string): Promise<Undo> {
    const { metadata: { managedFields: _, ...metadata }, ...live } = (await this.world.secret(secret))!;
    const { clients } = this.world;
    await clients.kubectl('annotate', ...this.place('secret', secret), `${LAST_APPLIED_ANNOTATION}={}`);
    const annotated = { ...metadata, resourceVersion: undefined, annotations: { ...metadata.annotations as object, [LAST_APPLIED_ANNOTATION]: '{}' } };
    await clients.kubectl('replace', '--filename', clients.json({ ...live, metadata: annotated }));
    return async () => {
      await clients.kubectl('delete', ...this.place('secret', secret));
      await clients.kubectl('create', '--filename', clients.json({ ...live, metadata: { ...metadata, resourceVersion: undefined, uid: undefined } }));
    };
  }

  public async valueOf(secret: string, key: string): Promise<string> {
    return (await this.world.data(secret))[key];
  }

  /** The values that no report may contain. */
  public async secretValues(): Promise<readonly string[]> {
    const all = await Promise.all((await this.world.secretNames()).map((name) => this.world.data(name)));
    return all.flatMap((data) => Object.values(data)).filter((value) => value !== '');
  }

  private async get(kind: string, name: string): Promise<Stored> {
    return JSON.parse(await this.world.clients.kubectl('get', ...this.place(kind, name), '-o', 'json')) as Stored;
  }

  private place(kind: string, name: string): string[] {
    const [namespace, own] = name.includes('/') ? name.split('/') : [undefined, name];
    return [kind, own, ...(namespace === undefined ? [] : ['--namespace', namespace])];
  }
}
