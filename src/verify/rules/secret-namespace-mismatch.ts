import { grouped } from '../../common/data/grouped';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import type { SecretWriter } from '../credentials/secret-writers';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { beside, homeKey, homeText, sameCluster } from '../kube/home';
import { asList, asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import { misplacedWriters } from '../model/misplaced';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { objectText } from '../texts/headline';

interface Reading {
  readonly name: string;
  readonly workload: Workload;
}

/**
 * Secrets that a workload of the planes uses and that somebody in the input writes, in whatever namespace.
 */
function readings(model: Model): Reading[] {
  return model.secretUses.names
    .filter((name) => model.writers.named(name).some(({ object }) => !object.live))
    .flatMap((name) =>
      model.secretUses
        .named(name)
        .filter(({ plane }) => plane !== undefined)
        .map(({ workload }) => ({ name, workload })),
    );
}

interface StoreReference {
  readonly externalSecret: ExternalSecret;
  /** The stores of its name in its cluster. */
  readonly stores: readonly KubeObject[];
  /** Those of any. */
  readonly anywhere: readonly KubeObject[];
}

/** ExternalSecrets that name a store of the input, in whatever namespace and cluster. */
function storeReferences(model: Model): StoreReference[] {
  return model.externalSecrets.flatMap((externalSecret) => {
    const { object, store: { name, kind } } = externalSecret;
    const named = model.ofKind(EXTERNAL_SECRETS_GROUP, kind).filter((store) => store.name === name);
    const stores = named.filter((store) => sameCluster(store, object));
    // What serves all namespaces, or was read from a cluster, may be where the input shows little.
    const isShown = kind === 'SecretStore' && !object.live
      ? named.length > 0
      : stores.some(({ cluster }) => cluster === object.cluster);
    return isShown ? [{ externalSecret, stores, anywhere: named }] : [];
  });
}

export const secretNamespaceMismatch = defineRule('secret-namespace-mismatch', {
  subjects: (model) => [...readings(model), ...storeReferences(model)],
  notApplicable:
    'No workload in the input uses a Secret that the input writes, and no ExternalSecret reads a store of '
      + 'the input.',
  *check(subjects, model) {
    const references = subjects.filter((subject) => 'stores' in subject);
    yield* [...misplacedStores(references), ...homelessStores(references)];
    // All readers of a Secret in one home wait for the same writer: one cause, one finding.
    const all = subjects.filter((subject) => 'workload' in subject);
    for (const [first] of grouped(all, ({ name, workload }) => `${name} ${homeKey(workload)}`)) {
      yield* writersElsewhere(model, first);
    }
  },
});

function writersElsewhere(model: Model, { name, workload }: Reading): Violation[] {
  return misplacedWriters(model, name, workload).map((writer) => ({
    at: placeOf(writer),
    expected: `Secret ${name} in ${homeText(workload)}, where ${workload.object} uses it`,
    values: { secret: name, user: objectText(workload.object), namespace: homeText(workload) },
    found: `Secret ${name} in ${namespacesOf(writer)}, where nobody uses it`,
  }));
}

/** Where a writer says into which namespace it writes. */
function placeOf(writer: SecretWriter): Field {
  const scope = writer.kind === 'external-secret' ? writer.externalSecret.scope.kind : 'own';
  return scope === 'own'
    ? elsewhere(writer) ?? writer.object.field('metadata', 'namespace')
    : writer.object.field('spec', scope === 'named' ? 'namespaces' : selectorOf(writer.object));
}

function selectorOf(object: KubeObject): string {
  return object.at('spec', 'namespaceSelectors') === undefined ? 'namespaceSelector' : 'namespaceSelectors';
}

/** Where one that may write into other namespaces names it. */
function elsewhere(writer: SecretWriter): Field | undefined {
  return 'namespaceAt' in writer ? writer.namespaceAt : undefined;
}

/** What reads a store where it is not; of those in one namespace the first stands for all. */
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

/** The namespaces of an ExternalSecret in which it finds no store of the name. */
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

/** A store without a namespace lands in one, and cannot be right for readers of several. */
function homelessStores(references: readonly StoreReference[]): Violation[] {
  const homeless = new Map<KubeObject, Set<string>>();
  for (const { externalSecret, stores } of references) {
    const read = stores.filter(({ kind, namespace }) => kind === 'SecretStore' && namespace === undefined);
    for (const namespace of read.length === stores.length ? targetNamespaces(externalSecret) : []) {
      read.forEach((store) => homeless.set(store, (homeless.get(store) ?? new Set()).add(namespace)));
    }
  }
  return [...homeless].filter(([, { size }]) => size > 1).map(([store, namespaces]) => ({
    at: store.field('metadata', 'namespace'),
    expected: `a SecretStore ${store.name} in each of the namespaces ${[...namespaces].sort().join(', ')}`,
    found: 'one without a namespace',
    headline: 'homeless',
    values: { namespaces: [...namespaces].sort().join(', ') },
  }));
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
  const conditions = store.listAt('spec', 'conditions').map(asObject);
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
  const named = elsewhere(writer);
  return `namespace ${asText(named && writer.object.at(...named.path)) ?? writer.object.namespace ?? ''}`;
}
