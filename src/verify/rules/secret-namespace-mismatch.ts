import { grouped } from '../../common/data/grouped';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import type { SecretWriter } from '../credentials/secret-writers';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { homeKey, homeText, sameCluster } from '../kube/home';
import { asList, asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import { misplacedWriters } from '../model/misplaced';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

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
  readonly stores: readonly KubeObject[];
}

/** ExternalSecrets that name a store of the input, in whatever namespace. */
function storeReferences(model: Model): StoreReference[] {
  return model.externalSecrets.flatMap((externalSecret) => {
    const { name, kind } = externalSecret.store;
    const stores = model
      .ofKind(EXTERNAL_SECRETS_GROUP, kind)
      .filter((store) => store.name === name && sameCluster(store, externalSecret.object));
    return stores.some(({ cluster }) => cluster === externalSecret.object.cluster)
      ? [{ externalSecret, stores }]
      : [];
  });
}

export const secretNamespaceMismatch = defineRule('secret-namespace-mismatch', {
  subjects: (model) => [...readings(model), ...storeReferences(model)],
  notApplicable:
    'No workload in the input uses a Secret that the input writes, and no ExternalSecret reads a store of '
      + 'the input.',
  *check(subjects, model) {
    yield* subjects.flatMap((subject) => ('stores' in subject ? misplacedStore(subject) : []));
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

function misplacedStore({ externalSecret, stores }: StoreReference): Violation[] {
  const namespaces = targetNamespaces(externalSecret);
  const { kind, name } = externalSecret.store;
  const missing = namespaces.filter((namespace) => !stores.some((store) => (kind === 'ClusterSecretStore'
    ? admits(store, namespace)
    : store.namespace === undefined || store.namespace === namespace)));
  const where = kind === 'ClusterSecretStore' ? 'a ClusterSecretStore whose conditions name other namespaces'
    : `a SecretStore in namespace ${stores.map((store) => store.namespace).join(', ')} only`;
  return missing.map((namespace) => ({
    at: externalSecret.field('secretStoreRef', 'name'),
    expected: `${kind} ${name} for namespace ${namespace}`,
    found: where,
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
