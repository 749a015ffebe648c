import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isGuarded, keyPassedOn } from '../../src/contract/upstream/remote-ref';
import { ApiServer, Stored } from './_api-server';

export const MANAGED_LABEL = 'reconcile.external-secrets.io/managed';
export const OWNER_LABEL = 'reconcile.external-secrets.io/created-by';
export const DATA_HASH = 'reconcile.external-secrets.io/data-hash';
const FINALIZER = 'externalsecrets.external-secrets.io/externalsecret-cleanup';
const EXTERNAL_SECRETS = '/apis/external-secrets.io/v1';
const UNITS: Record<string, number> = { h: 3600, m: 60, s: 1 };

type Texts = Record<string, string>;

/** What acts on ExternalSecrets: the real controller or its stand-in. */
export interface Controller {
  store: Store;
  /** Handles events until there are no more. */
  settle(): Promise<void>;
  /** Lets refresh intervals end. */
  pass(seconds: number): Promise<void>;
}

/** The value in the secret store at a key and property; undefined if there is no such entry. */
export type Store = (key: string, property: string | undefined) => string | undefined;

/** The field manager by which the controller writes the keys of an ExternalSecret. */
export function fieldManager(externalSecret: string): string {
  return `externalsecrets.external-secrets.io/${externalSecret}`;
}

/**
 * A stand-in for External Secrets' controller and the garbage collector. Its clock moves only by `pass`: `settle` does what
 * happens within seconds, `pass` what happens at the next refresh.
 *
 * Source: external-secrets v1.3.2, pkg/controllers/externalsecret/externalsecret_controller.go (Reconcile, updateSecret,
 * isSecretValid, SetupWithManager) and externalsecret_controller_template.go (ApplyTemplate, setMetadata). Left out: stores,
 * dataFrom, templateFrom, templates that do more than look a key up, immutable targets, the deletion policy Delete; an ExternalSecret
 * that asks for one is an error.
 */
export class ExternalSecrets implements Controller {
  private now = Date.parse('2026-01-01T00:00:00Z');
  /** The next refresh of each ExternalSecret. */
  private readonly due = new Map<string, number>();
  /** The last seen version of each object, by path. */
  private seen = new Map<string, Stored>();

  constructor(private readonly api: ApiServer, public store: Store) {}

  public async pass(seconds: number): Promise<void> {
    this.now += seconds * 1000;
    await this.settle();
  }

  public async settle(): Promise<void> {
    for (let round = 0; round < 50; round += 1) {
      const queue = await this.events();
      if (queue.size === 0) {
        return;
      }
      for (const path of [...queue].sort()) {
        await this.reconcile(path);
      }
    }
    throw new Error('External Secrets does not settle: something undoes what it writes');
  }

  /** The ExternalSecrets to handle: changed ones, those with a changed managed target, and those that are due. */
  private async events(): Promise<Set<string>> {
    const externalSecrets = await this.list(`${EXTERNAL_SECRETS}/externalsecrets`, externalSecretPath);
    const secrets = await this.collectGarbage(await this.list('/api/v1/secrets', secretPath), externalSecrets);
    const current = new Map([...externalSecrets, ...secrets]);
    const changed = new Set([...current.keys(), ...this.seen.keys()].filter((path) => !sameVersion(current.get(path), this.seen.get(path))));
    const watched = [...changed].filter((path) => isManaged(current.get(path) ?? this.seen.get(path)!));
    this.seen = current;
    const queue = [...externalSecrets].filter(([path, externalSecret]) =>
      changed.has(path) || watched.includes(targetPath(externalSecret)) || (this.due.get(path) ?? Infinity) <= this.now);
    return new Set(queue.map(([path]) => path));
  }

  private async list(path: string, pathOf: (object: Stored) => string): Promise<Map<string, Stored>> {
    const { items } = await this.api.must('GET', path) as { items: Stored[] };
    return new Map(items.map((item) => [pathOf(item), item]));
  }

  /** Deletes Secrets whose owner no longer exists, as Kubernetes does. */
  private async collectGarbage(secrets: Map<string, Stored>, externalSecrets: Map<string, Stored>): Promise<Map<string, Stored>> {
    const owners = new Set([...externalSecrets.values()].map(({ metadata }) => metadata.uid));
    for (const [path, { metadata }] of secrets) {
      const owner = metadata.ownerReferences?.[0];
      if (owner && !owners.has(owner.uid)) {
        await this.api.must('DELETE', path);
        secrets.delete(path);
      }
    }
    return secrets;
  }

  private async reconcile(path: string): Promise<void> {
    const found = await this.api.get(path);
    this.due.delete(path);
    if (!found) {
      return;
    }
    const externalSecret = await this.keepFinalizer(path, found);
    if (!externalSecret) {
      return;
    }
    const target = targetPath(externalSecret);
    const secret = await this.api.get(target);
    const manager = `fieldManager=${fieldManager(externalSecret.metadata.name)}`;
    if (secret && !isManaged(secret)) {
      await this.api.must('PATCH', `${target}?${manager}`, { metadata: { labels: { [MANAGED_LABEL]: 'true' } } }, 'application/merge-patch+json');
      return this.reconcile(path);
    }
    if (!this.shouldRefresh(externalSecret) && isValid(secret)) {
      this.due.set(path, refreshedAt(externalSecret)! + refreshInterval(externalSecret));
      return;
    }
    const { creationPolicy } = externalSecret.spec.target;
    if (!secret && creationPolicy === 'Merge') {
      return this.markDone(path, externalSecret, 'SecretMissing');
    }
    const entries = externalSecret.spec.data as { remoteRef: { key: string; property?: string } }[];
    if (entries.some(({ remoteRef: { key, property } }) => this.store(key, property) === undefined)) {
      return this.markDone(path, externalSecret, 'SecretSyncedError', 'False');
    }
    const wanted = this.mutate(externalSecret, secret);
    if (!secret) {
      await this.api.must('POST', `${target.slice(0, target.lastIndexOf('/'))}?${manager}`, wanted);
    } else if (!isDeepStrictEqual(wanted, secret)) {
      await this.api.must('PUT', `${target}?${manager}`, wanted);
    }
    await this.markDone(path, externalSecret, 'SecretSynced');
  }

  /** Adds the finalizer, or removes it from an ExternalSecret that is being deleted and returns undefined. */
  private async keepFinalizer(path: string, externalSecret: Stored): Promise<Stored | undefined> {
    const leaving = externalSecret.metadata.deletionTimestamp !== undefined;
    const finalizers = externalSecret.metadata.finalizers ?? [];
    if (leaving === finalizers.includes(FINALIZER)) {
      const kept = leaving ? finalizers.filter((each) => each !== FINALIZER) : [...finalizers, FINALIZER];
      const patch = { metadata: { finalizers: kept, resourceVersion: externalSecret.metadata.resourceVersion } };
      const patched = await this.api.must('PATCH', `${path}?fieldManager=external-secrets`, patch, 'application/merge-patch+json');
      return leaving ? undefined : patched;
    }
    return leaving ? undefined : externalSecret;
  }

  private shouldRefresh(externalSecret: Stored): boolean {
    const refreshed = refreshedAt(externalSecret);
    return refreshed === undefined
      || externalSecret.status.syncedResourceVersion !== syncedVersion(externalSecret)
      || refreshed + refreshInterval(externalSecret) <= this.now;
  }

  /** The Secret as the controller writes it. */
  private mutate(externalSecret: Stored, existing: Stored | undefined): object {
    const { metadata, spec } = externalSecret;
    const { creationPolicy, template } = supported(spec).target;
    const manager = fieldManager(metadata.name);
    const from = template ? template.metadata ?? {} : metadata;
    const labels = { ...without(existing?.metadata.labels, managedKeys(existing, manager, 'f:metadata', 'f:labels')), ...from.labels };
    const annotations = { ...without(existing?.metadata.annotations, managedKeys(existing, manager, 'f:metadata', 'f:annotations')), ...from.annotations };
    const kept = creationPolicy === 'Merge' ? without(existing?.data, managedKeys(existing, manager, 'f:data')) : {};
    const data = { ...kept, ...this.delivered(spec) };
    delete labels[OWNER_LABEL];
    const owned = creationPolicy === 'Owner';
    const ownerReferences = owned ? [ownerReference(externalSecret)] : existing?.metadata.ownerReferences;
    return {
      ...(existing ?? { apiVersion: 'v1', kind: 'Secret', type: 'Opaque' }),
      ...(template?.type ? { type: template.type } : {}),
      data,
      metadata: {
        ...(existing?.metadata ?? { name: spec.target.name ?? metadata.name, namespace: metadata.namespace }),
        labels: { ...labels, [MANAGED_LABEL]: 'true', ...(owned ? { [OWNER_LABEL]: hash(`${metadata.namespace}/${metadata.name}`) } : {}) },
        annotations: { ...annotations, [DATA_HASH]: hash(data) },
        ...(ownerReferences ? { ownerReferences } : {}),
      },
    };
  }

  private delivered(spec: Stored['spec']): Texts {
    return Object.fromEntries(Object.entries(keysOf(spec, this.store)).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
  }

  /** A missing target counts as Ready, and is not looked up before the next refresh. */
  private async markDone(path: string, externalSecret: Stored, reason: string, ready = 'True'): Promise<void> {
    const conditions = [{ type: 'Ready', status: ready, reason, message: reason, lastTransitionTime: new Date(this.now).toISOString() }];
    const status = { refreshTime: new Date(this.now).toISOString(), syncedResourceVersion: syncedVersion(externalSecret), conditions };
    await this.api.must('PUT', `${path}/status?fieldManager=external-secrets`, { ...externalSecret, status });
    this.due.set(path, this.now + refreshInterval(externalSecret));
  }
}

/** The keys of an ExternalSecret's Secret: the values of the store, or only the data of its template if it has any. */
export function keysOf(spec: Stored['spec'], store: Store): Texts {
  const entries = spec.data as { secretKey: string; remoteRef: { key: string; property?: string } }[];
  const given = Object.fromEntries(entries.flatMap(({ secretKey, remoteRef }) => {
    const value = store(remoteRef.key, remoteRef.property);
    return value === undefined ? [] : [[secretKey, value]];
  }));
  const template: Texts | undefined = spec.target.template?.data;
  return template === undefined ? given : Object.fromEntries(Object.entries(template).map(([key, text]) => [key, rendered(text, given)]));
}

function rendered(text: string, given: Texts): string {
  const key = keyPassedOn(text);
  if (key === undefined ? text.includes('{{') : !(key in given)) {
    throw new Error(`the stand-in for External Secrets does not support the template ${text}`);
  }
  return key === undefined ? text : isGuarded(text) ? guarded(text, given[key]) : given[key];
}

function guarded(template: string, value: string): string {
  const cut = value.replace(/[\r\n]+$/, '');
  if (cut.trim() === '') {
    throw new Error(`the stand-in for External Secrets does not support a template that fails: ${template}`);
  }
  return cut;
}

function externalSecretPath({ metadata }: Stored): string {
  return `${EXTERNAL_SECRETS}/namespaces/${metadata.namespace}/externalsecrets/${metadata.name}`;
}

function secretPath({ metadata }: Stored): string {
  return `/api/v1/namespaces/${metadata.namespace}/secrets/${metadata.name}`;
}

function targetPath({ metadata, spec }: Stored): string {
  return `/api/v1/namespaces/${metadata.namespace}/secrets/${spec.target?.name ?? metadata.name}`;
}

function sameVersion(one: Stored | undefined, other: Stored | undefined): boolean {
  return one?.metadata.uid === other?.metadata.uid && one?.metadata.resourceVersion === other?.metadata.resourceVersion;
}

function isManaged({ metadata }: Stored): boolean {
  return metadata.labels?.[MANAGED_LABEL] === 'true';
}

/** Whether the Secret exists, is managed, and has its data unchanged. */
function isValid(secret: Stored | undefined): boolean {
  return secret !== undefined && isManaged(secret) && secret.metadata.annotations?.[DATA_HASH] === hash(secret.data ?? {});
}

function supported(spec: Stored['spec']): Stored['spec'] {
  const { creationPolicy, deletionPolicy, template, immutable } = spec.target;
  if (!['Owner', 'Merge'].includes(creationPolicy) || deletionPolicy === 'Delete' || immutable || spec.dataFrom || template?.templateFrom || (template?.mergePolicy ?? 'Replace') !== 'Replace') {
    throw new Error(`the stand-in for External Secrets does not support ${JSON.stringify(spec)}`);
  }
  return spec;
}

/** The keys of a section that a field manager owns. */
export function managedKeys(object: Stored | undefined, manager: string, ...section: string[]): string[] {
  const owned = (object?.metadata.managedFields ?? []).filter((entry) => entry.manager === manager);
  const fields = owned.map(({ fieldsV1 }) => section.reduce<Record<string, any>>((level, name) => level[name] ?? {}, fieldsV1));
  return fields.flatMap((level) => Object.keys(level)).filter((key) => key !== '.').map((key) => key.replace(/^f:/, ''));
}

function without(texts: Texts | undefined, keys: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(texts ?? {}).filter(([key]) => !keys.includes(key)));
}

function ownerReference({ apiVersion, kind, metadata }: Stored): object {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
}

/** Changes with the spec, labels and annotations of an ExternalSecret, so that the controller refreshes it. */
function syncedVersion({ metadata }: Stored): string {
  return `${metadata.generation}-${hash([metadata.annotations ?? {}, metadata.labels ?? {}])}`;
}

function refreshedAt({ status }: Stored): number | undefined {
  return status?.refreshTime ? Date.parse(status.refreshTime) : undefined;
}

function refreshInterval({ spec }: Stored): number {
  const parts = [...(spec.refreshInterval as string).matchAll(/(\d+)([hms])/g)];
  return parts.reduce((seconds, [, count, unit]) => seconds + Number(count) * UNITS[unit], 0) * 1000;
}

function hash(value: unknown): string {
  return createHash('sha224').update(JSON.stringify(value, sortedKeys)).digest('hex');
}

function sortedKeys(_: string, value: unknown): unknown {
  return value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}
