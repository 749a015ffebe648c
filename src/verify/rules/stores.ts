import { grouped, groupsByKey } from '../../common/data/collections';
import { enumerated } from '../../common/data/enumerated';
import { isNear, nameSlipOf } from '../../common/props/suggestion';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import { isPartOfUnion } from '../credentials/plane';
import type { SecretWriter } from '../credentials/secret-writers';
import { rule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { beside, homeKey, homeText, sameCluster } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { asList, asText, asTexts } from '../kube/json-access';
import { KubeObject, objectText } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import { compared } from '../model/copies';
import { leadOf, misplacedWriters } from '../model/lead';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';
import type { Field } from '../read/field';

/** Secrets and stores that are not in the place where they are read. */

interface Reading {
  readonly externalSecret: ExternalSecret;
  readonly store: KubeObject | undefined;
  /** The possible stores. */
  readonly shown: readonly KubeObject[];
  /** If no stores are shown: the one that its siblings name. */
  readonly meant?: string;
}

/** Without stores in the input, an ExternalSecret whose siblings share one other, similar name. */
function withSlips(model: Model): Reading[] {
  return grouped(unionExternalSecrets(model), ({ object }) => homeKey(object)).flatMap((siblings) => {
    const { usual, others, isTied } = compared(siblings, {
      text: ({ store: { kind, name } }) => `${kind} ${name}`, at: ({ object }) => object.field(),
    });
    const { kind, name = '' } = usual[0].store;
    const isSlip = ({ store }: ExternalSecret) => (store.name === name
      ? store.kind !== kind
      : store.kind === kind && nameSlipOf(store.name ?? '', [name]) !== undefined);
    return (isTied ? [] : others.flat()).filter(isSlip)
      .map((externalSecret) => ({ externalSecret, store: undefined, shown: [], meant: `${kind} ${name}` }));
  });
}

const STORE_KINDS = ['SecretStore', 'ClusterSecretStore'];

export const secretStoreMissing = rule('secret-store-missing', {
  /** ExternalSecrets of Union, with possible stores in the input. */
  of(model): Reading[] {
    const stores = STORE_KINDS.flatMap((kind) => model.ofKind(EXTERNAL_SECRETS_GROUP, kind));
    return stores.length === 0 ? withSlips(model) : unionExternalSecrets(model).flatMap((externalSecret) => {
      const { object, store: { name, kind } } = externalSecret;
      const ofKind = model.ofKind(EXTERNAL_SECRETS_GROUP, kind);
      const { here: store, elsewhere } = leadOf(name ?? '', object, ofKind);
      const namesakes = stores.filter((each) =>
        each.kind !== kind && each.name === name && sameCluster(each, object));
      const shown = [...namesakes, ...nearIn(ofKind, object)];
      // secret-namespace-mismatch reports a store with that name in another namespace.
      return name && elsewhere.length === 0 && shown.some(({ cluster }) => cluster === object.cluster)
        ? [{ externalSecret, store, shown }]
        : [];
    });
  },
  each(reading, _, subjects) {
    const { externalSecret, store, shown, meant } = reading;
    const { kind, name = '' } = externalSecret.store;
    if (store !== undefined) {
      const hasNone = Object.keys(store.objectAt('spec', 'provider')).length === 0;
      const expected = 'a provider in spec.provider';
      return hasNone && { at: store.field(), expected, headline: 'provider', found: 'none' };
    }
    const misnamed = meant === undefined ? misnamedStore(reading, subjects) : undefined;
    return misnamed !== undefined ? {
      at: misnamed.field('metadata', 'name'),
      expected: `${name}, as all ExternalSecrets call it`,
      headline: 'misnamed',
      values: { name },
      found: misnamed.name,
      comparedWith: [name],
    } : {
      at: externalSecret.field('secretStoreRef'),
      expected: meant === undefined ? `a ${kind} ${name}` : `the ${meant}, as its siblings`,
      values: { store: `${kind} ${name}` },
      found: meant === undefined ? `only ${enumerated(shown.map(nameOf))}` : `${kind} ${name}`,
      comparedWith: meant === undefined ? [name] : [],
    };
  },
});

function nameOf({ kind, name }: KubeObject): string {
  return `${kind} ${name}`;
}

/** The only store, if several readers share one similar name and nobody uses its own. */
function misnamedStore(
  { externalSecret: { store: { kind, name } }, shown: [only, ...others] }: Reading,
  subjects: readonly Reading[],
): KubeObject | undefined {
  const readers = subjects.filter(({ shown }) => shown.includes(only));
  const agree = readers.every(({ externalSecret: { store } }) => store.kind === kind && store.name === name);
  const isMeant = others.length === 0 && only.kind === kind && isNear(only.name, name ?? '');
  return isMeant && readers.length > 1 && agree ? only : undefined;
}

interface SecretReading {
  readonly name: string;
  readonly workload: Workload;
}

/** Secrets that a workload uses and something in the input writes, in any namespace. */
function readings(model: Model): SecretReading[] {
  return model.secretUses.names.flatMap((name) => model.secretUses.named(name)
    .filter(({ plane, workload: { live } }) => plane !== undefined
      && model.writers.named(name).some(({ object }) => live || !object.live))
    .map(({ workload }) => ({ name, workload })));
}

interface StoreReference {
  readonly externalSecret: ExternalSecret;
  /** The stores with its name in its cluster. */
  readonly stores: readonly KubeObject[];
  /** The stores with its name in any cluster. */
  readonly anywhere: readonly KubeObject[];
}

/** ExternalSecrets that name a store of the input, in any namespace and cluster. */
function storeReferences(model: Model): StoreReference[] {
  return model.externalSecrets.flatMap((externalSecret) => {
    const { object, store: { name, kind } } = externalSecret;
    const named = model.ofKind(EXTERNAL_SECRETS_GROUP, kind)
      .filter((store) => store.name === name && !isOfOthers(store, model));
    const stores = named.filter((store) => sameCluster(store, object));
    // A store for all namespaces, or one read from a cluster, may be outside the input.
    const isShown = kind === 'SecretStore' && !object.live
      ? named.length > 0
      : stores.some(({ cluster }) => cluster === object.cluster);
    return isShown ? [{ externalSecret, stores, anywhere: named }] : [];
  });
}

/** A store where others run something, and nothing of Union is. */
function isOfOthers(store: KubeObject, model: Model): boolean {
  return store.namespace !== undefined && !model.scope.includes(store)
    && nearIn(model.workloads, store).length > 0;
}

export const secretNamespaceMismatch = rule('secret-namespace-mismatch', {
  of: (model) => [...readings(model), ...storeReferences(model)],
  *all(subjects, model) {
    const references = subjects.filter((subject) => 'stores' in subject);
    yield* [...misplacedStores(references), ...homelessStores(references)];
    // All readers of a Secret in one home wait for the same writer: one cause, one finding.
    const all = subjects.filter((subject) => 'workload' in subject);
    for (const [first] of grouped(all, ({ name, workload }) => `${name} ${homeKey(workload)}`)) {
      yield* writersElsewhere(model, first);
    }
  },
});

function writersElsewhere(model: Model, { name, workload }: SecretReading): Violation[] {
  // A reader in another namespace may belong to a file outside the input, as may a single reader.
  const isMeant = ({ object }: SecretWriter) =>
    isPartOfUnion(workload) || nearIn(model.workloads, object).length > 0;
  return misplacedWriters(model, name, workload).filter(isMeant).map((writer) => ({
    at: placeOf(writer),
    expected: `Secret ${name} in ${homeText(workload)}, where ${workload.object} uses it`,
    values: { secret: name, user: objectText(workload.object), namespace: homeText(workload) },
    found: `Secret ${name} in ${namespacesOf(writer)}, where nothing uses it`,
  }));
}

/** The place where a writer sets its namespace. */
function placeOf(writer: SecretWriter): Field {
  const scope = writer.kind === 'external-secret' ? writer.externalSecret.scope.kind : 'own';
  return scope === 'own'
    ? placeElsewhere(writer) ?? writer.object.field('metadata', 'namespace')
    : writer.object.field('spec', scope === 'named' ? 'namespaces' : selectorOf(writer.object));
}

function selectorOf(object: KubeObject): string {
  return object.at('spec', 'namespaceSelectors') === undefined ? 'namespaceSelector' : 'namespaceSelectors';
}

/** The place where a writer with a free choice of namespaces sets it. */
function placeElsewhere(writer: SecretWriter): Field | undefined {
  return 'namespaceAt' in writer ? writer.namespaceAt : undefined;
}

/** Readers of a store in the wrong place; in each namespace the first stands for all. */
function misplacedStores(references: readonly StoreReference[]): Violation[] {
  const lost = references.flatMap((reference) => {
    const { externalSecret: { object, store: { kind, name } } } = reference;
    return missedIn(reference).map((namespace) =>
      ({ reference, home: beside(object, namespace), wanted: `${kind} ${name} for namespace ${namespace}` }));
  });
  return grouped(lost, ({ home, wanted }) => `${wanted} ${homeKey(home)}`).map(([first, ...others]) => {
    const { reference: { externalSecret, stores, anywhere }, home, wanted } = first;
    const { kind } = externalSecret.store;
    return {
      at: externalSecret.field('secretStoreRef', 'name'),
      expected: stores.length > 0 ? wanted : `${wanted} of cluster ${home.cluster}`,
      headline: 'store',
      values: { store: `${kind} ${externalSecret.store.name}` },
      found: kind === 'ClusterSecretStore' ? 'a ClusterSecretStore whose conditions name other namespaces'
        : `a SecretStore in ${placesText(stores.length > 0 ? stores : anywhere)} only`,
      also: others.map(({ reference }) => reference.externalSecret.field('secretStoreRef', 'name')),
    };
  });
}

/** The namespaces of an ExternalSecret without a store of that name. */
function missedIn({ externalSecret, stores }: StoreReference): string[] {
  return targetNamespaces(externalSecret).filter((namespace) => !stores.some((store) =>
    (store.kind === 'ClusterSecretStore'
      ? admits(store, namespace)
      : store.namespace === undefined || store.namespace === namespace)));
}

function placesText(stores: readonly KubeObject[]): string {
  const told = new Set(stores.map(({ cluster }) => cluster)).size > 1;
  return told || stores.every(({ cluster }) => cluster !== undefined)
    ? [...new Set(stores.map(homeText))].join(', ')
    : `namespace ${[...new Set(stores.map(({ namespace }) => namespace ?? 'of its own'))].join(', ')}`;
}

/** A store without a namespace is created in one, and cannot serve readers in several. */
function homelessStores(references: readonly StoreReference[]): Violation[] {
  const bare = references.flatMap(({ externalSecret, stores }) =>
    (stores.every(({ kind, namespace }) => kind === 'SecretStore' && namespace === undefined)
      ? stores.map((store) => ({ store, namespaces: targetNamespaces(externalSecret) }))
      : []));
  return [...groupsByKey(bare, ({ store }) => store).values()].flatMap((ofStore) => {
    const [{ store }] = ofStore;
    const read = [...new Set(ofStore.flatMap(({ namespaces }) => namespaces))].sort();
    const namespaces = read.join(', ');
    return read.length < 2 ? [] : [{
      at: store.field('metadata', 'namespace'),
      expected: `a SecretStore ${store.name} in each of the namespaces ${namespaces}`,
      found: 'one without a namespace',
      headline: 'homeless',
      values: { namespaces },
    }];
  });
}

function targetNamespaces({ object, scope }: ExternalSecret): readonly string[] {
  switch (scope.kind) {
    case 'own': return object.namespace === undefined ? [] : [object.namespace];
    case 'named': return scope.namespaces;
    case 'selected': return [];
  }
}

/** Whether a ClusterSecretStore may serve a namespace; selectors and patterns may match anything. */
function admits(store: KubeObject, namespace: string): boolean {
  const conditions = store.objectsAt('spec', 'conditions');
  return conditions.length === 0 || conditions.some((condition) => condition.namespaceSelector !== undefined
    || asList(condition.namespaceRegexes).length > 0
    || asTexts(condition.namespaces).includes(namespace));
}

function namespacesOf(writer: SecretWriter): string {
  if (writer.kind === 'external-secret') {
    return writer.externalSecret.scope.kind === 'selected'
      ? 'the namespaces that it selects'
      : `namespace ${targetNamespaces(writer.externalSecret).join(', ')}`;
  }
  const named = placeElsewhere(writer);
  return `namespace ${asText(named && writer.object.at(...named.path)) ?? writer.object.namespace ?? ''}`;
}
