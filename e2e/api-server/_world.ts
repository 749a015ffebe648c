import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../../test/_tools/schemas';
import { eventually } from '../_support/processes';
import { pathOf, Tool } from '../_support/tool';
import { argoCdCrds, certManagerCrds, externalSecretsCrds } from '../tools/crds';
import { ApiServer, Stored } from './_api-server';
import { PROBE } from './_controller-probe';
import { Controller, DATA_HASH, ExternalSecrets, fieldManager, keysOf, MANAGED_LABEL, managedKeys, OWNER_LABEL } from './_external-secrets';
import { Clients, Mode } from './_kubectl';
import { RealExternalSecrets } from './_real-external-secrets';

const CLUSTER_STORES = '/apis/external-secrets.io/v1/clustersecretstores';
const CRDS: readonly Tool[] = [externalSecretsCrds, certManagerCrds, argoCdCrds];

/** A key that an ExternalSecret delivers, with its value in the store. */
export interface Promised {
  readonly secret: string;
  readonly key: string;
  readonly externalSecret: string;
  readonly value: string;
}

/** Keys that services write into the Secrets that we share with them. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'flyte-admin-secrets': { 'cookie_hash_key': 'hash', 'token_rsa_key.pem': 'pem' },
  'union-controlplane-secrets': { 'pass.txt': 'database password' },
  'union-secret-auth': { tunnel_token: 'tunnel' },
};

/** An API server with the CRDs that the examples use, the clients, and External Secrets. */
export class World {
  /** @param external `real` runs the real controller of External Secrets, which is slower */
  public static async start(crds: readonly Tool[] = CRDS, external: 'stand-in' | 'real' = 'stand-in'): Promise<World> {
    const api = await ApiServer.start();
    const world = new World(api);
    for (const crd of crds) {
      for (const file of readdirSync(pathOf(crd))) {
        await world.clients.kubectl('create', '--filename', join(pathOf(crd), file));
      }
    }
    // "wait" fails on a CRD without a status, as a large one is at first.
    await eventually(async () => Boolean(await world.clients.kubectl(
      'wait', '--for=condition=Established', '--all', 'customresourcedefinition', '--timeout=60s')), 'the CRDs to be served', 60);
    if (external === 'real') {
      world.externalSecrets = await RealExternalSecrets.start(api, world.valueOf);
    }
    return world;
  }

  public readonly clients: Clients;
  public externalSecrets: Controller;
  private revision = 1;

  private constructor(public readonly api: ApiServer) {
    this.clients = new Clients(api);
    this.externalSecrets = new ExternalSecrets(api, this.valueOf);
  }

  /** Applies objects, and lets External Secrets act on them. */
  public async apply(objects: readonly Manifest[], mode: Mode): Promise<void> {
    await this.clients.apply(objects, mode);
    await this.externalSecrets.settle();
  }

  /** Gives every entry of the secret store a new value. */
  public rotateStore(): void {
    this.revision += 1;
  }

  /** The keys that the ExternalSecrets among the objects deliver. */
  public promises(objects: readonly Manifest[]): Promised[] {
    return objects.filter(({ kind }) => kind === 'ExternalSecret').flatMap(({ metadata, spec }) =>
      Object.entries(keysOf(spec, this.valueOf)).map(([key, value]) => ({
        secret: `${metadata.namespace}/${spec.target.name ?? metadata.name}`, key, externalSecret: metadata.name, value,
      })));
  }

  /** The promised keys that are missing or have another value, each as `namespace/secret key`. */
  public async lost(promises: readonly Promised[]): Promise<string[]> {
    const found = await Promise.all(promises.map(async ({ secret, key, value }) => (await this.data(secret))[key] === value));
    return promises.filter((_, index) => !found[index]).map(({ secret, key }) => `${secret} ${key}`);
  }

  /**
   * The same without keys that come at the next refresh. External Secrets keeps one hash for each Secret: if several
   * ExternalSecrets write it, only the first notices missing keys.
   */
  public async lostForLong(promises: readonly Promised[]): Promise<string[]> {
    const lost = await this.lost(promises);
    const of = (name: string) => lost.filter((each) => each.startsWith(`${name} `)).length;
    const writersOf = (name: string) => new Set(promises.filter(({ secret }) => secret === name).map(({ externalSecret }) => externalSecret)).size;
    return lost.filter((each) => of(each.split(' ')[0]) >= writersOf(each.split(' ')[0]));
  }

  /** The keys that are merged into a Secret that no manifest contains, since a chart makes it. */
  public waitingForChart(objects: readonly Manifest[]): string[] {
    const emitted = objects.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const merged = objects.filter(({ kind, spec }) => kind === 'ExternalSecret' && spec.target.creationPolicy === 'Merge');
    return this.promises(merged).filter(({ secret }) => !emitted.includes(secret)).map(({ secret, key }) => `${secret} ${key}`);
  }

  /** The promised keys that do not have External Secrets as their only owner. */
  public async wrongOwners(promises: readonly Promised[]): Promise<string[]> {
    const wrong = await Promise.all(promises.map(async ({ secret, key, externalSecret }) => {
      const stored = await this.secret(secret);
      const managers = (stored?.metadata.managedFields ?? []).map(({ manager }) => manager);
      const owners = managers.filter((manager) => managedKeys(stored, manager, 'f:data').includes(key));
      return [...new Set(owners)].join() === fieldManager(externalSecret) ? [] : [`${secret} ${key}: ${owners.join()}`];
    }));
    return wrong.flat();
  }

  /** The labels and annotations that External Secrets has written without a template asking for them. */
  public async straysOnSecrets(objects: readonly Manifest[]): Promise<string[]> {
    const strays = await Promise.all(objects.filter(({ kind }) => kind === 'ExternalSecret').map(async ({ metadata, spec }) => {
      const name = `${metadata.namespace}/${spec.target.name ?? metadata.name}`;
      const stored = await this.secret(name);
      const template = spec.target.template?.metadata;
      const meant = [DATA_HASH, MANAGED_LABEL, OWNER_LABEL, ...Object.keys({ ...template?.annotations, ...template?.labels })];
      const written = ['f:annotations', 'f:labels'].flatMap((section) => managedKeys(stored, fieldManager(metadata.name), 'f:metadata', section));
      return written.filter((key) => !meant.includes(key)).map((key) => `${name} ${key}`);
    }));
    return strays.flat();
  }

  /** The Secrets of the cluster as `namespace/name`, without Helm's own. */
  public async secretNames(): Promise<string[]> {
    const { items } = await this.api.must('GET', `/api/v1/secrets?fieldSelector=type!=helm.sh/release.v1,metadata.namespace!=${PROBE}`) as { items: Stored[] };
    return items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort();
  }

  public secret(name: string): Promise<Stored | undefined> {
    return this.api.get(secretPath(name));
  }

  /** The decoded data of a Secret; empty if it does not exist. */
  public async data(name: string): Promise<Record<string, string>> {
    const data = (await this.secret(name))?.data ?? {};
    return Object.fromEntries(Object.entries(data as Record<string, string>).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  }

  /** Writes keys of services into the Secrets that we emit, as flyteadmin's init container and Union's operator do. */
  public async othersWrite(objects: readonly Manifest[]): Promise<Promised[]> {
    const promised = this.promises(objects).map(({ secret, key }) => `${secret} ${key}`);
    const secrets = objects.filter(({ kind, metadata }) => kind === 'Secret' && metadata.name in OTHERS);
    const keys = secrets.flatMap(({ metadata: { namespace, name } }) =>
      Object.entries(OTHERS[name]).map(([key, value]) => ({ secret: `${namespace}/${name}`, key, value, externalSecret: '' })));
    const own = keys.filter(({ secret, key }) => !promised.includes(`${secret} ${key}`));
    for (const { secret, key, value } of own) {
      await this.write(secret, { [key]: value });
    }
    return own;
  }

  /** Merges keys into a Secret under another field manager. */
  public async write(secret: string, stringData: Record<string, string>): Promise<void> {
    await this.api.must('PATCH', `${secretPath(secret)}?fieldManager=others`, { stringData }, 'application/merge-patch+json');
  }

  public async writeAll(secrets: Readonly<Record<string, Record<string, string>>>): Promise<void> {
    for (const [secret, keys] of Object.entries(secrets)) {
      await this.write(secret, keys);
    }
  }

  /** Creates the namespaces that the objects need and do not contain. */
  public async namespacesOf(objects: readonly Manifest[]): Promise<void> {
    const brought = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    for (const name of new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))) {
      if (!brought.includes(name)) {
        await this.api.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      }
    }
  }

  /**
   * Back to an empty cluster, but for some namespaces: no controller removes them here, so this does. Stores of the whole
   * cluster go first: one that was left would answer the next test before it has said what its store holds.
   */
  public async clear(...kept: string[]): Promise<void> {
    const { items } = await this.api.must('GET', '/api/v1/namespaces') as { items: Stored[] };
    const own = items.map(({ metadata }) => metadata.name).filter((name) => !['default', PROBE, ...kept].includes(name) && !name.startsWith('kube-'));
    for (const name of own) {
      await this.clients.kubectl('delete', '--all', '--wait=false', '--namespace', name, await this.kinds());
    }
    await this.externalSecrets.settle();
    await this.api.send('DELETE', CLUSTER_STORES);
    for (const name of own) {
      await this.clients.kubectl('delete', '--all', '--wait=false', '--namespace', name, 'secrets');
      await this.api.must('DELETE', `/api/v1/namespaces/${name}`);
      const final = { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: { finalizers: [] } };
      await this.api.must('PUT', `/api/v1/namespaces/${name}/finalize`, final);
      await eventually(async () => !(await this.api.get(`/api/v1/namespaces/${name}`)), `namespace ${name} to go`);
    }
    await this.externalSecrets.settle();
  }

  private async kinds(): Promise<string> {
    const names = await this.clients.kubectl('api-resources', '--namespaced', '--verbs=delete,list', '--output=name');
    return names.split('\n').filter((name) => name && !name.startsWith('events')).join(',');
  }

  private readonly valueOf = (key: string, property: string | undefined): string => `${key}#${property ?? ''} revision ${this.revision}`;
}

function secretPath(secret: string): string {
  const [namespace, name] = secret.split('/');
  return `/api/v1/namespaces/${namespace}/secrets/${name}`;
}
